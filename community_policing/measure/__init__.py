"""Measure: a scoped Programme -> Results; the only place where numbers are made."""
