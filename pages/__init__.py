"""PAGES, the page registry.  To add a page: write its module with one public `render(programme)`, add one line here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from community_policing.programme import Programme
from community_policing.text import mark
from pages import (
    briefing,
    compare,
    data_import,
    governorate,
    governorate_map,
    infrastructure,
    log,
    overview,
    reach,
    record,
    releases,
    targets,
    training,
)


@dataclass(frozen=True)
class Page:
    """One page: its title in the menu, the last part of its address ("" = the first page), what draws it, and what it speaks of
    ("" = the dataset and the choice in the sidebar)."""

    title: str
    url_path: str
    render: Callable[[Programme], None]
    about: str = ""

    @property
    def scoped(self) -> bool:
        """Whether it speaks of the dataset and the choice in the sidebar."""
        return not self.about


RELEASES = mark("releases of the data")


PAGES: Mapping[str, Page] = MappingProxyType(
    {
        "overview": Page(mark("Overview"), "", overview.render),
        "map": Page(mark("Map"), "map", governorate_map.render),
        "targets": Page(mark("Targets"), "targets", targets.render),
        "reach": Page(mark("Reach"), "reach", reach.render),
        "training": Page(mark("Training"), "training", training.render),
        "infrastructure": Page(mark("Infrastructure"), "infrastructure", infrastructure.render),
        "governorate": Page(mark("Governorate"), "governorate", governorate.render),
        "compare": Page(mark("Compare"), "compare", compare.render),
        "briefing": Page(mark("Briefing"), "briefing", briefing.render),
        "record": Page(mark("Record"), "record", record.render),
        "import": Page(mark("Import"), "import", data_import.render, RELEASES),
        "releases": Page(mark("Releases"), "releases", releases.render, RELEASES),
        "log": Page(mark("Log"), "log", log.render, mark("who did what with the data")),
    }
)
