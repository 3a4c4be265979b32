"""Governorate profiles for print: how its fora fare, which concerns wait, and what people there say."""

from itertools import groupby

from community_policing.analysis import governorate_life
from community_policing.briefing.compose.figures import Figures
from community_policing.briefing.compose.wording import and_more
from community_policing.briefing.model import Point, Points, Table
from community_policing.core import labels
from community_policing.core.i18n import t
from community_policing.measure.forum_lives import forum_lives

STATES = ("fora_active", "fora_dormant", "fora_never_met")
TOPICS, ANSWERS = 5, 10  # lines on a page


def fora_and_concerns(figures: Figures, pcode: str) -> Points:
    """How many fora meet, the longest silent, and concerns that wait by topic."""
    title, states = t("Do its fora meet, and what waits"), figures.results(*STATES)
    open_, long = (figures.result(key, "topic") for key in ("concerns_open", "concerns_open_long"))
    if states[0].value is None and open_.value is None:
        return Points(title, (), states[0].why_absent)
    silent = governorate_life.longest_silent(forum_lives(figures.programme))
    some = [state for state in states if state.value and state.value.high != 0]  # no other is said
    told = tuple(figures.number(f"profile/{pcode}/{state.indicator.key}", state) for state in some)
    points = [Point(" ".join(filter(None, (governorate_life.meeting(states), silent))), numbers=told)]
    waiting = governorate_life.waiting(open_, long)
    for line in waiting[:TOPICS]:
        pair = tuple(
            figures.part(f"profile/{pcode}/{split.indicator.key}/{line.name}", split, value, text=line.name)
            for split, value in ((open_, line.open), (long, line.long))
        )
        words = {"topic": line.name, "open": pair[0].text, "long": pair[1].text}
        points.append(Point(t("{topic}: concerns open {open}, for over 90 days {long}", **words), numbers=pair))
    if rest := governorate_life.rest(open_, waiting):
        points.append(Point(rest))
    return Points(and_more(title, len(waiting) - TOPICS), tuple(points))


def answers(figures: Figures) -> Table:
    """The latest answer to each question, places with the programme first, each under the place and the wave."""
    found = governorate_life.latest(figures.programme)
    rows: list[tuple[str, str, str]] = []
    for place, said in groupby(found[:ANSWERS], governorate_life.where):
        rows.append((place, "", ""))
        rows += [
            (labels.label(each.question), governorate_life.answered(each), governorate_life.asked(each))
            for each in said
        ]
    heads = (t("Question"), t("Percentage (95 % interval)"), t("People asked"))
    nothing = t("No survey asked people here by this date.")
    return Table(and_more(t("What people say"), len(found) - ANSWERS), heads, tuple(rows), nothing=nothing)
