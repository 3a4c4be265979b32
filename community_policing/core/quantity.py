"""Numbers with bounds: exact, at least, or between; arithmetic keeps what is known and never invents the rest."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import isfinite
from typing import Self


@dataclass(frozen=True)
class Quantity:
    """A number between `low` and `high`, both included; `high` None means that nobody said how much more it may be.

    `about`: its bounds are put together from rounded numbers, so that the recorded ones lie near them, and not on them.
    Whatever is made of such a number is about too.  Raises ValueError when `high` lies below `low` or a bound is not finite.
    """

    low: float
    high: float | None
    about: bool = False

    def __post_init__(self) -> None:
        if not isfinite(self.low) or (self.high is not None and not isfinite(self.high)):
            raise ValueError(f"bounds must be finite: {self.low}, {self.high}")
        if self.high is not None and self.high < self.low:
            raise ValueError(f"upper bound {self.high} lies below lower bound {self.low}")

    @classmethod
    def exactly(cls, value: float) -> Self:
        """A number known exactly."""
        return cls(value, value)

    @classmethod
    def at_least(cls, value: float) -> Self:
        """A number of which only the lower bound is known."""
        return cls(value, None)

    @property
    def exact(self) -> bool:
        """Whether the number is known exactly."""
        return self.high == self.low

    @property
    def highest(self) -> "Quantity | None":
        """The upper bound alone; None where there is none."""
        return None if self.high is None else Quantity(self.high, self.high, self.about)

    def __add__(self, other: "Quantity") -> "Quantity":
        """Both together, for things that cannot overlap."""
        high = None if self.high is None or other.high is None else self.high + other.high
        return Quantity(self.low + other.low, high, self.about or other.about)

    def up_to(self, most: "Quantity") -> "Quantity":
        """From what is certain to what may be: this one's lower and that one's upper bound."""
        if isinstance(most, Suppressed):
            return most
        return Quantity(self.low, most.high, self.about or most.about)

    def agrees(self, other: "Quantity") -> bool | None:
        """Whether both statements can be true at once: their ranges meet; None where one of them is about, so nobody can say."""
        if self.about or other.about:
            return None
        below = self.high is not None and self.high < other.low
        above = other.high is not None and other.high < self.low
        return not below and not above


class Suppressed(Quantity):
    """A number of people that is not shown because it is below `threshold`: somewhere from 0 to just under it."""

    @classmethod
    def threshold(cls, threshold: int) -> "Suppressed":
        """A number somewhere below that one."""
        return cls(0, threshold - 1)

    def __add__(self, other: Quantity) -> Quantity:
        """Few and none are few."""
        return self if other.high == 0 else super().__add__(other)


def seats(filled: float, few: int) -> Quantity:
    """Seats as they may be read: exactly, or by who sees none of fewer than `few`: these as few, the others as about."""
    return Suppressed.threshold(few) if filled < few else Quantity(filled, filled, about=bool(few and filled))


class Share(Quantity):
    """A quantity in percent, for a table's cell, which has no indicator beside it to say so.  Shares are never added."""

    def __add__(self, other: Quantity) -> Quantity:
        raise TypeError("shares are parts of different wholes: they are never added")


def in_unit(value: Quantity | None, unit: str) -> Quantity | None:
    """The value as a table's cell: it says itself when it is in percent."""
    return Share(value.low, value.high, value.about) if value and unit == "percent" else value


NOTHING = Quantity(0, 0)


def total(parts: Iterable[Quantity]) -> Quantity:
    """The sum of parts that cannot overlap; 0 for no parts."""
    return sum(parts, start=NOTHING)


def ratio(part: float, whole: float) -> Quantity | None:
    """`part` of `whole` in percent; None when there is no whole, since a share of nothing is not 0."""
    return Quantity.exactly(100 * part / whole) if whole else None


MANY = 100  # a number that takes the form of fractions in each of the languages, and the plural in English


def grammatical_number(value: Quantity) -> int:
    """The number that says which form of a noun follows a figure: the last one that is written, in whole; MANY for a fraction."""
    if isinstance(value, Suppressed) and value.high is not None:
        last = value.high + 1  # "under 10"
    else:
        last = value.low if value.high is None else value.high
    return int(last) if float(last).is_integer() else MANY
