"""A card: label, figure, what was found, how it stands, what was published, and Show the working."""

from collections.abc import Sequence

import streamlit as st

from community_policing import findings, theme
from community_policing.pace import Status
from community_policing.programme import Programme
from community_policing.result import Result
from community_policing.text import t
from community_policing.view.markdown import escape
from community_policing.view.working import show_working

STATUS_COLOURS = {
    Status.DONE: "good",
    Status.ON_TRACK: "good",
    Status.AT_RISK: "warn",
    Status.OFF_TRACK: "bad",
    Status.TOO_EARLY: "quiet",
    Status.NO_TARGET: "quiet",
}


def card(
    title: str, results: Sequence[Result], programme: Programme, colours: theme.Palette, lines: Sequence[str] = ()
) -> None:
    """Draws one card for one or more Results.  The first is its figure; `lines` are sentences of ours about the others."""
    first = results[0]
    with st.container(border=True, height="stretch", key=f"card-{first.indicator.key}"):
        figure = theme.quantity(first.value, first.indicator.unit)
        st.markdown(f"{escape(title)}\n\n## {escape(figure)}\n\n" + "\n\n".join(escape(line) for line in lines if line))
        st.caption("\n\n".join(_small_print(results, colours)))
        if st.button(t("Show the working"), key=f"working-{first.indicator.key}", type="tertiary"):
            show_working(tuple(results), programme)


def _small_print(results: Sequence[Result], colours: theme.Palette) -> list[str]:
    """At most four lines: why nothing is known, the worst standing, what was published."""
    first = results[0]
    standing = [_standing(result, colours, named=len(results) > 1) for result in findings.worst(results, 1)]
    own = (findings.absent(first) if first.value is None else "", findings.stated(first), findings.unplaced(first))
    lines = [*(escape(line) for line in own), *standing, escape(findings.against_published(results))]
    return [line for line in lines if line]


def status_mark(status: Status, colours: theme.Palette) -> str:
    """The status as mark, colour and word, in Markdown."""
    colour = getattr(colours, STATUS_COLOURS[status])
    return f':color[{theme.MARKS[status]}\u00a0{theme.label(status)}]{{foreground="{colour}"}}'


def _standing(result: Result, colours: theme.Palette, named: bool) -> str:
    name = f"{escape(t(result.indicator.short))} " if named else ""
    return f"{status_mark(result.status, colours)} {name}{escape(findings.against_target(result))}"
