"""Outcomes panels: how sure it is, what changed where, one question closely, and every answer."""

import streamlit as st

from community_policing.analysis.outcomes import tables, verdicts
from community_policing.core import labels, palette
from community_policing.core.i18n import clauses, t
from community_policing.measure.programme import Programme, cached_on_programme
from community_policing.measure.records import Answer
from community_policing.measure.surveys import outcomes
from community_policing.measure.surveys.outcomes import Change, Contrast
from community_policing.measure.thresholds import THRESHOLDS
from community_policing.ui.charts.answers import answers as answer_rows
from community_policing.ui.charts.frame import Drawn
from community_policing.ui.components import choices, figures, style
from community_policing.ui.shell.markdown import escape

BEFORE, FIRST = "before", "first"  # since which wave a change is


def how_sure(programme: Programme) -> None:
    """How the places fared beside those without the programme, what chance alone would do, and which choices do not apply."""
    changes = outcomes.changes(programme)
    sentences = [
        verdicts.first_against_last(outcomes.first_to_last(programme)),
        verdicts.against(outcomes.against_comparison(programme)),
        verdicts.by_chance(changes),
    ]
    if outcomes.not_applied(programme):
        sentences.append(t("Surveys do not say by phase, donor or founder: those choices change nothing here."))
    if told := " ".join(filter(None, sentences)):
        st.markdown(escape(told))
    st.caption(
        t(
            "Percentages are of those who were asked, in the places named; they are never added or averaged. Where no interval "
            "was published, simple random sampling is assumed and the interval widened by a design effect of {effect}.",
            effect=THRESHOLDS.design_effect,
        )
    )


def matrix(programme: Programme) -> None:
    """What changed, by place and question."""
    table = tables.matrix(outcomes.changes(programme))
    if table.empty:
        return
    st.header(t("What changed since the wave before, in points"))
    st.caption(
        t(
            "▲ better · ▼ worse · ≈ no difference that the survey could see · – not compared · ↑ ↓ direction published, no size"
        )
    )
    figures.table(table, "outcomes-matrix", programme, True, title=t("What changed since the wave before, in points"))


def question(programme: Programme, colours: palette.Palette) -> None:
    """One question closely: its words, every place with its interval, and the comparison."""
    asked = tables.questions(outcomes.answers(programme))
    st.header(t("One question closely"))
    chosen = choices.dropdown("question", t("Question"), asked, labels.label, key="outcomes-question", width=420)
    since = _since(programme, chosen)
    changes, alone = _of(programme, chosen, since)
    worded = tables.worded(tuple(each.later for each in changes) + alone)
    if number := verdicts.SDG.get(chosen):
        worded = t(
            "{worded} It is what indicator {number} of the Sustainable Development Goals asks.",
            worded=worded,
            number=number,
        )
    st.caption(escape(worded))
    if any(each.estimate for each in (*alone, *(each.later for each in changes))):
        _legend(colours)
        drawing, alt = _drawing(programme, chosen, since, colours)
        figures.drawn(
            drawing, alt, "outcomes-answers", lambda: tables.changes_table(changes, alone), programme, title=labels.label(chosen)
        )  # fmt: skip
    else:
        for each in changes:
            st.markdown(escape(f"{verdicts.place(each.later)}: {verdicts.in_words(each)}"))
    _beside(programme, chosen)


def _legend(colours: palette.Palette) -> None:
    style.legend([
        (f"border:2px solid {colours.planned};border-radius:50%", t("earlier wave")),
        (f"background:{colours.accent};border-radius:50%", t("later wave")),
        (f"background:{colours.accent}", t("place without the programme, to compare with")),
        (f"background:{colours.accent};height:3px", t("95 % interval")),
    ])  # fmt: skip


def _since(programme: Programme, question: str) -> str:
    """Since which wave changes are shown: the one before, or the first, where three were asked the same."""
    if not any(_plain(each.later, question) for each in outcomes.first_to_last(programme)):
        return BEFORE
    says = {BEFORE: t("the wave before"), FIRST: t("first wave against last")}
    return choices.buttons("against", t("Compared with"), tuple(says), says.__getitem__, key="outcomes-against")


@cached_on_programme
def _of(programme: Programme, question: str, since: str) -> tuple[tuple[Change, ...], tuple[Answer, ...]]:
    """The question's changes of everybody, places with the programme first, and the answers that no change is of."""
    between = outcomes.first_to_last(programme) if since == FIRST else outcomes.changes(programme)
    all_changes = [each for each in between if _plain(each.later, question)]
    changes = sorted(all_changes, key=lambda each: (each.later.surveyed != "programme", verdicts.place(each.later)))
    compared = all_changes + [each for each in outcomes.changes(programme) if _plain(each.later, question)]
    seen = {answer.row_id for each in compared for answer in (each.earlier, each.later) if answer}
    alone = (each for each in outcomes.answers(programme) if _plain(each, question) and each.row_id not in seen)
    return tuple(changes), tuple(alone)


def _plain(answer: Answer, question: str) -> bool:
    return answer.question == question and not (answer.sex or answer.group)


@cached_on_programme
def _drawing(programme: Programme, question: str, since: str, colours: palette.Palette) -> tuple[Drawn, str]:
    changes, alone = _of(programme, question, since)
    alt = clauses([f"{verdicts.place(each.later)}: {verdicts.in_words(each)}" for each in changes])
    return answer_rows(changes, alone, colours), alt or labels.label(question)


def _beside(programme: Programme, question: str) -> None:
    """The question's changes beside those of places without the programme."""
    found: list[Contrast] = [
        each for each in outcomes.against_comparison(programme) if verdicts.of_everyone(each.programme.later)
    ]
    own = [each for each in found if each.programme.later.question == question and each.comparison]
    if not own:
        return
    st.subheader(t("Beside places without the programme"))
    table = tables.contrasts_table(own).drop(columns=[t("Question"), t("Who was asked")])
    figures.table(table, "outcomes-contrasts", programme, True, title=t("Beside places without the programme"))


def listed(programme: Programme) -> None:
    """Every answer with what bounds it, and what nobody asked."""
    st.header(t("Every answer"))
    answers = outcomes.answers(programme)
    figures.table(tables.answers_table(answers), "outcomes", programme, title=t("Every answer"))
    if rest := tables.not_asked(answers):
        st.caption(escape(rest))
