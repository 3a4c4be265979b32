"""Outcomes as tables: what changed by question and place, every answer, and each place beside its comparison places."""

from collections.abc import Iterable, Sequence

import pandas as pd

from community_policing.analysis.outcomes.verdicts import in_words, of_everyone, place, points, power, sign
from community_policing.core import formats, labels
from community_policing.core.geography import governorate_name
from community_policing.core.i18n import N_, clauses, in_line, listed, n, name_order, t
from community_policing.core.quantity import Quantity, Share
from community_policing.core.schema import SURVEY_QUESTIONS
from community_policing.measure.records import Answer
from community_policing.measure.survey_intervals import How, Interval
from community_policing.measure.surveys.change import Refusal
from community_policing.measure.surveys.outcomes import Change, Contrast


def questions(answers: Iterable[Answer]) -> tuple[str, ...]:
    """The questions that were asked, in the order of the vocabulary."""
    asked = {answer.question for answer in answers}
    return tuple(question for question in SURVEY_QUESTIONS if question in asked)


def not_asked(answers: Iterable[Answer]) -> str:
    """The questions of the vocabulary that nobody asked."""
    asked = questions(answers)
    names = [labels.label(question) for question in SURVEY_QUESTIONS if question not in asked]
    return t("Not asked: {questions}.", questions=clauses(names)) if names else ""


def people(answer: Answer) -> str:
    """Who was asked: everybody, or one sex or group."""
    who = [labels.label(key) for key in (answer.sex, answer.group) if key]
    return listed(who) or t("Everybody")


def wave(answer: Answer) -> str:
    """When it was asked."""
    return formats.day(answer.wave.fieldwork_to, answer.wave.to_precision)


def worded(answers: Iterable[Answer]) -> str:
    """The question as it was put, each wording once, and the answer that is counted."""
    wordings = dict.fromkeys((answer.wording, answer.answer) for answer in answers)
    return " ".join(_worded(*each) for each in wordings)


def _worded(wording: str, answer: str) -> str:
    if not wording:
        return t("The wording is not published. Counted: {answer}.", answer=answer or t("not published"))
    return t("Asked: “{question}” Counted: {answer}.", question=wording, answer=answer or t("not published"))


def bounds(answer: Answer) -> tuple[str, ...]:
    """What bounds an answer: its interval and how that is known, and how many were asked; as far as either is."""
    lines, ends = [], answer.interval
    if ends:
        lines.append(t("95 % interval {interval}: {how}", interval=between_ends(ends), how=t(HOW[ends.how])))
    if answer.estimate and answer.estimate.n:
        many = formats.number(answer.estimate.n)
        lines.append(n("{figure} people asked", "{figure} people asked", answer.estimate.n, figure=many))
    return tuple(lines)


def between_ends(ends: Interval) -> str:
    """The interval of an answer, in whole percent."""
    return formats.quantity(Share(round(ends.low), round(ends.high)))


def matrix(changes: Sequence[Change]) -> pd.DataFrame:
    """A line for each place with the programme, a column for each question: the mark, and the change in points."""
    own = [each for each in changes if of_everyone(each.later)]
    asked = questions(each.later for each in own)
    found = {(governorate_name(each.later.governorate), place(each.later)) for each in own}
    places = sorted(found, key=lambda names: tuple(map(name_order, names)))
    cells = {(place(each.later), each.later.question): _cell(each) for each in own}
    columns = {labels.label(question): [cells.get((name, question), "") for _, name in places] for question in asked}
    return pd.DataFrame({t("Place"): [name for _, name in places]} | columns, dtype=object)


def _cell(change: Change) -> str:
    mark = sign(change)
    if isinstance(change.difference, Refusal):
        return mark
    return in_line(f"{mark} {points(change.difference.points)}")


