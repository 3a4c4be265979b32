"""The overview's lower half: what needs attention, where fora are, how they grew against plan."""

import streamlit as st

from community_policing import choropleth, findings, theme
from community_policing.charts.frame import CONFIG
from community_policing.charts.governorates import governorate_map
from community_policing.charts.trend import trend
from community_policing.geography import governorates
from community_policing.measure import over_time, overdue
from community_policing.programme import Programme
from community_policing.text import t
from community_policing.view import figures
from community_policing.view.cards import status_mark
from community_policing.view.filters import governorate_name
from community_policing.view.markdown import escape
from community_policing.view.session import places, result

HEIGHT = 400
WATCHED = (
    "fora_established_iom", "trainings_and_campaigns_held", "workshops_held", "attendances", "community_attendances",
    "vehicles_handed_over", "equipment_handed_over", "stations_adapted", "headquarters_built",
)  # fmt: skip


def attention(programme: Programme, colours: theme.Palette) -> None:
    """What needs attention, worst first, or that nothing does."""
    st.subheader(t("What needs attention"))
    pcodes = programme.scope.governorates or tuple(governorates())
    fora = places("fora_established_iom", programme, pcodes)
    targets = tuple(result(key, programme) for key in WATCHED)
    names = {pcode: governorate_name(pcode) for pcode in pcodes}
    found = findings.attention(targets, fora, names, overdue(programme))
    if not found:
        held = any(target.target for target in targets)
        nothing = t("Every target is on track or done.")
        figures.empty(nothing if held else t("No targets are set in this dataset or for this choice."))
    with st.container(key="findings"):
        st.markdown("\n\n".join(f"{status_mark(f.status, colours)} · {escape(f.sentence)}" for f in found[:8]))


def where(programme: Programme, colours: theme.Palette) -> None:
    """Fora established by governorate; where nobody knows that, those planned, which were published."""
    shown = result("fora_established", programme, "governorate")
    known = shown.split_known and shown.value is not None
    shown = shown if known else result("fora_planned", programme, "governorate")
    shades = choropleth.shades(shown, {pcode: governorate_name(pcode) for pcode in governorates()}, colours)
    st.subheader(t("Where fora are established") if known else t("Where fora are planned"))
    if not known:
        st.caption(t("Where the established ones are is not published by governorate."))
    drawing = governorate_map(shades, choropleth.marks(programme), colours, HEIGHT, names=False)
    label = t(shown.indicator.label)
    alt = findings.map_alt(shades)
    figures.drawn(
        drawing, alt, "small-map", CONFIG, lambda: findings.map_rows(shown, shades, governorate_name(""), label)
    )
    figures.legend(choropleth.legend(shown, shades, colours), colours)


def when(programme: Programme, colours: theme.Palette) -> None:
    """Fora over time against plan, or why there is no line to draw."""
    st.subheader(t("Fora over time against plan"))
    iom, police = (over_time(f"fora_established_{who}", programme) for who in ("iom", "police"))
    if not iom and not police:
        totals = programme.dataset.basis == "facts"
        none = t("No forum was set up in this choice by then.")
        figures.empty(t("Published as totals only: see the Record page.") if totals else none)
        return
    target = result("fora_established_iom", programme).target
    drawing = trend(iom, police, target, programme.as_of, colours, HEIGHT)
    alt = findings.trend_alt(iom, police)
    figures.drawn(drawing, alt, "trend", CONFIG, lambda: findings.trend_rows(iom, police))
