"""Import: the template, a file, what is wrong with it, what it would change, and publishing it in one step."""

from datetime import date

import streamlit as st

from community_policing.core import formats
from community_policing.core.i18n import ProgrammeError, language, n, plural, speaking, t
from community_policing.dataset.intake import Checked
from community_policing.dataset.issues import Severity
from community_policing.dataset.releases import Release
from community_policing.protect.policy import MOST_MB, Act
from community_policing.ui.components import figures
from community_policing.ui.components.figures import XLSX
from community_policing.ui.shell import access, address, errors, release_watch, state
from community_policing.ui.shell.markdown import escape
from pages.data_import import corrections, draft_list, drafts, first_use, questions
from pages.data_import.drafts import Draft
from pages.data_import.publish import effect
from pages.data_import.report import check_again, issues

FORMATS = ["xlsx", "xls", "xlsb", "ods", "csv", "tsv", "txt", "zip", "parquet", "geojson", "json", "kml", "kmz", "gpkg"]


def page() -> None:
    """The draft that the address names, or the beginning; for those who may not publish, a sentence."""
    if not access.may(Act.IMPORT):
        st.title(t("Files are loaded on the machine that serves this dashboard"))
        figures.empty(t("Open this page there, or ask its administrator to allow it from elsewhere (CPF_IMPORT=on)."))
        return
    root = release_watch.folder() / "drafts"
    asked = address.own(drafts.STATE)
    draft = drafts.open_draft(root, asked) if asked else None
    watcher = release_watch.watch(now=True)
    if watcher.trouble and not watcher.history:
        st.title(t("No file can be checked until the registry of releases answers"))
        errors.tell(watcher.trouble)
        return
    if isinstance(draft, Draft):
        drafts.look_at(draft)
        _go_on(draft)
        return
    _begin()
    if asked and draft is None:
        st.warning(
            t("The draft of this link no longer exists: it was published, discarded, or removed because of its age.")
        )


def _current() -> Release | None:
    watcher = release_watch.watch()
    if watcher.trouble:  # what is known goes on being shown; a file can be checked, and publishing says what is wrong
        st.warning(escape(watcher.trouble.message))
    return watcher.history[0] if watcher.history else None


def _begin() -> None:
    st.title(t("Load a workbook: nothing changes before you publish"))
    draft_list.say()
    current = _current()
    if current is None:
        first_use.offers()
        st.header(t("Load your own workbook"))
        st.markdown(t("In English, Arabic or Kurdish: you are asked only what the file leaves open."))
        _load(current)
    else:
        start, load = st.columns(2, gap="large")
        with start:
            st.header(t("1 · Begin with the template"))
            st.markdown(
                t("One sheet for each table, lists to choose from, and a first sheet that explains each column.")
            )
            _templates(current)
        with load:
            st.header(t("2 · Load the file"))
            _load(current)
    draft_list.waiting()


def _templates(current: Release) -> None:
    code = language()

    def filled() -> bytes:
        from community_policing.export.template.builder import template  # workbooks are written on a click, by few

        with speaking(code):
            return template(release_watch.recorded(current.number).dataset)

    with st.container(key="templates"):
        first_use.empty_template()
        name = f"release-{current.number}.xlsx"
        st.download_button(
            t("↓ Release {number}, to go on from", number=current.number), access.taken(name, filled, release=current.number),
            name, XLSX, key="template-filled", on_click="ignore",
        )  # fmt: skip


def _load(current: Release | None) -> None:
    help_text = t("A workbook, a CSV file, a map layer or a zip of them, as your office makes it. Never names, phones or addresses "
                  "of people.")  # fmt: skip
    file = st.file_uploader(help_text, FORMATS, key="upload")
    with st.container(key="upload-refused"):  # seen only beside a file that was refused at the door: see app.css
        st.markdown(escape(t("Files marked red were not accepted: their format is not read here, or they are larger than "
                             "{size} MB. After many files in a few minutes, wait a while.", size=MOST_MB)))  # fmt: skip
    with st.expander(t("If the file does not say its date, or whether it is made up")):
        as_of = st.date_input(t("As-of date"), None, date(2003, 1, 1), format="DD/MM/YYYY", key="import-as-of")
        made_up = st.checkbox(t("The data are made up, for demonstration"), value=False, key="import-made-up")
    if file is not None and st.button(t("Check the file"), type="primary", key="check-file"):
        try:
            draft = _kept(file.name, file.getvalue(), as_of if isinstance(as_of, date) else None, made_up)
        except ProgrammeError as error:
            errors.tell(error)
            return
        _check(draft, current)
        draft_list.go_on(draft.id)
        st.rerun()


