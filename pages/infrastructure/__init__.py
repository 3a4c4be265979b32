"""Page: infrastructure."""
