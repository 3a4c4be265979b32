"""Rows of targets: the legend, then for each target its status, bar, figure, gap and pace, with the way to its working."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from community_policing.analysis import grain_wording, subject_notes
from community_policing.analysis.targets import rows as standing, wording
from community_policing.analysis.targets.rows import OVER, TargetRow
from community_policing.core import formats, palette
from community_policing.core.i18n import t
from community_policing.measure.pace import Status
from community_policing.measure.programme import Programme, cached_on_programme
from community_policing.measure.thresholds import THRESHOLDS
from community_policing.ui.components import notes, style
from community_policing.ui.components.cards import status_mark
from community_policing.ui.shell.markdown import escape
from pages.targets.board import board, open_row
from pages.targets.controls import Group

# A reached length has a pattern of its status, for who does not see its hue; what is on track is plain.
PATTERNS = {
    Status.OFF_TRACK: "repeating-linear-gradient(135deg,{colour} 0 4px,{page} 4px 6px)",
    Status.AT_RISK: "repeating-linear-gradient(90deg,{colour} 0 7px,{page} 7px 8px)",
}


def legend(programme: Programme, colours: palette.Palette) -> None:
    """What a bar shows, in four entries; the rest opens."""
    share = formats.number(100 * THRESHOLDS.interval)
    with st.container(horizontal=True, vertical_alignment="center", key="targets-legend"):
        style.legend((
            (f"background:{colours.accent};height:7px;width:24px", t("reached since the baseline")),
            (f"background:{colours.text};width:2px;height:18px", t("due by now")),
            (f"background:{colours.text};width:4px;height:18px", t("target")),
            (f"border:solid {colours.text};border-width:0 2px;height:9px;width:22px;{_line(colours)}",
             t("likely at the due date, in {share} of 100 cases", share=share)),
        ))  # fmt: skip
        with st.popover(t("How to read this"), type="tertiary"):
            _how_to_read(programme, colours)


def _how_to_read(programme: Programme, colours: palette.Palette) -> None:
    """The statuses with their thresholds, the bands behind a bar, and what a gap is."""
    st.markdown("  \n".join(f"{status_mark(status, colours)} {escape(words)}" for status, words in _goes_by(programme)))
    style.legend((
        *((f"background:{_reached(status, colours)};height:9px;width:24px", wording_of)
          for status, wording_of in ((Status.OFF_TRACK, t("off track")), (Status.AT_RISK, t("at risk")),
                                     (Status.ON_TRACK, t("on track or done")))),
        (f"background:{colours.text};width:8px;height:11px;clip-path:polygon(0 0,100% 50%,0 100%)", t("beyond the scale")),
    ))  # fmt: skip
    st.caption(t("Shades behind a bar, from dark to light: where a figure would be off track, at risk, on track."))
    st.caption(
        t("“−4”: four are missing, and the target is behind. “4 to go”: four are missing, and it is not behind.")
    )
    if unsaid := grain_wording.no_pace(programme):
        st.caption(escape(unsaid))


def _goes_by(programme: Programme) -> list[tuple[Status, str]]:
    """What each status goes by."""
    on, risk, points = (
        formats.number(x) for x in (100 * THRESHOLDS.on_track_from, 100 * THRESHOLDS.at_risk_from, THRESHOLDS.points)
    )
    told = [
        (Status.OFF_TRACK, t("below {risk} % of what is due by now, or past its date", risk=risk)),
        (Status.AT_RISK, t("below {on} %, or a pace too slow to reach the target", on=on)),
        (Status.ON_TRACK, t("from {on} %", on=on)),
        (Status.DONE, t("target reached")),
        (Status.TOO_EARLY, t("fewer than {points} months of data, or nothing due yet", points=points)),
    ]
    if programme.protected:
        told.append((Status.NOT_CERTAIN, t("rounding, or a pace that is not shown, could change it")))
    return told


def rows(groups: Sequence[Group], programme: Programme, colours: palette.Palette) -> None:
    """A row for each target, under the name of its group; on a phone a line, all of which opens the working."""
    drawn, count = _drawn(programme, colours), notes.counter()
    for place, (name, members) in enumerate(groups):
        if name:
            st.header(escape(name))
        with st.container(key=f"standings-{place}"):
            for row in members:
                style.bullet(_noted(drawn[row.key], count(subject_notes.of_results((row.result,)))))
                if st.button(t("Show the working"), key=f"working-{row.key}", type="tertiary"):
                    open_row(row.key, programme)


def _noted(bullet: style.Bullet, count: str) -> style.Bullet:
    """The row with the count of its notes below its name; Show the working opens them."""
    if not count:
        return bullet
    (name, due), *others = bullet.cells
    together = count.replace(" ", "\u00a0")  # on a phone a number stays with what it counts
    return replace(bullet, cells=((name, f"{due} · {together}"), *others))


@cached_on_programme
def _drawn(programme: Programme, colours: palette.Palette) -> dict[str, style.Bullet]:
    return {row.key: _bullet(row, colours) for row in board(programme).rows}


def _bullet(row: TargetRow, colours: palette.Palette) -> style.Bullet:
    due = t("{place} · by {day}", place=row.place, day=formats.day(row.target.due_on))
    cells = (
        (row.result.label, due),
        (wording.of_target(row.result), wording.of_due(row)),
        wording.gap_in_two(row.result),
        (wording.needs(row), wording.has_seen(row)),
        (wording.likely(row), wording.how_likely(row)),
    )
    colour = getattr(colours, palette.STATUS_COLOURS[row.status])
    status = (colour, palette.STATUS_GLYPHS[row.status], wording.word(row))
    return style.Bullet(status, cells, tuple(_marks(row, colours)), wording.in_words(row))


def _marks(row: TargetRow, colours: palette.Palette) -> list[tuple[str, str]]:
    """The bar from back to front: bands of what is due, what is reached, what is likely, due by now, target."""
    bar = standing.bar(row)
    if bar is None:
        return []
    edges = (0.0, bar.at_risk, bar.on_track, 1.0)
    bands = [
        ("band", f"{_from(edges[i], edges[i + 1])};background:{colours.planned};opacity:{shade}")
        for i, shade in enumerate((0.42, 0.26, 0.12))
    ]
    marks = [*bands, ("reached", f"{_from(0, bar.reached)};background:{_reached(row.status, colours)}")]
    if bar.likely:
        off = ";border-inline-end-width:0" if bar.likely[1] == OVER else ""  # it goes on beyond the bar
        marks.append(("likely", f"{_from(*bar.likely)};border-color:{colours.text};{_line(colours)}{off}"))
        marks += [("tick", f"inset-inline-end:0;{_arrow(colours)}")] if off else []
    due = [("tick", f"{_at(bar.due)};width:2px;background:{colours.text}")] if bar.due > 0 else []
    return [*marks, *due, ("tick", f"{_at(1.0)};width:4px;background:{colours.text}")]


def _reached(status: Status, colours: palette.Palette) -> str:
    """The look of a reached length: the colour of its status, and a pattern."""
    colour = getattr(colours, palette.STATUS_COLOURS[status])
    return PATTERNS[status].format(colour=colour, page=colours.page) if status in PATTERNS else colour


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
