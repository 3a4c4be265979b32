"""Handed on: the programme as files that other organisations' tools read."""
