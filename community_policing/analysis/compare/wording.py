"""Comparison wording and table: the difference of a figure between two dates or choices, with signs and bounds."""

from collections.abc import Sequence

import pandas as pd

from community_policing.analysis.compare.comparison import NO_CHANGE, Change, Comparison
from community_policing.core import formats
from community_policing.core.bidi import without_marks
from community_policing.core.i18n import N_, clauses, in_line, listed, n, plural, t
from community_policing.core.quantity import NOTHING, Quantity, grammatical_number, in_unit
from community_policing.measure.result import NO_DATA, NOT_PUBLISHED, OUTSIDE_SCOPE, Result

UNKNOWN = 2  # figures that are named where nobody knows how they differ


def signed(more: Quantity | None, unit: str = "", word: bool = True) -> str:
    """A difference as it may be read: with its sign and its bounds; a dash where nobody knows it.

    Shares differ by points, with one decimal; `word` False leaves out "points", where there is no room for it.
    """
    if more is None:
        return "–"
    decimals = 1 if unit == "percent" else 0
    low = _signed(more.low, decimals)
    if more.high is None:
        low = in_line(f"≥ {without_marks(low)}")
    elif not more.exact:
        low = t("{low} to {high}", low=low, high=_signed(more.high, decimals))
    if more.about:
        low = t("about {figure}", figure=low)
    return t("{difference} points", difference=low) if decimals and word else low


def _signed(value: float, decimals: int) -> str:
    if value == 0:
        return formats.number(0)
    size = round(abs(value), decimals)
    return in_line(("+" if value > 0 else "−") + formats.number(size, decimals) if size else "≈ " + formats.number(0))


def why(comparison: Comparison) -> str:
    """Why the difference is not known; "" where it is."""
    if comparison.more is not None:
        return ""
    for result, side in zip((comparison.a, comparison.b), comparison.sides, strict=True):
        if result.value is None:
            return _absent(result, side)
    if comparison.one_statement:
        return t("The same published figure stands for both dates, so the change is not known.")
    return t("Only a lower bound is known for {side}, so the difference is not known.", side=comparison.sides[0])


def _absent(result: Result, side: str) -> str:
    by_side = {NOT_PUBLISHED: t("Not published for {side}.", side=side), NO_DATA: t("No data for {side}.", side=side)}
    return by_side.get(result.absent, result.why_absent)


def moves(comparisons: Sequence[Comparison], most: int) -> tuple[str, ...]:
    """Return which of these headline figures moved, at most so many by name, and of which nobody knows.

    A figure that is not known on one of the dates is said to be unknown, and never passes for one that did not move.
    """
    inside = [each for each in comparisons if OUTSIDE_SCOPE not in (each.a.absent, each.b.absent)]
    moved = [each for each in inside if each.more is not None and each.more != NOTHING]
    parts = [
        t("{label} {difference}", label=each.b.label, difference=signed(each.more, each.unit, word=False))
        for each in moved[:most]
    ]
    if len(moved) > most:
        parts.append(n("{count} more", "{count} more", len(moved) - most))
    unknown = [each for each in inside if each.more is None]
    if unknown and len(unknown) == len(inside):
        return t("{label}: difference not known", label=t("Headline figures")), why(unknown[0])
    if unknown:
        return (
            *parts,
            unknown_of([each.b.label for each in unknown]),
            *(() if moved else (t("No other headline figure changed."),)),
        )
    return tuple(parts) or (t("No headline figure changed."),)


def unknown_of(names: Sequence[str]) -> str:
    """Return that the differences of those figures are not known, the first of them by name."""
    first, more = listed(names[:UNKNOWN]), len(names) - UNKNOWN
    some = n("{names} and {count} more", "{names} and {count} more", more, names=first) if more > 0 else first
    return t("{label}: difference not known", label=some)


def headline(fora: Comparison, iom: Comparison, police: Comparison) -> str:
    """What became of the fora between the dates, or how they differ between the choices, IOM's and the police's apart."""
    (a, b), more, dated = fora.sides, fora.more, fora.dated
    if a == b:
        both = N_("Both dates are {a}: choose two that differ")
        return t(both if dated else N_("A and B are both {a}: choose two that differ"), a=a)
    for result, side in zip((fora.a, fora.b), fora.sides, strict=True):
        if result.value is None:
            return _no_figure(result, side, dated)
    if more is None or not (more.low > 0 or more.exact):
        change = N_("The change in fora from {a} to {b} is not known")
        return t(change if dated else N_("The difference in fora between {a} and {b} is not known"), a=a, b=b)
    figure = formats.quantity(more) if more.low > 0 else formats.number(-more.low)
    count = grammatical_number(more if more.low > 0 else Quantity.exactly(-more.low))
    sentence = n(*_DIFFER[dated, (more.low > 0) - (more.low < 0)], count, figure=figure, a=a, b=b)
    return t("{sentence}: {whose}", sentence=sentence, whose=whose) if (whose := _whose(iom, police)) else sentence


_DIFFER = {  # whether the sides are dates, and the sign of the difference
    (True, 1): plural("{figure} more forum on {b} than on {a}", "{figure} more fora on {b} than on {a}"),
    (True, 0): plural("As many fora on {b} as on {a}", "As many fora on {b} as on {a}"),
    (True, -1): plural("{figure} fewer forum on {b} than on {a}", "{figure} fewer fora on {b} than on {a}"),
    (False, 1): plural("{figure} more forum for {b} than for {a}", "{figure} more fora for {b} than for {a}"),
    (False, 0): plural("As many fora for {b} as for {a}", "As many fora for {b} as for {a}"),
    (False, -1): plural("{figure} fewer forum for {b} than for {a}", "{figure} fewer fora for {b} than for {a}"),
}


