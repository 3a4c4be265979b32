"""XLSX: the workbook of a briefing."""
