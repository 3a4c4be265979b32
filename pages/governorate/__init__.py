"""Page: governorate."""
