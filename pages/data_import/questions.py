"""Questions form: how the file is read, the doubtful first; answers are kept with the draft and as a recipe."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from pathlib import Path

import streamlit as st

from community_policing.core.i18n import N_, ProgrammeError, listed, n, t
from community_policing.core.labels import field_label, table_label
from community_policing.core.schema import TABLES
from community_policing.dataset.intake import Checked
from community_policing.dataset.intake.recipe.questions import By, Question, Step
from community_policing.dataset.intake.recipe.sheet_tables import LEAVE
from community_policing.dataset.releases import ReleaseError
from community_policing.dataset.releases.recipe import Recipe
from community_policing.ui.shell import access, errors, release_watch, state
from community_policing.ui.shell.markdown import escape
from pages.data_import.drafts import Draft
from pages.data_import.report import check_again

FEW = 4  # choices that stand side by side
_TITLES = {
    Step.SHEET: N_("Which table is it?"),
    Step.HEADER: N_("Which row names the columns?"),
    Step.COLUMN: N_("Which column is which?"),
    Step.VALUE: N_("One value for all rows"),
    Step.READING: N_("How are the cells of a column read?"),
    Step.WORD: N_("What do these words mean?"),
    Step.PLACE: N_("Where is it?"),
    Step.PERSONAL: N_("Is it a detail of a person?"),
    Step.ROWS: N_("Rows that are none of the table"),
    Step.ABSENT: N_("Columns that the file does not bring"),
    Step.MODE: N_("What becomes of the rows of the release?"),
    Step.DATE: N_("Of which day does the file speak?"),
}
_GRIDS = (Step.COLUMN, Step.WORD, Step.VALUE, Step.PLACE)  # many short questions, side by side
_BY = {By.RULE: N_("by rule"), By.RECIPE: N_("as remembered"), By.PERSON: N_("as answered")}


def _name(draft: Draft) -> str:
    """The file's name without its ending, numbers and dates: what next month's file is called as well."""
    words = re.split(r"[\W\d_]+", Path(draft.name).stem)
    return " ".join(word for word in words if word) or t("Monthly file")


def recipes() -> tuple[Recipe, ...]:
    """How files were read before; nothing where nothing was ever saved, or the registry is away, which the page says."""
    try:
        return release_watch.watch().releases.recipes.all() if release_watch.configured() else ()
    except ReleaseError:
        return ()


def form(draft: Draft, checked: Checked) -> None:
    """What has to be answered, and below it what a rule or a recipe settled, which can be said otherwise."""
    if trouble := state.NOT_KEPT.take():
        st.warning(escape(t("{problem} Your answers apply to this file only.", problem=trouble)))
    if not checked.questions or not draft.readable:
        return
    open_ = [question for question in checked.questions if question.open]
    settled = [question for question in checked.questions if not question.open]
    several = len({question.table for question in checked.questions} - {""}) > 1
    with st.form("questions", border=bool(open_)):
        answers = _groups(open_, several)
        if settled:
            title = n("How the file is read: {count} decision", "How the file is read: {count} decisions", len(settled))
            with st.expander(title, expanded=False):
                answers |= _groups(settled, several)
        name = st.text_input(
            t("Remember the answers for files like this one as"), draft.recipe or checked.recipe or _name(draft),
            max_chars=80, key="recipe-name",
            help=t("Next month's file of the same shape is then read without a question."),
        )  # fmt: skip
        if st.form_submit_button(t("Read the file so"), type="primary" if open_ else "secondary"):
            _keep(draft, checked, answers, name.strip())


def _groups(questions: Iterable[Question], several: bool) -> dict[str, str]:
    """The answers to some questions, in the order of the steps; `several`: of which table is said, since there are others."""
    answers: dict[str, str] = {}
    for title, group in _blocks(questions):
        if title:
            st.markdown(f"**{escape(title)}**")
        short = all(question.step in _GRIDS for question in group)
        with st.grid(columns=3, min_column_width=220, gap="small") if short else st.container():
            answers |= {question.id: _widget(question, several) for question in group}
    return answers


def _blocks(questions: Iterable[Question]) -> Iterator[tuple[str, list[Question]]]:
    """The questions of one step under its title; one that is alone says all itself, and short ones stand side by side."""
    order = list(_TITLES)
    alone: list[Question] = []
    ordered = sorted(questions, key=lambda question: (order.index(question.step), *_doubt(question)))
    for step, group in groupby(ordered, key=lambda question: question.step):
        own = list(group)
        if len(own) == 1 and step in _GRIDS:
            alone += own
            continue
        if alone:
            yield "", alone
            alone = []
        yield t(_TITLES[step]) if len(own) > 1 else "", own
    if alone:
        yield "", alone


def _doubt(question: Question) -> tuple[bool, int]:
    """What nobody can propose an answer to stands first, and then what touches most rows."""
    return question.proposed not in ("", LEAVE), -question.rows


def _widget(question: Question, several: bool) -> str:
    """One question with its examples; the answer in force is filled in."""
    choices, key = list(question.choices), f"answer-{question.id}"
    with st.container():
        label = escape(question.text)
        place = choices.index(question.answer) if question.answer in choices else None
        if question.free:
            offered = choices if place is not None or not question.answer else [question.answer, *choices]
            place = offered.index(question.answer) if question.answer else None
            answer = st.selectbox(label, offered, place, format_func=lambda c: question.choices.get(c, c), key=key,
                                  accept_new_options=True)  # fmt: skip
        elif len(choices) <= FEW and question.step not in _GRIDS:
            answer = st.radio(label, choices, place, format_func=lambda c: escape(question.choices[c]), key=key)
        else:
            answer = st.selectbox(label, choices, place, format_func=lambda c: question.choices[c], key=key)
        if note := _note(question, several):
            st.caption(escape(note))
    return answer or question.answer


def _note(question: Question, several: bool) -> str:
    """Which column and how many rows it is about, examples as they stand and as they are read, and who settled it."""
    table = TABLES.get(question.table)
    called = table_label(table.name) if table and several else ""
    column = next((field_label(each) for each in table.columns if each.name == question.column), "") if table else ""
    about = listed([each for each in (called, column) if each and each not in question.text])
    rows = n("{count} row", "{count} rows", question.rows) if question.rows and question.step is not Step.MODE else ""
    sample = " · ".join(t("“{before}” is read as “{after}”", before=_apart(before), after=_apart(after))
                        if after and after != before else t("“{before}”", before=_apart(before))
                        for before, after in question.sample)  # fmt: skip
    by = t(_BY[question.by]) if question.by in _BY else ""
    return " · ".join(part for part in (about, rows, sample, by) if part)


def _apart(text: str) -> str:
    """The text in its own direction: Arabic beside English would be drawn in another order than it is read."""
    return f"\u2068{text}\u2069"


def _keep(draft: Draft, checked: Checked, answers: dict[str, str], name: str) -> None:
    """The answers go with the draft, and into the recipe of that name; the file is then checked again."""
    proposed = {question.id: question.answer for question in checked.questions if not question.open}
    said = {key: answer for key, answer in answers.items() if proposed.get(key) != answer}
    try:
        replace(draft, answers={**draft.answers, **said}, recipe=name).keep()
    except ProgrammeError as error:
        errors.tell(error)
        return
    for sentence in checked.confirmed(said):
        access.log("confirm", sentence)
    if name:
        _remember(Recipe(name, checked.shape, {**checked.lasting_answers, **said}))
    check_again(draft)
    st.rerun()


def _remember(recipe: Recipe) -> None:
    """The recipe is saved; where that fails, this file is read with it, and the page says so."""
    try:
        release_watch.watch().releases.recipes.save(recipe)
    except ReleaseError as error:
        state.NOT_KEPT.set(error.message)
