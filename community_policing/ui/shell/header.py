"""Header line under the filters: made up or not, as-of date, dataset and release; what is protected; what was set aside."""

import streamlit as st

from community_policing.analysis import grain_wording
from community_policing.core import formats
from community_policing.core.i18n import n, t
from community_policing.core.settings import settings
from community_policing.measure.programme import Programme
from community_policing.ui.shell import protection_notice, release_watch, state
from community_policing.ui.shell.markdown import escape

SHIPPED = ("demonstration", "public_record")  # whose totals are checked against the published


def line(programme: Programme, dataset: str) -> None:
    """Draws the quiet line of a page that speaks of the data, and what has to be said of them."""
    data = programme.dataset
    with st.container(key="header", gap="xxsmall"):
        st.markdown(
            _made_up(programme, dataset)
            + escape(
                t(
                    "As of {day} · {title} · release {release}",
                    day=formats.day(programme.as_of),
                    title=data.title,
                    release=_release(data.release, dataset),
                )
            )
        )
        protection_notice.banner(programme)
        if moved := grain_wording.snapped(programme):
            st.caption(escape(moved))
    aside = sum(len(rows) for rows in data.set_aside.values())
    if aside:
        st.warning(
            n(
                "{count} row was set aside because of errors and is not counted: see the Record page.",
                "{count} rows were set aside because of errors and are not counted: see the Record page.",
                aside,
            )
        )


def about(sentence: str, made_up: Programme | None, dataset: str) -> None:
    """Draws the line of a page that speaks of something else; `made_up`: the data that it shows nevertheless."""
    with st.container(key="header", gap="xxsmall"):
        mark = _made_up(made_up, dataset) if made_up else ""
        words = t(
            "Community Policing Programme, {organisation} · {about}",
            organisation=settings().organisation,
            about=sentence,
        )
        st.markdown(mark + escape(words))


def _made_up(programme: Programme, dataset: str) -> str:
    """The mark of data that are made up, as Markdown; "" where they are not."""
    if not programme.dataset.synthetic:
        return ""
    if dataset in SHIPPED:
        words = t(
            "**Illustrative data.** Places, people, dates, targets and statuses are made up; totals match the published."
        )
    else:
        words = t("**Illustrative data.** Places, people, dates, targets and statuses are made up.")
    return f"{words} "


def _release(content: str, dataset: str) -> str:
    """What identifies the data: the hash of its content, and, where it was published, its number."""
    return f"{state.RELEASE.get()} ({content})" if dataset == release_watch.KEY else content
