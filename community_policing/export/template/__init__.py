"""Template: the workbook that analysts fill in."""
