"""Page: glossary."""
