"""Sentences that state what was found, made from Results: card lines, page titles, maps and trends in words."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

import pandas as pd

from community_policing.analysis.map.choropleth import Shade
from community_policing.core import formats, labels
from community_policing.core.geography import governorate_name
from community_policing.core.i18n import N_, clauses, joined, listed, n, plural, t
from community_policing.core.protection_level import DAY
from community_policing.core.quantity import NOTHING, Quantity, grammatical_number, in_unit
from community_policing.measure.pace import Status
from community_policing.measure.programme import Programme
from community_policing.measure.result import OUTSIDE_SCOPE, Result


def against_target(result: Result) -> str:
    """How the figure stands against its target, or that there is none for this choice."""
    if result.target is None:
        return t("No target for this selection.") if not result.scope.whole else t("No target set.")
    share = result.indicator.unit == "percent"
    words = {
        "value": formats.quantity(result.value, result.indicator.unit),
        "target": formats.number(result.target.target) + (" %" if share else ""),
        "day": formats.day(result.target.due_on),
    }
    text = t("{value}, target {target} by {day}", **words) if share else t("{value} of {target} by {day}", **words)
    if result.status is Status.NOT_CERTAIN and result.progress:
        return t("{figure}, {share} of what is due", figure=text, share=formats.quantity(result.progress, "percent"))
    return text


def none_bad(results: Iterable[Result]) -> str:
    """What to say where no target is known to be off track or at risk."""
    with_target = [result for result in results if result.target]
    if not with_target:
        return t("No targets are set in this dataset or for this selection.")
    if open_ := sum(result.status is Status.NOT_CERTAIN for result in with_target):
        return n("No target is known to be off track or at risk; {figure} is not certain.",
                 "No target is known to be off track or at risk; {figure} are not certain.", open_,
                 figure=formats.number(open_))  # fmt: skip
    return t("No target is off track or at risk.")


def mixed(result: Result) -> str:
    """Of which numbers of people a figure is put together, where a reader sees some of them as recorded."""
    return t("Your own governorates as recorded, the others approximate.") if result.mixed else ""


def against_published(result: Result) -> str:
    """The published figure, and whether what was counted agrees with it; "" where nothing was published."""
    published = result.published
    if published is None or result.from_facts:
        return ""
    about = published.counted is not None and published.counted.about  # then nobody can say
    words = {
        "figure": formats.quantity(published.value),
        "verdict": "" if about else t("◆ differs") if published.agrees is False else "✓",
        "day": formats.day(published.as_of),
    }
    if published.as_of == result.as_of:
        return t("As published: {figure} {verdict}", **words).strip()
    return t("As published for {day}: {figure} {verdict}", **words).strip()


def stated(result: Result) -> str:
    """For a published figure: the day it speaks of."""
    if not (result.from_facts and result.published):
        return ""
    return t("As published for {day}", day=formats.day(result.published.as_of))


def unplaced(result: Result) -> str:
    """Why a figure in a choice has two bounds."""
    value = result.value
    if value is None or value.exact or value.high is None or result.scope.whole or result.indicator.people:
        return ""
    return t("{count} more may belong here: the record does not say", count=formats.number(value.high - value.low))


def nothing(sentence: str, programme: Programme, table: str) -> str:
    """Return `sentence`, or, where the record does not say of some rows whether they belong, how many they are."""
    unsure = int(programme.possible(table).sum() - programme.inside(table).sum())
    if not unsure:
        return sentence
    return n(
        "For certain, none: for {count} row the record does not say whether it belongs to this selection.",
        "For certain, none: for {count} rows the record does not say whether they belong to this selection.",
        unsure,
    )


def no_trend(programme: Programme) -> str:
    """Why there is no line of fora over time."""
    if programme.dataset.basis == "facts":
        return t("Published as totals only: see the Record page.")
    if programme.scope.whole:
        return t("No forum was set up by then.")
    return nothing(t("No forum was set up in this selection by then."), programme, "fora")


def by_whom(iom: Result, police: Result) -> tuple[tuple[str, Result], ...]:
    """Who set the fora up, each with its own figure; never one figure for both alone."""
    return (
        (t("{figure} by IOM", figure=formats.quantity(iom.value)), iom),
        (t("{figure} by local police", figure=formats.quantity(police.value)), police),
    )


def where_planned(planned: Result) -> tuple[str, ...]:
    """The governorates of the planned fora, with their numbers: most first, then by name."""
    ordered = sorted(
        ((governorate_name(pcode), part) for pcode, part in planned.parts.items()), key=lambda p: (-p[1].low, p[0])
    )
    # A number stays with its place
    return (" · ".join(f"{place}\u00a0{formats.quantity(part)}" for place, part in ordered),)


def and_more(workshops: Result) -> tuple[str, ...]:
    """Workshops, which are counted apart."""
    count = grammatical_number(workshops.value or NOTHING)
    return (n("and {figure} workshop", "and {figure} workshops", count, figure=formats.quantity(workshops.value)),)


def of_which(community: Result) -> tuple[str, ...]:
    """Community members' part of the attendances."""
    return (t("{count} by community members", count=formats.quantity(community.value)),)


