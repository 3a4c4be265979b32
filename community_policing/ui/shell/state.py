"""Session state: every value that one reader's session holds between two runs, with its type and what it is at first.

Nothing else reads or writes `st.session_state`, but ui/shell/address.py, which knows widgets by the parameters they declare.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

import streamlit as st

from community_policing.analysis.search import Match
from community_policing.briefing.build.queue import Job
from community_policing.briefing.model import Briefing, Kind
from community_policing.core.i18n import ProgrammeError
from community_policing.dataset.releases.subject_note import SubjectNote

T = TypeVar("T")


@dataclass(frozen=True)
class Entry(Generic[T]):
    """One value of the session: its key, which is also a widget's where one is drawn with it, and what it is at first."""

    key: str
    first: T

    def get(self) -> T:
        """Returns the value; what it is at first where nothing was set."""
        value: T = st.session_state.get(self.key, self.first)
        return value

    def set(self, value: T) -> None:
        """Sets the value; that of a widget before it is drawn, or in a callback."""
        st.session_state[self.key] = value

    def begin(self, value: T) -> None:
        """Sets the value where none is set, as in a new session, and of a widget that Streamlit forgot."""
        st.session_state.setdefault(self.key, value)

    def take(self) -> T:
        """Returns the value and forgets it: what is said or done once."""
        value: T = st.session_state.pop(self.key, self.first)
        return value

    def is_set(self) -> bool:
        """Whether a value was set."""
        return self.key in st.session_state


LANGUAGE = Entry("language", "")  # what the page that this session belongs to speaks; it changes with a new page alone
SHEET = Entry("filters-open", False)  # on a phone: whether the filters are spread out

# Choices in the bar, which are in the address too.
PERIOD, GOVERNORATE, DISTRICT, PHASE, DONOR, ESTABLISHED_BY = (
    Entry[list[str]](key, []) for key in ("period", "governorate", "district", "phase", "donor", "established_by")
)
FILTERS = {entry.key: entry for entry in (PERIOD, GOVERNORATE, DISTRICT, PHASE, DONOR, ESTABLISHED_BY)}
FILTER_LABELS = Entry[Mapping[str, Mapping[str, str]]]("labels", {})  # filter -> key -> label
DATASET = Entry("dataset", "")
RELEASE = Entry[int | None]("release", None)
NEWEST_TOLD = Entry("release_seen", 0)  # the newest release that the reader was told of
AS_OF = Entry[date | None]("as_of", None)  # the day that was asked for
AS_OF_DATA = Entry[tuple[str, int | None] | None]("as_of_data", None)  # dataset and release that the day was chosen on
SEEN_AS = Entry("seen_as", "")  # through whose eyes somebody looks who may see everything
SEARCH = Entry("search", "")
# Whether the note for new readers was closed
INTRODUCED = Entry("introduced", False)
# Up to which row of the log this session has seen the alerts, and when it said so
ALERTS_SEEN = Entry[tuple[int, date] | None]("alerts-seen", None)
# Page, release, match, hiding
FOUND = Entry[tuple[str, str, Match | None, tuple[str, ...]]]("chosen", ("", "", None, ()))
# The page that a callback goes to, and the words of its link
JUMP = Entry[tuple[str, Mapping[str, str]]]("jump", ("", {}))

# Saved views.
BEGUN = Entry("begun", False)  # whether the session has had its first run
VIEW_ASKED = Entry("view-asked", "")  # the id of the view that was clicked
VIEW_PAGE = Entry("view-page", "")  # the page that the form and what was done there are of
VIEW_FORM = Entry("view-form-of", "")  # "new" or "change"; "" for no form
VIEW_CHANGED = Entry("view-changed", "")  # the id of the one that is changed
VIEW_NAME, VIEW_SHARED = Entry("view-name", ""), Entry("view-shared", "")
VIEW_STARTS = Entry("view-starts", False)
VIEW_TOLD = Entry[tuple[str, str, str]](
    "view-told", ("", "", "")
)  # what was done, to which view, and what could not be

