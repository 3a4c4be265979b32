"""Result: one number with its bounds, parts, target, sources and rows; cards, charts, maps, tables and files are made of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType

from community_policing.core.i18n import N_, t
from community_policing.core.indicators import Indicator
from community_policing.core.quantity import NOTHING, Quantity
from community_policing.measure.pace import Pace, Status, Target
from community_policing.measure.programme import Scope

PLACES = ("governorate", "district")
NOT_PUBLISHED = "not_published"
NOT_PUBLISHED_FOR_SCOPE = "not_published_for_scope"
OUTSIDE_SCOPE = "outside_scope"
NO_DATA = "no_data"
WITHHELD = "withheld"
EARLIER = "earlier"  # than the only date it is told for
FINER = "finer"  # than it is told
OF_A_DAY = "of_a_day"
TOO_FEW = "too_few"  # or none: who sees cells alone cannot tell
_ABSENT = {
    NOT_PUBLISHED: N_("Not published."),
    NOT_PUBLISHED_FOR_SCOPE: N_("Published for the whole country only, not for this selection."),
    OUTSIDE_SCOPE: N_("Outside this selection: it includes only fora established by others."),
    EARLIER: N_("Told in this view for the date of the data alone."),
    FINER: N_(
        "Told in this view by topic and governorate alone, whatever the district, phase, donor, founder or period."
    ),
    OF_A_DAY: N_("It is how things stand on a day, and not of a period: clear the period."),
    TOO_FEW: N_("None is on record, or too few to be told in this view."),
    WITHHELD: N_("Not shown in this view: it would reveal the members of other donors' fora by sex."),
}


@dataclass(frozen=True)
class Published:
    """The same figure as somebody published it, and what the rows say for that very day."""

    value: Quantity
    as_of: date
    fact_id: str
    source_id: str
    counted: Quantity | None

    @property
    def agrees(self) -> bool | None:
        """Whether published and counted can both be true; None where nothing was counted."""
        return None if self.counted is None else self.value.agrees(self.counted)


@dataclass(frozen=True, eq=False)
class Provenance:
    """The rows behind a figure and their sources, found when somebody asks: there may be a million.  Results are compared
    by what they say, not by this."""

    count: int
    ids: Callable[[], tuple[str, ...]]
    sources: Callable[[], tuple[str, ...]]

    @classmethod
    def of(cls, rows: tuple[str, ...], sources: tuple[str, ...]) -> "Provenance":
        """Rows and sources that are known already."""
        return cls(len(rows), lambda: rows, lambda: sources)


NO_ROWS = Provenance.of((), ())


@dataclass(frozen=True)
class Result:
    """One indicator, measured in one scope.

    `value` None: nobody knows (no data, or nothing published); `absent` then says why.  `mixed`: it is of people,
    put together from what was recorded and what was rounded.  `parts` is the figure split `by` one dimension, in the order
    of the first sight of each key; a key of "" holds what is not on record.  The parts add up to the value only where the
    indicator `adds_over` that dimension.
    """

    indicator: Indicator
    scope: Scope
    as_of: date
    value: Quantity | None
    absent: str = ""
    by: str = ""
    parts: Mapping[str, Quantity] = field(default_factory=lambda: MappingProxyType({}))
    unplaced: Quantity = NOTHING
    twice: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    split_known: bool = True
    target: Target | None = None
    pace: Pace | None = None
    published: Published | None = None
    from_facts: bool = False
    mixed: bool = False
    behind: Provenance = field(default=NO_ROWS, compare=False)

    @property
    def label(self) -> str:
        """What the figure is called; a published one by what its publisher counted."""
        return t((self.from_facts and self.indicator.published_label) or self.indicator.label)

    @property
    def why_absent(self) -> str:
        """Why there is no figure, in a sentence; "" where there is one."""
        if self.absent == NO_DATA:
            return t("No data.") if self.scope.whole else t("No data in this selection.")
        return t(_ABSENT[self.absent]) if self.absent else ""

    @property
    def row_ids(self) -> tuple[str, ...]:
        """The ids of the rows behind it, in the order of their table."""
        return self.behind.ids()

    @property
    def source_ids(self) -> tuple[str, ...]:
        """The ids of the sources that these rows name."""
        return self.behind.sources()

    def part(self, key: str) -> Quantity | None:
        """The part under that key; None where nobody knows.

        Where no row has the key it is 0.  A governorate or district may have more by what is on record without one
        (`unplaced`), people whom both count once (`twice`).
        """
        if not key or self.indicator.share or not self.split_known or self.value is None:
            return self.parts.get(key)
        part = self.parts.get(key, NOTHING)
        if self.by not in PLACES:
            return part
        whole, twice = part + self.unplaced, self.twice.get(key, 0)
        return replace(whole, high=whole.high - twice) if whole.high is not None and twice else whole

    @property
    def status(self) -> Status:
        """Where the value stands against its target."""
        return self.pace.status if self.pace else Status.NO_TARGET

    @property
    def gap(self) -> Quantity | None:
        """How far the value lies from its target, below 0 where it lies under it; None without a target, or a value."""
        if self.target is None or self.value is None:
            return None
        aim, high = self.target.target, self.value.high
        return Quantity(self.value.low - aim, None if high is None else high - aim, self.value.about)

    @property
    def to_go(self) -> Quantity | None:
        """How much is missing to the target, 0 where it is reached or passed; None without a target, or a value."""
        if self.gap is None or self.target is None:
            return None
        low, high = self.gap.low, self.gap.high
        if self.target.rises:
            return Quantity(0 if high is None else max(0, -high), max(0, -low), self.gap.about)
        return Quantity(max(0, low), None if high is None else max(0, high), self.gap.about)

    @property
    def more_due_on(self) -> date | None:
        """The first day on which more is due than is there; None without a target, or a value, or where that is reached."""
        if self.target is None or self.value is None:
            return None
        return self.target.due_beyond(self.value, whole=not self.indicator.share)

    @property
    def progress(self) -> Quantity | None:
        """The part of what is due by now that is there, in percent; None without a target, or while nothing is due."""
        return self.pace.progress if self.pace else None
