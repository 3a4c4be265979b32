"""Page: map."""
