"""API tokens and addresses of calendars in the registry.  Their meaning: community_policing.protect.api_tokens."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from community_policing.dataset.releases.registry import REVOKED, TOKENS, Registry

Row = Mapping[str, Any]
_READ = [column for column in TOKENS.columns if column.name not in ("number", "sha256")]


class TokenRows:
    """Rows are only ever added.  Every error is a ReleaseError: the registry is unavailable, or damaged."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    def add(self, row: Row) -> None:
        """Add a token."""
        with self._registry.connection.writing() as connection:
            connection.execute(sa.insert(TOKENS), dict(row))
        self._registry.renew_spare()

    def of_hash(self, sha256: str) -> Row | None:
        """The token of that hash, with `revoked_at` ("" while it is not); None where there is none."""
        return next(iter(self._rows(TOKENS.c.sha256 == sha256)), None)

    def of_id(self, identifier: str) -> Row | None:
        """The same, by its id."""
        return next(iter(self._rows(TOKENS.c.id == identifier)), None)

    def all(self) -> tuple[Row, ...]:
        """Every token, the one that was made last first, with `revoked_at`; the hashes stay inside."""
        return self._rows(sa.true())

    def revoke(self, identifier: str, at: str, by: str) -> bool:
        """Say that a token is revoked; said again, the first time counts.  False where there is no such token."""
        if not self._rows(TOKENS.c.id == identifier):
            return False
        insert = sqlite.insert if self._registry.connection.sqlite else postgresql.insert
        row = {"token": identifier, "revoked_at": at, "revoked_by": by}
        with self._registry.connection.writing() as connection:
            connection.execute(insert(REVOKED).values(row).on_conflict_do_nothing(index_elements=["token"]))
        self._registry.renew_spare()
        return True

    def _rows(self, where: "sa.ColumnElement[bool]") -> tuple[Row, ...]:
        asked = sa.select(*_READ, sa.func.coalesce(REVOKED.c.revoked_at, "").label("revoked_at"))
        asked = asked.outerjoin(REVOKED, REVOKED.c.token == TOKENS.c.id).where(where).order_by(TOKENS.c.number.desc())
        with self._registry.connection.reading() as connection:
            return tuple(dict(row) for row in connection.execute(asked).mappings())
