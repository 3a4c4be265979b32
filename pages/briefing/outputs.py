"""Outputs of a frozen briefing: built in another process once it is frozen, or when they are asked for, and then downloaded."""

from collections.abc import Callable

import streamlit as st

from community_policing.briefing.build.outputs import OUTPUTS, Output, file_name
from community_policing.briefing.build.queue import Job
from community_policing.briefing.model import Briefing
from community_policing.core.i18n import N_, ProgrammeError, t
from community_policing.ui.shell import access, errors, state
from community_policing.ui.shell.markdown import escape
from pages.briefing import store

UNDER_WAY = ("waiting", "building")
STATES = {"waiting": N_("waiting for its turn …"), "building": N_("being built …")}


def row(briefing: Briefing) -> None:
    """A cell for each output.  While one is under way the row looks again every second, and nothing else on the page."""
    under_way = any(job.state in UNDER_WAY for job in _jobs(briefing).values())
    draw: Callable[[Briefing, bool], None] = st.fragment(_row, run_every=1 if under_way else None)
    draw(briefing, under_way)


def _row(briefing: Briefing, watched: bool) -> None:
    jobs = _jobs(briefing)
    if trouble := state.OUTPUT_TROUBLE.take():
        errors.tell(trouble)
    with st.grid(columns=len(OUTPUTS), min_column_width=150, gap="small", key="brief-outputs"):
        for key, output in OUTPUTS.items():
            with st.container(border=True, height="stretch", key=f"brief-output-{key}", gap="xsmall"):
                st.markdown(escape(t(output.label)))
                _cell(briefing, key, output, jobs.get(key))
    failed = [(OUTPUTS[key].label, job.reason) for key, job in jobs.items() if job.state == "failed"]
    if failed:
        sentences = (t("{output} was not built: {reason}", output=t(label), reason=reason) for label, reason in failed)
        st.caption("  \n".join(map(escape, sentences)))
    under_way = any(job.state in UNDER_WAY for job in jobs.values())
    if under_way != watched:
        st.rerun()  # looking again begins, or ends, with the page


def _cell(briefing: Briefing, key: str, output: Output, job: Job | None) -> None:
    stage = job.state if job else ""
    if stage in UNDER_WAY:
        st.caption(t(STATES[stage]))
    elif job and stage == "ready":
        name = file_name(briefing, key)
        st.download_button(
            t("↓ Download"), access.taken(name, job.content), name, output.mime, key=f"brief-get-{key}", on_click="ignore",
            type="tertiary",
        )  # fmt: skip
    else:
        label = t("Try again") if job else t("Build")
        st.button(label, key=f"brief-make-{key}", type="tertiary", on_click=_ask, args=(briefing, key))


def build(briefing: Briefing) -> None:
    """Ask for every output at once: who freezes a briefing hands it over."""
    for key in OUTPUTS:
        _ask(briefing, key)


def _ask(briefing: Briefing, key: str) -> None:
    try:
        state.JOBS.set({**state.JOBS.get(), (briefing.id, key): store.ask(briefing, key)})
    except ProgrammeError as error:  # too many wait
        state.OUTPUT_TROUBLE.set(error)


def _jobs(briefing: Briefing) -> dict[str, Job]:
    return {key: job for (name, key), job in state.JOBS.get().items() if name == briefing.id and key in OUTPUTS}