def works(done: Result, agreed: Result) -> tuple[str, ...]:
    """Building works done out of those agreed."""
    if done.value is None or agreed.value is None:
        return (t("Building works: agreed; completion not published"),)
    if agreed.value.high == 0:
        return (t("No building works agreed"),)
    words = {"done": formats.quantity(done.value), "agreed": formats.quantity(agreed.value)}
    return (t("Building works: {done} of {agreed} done", **words),)


def map_alt(shades: Iterable[Shade]) -> str:
    """The map in words, for those who cannot see it: every governorate with a figure."""
    figures = [
        t("{place} {figure}", place=shade.name, figure=shade.figure) for shade in shades if shade.kind == "value"
    ]
    return t("Map of Iraq by governorate: {figures}.", figures=listed(figures) or t("no figures"))


def map_title(result: Result, shades: Sequence[Shade]) -> str:
    """What the map shows, as a finding: where most is, and where nothing is."""
    label, valued = result.label, [shade for shade in shades if shade.kind == "value"]
    if result.value is None:
        return t("{label}: {why}", label=label, why=result.why_absent)
    inside = [shade for shade in shades if shade.kind != "outside"]
    if not valued:
        none = all(shade.kind == "zero" for shade in inside)
        nothing = N_("{label}: none") if result.scope.whole else N_("{label}: none in this selection")
        return t(nothing, label=label) if none else t("{label}: no figure by governorate", label=label)
    if len(inside) == 1:
        return t("{label}: {figure} in {place}", label=label, figure=valued[0].figure, place=valued[0].name)
    most = max(result.parts[shade.pcode].low for shade in valued)
    top = [shade for shade in valued if result.parts[shade.pcode].low == most]
    empty = sum(shade.kind == "zero" for shade in shades)
    alike = n(
        "{label}: {figure} in each of {count} governorates", "{label}: {figure} in each of {count} governorates",
        len(top), label=label, figure=top[0].figure,
    )  # fmt: skip
    none_there = [n("{count} governorate has none", "{count} governorates have none", empty)] if empty else []
    return clauses([alike if len(top) == len(valued) > 2 else _most(label, top), *none_there])


def _most(label: str, top: Sequence[Shade]) -> str:
    """Where most is; governorates with equal figures are named together, or counted."""
    if len(top) == 1:
        return t("{label}: most in {place} ({figure})", label=label, place=top[0].name, figure=top[0].figure)
    if len(top) == 2:
        places = joined([shade.name for shade in top])
        return t("{label}: most in {places} ({figure} each)", label=label, places=places, figure=top[0].figure)
    return n(
        "{label}: most in {count} governorates ({figure} each)", "{label}: most in {count} governorates ({figure} each)",
        len(top), label=label, figure=top[0].figure,
    )  # fmt: skip


def map_rows(result: Result, shades: Sequence[Shade]) -> pd.DataFrame:
    """The map's numbers as a table: most first, outside the choice last, then what is on record without a place."""
    parts = {shade.pcode: result.part(shade.pcode) or Quantity(0, 0) for shade in shades}
    last = {"no_data": 1, "outside": 2}
    ordered = sorted(shades, key=lambda shade: (last.get(shade.kind, 0), -parts[shade.pcode].low))
    unit = result.indicator.unit
    lines: list[tuple[str, Quantity | str | None, str]] = [(s.name, _figure(s, result), s.pcode) for s in ordered]
    if "" in result.parts:
        lines.append((governorate_name(""), in_unit(result.parts[""], unit), ""))
    return pd.DataFrame(lines, columns=[labels.label(result.by), result.label, t("P-code")])


