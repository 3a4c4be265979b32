"""Reach: seats and people by phase, donor and group."""
