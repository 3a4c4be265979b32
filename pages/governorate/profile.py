"""Governorate profile: its parts, each made once for all users."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from community_policing.analysis import district_level, governorate, insights
from community_policing.analysis.governorate import Step
from community_policing.analysis.targets import wording
from community_policing.analysis.training import calendar
from community_policing.analysis.works import items as works
from community_policing.core import formats, labels, palette
from community_policing.core.geography import governorate_name, governorate_order, governorates, neighbours
from community_policing.core.i18n import listed, t
from community_policing.export.table import figures as of_figures, on_screen
from community_policing.measure.compute import over_time
from community_policing.measure.programme import Programme, cached_on_programme
from community_policing.measure.result import Result
from community_policing.ui.charts.frame import Drawing, Drawn
from community_policing.ui.charts.split import split
from community_policing.ui.charts.trend import trend
from community_policing.ui.components import figures, working
from community_policing.ui.components.cards import card, status_mark
from community_policing.ui.shell import window
from community_policing.ui.shell.markdown import escape
from community_policing.ui.shell.session import result, scoped
from community_policing.ui.shell.state import GOVERNORATE
from pages.governorate import life, paper
from pages.governorate.lists import MOST, lined
from pages.targets import rows as targets

SHOWN = (
    "fora_established_iom",
    "fora_established_police",
    "fora_planned",
    "events_held",
    "attendances",
    "building_works_done",
)
HEIGHT = 230  # of the small drawings
WIDTH = 520  # and their greatest width: on paper, where drawings are made smaller, half a page holds it


def title(programme: Programme) -> str:
    """The finding about the only governorate chosen."""
    keys = ("fora_established", "fora_established_iom", "fora_established_police", "fora_planned")
    fora, iom, police, planned = (result(key, programme) for key in keys)
    place = governorate_name(programme.scope.governorates[0])
    return governorate.title(place, fora, iom, police, planned, governorate.plans(programme))


def head(programme: Programme) -> None:
    """Draw the page on paper, and the way to another governorate; which one is shown stands in the filter, and nowhere else."""
    with st.container(horizontal=True, vertical_alignment="center", key="profile-head"):
        paper.buttons(programme)
        if len(programme.scope.governorates) == 1:
            another = t("Choose another governorate")
            st.button(another, key="another-governorate", type="tertiary", on_click=GOVERNORATE.set, args=([],))


def cards(programme: Programme, colours: palette.Palette) -> None:
    """The six figures of the profile, each with its working."""
    made = governorate.profile_cards(lambda key: result(key, programme), governorate.plans(programme))
    with st.grid(columns=6, min_column_width=140, gap="small", key="profile-cards"):
        for each in made:
            card(each.label, each.result, programme, colours, each.lines, each.others)


def panels(programme: Programme, colours: palette.Palette) -> None:
    """What there is and what is next, how fora fare and what people say, in as many columns as there is room for."""
    with st.container(key="profile-panels"):
        for name, draw in _DRAWN.items():
            with st.container(key=f"panel-{name}", width=WIDTH):
                draw(programme, colours)


def _trend(programme: Programme, colours: palette.Palette) -> None:
    st.header(t("Fora over time"))
    drawing, alt, rows = _trend_drawn(programme, colours, min(window.column(400), WIDTH))
    if drawing is None:
        figures.empty(insights.no_trend(programme))
        return
    figures.drawn(drawing, alt, "profile-trend", lambda: rows, programme, title=alt)
    if by_district := district_level.sentence(result("fora_established", programme, "district"), programme):
        st.caption(escape(by_district))


@cached_on_programme
def _trend_drawn(programme: Programme, colours: palette.Palette, wide: int) -> tuple[Drawing | None, str, pd.DataFrame]:
    iom, police = (over_time(f"fora_established_{who}", programme) for who in ("iom", "police"))
    if not iom and not police:
        return None, "", pd.DataFrame()
    by_iom, by_police = (result(f"fora_established_{who}", programme) for who in ("iom", "police"))
    values = (by_iom.value, by_police.value)
    names = insights.trend_names(*values)
    drawing = trend(iom, police, by_iom.target, programme.as_of, colours, names, wide, HEIGHT, programme.grain)
    alt = insights.trend_alt(iom, police, values, programme.grain)
    return drawing, alt, insights.trend_rows(iom, police, names, programme.grain)


def _reach(programme: Programme, colours: palette.Palette) -> None:
    st.header(t("Attendances by group"))
    drawing, alt, rows = _reach_drawn(programme, colours)
    seats = result("attendances", programme, "participant_group")
    if drawing is None:
        none = insights.nothing(t("No seat was filled here by this date."), programme, "trainings")
        figures.empty(seats.why_absent or none)
        return
    figures.drawn(drawing, alt, "profile-reach", lambda: rows, programme, results=(seats,))


@cached_on_programme
def _reach_drawn(programme: Programme, colours: palette.Palette) -> tuple[Drawn | None, str, pd.DataFrame]:
    seats = result("attendances", programme, "participant_group")
    if seats.value is None or not seats.parts:
        return None, "", pd.DataFrame()
    parts = listed([f"{_group(key)} {formats.quantity(part)}" for key, part in seats.parts.items()])
    alt = t("Attendances by participant group: {figures}.", figures=parts)
    return split(seats, _group, colours), alt, insights.split_rows(seats, _group)


def _group(key: str) -> str:
    return labels.label(key, "participant_group") if key else t("Not on record")


def _ahead(programme: Programme, colours: palette.Palette) -> None:
    st.header(t("What is planned next"))
    steps = _steps(programme)
    if not steps:
        figures.empty(t("No forum, event or work is recorded after this date."))
        return
    passed = t("date passed")
    late = f':color[{palette.STATUS_GLYPHS["at_risk"]} {passed}]{{foreground="{colours.warn}"}}'
    lines = [
        (escape(step.when), f"{escape(step.what)}{f' {late}' if step.late else ''}", escape(step.kind))
        for step in steps[:MOST]
    ]
    lined((t("When"), t("What"), t("Kind")), lines, len(steps))
    figures.downloads(
        lambda: governorate.steps_table(steps), "profile-ahead", programme, title=t("What is planned next")
    )


@cached_on_programme
def _steps(programme: Programme) -> tuple[Step, ...]:
    return governorate.ahead(
        governorate.plans(programme), calendar.events(programme), works.items(programme), programme.as_of
    )


def _targets(programme: Programme, colours: palette.Palette) -> None:
    st.header(t("Its own targets"))
    rows = targets.board(programme).rows
    if not rows:
        figures.empty(governorate.no_target(programme.scope))
        return
    st.markdown("\n\n".join(
        f"{status_mark(row.status, colours)} · {escape(row.result.label)}: "
        f"{escape(wording.with_reason(insights.against_target(row.result), row.result))}" for row in rows[:MOST]
    ))  # fmt: skip
    working.button("targets", tuple(row.result for row in rows), programme)


def _works(programme: Programme, colours: palette.Palette) -> None:
    st.header(t("Works and equipment"))
    items = works.items(programme)
    if not items:
        none = t("No site, vehicle or equipment is recorded here by this date.")
        figures.empty(insights.nothing(none, programme, "infrastructure"))
        return
    overdue = f':color[{palette.STATUS_GLYPHS["off_track"]}]{{foreground="{colours.bad}"}} '
    lines = [
        (
            escape(item.name),
            escape(works.amount(item)),
            f"{overdue if item.overdue else ''}{escape(governorate.stage(item))}",
        )
        for item in items[:MOST]
    ]
    lined((t("What"), t("How many"), t("How far")), lines, len(items), frozenset({t("How many")}))
    figures.downloads(lambda: works.table(items), "profile-works", programme, title=t("Works and equipment"))


def _neighbours(programme: Programme, colours: palette.Palette) -> None:  # noqa: ARG001  a panel like the others
    st.header(t("Compared with its neighbours"))
    splits, rows = _compared(programme)
    if not splits:
        figures.empty(t("No figure to compare is published by governorate."))
        return
    first, *others = on_screen(rows).itertuples(index=False)
    lines = [tuple(f"**{escape(cell)}**" for cell in first), *(tuple(escape(cell) for cell in line) for line in others)]
    lined([escape(head) for head in rows.columns], lines, len(lines), frozenset(of_figures(rows)))
    st.caption(t("Median: half of the governorates have as many or fewer."))
    with st.container(horizontal=True, vertical_alignment="center"):
        working.button("neighbours", splits, programme)
        figures.downloads(
            lambda: rows, "profile-neighbours", programme, title=t("Compared with its neighbours"), results=splits
        )


@cached_on_programme
def _compared(programme: Programme) -> tuple[tuple[Result, ...], pd.DataFrame]:
    """The country's figures by governorate within the same choice otherwise, of what is known by governorate."""
    pcode = programme.scope.governorates[0]
    country = scoped(programme.whole, programme.scope.at(()))
    splits = tuple(
        each for key in governorate.COMPARED if governorate.by_place(each := result(key, country, "governorate"))
    )
    beside = sorted(neighbours(pcode), key=governorate_order)
    return splits, governorate.compared(splits, (pcode, *beside), tuple(governorates()))


_DRAWN: dict[str, Callable[[Programme, palette.Palette], None]] = {
    "trend": _trend, "ahead": _ahead, "fora": life.fora_here, "reach": _reach, "answers": life.answers_here,
    "targets": _targets, "works": _works, "neighbours": _neighbours,
}  # fmt: skip
