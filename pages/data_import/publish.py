"""Publication of a checked file: what it would change, and the step itself."""

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from community_policing.analysis.changes.confirmations import confirmations
from community_policing.analysis.changes.diff import ReleaseDiff
from community_policing.core import formats
from community_policing.core.i18n import ProgrammeError, t
from community_policing.dataset import intake
from community_policing.dataset.intake import Checked
from community_policing.dataset.intake.corrections import in_words, with_corrections
from community_policing.dataset.intake.report import REPORT
from community_policing.dataset.load import Dataset
from community_policing.dataset.releases import Release, ReleaseError, Superseded
from community_policing.measure.programme import Programme, Scope
from community_policing.protect.policy import Act
from community_policing.ui.components import figures
from community_policing.ui.shell import access, errors, navigate, release_watch, state
from community_policing.ui.shell.markdown import escape
from pages.data_import import drafts
from pages.data_import.drafts import Draft
from pages.data_import.report import check_again
from pages.releases import history


def effect(draft: Draft, checked: Checked, current: Release | None) -> None:
    """What publishing would do to rows and headline figures, with what has to be confirmed, and the form that publishes."""
    after = _programme(str(draft.folder), (draft.folder / REPORT).stat().st_mtime_ns)
    before = release_watch.recorded(current.number) if current else None
    release_effect = release_watch.between(before, after, Scope())
    st.header(t("What publishing it would do"))
    if release_effect.nothing:
        figures.empty(
            t("Nothing: release {number}, the current one, has the same data.", number=current.number if current else 0)
        )
        return
    if before and current:
        st.caption(
            escape(
                t(
                    "The file, as of {later}, beside release {number}, as of {earlier}.",
                    later=formats.day(after.as_of),
                    number=current.number,
                    earlier=formats.day(before.as_of),
                )
            )
        )
    history.drawn(before, after, Scope(), f"draft-{draft.id}")
    _publish(draft, checked, current, release_effect)


@st.cache_resource(show_spinner=False, max_entries=2)
def _programme(folder: str, stamp: int) -> Programme:  # noqa: ARG001  the stamp is part of the key
    return Programme.of(_accepted(intake.read_draft(Path(folder))))


def _accepted(checked: Checked) -> Dataset:
    """The checked dataset.  ProgrammeError where the draft, which lies on disk, has none any more."""
    if checked.dataset is None:
        raise ProgrammeError(t("This draft no longer holds accepted data."), t("Load the file again."))
    return checked.dataset


def _publish(draft: Draft, checked: Checked, current: Release | None, release_effect: ReleaseDiff) -> None:
    st.header(t("Publish"))
    with st.form("publish", border=True):
        large = confirmations(release_effect)
        if large:
            st.markdown(t("**Large changes: confirm each that is intended**"))
        agreed = [st.checkbox(escape(sentence), key=f"confirm-{key}") for key, sentence in large.items()]
        note = st.text_input(t("Note: what changed and why"), max_chars=500, key="publish-note")
        who = st.text_input(t("Your role or initials"), max_chars=60, key="publish-by")
        if not st.form_submit_button(t("Publish"), type="primary"):
            return
    if not all(agreed):
        st.error(t("Confirm each large change above, or correct the file."))
    elif not note.strip() or not who.strip():
        st.error(t("Write a note, and who publishes: both stay in the list of releases for ever."))
    else:
        _do_publish(draft, checked, current, release_effect, note, who)


def _do_publish(
    draft: Draft, checked: Checked, current: Release | None, release_effect: ReleaseDiff, note: str, who: str
) -> None:
    access.require(Act.PUBLISH)
    dataset = _accepted(checked)
    publish: Callable[..., Release] = release_watch.watch().releases.publish
    try:
        with st.spinner(t("Publishing …")):
            release = publish(
                dataset, note=note, by=who, source=checked.source, base=current.number if current else None,
                effect=with_corrections(release_effect.as_json(), checked.corrections),
            )  # fmt: skip
    except Superseded as error:
        errors.tell(error)
        st.button(t("Check again"), key="again-superseded", on_click=check_again, args=(draft,))
        return
    except (ReleaseError, ProgrammeError) as error:
        errors.tell(error)
        return
    access.log("publish", in_words(checked.source.name, len(checked.corrections)), release.number)
    for sentence in (*checked.confirmed(checked.remembered_answers), *confirmations(release_effect).values()):
        access.log("confirm", sentence, release.number)
    drafts.discard(draft)
    release_watch.watch(now=True)
    st.query_params.pop(drafts.STATE, None)
    state.DONE.set(
        t("Published as release {number}. Readers are told, and choose when to switch.", number=release.number)
    )
    state.RELEASE_OPEN.set(release.number)
    navigate.to("releases")
    st.rerun()
