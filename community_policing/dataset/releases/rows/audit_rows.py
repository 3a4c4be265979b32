"""Audit rows in the registry.  Their meaning: community_policing.protect.audit_log."""

from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from community_policing.dataset.releases.registry import AUDIT, Registry

Row = Mapping[str, Any]
_READ = [column for column in AUDIT.columns if column.name != "number"]


class AuditRows:
    """Rows are only ever added.  Every error is a ReleaseError: the registry is unavailable, or damaged."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    def add(self, rows: Iterable[Row]) -> None:
        """Add each row once, however often it is handed over."""
        insert = sqlite.insert if self._registry.connection.sqlite else postgresql.insert
        with self._registry.connection.writing() as connection:
            for row in rows:
                connection.execute(insert(AUDIT).values(dict(row)).on_conflict_do_nothing(index_elements=["id"]))
        self._registry.renew_spare()

    def rows(self, limit: int | None = None, what: str = "", account: str = "") -> tuple[Row, ...]:
        """The last so many rows, or all, newest first; those of one kind or account where one is named."""
        chosen = {AUDIT.c.what: what, AUDIT.c.account: account}
        asked = sa.select(*_READ).where(*(column == value for column, value in chosen.items() if value))
        newest = asked.order_by(AUDIT.c.at.desc(), AUDIT.c.number.desc()).limit(limit)
        with self._registry.connection.reading() as connection:
            return tuple(dict(row) for row in connection.execute(newest).mappings())

    def tally(self) -> tuple[Row, ...]:
        """How many rows there are of each kind and account, and the first and last moment of each."""
        by = (AUDIT.c.what, AUDIT.c.account)
        bounds = (sa.func.min(AUDIT.c.at).label("first"), sa.func.max(AUDIT.c.at).label("last"))
        asked = sa.select(*by, sa.func.count().label("events"), *bounds).group_by(*by).order_by(*by)
        with self._registry.connection.reading() as connection:
            return tuple(dict(row) for row in connection.execute(asked).mappings())

    def last(self, what: str, since: str) -> Mapping[str, str]:
        """Account -> when it last did that, for those who did it since then."""
        asked = sa.select(AUDIT.c.account, sa.func.max(AUDIT.c.at).label("at")).where(
            AUDIT.c.what == what, AUDIT.c.at >= since
        )
        with self._registry.connection.reading() as connection:
            return {row.account: row.at for row in connection.execute(asked.group_by(AUDIT.c.account))}
