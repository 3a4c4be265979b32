"""Spend beside progress: what each grant committed, planned and spent, beside the time gone by and its phase's targets."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from community_policing.analysis.reach import counting_methods, spending
from community_policing.analysis.targets.rows import with_targets
from community_policing.core import palette
from community_policing.core.i18n import t
from community_policing.core.indicators import INDICATORS
from community_policing.export.provenance import Line
from community_policing.measure.budgets import budgets
from community_policing.measure.pace import Status
from community_policing.measure.programme import Programme, Scope, cached_on_programme
from community_policing.ui.charts.frame import Drawn
from community_policing.ui.charts.spending import spending as drawing
from community_policing.ui.components import figures, style
from community_policing.ui.shell.markdown import escape
from community_policing.ui.shell.session import result, scoped


def spend(programme: Programme, colours: palette.Palette) -> None:
    """The bars of each grant with their caveat, and the quarters behind them; in words that there are none."""
    title = t("Spend beside progress")
    st.header(title)
    if not budgets(programme):
        figures.empty(spending.nothing(programme))
        return
    drawn, alt, rows, quarters = _spend(programme, colours)
    st.caption(escape(f"{spending.caveat()} {spending.how_to_date()}"))
    style.legend((
        (f"background:{colours.accent}", t("spent to date")),
        (f"background:{colours.text};width:3px;height:18px", t("planned to date")),
        (f"background:repeating-linear-gradient(135deg,{colours.neutral[3]} 0 4px,{colours.page} 4px 6px)", t("time gone by")),
        (f"border:1px solid {colours.planned}", t("committed, or the grant's whole time")),
    ))  # fmt: skip
    notes = ((t("Caveat"), spending.caveat()), (t("Method"), spending.how_to_date()))
    figures.drawn(drawn, alt, "reach-spend", lambda: rows, programme, title=title, notes=notes)
    if st.button(t("Show the quarters behind it"), key="spend-quarters", type="tertiary"):
        st.dialog(t("The quarters behind it"), width="large")(_behind)(programme, quarters, notes)


def _behind(programme: Programme, quarters: pd.DataFrame, notes: Sequence[Line]) -> None:
    """Every quarter of every grant, and what is in the sums."""
    st.markdown("\n\n".join(f"**{escape(name)}** {escape(words)}" for name, words in notes))
    figures.table(quarters, "reach-budgets", programme, title=t("Budgets by quarter"), notes=notes)


@cached_on_programme
def _spend(programme: Programme, colours: palette.Palette) -> tuple[Drawn, str, pd.DataFrame, pd.DataFrame]:
    """The drawing, the same in words, as a table, and the rows behind it."""
    name = counting_methods.namer(programme)
    found = [spending.Spending.of(each, _statuses(programme, each.phase), name) for each in budgets(programme)]
    return (
        drawing(found, colours),
        spending.alt(found),
        spending.table(found, programme),
        spending.quarters(found, programme),
    )


def _statuses(programme: Programme, phase: str) -> tuple[Status, ...]:
    """How the targets of a phase stand for the whole country, worst first."""
    if not phase:
        return ()
    there = scoped(programme.whole, Scope(programme.scope.as_of, phases=(phase,)))
    own = {row.indicator for row in there.targets if not row.governorate}
    return tuple(row.status for row in with_targets(result(key, there) for key in INDICATORS if key in own))
