"""Page: alerts."""
