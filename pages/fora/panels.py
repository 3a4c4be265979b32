"""Fora panels: the life of each, concerns by topic, and both by governorate, each made once for all users."""

import pandas as pd
import streamlit as st

from community_policing.analysis import fora
from community_policing.core import palette
from community_policing.core.i18n import clauses, t
from community_policing.core.indicators import INDICATORS
from community_policing.measure.aggregate import select
from community_policing.measure.forum_lives import forum_lives as lives_of
from community_policing.measure.programme import Programme, cached_on_programme
from community_policing.measure.result import NO_DATA, Result
from community_policing.measure.time_to_resolve import may_be_told, times_to_resolve
from community_policing.ui.charts.concerns import concerns as concern_bars
from community_policing.ui.charts.forum_lives import MOST, forum_lives
from community_policing.ui.charts.frame import Drawn
from community_policing.ui.components import figures, style, working
from community_policing.ui.shell import window
from community_policing.ui.shell.markdown import escape
from community_policing.ui.shell.session import result

LIVES = ("fora_active", "fora_dormant", "fora_never_met")
LIVES_PART = 0.58  # of the width of a page that is no phone's
CONCERNS = ("concerns_raised", "concerns_resolved", "concerns_open", "concerns_open_long")


def lives(programme: Programme, colours: palette.Palette) -> None:
    """A line for each forum, the silent first."""
    st.header(t("The life of each forum"))
    if programme.protected:
        figures.empty(t("Single fora are not shown in this view; the governorates are below."))
    elif not lives_of(programme):
        figures.empty(t("No meeting of a forum is on record in this selection."))
    else:
        _legend(colours)
        drawing, alt = _lives(programme, colours, window.room(LIVES_PART))
        figures.drawn(
            drawing, alt, "forum-lives", lambda: fora.lives_table(lives_of(programme)), programme,
            title=t("The life of each forum"),
        )  # fmt: skip
        if len(lives_of(programme)) > MOST:
            st.caption(t("The chart shows the first {count}, the silent first; the table has them all.", count=MOST))
    working.button("forum-lives", tuple(result(key, programme) for key in LIVES), programme)


@cached_on_programme
def _lives(programme: Programme, colours: palette.Palette, wide: int) -> tuple[Drawn, str]:
    found = lives_of(programme)
    return forum_lives(found, programme.as_of, colours, wide), fora.lives_alt(found[:MOST])


def _legend(colours: palette.Palette) -> None:
    """What lines and marks mean.  All texts are ours."""
    style.legend([
        (f"background:{colours.iom};height:3px", t("by IOM")),
        (f"border-top:3px dashed {colours.police};height:0", t("by local police")),
        (f"background:{colours.text};width:2px", t("a meeting")),
        (f"border-top:2px dotted {colours.bad};height:0", t("no meeting for three months or longer")),
    ])  # fmt: skip


def concerns(programme: Programme, colours: palette.Palette) -> None:
    """What people bring to fora, by topic, and what waits where."""
    st.header(t("What people bring to them"))
    split = by_topic(programme)
    if split[0].absent == NO_DATA:
        figures.empty(t("No concern is on record."))
    elif split[0].value is None or not fora.topics(split):
        figures.empty(split[0].why_absent or t("No concern was raised in this selection by this date."))
    else:
        style.legend([
            (f"background:{colours.ramp[1]};border:1px solid {colours.quiet}", t("open")),
            (f"background:{colours.bad}", t("open for over 90 days")),
        ])  # fmt: skip
        drawing = _concerns(programme, colours)
        alt = clauses([" ".join(map(str, row)) for row in figures.on_screen(fora.topics_table(split)).to_numpy()])
        figures.drawn(
            drawing, alt, "concerns", lambda: fora.topics_table(split), programme, title=t("Concerns by topic"), results=split
        )  # fmt: skip
        if why := fora.bounds(split[0]):
            st.caption(escape(why))
        if waiting := _stuck(programme):
            st.markdown(t("**Waiting longest:** {places}.", places=escape(clauses(waiting))))
    working.button("concerns", tuple(result(key, programme) for key in CONCERNS), programme)


def resolving(programme: Programme) -> None:
    """How long it takes to resolve concerns, for who may see them one by one; for others why this is not told."""
    if result("concerns_raised", programme).value is None and may_be_told(programme):
        return
    st.header(t("How long it takes to resolve concerns"))
    if not may_be_told(programme):
        figures.empty(
            t("Told only to who may see concerns one by one; this view has them in groups, without their months.")
        )
        return
    times = times_to_resolve(programme)
    if not times:
        figures.empty(t("No concern was raised in this selection by this date."))
        return
    st.markdown(escape(fora.resolving(times)))
    method = t(
        "Median by Kaplan and Meier in whole months: a concern that is open counts for as long as it is known to be, and 0 means "
        "within the month it was raised in. Withdrawn concerns are left out, since nobody records when. A dash: too "
        "few are resolved."
    )
    st.caption(escape(method))
    counted = tuple(result(key, programme) for key in ("concerns_resolved", "concerns_open"))
    figures.table(
        fora.resolving_table(times), "fora-resolving", programme, True,
        title=t("Time to resolve concerns"), results=counted, notes=((t("Method"), method),),
    )  # fmt: skip


def by_topic(programme: Programme) -> tuple[Result, ...]:
    """The figures of concerns, split by topic."""
    return tuple(result(key, programme, "topic") for key in CONCERNS)


@cached_on_programme
def _concerns(programme: Programme, colours: palette.Palette) -> Drawn:
    split = by_topic(programme)
    return concern_bars(fora.topics(split), split, colours)


@cached_on_programme
def _stuck(programme: Programme) -> tuple[str, ...]:
    """Where which concerns wait longest; by single place only for who sees what was recorded."""
    if programme.protected:
        return ()
    return fora.stuck(select(INDICATORS["concerns_open_long"], programme).by(("governorate", "topic")))


def places(programme: Programme) -> None:
    """The same by governorate."""
    shown = (*LIVES, "meetings_held", "women_share_at_meetings", "concerns_open", "concerns_open_long")
    split = tuple(result(key, programme, "governorate") for key in shown)
    table = _places(programme, shown)
    if not table.empty:
        st.header(t("By governorate"))
        figures.table(table, "fora-places", programme, True, title=t("Fora by governorate"), results=split)


@cached_on_programme
def _places(programme: Programme, shown: tuple[str, ...]) -> pd.DataFrame:
    return fora.places_table([result(key, programme, "governorate") for key in shown])
