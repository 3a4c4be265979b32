"""HTML: the deck for the browser."""
