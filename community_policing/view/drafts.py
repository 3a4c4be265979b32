"""An analyst's drafts: the file as it came, how its headers are read, and the report, on disk, so that a restart loses nothing."""

import json
import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from secrets import token_hex

from community_policing import intake
from community_policing.intake import About, Checked
from community_policing.intake.mapping import table_of
from community_policing.intake.report import REPORT
from community_policing.issues import shown
from community_policing.load import Dataset
from community_policing.text import ProgrammeError, t

Mapped = Mapping[str, Mapping[str, str]]  # table -> header of the file -> our column; "" leaves it out
_ID = re.compile(r"[0-9a-f]{16}")
STATE = "draft"  # in the address: a link, a reload and a restart come back to it
_NOTES, _FILE = "draft.json", "upload"


@dataclass(frozen=True)
class Draft:
    """One file on its way to a release.  `base` is the number of the release that it was checked against, 0 for none."""

    folder: Path
    name: str
    began: str
    base: int = 0
    as_of: str = ""
    synthetic: bool = True
    mapping: Mapped = field(default_factory=dict)

    @property
    def id(self) -> str:
        """What the address calls it."""
        return self.folder.name

    def keep(self) -> None:
        """Writes what is known of it beside the file."""
        held = {key: value for key, value in asdict(self).items() if key != "folder"}
        partly = self.folder / f"{_NOTES}.part"
        partly.write_text(json.dumps(held, ensure_ascii=False), "utf-8")
        partly.replace(self.folder / _NOTES)

    @property
    def checked(self) -> Checked | None:
        """What the check found, read from disk; None where it has not been checked to the end."""
        report = self.folder / REPORT
        return _read(self.folder, report.stat().st_mtime_ns) if report.is_file() else None


@lru_cache(maxsize=4)
def _read(folder: Path, _stamp: int) -> Checked:
    """A report and its tables, read once and not at every rerun; another check has another stamp."""
    return intake.read_draft(folder)


def begin(root: Path, name: str, content: bytes, as_of: date | None, synthetic: bool, mapping: Mapped) -> Draft:
    """A new draft of an uploaded file.  ProgrammeError where it cannot be kept."""
    draft = Draft(root / token_hex(8), shown(name, 120), datetime.now(UTC).isoformat(timespec="seconds"),
                  as_of=as_of.isoformat() if as_of else "", synthetic=synthetic, mapping=mapping)  # fmt: skip
    try:
        root.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft.folder.mkdir(mode=0o700)
        (draft.folder / _FILE).write_bytes(content)
        draft.keep()
    except OSError as error:
        problem = t("The file cannot be kept on this machine ({reason}).", reason=error.strerror or "")
        raise ProgrammeError(problem, t("Make room in {folder}, then load it again.", folder=root)) from error
    return draft


def open_draft(root: Path, asked: str) -> Draft | None:
    """The draft of that id; None where there is none."""
    if not _ID.fullmatch(asked) or not (root / asked / _NOTES).is_file():
        return None
    try:
        held = json.loads((root / asked / _NOTES).read_text("utf-8"))
        return Draft(folder=root / asked, **held)
    except (OSError, ValueError, TypeError):  # discarded at this moment, or damaged: the file can be loaded again
        return None


def all_drafts(root: Path) -> tuple[Draft, ...]:
    """Every draft, the latest first."""
    names = [path.name for path in root.iterdir()] if root.is_dir() else []
    found = [draft for name in names if (draft := open_draft(root, name))]
    return tuple(sorted(found, key=lambda draft: draft.began, reverse=True))


def check(draft: Draft, base: Dataset | None, number: int, progress: Callable[[str, float], None]) -> Draft:
    """Checks the file against a release and keeps the report; the draft as it is now known."""
    as_of = date.fromisoformat(draft.as_of) if draft.as_of else None
    intake.check(
        draft.folder / _FILE, draft=draft.folder, base=base, table=_table(draft.name), mapping=draft.mapping,
        about=About(as_of=as_of, synthetic=draft.synthetic), progress=progress, name=draft.name,
    )  # fmt: skip
    now = replace(draft, base=number)
    now.keep()
    return now


def _table(name: str) -> str:
    """The table that a file's name says it holds; "" where it says none, and the header has to tell."""
    return table_of(Path(name).stem)


def discard(draft: Draft) -> None:
    """Deletes the draft; what was published from it is not touched."""
    shutil.rmtree(draft.folder, ignore_errors=True)
