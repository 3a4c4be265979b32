"""Report of a check, and the folder it is stored in: report.json, tables/, raw/ and base/."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal

import msgspec

from community_policing.core.schema import TABLES
from community_policing.dataset.issues import Issue, Severity
from community_policing.dataset.load import Dataset
from community_policing.dataset.releases.release import Source

REPORT = "report.json"


@dataclass(frozen=True)
class Fault(Issue):
    """An issue with its place as the analyst's file shows it.  `row` is the row of the sheet or line of the text file,
    `column` the header as it stands there, `letter` the column's letter; `sheet` is the sheet or file, and "" where the
    row is one of the current release that the file left as it was."""

    sheet: str = ""
    letter: str = ""


@dataclass(frozen=True)
class Metadata:
    """What a dataset says of itself; None where nothing is said."""

    as_of: date | None = None
    opens_on: date | None = None
    title: str | None = None
    name: str | None = None
    description: str | None = None
    licence: str | None = None
    synthetic: bool | None = None
    basis: str | None = None

    def over(self, other: "Metadata") -> "Metadata":
        """This, and what the other says where this says nothing; a date of its own is the date that it opens on."""
        mine, theirs = vars(self), vars(other)
        if self.as_of is not None:
            theirs = theirs | {"opens_on": self.as_of}
        return Metadata(**{name: theirs[name] if mine[name] is None else mine[name] for name in mine})


@dataclass(frozen=True)
class Unmatched:
    """Headers of one table that no column matched, required columns that no header matched, and for each such header
    the free columns it may mean, likeliest first."""

    headers: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    suggestions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class AbsentColumn:
    """A column that the file lacks and the current release fills in so many rows, with one of its cells and that row's key.
    `answer` is "keep", "clear" or, as long as nobody has said, ""."""

    table: str
    column: str
    rows: int
    example: str
    key: str
    answer: str = ""


@dataclass(frozen=True)
class Checked:
    """A checked file.  `outcome` is "accept", "warn" or "refuse"; `dataset` is None when refused, else the file's
    tables and, for those it does not bring, the base's.  `tables` are those the file brings."""

    outcome: str
    issues: tuple[Fault, ...]
    dataset: Dataset | None
    tables: tuple[str, ...]
    unmapped: Mapping[str, Unmatched]
    source: Source
    draft: Path
    absent: tuple[AbsentColumn, ...] = ()

    @property
    def open_columns(self) -> tuple[AbsentColumn, ...]:
        """The columns that the file lacks and nobody has answered for."""
        return tuple(absent for absent in self.absent if not absent.answer)


def outcome_of(issues: tuple[Fault, ...]) -> Literal["accept", "warn", "refuse"]:
    """ "refuse" with any error, "warn" with any warning, else "accept"."""
    if any(issue.severity is Severity.ERROR for issue in issues):
        return "refuse"
    return "warn" if issues else "accept"


@dataclass(frozen=True)
class Report:
    """What report.json holds of a check: what was found, and what `read_draft` makes the dataset from (`kept` are the warnings
    that go with it, `scans` table -> path, rows, first row of those that are not held)."""

    outcome: Literal["accept", "warn", "refuse"]
    issues: tuple[Fault, ...]
    source: Source
    unmapped: Mapping[str, Unmatched] = field(default_factory=dict)
    tables: tuple[str, ...] = ()
    about: Metadata | None = None
    kept: tuple[Issue, ...] = ()
    has_base: bool = False
    absent: tuple[AbsentColumn, ...] = ()
    release: str = ""
    scans: Mapping[str, tuple[str, int, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.outcome != "refuse" and self.about is None:
            raise ValueError("a file that may be published says something of itself")


def write_report(draft: Path, issues: tuple[Fault, ...], source: Source, **more: Any) -> None:
    """Write report.json as a whole or not at all; `more` are further fields of a Report."""
    report = Report(outcome_of(issues), issues, source, **more)
    partial = draft / f"{REPORT}.partial"
    partial.write_bytes(msgspec.json.encode(report))
    partial.replace(draft / REPORT)


def read_report(draft: Path) -> Report:
    """report.json of a draft; OSError or ValueError where there is none that can be read."""
    return msgspec.json.decode((draft / REPORT).read_bytes(), type=Report)


def in_order(issues: Iterable[Fault]) -> tuple[Fault, ...]:
    """The issues, errors first, and among them what only follows from another last."""
    return tuple(sorted(issues, key=_weight))


def _weight(issue: Fault) -> tuple[bool, bool, int]:
    follows = issue.rule == "unresolved_reference" and issue.table in TABLES
    # a row that was set aside takes with it what refers to it, in this order of tables
    return issue.severity is not Severity.ERROR, follows, list(TABLES).index(issue.table) if follows else 0
