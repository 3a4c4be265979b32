"""What needs attention: one line each, worst first, that opens the working of a target, an item, or the list of many."""

import streamlit as st

from community_policing.analysis import insights
from community_policing.analysis.alerts import Alert, alerts, shortened
from community_policing.core import palette
from community_policing.core.i18n import n, t
from community_policing.measure.compute import overdue
from community_policing.measure.programme import Programme, cached_on_programme
from community_policing.ui.components.cards import status_mark
from community_policing.ui.shell import navigate
from community_policing.ui.shell.markdown import escape
from community_policing.ui.shell.session import result
from pages.targets.board import board, open_row

MOST = 8  # lines; where there are more, the last one leads to the others


def attention(programme: Programme, colours: palette.Palette) -> bool:
    """Draw the lines, or say that nothing needs attention; return whether there is a line."""
    st.header(t("What needs attention"))
    lines, more = _lines(programme, colours)
    if not lines:
        st.markdown(escape(insights.none_bad(row.result for row in board(programme).rows)))
        return False
    with st.container(key="insights"):
        for alert, label in lines:
            _line(alert, label, programme)
        if more:
            words = n("and {count} more: see all targets", "and {count} more: see all targets", more)
            st.button(words, key="attention-more", type="tertiary", on_click=navigate.to, args=("targets",))
    return True


@cached_on_programme
def _lines(programme: Programme, colours: palette.Palette) -> tuple[tuple[tuple[Alert, str], ...], int]:
    """The alerts that are listed with what their lines say, and how many more there are."""
    silent = [result(key, programme) for key in ("fora_dormant", "fora_never_met")]
    late, waiting = result("works_overdue", programme), result("concerns_open_long", programme)
    found = alerts(board(programme).rows, overdue(programme), late, silent, waiting)
    listed = found if len(found) <= MOST else shortened(found, MOST - 1)
    return tuple((alert, _label(alert, colours)) for alert in listed), len(found) - len(listed)


def _label(alert: Alert, colours: palette.Palette) -> str:
    return f"{status_mark(alert.status, colours)} · **{escape(alert.name)}**: {escape(alert.sentence)}"


def _line(alert: Alert, label: str, programme: Programme) -> None:
    key = f"attention-{alert.opens}-{alert.key}"
    if alert.opens != "target":
        st.button(label, key=key, type="tertiary", on_click=_go, args=(alert,))
    elif st.button(label, key=key, type="tertiary"):
        open_row(alert.key, programme)


def _go(alert: Alert) -> None:
    """Go to the page that has the item, the works, the fora, or the governorates' targets, opened on it."""
    if alert.opens == "places":
        navigate.to("targets", group="place", status="attention")
    elif alert.opens == "item":
        navigate.to("infrastructure", item=alert.key)
    else:
        navigate.to("fora" if alert.opens == "fora" else "infrastructure")
