"""Outcomes: what people say in surveys, and what changed."""
