"""Briefing: one frozen set of numbers, made here, presented and handed over."""

from community_policing.measure.programme import Programme
from pages.briefing import home


def render(programme: Programme) -> None:
    """The briefing that the address names, the draft that is being made, or the beginning and all that were made."""
    home.page(programme)
