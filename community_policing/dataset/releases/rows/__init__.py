"""Rows of the registry beside releases: what each kind keeps, reads and lets nobody change."""
