"""Actions slide: what was decided and is still to be done."""

from collections.abc import Sequence
from datetime import date

from community_policing.briefing.compose.figures import Figures
from community_policing.briefing.compose.wording import and_more, foot
from community_policing.briefing.model import Note, Slide, Table
from community_policing.briefing.presets import BriefingRequest
from community_policing.core import formats
from community_policing.core.i18n import joined, n, t

LISTED = 10  # notes on the slide


def actions(figures: Figures, asked: BriefingRequest) -> tuple[Slide, ...]:
    """Decisions and actions that are open, overdue ones first, then by due date."""
    today = figures.programme.as_of
    still = (note for note in asked.open_notes if not note.done_at)
    open_notes = sorted(still, key=lambda note: (not note.due_on, note.due_on, note.made_at))
    if not open_notes and not asked.slides:
        return ()
    late = [note for note in open_notes if _late(note, today)]
    title = and_more(t("Decisions and actions noted in earlier briefings"), len(open_notes) - LISTED)
    table = _table(open_notes[:LISTED], today)
    return (Slide("actions", "actions", _headline(open_notes, late, today), title, (table,), foot(figures, ())),)


def _headline(open_notes: Sequence[Note], late: Sequence[Note], today: date) -> str:
    if not open_notes:
        return t("No decision or action is open")
    counts = [
        n("{count} action", "{count} actions", count)
        if kind == "action"
        else n("{count} decision", "{count} decisions", count)
        for kind in ("action", "decision")
        if (count := sum(note.kind == kind for note in open_notes))
    ]
    are = n("{what} is open", "{what} are open", len(open_notes), what=joined(counts))
    if not late:
        return t("{open}; none is overdue on {day}", open=are, day=formats.day(today))
    return n("{open}; {count} is overdue on {day}", "{open}; {count} are overdue on {day}", len(late), open=are,
             day=formats.day(today))  # fmt: skip


def _late(note: Note, today: date) -> bool:
    return bool(note.due_on) and date.fromisoformat(note.due_on) < today


def _table(page: Sequence[Note], today: date) -> Table:
    kinds = {"action": t("Action"), "decision": t("Decision")}
    rows = tuple(
        (kinds[note.kind], note.text, note.owner or "–", formats.day(date.fromisoformat(note.due_on)) if note.due_on else "–",
         t("overdue") if _late(note, today) else t("open"))
        for note in page
    )  # fmt: skip
    marks = tuple("off_track" if _late(note, today) else "" for note in page)
    heads = (t("Kind"), t("What"), t("Owner"), t("Due"), t("State"))
    nothing = t("Nothing noted in an earlier briefing is still open.")
    return Table(t("Open decisions and actions"), heads, rows, marks if rows else (), nothing, "wide")
