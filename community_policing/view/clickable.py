"""The map that is clicked: the zoomable one or the drawn one, and what a click does."""

import streamlit as st

from community_policing import findings, maps, theme
from community_policing.charts.frame import CONFIG
from community_policing.charts.governorates import governorate_map
from community_policing.choropleth import Mark, Shade
from community_policing.text import t
from community_policing.view import filters


def governorates(
    shades: tuple[Shade, ...], marks: tuple[Mark, ...], colours: theme.Palette, zoomable: bool, height: int
) -> None:
    """Draws the map; a click on a governorate or a forum's mark filters the dashboard to that governorate."""
    clicks, alt = st.session_state.setdefault("clicks", 0), findings.map_alt(shades)
    if zoomable:
        deck = maps.governorate_map(shades, marks, colours, clicks, height)
        st.pydeck_chart(deck, height=height, on_select=_clicked_deck, key="deck", alt=alt)
        st.caption(t("Click a governorate to filter by it, again to take it back. If no map appears, choose Drawn."))
        return
    drawing = governorate_map(shades, marks, colours, height)
    key = f"drawn-{clicks}"
    st.plotly_chart(
        drawing, theme=None, config=CONFIG, on_select=_clicked_drawing, selection_mode="points", key=key, alt=alt
    )
    st.caption(t("Click a governorate to filter by it, again to take it back."))


def _clicked_deck() -> None:
    """A polygon has its properties, a forum's mark is a row of ours; both know their governorate."""
    for objects in st.session_state["deck"].selection.objects.values():
        for clicked in objects[:1]:
            _chose(clicked.get("properties", clicked)["pcode"])


def _clicked_drawing() -> None:
    for point in st.session_state[f"drawn-{st.session_state['clicks']}"].selection.points[:1]:
        _chose(point.get("location") or point["customdata"][0])


def _chose(pcode: str) -> None:
    st.session_state["clicks"] += 1
    filters.choose_governorate(pcode)
