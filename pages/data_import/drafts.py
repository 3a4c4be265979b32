"""An analyst's drafts: the file as it came, how its headers are read, and the report, on disk, so that a restart loses nothing."""

import os
import re
import shutil
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from secrets import token_hex
from typing import Any

import msgspec

from community_policing.core.i18n import ProgrammeError, t
from community_policing.core.safe_text import printable
from community_policing.core.settings import MB, Limits, settings
from community_policing.dataset import intake
from community_policing.dataset.intake import Checked, Correction, Metadata
from community_policing.dataset.intake.report import REPORT
from community_policing.dataset.issues import Severity
from community_policing.dataset.load import Dataset
from community_policing.dataset.releases.recipe import Recipe

_ID = re.compile(r"[0-9a-f]{16}")
STATE = "draft"  # in the address: a link, a reload and a restart come back to it
_NOTES, _FILE = "draft.json", "upload"
OPEN = 3600.0  # seconds after which a draft that nobody looked at counts as closed


@dataclass(frozen=True)
class Damaged:
    """A draft whose notes cannot be read: nobody can go on with it."""

    folder: Path

    @property
    def id(self) -> str:
        """What the address calls it."""
        return self.folder.name


@dataclass(frozen=True)
class Draft:
    """One file on its way to a release.  `base` is the number of the release that it was checked against, 0 for none."""

    folder: Path
    name: str
    began: str
    base: int = 0
    as_of: str = ""
    synthetic: bool = False
    answers: Mapping[str, str] = field(default_factory=dict)  # by the id of their question
    corrections: tuple[Correction, ...] = ()  # other texts for its cells
    recipe: str = ""  # the name under which its answers are remembered
    errors: int | None = None  # None: not checked to the end
    warnings: int = 0
    questions: int = 0  # that nobody has answered

    @property
    def id(self) -> str:
        """What the address calls it."""
        return self.folder.name

    def keep(self) -> None:
        """Writes what is known of it beside the file.  ProgrammeError where that fails: what was known before stays."""
        values = {key: value for key, value in vars(self).items() if key != "folder"}
        partly = self.folder / f"{_NOTES}.part"
        try:
            partly.write_bytes(msgspec.json.encode(values, enc_hook=dict))
            partly.replace(self.folder / _NOTES)
        except OSError as error:
            raise _not_kept(error, self.folder.parent) from error

    @property
    def readable(self) -> bool:
        """Whether the file is still there: one with details of people was not kept."""
        return (self.folder / _FILE).is_file()

    @property
    def checked(self) -> Checked | None:
        """What the check found, read from disk; None where it has not been checked to the end."""
        report = self.folder / REPORT
        return _read(self.folder, report.stat().st_mtime_ns) if report.is_file() else None


@lru_cache(maxsize=4)
def _read(folder: Path, _stamp: int) -> Checked:
    """A report and its tables, read once and not at every rerun; another check has another stamp."""
    return intake.read_draft(folder)


def _not_kept(error: OSError, root: Path) -> ProgrammeError:
    problem = t("The draft cannot be stored on this machine ({reason}).", reason=error.strerror or "")
    return ProgrammeError(
        problem, t("Free some space in {folder}, or ask its administrator; then try again.", folder=root)
    )


def begin(root: Path, name: str, content: bytes, as_of: date | None, synthetic: bool) -> Draft:
    """A new draft of an uploaded file.  ProgrammeError where it cannot be kept."""
    draft = Draft(root / token_hex(8), printable(name, 120), datetime.now(UTC).isoformat(timespec="seconds"),
                  as_of=as_of.isoformat() if as_of else "", synthetic=synthetic)  # fmt: skip
    try:
        root.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft.folder.mkdir(mode=0o700)
        (draft.folder / _FILE).write_bytes(content)
        draft.keep()
    except (OSError, ProgrammeError) as error:
        shutil.rmtree(draft.folder, ignore_errors=True)  # half a draft is none
        raise _not_kept(error, root) if isinstance(error, OSError) else error from error
    return draft


