"""Are we on track?  What is said of targets and paces: the page's title, each row's words, and all of it as a table."""

from collections.abc import Sequence
from dataclasses import replace
from math import inf

import pandas as pd

from community_policing.analysis.compare.wording import signed
from community_policing.analysis.targets.rows import TargetRow, places_with_targets
from community_policing.core import formats, labels, palette
from community_policing.core.bidi import without_marks
from community_policing.core.geography import governorate_name
from community_policing.core.i18n import clauses, in_line, language_in_force, listed, n, t
from community_policing.core.indicators import INDICATORS
from community_policing.core.quantity import Quantity, in_unit
from community_policing.measure.pace import BEHIND, WORST_FIRST, Status, Why
from community_policing.measure.programme import Programme, Scope
from community_policing.measure.result import Result
from community_policing.measure.thresholds import THRESHOLDS


def headline(rows: Sequence[TargetRow]) -> str:
    """How many targets are off track or at risk, in one line; where none is, how the others stand."""
    tally = {status: sum(row.status is status for row in rows) for status in WORST_FIRST}
    if len(rows) == 1:
        words = {"title": rows[0].title, "status": word_in_sentence(rows[0]), "figure": of_target(rows[0].result)}
        return t("{title}: {status}, {figure} by {day}", day=formats.day(rows[0].target.due_on), **words)
    off, risk, count = tally[Status.OFF_TRACK], tally[Status.AT_RISK], formats.number(len(rows))
    open_ = tally[Status.NOT_CERTAIN]
    if off:
        finding = n("{off} of {all} targets is off track", "{off} of {all} targets are off track", off,
                  off=formats.number(off), all=count)  # fmt: skip
        finding = t("{found}; {risk} at risk", found=finding, risk=formats.number(risk)) if risk else finding
        return t("{found}; {count} not certain", found=finding, count=formats.number(open_)) if open_ else finding
    if risk:
        finding = n("{risk} of {all} targets is at risk", "{risk} of {all} targets are at risk", risk,
                  risk=formats.number(risk), all=count)  # fmt: skip
        if open_:
            return t("{found}; {count} not certain", found=finding, count=formats.number(open_))
        return t("{found}; none is off track", found=finding)
    rest = [status for status in (Status.ON_TRACK, Status.DONE, Status.TOO_EARLY, Status.NOT_CERTAIN) if tally[status]]
    others = listed(
        [
            t("{count} {status}", count=formats.number(tally[status]), status=labels.in_sentence(status))
            for status in rest
        ]
    )
    if open_:
        return t("No target is known to be off track or at risk: {others}", others=others)
    return t("No target is off track or at risk: {others}", others=others or t("no data yet"))


def no_rows(programme: Programme) -> tuple[str, str]:
    """The title where no row has a target, and why: none in the dataset, or none for this choice, and which there are."""
    whole = programme.whole.within(Scope(programme.as_of))
    if not has_targets(programme):
        return t("No targets are set in this dataset"), t("Figures are shown without a target to compare with.")
    title = t("No target for this selection")
    if programme.scope.periods:
        return title, t("A target counts from its own first day to its own date: clear the period to see progress.")
    if programme.scope.districts:
        return title, t("Targets are set for governorates and for the country: clear the district to see progress.")
    if _of_phases_only(programme):
        return title, t("Its targets are set for one phase, but the figures include others. Select that phase.")
    pcodes = sorted({pcode for own in places_with_targets(whole).values() for pcode in own})
    if not pcodes or programme.scope.donors:
        return title, t("Targets are set for the whole programme; none for this selection.")
    places = listed([governorate_name(pcode) for pcode in pcodes])
    return title, t("Targets are set for the whole country, and for {places}; none for this selection.", places=places)


def has_targets(programme: Programme) -> bool:
    """Whether the dataset has a target for any choice."""
    return any(row.indicator in INDICATORS for row in programme.whole.targets)


def without_target(rows: Sequence[TargetRow], programme: Programme) -> str:
    """The indicators that no row is about: by name, or, within a choice, their number."""
    with_target = {row.result.indicator.key for row in rows}
    without = [each for key, each in INDICATORS.items() if key not in with_target and programme.records(each)]
    names = [t(indicator.label) for indicator in without]
    if not names:
        return ""
    if programme.scope.whole:
        phases = [t(INDICATORS[key].label) for key in _of_phases_only(programme) if key not in with_target]
        never = [name for name in names if name not in phases]
        sentences = [t("No target: {names}.", names=listed(never))] if never else []
        if phases:
            sentences.append(t("Targets of one phase only, shown when it is selected: {names}.", names=listed(phases)))
        return " ".join(sentences)
    return n("{count} other indicator has no target for this selection.",
             "{count} other indicators have no target for this selection.", len(names))  # fmt: skip


