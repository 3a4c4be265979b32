"""Comparison maps on one scale: both sides, and on a diverging one their difference."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil

from community_policing.analysis.compare.comparison import NEUTRAL, Change, Comparison
from community_policing.analysis.compare.wording import in_brief, said
from community_policing.analysis.map import choropleth
from community_policing.analysis.map.choropleth import Shade, Step
from community_policing.core import palette
from community_policing.core.geography import governorate_name, governorates
from community_policing.core.i18n import t

UNKNOWN = ("unknown", "no_data", "outside")  # kinds of which nothing is written on a map: their shade says it


@dataclass(frozen=True)
class Maps:
    """The same places on both sides on one scale, and in their difference on a diverging one, in which no change is quiet:
    shades, what is written on them, and the legends of both scales."""

    a: tuple[Shade, ...]
    b: tuple[Shade, ...]
    more: tuple[Shade, ...]
    written: tuple[str, ...]  # on the difference, in the order of its shades
    legend: tuple[Step, ...]
    diverging: tuple[Step, ...]


def maps(comparison: Comparison, colours: palette.Palette) -> Maps:
    """The three maps of a comparison by governorate."""
    if comparison.b.indicator.key in NEUTRAL:
        colours = replace(colours, ramp=colours.neutral)
    changes = comparison.changes({pcode: governorate_name(pcode) for pcode in governorates()})
    figures = (value.low for change in changes for value in (change.a, change.b) if value)
    highest, most = (ceil(max(values, default=0)) for values in (figures, (change.sure for change in changes)))
    a, b = (choropleth.shades(result, colours, highest) for result in (comparison.a, comparison.b))
    steps, apart = (choropleth.steps(comparison.b, colours, size) for size in (highest, most))
    scale = _Scale(apart, choropleth.width(most, colours), colours)
    more = tuple(Shade(c.key, c.name, said(c, comparison), scale.colour(c), c.kind) for c in changes)
    written = tuple("" if c.kind in UNKNOWN else in_brief(c, comparison.unit) for c in changes)
    return Maps(a, b, more, written, _legend(steps, changes, colours), scale.diverging(changes))


@dataclass(frozen=True)
class _Scale:
    steps: tuple[Step, ...]
    width: int
    colours: palette.Palette

    def place(self, change: Change) -> int:
        """The step of what has certainly changed."""
        return min((ceil(change.sure) - 1) // self.width, len(self.steps) - 1)

    def colour(self, change: Change) -> str:
        if change.kind in ("more", "fewer"):
            more = self.steps[self.place(change)].colour
            return more if change.kind == "more" else self.colours.fewer[self.colours.ramp.index(more)]
        fixed = {"same": self.colours.zero, "zero": self.colours.zero, "outside": self.colours.outside}
        return fixed.get(change.kind, self.colours.no_data)

    def diverging(self, changes: Sequence[Change]) -> tuple[Step, ...]:
        """From the most fewer over no change to the most more, those that there are."""
        down, up = (
            sorted({self.place(change) for change in changes if change.kind == kind}) for kind in ("fewer", "more")
        )
        fewer = tuple(Step(self._fewer(place), _fewer(self.steps[place].label), "fewer") for place in reversed(down))
        more = tuple(Step(self.steps[place].colour, _more(self.steps[place].label), "more") for place in up)
        return (*fewer, Step(self.colours.zero, t("no difference"), "same"), *more)

    def _fewer(self, place: int) -> str:
        return self.colours.fewer[self.colours.ramp.index(self.steps[place].colour)]


def _legend(steps: Sequence[Step], changes: Sequence[Change], colours: palette.Palette) -> tuple[Step, ...]:
    """Zero and no data always, each by itself; what lies outside where there is any."""
    fixed = [Step(colours.zero, t("none"), "zero"), Step(colours.no_data, t("no data or not known"), "no_data")]
    if any(change.kind == "outside" for change in changes):
        fixed.append(Step(colours.outside, t("outside this selection"), "outside"))
    return (*fixed, *steps)


def _more(label: str) -> str:
    """The legend's words for a step up; a share goes up by points."""
    if label.endswith("%"):
        return t("{range} points more", range=label.removesuffix("%").strip())
    return t("{range} more", range=label)


def _fewer(label: str) -> str:
    """The legend's words for a step down; a share goes down by points."""
    if label.endswith("%"):
        return t("{range} points less", range=label.removesuffix("%").strip())
    return t("{range} fewer", range=label)
