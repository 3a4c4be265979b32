"""Build: outputs of a briefing, made in a process of their own."""
