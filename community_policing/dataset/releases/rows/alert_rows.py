"""Alert rows in the registry: what was raised and ended for each audience, once however many servers look, and who has seen what.

An audience is what readers of one role and protection are shown.  What a row's body says is opaque here; its meaning:
community_policing.analysis.alerts.log.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from community_policing.dataset.releases.registry import ALERT_AUDIENCES, ALERT_LOG, ALERTS_SEEN, Registry

Row = Mapping[str, Any]
Bodies = Mapping[str, Mapping[str, Any]]  # identity -> body


class AlertRows:
    """Rows of the log are only ever added; their numbers say what came after what, whatever the clock said.  Every error is a
    ReleaseError: the registry is unavailable, or damaged."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    def looked(self, audience: str) -> tuple[int, date] | None:
        """The release and day that the audience was last looked at for; None where it never was."""
        with self._registry.connection.reading() as connection:
            return self._looked(connection, audience)

    def keep(self, audience: str, release: int, day: date, at: datetime, lasting: Bodies, once: Bodies) -> bool:
        """Add what a look at that release on that day found, with what ended since the last look; False, and nothing is added,
        where that or a later release or day was looked at already.

        `lasting` stands until a look no longer finds it; `once` is told once and for all."""
        with self._registry.connection.writing() as connection:
            self._registry.hold(connection)  # one server after the other
            if (last := self._looked(connection, audience)) and last >= (release, day):
                return False
            runs = sa.select(ALERT_LOG.c.identity, ALERT_LOG.c.what, sa.func.max(ALERT_LOG.c.occurrence).label("run"))
            runs = runs.where(ALERT_LOG.c.audience == audience).group_by(ALERT_LOG.c.identity, ALERT_LOG.c.what)
            last_run = {(row.identity, row.what): row.run for row in connection.execute(runs)}
            stand = {
                identity: run
                for (identity, what), run in last_run.items()
                if what == "raised" and last_run.get((identity, "ended"), 0) < run
            }
            found = [
                *((identity, stand[identity], "ended", {}) for identity in stand.keys() - lasting.keys()),
                *((identity, last_run.get((identity, "raised"), 0) + 1, "raised", body)
                  for identity, body in lasting.items() if identity not in stand),
                *((identity, 1, "once", body) for identity, body in once.items() if (identity, "once") not in last_run),
            ]  # fmt: skip
            same = {"audience": audience, "release": release, "at": _text(at)}
            rows = [dict(zip(("identity", "occurrence", "what", "body"), each, strict=True)) | same for each in found]
            if rows:
                connection.execute(sa.insert(ALERT_LOG), rows)
            self._upsert(
                connection, ALERT_AUDIENCES, {"audience": audience, "release": release, "day": day.isoformat()}
            )
        if rows:
            self._registry.renew_spare()
        return True

    def since(self, audience: str, seen: int) -> tuple[Row, ...]:
        """What stands, and what was raised, told or ended after the row of that number, in the order in which it was raised.
        `ended` and `ended_at` are None for what has not ended, and for what is told once."""
        ends = ALERT_LOG.alias()
        same = sa.and_(*(ends.c[name] == ALERT_LOG.c[name] for name in ("audience", "identity", "occurrence")))
        asked = (
            sa.select(ALERT_LOG, ends.c.number.label("ended"), ends.c.at.label("ended_at"))
            .outerjoin(ends, sa.and_(same, ends.c.what == "ended"))
            .where(
                ALERT_LOG.c.audience == audience,
                ALERT_LOG.c.what != "ended",
                sa.or_(
                    ALERT_LOG.c.number > seen,
                    ends.c.number > seen,
                    sa.and_(ALERT_LOG.c.what == "raised", ends.c.number.is_(None)),
                ),
            )
            .order_by(ALERT_LOG.c.number)
        )
        with self._registry.connection.reading() as connection:
            return tuple(dict(row) for row in connection.execute(asked).mappings())

    def last(self, audience: str, before: int | None = None) -> int:
        """The number of the audience's last row, or of its last of releases before that one; 0 for none."""
        asked = sa.select(sa.func.max(ALERT_LOG.c.number)).where(ALERT_LOG.c.audience == audience)
        with self._registry.connection.reading() as connection:
            return connection.scalar(asked if before is None else asked.where(ALERT_LOG.c.release < before)) or 0

    def seen(self, account: str) -> tuple[int, date] | None:
        """Up to which row an account has seen everything, and when it said so; None where it never did."""
        asked = sa.select(ALERTS_SEEN).where(ALERTS_SEEN.c.account == account)
        with self._registry.connection.reading() as connection:
            row = connection.execute(asked).one_or_none()
            return None if row is None else (row.number, datetime.fromisoformat(row.at).date())

    def see(self, account: str, number: int, at: datetime) -> None:
        """Keep that an account has seen everything up to that row; what it has seen it never sees as new again."""
        with self._registry.connection.writing() as connection:
            self._upsert(connection, ALERTS_SEEN, {"account": account, "number": number, "at": _text(at)}, "number")

    def forget(self, account: str) -> bool:
        """Delete up to where an account has seen alerts; whether anything was kept of it."""
        with self._registry.connection.writing() as connection:
            gone = connection.execute(sa.delete(ALERTS_SEEN).where(ALERTS_SEEN.c.account == account)).rowcount
        self._registry.renew_spare()
        return bool(gone)

    def _looked(self, connection: sa.Connection, audience: str) -> tuple[int, date] | None:
        row = connection.execute(sa.select(ALERT_AUDIENCES).where(ALERT_AUDIENCES.c.audience == audience)).one_or_none()
        return None if row is None else (row.release, date.fromisoformat(row.day))

    def _upsert(self, connection: sa.Connection, table: sa.Table, row: Row, grows: str = "") -> None:
        """Put the row in the place of the one with its key; where a column only grows, not in that of one that is further."""
        insert = sqlite.insert if self._registry.connection.sqlite else postgresql.insert
        key = next(iter(table.primary_key))
        added = insert(table).values(dict(row))
        where = table.c[grows] <= added.excluded[grows] if grows else None
        values = {name: value for name, value in row.items() if name != key.name}
        connection.execute(added.on_conflict_do_update(index_elements=[key], set_=values, where=where))


def _text(at: datetime) -> str:
    return at.isoformat(timespec="seconds")
