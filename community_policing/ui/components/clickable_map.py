"""Clickable map: zoomable or drawn, and what a click does."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal, TypeAlias

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from community_policing.analysis import insights
from community_policing.analysis.map import choropleth
from community_policing.analysis.map.choropleth import Mark, Shade
from community_policing.analysis.map.fan import fanned
from community_policing.core import formats, palette
from community_policing.core.districts import borders, is_district
from community_policing.core.i18n import language_in_force, t
from community_policing.measure.programme import Programme
from community_policing.measure.result import Result
from community_policing.ui.charts import webgl_map
from community_policing.ui.charts.frame import config
from community_policing.ui.charts.governorates import ACROSS, governorate_map
from community_policing.ui.components import choices, style
from community_policing.ui.shell import address, filters, navigate, state, window
from community_policing.ui.shell.markdown import escape
from community_policing.ui.shell.session import result, scoped

PROFILE = "governorate"  # the page that a click opens
NARROW, PHONE = 1100, 640  # pixels: widths up to which a window is narrow, or a phone's
AROUND, AROUND_WHOLE = 300, 150  # pixels of the window's height that are not the map's
HEIGHTS = (340, 370, 400, 440, 480, 530, 590, 660, 740, 830, 930)
NEAREST = 4  # presses of a zoom button
ACROSS_WIDE = 22  # degrees that the drawn map shows where it is wider than the country
_deck = lru_cache(maxsize=64)(webgl_map.governorate_map)
_drawing = lru_cache(maxsize=64)(governorate_map)


Drawing: TypeAlias = tuple[go.Figure, str]  # and its key


@dataclass(frozen=True)
class Manner:
    """How the map is drawn and what a click on it does: it opens the governorate's profile, or filters the dashboard.

    `fills`: it is as high as its place on the page, at least about `height` pixels, for which names and marks are laid out.
    """

    zoomable: bool
    opens: bool
    height: int
    fills: bool = False
    wide: bool = False


def on_phone() -> bool:
    """Whether the window is a phone's, which is narrower than a map of the country is high."""
    return window.size()[0] <= PHONE


def whole_screen() -> bool:
    """Draws the switch that gives the map the whole screen, but on a phone, and says whether it is on."""
    if on_phone():
        return False
    address.flag("screen", "whole", "wide")
    if on := st.toggle(t("Whole screen"), key="wide"):
        style.whole_screen()
    return on


def _height(wide: bool) -> int:
    """About how high the map is in that window, as app.css makes it; in steps, for which it is laid out once for all."""
    across, high = window.size()
    room = min(across, 560) if across <= NARROW else high - (AROUND_WHOLE if wide else AROUND)
    return max((step for step in HEIGHTS if step <= room), default=HEIGHTS[0])


def manner() -> Manner:
    """How the map is drawn and what a click does, as the reader chooses; on a phone it is the drawn one, which fits its width, and
    without WebGL no other."""
    kinds = {"zoomable": t("Zoomable"), "drawn": t("Drawn")}
    if not window.draws_webgl():
        del kinds["zoomable"]
    acts = {"opens": t("Opens the profile"), "filters": t("Sets the filter")}
    if borders():
        acts = {"filters": t("Shows its districts"), "opens": acts["opens"]}
    first = "drawn" if on_phone() else next(iter(kinds))
    with st.popover(t("Options"), key="map-options"):
        kind = choices.buttons("map", t("Map"), list(kinds), kinds.__getitem__, key="kind", usual=first)
        act = choices.buttons("click", t("A click"), list(acts), acts.__getitem__)
        if "zoomable" in kinds:
            st.caption(t("Zoom with the buttons or two fingers. If no map appears, choose Drawn."))
    wide = whole_screen()
    return Manner(kind == "zoomable", act == "opens", _height(wide), fills=True, wide=wide)


def newest(programme: Programme) -> Programme:
    """The same choice on the dataset's own date: what is written and coloured for it stays in place while dates go by."""
    last = programme.dataset.as_of
    return programme if programme.as_of == last else scoped(programme.whole, replace(programme.scope, as_of=last))


