"""Drawing: charts and maps of a briefing as SVG."""
