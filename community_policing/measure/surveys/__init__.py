"""Surveys: what people said, how it changed between waves, and targets for answers."""
