"""Page: hand on."""