def make_room(root: Path, arriving: int, limits: Limits | None = None) -> tuple[str, ...]:
    """Drops drafts that nobody looked at for too long, then those longest unseen until another of so many bytes fits in;
    never one that is open.  The names of what was dropped; ProgrammeError where there is no room all the same."""
    limits = limits or settings().limit
    now, room = time.time(), limits.drafts_mb * MB - arriving
    by_age = sorted(every(root), key=_seen)
    size = {
        draft.id: sum(file.stat().st_size for file in draft.folder.rglob("*") if file.is_file()) for draft in by_age
    }
    dropped: list[str] = []
    for draft in [each for each in by_age if now - _seen(each) > OPEN]:
        old = now - _seen(draft) > limits.draft_days * 86_400
        if old or len(size) >= limits.drafts or sum(size.values()) > room:
            discard(draft)
            del size[draft.id]
            dropped.append(draft.name if isinstance(draft, Draft) else draft.id)
    if len(size) >= limits.drafts or sum(size.values()) > room:
        problem = t("There is no space for another draft: all stored drafts were opened within the last hour.")
        raise ProgrammeError(problem, t("Discard one below, or try again later."))
    return tuple(dropped)


def _seen(draft: Draft | Damaged) -> float:
    """When somebody last looked at it."""
    notes = draft.folder / _NOTES
    return (notes if notes.is_file() else draft.folder).stat().st_mtime


def look_at(draft: Draft) -> None:
    """Somebody has it open: it is not dropped."""
    with suppress(OSError):  # a folder that cannot be written drops nothing either
        os.utime(draft.folder / _NOTES)


def open_draft(root: Path, asked: str) -> Draft | Damaged | None:
    """The draft of that id; None where there is none."""
    if not _ID.fullmatch(asked) or not (root / asked).is_dir():
        return None
    try:
        document = msgspec.json.decode((root / asked / _NOTES).read_bytes(), type=dict[str, Any])
        draft = msgspec.convert({**document, "folder": root / asked}, Draft)
        datetime.fromisoformat(draft.began)
    except (OSError, ValueError):
        return Damaged(root / asked) if (root / asked).is_dir() else None  # discarded at this moment
    return draft


def every(root: Path) -> tuple[Draft | Damaged, ...]:
    """Every draft, the latest first, and after them those that are damaged."""
    names = [path.name for path in root.iterdir()] if root.is_dir() else []
    drafts_found = [draft for name in sorted(names) if (draft := open_draft(root, name))]
    whole = [draft for draft in drafts_found if isinstance(draft, Draft)]
    return (
        *sorted(whole, key=lambda draft: draft.began, reverse=True),
        *(d for d in drafts_found if isinstance(d, Damaged)),
    )


def check(
    draft: Draft,
    base: Dataset | None,
    number: int,
    progress: Callable[[str, float], None],
    recipes: Sequence[Recipe] = (),
) -> Draft:
    """Checks the file against a release and keeps the report; the draft as it is now known."""
    as_of = date.fromisoformat(draft.as_of) if draft.as_of else None
    checked = intake.check(
        draft.folder / _FILE, draft=draft.folder, base=base, answers=draft.answers, corrections=draft.corrections, recipes=recipes,
        about=Metadata(as_of=as_of, synthetic=draft.synthetic), progress=progress, name=draft.name,
    )  # fmt: skip
    kinds = [issue.severity for issue in checked.issues]
    errors, warnings = kinds.count(Severity.ERROR), kinds.count(Severity.WARNING)
    now = replace(draft, base=number, errors=errors, warnings=warnings, questions=len(checked.open_questions),
                  corrections=draft.corrections if draft.readable else ())  # fmt: skip
    now.keep()
    return now


def discard(draft: Draft | Damaged) -> bool:
    """Deletes the draft; what was published from it is not touched.  Whether it is gone."""
    shutil.rmtree(draft.folder, ignore_errors=True)
    return not draft.folder.exists()