def _of_phases_only(programme: Programme) -> tuple[str, ...]:
    """The indicators whose targets in this choice are all of single phases, while no phase is chosen."""
    if programme.scope.phases:
        return ()
    wider = {row.indicator for row in programme.targets if not row.phase_id}
    own = {row.indicator for row in programme.targets} - wider
    return tuple(key for key in INDICATORS if key in own)


def word(row: TargetRow) -> str:
    """The status in words; what nobody knows has none."""
    return labels.label(row.status) if row.pace else t("No data")


def word_in_sentence(row: TargetRow) -> str:
    """The same as it stands within a sentence."""
    return labels.in_sentence(row.status) if row.pace else t("no data")


def of_target(result: Result) -> str:
    """The figure beside its target; "" without one."""
    if result.target is None:
        return ""
    unit = result.indicator.unit
    words = {"value": formats.quantity(result.value, unit), "target": _number(result.target.target, unit)}
    return t("{value}, target {target}", **words) if unit == "percent" else t("{value} of {target}", **words)


def in_short(result: Result) -> str:
    """The figure beside its target, with the date in short; "" without a target."""
    if result.target is None:
        return ""
    words = {"figure": of_target(result), "day": formats.day_near(result.target.due_on, result.as_of)}
    if result.as_of > result.target.due_on and result.status is not Status.DONE:
        return t("{figure}, due on {day}", **words)
    return t("{figure} by {day}", **words)


def gap(result: Result) -> str:
    """Return how far the figure lies from its target, in words that read as it stands: "−4" of what is behind its pace, "74 to
    go" of what is not.  Bounds stay bounds; "–" where nobody knows."""
    if result.gap is None:
        return "–"
    if result.status is Status.DONE:
        return t("reached")
    if result.status in BEHIND:
        return _in_points(signed(_rounded(result.gap)), result)
    return t("{figure} to go", figure=_to_go(result))


def gap_in_signs(result: Result) -> str:
    """Return the same without a word, for a map that writes signs alone: "−4", "74", "≤ 5", "✓"; "" in a language whose words it
    writes, too."""
    if not language_in_force().right_to_left or result.gap is None:
        return ""
    if result.status is Status.DONE:
        return palette.STATUS_GLYPHS["done"]
    if result.status in BEHIND:
        gap_ = _rounded(result.gap)
        bounds = [gap_.low] if gap_.exact or gap_.high is None else [gap_.low, gap_.high]
        figure = " – ".join(signed(Quantity.exactly(bound)) for bound in bounds)
        return without_marks(f"≥ {figure}" if gap_.high is None else figure)
    left = _rounded(result.to_go) if result.to_go else None
    if left and left.high and not left.low:
        return f"≤ {formats.number(left.high)}"
    return without_marks(formats.in_signs(left) or formats.quantity(left)) if left else "–"


def gap_in_two(result: Result) -> tuple[str, str]:
    """Return the same as a figure, and the word that stands below it."""
    if result.gap is None or result.status is Status.DONE:
        return gap(result), ""
    return (gap(result), t("gap")) if result.status in BEHIND else (_to_go(result), t("to go"))


def _to_go(result: Result) -> str:
    left = _rounded(result.to_go) if result.to_go else None
    if left and left.high and not left.low:
        return _in_points(t("at most {figure}", figure=formats.quantity(left.highest)), result)
    return _in_points(formats.quantity(left), result)


def _rounded(value: Quantity) -> Quantity:
    return replace(value, low=round(value.low), high=None if value.high is None else round(value.high))


def _in_points(figure: str, result: Result) -> str:
    """A part of a share is told in points."""
    return t("{difference} points", difference=figure) if result.indicator.unit == "percent" else figure


def of_due(row: TargetRow) -> str:
    """How much of what is due by now is there; where nothing was due, from where it came."""
    if row.pace is None:
        return ""
    if row.pace.progress:
        return t("{share} of what is due", share=formats.quantity(row.pace.progress, "percent"))
    if row.pace.why is Why.REACHED:
        return t("from {baseline}", baseline=_number(row.target.baseline, row.result.indicator.unit))
    return t("nothing was due yet")


def needs(row: TargetRow) -> str:
    """What it takes, in one line: the rate that leads to the target, or that it is reached, or by how much it was missed."""
    pace, unit = row.pace, row.result.indicator.unit
    if pace is None:
        return t("No data.") if row.result.scope.whole else t("No data in this selection.")
    if pace.why is Why.REACHED:
        return t("target reached")
    if row.result.value and row.target.reached(row.result.value):
        return ""  # what should fall lies below its target before the period begins
    if not pace.dated and row.result.as_of <= row.target.due_on:
        return ""  # time is known by periods only: what it takes a month would be false
    if pace.needed is None:
        short = row.target.target - row.target.certain(row.result.value) if row.result.value else inf
        return t("{count} short", count=_near(row.result, _number(abs(short), unit))) if short < inf else ""
    return t("needs {gain} a month", gain=_near(row.result, _gain(pace.needed, unit)))


