"""Readers of cells: what the texts of one column say, by what the column holds."""
