"""Release record: who published what, when, from which file, and the hash of everything in it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

SCHEMA_VERSION = 3
"""The version of core/schema.py that stored tables follow: one more whenever a table or column changes (a test holds it)."""

ISSUES = "issues"  # beside the tables a release keeps the warnings it was published with


@dataclass(frozen=True)
class Source:
    """The file a release was made from: its name as the analyst knows it, and SHA-256 of its bytes, in hex."""

    name: str
    sha256: str


@dataclass(frozen=True)
class TableFile:
    """One stored file: SHA-256 of its bytes (which is its name), its rows, and its size in bytes."""

    sha256: str
    rows: int
    size: int


@dataclass(frozen=True)
class Release:
    """One published version of all tables; frozen, like what it describes.

    `number` counts from 1 and orders releases, whatever the clock said; `content` is Dataset.release; `kind` is "import"
    or "rollback", and `points_at` the release that a rollback makes current again; `base` is the release it was made
    against, None for the first.  `package` has name, title, description, licence, as_of, opens_on (ISO days), synthetic
    and basis; `summary` counts the warnings of each rule; `issues` is the file that holds them whole.
    """

    number: int
    content: str
    published_at: datetime
    published_by: str
    note: str
    kind: str
    base: int | None
    points_at: int | None
    source_name: str
    source_sha256: str
    schema_version: int
    package: Mapping[str, Any]
    summary: Mapping[str, int]
    effect: Mapping[str, Any]
    tables: Mapping[str, TableFile]
    issues: TableFile = field(default=TableFile("", 0, 0))

    @property
    def files(self) -> Mapping[str, TableFile]:
        """Every stored file that the release refers to: its tables, and "issues"."""
        return MappingProxyType({**self.tables, ISSUES: self.issues})

    @property
    def same_data(self) -> tuple[object, ...]:
        """What two releases of the same data have in common, whoever published them, when and from which file."""
        return (dict(self.package), {name: file.sha256 for name, file in self.files.items()})

    def as_json(self) -> dict[str, Any]:
        """The release as plain values: what its seal is reckoned over, and what `releases --json` prints."""
        return {
            "number": self.number,
            "content": self.content,
            "published_at": self.published_at.astimezone(UTC).isoformat(timespec="microseconds"),
            "published_by": self.published_by,
            "note": self.note,
            "kind": self.kind,
            "base": self.base,
            "points_at": self.points_at,
            "source": {"name": self.source_name, "sha256": self.source_sha256},
            "schema_version": self.schema_version,
            "package": dict(self.package),
            "summary": dict(self.summary),
            "effect": dict(self.effect),
            "tables": {name: vars(file) for name, file in sorted(self.files.items())},
        }

    def seal(self) -> str:
        """SHA-256 over everything the release says: a registry that says something else is damaged."""
        text = json.dumps(self.as_json(), ensure_ascii=False, sort_keys=True, allow_nan=False)
        return hashlib.sha256(text.encode()).hexdigest()
