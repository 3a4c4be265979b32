"""Works: sites, vehicles and equipment, and how far they are."""
