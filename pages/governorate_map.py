"""Map: governorates by a chosen figure, fora on them; a click filters the whole dashboard; the slider replays the months."""

import streamlit as st

from community_policing import choropleth, findings, maps, theme
from community_policing.charts.frame import CONFIG
from community_policing.charts.governorates import governorate_map
from community_policing.export.rows import csv, file_name
from community_policing.geography import governorates
from community_policing.indicators import INDICATORS
from community_policing.programme import Programme
from community_policing.result import Result
from community_policing.text import t
from community_policing.view import figures, filters, style, timeline
from community_policing.view.markdown import escape
from community_policing.view.session import result
from community_policing.view.working import show_working

MAPPED = tuple(key for key, indicator in INDICATORS.items() if "governorate" in indicator.splits)


def render(programme: Programme) -> None:
    """One slim row of controls, the map, the months, then the same numbers as a table."""
    colours = theme.palette(st.context.theme.type)
    title = st.container()
    key, by_webgl, wide = _controls()
    shown = result(key, programme, "governorate")
    names = {pcode: filters.governorate_name(pcode) for pcode in governorates()}
    shades = choropleth.shades(shown, names, colours)
    title.title(findings.map_title(shown, shades))
    if wide:
        style.wide()
    _map(shades, choropleth.marks(programme), colours, by_webgl, 860 if wide else 600)
    figures.legend(choropleth.legend(shown, shades, colours), colours)
    timeline.months(programme)
    _table(shown, shades, programme)


def _controls() -> tuple[str, bool, bool]:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        key = st.selectbox(
            t("Colour governorates by"),
            MAPPED,
            format_func=lambda k: t(INDICATORS[k].label),
            key="indicator",
            width=340,
        )
        engine = st.segmented_control(t("Map"), ["webgl", "drawn"], default="webgl", required=True, key="engine",
                                      format_func={"webgl": t("Zoomable"), "drawn": t("Drawn")}.__getitem__)  # fmt: skip
        wide = st.toggle(t("Whole screen"), key="wide")
    return key, engine == "webgl", wide


def _map(
    shades: tuple[choropleth.Shade, ...],
    marks: tuple[choropleth.Mark, ...],
    colours: theme.Palette,
    by_webgl: bool,
    height: int,
) -> None:
    clicks = st.session_state.setdefault("clicks", 0)
    alt = findings.map_alt(shades)
    if by_webgl:
        st.pydeck_chart(
            maps.governorate_map(shades, marks, colours, clicks), height=height, on_select=_clicked, key="deck", alt=alt
        )
        st.caption(t("Click a governorate to filter by it, again to take it back. If no map appears, choose Drawn."))
    else:
        drawing = governorate_map(shades, marks, colours, height)
        st.plotly_chart(
            drawing,
            theme=None,
            config=CONFIG,
            on_select=_clicked_drawn,
            selection_mode="points",
            key=f"drawn-{clicks}",
            alt=alt,
        )


def _clicked() -> None:
    """A polygon has its properties, a forum's mark is a row of ours; both know their governorate."""
    for objects in st.session_state["deck"].selection.objects.values():
        for clicked in objects[:1]:
            _chose(clicked.get("properties", clicked)["pcode"])


def _clicked_drawn() -> None:
    for point in st.session_state[f"drawn-{st.session_state['clicks']}"].selection.points[:1]:
        _chose(point.get("location") or point["customdata"][0])


def _chose(pcode: str) -> None:
    st.session_state["clicks"] += 1
    filters.choose_governorate(pcode)


def _table(shown: Result, shades: tuple[choropleth.Shade, ...], programme: Programme) -> None:
    """The numbers on the map, and the rows behind them."""
    label, unit = t(shown.indicator.label), t(shown.indicator.unit)
    st.subheader(escape(t("The same numbers: {label}", label=label)))
    rows = findings.map_rows(shown, shades, filters.governorate_name(""), label)
    st.dataframe(rows, hide_index=True, key="map-table", height=38 + 35 * len(rows))
    total = theme.quantity(shown.value, shown.indicator.unit)
    st.markdown(
        escape(t("Iraq, or the part of it chosen: {total} {unit}", total=total, unit=unit if unit != "percent" else ""))
    )
    with st.container(horizontal=True):
        if st.button(t("Show the working"), key=f"working-{shown.indicator.key}"):
            show_working((shown,), programme)
        st.download_button(t("Download this table (CSV)"), lambda: csv(rows), file_name(f"map-{shown.indicator.key}", programme, shown.as_of),
                           "text/csv", key="download-map", on_click="ignore")  # fmt: skip
