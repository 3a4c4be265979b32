"""Event panel of the Training page: chosen in its list, in the table or by the address."""

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from community_policing.analysis.row_facts import Detail
from community_policing.analysis.training import calendar
from community_policing.analysis.training.calendar import TrainingEvent
from community_policing.analysis.training.event import detail
from community_policing.core.geography import governorate_name
from community_policing.core.i18n import N_, t
from community_policing.dataset.releases import subject_note
from community_policing.export.table import figures as quantities, on_screen
from community_policing.measure.programme import Programme, cached_on_programme
from community_policing.ui.components import figures, selected_row, style
from community_policing.ui.components.arrow_cache import arrow, grid
from community_policing.ui.components.selected_row import LISTED
from community_policing.ui.shell import session, state

ROWS = 8  # lines of the table that are seen at once


@cached_on_programme
def _by_id(programme: Programme) -> Mapping[str, TrainingEvent]:
    return {event.training_id: event for event in calendar.events(programme)}


@cached_on_programme
def _detail(programme: Programme, training_id: str) -> Detail:
    everywhere = selected_row.everywhere(KIND, programme)
    return detail(everywhere[training_id], everywhere, programme)


def _label(event: TrainingEvent) -> str:
    return f"{event.when} · {event.title} · {governorate_name(event.pcode)}"


KIND = selected_row.Kind(
    subject_note.EVENT, state.EVENT, _by_id, _detail, _label, N_("One event"), N_("Open an event"), N_("Choose an event"),
    N_("The programme has no event “{id}” recorded for this date."),
    N_("This event is outside the current filters."),
    N_("Choose an event here, or a line of the table, to see who came."),
)  # fmt: skip


def panel(programme: Programme) -> None:
    """The list to choose from, and the event that is open."""
    selected_row.panel(KIND, programme, _changed)


def table(programme: Programme, listed: Sequence[TrainingEvent]) -> None:
    """The events as a table, the latest first; choosing a line opens it."""
    key = f"events-{state.EVENT_TABLES.get()}"
    ids = tuple(event.training_id for event in listed[:LISTED])
    rows, right = _screen(programme)
    more = (
        [t("The latest {count} are listed; the downloads have them all.", count=LISTED)] if len(listed) > LISTED else []
    )
    if len(ids) > ROWS:
        more.append(t("Scroll in the table for more lines."))
    if more:
        st.caption(" ".join(more))
    grid(
        arrow(rows), key, right, {t("Event"): 290}, height=style.height(len(ids), ROWS),
        on_select=lambda: _picked(key, ids), selection_mode="single-row",
    )  # fmt: skip


def downloads(programme: Programme, listed: Sequence[TrainingEvent]) -> None:
    """All of these events as files, with their first and last day as dates."""
    rows, title = (lambda: calendar.table(listed, days=True)), t("Events held, planned and cancelled")
    results = tuple(session.result(key, programme) for key in calendar.COUNTED.values())
    figures.downloads(rows, "events", programme, title=title, results=results)


@cached_on_programme
def _screen(programme: Programme) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """The lines as the screen shows them, and the columns that hold figures."""
    rows = calendar.table(calendar.events(programme)[:LISTED])
    return on_screen(rows), quantities(rows)


def _picked(key: str, ids: tuple[str, ...]) -> None:
    """A line of the table was chosen: its event opens, and with no line the one that is open closes."""
    rows = state.selection(key).rows
    state.EVENT.set(ids[rows[0]] if rows else "")


def _changed() -> None:
    state.EVENT_TABLES.set(state.EVENT_TABLES.get() + 1)  # another table: no line of it is chosen
