"""The figures as a table: what was measured, what stands beside it, the ratio, the aim, and whether it was reached."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One measured figure.

    With `beside` (a name and a figure of the same run) the aim is for the ratio of the two, else for the figure itself.
    Without a `limit` it is there to be read, and has no aim.
    """

    subject: str
    name: str
    value: float
    unit: str
    beside: tuple[str, float] | None = None
    limit: float | None = None
    at_least: bool = False

    @property
    def judged(self) -> float:
        """What the aim is about."""
        return self.value / self.beside[1] if self.beside else self.value

    @property
    def reached(self) -> bool | None:
        """Whether the aim was reached; None without one.  A figure that could not be measured has not reached it."""
        if self.limit is None:
            return None
        return self.judged >= self.limit if self.at_least else self.judged <= self.limit

    def cells(self) -> tuple[str, ...]:
        """The figure as one line of the table."""
        aim = mark = ""
        if self.limit is not None:
            base = f" {self.beside[0]}" if self.beside else f" {self.unit}"
            aim = f"{'≥' if self.at_least else '≤'} {self.limit:g}{base}"
            mark = "✓" if self.reached else "✗"
        beside = f"{self.beside[0]} {_number(self.beside[1])} {self.unit}" if self.beside else ""
        ratio = f"{self.judged:.2f}" if self.beside else ""
        return (self.name, f"{_number(self.value)} {self.unit}", beside, ratio, aim, mark)


HEAD = ("", "measured", "beside", "ratio", "aim", "")


def table(figures: Sequence[Figure]) -> str:
    """All figures under their subjects, in columns; the last line counts the aims."""
    rows = [HEAD, *(figure.cells() for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    lines = [_line(HEAD, widths)]
    subject = ""
    for figure in figures:
        if figure.subject != subject:
            subject = figure.subject
            lines += ["", subject]
        lines.append(_line(figure.cells(), widths))
    return "\n".join([*lines, "", verdict(figures)])


def verdict(figures: Iterable[Figure]) -> str:
    """How many aims were reached, and which were not."""
    aims = [figure for figure in figures if figure.reached is not None]
    missed = [f"{figure.subject}: {figure.name}" for figure in aims if not figure.reached]
    counted = f"{len(aims) - len(missed)} of {len(aims)} aims reached."
    return "\n".join([counted, *(f"  ✗ {name}" for name in missed)])


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    sides = (str.ljust, str.rjust, str.rjust, str.rjust, str.ljust, str.ljust)
    padded = (side(cell, width) for side, cell, width in zip(sides, cells, widths, strict=True))
    return "  " + "  ".join(padded).rstrip()


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 1000 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"
