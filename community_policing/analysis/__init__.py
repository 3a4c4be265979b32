"""Analysis: Results -> the rows and words of a topic, before anything is drawn."""
