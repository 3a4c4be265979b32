"""Numbers on the map as a table, their total, and the rows behind them."""

from dataclasses import replace

import streamlit as st

from community_policing.core import formats
from community_policing.core.geography import governorate_name
from community_policing.core.i18n import listed, t
from community_policing.measure.programme import Programme, Scope
from community_policing.ui.components import figures, working
from community_policing.ui.shell.markdown import escape
from pages.map.picture import Picture


def _chosen(scope: Scope) -> str:
    """What the total is of: the governorates chosen, or Iraq; and whether other filters leave a part of it."""
    place = listed([governorate_name(pcode) for pcode in scope.governorates]) or t("Iraq")
    return place if replace(scope, governorates=()).whole else t("{place}, in this selection", place=place)


def table(picture: Picture, programme: Programme) -> None:
    """The numbers on the map, their total, and the rows behind them."""
    st.header(escape(t("The same numbers: {label}", label=picture.label)))
    total = formats.quantity(picture.result.value, picture.result.indicator.unit)
    words = {"label": picture.result.label, "place": _chosen(programme.scope), "total": total}
    st.markdown(escape(t("{label}, {place}: {total}", **words)))
    working.button(picture.key, (picture.result,), programme)
    if districts := picture.districts:
        st.subheader(escape(districts.title))
        if districts.note:
            st.caption(escape(districts.note))
        stem = f"map-districts-{picture.key}"
        figures.printed(districts.rows, stem, programme, title=districts.title, results=(districts.result,))
        st.subheader(t("By governorate"))
    figures.printed(picture.rows, f"map-{picture.key}", programme, title=picture.finding, results=picture.results)