# Notes on what is shown: the form that is open (where, and the note as it was), what it holds, and what was done where.
NOTE_FORM = Entry[tuple[str, SubjectNote] | None]("note-form-of", None)
NOTE_TEXT, NOTE_MITIGATION = Entry("note-text", ""), Entry("note-mitigation", "")
NOTE_OWNER, NOTE_STATUS = Entry("note-owner", ""), Entry("note-status", "")
NOTE_DUE = Entry[date | None]("note-due", None)
NOTE_SAID = Entry[tuple[str, str, bool]]("note-said", ("", "", False))  # the last: whether it could not be done
# Mail.
MAIL_ADDRESS, MAIL_WHAT, MAIL_RHYTHM = Entry("mail-address", ""), Entry("mail-what", ""), Entry("mail-rhythm", "")
MAIL_PDF = Entry("mail-pdf", False)
MAIL_TOLD = Entry[tuple[str, str]]("mail-told", ("", ""))  # what was done, and what could not be

# The pages.
SINCE = Entry[Any]("since", None)  # the Overview's own type: an earlier release or day
MONTH = Entry[date | None]("month", None)
MAP_CLICKS = Entry("clicks", 0)  # each click draws a map that nothing is selected on
# What it opens on; the choice it was last drawn for
MAP_VIEW = Entry[tuple[tuple[str, ...], tuple[str, ...]]]("looking", ((), ()))
MAP_NEARER = Entry("nearer", 0)  # steps of zoom beyond what it opens on
MAP_LISTED = Entry[str | None]("map-listed", None)  # the governorate that is chosen, in the list on the map
MEASURE, MEASURE_GROUP = Entry("indicator", ""), Entry("measure-group", "")  # what colours the map
USUAL_MEASURE = Entry("usual-measure", "")  # what it opens on with these data
EVENT, ITEM, FORUM = Entry("event", ""), Entry("item", ""), Entry("forum", "")  # the id that is open
EVENT_TABLES = Entry("events-shown", 0)  # each event opened elsewhere draws a table that nothing is selected in
EARLIER, LATER = Entry[date | None]("earlier", None), Entry[date | None]("later", None)
COMPARED_KIND = Entry("compare-kind", "dates")
# The release, and what both dates were at first
TWO_DATES = Entry[tuple[str, Mapping[str, date]] | None]("two_dates", None)
RELEASE_OPEN = Entry[int | None]("looked_at", None)
DONE = Entry("done", "")  # what the page that opens next says was done
CHECK_AGAIN = Entry("check-again", "")  # the draft that is checked before anything is drawn
NOT_KEPT = Entry("not-kept", "")
IMPORT_TROUBLE = Entry[tuple[str, str] | None]("import-trouble", None)  # message and remedy
IMPORT_DROPPED = Entry[tuple[str, ...]]("import-dropped", ())

FEED_MADE = Entry("feed-made", "")  # the text of the calendar's address that was made last
FEED_TROUBLE = Entry[ProgrammeError | None]("feed-trouble", None)

# The briefing that is made.
PRESET = Entry("brief-preset", "")
ORDER = Entry[tuple[Kind, ...]]("brief-order", ())
ORDER_OF = Entry("brief-order-of", "")  # the preset that the order began with
DRAFT = Entry[Briefing | None]("brief-draft", None)
# Slide -> headline, notes and lines that were written
EDITS = Entry[Mapping[str, tuple[str, str, str]]]("brief-edits", {})
OLDER_BRIEFING = Entry[str | None]("briefing-older", None)
# (briefing, output) -> the job that this reader asked for
JOBS = Entry[Mapping[tuple[str, str], Job]]("brief-asked", {})
OUTPUT_TROUBLE = Entry[ProgrammeError | None]("brief-outputs-trouble", None)
NOTE_TROUBLE = Entry[ProgrammeError | None]("brief-trouble", None)


def side(letter: str, kind: str) -> Entry[str]:
    """One of the two of a kind that are compared."""
    return Entry(f"{letter}-{kind}", "")


def slide_box(kind: Kind) -> Entry[bool]:
    """The box that leaves a slide out of a new briefing."""
    return Entry(f"brief-slide-{kind}", True)


def slide_text(slide: str, part: int) -> Entry[str]:
    """The text that is written of a slide: its headline (0), its notes (1), its lines (2)."""
    return Entry(f"brief-text-{part}-{slide}", "")


def headlines_agreed(places: tuple[int, ...]) -> Entry[bool]:
    """The box that says that the headlines of those slides were checked."""
    return Entry(f"brief-agreed-{places}", False)


def period_end(day: Entry[date | None]) -> Entry[date | None]:
    """The choice of a period's end, beside the day that was asked for."""
    return Entry(f"{day.key}-end", None)


def selection(widget: str) -> Any:
    """What is selected in a table, chart or map, by its key; asked in its callback."""
    return st.session_state[widget].selection
