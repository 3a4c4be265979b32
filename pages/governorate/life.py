"""Governorate profile: the life of its fora, the concerns that wait, and what people there say."""

from collections.abc import Sequence
from itertools import groupby

import streamlit as st

from community_policing.analysis import fora, governorate_life
from community_policing.analysis.governorate_life import Waiting
from community_policing.analysis.outcomes import tables
from community_policing.core import formats, labels, palette
from community_policing.core.i18n import t
from community_policing.measure.forum_lives import forum_lives
from community_policing.measure.programme import Programme
from community_policing.measure.records import Answer
from community_policing.measure.surveys import outcomes
from community_policing.ui.components import figures, working
from community_policing.ui.shell import access, navigate
from community_policing.ui.shell.markdown import escape
from community_policing.ui.shell.session import result
from pages.governorate.lists import MOST, lined

STATES = ("fora_active", "fora_dormant", "fora_never_met")
WAITING = ("concerns_open", "concerns_open_long")
ANSWERS = 2 * MOST  # of places with the programme, and of those beside them


def fora_here(programme: Programme, colours: palette.Palette) -> None:  # noqa: ARG001  a panel like the others
    """How many of its fora meet, the longest silent, and concerns that wait by topic."""
    st.header(t("Do its fora meet, and what waits"))
    states = tuple(result(key, programme) for key in STATES)
    open_, long = (result(key, programme, "topic") for key in WAITING)
    if states[0].value is None and open_.value is None:
        figures.empty(states[0].why_absent)
        return
    lines = (governorate_life.meeting(states), governorate_life.longest_silent(forum_lives(programme)))
    st.markdown(escape(" ".join(filter(None, lines))))
    waiting = governorate_life.waiting(open_, long)
    if waiting:
        _concerns(waiting)
    if rest := governorate_life.rest(open_, waiting):
        st.markdown(escape(rest))
    if why := fora.bounds(open_):
        st.caption(escape(why))
    with st.container(horizontal=True, vertical_alignment="center"):
        working.button("life", (*states, *(result(key, programme) for key in WAITING)), programme)
        if waiting:
            figures.downloads(
                lambda: governorate_life.waiting_table(waiting), "profile-concerns", programme,
                title=t("Concerns open, by topic"), results=(open_, long),
            )  # fmt: skip
        _more("fora", t("More on the page Fora"))


def _concerns(waiting: Sequence[Waiting]) -> None:
    lines = [
        (escape(each.name), escape(formats.quantity(each.open)), escape(formats.quantity(each.long)))
        for each in waiting
    ]
    heads = (t("Concerns open"), t("In all"), t("For over 90 days"))
    lined(heads, lines[:MOST], len(lines), frozenset(heads[1:]))


def answers_here(programme: Programme, colours: palette.Palette) -> None:  # noqa: ARG001  a panel like the others
    """What people there said in the latest wave of each question."""
    st.header(t("What people say"))
    found = governorate_life.latest(programme)
    if not found:
        figures.empty(t("No survey asked people here by this date."))
        return
    lines: list[tuple[str, ...]] = []
    for place, said in groupby(found[:ANSWERS], governorate_life.where):
        lines.append((f"**{escape(place)}**", "", ""))
        lines += [_answer(each) for each in said]
    heads = t("Question"), t("Percentage (95 % interval)"), t("People asked")
    lined(heads, lines, len(lines) + len(found[ANSWERS:]), frozenset(heads[2:]))
    if outcomes.not_applied(programme):
        st.caption(t("Surveys do not say by phase, donor or founder: those choices change nothing here."))
    with st.container(horizontal=True, vertical_alignment="center"):
        figures.downloads(
            lambda: tables.answers_table(found), "profile-answers", programme, title=t("What people say"),
        )  # fmt: skip
        _more("outcomes", t("More on the page Outcomes"))


def _answer(answer: Answer) -> tuple[str, ...]:
    said = labels.label(answer.question), governorate_life.answered(answer), governorate_life.asked(answer)
    return tuple(map(escape, said))


def _more(page: str, label: str) -> None:
    """The way to the page that has all of it, with this governorate chosen, for who may open it."""
    if access.reader().opens(page):
        st.button(label, key=f"profile-to-{page}", type="tertiary", on_click=navigate.to, args=(page,))
