"""Governorate chooser, where none or several are chosen: a map and a list."""

import pandas as pd
import streamlit as st

from community_policing.analysis import governorate
from community_policing.analysis.map import choropleth
from community_policing.core import palette
from community_policing.core.geography import governorate_order, governorates
from community_policing.core.i18n import t
from community_policing.export.table import figures as of_figures, on_screen
from community_policing.measure.programme import Programme, cached_on_programme
from community_policing.measure.result import Result
from community_policing.ui.components import clickable_map, figures, working
from community_policing.ui.components.arrow_cache import arrow, grid, kept
from community_policing.ui.shell.session import marks, result
from community_policing.ui.shell.state import selection


def title(programme: Programme) -> str:
    """The finding over the start."""
    fora, planned = (result(f"fora_{key}", programme, "governorate") for key in ("established", "planned"))
    return governorate.choose(fora, planned, tuple(governorates()))


def draw(programme: Programme, colours: palette.Palette) -> None:
    """Where no governorate, or more than one, is chosen: a map and a list to choose from."""
    chosen = programme.scope.governorates
    mapped_result, splits, rows, pcodes = _choice(programme)
    shades = choropleth.shades(mapped_result, colours)
    on_map, as_list = st.columns([1, 1.45], gap="small")  # so that the list has room for all its columns at 1280 pixels
    with on_map:
        has_fora = mapped_result.indicator.key == "fora_established"
        st.header(t("Where fora are established") if has_fora else t("Where fora are planned"))
        manner = clickable_map.Manner(zoomable=False, opens=True, height=500)
        fora = marks(programme)
        drawn = clickable_map.governorates(shades, fora, colours, chosen, manner)
        st.caption(" ".join(clickable_map.notes(fora, fora, manner)))
        with st.container(key="chooser-legend"):
            figures.legend(
                choropleth.legend(mapped_result, shades, colours),
                colours,
                {mark.kind for mark in fora},
                {mark.state for mark in fora},
            )
        if drawn:
            figures.pictures(*drawn, programme, mapped_result.label, legend="chooser-legend")
    with as_list:
        st.header(t("Or choose a line"))
        grid(
            kept("list", rows, lambda: arrow(on_screen(rows))), "profile-list",
            height=38 + 35 * len(rows), selection_mode="single-row", on_select=lambda: _picked(pcodes), right=of_figures(rows),
        )  # fmt: skip
        if splits:
            working.button("profiles", splits, programme)
        figures.downloads(lambda: rows, "profiles", programme, title=t("Governorates"), results=splits)


def _picked(pcodes: tuple[str, ...]) -> None:
    for row in selection("profile-list").rows[:1]:
        clickable_map.open_profile(pcodes[row])


@cached_on_programme
def _choice(programme: Programme) -> tuple[Result, tuple[Result, ...], pd.DataFrame, tuple[str, ...]]:
    """What the map shows, and the list: governorates by name with those figures that are known by governorate."""
    everything = {key: result(key, programme, "governorate") for key in ("fora_established", *governorate.COMPARED)}
    splits = tuple(
        split for key, split in everything.items() if key in governorate.COMPARED and governorate.by_place(split)
    )
    pcodes = tuple(sorted(programme.scope.governorates or governorates(), key=governorate_order))
    fora = everything["fora_established"]
    mapped_result = fora if governorate.by_place(fora) else everything["fora_planned"]
    return mapped_result, splits, governorate.listed(splits, pcodes), pcodes
