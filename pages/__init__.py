"""PAGES, the page registry.  To add a page: write its module with one public `render(programme)`, add one line here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from community_policing.core.i18n import N_
from community_policing.measure.programme import Programme
from pages.alerts import page as alerts
from pages.briefing import page as briefing
from pages.compare import page as compare
from pages.data_import import page as data_import
from pages.fora import page as fora
from pages.glossary import page as glossary
from pages.governorate import page as governorate
from pages.handon import page as handon
from pages.infrastructure import page as infrastructure
from pages.log import page as log
from pages.map import page as governorate_map
from pages.outcomes import page as outcomes
from pages.overview import page as overview
from pages.reach import page as reach
from pages.record import page as record
from pages.releases import page as releases
from pages.targets import page as targets
from pages.training import page as training


@dataclass(frozen=True)
class Page:
    """One page: its title in the menu, the last part of its address ("" = the first page), what draws it, and what it speaks of
    ("" = the dataset and the choice above it); `group` is its part of the menu."""

    title: str
    url_path: str
    render: Callable[[Programme], None]
    group: str
    about: str = ""

    @property
    def scoped(self) -> bool:
        """Whether it speaks of the dataset and the choice in the bar."""
        return not self.about


RELEASES, NEWS = N_("releases of the data"), N_("what is new in the data")
GROUPS = REVIEW, EXPLORE, PRESENT, DATA = N_("Review"), N_("Explore"), N_("Present"), N_("Data")


PAGES: Mapping[str, Page] = MappingProxyType(
    {
        "overview": Page(N_("Overview"), "", overview.render, REVIEW),
        "map": Page(N_("Map"), "map", governorate_map.render, REVIEW),
        "targets": Page(N_("Targets"), "targets", targets.render, REVIEW),
        "outcomes": Page(N_("Outcomes"), "outcomes", outcomes.render, REVIEW),
        "alerts": Page(N_("Alerts"), "alerts", alerts.render, REVIEW, NEWS),
        "fora": Page(N_("Fora"), "fora", fora.render, EXPLORE),
        "reach": Page(N_("Reach"), "reach", reach.render, EXPLORE),
        "training": Page(N_("Training"), "training", training.render, EXPLORE),
        "infrastructure": Page(N_("Infrastructure"), "infrastructure", infrastructure.render, EXPLORE),
        "governorate": Page(N_("Governorate"), "governorate", governorate.render, EXPLORE),
        "compare": Page(N_("Compare"), "compare", compare.render, EXPLORE),
        "briefing": Page(N_("Briefing"), "briefing", briefing.render, PRESENT),
        "record": Page(N_("Record"), "record", record.render, DATA),
        "handon": Page(N_("Hand on"), "handon", handon.render, DATA),
        "import": Page(N_("Import"), "import", data_import.render, DATA, RELEASES),
        "releases": Page(N_("Releases"), "releases", releases.render, DATA, RELEASES),
        "log": Page(N_("Log"), "log", log.render, DATA, N_("who did what with the data")),
        "glossary": Page(N_("Glossary"), "glossary", glossary.render, DATA, N_("the terms used on every page")),
    }
)
