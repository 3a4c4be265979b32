"""Core: tables, places, quantities with bounds, indicators, words and colours that every other room speaks of."""
