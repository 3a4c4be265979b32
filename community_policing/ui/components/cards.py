"""Card: label, figure, status, what was published, and Show the working."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from community_policing.analysis import insights, scope_wording
from community_policing.core import formats, labels, palette
from community_policing.core.i18n import t
from community_policing.measure.pace import Status
from community_policing.measure.programme import Programme
from community_policing.measure.result import Result
from community_policing.ui.components.working import show_working
from community_policing.ui.shell.markdown import escape

STATUS_COLOURS = {
    Status.DONE: "good",
    Status.ON_TRACK: "good",
    Status.AT_RISK: "warn",
    Status.OFF_TRACK: "bad",
    Status.TOO_EARLY: "quiet",
    Status.NOT_CERTAIN: "quiet",
    Status.NO_TARGET: "quiet",
}


@dataclass(frozen=True)
class Line:
    """Another figure on a card: the words that state it, and its Result, whose status and check stand right below them."""

    words: str
    result: Result


def card(
    title: str, first: Result, programme: Programme, colours: palette.Palette, lines: Sequence[str | Line] = (),
    working: Sequence[Result] = (),
) -> None:  # fmt: skip
    """Draw one card: a figure with its status, target and published check, then further figures, each with its own.

    A Result that is only opened by Show the working (`working`) shows no status here: there is no number of it to stand beside.
    """
    others = [line for line in lines if isinstance(line, Line)]
    own = [escape(line) for line in lines if isinstance(line, str) and line]
    with st.container(border=True, height="stretch", key=f"card-{first.indicator.key}", gap="xsmall"):
        figure = formats.quantity(first.value, first.indicator.unit)
        st.markdown("\n\n".join((escape(title), f"## {large(figure)}", *own, *_small_print(first, colours))))
        for line in others:
            st.markdown("\n\n".join((escape(line.words), *_small_print(line.result, colours, first))))
        if st.button(t("Show the working"), key=f"working-{first.indicator.key}", type="tertiary"):
            results = (first, *(line.result for line in others), *working)
            show_working(tuple({result.indicator.key: result for result in results}.values()), programme)


def _small_print(result: Result, colours: palette.Palette, above: Result | None = None) -> list[str]:
    """Why nothing is known, how the figure stands, what was published; `above`: the card's figure, whose day and choice are not
    repeated."""
    absent = "" if above else result.why_absent
    stated = insights.stated(result)
    day = "" if above and stated == insights.stated(above) else stated
    whole = scope_wording.not_narrowed(result)
    whole = "" if above and whole == scope_wording.not_narrowed(above) else whole
    standing = _standing(result, colours) if result.target and result.value else ""
    lines = (
        escape(absent),
        escape(day),
        escape(insights.unplaced(result)),
        escape(insights.mixed(result)),
        escape(whole),
        standing,
        escape(insights.against_published(result)),
    )
    return [f":small[{line}]" for line in lines if line]


def status_mark(status: Status, colours: palette.Palette) -> str:
    """The status as mark, colour and word, in Markdown."""
    colour = getattr(colours, STATUS_COLOURS[status])
    return f':color[{palette.STATUS_GLYPHS[status]}\u00a0{labels.label(status)}]{{foreground="{colour}"}}'


def large(figure: str) -> str:
    """A card's figure; that it is about so many stands small before it, so that the number stays large on one line."""
    before, _ = formats.words_around()
    if before.strip() and figure.startswith(before):
        return f":small[{escape(before.strip())}] {escape(figure.removeprefix(before))}"
    return escape(figure)


def _standing(result: Result, colours: palette.Palette) -> str:
    apart = " · " if result.status is Status.NOT_CERTAIN else " "  # "not certain about 1,105" would say another thing
    return f"{status_mark(result.status, colours)}{apart}{escape(insights.against_target(result))}"
