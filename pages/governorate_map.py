"""Map: governorates by a chosen figure, fora on them; a click filters the dashboard, the slider replays the months."""

from dataclasses import replace

import streamlit as st

from community_policing import choropleth, findings, theme
from community_policing.geography import governorate_name, governorates
from community_policing.indicators import INDICATORS
from community_policing.programme import Programme, Scope
from community_policing.result import Result
from community_policing.text import language, t
from community_policing.view import address, clickable, figures, heading, timeline
from community_policing.view.markdown import escape
from community_policing.view.session import marks, result
from community_policing.view.working import show_working

MAPPED = tuple(key for key, indicator in INDICATORS.items() if "governorate" in indicator.splits)


def render(programme: Programme) -> None:
    """The finding, what colours mean, the map, the months, how it is drawn, then the same numbers as a table."""
    colours = theme.palette(st.context.theme.type)
    title = st.container(horizontal=True, vertical_alignment="bottom")
    key, wide = _question()
    picture = st.container()
    timeline.months(programme)
    manner = clickable.manner(wide)
    shown = result(key, programme, "governorate")
    names = {pcode: governorate_name(pcode) for pcode in governorates()}
    highest = clickable.highest(shown, programme)
    shades = choropleth.shades(shown, names, colours, highest)
    with title:
        finding, chosen = findings.map_title(shown, shades), programme.scope.governorates
        named = len(chosen) == 1 and finding.endswith(names[chosen[0]])
        with st.container():
            heading.title(escape(finding), programme, (key,), ("governorates",) if named else ())
        _to_profile(programme.scope.governorates)
    fora = marks(programme, language())
    with picture:
        beside = marks(clickable.newest(programme), language())
        tips = choropleth.shades(clickable.everywhere(shown, programme), names, colours, highest)
        clickable.governorates(shades, fora, colours, programme.scope.governorates, manner, beside, tips)
        figures.legend(choropleth.legend(shown, shades, colours, highest), colours, {mark.kind for mark in fora})
    _table(shown, shades, programme)


def _question() -> tuple[str, bool]:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        label = t("Colour governorates by")
        address.one("indicator", label, MAPPED, lambda k: t(INDICATORS[k].label))
        key = st.selectbox(label, MAPPED, format_func=lambda k: t(INDICATORS[k].label), key="indicator", width=340)
        return key, clickable.whole_screen()


def _to_profile(chosen: tuple[str, ...]) -> None:
    """The way to the profile of the only governorate chosen."""
    if len(chosen) == 1:
        label = t("Profile of {place}", place=escape(governorate_name(chosen[0])))
        st.button(label, key="to-profile", type="tertiary", on_click=clickable.open_profile, args=chosen)


def _chosen(scope: Scope) -> str:
    """What the total is of: the governorates chosen, or Iraq; and whether other filters leave a part of it."""
    place = ", ".join(governorate_name(pcode) for pcode in scope.governorates) or t("Iraq")
    return place if replace(scope, governorates=()).whole else t("{place}, in this choice", place=place)


def _table(shown: Result, shades: tuple[choropleth.Shade, ...], programme: Programme) -> None:
    """The numbers on the map, their total, and the rows behind them."""
    label = t(shown.indicator.label)
    st.subheader(escape(t("The same numbers: {label}", label=label)))
    total = theme.quantity(shown.value, shown.indicator.unit)
    st.markdown(escape(t("{label}, {place}: {total}", label=label, place=_chosen(programme.scope), total=total)))
    if st.button(t("Show the working"), key=f"working-{shown.indicator.key}", type="tertiary"):
        show_working((shown,), programme)
    rows = findings.map_rows(shown, shades, governorate_name(""), label)
    title = findings.map_title(shown, shades)
    figures.table(rows, f"map-{shown.indicator.key}", programme, whole=True, title=title, results=(shown,))