def _no_figure(result: Result, side: str, dated: bool) -> str:
    """Why a side has no number of fora."""
    if dated:
        unpublished = t("The number of fora on {day} was not published", day=side)
        return unpublished if result.from_facts else t("The number of fora on {day} is not known", day=side)
    unpublished = t("The number of fora of {side} was not published", side=side)
    return unpublished if result.from_facts else t("The number of fora of {side} is not known", side=side)


def _whose(iom: Comparison, police: Comparison) -> str:
    """Whose fora, with signs where one of the two went down; "" where nothing changed."""
    texts = (N_("{figure} by IOM"), N_("{figure} by local police"))
    certain = [(text, each.more) for text, each in zip(texts, (iom, police), strict=True) if each.more is not None]
    if all(more == NOTHING for _, more in certain):
        return ""
    down = any(more.low < 0 for _, more in certain)
    return listed([t(text, figure=signed(more) if down else formats.quantity(more)) for text, more in certain])


def finding(comparison: Comparison, changes: Sequence[Change]) -> str:
    """What became of one indicator, and where most."""
    name = comparison.b.label
    if comparison.more is None:
        return unknown_of([name])
    total = t("{label}: {difference}", label=name, difference=signed(comparison.more, comparison.unit))
    ups, downs = ([change for change in changes if change.kind == kind and change.key] for kind in ("more", "fewer"))
    if not ups and not downs:
        return total if comparison.more != NOTHING else t("{label}: no change", label=name)
    falls = comparison.more.high is not None and comparison.more.high < 0
    if not ups or (falls and downs):
        fell = t("{total}, most of it in {place} ({figure})", total=total, **_greatest(downs, comparison.unit))
        other = [n("more in {count} governorate", "more in {count} governorates", len(ups))] if ups else []
        return clauses([fell, *other])
    rose = t("{total}, most in {place} ({figure})", total=total, **_greatest(ups, comparison.unit))
    other = [n("less in {count} governorate", "less in {count} governorates", len(downs))] if downs else []
    return clauses([rose, *other])


def _greatest(changes: Sequence[Change], unit: str) -> dict[str, str]:
    """Where most changed, one way, and by how much; of several alike their number."""
    most = max(change.sure for change in changes)
    top = [change for change in changes if change.sure == most]
    figure = signed(top[0].more, unit)
    if len(top) == 1:
        return {"place": top[0].name, "figure": figure}
    where = n("{count} governorate", "{count} governorates", len(top))
    return {"place": where, "figure": t("{figure} each", figure=figure)}


def in_words(comparison: Comparison, changes: Sequence[Change]) -> str:
    """A drawing of changes in words, for those who cannot see it."""
    told = listed([t("{place} {figure}", place=each.name, figure=said(each, comparison)) for each in changes])
    if comparison.dated:
        return t("{label} on two dates: {changes}.", label=comparison.b.label, changes=told)
    a, b = comparison.sides
    return t("{label}, {a} and {b}: {changes}.", label=comparison.b.label, a=a, b=b, changes=told)


def said(change: Change, comparison: Comparison) -> str:
    """What became of one place, in words: none, no change, no data and what is not known each apart."""
    unit = comparison.unit
    a, b = (formats.quantity(value, unit) for value in (change.a, change.b))
    missing = comparison.sides[0 if change.a is None else 1]
    dated = comparison.dated
    return {
        "outside": t("outside this selection"),
        "no_data": t("no data for {side}", side=missing),
        "unknown": t("difference not known: {a}, then {b}", a=a, b=b) if dated
        else t("difference not known: {a} and {b}", a=a, b=b),
        "same": t("no change: {a} on both dates", a=a) if dated else t("no difference: {a} in both", a=a),
        "zero": t("none on both dates") if dated else t("none in both"),
    }.get(change.kind) or t(
        N_("{a}, then {b} ({difference})") if dated else N_("{a} and {b} ({difference})"),
        difference=signed(change.more, unit), a=a, b=b,
    )  # fmt: skip


def in_brief(change: Change, unit: str) -> str:
    """Return what became of a place as a figure alone: 0 for no change, “–” where nobody knows."""
    if change.kind in NO_CHANGE:
        return formats.number(0)
    return signed(change.more, unit, word=False) if change.kind in ("more", "fewer") else "–"


def rows(comparison: Comparison, changes: Sequence[Change], name: str, codes: bool = False) -> pd.DataFrame:
    """The comparison as a table, the greatest change first: both sides, the difference as a number, and what it means."""
    unit = comparison.unit
    ordered = sorted(changes, key=lambda change: -change.sure)
    more = t("Difference (points)") if unit == "percent" else t("Difference")
    columns: dict[str, list[object]] = {name: [change.name for change in ordered]}
    for letter, side in zip("ab", comparison.sides, strict=True):
        head = t("{letter}: {side}", letter=letter.upper(), side=side)
        columns[head] = [in_unit(getattr(change, letter), unit) for change in ordered]
    columns[more] = [_written(change.more) if unit == "percent" else change.more for change in ordered]
    columns[t("In words")] = [said(change, comparison) for change in ordered]
    if codes:
        columns[t("P-code")] = [change.key for change in ordered]
    return pd.DataFrame({head: pd.Series(_told(cells), dtype=object) for head, cells in columns.items()})


def _written(more: Quantity | None) -> Quantity | None:
    """Points as they are written, with one decimal."""
    if more is None:
        return None
    return Quantity(round(more.low, 1) + 0.0, None if more.high is None else round(more.high, 1) + 0.0, more.about)


def _told(cells: list[object]) -> list[object]:
    """A column of which nothing is known still says so."""
    return cells if any(cell is not None for cell in cells) else ["–"] * len(cells)
