"""Bars of a few published figures: what a slide shows where there is nothing finer to draw."""

from collections.abc import Sequence

from community_policing.analysis import governorate
from community_policing.briefing.compose.figures import Figures
from community_policing.briefing.compose.where import placed
from community_policing.briefing.model import Bars, Number, Series
from community_policing.core.geography import governorate_name, governorate_order
from community_policing.core.i18n import listed, t


def published(
    figures: Figures, title: str, unit: str, keys: Sequence[str], family: str, colours: Sequence[str]
) -> Bars:
    """Draw figures of one unit; one figure alone by governorate, where that is known."""
    split = figures.result(keys[0], "governorate")
    if len(keys) == 1 and governorate.by_place(split):
        pcodes = [pcode for pcode, part in split.parts.items() if part.high != 0]
        pcodes.sort(key=lambda pcode: (-split.parts[pcode].low, governorate_order(pcode)))
        pairs = [(governorate_name(pcode), placed(figures, split, pcode)) for pcode in pcodes[:8]]
        return _bars(title, unit, pairs, [colours[0]] * len(pairs))
    results = figures.results(*keys)
    pairs = [(result.label, figures.number(f"{family}/{result.indicator.key}", result)) for result in results]
    return _bars(title, unit, pairs, colours)


def _bars(title: str, unit: str, pairs: Sequence[tuple[str, Number]], colours: Sequence[str]) -> Bars:
    """A bar each, those of one colour in one series without a name."""
    roles = list(dict.fromkeys(colours))
    series = tuple(
        Series(
            "", role, tuple(number if own == role else None for (_, number), own in zip(pairs, colours, strict=True))
        )
        for role in roles
    )
    told = listed([t("{name} {figure}", name=name, figure=number.text) for name, number in pairs])
    alt = t("{title}: {periods}.", title=title, periods=told)
    return Bars(title, alt, tuple(name for name, _ in pairs), series, unit, slot="wide")
