"""Targets on a page: a row with a bar for each indicator and place, small drawings of their paths, all of it as a table."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from community_policing.analysis import grain_wording
from community_policing.analysis.targets import rows as standing, wording
from community_policing.analysis.targets.rows import OVER, TargetRow
from community_policing.core import formats, palette
from community_policing.core.i18n import t
from community_policing.core.indicators import INDICATORS
from community_policing.measure.pace import Status
from community_policing.measure.programme import Programme, cached_on_programme
from community_policing.measure.result import Result
from community_policing.measure.thresholds import THRESHOLDS
from community_policing.ui.charts import targets as charts
from community_policing.ui.charts.frame import CONFIG
from community_policing.ui.components import figures, style
from community_policing.ui.components.cards import STATUS_COLOURS, status_mark
from community_policing.ui.components.working import show_working
from community_policing.ui.shell import address
from community_policing.ui.shell.markdown import escape
from community_policing.ui.shell.session import places, result, scoped

if TYPE_CHECKING:
    import plotly.graph_objects as go

ATTENTION, COUNTRY, PLACES, TABLE = "attention", "country", "places", "table"


@dataclass(frozen=True)
class Board:
    """Everything the page shows, made once for all readers."""

    rows: tuple[TargetRow, ...]
    title: str
    nothing: str  # what to say in place of rows
    without: str  # which indicators no row is about
    table: pd.DataFrame


@cached_on_programme
def board(programme: Programme) -> Board:
    """The rows of a choice, the finding over them, and the table under them."""
    country = () if programme.scope.governorates else tuple(result(key, programme) for key in INDICATORS)
    local = [own for key, pcodes in standing.places_with_targets(programme).items()
             for own in _local(key, programme, pcodes)]  # fmt: skip
    rows = standing.with_targets((*country, *local))
    title, nothing = (wording.headline(rows), "") if rows else wording.no_rows(programme)
    return Board(rows, title, nothing, wording.without_target(rows, programme), wording.table(rows))


def _local(key: str, programme: Programme, pcodes: tuple[str, ...]) -> list[Result]:
    """The figure of each of those governorates; one that nobody knows there has a target all the same."""
    results, scope = places(key, programme, pcodes), programme.scope
    return [
        results.get(pcode) or result(key, scoped(programme.whole, replace(scope, governorates=(pcode,))))
        for pcode in pcodes
    ]


def legend(programme: Programme, colours: palette.Palette) -> None:
    """What marks and bars mean, with the thresholds behind them."""
    on, risk, points = (
        formats.number(x) for x in (100 * THRESHOLDS.on_track_from, 100 * THRESHOLDS.at_risk_from, THRESHOLDS.points)
    )
    texts = {
        Status.OFF_TRACK: t("below {risk} % of what is due by now, or past its date", risk=risk),
        Status.AT_RISK: t("below {on} %, or a pace too slow to reach the target", on=on),
        Status.ON_TRACK: t("from {on} %", on=on),
        Status.DONE: t("target reached"),
        Status.TOO_EARLY: t("fewer than {points} months of data, or nothing due yet", points=points),
    }  # fmt: skip
    if programme.protected:
        texts[Status.NOT_CERTAIN] = t("rounding, or a pace that is not shown, could change it")
    st.caption(" · ".join(f"{status_mark(status, colours)} {escape(words)}" for status, words in texts.items()))
    if unsaid := grain_wording.no_pace(programme):
        st.caption(escape(unsaid))
    share = formats.number(100 * THRESHOLDS.interval)
    any_status = f"linear-gradient(90deg,{colours.bad} 34%,{colours.warn} 34% 67%,{colours.good} 67%)"
    style.legend((
        (f"background:{any_status};height:7px;width:24px", t("reached since the baseline")),
        (f"background:{colours.text};width:2px;height:18px", t("due by now")),
        (f"background:{colours.text};width:4px;height:18px", t("target")),
        (f"border:solid {colours.text};border-width:0 2px;height:9px;width:22px;{_line(colours)}",
         t("likely at the due date, in {share} of 100 cases", share=share)),
        (f"background:{colours.text};width:8px;height:11px;clip-path:polygon(0 0,100% 50%,0 100%)", t("beyond the scale")),
        (f"background:{colours.planned};opacity:.42", t("off track")),
        (f"background:{colours.planned};opacity:.26", t("at risk")),
        (f"background:{colours.planned};opacity:.12", t("on track")),
    ))  # fmt: skip


def rows(programme: Programme, colours: palette.Palette) -> None:
    """A row for each, with the way to its working."""
    with st.container(key="standings"):
        for row, texts in zip(board(programme).rows, _said(programme, colours), strict=True):
            style.bullet(texts)
            if st.button(t("Show the working"), key=f"working-{row.key}", type="tertiary"):
                there = scoped(programme.whole, row.result.scope)
                show_working((result(row.result.indicator.key, there),), there)


@cached_on_programme
def _said(programme: Programme, colours: palette.Palette) -> tuple[style.Bullet, ...]:
    return tuple(_bullet(row, colours) for row in board(programme).rows)


def _bullet(row: TargetRow, colours: palette.Palette) -> style.Bullet:
    colour = getattr(colours, STATUS_COLOURS[row.status])
    due = t("{place} · by {day}", place=row.place, day=formats.day(row.target.due_on))
    cells = (
        (row.result.label, due),
        (wording.of_target(row), wording.of_due(row)),
        (wording.needs(row), wording.has_seen(row)),
        (wording.likely(row), wording.how_likely(row)),
    )
    status = (colour, f"{palette.STATUS_GLYPHS[row.status]} {wording.word(row)}")
    return style.Bullet(status, cells, tuple(_marks(row, colour, colours)), wording.in_words(row))


def _marks(row: TargetRow, colour: str, colours: palette.Palette) -> list[tuple[str, str]]:
    """The bar from back to front: bands of what is due, what is reached, what is likely, due by now, target."""
    bar = standing.bar(row)
    if bar is None:
        return []
    edges = (0.0, bar.at_risk, bar.on_track, 1.0)
    bands = [
        ("band", f"{_from(edges[i], edges[i + 1])};background:{colours.planned};opacity:{shade}")
        for i, shade in enumerate((0.42, 0.26, 0.12))
    ]
    marks = [*bands, ("reached", f"{_from(0, bar.reached)};background:{colour}")]
    if bar.likely:
        off = ";border-inline-end-width:0" if bar.likely[1] == OVER else ""  # it goes on beyond the bar
        marks.append(("likely", f"{_from(*bar.likely)};border-color:{colours.text};{_line(colours)}{off}"))
        marks += [("tick", f"inset-inline-end:0;{_arrow(colours)}")] if off else []
    due = [("tick", f"{_at(bar.due)};width:2px;background:{colours.text}")] if bar.due > 0 else []
    return [*marks, *due, ("tick", f"{_at(1.0)};width:4px;background:{colours.text}")]


def _arrow(colours: palette.Palette) -> str:
    """The sign that a line goes on beyond the bar."""
    return f"inset-block:.4rem;width:8px;background:{colours.text};clip-path:polygon(0 0,100% 50%,0 100%)"


def _at(share: float) -> str:
    return f"inset-inline-start:{100 * share / OVER:.1f}%"


def _from(low: float, high: float) -> str:
    return f"{_at(low)};width:{100 * max(high - low, 0) / OVER:.1f}%"


def _line(colours: palette.Palette) -> str:
    """A thin line through the middle."""
    return f"background:linear-gradient({colours.text},{colours.text}) center / 100% 2px no-repeat"


def closer(programme: Programme, colours: palette.Palette) -> None:
    """The rows more closely, as the reader asks: small drawings of their paths, or all of it as a table."""
    listed = board(programme)
    groups = _groups(listed.rows)
    labels = {
        ATTENTION: t("Needing attention"),
        COUNTRY: t("Whole country"),
        PLACES: t("Governorates"),
        TABLE: t("All as a table"),
    }
    st.header(t("In detail"))
    address.one("show", t("Show"), list(groups), labels.__getitem__, key="closer")
    group = st.segmented_control(
        t("Show"), list(groups), default=next(iter(groups)), required=True, key="closer", label_visibility="collapsed",
        format_func=lambda key: f"{labels[key]} ({len(groups[key])})",
    )  # fmt: skip
    results = tuple(row.result for row in listed.rows)
    if group == TABLE:
        figures.table(listed.table, "targets", programme, whole=True, title=t("Targets"), results=results)
    else:
        _paths(groups.get(group, ()), programme, colours)
        figures.downloads(lambda: listed.table, "targets", programme, title=t("Targets"), results=results)


def _paths(standings: Sequence[TargetRow], programme: Programme, colours: palette.Palette) -> None:
    whole = t("What is due counts in whole units; the path is drawn as a straight line.")
    st.caption(f"{wording.how_to_read_paths()} {whole}")
    with st.grid(columns=4, min_column_width=260, gap="medium"):
        for row in standings:
            with st.container(key=f"path-{row.key}", gap="xsmall"):
                st.markdown(f"{status_mark(row.status, colours)}  \n**{escape(row.title)}**")
                figure, alt = _drawn(row.key, programme, colours)
                st.plotly_chart(figure, theme=None, key=f"chart-{row.key}", config=CONFIG, alt=alt)


def _groups(rows: Sequence[TargetRow]) -> dict[str, tuple[TargetRow, ...]]:
    bad = (Status.OFF_TRACK, Status.AT_RISK)
    groups = {
        ATTENTION: tuple(row for row in rows if row.status in bad),
        COUNTRY: tuple(row for row in rows if not row.pcode),
        PLACES: tuple(row for row in rows if row.pcode),
        TABLE: tuple(rows),
    }
    return {key: group for key, group in groups.items() if group}


@cached_on_programme
def _drawn(key: str, programme: Programme, colours: palette.Palette) -> "tuple[go.Figure, str]":
    row = next(row for row in board(programme).rows if row.key == key)
    return charts.path(row, standing.path(row, programme), colours), wording.in_words(row)
