"""Briefing rows in the registry, with their notes.  What a briefing holds is opaque text here."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from community_policing.dataset.releases.registry import BRIEFINGS, DONE, NOTED, NOTES, Registry

Row = Mapping[str, Any]
_LISTED = [column for column in BRIEFINGS.columns if column.name not in ("number", "body")]


class Briefings:
    """Rows are only ever added.  Every error is a ReleaseError: the registry is unavailable, or damaged."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    def keep(self, row: Row) -> str:
        """Add a briefing; one of that id that is there already stays as it is.  The hash of the one that is kept."""
        self._add(BRIEFINGS, "id", row)
        with self._registry.connection.reading() as connection:
            return str(connection.scalar(sa.select(BRIEFINGS.c.sha256).where(BRIEFINGS.c.id == row["id"])))

    def history(self) -> tuple[Row, ...]:
        """All but the bodies, the one that was kept last first."""
        with self._registry.connection.reading() as connection:
            asked = sa.select(*_LISTED).order_by(BRIEFINGS.c.number.desc())
            return tuple(dict(row) for row in connection.execute(asked).mappings())

    def body(self, identifier: str) -> str | None:
        """What that briefing holds; None where there is none of that id."""
        with self._registry.connection.reading() as connection:
            return connection.scalar(sa.select(BRIEFINGS.c.body).where(BRIEFINGS.c.id == identifier))

    def note(self, row: Row) -> Row | None:
        """Add a note once, however often it is sent; what is kept under its id.  None where its briefing is not known."""
        with self._registry.connection.reading() as connection:
            if not connection.scalar(sa.select(sa.func.count()).where(BRIEFINGS.c.id == row["briefing"])):
                return None
        self._add(NOTES, "id", row)
        with self._registry.connection.reading() as connection:
            asked = sa.select(*(NOTES.c[name] for name in NOTED)).where(NOTES.c.id == row["id"])
            return dict(connection.execute(asked).mappings().one())

    def done(self, note: str, by: str) -> bool:
        """Say that a note is done; said again, the first time counts.  False where there is no such note."""
        with self._registry.connection.reading() as connection:
            if not connection.scalar(sa.select(sa.func.count()).where(NOTES.c.id == note)):
                return False
        now = datetime.now(UTC).isoformat(timespec="seconds")
        self._add(DONE, "note", {"note": note, "done_at": now, "done_by": by})
        return True

    def notes(self, briefing: str = "") -> tuple[Row, ...]:
        """What was noted, in the order in which it came, of one briefing or of all; `done_at` "" while it is open."""
        asked = sa.select(*(NOTES.c[name] for name in NOTED), sa.func.coalesce(DONE.c.done_at, "").label("done_at"))
        asked = asked.outerjoin(DONE, DONE.c.note == NOTES.c.id).order_by(NOTES.c.number)
        with self._registry.connection.reading() as connection:
            note_rows = connection.execute(asked.where(NOTES.c.briefing == briefing) if briefing else asked)
            return tuple(dict(row) for row in note_rows.mappings())

    def _add(self, table: sa.Table, key: str, row: Row) -> None:
        insert = sqlite.insert if self._registry.connection.sqlite else postgresql.insert
        with self._registry.connection.writing() as connection:
            connection.execute(insert(table).values(dict(row)).on_conflict_do_nothing(index_elements=[key]))
        self._registry.renew_spare()
