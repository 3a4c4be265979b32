"""Briefings: one frozen set of numbers, from which the screen, the slides, the PDF, the page and the workbook are made."""
