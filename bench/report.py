"""The figures as tables: what was measured, what stands beside it, the ratio, the aim, and whether it was reached.

A figure that could not be measured is a line that says why; it takes no other with it.
"""

import statistics
from collections.abc import Awaitable, Iterable, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import TypeAlias


@dataclass(frozen=True)
class Missing:
    """Why there is no figure."""

    reason: str


Value: TypeAlias = float | Missing


def missing(error: BaseException) -> Missing:
    """The reason that an error gives, in one line."""
    words = " ".join(f"{type(error).__name__}: {error}".split())
    return Missing(words if len(words) <= 160 else f"{words[:159]}…")


async def attempt(measurement: Awaitable[float]) -> Value:
    """What is measured, or why it is not."""
    try:
        return await measurement
    except Exception as error:
        return missing(error)


def median(values: Sequence[Value]) -> Value:
    """The median of those that were measured; where none was, the last reason."""
    measured = [value for value in values if not isinstance(value, Missing)]
    if measured:
        return statistics.median(measured)
    return values[-1] if values else Missing("never tried")


def mean(values: Sequence[Value]) -> Value:
    """The mean of all; where one was not measured, why."""
    gap = next((value for value in values if isinstance(value, Missing)), None)
    return gap or statistics.fmean(value for value in values if not isinstance(value, Missing))


@dataclass(frozen=True)
class Figure:
    """One figure, measured or not.

    With `beside` (a name and a figure of the same run) the aim is for the ratio of the two, else for the figure itself.
    Without a `limit` it is there to be read, and has no aim.
    """

    subject: str
    name: str
    value: Value
    unit: str
    beside: tuple[str, Value] | None = None
    limit: float | None = None
    at_least: bool = False

    @property
    def judged(self) -> Value:
        """What the aim is about: the figure, or its ratio to the one beside it."""
        value = _number_or_reason(self.value)
        if self.beside is None or isinstance(value, Missing):
            return value
        name, base = self.beside[0], _number_or_reason(self.beside[1])
        if isinstance(base, Missing):
            return Missing(f"{name}: {base.reason}")
        return value / base if base else Missing(f"{name} is 0")

    @property
    def reached(self) -> bool | None:
        """Whether the aim was reached; None without one, or where nothing was measured that it could be held against."""
        judged = self.judged
        if self.limit is None or isinstance(judged, Missing):
            return None
        return judged >= self.limit if self.at_least else judged <= self.limit

    @property
    def fails(self) -> bool:
        """Whether a strict run fails by it: an aim was missed, or something was not measured."""
        return self.reached is False or isinstance(self.judged, Missing)

    def cells(self) -> tuple[str, ...]:
        """The figure as one line of the table."""
        aim = mark = ""
        judged = self.judged
        if self.limit is not None:
            base = f" {self.beside[0]}" if self.beside else f" {self.unit}"
            aim = f"{'≥' if self.at_least else '≤'} {self.limit:g}{base}"
            mark = {True: "✓", False: "✗", None: ""}[self.reached]
        if isinstance(judged, Missing):
            mark = f"not measured: {judged.reason}"
        beside = f"{self.beside[0]} {_shown(self.beside[1], self.unit)}" if self.beside else ""
        ratio = "" if self.beside is None else "–" if isinstance(judged, Missing) else f"{judged:.2f}"
        return (self.name, _shown(self.value, self.unit), beside, ratio, aim, mark)


HEAD = ("", "measured", "beside", "ratio", "aim", "")


def table(figures: Sequence[Figure]) -> str:
    """All figures under their subjects, in columns."""
    rows = [HEAD, *(figure.cells() for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    lines = [_line(HEAD, widths)]
    subject = ""
    for figure in figures:
        if figure.subject != subject:
            subject = figure.subject
            lines += ["", subject]
        lines.append(_line(figure.cells(), widths))
    return "\n".join([*lines, ""])


def verdict(figures: Iterable[Figure]) -> str:
    """How many aims were reached, which were not, and what was not measured."""
    figures = list(figures)
    aims = [figure for figure in figures if figure.limit is not None]
    reached = sum(figure.reached is True for figure in aims)
    missed = [f"  ✗ {figure.subject}: {figure.name}" for figure in aims if figure.reached is False]
    unknown = [
        f"  – {figure.subject}: {figure.name}: not measured: {figure.judged.reason}"
        for figure in figures
        if isinstance(figure.judged, Missing)
    ]
    counted = f"{reached} of {len(aims)} aims reached, {len(missed)} missed; {len(unknown)} figures not measured."
    return "\n".join([counted, *missed, *unknown])


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    sides = (str.ljust, str.rjust, str.rjust, str.rjust, str.ljust, str.ljust)
    padded = (side(cell, width) for side, cell, width in zip(sides, cells, widths, strict=True))
    return "  " + "  ".join(padded).rstrip()


def _number_or_reason(value: Value) -> Value:
    return value if isinstance(value, Missing) or isfinite(value) else Missing(f"{value} is no number")


def _shown(value: Value, unit: str) -> str:
    value = _number_or_reason(value)
    if isinstance(value, Missing):
        return "–"
    number = f"{value:,.0f}" if value >= 1000 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"
    return f"{number} {unit}".rstrip()