def highest(mapped_result: Result, programme: Programme) -> int:
    """Return the highest figure on the newest date or on the one shown, so that colours compare from date to date."""
    last = result(mapped_result.indicator.key, newest(programme), "governorate")
    return max(choropleth.top(mapped_result), choropleth.top(last))


def unchosen(programme: Programme) -> Programme:
    """The same choice but for governorates."""
    return scoped(programme.whole, programme.scope.at(()))


def everywhere(mapped_result: Result, programme: Programme) -> Result:
    """The same figure of every governorate, whichever are chosen; as shown, where without them the view has another date."""
    all_of_them = unchosen(programme)
    if all_of_them.as_of != mapped_result.as_of:
        return mapped_result
    return result(mapped_result.indicator.key, all_of_them, "governorate")


def governorates(
    shades: tuple[Shade, ...], marks: tuple[Mark, ...], colours: palette.Palette, chosen: tuple[str, ...], manner: Manner,
    beside: tuple[Mark, ...] = (), tips: tuple[Shade, ...] = (),
    level: tuple[Shade, ...] = (), level_tips: tuple[Shade, ...] = (),
) -> Drawing | None:  # fmt: skip
    """Draws the map around the chosen governorates; a click on a governorate or on a forum's mark is one on that place.
    Names stand beside the marks, or beside those of another date (`beside`); under the pointer stand `tips` and `level_tips`.
    A `level` of districts is drawn over its governorate where a reader's own file has their borders.
    Returns the drawing and its key, for a picture of it; the zoomable map has none."""
    clicks, alt = state.MAP_CLICKS.get(), insights.map_alt((*shades, *level))
    around, act = _around(chosen), _open if manner.opens else _filter
    height: int | Literal["stretch"] = "stretch" if manner.fills else manner.height
    if manner.zoomable and not (level and language_in_force().right_to_left):  # it has no pictures of districts' names
        nearer = state.MAP_NEARER.get()
        deck = _deck(shades, marks, colours, clicks, manner.height, around, beside, tips, nearer, level, level_tips)
        key = "deck-wide" if manner.wide else "deck"  # a map of another height begins anew, or it would keep its scale
        st.pydeck_chart(deck, height=height, on_select=lambda: _clicked_deck(key, act), key=key, alt=alt)
        with st.container(key="map-zoom", gap=None):
            st.button("+", key="zoom-in", on_click=_zoom, args=(1,), help=t("Zoom in"))
            st.button("−", key="zoom-out", on_click=_zoom, args=(-1,), help=t("Zoom out"))
        return None
    across = ACROSS_WIDE if manner.fills and not on_phone() else ACROSS
    drawing = _drawing(shades, marks, colours, manner.height, around=around, beside=beside, across=across, level=level)
    st.plotly_chart(
        drawing, theme=None, config=config(), on_select=lambda: _clicked_drawing(act), selection_mode="points",
        key=f"drawn-{clicks}", alt=alt, height=height,
    )  # fmt: skip
    return drawing, f"drawn-{clicks}"


def _zoom(by: int) -> None:
    state.MAP_NEARER.set(min(max(state.MAP_NEARER.get() + by, 0), NEAREST))


def listed(rows: pd.DataFrame, shades: tuple[Shade, ...], chosen: tuple[str, ...], manner: Manner) -> None:
    """The governorates with their figures in the order of the table, as buttons: one does what a click on the map does."""
    named = {shade.pcode: shade for shade in shades}
    first = [pcode for pcode in rows[t("P-code")] if pcode in named]
    order = list(dict.fromkeys((*first, *named)))
    act = _open if manner.opens else _filter
    state.MAP_LISTED.set(chosen[0] if len(chosen) == 1 else None)
    label = t("Open the profile of a governorate") if manner.opens else t("Filter by a governorate")
    with st.container(key="map-list"):
        st.pills(
            label, order, key=state.MAP_LISTED.key, on_change=_picked, args=(chosen, act), label_visibility="collapsed",
            format_func=lambda pcode: f"{escape(named[pcode].name)} **{escape(_figure(named[pcode]))}**",
        )  # fmt: skip


