"""Numbers on the map as a table, their total, and the rows behind them."""

from dataclasses import replace

import streamlit as st

from community_policing.analysis import insights
from community_policing.analysis.map import choropleth
from community_policing.core import formats
from community_policing.core.geography import governorate_name
from community_policing.core.i18n import t
from community_policing.measure.programme import Programme, Scope
from community_policing.measure.result import Result
from community_policing.ui.components import figures
from community_policing.ui.components.working import show_working
from community_policing.ui.shell.markdown import escape


def _chosen(scope: Scope) -> str:
    """What the total is of: the governorates chosen, or Iraq; and whether other filters leave a part of it."""
    place = ", ".join(governorate_name(pcode) for pcode in scope.governorates) or t("Iraq")
    return place if replace(scope, governorates=()).whole else t("{place}, in this selection", place=place)


def table(mapped_result: Result, shades: tuple[choropleth.Shade, ...], programme: Programme) -> None:
    """The numbers on the map, their total, and the rows behind them."""
    label = mapped_result.label
    st.header(escape(t("The same numbers: {label}", label=label)))
    total = formats.quantity(mapped_result.value, mapped_result.indicator.unit)
    st.markdown(escape(t("{label}, {place}: {total}", label=label, place=_chosen(programme.scope), total=total)))
    if st.button(t("Show the working"), key=f"working-{mapped_result.indicator.key}", type="tertiary"):
        show_working((mapped_result,), programme)
    rows = insights.map_rows(mapped_result, shades)
    title = insights.map_title(mapped_result, shades)
    figures.table(
        rows, f"map-{mapped_result.indicator.key}", programme, whole=True, title=title, results=(mapped_result,)
    )
