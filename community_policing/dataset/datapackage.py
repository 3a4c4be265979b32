"""datapackage.json: what a dataset says of itself, and where its tables are."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any

from community_policing.core.i18n import ProgrammeError, t
from community_policing.core.safe_text import printable
from community_policing.core.schema import TABLES
from community_policing.dataset.cells import tidy

FILE = "datapackage.json"
EXPECTED = ("fora", "trainings", "infrastructure", "phases")  # a dataset without one of these is probably incomplete
_BYTES_LIMIT = 4 * 1024 * 1024

Remark = tuple[str, str, str, str]  # rule, table ("" = the package), column, sentence


@dataclass(frozen=True)
class Description:
    """What a dataset says of itself.

    `opens_on` is the as-of date a reader first sees.  `basis` is "rows" when numbers are counted from rows, "facts" when
    only published figures are shown.
    """

    name: str
    title: str
    description: str
    licence: str
    as_of: date
    opens_on: date
    synthetic: bool
    basis: str

    @property
    def described(self) -> dict[str, Any]:
        """These values alone, by name."""
        return {each.name: getattr(self, each.name) for each in fields(Description)}

    def description_json(self) -> dict[str, Any]:
        """These values, days as ISO text."""
        return self.described | {"as_of": self.as_of.isoformat(), "opens_on": self.opens_on.isoformat()}


def from_json(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of `Description.description_json`, by name."""
    return {**document, **{name: date.fromisoformat(document[name]) for name in ("as_of", "opens_on")}}


@dataclass(frozen=True)
class Package(Description):
    """What datapackage.json says.  `files` are the tables' paths inside the folder; `remarks` what is wrong in it."""

    content: bytes
    files: Mapping[str, str]
    remarks: tuple[Remark, ...] = field(default=())


def read_package(folder: Path) -> Package:
    """Read a folder's package; ProgrammeError where it is unreadable, has no valid `as_of`, or leads out of the folder."""
    content = _content(folder)
    package = _json(content)
    as_of = _day(package.get("as_of"))
    if as_of is None:
        raise ProgrammeError(
            t("{file} has no valid “as_of” date.", file=FILE),
            t('Write it as a day from 2003 on, such as "as_of": "2016-11-30".'),
        )
    remarks: list[Remark] = []
    name = _text(package.get("name")) or folder.name
    return Package(
        name=name,
        title=_text(package.get("title")) or name,
        description=_text(package.get("description")),
        licence=licence(package),
        as_of=as_of,
        opens_on=_opens_on(package, as_of, remarks),
        synthetic=_synthetic(package, remarks),
        basis=_basis(package, remarks),
        content=content,
        files=_files(folder, package, remarks),
        remarks=tuple(remarks),
    )


def release_of(contents: Mapping[str, bytes]) -> str:
    """The release of a set of files (path -> bytes): 12 hex digits of SHA-256 over names and bytes, in name order."""
    digest = hashlib.sha256()
    for name in sorted(contents):
        digest.update(f"{name}\0{len(contents[name])}\0".encode())
        digest.update(contents[name])
    return digest.hexdigest()[:12]


def _content(folder: Path) -> bytes:
    remedy = t("Choose a folder that holds {file} and its CSV files.", file=FILE)
    try:
        if not folder.is_dir():
            raise ProgrammeError(t("There is no dataset at {folder}.", folder=folder), remedy)
        if not (folder / FILE).is_file():
            raise ProgrammeError(t("{folder} holds no {file}.", folder=folder, file=FILE), remedy)
        with (folder / FILE).open("rb") as stream:
            content = stream.read(_BYTES_LIMIT + 1)
    except (OSError, ValueError) as error:
        raise ProgrammeError(t("{file} in {folder} cannot be read.", file=FILE, folder=folder), remedy) from error
    if len(content) > _BYTES_LIMIT:
        raise ProgrammeError(
            t("{file} is larger than 4 MB.", file=FILE), t("Remove what does not describe the tables.")
        )
    return content


