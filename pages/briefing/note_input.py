"""Note input: a decision or an action, validated.  Knows no Streamlit: the presented page sends its notes here too."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from community_policing.briefing.model import Briefing, Note, numbers
from community_policing.core.i18n import ProgrammeError, t
from community_policing.core.safe_text import printable

_FIELDS = ("id", "slide", "indicator", "kind", "text", "owner", "due_on")
_LONGEST = 10_000  # characters that are looked at; how long a note may be is the archive's to say


def note(document: Any, briefing: Briefing, by: str, now: datetime | None = None) -> Note:
    """The note that `document` says, a mapping of texts, as JSON brings it; what a note may hold is for the archive to say.

    ProgrammeError where it is no such mapping, or speaks of a slide or an indicator that is not in the briefing.
    """
    if not isinstance(document, Mapping) or any(not isinstance(document.get(name, ""), str) for name in _FIELDS):
        raise _wrong(t("it is not in the expected form"))
    fields: dict[str, Any] = {name: document.get(name, "") for name in _FIELDS}
    fields |= {name: printable(fields[name], _LONGEST) for name in ("text", "owner")}
    if fields["slide"] and fields["slide"] not in {slide.key for slide in briefing.slides}:
        raise _wrong(t("its slide is not in this briefing"))
    if fields["indicator"] and fields["indicator"] not in {number.indicator for number in numbers(briefing)}:
        raise _wrong(t("its figure is not in this briefing"))
    made_at = (now or datetime.now(UTC)).astimezone(UTC).isoformat(timespec="seconds")
    return Note(**fields, briefing=briefing.id, made_at=made_at, made_by=by)


def _wrong(why: str) -> ProgrammeError:
    return ProgrammeError(t("This note cannot be saved: {why}.", why=why), t("Write it again."))
