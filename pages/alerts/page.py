"""Alerts: what came about since the reader looked, what still stands, and what ended; each leads to its rows."""

import streamlit as st

from community_policing.analysis.alerts import wording
from community_policing.analysis.alerts.kinds import raised
from community_policing.analysis.alerts.log import News
from community_policing.core import formats, palette
from community_policing.core.i18n import t
from community_policing.dataset.releases import ReleaseError
from community_policing.measure.programme import Programme
from community_policing.ui.shell import access, errors, protection_notice, release_watch, state
from community_policing.ui.shell.markdown import escape
from pages.alerts import actions, by_mail, lines, watch as alert_watch


def render(programme: Programme) -> None:
    """What is new in the current release; of data that were never published, and while the registry is away, what stands."""
    colours = palette.for_mode(st.context.theme.type)
    found = None
    if state.DATASET.get() == release_watch.KEY:
        try:
            found = alert_watch.news()
        except ReleaseError as error:
            errors.tell(error)
    if found is None:
        _unpublished(programme.whole, colours)
    else:
        _published(found, access.release(found.release).whole, colours)
        by_mail.draw(found.last)
    _rules()


def _published(news: News, programme: Programme, colours: palette.Palette) -> None:
    st.title(escape(wording.title(news)))
    _about(programme, t("release {number}", number=news.release))
    actions.section(programme)
    may_see = alert_watch.may_see()
    if may_see and news.since is None:
        st.caption(t("Mark what you have seen: from then on this page tells what is new since that day."))
    lines.group("new", t("New"), news.new, programme, colours)
    if may_see and (news.new or news.ended or news.since is None):
        lines.seen_button(news.last)
    lines.group("standing", t("Still standing"), news.standing, programme, colours)
    lines.group("ended", t("Ended since"), news.ended, programme, colours)


def _unpublished(programme: Programme, colours: palette.Palette) -> None:
    alerts = raised(programme, None, programme.as_of)
    st.title(escape(wording.stand(alerts)))
    _about(programme, programme.dataset.title)
    st.caption(
        t(
            "These data were not published as a release: there is nothing to compare them with, and nothing tells what is new."
        )
    )
    if actions.section(programme) and alerts:
        st.header(t("Alerts"))
    lines.standing(alerts, programme, colours)


def _about(programme: Programme, what: str) -> None:
    """Whose data: their date, and what is protected in them."""
    st.caption(escape(t("The whole programme as of {day}: {what}.", day=formats.day(programme.as_of), what=what)))
    protection_notice.banner(programme)


def _rules() -> None:
    st.header(t("What raises an alert"))
    st.markdown("\n".join(f"- **{escape(name)}**: {escape(rule)}" for name, rule in wording.rules()))