def listed_districts(shades: tuple[Shade, ...], chosen: tuple[str, ...], manner: Manner) -> None:
    """The districts with their figures, most first, as buttons that do what a click on the map does; over them the way back."""
    order = [shade.pcode for shade in shades]
    named = {shade.pcode: shade for shade in shades}
    state.MAP_LISTED.set(chosen[0] if len(chosen) == 1 else None)
    with st.container(key="map-list"):
        st.button(t("◂ All governorates"), key="map-up", type="tertiary", on_click=_up)
        st.pills(
            t("Filter by a district"), order, key=state.MAP_LISTED.key, on_change=_picked,
            args=(chosen, _open if manner.opens else _filter), label_visibility="collapsed",
            format_func=lambda code: f"{escape(named[code].name)} **{escape(_figure(named[code]))}**",
        )  # fmt: skip


def _up() -> None:
    """Back from districts to the country."""
    state.MAP_CLICKS.set(state.MAP_CLICKS.get() + 1)
    state.DISTRICT.set([])
    state.GOVERNORATE.set([])


def _figure(shade: Shade) -> str:
    """A governorate's figure, or a dash where it has none."""
    return formats.quantity(None) if shade.kind in ("no_data", "outside") else shade.figure


def _picked(chosen: tuple[str, ...], act: Callable[[str], None]) -> None:
    """A button of the list; the one that is chosen already says nothing when it is pressed again."""
    for pcode in (state.MAP_LISTED.get(), *chosen):
        if pcode:
            act(pcode)
            return


def notes(marks: tuple[Mark, ...], newest: tuple[Mark, ...], manner: Manner) -> Iterator[str]:
    """What a click does, and how marks stand where they are."""
    if manner.opens:
        yield t("Click a governorate to open its profile.")
    elif borders():
        yield t(
            "Click a governorate to see its districts, and a district to filter by it; click it again to clear the filter."
        )
    else:
        yield t("Click a governorate to filter by it; click it again to clear the filter.")
    if manner.fills and not window.draws_webgl():
        yield t("This browser has no WebGL, which the zoomable map needs: the drawn map stands in its place.")
    if states := choropleth.states_said(marks):
        yield states
    if any(mark.centred for mark in marks):
        yield t("Marks stand around the middle of their governorate: where in it they lie is not shown.")
    if any(offset != (0, 0) for offset in fanned(marks, newest, manner.height)):
        yield t("Marks that would hide one another are moved aside; a line leads to their place.")
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
        state.MAP_NEARER.set(0)
        state.MAP_VIEW.set((around, chosen))
    return around


def _clicked_deck(key: str, act: Callable[[str], None]) -> None:
    """A polygon and a forum's mark are rows of one form (`maps.Row`), and know their governorate."""
    for objects in state.selection(key).objects.values():
        for clicked in objects[:1]:
            act(clicked[webgl_map.PCODE])


def _clicked_drawing(act: Callable[[str], None]) -> None:
    for point in state.selection(f"drawn-{state.MAP_CLICKS.get()}").points[:1]:
        act(point.get("location") or point["customdata"][0])


def _filter(code: str) -> None:
    """Filters to a governorate or a district.  The view stays as it was, but where districts are drawn: there it goes nearer."""
    state.MAP_CLICKS.set(state.MAP_CLICKS.get() + 1)
    if is_district(code):
        filters.choose_district(code)
        return
    filters.choose_governorate(code)
    if not borders():
        around, _ = state.MAP_VIEW.get()
        state.MAP_VIEW.set((around, tuple(state.GOVERNORATE.get())))


def _open(pcode: str) -> None:
    state.MAP_CLICKS.set(state.MAP_CLICKS.get() + 1)
    if is_district(pcode):
        filters.choose_district(pcode)
    open_profile(pcode[:5])


def open_profile(pcode: str) -> None:
    """In a callback: filters the dashboard to that governorate and goes to its profile."""
    state.GOVERNORATE.set([pcode])
    navigate.to(PROFILE)