def _kept(name: str, content: bytes, as_of: date | None, made_up: bool) -> Draft:
    """The file as a draft, with room made for it.  ProgrammeError where it cannot be kept."""
    root = release_watch.folder() / "drafts"
    state.IMPORT_DROPPED.set(drafts.make_room(root, len(content)))
    return drafts.begin(root, name, content, as_of, made_up)


def _check(draft: Draft, current: Release | None) -> None:
    """Checks the draft against the current release; what hinders it is said when the page is drawn again."""
    bar = st.progress(0.0, t("Reading {file} …", file=escape(draft.name)))
    base = release_watch.recorded(current.number).dataset if current else None

    def told(step: str, part: float) -> None:
        bar.progress(min(max(part, 0.0), 1.0), escape(step))

    try:
        drafts.check(draft, base, current.number if current else 0, told, questions.recipes())
    except ProgrammeError as error:
        draft_list.later(error)
    finally:
        bar.empty()


def _go_on(draft: Draft) -> None:
    current, checked = _current(), _read(draft)
    number = current.number if current else 0
    if checked is None:
        st.title(t("{file} has not been checked yet", file=escape(draft.name)))
    else:
        st.title(escape(_title(draft, checked)))
    draft_list.say()
    _below_title(draft, checked)
    if state.CHECK_AGAIN.take() == draft.id:
        _check(draft, current)
        st.rerun()
    if checked is None:
        st.button(t("Check the file"), type="primary", key="again", on_click=check_again, args=(draft,))
        return
    if draft.base != number and draft.readable:
        st.warning(
            t("Release {number} was published since this file was checked. Check it again against that.", number=number)
        )
        st.button(t("Check again"), type="primary", key="again", on_click=check_again, args=(draft,))
    questions.form(draft, checked)
    corrections.listed(draft, checked)
    issues(checked)
    corrections.form(draft, checked)
    if checked.dataset is not None and draft.base == number:
        effect(draft, checked, current)


def _read(draft: Draft) -> Checked | None:
    """What the check found; None where there was none, or where it cannot be read any more."""
    try:
        return draft.checked
    except ProgrammeError:
        return None


def _below_title(draft: Draft, checked: Checked | None) -> None:
    """What the figures below belong to, and the ways out."""
    with st.container(horizontal=True, vertical_alignment="center", key="with-draft"):
        st.markdown(escape(_what(draft, checked)), width="content")
        st.button(t("Another file"), key="another", on_click=draft_list.leave, type="tertiary")
        st.button(t("Discard"), key="discard", on_click=draft_list.discard, args=(draft,), type="tertiary")


def _what(draft: Draft, checked: Checked | None) -> str:
    if not draft.readable:
        return t("A draft that only you see. The file contained details of people, so it was not stored.")
    if checked is None or checked.dataset is None:
        return t("A draft that only you see, stored here until you discard it.")
    data = checked.dataset
    return t("A draft that only you see: {title}, as of {day}; {kind}; {base}.", title=data.title,
        day=formats.day(data.as_of), kind=t("marked as made up") if data.synthetic else t("marked as real"),
        base=t("checked against release {number}", number=draft.base) if draft.base else t("the first to be published"),
    )  # fmt: skip


def _title(draft: Draft, checked: Checked) -> str:
    if checked.open_questions and draft.readable:
        pair = plural("Answer {count} question on how {file} is read", "Answer {count} questions on how {file} is read")
        return n(*pair, len(checked.open_questions), file=draft.name)
    wrong, doubtful = (sum(i.severity is kind for i in checked.issues) for kind in (Severity.ERROR, Severity.WARNING))
    if wrong and draft.readable and corrections.faulty_cells(checked):
        pair = plural(
            "{figure} error in {file}: correct it below, or in the file",
            "{figure} errors in {file}: correct them below, or in the file",
        )
        return n(*pair, wrong, figure=formats.number(wrong), file=draft.name)
    if wrong:
        pair = plural(
            "{figure} error in {file}: correct it, then load it again",
            "{figure} errors in {file}: correct them, then load it again",
        )
        return n(*pair, wrong, figure=formats.number(wrong), file=draft.name)
    if doubtful:
        pair = plural("{file} can be published, with {count} warning", "{file} can be published, with {count} warnings")
        return n(*pair, doubtful, file=draft.name)
    return t("{file} can be published: no errors or warnings", file=draft.name)
