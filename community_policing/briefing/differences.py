"""Differences between two briefings: figures that read differently, were added, or were dropped."""

from dataclasses import dataclass

from community_policing.analysis.compare.comparison import difference
from community_policing.briefing.model import Briefing, Number, numbers
from community_policing.core.indicators import INDICATORS
from community_policing.core.quantity import Quantity


@dataclass(frozen=True)
class Moved:
    """A figure that is not what it was; `before` or `after` None: it stood in one of the two briefings only."""

    key: str
    label: str
    place: str
    before: Number | None
    after: Number | None

    @property
    def more(self) -> Quantity | None:
        """How much more it is; None where nobody knows."""
        return difference(_quantity(self.before), _quantity(self.after))

    @property
    def unit(self) -> str:
        """What is counted: "percent" for shares, whose differences are points."""
        latest = self.after or self.before
        indicator = INDICATORS.get(latest.indicator) if latest else None
        return indicator.unit if indicator else ""


def moved(before: Briefing, after: Briefing) -> tuple[Moved, ...]:
    """List figures whose text or bounds differ, in the later briefing's order, gone ones last; “since/…” is left out."""
    old, new = _by_key(before), _by_key(after)
    moves = (_moved(key, old.get(key), new.get(key)) for key in (*new, *(key for key in old if key not in new)))
    return tuple(each for each in moves if each is not None)


def _by_key(briefing: Briefing) -> dict[str, Number]:
    return {number.key: number for number in numbers(briefing.slides) if not number.key.startswith("since/")}


def _moved(key: str, before: Number | None, after: Number | None) -> Moved | None:
    latest = after or before
    if latest is None or (before and after and _stated(before) == _stated(after)):
        return None
    return Moved(key, latest.label, latest.place, before, after)


def _stated(number: Number) -> tuple[str, float | None, float | None]:
    return number.text, number.low, number.high


def _quantity(number: Number | None) -> Quantity | None:
    return None if number is None or number.low is None else Quantity(number.low, number.high, number.about)
