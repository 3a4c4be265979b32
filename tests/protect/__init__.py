"""Tests of protect."""