def has_seen(row: TargetRow) -> str:
    """The gain a month that was seen, and since when; with too few months of it, how many there are."""
    pace, least = row.pace, THRESHOLDS.points
    if pace and row.result.as_of < row.target.starts_on:
        return t("begins on {day}", day=formats.day(row.target.starts_on))
    if pace is None or pace.seen is None:
        return ""
    if pace.why is Why.FEW_POINTS:
        return n("{count} month of data, {least} are needed", "{count} months of data, {least} are needed", pace.points,
                 least=formats.number(least))  # fmt: skip
    since, gain = formats.day(pace.since, "month"), _near(row.result, _gain(pace.seen, row.result.indicator.unit))
    seen = t("seen {gain} since {day}", gain=gain, day=since) if pace.seen else t("none seen since {day}", day=since)
    if row.status is not Status.ON_TRACK or pace.needed is None or abs(pace.seen) >= abs(pace.needed):
        return seen
    enough = t("on track from {share} %", share=formats.number(100 * THRESHOLDS.on_track_from))
    return t("{seen}; {why}", seen=seen, why=no_more_due(row.result) or enough)


def no_more_due(result: Result) -> str:
    """Return why a target is on track whatever its pace: until which day nothing more is due; "" where that is not the reason."""
    day = result.more_due_on
    if result.status is not Status.ON_TRACK or day is None or day <= result.as_of:
        return ""
    return t("nothing more is due before {day}", day=formats.day_near(day, result.as_of))


def likely(row: TargetRow) -> str:
    """Where the figure is likely to be at the due date; "–" where nothing can be said."""
    at_end = row.pace.projected if row.pace else None
    if at_end is None:
        return "–"
    if at_end.low == at_end.high:
        return formats.number(at_end.low)
    return in_line(f"{formats.number(at_end.low)} – {formats.number(at_end.high)}")


def how_likely(row: TargetRow) -> str:
    """How sure that is, or why nothing is projected."""
    pace, ahead = row.pace, (row.target.due_on - row.result.as_of).days
    if pace is None:
        return ""
    if pace.projected:
        return t("likely by then ({share} %)", share=formats.number(100 * THRESHOLDS.interval))
    if ahead < 0:
        return t("the date has passed")
    if not pace.dated:
        return t("not shown in this view")
    if row.result.indicator.share or row.result.indicator.people or not row.target.rises:
        return t("not projected")
    return t("too few months of data") if pace.points < THRESHOLDS.points else t("too far ahead to say")


def rule(paced: bool = True) -> str:
    """What statuses go by, in one sentence; `paced`: a pace is seen, and part of it."""
    on, risk = formats.number(100 * THRESHOLDS.on_track_from), formats.number(100 * THRESHOLDS.at_risk_from)
    if not paced:
        return t("On track from {on} %, at risk from {risk} % of what is due by now.", on=on, risk=risk)
    return t(
        "On track from {on} %, at risk from {risk} % of what is due by now on the path to the target, and wherever the pace is "
        "too slow to reach it.", on=on, risk=risk,
    )  # fmt: skip


def explained(result: Result) -> str:
    """How progress, pace and projection of a figure came about; "" without a target."""
    pace, target, unit = result.pace, result.target, result.indicator.unit
    if pace is None or target is None:
        return ""
    due, of_it = _number(pace.due, unit), formats.quantity(pace.progress, "percent")
    path = {"start": _number(target.baseline, unit), "end": _number(target.target, unit), "due": due}
    days = {"first": formats.day(target.starts_on), "last": formats.day(target.due_on)}
    sentences = [t("The path leads from {start} on {first} to {end} on {last}; {due} was due by now.", **path, **days)]
    sentences += [t("{share} of that distance was covered.", share=formats.sentence(of_it))] if pace.progress else []
    if pace.seen is not None:
        words = {"day": formats.day(pace.since), "count": formats.number(pace.points)}
        seen = {"gain": _near(result, _gain(pace.seen, unit)), **words}
        sentences.append(t("Seen since {day}: {gain} a month (whole months: {count}).", **seen))
    sentences += (
        [t("Needed: {gain} a month.", gain=_near(result, _gain(pace.needed, unit)))] if pace.needed is not None else []
    )
    if why := no_more_due(result):
        sentences.append(t("On track: {why}.", why=why))
    if pace.projected:
        bounds = {"low": formats.number(pace.projected.low), "high": formats.number(pace.projected.high)}
        share, day = formats.number(100 * THRESHOLDS.interval), formats.day(target.due_on)
        likely_then = t(
            "Likely on {day}: {low} to {high}, in {share} of 100 cases (negative binomial prediction from the pace of "
            "these months; it does not foresee closures).", day=day, share=share, **bounds,
        )  # fmt: skip
        sentences.append(likely_then)
    return " ".join(sentences)


