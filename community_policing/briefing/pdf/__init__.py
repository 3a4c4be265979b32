"""PDF: the brief and the handout."""
