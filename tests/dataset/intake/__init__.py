"""Tests of dataset/intake: from the file of an office to a checked dataset."""
