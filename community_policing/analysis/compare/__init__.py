"""Comparison of two dates."""
