"""Components: cards, figures and tables of a page."""
