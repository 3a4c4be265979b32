"""Page: training."""
