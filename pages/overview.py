"""Overview: where do we stand, what is at risk, what was planned; ten seconds for the Chief of Mission."""

import streamlit as st

from community_policing import choropleth, findings, theme
from community_policing.charts.frame import CONFIG
from community_policing.charts.governorates import governorate_map
from community_policing.charts.trend import trend
from community_policing.geography import governorates
from community_policing.measure import over_time, overdue
from community_policing.programme import Programme, Scope
from community_policing.text import t
from community_policing.view import figures
from community_policing.view.cards import card, status_mark
from community_policing.view.filters import governorate_name
from community_policing.view.markdown import escape
from community_policing.view.session import result, scoped

TARGETS = ("fora_established_iom", "trainings_and_campaigns_held", "workshops_held", "attendances", "community_attendances",
           "vehicles_handed_over", "equipment_handed_over", "stations_adapted", "headquarters_built")  # fmt: skip


def render(programme: Programme) -> None:
    """Cards, then what needs attention beside where and when."""
    colours = theme.palette(st.context.theme.type)
    st.title(findings.headline(result("fora_established", programme), result("fora_planned", programme)))
    _cards(programme, colours)
    attention, where, when = st.columns([1, 1.05, 1.15], gap="medium")
    with attention:
        _attention(programme, colours)
    with where:
        _where(programme, colours)
    with when:
        _when(programme, colours)


def _cards(programme: Programme, colours: theme.Palette) -> None:
    found = {
        key: result(key, programme)
        for key in (*TARGETS, "fora_established", "fora_established_police", "fora_planned", "works_agreed")
    }
    with st.grid(columns=5, min_column_width=165, gap="small"):
        card(t("Fora established"), [found[k] for k in ("fora_established", "fora_established_iom", "fora_established_police")],
             programme, colours, findings.by_whom(found["fora_established_iom"], found["fora_established_police"]))  # fmt: skip
        card(t("Fora planned"), [result("fora_planned", programme, "governorate")], programme, colours,
             findings.where_planned(result("fora_planned", programme, "governorate"), governorate_name))  # fmt: skip
        card(t("Trainings and campaigns"), [found["trainings_and_campaigns_held"], found["workshops_held"]], programme, colours,
             findings.and_more(found["workshops_held"]))  # fmt: skip
        card(t("Attendances"), [found["attendances"], found["community_attendances"]], programme, colours,
             findings.of_which(found["community_attendances"]))  # fmt: skip
        card(t("Vehicles handed over"), [found[k] for k in ("vehicles_handed_over", "equipment_handed_over", "stations_adapted", "headquarters_built", "works_agreed")],
             programme, colours, findings.works(found["stations_adapted"], found["headquarters_built"], found["works_agreed"]))  # fmt: skip


def _attention(programme: Programme, colours: theme.Palette) -> None:
    st.subheader(t("What needs attention"))
    places = {}
    for pcode in programme.scope.governorates or governorates():
        there = scoped(programme.whole, Scope(programme.as_of, (pcode,)))
        places[pcode] = result("fora_established_iom", there), result("fora_planned", there)
    targets = tuple(result(key, programme) for key in TARGETS)
    found = findings.attention(targets, places, {p: governorate_name(p) for p in places}, overdue(programme))
    with st.container(key="findings"):
        for finding in found[:8]:
            st.markdown(f"{status_mark(finding.status, colours)} · {escape(finding.sentence)}")
    if not found:
        held = any(result.target for result in targets)
        figures.empty(
            t("Every target is on track or done.")
            if held
            else t("No targets are set in this dataset or for this choice.")
        )


def _where(programme: Programme, colours: theme.Palette) -> None:
    """Fora established; where their places are not known, those planned, which are."""
    shown = result("fora_established", programme, "governorate")
    known = shown.split_known and shown.value is not None
    shown = shown if known else result("fora_planned", programme, "governorate")
    shades = choropleth.shades(shown, {pcode: governorate_name(pcode) for pcode in governorates()}, colours)
    st.subheader(t("Where fora are established") if known else t("Where fora are planned"))
    if not known:
        st.caption(t("Where the established ones are is not published by governorate."))
    drawing = governorate_map(shades, choropleth.marks(programme), colours, 400, names=False)
    figures.drawn(drawing, findings.map_alt(shades), "small-map", CONFIG)
    figures.legend(choropleth.legend(shown, shades, colours), colours)


def _when(programme: Programme, colours: theme.Palette) -> None:
    st.subheader(t("Fora over time against plan"))
    iom, police = (over_time(f"fora_established_{who}", programme) for who in ("iom", "police"))
    if not iom and not police:
        published = programme.dataset.basis == "facts"
        figures.empty(
            t("Published as totals only: see the Record page.")
            if published
            else t("No forum was set up in this choice by then.")
        )
        return
    target = result("fora_established_iom", programme).target
    figures.drawn(
        trend(iom, police, target, programme.as_of, colours, 400), findings.trend_alt(iom, police), "trend", CONFIG
    )
