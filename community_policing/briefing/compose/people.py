"""Slide of what changed for people: what they say now against before, with intervals, and whether fora meet and solve."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from textwrap import shorten

from community_policing.analysis import fora
from community_policing.analysis.outcomes import tables, verdicts
from community_policing.analysis.outcomes.verdicts import Judged
from community_policing.briefing.compose.figures import Figures, titles
from community_policing.briefing.compose.wording import NAMED, and_more
from community_policing.briefing.model import AnswerRow, Answers, Callout, Number, Reading, Slide, numbers
from community_policing.briefing.presets import BriefingRequest
from community_policing.core import formats, labels
from community_policing.core.i18n import clauses, n, t
from community_policing.core.quantity import NOTHING, Share, grammatical_number
from community_policing.core.schema import SURVEY_QUESTIONS
from community_policing.measure.programme import Programme
from community_policing.measure.records import Answer
from community_policing.measure.surveys import outcomes
from community_policing.measure.surveys.change import Refusal
from community_policing.measure.surveys.outcomes import Change
from community_policing.measure.thresholds import THRESHOLDS

ROWS, LISTED = 8, 12  # rows that have room with both waves, and without any percentage
FIRST = "trust_in_police"  # what fora are for, where several questions were asked in as many places
SUBTITLE = 140  # signs that a line has room for
_TINTS = {Judged.BETTER: "good", Judged.WORSE: "bad"}


def on_record(programme: Programme) -> bool:
    """Whether any answer of everybody in a place with the programme is known by the date: else there is no slide."""
    return any(map(verdicts.of_everyone, outcomes.answers(programme)))


def people(figures: Figures, _: BriefingRequest) -> tuple[Slide, ...]:
    """Compose the slide; () where no survey is on record.  Comparison places stand in a sentence and never as a row."""
    programme = figures.programme
    if not on_record(programme):
        return ()
    changes = outcomes.changes(programme)
    rows, answers, asked = _rows(figures)
    most = ROWS if any(row.earlier or row.later for row in rows) else LISTED
    left = len(rows) - most
    undrawn = n("Not drawn: {count} more row", "Not drawn: {count} more rows", left) if left > 0 else ""
    beside = verdicts.against(outcomes.against_comparison(programme))
    more = (*(Callout(each) for each in (undrawn, beside) if each), *_fora(figures))
    title = t("What people say, now against before")
    alt = clauses([": ".join(filter(None, (row.place, row.question, row.said))) for row in rows[:most]])
    drawn = Answers(title, f"{alt}.", tuple(rows[:most]), more)
    return (
        Slide(
            "people", "people", verdicts.headline(changes), asked or title, (drawn,), _foot(figures, answers),
            _notes(changes, answers),
        ),
    )  # fmt: skip


def _rows(figures: Figures) -> tuple[list[AnswerRow], Sequence[Answer], str]:
    """The rows, the answers they are of, and the one question they answer ("" where they are of several).

    Of questions with percentages the one that was compared in most places is drawn, whatever came out; where no change has a
    size the published directions are, and where there is one wave only what was said in most places then."""
    everyone = [each for each in outcomes.answers(figures.programme) if verdicts.of_everyone(each)]
    changes = _latest(outcomes.changes(figures.programme))
    sized = [each.later for each in changes if not isinstance(each.difference, Refusal)]
    if changes and not sized:
        return [_changed(figures, each, named=True) for each in changes], [each.later for each in changes], ""
    of_one = sized or [each for each in everyone if each.estimate]
    many = Counter(answer.question for answer in of_one)
    question = max((FIRST, *SURVEY_QUESTIONS), key=many.__getitem__)  # of several the first
    chosen = sorted(
        (each for each in changes if each.later.question == question), key=lambda c: verdicts.place(c.later)
    )
    compared = outcomes.changes(figures.programme)
    seen = {answer.row_id for each in compared for answer in (each.earlier, each.later) if answer}
    alone = [each for each in everyone if each.question == question and each.row_id not in seen]
    answers = [answer for each in chosen for answer in (each.earlier, each.later) if answer] + alone
    asked = shorten(f"{labels.label(question)}. {tables.worded(answers)}", SUBTITLE, placeholder=" …")
    return [*(_changed(figures, each) for each in chosen), *(_alone(figures, each) for each in alone)], answers, asked


def _latest(changes: Sequence[Change]) -> list[Change]:
    """The changes of everybody to the last wave of each question and place: those before it are on the Outcomes page."""
    own = [each for each in changes if verdicts.of_everyone(each.later)]
    last: dict[tuple[str, ...], date] = {}
    for each in own:
        last[_series(each)] = max(last.get(_series(each), date.min), each.later.wave.fieldwork_to)
    return [each for each in own if each.later.wave.fieldwork_to == last[_series(each)]]


def _series(change: Change) -> tuple[str, ...]:
    later = change.later
    return later.wave.survey_id, later.question, later.governorate, later.community


def _changed(figures: Figures, change: Change, named: bool = False) -> AnswerRow:
    found, words = verdicts.judged(change), verdicts.in_words(change)
    before = _reading(figures, change.earlier) if change.earlier else None
    return AnswerRow(
        verdicts.place(change.later), labels.label(change.later.question) if named else "", words,
        verdicts.sign(change), _TINTS.get(found, "text"), before, _reading(figures, change.later),
    )  # fmt: skip


def _alone(figures: Figures, answer: Answer) -> AnswerRow:
    words = t("one wave only: {wave}", wave=tables.wave(answer))
    return AnswerRow(verdicts.place(answer), "", words, "", "text", None, _reading(figures, answer))


def _reading(figures: Figures, answer: Answer) -> Reading | None:
    """A percentage with its interval and how many were asked; None where only a direction is published."""
    if answer.estimate is None:
        return None
    ends, share = answer.interval, Share.exactly(answer.estimate.percent)
    wave, place = answer.wave, verdicts.place(answer)
    key = "/".join(("people", wave.survey_id, wave.wave, answer.question, place, *filter(None, (answer.source,))))
    number = Number(
        key, labels.label(answer.question), formats.quantity(share), share.low, share.high, t("percent"), "", place,
        wave.fieldwork_to.isoformat(), tables.worded([answer]), clauses(tables.bounds(answer)),
        sources=titles(figures.programme, answer.sources), rows=1,
    )  # fmt: skip
    asked = formats.number(answer.estimate.n) if answer.estimate.n else ""
    low, high, between = (ends.low, ends.high, tables.between_ends(ends)) if ends else (None, None, "")
    return Reading(number, low, high, between, asked, tables.wave(answer))


def _fora(figures: Figures) -> tuple[Callout, ...]:
    """How many fora meet, and how many concerns are resolved, as far as these readers may see either."""
    lines: list[Callout] = []
    keys = ("fora_active", "fora_established", "concerns_resolved", "concerns_raised")
    active, established, resolved, raised = (figures.number(f"people/{key}", figures.result(key)) for key in keys)
    if active.low is not None:
        text = fora.met_lately(figures.result("fora_established").value, active.text, established.text)
        lines.append(Callout(text, "", (active, established)))
    if resolved.low is not None:
        count = grammatical_number(figures.result("concerns_raised").value or NOTHING)
        solved = n("{figure} of {raised} concerns raised are resolved", "{figure} of {raised} concerns raised are resolved",
                   count, figure=resolved.text, raised=raised.text)  # fmt: skip
        lines.append(Callout(solved, "", (resolved, raised)))
    if not lines:
        return ()
    return (Callout(f"{clauses([line.text for line in lines])}.", "", tuple(numbers(tuple(lines)))),)


def _foot(figures: Figures, answers: Sequence[Answer]) -> str:
    """Who published the answers, or their dataset; and which choices what people say cannot follow."""
    cited = dict.fromkeys(key for answer in answers for key in answer.sources)
    records = figures.programme.sources
    named = list(dict.fromkeys(records[key].published for key in cited if key in records and records[key].published))
    source = and_more(clauses(named[:NAMED]), len(named) - NAMED) or figures.programme.dataset.title
    cited_as = t("Source: {source}", source=source)
    if not outcomes.not_applied(figures.programme):
        return cited_as
    return " ".join((cited_as, t("Surveys do not say by phase, donor, founder or period: shown whole.")))


def _notes(changes: Sequence[Change], answers: Sequence[Answer]) -> str:
    """For the presenter: how the question was put, what chance alone would do, and how intervals are known."""
    rule = t(
        "Percentages are of those who were asked, in the places named; they are never added or averaged. Where no interval "
        "was published, simple random sampling is assumed and the interval widened by a design effect of {effect}.",
        effect=THRESHOLDS.design_effect,
    )
    return "\n".join(filter(None, (tables.worded(answers), verdicts.by_chance(changes), rule)))
