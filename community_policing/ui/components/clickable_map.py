"""Clickable map: zoomable or drawn, and what a click does."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

import streamlit as st

from community_policing.analysis import insights
from community_policing.analysis.map import choropleth
from community_policing.analysis.map.choropleth import Mark, Shade
from community_policing.core import formats, palette
from community_policing.core.i18n import t
from community_policing.measure.programme import Programme
from community_policing.measure.result import Result
from community_policing.ui.charts import webgl_map
from community_policing.ui.charts.frame import CONFIG
from community_policing.ui.charts.governorates import governorate_map
from community_policing.ui.components import style
from community_policing.ui.shell import address, filters, navigate, state
from community_policing.ui.shell.session import result, scoped

PROFILE = "governorate"  # the page that a click opens
PHONE = "Mobi"  # what the browsers of phones say of themselves
_deck = lru_cache(maxsize=64)(webgl_map.governorate_map)
_drawing = lru_cache(maxsize=64)(governorate_map)


@dataclass(frozen=True)
class Manner:
    """How the map is drawn and what a click on it does: it opens the governorate's profile, or filters the dashboard."""

    zoomable: bool
    opens: bool
    height: int


def on_phone() -> bool:
    """Whether the reader's browser says that it is a phone's, which is narrower than a map of the country is high."""
    return PHONE in (st.context.headers.get("User-Agent") or "")


def whole_screen() -> bool:
    """Draws the switch that gives the map the whole screen, but on a phone, and says whether it is on."""
    if on_phone():
        return False
    address.flag("screen", "whole", "wide")
    if wide := st.toggle(t("Whole screen"), key="wide"):
        style.wide()
    return wide


def manner(wide: bool) -> Manner:
    """How the map is drawn and what a click does, as the reader chooses; on a phone it is the drawn one, which fits its width."""
    kinds = {"zoomable": t("Zoomable"), "drawn": t("Drawn")}
    acts = {"opens": t("Opens the profile"), "filters": t("Filters")}
    phone = on_phone()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        first = "drawn" if phone else "zoomable"
        address.one("map", t("Map"), list(kinds), kinds.__getitem__, key="kind", usual=first)
        address.one("click", t("A click"), list(acts), acts.__getitem__)
        kind, act = (
            st.segmented_control(label, list(of), default=usual, required=True, key=key, format_func=of.__getitem__)
            for label, of, usual, key in ((t("Map"), kinds, first, "kind"), (t("A click"), acts, "opens", "click"))
        )
    height = 860 if wide else 360 if phone and kind == "drawn" else 600
    return Manner(kind == "zoomable", act == "opens", height)


def newest(programme: Programme) -> Programme:
    """The same choice on the dataset's own date: what is written and coloured for it stays in place while dates go by."""
    last = programme.dataset.as_of
    return programme if programme.as_of == last else scoped(programme.whole, replace(programme.scope, as_of=last))


def highest(mapped_result: Result, programme: Programme) -> int:
    """Up to where the colours reach: the highest figure on the newest date, or on the date shown where that is higher, so that
    colours can be compared from one date to the next."""
    last = result(mapped_result.indicator.key, newest(programme), "governorate")
    return max(choropleth.top(mapped_result), choropleth.top(last))


def everywhere(mapped_result: Result, programme: Programme) -> Result:
    """The same figure of every governorate, whichever are chosen; as shown, where without them the view has another date."""
    all_of_them = scoped(programme.whole, replace(programme.scope, governorates=()))
    return (
        result(mapped_result.indicator.key, all_of_them, "governorate")
        if all_of_them.as_of == mapped_result.as_of
        else mapped_result
    )


def governorates(
    shades: tuple[Shade, ...], marks: tuple[Mark, ...], colours: palette.Palette, chosen: tuple[str, ...], manner: Manner,
    beside: tuple[Mark, ...] = (), tips: tuple[Shade, ...] = (),
) -> None:  # fmt: skip
    """Draws the map around the chosen governorates; a click on a governorate or on a forum's mark is one on that place.
    Names stand beside the marks, or beside those of another date (`beside`); under the pointer stand `tips`."""
    clicks, alt = state.MAP_CLICKS.get(), insights.map_alt(shades)
    around, act = _around(chosen), _open if manner.opens else _filter
    if manner.zoomable:
        deck = _deck(shades, marks, colours, clicks, manner.height, around, beside, tips)
        st.pydeck_chart(deck, height=manner.height, on_select=lambda: _clicked_deck(act), key="deck", alt=alt)
    else:
        drawing, key = _drawing(shades, marks, colours, manner.height, around=around, beside=beside), f"drawn-{clicks}"
        st.plotly_chart(
            drawing, theme=None, config=CONFIG, on_select=lambda: _clicked_drawing(act), selection_mode="points",
            key=key, alt=alt,
        )  # fmt: skip
    st.caption(" ".join(_hints(marks, manner)))


def _hints(marks: tuple[Mark, ...], manner: Manner) -> Iterator[str]:
    if manner.opens:
        yield t("Click a governorate to open its profile.")
    else:
        yield t("Click a governorate to filter by it; click it again to clear the filter.")
    if manner.zoomable:
        yield t("If no map appears, choose Drawn.")
    if wide := max((mark.within_km for mark in marks), default=0):
        yield t(
            "Fora of one kind within about {km} km share a mark: choose a governorate to see each one.",
            km=formats.number(wide),
        )


def _around(chosen: tuple[str, ...]) -> tuple[str, ...]:
    """What the map opens on: the chosen governorates; but where a click on it chose them, it stays as it stood."""
    around, last = state.MAP_VIEW.get()
    if chosen != last:
        around = chosen
        state.MAP_VIEW.set((around, chosen))
    return around


def _clicked_deck(act: Callable[[str], None]) -> None:
    """A polygon and a forum's mark are rows of one form (`maps.Row`), and know their governorate."""
    for objects in state.selection("deck").objects.values():
        for clicked in objects[:1]:
            act(clicked[webgl_map.PCODE])


def _clicked_drawing(act: Callable[[str], None]) -> None:
    for point in state.selection(f"drawn-{state.MAP_CLICKS.get()}").points[:1]:
        act(point.get("location") or point["customdata"][0])


def _filter(pcode: str) -> None:
    state.MAP_CLICKS.set(state.MAP_CLICKS.get() + 1)
    filters.choose_governorate(pcode)
    around, _ = state.MAP_VIEW.get()
    state.MAP_VIEW.set((around, tuple(state.GOVERNORATE.get())))


def _open(pcode: str) -> None:
    state.MAP_CLICKS.set(state.MAP_CLICKS.get() + 1)
    open_profile(pcode)


def open_profile(pcode: str) -> None:
    """In a callback: filters the dashboard to that governorate and goes to its profile."""
    state.GOVERNORATE.set([pcode])
    navigate.to(PROFILE)
