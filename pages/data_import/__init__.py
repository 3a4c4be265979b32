"""Page: data import."""