def _figure(shade: Shade, result: Result) -> Quantity | str | None:
    """The figure as a number where the map shows one, else the words it shows in its place."""
    return in_unit(result.part(shade.pcode), result.indicator.unit) if shade.kind in ("value", "zero") else shade.figure


def split_rows(split: Result, name: Callable[[str], str]) -> pd.DataFrame:
    """A split as a table, most first, and the total in the last line."""
    unit = split.indicator.unit
    ordered = sorted(split.parts.items(), key=lambda part: -part[1].low)
    lines = [(name(key), in_unit(part, unit)) for key, part in ordered]
    lines.append((t("Total, each counted once"), in_unit(split.value, unit)))
    return pd.DataFrame(lines, columns=[labels.label(split.by), split.label])


def trend_names(iom: Quantity | None, police: Quantity | None) -> tuple[str, str]:
    """Name the two lines; a line whose points are lower bounds says “at least”."""
    named = [(t("IOM"), t("IOM, at least"), iom), (t("Local police"), t("Local police, at least"), police)]
    names = [name if value is None or value.exact else at_least for name, at_least, value in named]
    return names[0], names[1]


def trend_alt(
    iom: Sequence[tuple[date, float]], police: Sequence[tuple[date, float]], values: Sequence[Quantity | None],
    grain: str = DAY,
) -> str:  # fmt: skip
    """Says the trend in words; `values` are the two figures at its end, with their bounds."""
    ends = [Quantity.exactly(points[-1][1] if points else 0) for points in (iom, police)]
    ends = [value or end for value, end in zip(values, ends, strict=True)]
    first = min((points[0][0] for points in (iom, police) if points), default=None)
    return t(
        "Fora over time since {first}: {iom} by IOM and {police} by local police at the end.",
        first=formats.day(first, grain) if first else "–",
        iom=formats.quantity(ends[0]),
        police=formats.quantity(ends[1]),
    )


def trend_rows(
    iom: Sequence[tuple[date, float]], police: Sequence[tuple[date, float]], names: tuple[str, str], grain: str = DAY
) -> pd.DataFrame:
    """The trend as a table: one line for each day on which a figure changed, or for each period of a protected view."""
    days = sorted({day for day, _ in (*iom, *police)})
    when = [*days] if grain == DAY else [formats.day(each, grain) for each in days]
    columns: dict[str, list[Any]] = {t("Date"): when}
    for name, points in zip(names, (iom, police), strict=True):
        ends = [next((value for day, value in reversed(points) if day <= at), 0.0) for at in days]
        columns[name] = [Quantity.exactly(value) for value in ends]
    return pd.DataFrame(columns)


def headline(fora: Result, planned: Result, iom: Result, police: Result) -> str:
    """Where the programme stands, in one line; IOM's and the police's apart, and the day where it is another."""
    if fora.value is None:
        established = t("The number of fora was not published for this date or selection")
    elif fora.value.high == 0:
        everywhere, here = N_("No fora are established by {day}"), N_("No fora are established in this selection")
        established = t(everywhere if fora.scope.whole else here, day=formats.day(fora.as_of))
    else:
        established = formats.sentence(_established(fora.value, iom, police))
        if fora.from_facts and fora.published and fora.published.as_of != fora.as_of:
            words = {"count": established, "day": formats.day(fora.published.as_of)}
            established = t("{count} (published for {day})", **words)
    if planned.value is None or planned.value.high == 0:
        return established
    more = n(
        "{figure} is planned",
        "{figure} are planned",
        grammatical_number(planned.value),
        figure=formats.spoken(planned.value),
    )
    return t("{established}; {more}", established=established, more=more)


def _established(fora: Quantity, iom: Result, police: Result) -> str:
    """How many stand, and who set them up: one alone, or how many each."""
    if no_part(police):
        pair = plural("{figure} forum is established by IOM", "{figure} fora are established by IOM")
    elif no_part(iom):
        pair = plural("{figure} forum is established by local police", "{figure} fora are established by local police")
    else:
        pair = plural("{figure} forum is established: {whose}", "{figure} fora are established: {whose}")
    words = {"iom": formats.spoken(iom.value), "police": formats.spoken(police.value)}
    whose = t("{iom} by IOM, {police} by local police", **words)
    return n(*pair, grammatical_number(fora), figure=formats.spoken(fora), whose=whose)


def no_part(result: Result) -> bool:
    """Whether there are none in this choice, or it leaves them out."""
    return result.absent == OUTSIDE_SCOPE if result.value is None else result.value.high == 0
