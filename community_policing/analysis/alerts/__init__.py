"""Alerts: what came about at a publication or on a day, each told once; declared in kinds.py, kept and read by log.py."""
