"""Page: reach."""
