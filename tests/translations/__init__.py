"""Tests of the catalogues and their upkeep."""
