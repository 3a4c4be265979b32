"""What needs attention: one line each, worst first, that opens the working of a target, an item, or the list of many."""

import streamlit as st

from community_policing.analysis import insights
from community_policing.analysis.attention import AttentionLine, attention_lines, shortened
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
        for line, label in lines:
            _line(line, label, programme)
        if more:
            words = n("and {count} more: see all targets", "and {count} more: see all targets", more)
            st.button(words, key="attention-more", type="tertiary", on_click=navigate.to, args=("targets",))
    return True


@cached_on_programme
def _lines(programme: Programme, colours: palette.Palette) -> tuple[tuple[tuple[AttentionLine, str], ...], int]:
    """The lines that are listed with what they say, and how many more there are."""
    silent = [result(key, programme) for key in ("fora_dormant", "fora_never_met")]
    late, waiting = result("works_overdue", programme), result("concerns_open_long", programme)
    found = attention_lines(board(programme).rows, overdue(programme), late, silent, waiting)
    listed = found if len(found) <= MOST else shortened(found, MOST - 1)
    return tuple((line, _label(line, colours)) for line in listed), len(found) - len(listed)


def _label(line: AttentionLine, colours: palette.Palette) -> str:
    return f"{status_mark(line.status, colours)} · **{escape(line.name)}**: {escape(line.sentence)}"


def _line(line: AttentionLine, label: str, programme: Programme) -> None:
    key = f"attention-{line.opens}-{line.key}"
    if line.opens != "target":
        st.button(label, key=key, type="tertiary", on_click=_go, args=(line,))
    elif st.button(label, key=key, type="tertiary"):
        open_row(line.key, programme)


def _go(line: AttentionLine) -> None:
    """Go to the page that has the item, the works, the fora, or the governorates' targets, opened on it."""
    if line.opens == "places":
        navigate.to("targets", group="place", status="attention")
    elif line.opens == "item":
        navigate.to("infrastructure", item=line.key)
    else:
        navigate.to("fora" if line.opens == "fora" else "infrastructure")
