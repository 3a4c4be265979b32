"""Upkeep of the catalogues in locale/: which messages the code has, what is wrong in a translation, a workbook for reviewers."""
