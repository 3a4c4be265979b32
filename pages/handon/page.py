"""Hand on: the programme in the formats that other organisations' tools read, each made at a click."""

import streamlit as st

from community_policing.core import formats
from community_policing.core.i18n import n, t
from community_policing.export.handed_on.registry import FORMATS
from community_policing.export.provenance import made_up, protected
from community_policing.measure.programme import Programme
from community_policing.ui.components import figures
from community_policing.ui.shell.markdown import escape
from pages.handon import feeds


def render(programme: Programme) -> None:
    """What all of these files are, then a line a format: its button, its name and what it holds."""
    count = len(FORMATS)
    title = n("This view in {count} format that others read", "This view in {count} formats that others read", count)
    st.title(title)
    told = t("As of {day}, release {release}, for what the filters choose. Each file says so itself.",
             day=formats.day(programme.as_of), release=programme.dataset.release)  # fmt: skip
    st.markdown(escape(" ".join(filter(None, (told, made_up(programme), protected(programme))))))
    if all(programme.frames[name].empty for name in ("fora", "trainings", "infrastructure")):
        st.info(t("No forum, event or work is on record in this selection: the files hold no activity."))
    with st.container(key="formats", gap=None):
        for key in FORMATS:
            _format(key, programme)
    feeds.section()


def _format(key: str, programme: Programme) -> None:
    made = FORMATS[key]
    with st.container(horizontal=True, vertical_alignment="center", key=f"format-{key}"):
        figures.made_file(lambda: made.write(programme), key, programme, made.extension, made.media_type)
        name, holds = t(made.name), t(made.holds)
        st.markdown(f"**{escape(name)}** {escape(holds)}")
