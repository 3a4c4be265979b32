"""Page: targets."""
