"""Composition: a programme -> the slides of a briefing."""
