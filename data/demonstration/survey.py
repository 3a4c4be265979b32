"""Draws the survey of the demonstration: who is asked, what they answer, and the percentages that come of it."""

from collections.abc import Iterator, Mapping
from math import sqrt
from random import Random

from data.demonstration.plan_outcomes import (
    AGAINST,
    ASKED,
    COMPARISON,
    DESIGN_EFFECT,
    PROGRAMME,
    QUESTIONS,
    SURVEY,
    WAVES,
    WEIGHTED,
    Question,
)

Row = dict[str, str]
Asked = Mapping[str, int]  # sex -> people

_NORMAL_95 = 1.96


def survey(rng: Random, towns: Mapping[int, Row]) -> tuple[list[Row], list[Row]]:
    """The rows of `surveys`, one a wave, and of `estimates`."""
    waves, estimates = [], []
    for number, wave in enumerate(WAVES):
        asked = {town: _asked(rng) for town in PROGRAMME | COMPARISON}
        dates = {"fieldwork_from": wave.first, "fieldwork_to": wave.last}
        respondents = sum(sum(people.values()) for people in asked.values())
        waves.append({**SURVEY, "wave": wave.name, **dates, "respondents": str(respondents)})
        estimates += [
            {"survey_id": SURVEY["survey_id"], "wave": wave.name, **_place(towns[town], town), **estimate}
            for question in QUESTIONS
            for town, people in asked.items()
            for estimate in _estimates(rng, question, number, town, people)
        ]
    return waves, estimates


def _asked(rng: Random) -> Asked:
    people = rng.randint(*ASKED)
    women = round(people * rng.uniform(0.45, 0.55))
    return {"women": women, "men": people - women}


def _place(row: Row, town: int) -> Row:
    surveyed = "programme" if town in PROGRAMME else "comparison"
    return {
        "governorate": row["pcode"], "district": row["district"], "community": row["name_en"], "surveyed": surveyed,
    }  # fmt: skip


def _estimates(rng: Random, question: Question, wave: int, town: int, asked: Asked) -> Iterator[Row]:
    """The estimate of both sexes, then that of each where the question keeps them; both are the sum of each."""
    share = _share(question, wave, town)
    gaps = {"women": -question.gap, "men": question.gap}
    answered = {sex: _drawn(rng, share + gaps[sex], people) for sex, people in asked.items()}
    about = {"question": question.key, "wording": question.wordings[wave], "answer": question.answer}
    weighted = (question.key, town) in WEIGHTED
    whole = 100 * sum(answered.values()) / sum(asked.values())
    n = sum(asked.values())
    yield {
        **about,
        "percent": f"{whole:.1f}",
        "n": str(n),
        **(_published(whole, n) if weighted else {"weighted": "no"}),
    }
    for sex, people in asked.items() if question.gap else ():
        yield {
            **about, "sex": sex, "percent": f"{100 * answered[sex] / people:.1f}", "n": str(people), "weighted": "no",
        }  # fmt: skip


def _share(question: Question, wave: int, town: int) -> int:
    """Percentage of all people of the community who would give the answer."""
    planned = question.moves if town in PROGRAMME else question.elsewhere
    moves = AGAINST.get((question.key, town), planned) if wave else 0
    return question.share + (PROGRAMME | COMPARISON)[town] + moves


def _drawn(rng: Random, percent: int, people: int) -> int:
    return sum(100 * rng.random() < percent for _ in range(people))


def _published(percent: float, n: int) -> Row:
    """An interval as a survey's report would give it."""
    half = _NORMAL_95 * sqrt(DESIGN_EFFECT * percent * (100 - percent) / n)
    return {
        "interval_low": f"{percent - half:.1f}",
        "interval_high": f"{percent + half:.1f}",
        "weighted": "yes",
        "note": f"As if published: weighted by sex and age, with a design effect of {DESIGN_EFFECT}.",
    }
