"""Report of a check, and the folder it is stored in: report.json, tables/, raw/ and base/."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

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

    def as_json(self) -> dict[str, Any]:
        """What is said, days as ISO text."""
        return {k: v.isoformat() if isinstance(v, date) else v for k, v in vars(self).items() if v is not None}

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> "Metadata":
        """The inverse of `as_json`."""
        days = {k: date.fromisoformat(document[k]) for k in ("as_of", "opens_on") if document.get(k)}
        return cls(**{**document, **days})


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


def outcome_of(issues: tuple[Fault, ...]) -> str:
    """ "refuse" with any error, "warn" with any warning, else "accept"."""
    if any(issue.severity is Severity.ERROR for issue in issues):
        return "refuse"
    return "warn" if issues else "accept"


def write_report(
    draft: Path, issues: tuple[Fault, ...], source: Source, unmapped: Mapping[str, Unmatched] | None = None, **more: Any
) -> None:
    """Write report.json as a whole or not at all; `more` is what `read_draft` makes the dataset from."""
    report = {
        "outcome": outcome_of(issues),
        "issues": [asdict(issue) for issue in issues],
        "source": asdict(source),
        "unmapped": {name: asdict(unmatched) for name, unmatched in (unmapped or {}).items()},
        **more,
    }
    partial = draft / f"{REPORT}.partial"
    partial.write_text(json.dumps(report, ensure_ascii=False), "utf-8")
    partial.replace(draft / REPORT)


def read_report(draft: Path) -> dict[str, Any]:
    """report.json of a draft; OSError or ValueError where there is none that can be read."""
    report: dict[str, Any] = json.loads((draft / REPORT).read_text("utf-8"))
    return report


def issues_of(report: Mapping[str, Any]) -> tuple[Fault, ...]:
    """The issues of a report: errors first, and among them what only follows from another last."""
    faults = (Fault(**{**issue, "severity": Severity(issue["severity"])}) for issue in report["issues"])
    return tuple(sorted(faults, key=_weight))


def _weight(issue: Fault) -> tuple[bool, bool, int]:
    follows = issue.rule == "unresolved_reference" and issue.table in TABLES
    # a row that was set aside takes with it what refers to it, in this order of tables
    return issue.severity is not Severity.ERROR, follows, list(TABLES).index(issue.table) if follows else 0


def unmapped_of(report: Mapping[str, Any]) -> Mapping[str, Unmatched]:
    """The unmatched headers of a report, by table."""
    unmatched = {
        name: Unmatched(tuple(u["headers"]), tuple(u["missing"]), {k: tuple(v) for k, v in u["suggestions"].items()})
        for name, u in report["unmapped"].items()
    }
    return MappingProxyType(unmatched)
