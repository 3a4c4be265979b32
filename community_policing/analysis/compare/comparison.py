"""Comparison of an indicator on two dates, or of two choices; the difference is never surer than the two figures."""

from collections.abc import Mapping
from dataclasses import dataclass

from community_policing.core import formats
from community_policing.core.indicators import INDICATORS
from community_policing.core.quantity import NOTHING, Quantity
from community_policing.measure.events import events
from community_policing.measure.programme import Programme
from community_policing.measure.result import Result

# Bounds on people overlap on the two dates in a way that nobody knows: their difference would say next to nothing.
COMPARED = tuple(key for key, held in INDICATORS.items() if "governorate" in held.splits and not held.people)
# More of these is no result, and of some no good news: they are drawn without the colour of results.
NEUTRAL = frozenset(
    key
    for key in COMPARED
    if key.endswith(("_planned", "_agreed", "_overdue", "_unreported", "_without_attendance"))
    or key in ("fora_dormant", "fora_never_met", "concerns_raised", "concerns_open", "concerns_open_long")
)

NO_CHANGE = ("same", "zero")  # kinds of change that are none


def difference(a: Quantity | None, b: Quantity | None, lasting: bool = False) -> Quantity | None:
    """`b` less `a` with its bounds; None where one is not known, or where `a` has no upper bound, hence this no lower one.

    `lasting`: what counts goes on counting, so that what is uncertain on the first date is so on the second, and both
    bounds move together.
    """
    if a is None or b is None or a.high is None:
        return None
    about = a.about or b.about
    if lasting:
        return Quantity(b.low - a.low, None if b.high is None else max(b.high - a.high, b.low - a.low), about)
    return Quantity(b.low - a.high, None if b.high is None else b.high - a.low, about)


def lasts(key: str, programme: Programme) -> bool:
    """Whether nothing that counts ever ceases to count in this dataset; shares and bounds on people do not add up so."""
    indicator = INDICATORS[key]
    return not (indicator.share or indicator.people or len(events(indicator, programme).until))


@dataclass(frozen=True)
class Change:
    """One key of a split on both sides.  `kind`: more, fewer, same (and not none), zero (on both), unknown (the difference),
    no_data (one of the two), outside (the choice)."""

    key: str
    name: str
    a: Quantity | None
    b: Quantity | None
    more: Quantity | None
    kind: str

    @property
    def sure(self) -> float:
        """How much has certainly changed, up or down."""
        if self.more is None:
            return 0.0
        return max(self.more.low, 0.0 if self.more.high is None else -self.more.high, 0.0)


@dataclass(frozen=True)
class Comparison:
    """One indicator on two dates, `a` the earlier, or in two choices, which have `names`; `lasting` as in `difference`."""

    a: Result
    b: Result
    lasting: bool = False
    names: tuple[str, str] | None = None

    @property
    def dated(self) -> bool:
        """Whether its sides are two dates."""
        return self.names is None

    @property
    def sides(self) -> tuple[str, str]:
        """What the two sides are called."""
        return self.names or (formats.day(self.a.as_of), formats.day(self.b.as_of))

    @property
    def unit(self) -> str:
        """What is counted."""
        return self.b.indicator.unit

    @property
    def one_statement(self) -> bool:
        """Whether one and the same published figure stands for both dates, and so says nothing of what changed."""
        published = [result.published.fact_id for result in (self.a, self.b) if result.from_facts and result.published]
        return self.dated and len(published) == 2 and published[0] == published[1]

    @property
    def more(self) -> Quantity | None:
        """How much more there is on the later date; None where nobody knows."""
        if self.one_statement:
            return None
        if self._same_rows and self.a.value == self.b.value:
            return NOTHING
        return difference(self.a.value, self.b.value, self.lasting)

    @property
    def _same_rows(self) -> bool:
        """Whether the same rows count on both dates: what nobody knows of them is the same too."""
        return (
            self.lasting and self.a.scope.whole and not self.b.from_facts and self.a.behind.count == self.b.behind.count
        )

    def changes(self, names: Mapping[str, str]) -> tuple[Change, ...]:
        """What became of each of those keys."""
        return tuple(self._change(key, name) for key, name in names.items())

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys that have a row on either date."""
        return tuple(dict.fromkeys((*self.b.parts, *self.a.parts)))

    def _change(self, key: str, name: str) -> Change:
        a, b = (self._part(result, key) for result in (self.a, self.b))
        chosen = self.b.scope.governorates
        if self.b.by == "governorate" and chosen and key not in chosen:
            return Change(key, name, None, None, None, "outside")
        if a is None or b is None:
            return Change(key, name, a, b, None, "no_data")
        same = self._same_rows and a == b
        more = None if self.one_statement else NOTHING if same else difference(a, b, self.lasting)
        return Change(key, name, a, b, more, _kind(a, more, 0.05 if self.unit == "percent" else 0.0))

    def _part(self, result: Result, key: str) -> Quantity | None:
        if key or result.indicator.share or not result.split_known or result.value is None:
            return result.part(key)
        return result.parts.get(key, NOTHING)


def _kind(a: Quantity, more: Quantity | None, unseen: float) -> str:
    """`unseen`: a difference too small to be written is none."""
    if more is None:
        return "unknown"
    if more.exact and abs(more.low) <= unseen:
        return "zero" if a.high == 0 else "same"
    if more.low > 0:
        return "more"
    return "fewer" if more.high is not None and more.high < 0 else "unknown"