def changes_table(changes: Sequence[Change], alone: Sequence[Answer] = ()) -> pd.DataFrame:
    """Every change: place, who was asked, both answers with what bounds them, the change in words, what could have been seen, and
    how it was asked; then the answers `alone`, that no change is of."""
    pairs = [*((each.earlier, each.later) for each in changes), *((None, answer) for answer in alone)]
    later = [answer for _, answer in pairs]
    rest = [""] * len(alone)
    return pd.DataFrame(
        {
            t("Question"): [labels.label(answer.question) for answer in later],
            t("Place"): [place(answer) for answer in later],
            t("Programme"): [labels.label(answer.surveyed, "surveyed") for answer in later],
            t("Who was asked"): [people(answer) for answer in later],
            t("Earlier"): [_percent(answer) if answer else None for answer, _ in pairs],
            t("Earlier, 95 % interval"): [_interval(answer) if answer else None for answer, _ in pairs],
            t("People asked earlier"): [_n(answer) if answer else None for answer, _ in pairs],
            t("Later"): [_percent(answer) for answer in later],
            t("Later, 95 % interval"): [_interval(answer) for answer in later],
            t("People asked later"): [_n(answer) for answer in later],
            t("Change"): [*(in_words(each) for each in changes), *rest],
            t("What it could have seen"): [*(power(each) for each in changes), *rest],
            t("As it was worded"): [answer.wording or t("not published") for answer in later],
            t("Answer counted"): [answer.answer or t("not published") for answer in later],
            t("Source"): [_sources(pair) for pair in pairs],
        },
        dtype=object,
    )


def _sources(pair: tuple[Answer | None, Answer]) -> str:
    return listed(tuple(dict.fromkeys(source for answer in pair if answer for source in answer.sources)))


def contrasts_table(contrasts: Sequence[Contrast]) -> pd.DataFrame:
    """Each place with the programme beside each comparison place: both changes, and how much more the first changed."""
    return pd.DataFrame(
        {
            t("Question"): [labels.label(each.programme.later.question) for each in contrasts],
            t("Place"): [place(each.programme.later) for each in contrasts],
            t("Who was asked"): [people(each.programme.later) for each in contrasts],
            t("Change there"): [_points(each.programme) for each in contrasts],
            t("Comparison place"): [place(each.comparison.later) if each.comparison else "" for each in contrasts],
            t("Change in the comparison place"): [
                _points(each.comparison) if each.comparison else "" for each in contrasts
            ],
            t("Beside the comparison place"): [in_words(each) for each in contrasts],
            t("What it could have seen"): [power(each) for each in contrasts],
        },
        dtype=object,
    )


def _points(change: Change) -> str:
    return "–" if isinstance(change.difference, Refusal) else points(change.difference.points)


def answers_table(answers: Sequence[Answer]) -> pd.DataFrame:
    """Every answer: when, where, whom, the words asked, the percentage with its interval, and its source."""
    return pd.DataFrame(
        {
            t("Question"): [labels.label(answer.question) for answer in answers],
            t("As it was worded"): [answer.wording or t("not published") for answer in answers],
            t("Answer counted"): [answer.answer or t("not published") for answer in answers],
            t("Wave"): [wave(answer) for answer in answers],
            t("Place"): [place(answer) for answer in answers],
            t("Programme"): [labels.label(answer.surveyed, "surveyed") for answer in answers],
            t("Who was asked"): [people(answer) for answer in answers],
            t("Percentage"): [_percent(answer) for answer in answers],
            t("95 % interval"): [_interval(answer) for answer in answers],
            t("How the interval is known"): [
                t(HOW[answer.interval.how]) if answer.interval else "" for answer in answers
            ],
            t("People asked"): [_n(answer) for answer in answers],
            t("Direction as published"): [
                labels.label(answer.direction) if answer.direction else "" for answer in answers
            ],
            t("Source"): [listed(answer.sources) for answer in answers],
            t("Note"): [answer.note for answer in answers],
        },
        dtype=object,
    )


HOW = {
    How.PUBLISHED: N_("as published"), How.COMPUTED: N_("simple random sampling assumed, widened by a design effect"),
}  # fmt: skip


def _percent(answer: Answer) -> Quantity | None:
    return Share.exactly(answer.estimate.percent) if answer.estimate else None


def _interval(answer: Answer) -> Quantity | None:
    ends = answer.interval
    return Share(round(ends.low), round(ends.high)) if ends else None


def _n(answer: Answer) -> Quantity | None:
    return Quantity.exactly(answer.estimate.n) if answer.estimate and answer.estimate.n else None
