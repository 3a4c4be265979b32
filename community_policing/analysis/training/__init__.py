"""Training: events on a calendar."""
