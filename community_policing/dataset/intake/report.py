"""Report of a check, and the folder it is stored in: report.json, tables/, raw/ and base/."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal

import msgspec

from community_policing.core.i18n import N_, t
from community_policing.core.safe_text import printable
from community_policing.core.schema import TABLES
from community_policing.dataset.intake.corrections import Correction
from community_policing.dataset.intake.recipe.questions import NO, By, Question, Step
from community_policing.dataset.issues import Issue, Severity
from community_policing.dataset.load import Dataset
from community_policing.dataset.releases.release import Source

REPORT = "report.json"
Outcome = Literal["accept", "warn", "ask", "refuse"]


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
class Checked:
    """A checked file.  `outcome` is "accept", "warn", "ask" or "refuse"; `dataset` is None unless accepted: the
    tables as they are after the file.  `tables` are those the file brings.

    `questions` are the decisions on how it was read; `shape` names the headers of its sheets, and `recipe` the saved recipe
    that was taken for it.  `corrections` are those that were made, and `long_sheet` is read by columns, without any."""

    outcome: str
    issues: tuple[Fault, ...]
    dataset: Dataset | None
    tables: tuple[str, ...]
    questions: tuple[Question, ...]
    source: Source
    draft: Path
    shape: str = ""
    recipe: str = ""
    corrections: tuple[Correction, ...] = ()
    long_sheet: str = ""

    @property
    def open_questions(self) -> tuple[Question, ...]:
        """The questions that nobody has answered."""
        return tuple(question for question in self.questions if question.open)

    @property
    def lasting_answers(self) -> dict[str, str]:
        """The answers in force that next month's file may be read with: a recipe."""
        return {question.id: question.answer for question in self.questions if not question.open}

    @property
    def remembered_answers(self) -> dict[str, str]:
        """The answers that a saved recipe gave."""
        return {question.id: question.answer for question in self.questions if question.by is By.RECIPE}

    def confirmed(self, answers: Mapping[str, str]) -> tuple[str, ...]:
        """What those answers confirm of columns that looked as if they held details of people, a sentence each."""
        columns = [q.column for q in self.questions if q.step is Step.PERSONAL and answers.get(q.id) == NO]
        text = N_("“{column}” of {file} holds no details of people")
        return tuple(t(text, column=printable(column), file=self.source.name) for column in columns)


def outcome_of(issues: Sequence[Fault], questions: Sequence[Question] = ()) -> Outcome:
    """Return “ask” with an open question, which may mend errors; else “refuse”, “warn” or “accept”."""
    if any(question.open for question in questions):
        return "ask"
    if any(issue.severity is Severity.ERROR for issue in issues):
        return "refuse"
    return "warn" if issues else "accept"


@dataclass(frozen=True)
class Report:
    """What report.json holds of a check: what was found, and what `read_draft` makes the dataset from (`kept` are the warnings
    that go with it, `scans` table -> path, rows, first row of those that are not held)."""

    outcome: Outcome
    issues: tuple[Fault, ...]
    source: Source
    questions: tuple[Question, ...] = ()
    tables: tuple[str, ...] = ()
    about: Metadata | None = None
    kept: tuple[Issue, ...] = ()
    has_base: bool = False
    shape: str = ""
    recipe: str = ""
    corrections: tuple[Correction, ...] = ()
    long_sheet: str = ""
    release: str = ""
    scans: Mapping[str, tuple[str, int, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.outcome in ("accept", "warn") and self.about is None:
            raise ValueError("a file that may be published says something of itself")


def write_report(
    draft: Path, issues: tuple[Fault, ...], source: Source, questions: tuple[Question, ...] = (), **more: Any
) -> None:
    """Write report.json as a whole or not at all; `more` are further fields of a Report."""
    report = Report(outcome_of(issues, questions), issues, source, questions, **more)
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