def in_words(row: TargetRow) -> str:
    """The row in one sentence, for those who cannot see it."""
    then = f"{likely(row)} {how_likely(row)}".strip(" –")
    parts = (of_target(row.result), of_due(row), needs(row), has_seen(row), then)
    return t("{title}: {figures}", title=row.title, figures=clauses([part for part in parts if part]))


def how_to_read_paths() -> str:
    """What the lines of the small drawings are."""
    lines = t("Solid: reached. Dashed: the path to the target. Dotted: the path before it was revised.")
    share = formats.number(100 * THRESHOLDS.interval)
    return " ".join((lines, t("Shaded: where the pace so far leads, in {share} of 100 cases.", share=share)))


def with_reason(figure: str, result: Result) -> str:
    """The figure, as in "30 of 34 by 31 Dec", with what tells of a risk: that this date has passed, or where the pace leads."""
    pace = result.pace
    if pace and pace.why is Why.PAST_DUE:
        return t("{figure}, a date that has passed", figure=figure)
    if pace is None or pace.why is not Why.PACE or pace.projected is None:
        return figure
    most = formats.number(pace.projected.high)
    return t("{figure}, likely no more than {count} at this pace", figure=figure, count=most)


def table(rows: Sequence[TargetRow]) -> pd.DataFrame:
    """All of it as a table, a line a row; its cells are quantities, days, rates and words."""
    return pd.DataFrame([_line(row) for row in rows], dtype=object)


def _line(row: TargetRow) -> dict[str, object]:
    unit, pace = row.result.indicator.unit, row.pace
    return {
        t("Status"): f"{palette.STATUS_GLYPHS[row.status]} {word(row)}",
        t("Indicator"): row.result.label,
        t("Place"): row.place,
        t("Baseline"): in_unit(Quantity.exactly(row.target.baseline), unit),
        t("Target"): in_unit(Quantity.exactly(row.target.target), unit),
        t("Due"): row.target.due_on,
        t("Actual"): in_unit(row.result.value, unit),
        t("Due by now"): in_unit(Quantity.exactly(pace.due), unit) if pace else None,
        t("Progress"): in_unit(pace.progress, "percent") if pace else None,
        t("Needed a month"): _rate(row.result, pace.needed) if pace else None,
        t("Seen a month"): _rate(row.result, pace.seen) if pace else None,
        t("Months"): Quantity.exactly(pace.points) if pace and pace.dated else None,
        t("Likely ({share} %)", share=formats.number(100 * THRESHOLDS.interval)): (
            Quantity(pace.projected.low, pace.projected.high) if pace and pace.projected else None
        ),
        t("Judged by"): why(row),
    }


def why(row: TargetRow) -> str:
    """What the status rests on, in a word or two."""
    if row.pace is None:
        return t("no data")
    return {
        Why.REACHED: t("target reached"),
        Why.PAST_DUE: t("past its date"),
        Why.FEW_POINTS: t("too few months"),
        Why.NOTHING_DUE: t("nothing due yet"),
        Why.PROGRESS: t("what is due by now"),
        Why.PACE: t("the pace seen"),
        Why.ROUNDED: t("uncertain because of rounding"),
        Why.UNSEEN: t("no pace is shown"),
    }[row.pace.why]


def _number(value: float, unit: str) -> str:
    return formats.number(value) + (" %" if unit == "percent" else "")


def _near(result: Result, figure: str) -> str:
    """What was reckoned from the figure is about as much as the figure is."""
    return t("about {figure}", figure=figure) if result.value and result.value.about else figure


def _rate(result: Result, value: float | None) -> float | str | None:
    """A gain a month as a cell: a number, but for points, which are no share of anything, and for what is about so much."""
    unit = result.indicator.unit
    plain = unit != "percent" and not (result.value and result.value.about)
    return value if value is None or plain else _near(result, _gain(value, unit))


def _gain(value: float, unit: str) -> str:
    """A gain a month as it may be said: none is 0, a small one is not."""
    size = abs(value)
    figure = t("under 0.1") if 0 < size < 0.05 else formats.number(value, 0 if size >= 10 or not size else 1)
    return t("{gain} points", gain=figure) if unit == "percent" else figure
