"""Fora: whether they meet, and what they solve."""
