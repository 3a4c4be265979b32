"""Targets for survey answers, in words and as a table."""

from collections import Counter
from collections.abc import Sequence
from math import isfinite

import pandas as pd

from community_policing.analysis.outcomes.tables import between_ends, wave
from community_policing.analysis.outcomes.verdicts import place
from community_policing.core import formats, labels
from community_policing.core.geography import governorate_name
from community_policing.core.i18n import clauses, n, name_order, t
from community_policing.core.palette import STATUS_GLYPHS
from community_policing.core.quantity import Quantity, Share
from community_policing.measure.records import Answer
from community_policing.measure.surveys.targets import SurveyStatus, SurveyTarget

GLYPHS = {SurveyStatus.REACHED: "done", SurveyStatus.NOT_SHOWN: "too_early"}  # all others: no target's


def headline(rows: Sequence[SurveyTarget]) -> str:
    """How many are reached as far as the surveys show."""
    reached = Counter(row.status for row in rows)[SurveyStatus.REACHED]
    return n("{figure} of {count} target for survey answers is shown to be reached",
             "{figure} of {count} targets for survey answers are shown to be reached",
             len(rows), figure=formats.number(reached))  # fmt: skip


def aim(row: SurveyTarget) -> str:
    """What is to be reached: at least so much, or at most where the target lies below its baseline."""
    figure = formats.quantity(Share.exactly(row.target.target))
    return t("at least {figure}", figure=figure) if row.target.rises else t("at most {figure}", figure=figure)


def status(row: SurveyTarget) -> str:
    """The status in words that never claim more than the interval."""
    ends = row.latest.interval if row.latest else None
    match row.status:
        case SurveyStatus.REACHED if ends:
            return t("reached: all of the interval, {interval}, is {aim}", interval=between_ends(ends), aim=aim(row))
        case SurveyStatus.NOT_SHOWN if ends:
            return t("not yet shown by this survey: not all of the interval, {interval}, is {aim}",
                     interval=between_ends(ends), aim=aim(row))  # fmt: skip
        case SurveyStatus.NOT_MEASURED:
            start, due = formats.day(row.target.starts_on), formats.day(row.target.due_on)
            return t("not measured between {start} and {due}", start=start, due=due)
        case SurveyStatus.NO_ESTIMATE:
            return _nowhere(row)
        case SurveyStatus.NOT_TOLD:
            return t("not told in this view: not asked there in time, or too few were")
    return t("cannot be judged: no interval is known")


def short(row: SurveyTarget) -> str:
    """The status in two or three words, with the sign that statuses of targets have."""
    words = {
        SurveyStatus.REACHED: t("reached"),
        SurveyStatus.NOT_SHOWN: t("not yet shown"),
        SurveyStatus.NOT_MEASURED: t("not measured"),
        SurveyStatus.NO_ESTIMATE: t("no estimate"),
        SurveyStatus.NOT_TOLD: t("not told"),
        SurveyStatus.NO_INTERVAL: t("no interval"),
    }
    return f"{STATUS_GLYPHS[GLYPHS.get(row.status, 'no_target')]} {words[row.status]}"


def _nowhere(row: SurveyTarget) -> str:
    if row.governorate:
        return t("not asked there by this date")
    places = clauses(sorted({place(answer) for answer in row.elsewhere}, key=name_order))
    if not places:
        return t("no estimate of the whole country by this date")
    return t(
        "no estimate of the whole country, and places are never averaged; there are estimates of {places}",
        places=places,
    )


def where(row: SurveyTarget) -> str:
    """The place that was asked, or the one that the target is of."""
    answer = row.latest or row.first
    if answer and row.governorate:
        return place(answer)
    return governorate_name(row.governorate) if row.governorate else t("Iraq")


def table(rows: Sequence[SurveyTarget]) -> pd.DataFrame:
    """Each target: the status, question, place, what it asks and what people say, where it begins, the first wave, and why the
    status is that one."""
    ends = [row.latest.interval if row.latest else None for row in rows]
    return pd.DataFrame(
        {
            t("Status"): [short(row) for row in rows],
            t("Question"): [labels.label(row.question) for row in rows],
            t("Place"): [where(row) for row in rows],
            t("Target"): [aim(row) for row in rows],
            t("People say now"): [_percent(row.latest) for row in rows],
            t("95 % interval"): [Share(round(each.low), round(each.high)) if each else None for each in ends],
            t("Due by"): [row.target.due_on for row in rows],
            t("Why"): [status(row) for row in rows],
            t("People asked"): [_asked(row.latest) for row in rows],
            t("Wave judged"): [wave(row.latest) if row.latest else "" for row in rows],
            t("Baseline"): [_baseline(row) for row in rows],
            t("First wave"): [wave(row.first) if row.first else "" for row in rows],
            t("People said then"): [_percent(row.first) for row in rows],
        },
        dtype=object,
    )


def _baseline(row: SurveyTarget) -> Quantity | None:
    """Where the target begins; None where this reader may not know."""
    return Share.exactly(row.target.baseline) if isfinite(row.target.baseline) else None


def _percent(answer: Answer | None) -> Quantity | None:
    return Share.exactly(answer.estimate.percent) if answer and answer.estimate else None


def _asked(answer: Answer | None) -> Quantity | None:
    return Quantity.exactly(answer.estimate.n) if answer and answer.estimate and answer.estimate.n else None
