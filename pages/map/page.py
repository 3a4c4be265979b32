"""Map: governorates by a chosen figure, fora on them; a click filters the dashboard, the slider replays the months."""

import streamlit as st

from community_policing.analysis import insights
from community_policing.analysis.map import choropleth
from community_policing.core import palette
from community_policing.core.geography import governorate_name
from community_policing.core.i18n import t
from community_policing.core.indicators import INDICATORS
from community_policing.measure.programme import Programme
from community_policing.ui.components import clickable_map, figures, heading
from community_policing.ui.shell import address
from community_policing.ui.shell.markdown import escape
from community_policing.ui.shell.session import marks, result
from pages.map import month_slider, same_numbers

MAPPED = tuple(key for key, indicator in INDICATORS.items() if "governorate" in indicator.splits)


def render(programme: Programme) -> None:
    """The finding, what colours mean, the map, the months, how it is drawn, then the same numbers as a table."""
    colours = palette.for_mode(st.context.theme.type)
    title = st.container(horizontal=True, vertical_alignment="bottom")
    key, wide = _question()
    picture = st.container()
    month_slider.months(programme)
    manner = clickable_map.manner(wide)
    mapped_result = result(key, programme, "governorate")
    highest = clickable_map.highest(mapped_result, programme)
    shades = choropleth.shades(mapped_result, colours, highest)
    with title:
        finding, chosen = insights.map_title(mapped_result, shades), programme.scope.governorates
        named = len(chosen) == 1 and finding.endswith(governorate_name(chosen[0]))
        with st.container():
            heading.title(escape(finding), programme, (key,), ("governorates",) if named else ())
        _to_profile(programme.scope.governorates)
    fora = marks(programme)
    with picture:
        beside = marks(clickable_map.newest(programme))
        tips = choropleth.shades(clickable_map.everywhere(mapped_result, programme), colours, highest)
        clickable_map.governorates(shades, fora, colours, programme.scope.governorates, manner, beside, tips)
        figures.legend(
            choropleth.legend(mapped_result, shades, colours, highest), colours, {mark.kind for mark in fora}
        )
    same_numbers.table(mapped_result, shades, programme)


def _question() -> tuple[str, bool]:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        label = t("Colour governorates by")
        address.one("indicator", label, MAPPED, lambda k: t(INDICATORS[k].label))
        key = st.selectbox(label, MAPPED, format_func=lambda k: t(INDICATORS[k].label), key="indicator", width=340)
        return key, clickable_map.whole_screen()


def _to_profile(chosen: tuple[str, ...]) -> None:
    """The way to the profile of the only governorate chosen."""
    if len(chosen) == 1:
        label = t("Profile of {place}", place=escape(governorate_name(chosen[0])))
        st.button(label, key="to-profile", type="tertiary", on_click=clickable_map.open_profile, args=chosen)
