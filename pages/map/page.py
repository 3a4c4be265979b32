"""Map: governorates by a chosen figure, fora on them; a click filters the dashboard, the slider replays the months."""

import streamlit as st

from community_policing.core import palette
from community_policing.core.districts import borders
from community_policing.core.geography import governorate_name
from community_policing.core.i18n import t
from community_policing.measure.programme import Programme
from community_policing.ui.components import clickable_map, figures, heading
from community_policing.ui.shell.markdown import escape
from community_policing.ui.shell.session import marks
from pages.map import measure_choice, month_slider, picture, same_numbers


def render(programme: Programme) -> None:
    """The finding; the map with what it shows, its legend and a list on it, and the months; then the same numbers."""
    colours = palette.for_mode(st.context.theme.type)
    with st.container(key="map-stage", gap="xsmall"):
        title = st.container(horizontal=True, vertical_alignment="bottom", key="map-title")
        with st.container(horizontal=True, vertical_alignment="center", key="map-bar"):
            key = measure_choice.choose(programme)
            manner = clickable_map.manner()
        stage = st.container(key="map-picture")
        month_slider.months(programme)
    shown = picture.of(key, programme, colours)
    with title:
        chosen = programme.scope.governorates
        named = len(chosen) == 1 and shown.finding.endswith(governorate_name(chosen[0]))
        with st.container():
            indicator = shown.result.indicator.key
            heading.title(escape(shown.finding), programme, (indicator,), ("governorates",) if named else ())
        _to_profile(chosen)
    with stage:
        drawn = _draw(shown, programme, colours, manner)
    if drawn:
        figures.pictures(*drawn, programme, shown.finding, legend="map-legend")
    same_numbers.table(shown, programme)


def _draw(
    shown: picture.Picture, programme: Programme, colours: palette.Palette, manner: clickable_map.Manner
) -> clickable_map.Drawing | None:
    """The map, its legend in a corner, and the same governorates as a list; the drawing, for a picture of it."""
    fora, chosen = marks(programme), programme.scope.governorates
    newest = marks(clickable_map.newest(programme))
    level = shown.districts if shown.districts and borders() else None
    over, tips = (level.shades, level.tips) if level else ((), ())
    drawn = clickable_map.governorates(shown.shades, fora, colours, chosen, manner, newest, shown.tips, over, tips)
    with st.container(key="map-legend", gap="xsmall"):
        legend = level.legend if level else shown.legend
        figures.legend(legend, colours, {mark.kind for mark in fora}, {mark.state for mark in fora})
        st.caption(" ".join(clickable_map.notes(fora, newest, manner)))
    if level:
        order = {code: place for place, code in enumerate(level.rows[t("P-code")])}
        by_figure = tuple(sorted(level.shades, key=lambda shade: order[shade.pcode]))
        clickable_map.listed_districts(by_figure, programme.scope.districts, manner)
    else:
        clickable_map.listed(shown.rows, shown.shades, chosen, manner)
    return drawn


def _to_profile(chosen: tuple[str, ...]) -> None:
    """The way to the profile of the only governorate chosen."""
    if len(chosen) == 1:
        label = t("Profile of {place}", place=escape(governorate_name(chosen[0])))
        st.button(label, key="to-profile", type="tertiary", on_click=clickable_map.open_profile, args=chosen)
