"""Import: an analyst's file is checked, its effect is shown, and it is published in one step."""

from community_policing.measure.programme import Programme
from pages.data_import import steps


def render(_: Programme) -> None:
    """The draft that the address names, or the beginning of a new one."""
    steps.page()
