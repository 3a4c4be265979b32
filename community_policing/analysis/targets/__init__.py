"""Targets: figures against what was promised."""