def _json(content: bytes) -> dict[str, Any]:
    try:
        package = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise ProgrammeError(t("{file} is not valid JSON.", file=FILE), t("Correct it, or export it again.")) from error
    if not isinstance(package, dict):
        raise ProgrammeError(t("{file} is not a JSON object.", file=FILE), t("Correct it, or export it again."))
    return package


def _text(value: object) -> str:
    return tidy(value)[0] if isinstance(value, str) else ""


def _day(value: object) -> date | None:
    if not isinstance(value, str) or not re.fullmatch(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}", value):
        return None
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return None
    return day if day.year >= 2003 else None


def licence(package: Mapping[str, Any]) -> str:
    """All licences that a package names, each by its title or name: parts of it may stand under different terms."""
    named = package.get("licenses")
    each = [_text(one.get("title")) or _text(one.get("name")) for one in named if isinstance(one, dict)] if isinstance(
        named, list) else []  # fmt: skip
    return "; ".join(dict.fromkeys(filter(None, each))) or _text(package.get("licence"))


def _opens_on(package: dict[str, Any], as_of: date, remarks: list[Remark]) -> date:
    """The as-of date a reader first sees; the dataset's own where none is given."""
    if package.get("opens_on") is None:
        return as_of
    day = _day(package["opens_on"])
    if day is None or day > as_of:
        remarks.append(
            ("package_value", "", "opens_on", t("the value is not a day up to as_of. Correct or delete it."))
        )
        return as_of
    return day


def _synthetic(package: dict[str, Any], remarks: list[Remark]) -> bool:
    """Whether the data are made up.  What does not say so is shown as made up, so that it is never taken for real."""
    if isinstance(package.get("synthetic"), bool):
        return bool(package["synthetic"])
    problem = t("the value is not true or false, so the data are shown as made up. Write which it is.")
    remarks.append(("package_value", "", "synthetic", problem))
    return True


def _basis(package: dict[str, Any], remarks: list[Remark]) -> str:
    basis = package.get("basis", "rows")
    if basis in ("rows", "facts"):
        return str(basis)
    remarks.append(
        (
            "package_value",
            "",
            "basis",
            t("the value is not “rows” or “facts”, so nothing is counted. Write one of the two."),
        )
    )
    return "facts"


def _files(folder: Path, package: dict[str, Any], remarks: list[Remark]) -> dict[str, str]:
    resources = package.get("resources")
    files: dict[str, str] = {}
    for resource in resources if isinstance(resources, list) else ():
        name, path = (resource.get("name"), resource.get("path")) if isinstance(resource, dict) else (None, None)
        if isinstance(path, list) and len(path) == 1:
            path = path[0]
        if not isinstance(name, str) or not isinstance(path, str):
            remarks.append(
                ("package_value", "", "resources", t("a resource has no name or path. Give it both, as text."))
            )
            continue
        _keep_inside(folder, path)
        if name not in TABLES:
            remarks.append(
                (
                    "unknown_table",
                    "",
                    printable(name),
                    t("there is no such table, so it was left out. Rename or delete it."),
                )
            )
        elif name in files:
            remarks.append(
                ("duplicate_table", name, "", t("the table is listed more than once in {file}. Keep one.", file=FILE))
            )
        else:
            files[name] = path
    for name in EXPECTED:
        if name not in files:
            remarks.append(
                ("missing_table", name, "", t("the table is not listed in {file}, so it is empty.", file=FILE))
            )
    return files


def _keep_inside(folder: Path, path: str) -> None:
    pure = PurePosixPath(path)
    unsafe = not path or pure.is_absolute() or ".." in pure.parts or any(mark in path for mark in ("\\", ":", "\0"))
    try:
        if not unsafe and (folder / path).resolve().is_relative_to(folder.resolve()):
            return
    except (OSError, RuntimeError, ValueError):
        pass  # a path that cannot be followed is refused like one that leads outside
    raise ProgrammeError(
        t("{file} names “{path}”, which is not inside the folder.", file=FILE, path=printable(path)),
        t("Put the file beside {file} and write its name only.", file=FILE),
    )
