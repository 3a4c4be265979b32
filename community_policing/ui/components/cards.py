"""Card: label, figure, status with target and gap, a small trend, what was published, and Show the working."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from community_policing.analysis import insights, scope_wording
from community_policing.analysis.targets import wording
from community_policing.core import formats, labels, palette
from community_policing.core.i18n import t
from community_policing.measure.pace import BEHIND, Status
from community_policing.measure.programme import Programme
from community_policing.measure.result import Result
from community_policing.ui.components import notes, style
from community_policing.ui.components.working import show_working
from community_policing.ui.shell.markdown import escape


@dataclass(frozen=True)
class Line:
    """Another figure on a card: the words that state it, "" for none, and its Result, whose status stands right below them."""

    words: str
    result: Result


def card(
    title: str, first: Result, programme: Programme, colours: palette.Palette, lines: Sequence[str | Line] = (),
    working: Sequence[Result] = (), trend: style.Spark | None = None,
) -> None:  # fmt: skip
    """Draw one card: a figure with its status, target and gap, then further figures, each with its own.

    What was published stands last and quiet: of the card's own figure always, of a further one where it differs; the working
    has all.  A Result that is only opened by Show the working (`working`) shows no status here: there is no number of it to
    stand beside.
    """
    others = [line for line in lines if isinstance(line, Line)]
    own = [escape(line) for line in lines if isinstance(line, str) and line]
    with st.container(border=True, height="stretch", key=f"card-{first.indicator.key}", gap="xsmall"):
        figure = formats.quantity(first.value, first.indicator.unit)
        told = [escape(title), f"## {large(figure)}", *_small_print(first, colours), *own]
        for line in filter(lambda line: line.words, others):
            differs = [_small(insights.against_published(line.result))] if _differs(line.result) else []
            told += [escape(line.words), *_small_print(line.result, colours, first), *differs]
        st.markdown("\n\n".join(told))
        if trend:
            style.spark(trend)
        if published := insights.against_published(first):
            st.caption(escape(published))
        results = (first, *(line.result for line in others), *working)
        label = notes.marked(t("Show the working"), results)
        if st.button(label, key=f"working-{first.indicator.key}", type="tertiary"):
            show_working(tuple({result.indicator.key: result for result in results}.values()), programme)


def _differs(result: Result) -> bool:
    return result.published is not None and result.published.agrees is False


def _small_print(result: Result, colours: palette.Palette, above: Result | None = None) -> list[str]:
    """List how the figure stands, why it is unknown and what it is of; what the figure `above` says is not repeated."""
    absent = "" if above else result.why_absent
    stated = insights.stated(result)
    day = "" if above and stated == insights.stated(above) else stated
    whole = scope_wording.not_narrowed(result)
    whole = "" if above and whole == scope_wording.not_narrowed(above) else whole
    standing = _standing(result, colours) if result.target and result.value else ""
    lines = (absent, day, insights.unplaced(result), insights.mixed(result), whole)
    return [f":small[{line}]" for line in (standing, *map(escape, lines)) if line]


def _small(text: str) -> str:
    return f":small[{escape(text)}]"


def status_mark(status: Status, colours: palette.Palette) -> str:
    """The status as mark, colour and word, in Markdown."""
    colour = getattr(colours, palette.STATUS_COLOURS[status])
    return f':color[{palette.STATUS_GLYPHS[status]}\u00a0{labels.label(status)}]{{foreground="{colour}"}}'


def large(figure: str) -> str:
    """A card's figure; that it is about so many stands small before it, so that the number stays large on one line."""
    before, _ = formats.words_around()
    if before.strip() and figure.startswith(before):
        return f":small[{escape(before.strip())}] {escape(figure.removeprefix(before))}"
    return escape(figure)


def _standing(result: Result, colours: palette.Palette) -> str:
    """The status, the figure beside its target, and the gap, which weighs where the target is behind, unless it is reached."""
    apart = " · " if result.status is Status.NOT_CERTAIN else " "  # "not certain about 1,105" would say another thing
    figure = escape(wording.in_short(result))
    gap = escape(wording.gap(result))
    if result.status in BEHIND:
        figure = t("{figure},\u00a0{gap}", figure=figure, gap=f"**{gap}**")
    elif result.status is not Status.DONE:
        figure = t("{figure}, {gap}", figure=figure, gap=gap)
    return f"{status_mark(result.status, colours)}{apart}{figure}"
