"""Page: log."""
