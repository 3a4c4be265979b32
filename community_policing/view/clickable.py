"""The map that is clicked: the zoomable one or the drawn one, and what a click does."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import streamlit as st

from community_policing import findings, maps, theme
from community_policing.charts.frame import CONFIG
from community_policing.charts.governorates import governorate_map
from community_policing.choropleth import Mark, Shade
from community_policing.text import t
from community_policing.view import filters, jump

PROFILE = "governorate"  # the page that a click opens
_deck = lru_cache(maxsize=64)(maps.governorate_map)
_drawing = lru_cache(maxsize=64)(governorate_map)


@dataclass(frozen=True)
class Manner:
    """How the map is drawn and what a click on it does: it opens the governorate's profile, or filters the dashboard."""

    zoomable: bool
    opens: bool
    height: int


def governorates(
    shades: tuple[Shade, ...], marks: tuple[Mark, ...], colours: theme.Palette, chosen: tuple[str, ...], manner: Manner
) -> None:
    """Draws the map around the chosen governorates; a click on a governorate or on a forum's mark is one on that place."""
    clicks, alt = st.session_state.setdefault("clicks", 0), findings.map_alt(shades)
    around, act = _around(chosen), _open if manner.opens else _filter
    if manner.zoomable:
        deck = _deck(shades, marks, colours, clicks, manner.height, around)
        st.pydeck_chart(deck, height=manner.height, on_select=lambda: _clicked_deck(act), key="deck", alt=alt)
    else:
        drawing, key = _drawing(shades, marks, colours, manner.height, around=around), f"drawn-{clicks}"
        st.plotly_chart(
            drawing, theme=None, config=CONFIG, on_select=lambda: _clicked_drawing(act), selection_mode="points",
            key=key, alt=alt,
        )  # fmt: skip
    st.caption(" ".join(_hints(marks, manner)))


def _hints(marks: tuple[Mark, ...], manner: Manner) -> Iterator[str]:
    if manner.opens:
        yield t("Click a governorate to open its profile.")
    else:
        yield t("Click a governorate to filter by it, again to take it back.")
    if manner.zoomable:
        yield t("If no map appears, choose Drawn.")
    if wide := max((mark.within_km for mark in marks), default=0):
        yield t(
            "Fora of one kind within about {km} km share a mark: choose a governorate to see them apart.",
            km=theme.number(wide),
        )


def _around(chosen: tuple[str, ...]) -> tuple[str, ...]:
    """What the map opens on: the chosen governorates; but where a click on it chose them, it stays as it stood."""
    around, last = st.session_state.get("looking", ((), ()))
    if chosen != last:
        around = chosen
        st.session_state["looking"] = (around, chosen)
    return tuple(around)


def _clicked_deck(act: Callable[[str], None]) -> None:
    """A polygon has its properties, a forum's mark is a row of ours; both know their governorate."""
    for objects in st.session_state["deck"].selection.objects.values():
        for clicked in objects[:1]:
            act(clicked.get("properties", clicked)["pcode"])


def _clicked_drawing(act: Callable[[str], None]) -> None:
    for point in st.session_state[f"drawn-{st.session_state['clicks']}"].selection.points[:1]:
        act(point.get("location") or point["customdata"][0])


def _filter(pcode: str) -> None:
    st.session_state["clicks"] += 1
    filters.choose_governorate(pcode)
    around, _ = st.session_state.get("looking", ((), ()))
    st.session_state["looking"] = (around, tuple(st.session_state["governorate"]))


def _open(pcode: str) -> None:
    st.session_state["clicks"] += 1
    open_profile(pcode)


def open_profile(pcode: str) -> None:
    """In a callback: filters the dashboard to that governorate and goes to its profile."""
    st.session_state["governorate"] = [pcode]
    jump.to(PROFILE)
