"""Lines of alerts: sign, kind, name, why and since when; each opens the rows behind it."""

from collections.abc import Sequence
from datetime import UTC, datetime

import streamlit as st

from community_policing.analysis.alerts import wording
from community_policing.analysis.alerts.found import Alert
from community_policing.analysis.alerts.kinds import ALERTS
from community_policing.analysis.alerts.log import Told
from community_policing.core import formats, palette
from community_policing.core.i18n import n, t
from community_policing.measure.programme import Programme, Scope
from community_policing.ui.components.working import show_working
from community_policing.ui.shell import access, navigate
from community_policing.ui.shell.markdown import escape
from community_policing.ui.shell.session import result, scoped
from pages.alerts import watch as alert_watch

MOST, LISTED = 20, 200  # lines of a group that are seen at once, and with those that can be opened


def group(key: str, title: str, told: Sequence[Told], programme: Programme, colours: palette.Palette) -> None:
    """Draw one group; nothing where it is empty."""
    if told:
        st.header(title)
        _lines(key, [(each.alert, wording.when(each)) for each in told], programme, colours)


def standing(alerts: Sequence[Alert], programme: Programme, colours: palette.Palette) -> None:
    """Draw alerts of which nobody knows since when they stand."""
    _lines("today", [(each, "") for each in alerts], programme, colours)


def seen_button(last: int) -> None:
    """Draw the button that says that all was seen; its key tells the browser up to which row of the log."""
    day = datetime.now(UTC).date()
    with st.container(key=f"alerts-seen-{last}-{day:%Y%m%d}"):
        st.button(t("Mark as seen"), key="mark-as-seen", on_click=alert_watch.see, args=(last,))


def _lines(key: str, alerts: Sequence[tuple[Alert, str]], programme: Programme, colours: palette.Palette) -> None:
    first, rest, more = alerts[:MOST], alerts[MOST:LISTED], len(alerts) - LISTED
    _drawn(key, first, programme, colours)
    if rest:
        with st.expander(n("{count} more", "{count} more", len(alerts) - MOST)):
            _drawn(f"{key}-more", rest, programme, colours)
            if more > 0:
                words = n("{figure} more is on the page of its kind.", "{figure} more are on the pages of their kinds.", more,
                          figure=formats.number(more))  # fmt: skip
                st.caption(words)


def _drawn(key: str, alerts: Sequence[tuple[Alert, str]], programme: Programme, colours: palette.Palette) -> None:
    with st.container(key=f"alert-lines-{key}"):
        for place, (alert, when) in enumerate(alerts):
            _line(f"alert-{key}-{place}", alert, when, programme, colours)


def _line(key: str, alert: Alert, when: str, programme: Programme, colours: palette.Palette) -> None:
    colour = getattr(colours, palette.STATUS_COLOURS[alert.status])
    kind = "\u00a0".join((palette.STATUS_GLYPHS[alert.status], t(ALERTS[alert.kind].label)))
    words = f"**{escape(alert.name)}**: {escape(alert.why)}" + (f" · :small[{escape(when)}]" if when else "")
    label = f':color[{escape(kind)}]{{foreground="{colour}"}} · {words}'
    if alert.indicator:
        if st.button(label, key=key, type="tertiary"):
            there = scoped(programme.whole, Scope(governorates=(alert.pcode,) if alert.pcode else ()))
            show_working((result(alert.indicator, there),), there)
    elif access.reader().opens("releases"):
        st.button(label, key=key, type="tertiary", on_click=navigate.to, args=("releases",))
    else:
        st.markdown(label)
