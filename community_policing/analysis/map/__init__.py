"""Map: shades, marks and labels, before anything is drawn."""
