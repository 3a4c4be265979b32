"""Governorate profile: whether its fora meet, which concerns wait there, and what people there say."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from community_policing.analysis import fora
from community_policing.analysis.outcomes import tables, verdicts
from community_policing.core import formats, labels
from community_policing.core.i18n import joined, t
from community_policing.core.quantity import Quantity, Share
from community_policing.measure.forum_lives import ForumLife
from community_policing.measure.programme import Programme, cached_on_programme
from community_policing.measure.records import Answer
from community_policing.measure.result import Result
from community_policing.measure.surveys.outcomes import answers


def meeting(states: Sequence[Result]) -> str:
    """How many fora are active, dormant, and have not met yet; or why nobody knows."""
    if any(state.value is None for state in states):
        return next(state.why_absent for state in states if state.value is None)
    if all(state.value and state.value.high == 0 for state in states):
        return t("No forum is set up here by this date.")
    said = [fora.in_words(state) for state in states if state.value and state.value.high != 0]
    return t("Of its fora {states}.", states=joined(said))


def longest_silent(lives: Iterable[ForumLife]) -> str:
    """The forum that has not met for longest, and for how long; "" where all meet, or where fora are not told apart."""
    silent = [life for life in lives if fora.silent(life)]
    if not silent:
        return ""
    life = max(silent, key=lambda each: (each.as_of - (each.last_met or each.set_up)).days)
    return t("Longest silent: {forum}, {since}.", forum=life.name, since=fora.silent(life))


@dataclass(frozen=True)
class Waiting:
    """Concerns of one topic that are open, and those of them open for long."""

    name: str
    open: Quantity | None
    long: Quantity | None


def waiting(open_: Result, long: Result) -> tuple[Waiting, ...]:
    """Open concerns of a governorate by topic, most first; without topics of which no more is told than that they may have some."""
    if open_.value is None:
        return ()
    found = [Waiting(labels.label(topic), open_.part(topic), long.part(topic)) for topic in fora.TOPICS]
    told = [each for each in found if any(figure and figure.low for figure in (each.open, each.long))]
    return tuple(sorted(told, key=lambda each: -(each.open.low if each.open else 0)))


def rest(open_: Result, told: Sequence[Waiting]) -> str:
    """What is said of the concerns that no line is of; "" where there are none."""
    if open_.value is None:
        return open_.why_absent
    if open_.value.about:
        most = {"most": formats.quantity(open_.value.highest)}
        if told:
            return t("Other topics: none, or too few to be told; {most} at most in all topics.", **most)
        return t("None is open here, or too few of any topic to be told: {most} at most in all.", **most)
    return "" if told else t("No concern is open here on this date.")


def waiting_table(lines: Sequence[Waiting]) -> pd.DataFrame:
    """Those lines as a table."""
    columns = {
        t("Concerns open"): [each.name for each in lines],
        t("In all"): [each.open for each in lines],
        t("For over 90 days"): [each.long for each in lines],
    }
    return pd.DataFrame(columns, dtype=object)


@cached_on_programme
def latest(programme: Programme) -> tuple[Answer, ...]:
    """The answers of everybody in the latest wave of each question and place: places with the programme first, then those to
    compare with."""
    newest: dict[tuple[str, ...], list[Answer]] = {}
    for answer in answers(programme):
        if answer.sex or answer.group:
            continue
        key = (answer.wave.survey_id, answer.question, answer.governorate, answer.community, answer.surveyed)
        held = newest.setdefault(key, [answer])
        if answer.wave.fieldwork_to > held[0].wave.fieldwork_to:
            newest[key] = [answer]
        elif answer.wave == held[0].wave and answer is not held[0]:
            held.append(answer)
    order = tables.questions(answers(programme))
    return tuple(
        sorted(
            (answer for each in newest.values() for answer in each),
            key=lambda answer: (answer.surveyed != "programme", verdicts.place(answer), order.index(answer.question)),
        )
    )


def where(answer: Answer) -> str:
    """Where and when it was asked; a place without the programme is named as such."""
    words = {"place": answer.community or verdicts.place(answer), "wave": tables.wave(answer)}
    if answer.surveyed == "programme":
        return t("{place}, {wave}", **words)
    return t("{place} (comparison place, no programme), {wave}", **words)


def answered(answer: Answer) -> str:
    """The percentage with its interval, or that none or no interval is published."""
    if answer.estimate is None:
        return t(verdicts.DIRECTIONS[answer.direction]) if answer.direction else t("no percentage is published")
    percent = formats.quantity(Share.exactly(answer.estimate.percent))
    if answer.interval is None:
        return percent
    ends = formats.quantity(Share(round(answer.interval.low), round(answer.interval.high)))
    return t("{percent} ({interval})", percent=percent, interval=ends).replace(" ", "\u00a0")  # on one line


def asked(answer: Answer) -> str:
    """How many were asked, or that it is not published."""
    return formats.number(answer.estimate.n) if answer.estimate and answer.estimate.n else t("not published")
