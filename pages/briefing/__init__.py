"""Page: briefing."""
