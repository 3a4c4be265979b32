"""datapackage.json: what it says, what stands in for what it leaves out, and what makes it unusable."""

import hashlib
import json
from datetime import date
from pathlib import Path

import pytest

from community_policing.core.i18n import ProgrammeError
from community_policing.dataset.load import Dataset, load

PACKAGE: dict[str, object] = {"as_of": "2017-01-31", "synthetic": True}
NO_DATE = 'datapackage.json has no valid “as_of” date. Write it as a day from 2003 on, such as "as_of": "2016-11-30".'


def write(folder: Path, tables: dict[str, str | bytes], **package: object) -> Dataset:
    """Write the tables and their datapackage.json into the folder, and load it."""
    resources = [{"name": name, "path": f"{name}.csv"} for name in tables]
    (folder / "datapackage.json").write_text(json.dumps({**PACKAGE, "resources": resources, **package}))
    for name, text in tables.items():
        (folder / f"{name}.csv").write_bytes(text.encode() if isinstance(text, str) else text)
    return load(folder)


def test_what_a_package_says(tmp_path: Path) -> None:
    """The Dataset carries what datapackage.json says of it."""
    dataset = write(
        tmp_path, {}, name="record", title="The record", description="All of it", licenses=[{"title": "CC BY 4.0"}],
        synthetic=False, basis="facts", opens_on="2016-11-30",
    )  # fmt: skip
    assert (dataset.name, dataset.title, dataset.description, dataset.licence) == (
        "record", "The record", "All of it", "CC BY 4.0",
    )  # fmt: skip
    assert (dataset.as_of, dataset.opens_on) == (date(2017, 1, 31), date(2016, 11, 30))
    assert (dataset.synthetic, dataset.basis) == (False, "facts")


@pytest.mark.parametrize(
    ("said", "licence"),
    [
        ({"licenses": [{"name": "MIT", "title": "MIT License"}, {"name": "CC-BY-4.0"}]}, "MIT License; CC-BY-4.0"),
        ({"licenses": [{"title": "CC BY 4.0"}, {"title": "CC BY 4.0"}, {}, "MIT"]}, "CC BY 4.0"),
        ({"licenses": [], "licence": "Public domain"}, "Public domain"),
        ({"licenses": "MIT"}, ""),
    ],
)
def test_every_licence_is_named(tmp_path: Path, said: dict[str, object], licence: str) -> None:
    """A package under several licences carries them all, by title or else by name, each once."""
    assert write(tmp_path, {}, **said).licence == licence


def test_what_a_package_leaves_out(tmp_path: Path) -> None:
    """Where it is silent: named like the folder, opens on its as-of date, counted from rows; shown as made up, with an
    error, unless it says that it is not."""
    (tmp_path / "datapackage.json").write_text('{"as_of": "2017-01-31"}')
    dataset = load(tmp_path)
    assert (dataset.name, dataset.title, dataset.description, dataset.licence) == (tmp_path.name, tmp_path.name, "", "")
    assert (dataset.opens_on, dataset.basis, dataset.synthetic) == (date(2017, 1, 31), "rows", True)
    assert [(i.rule, i.table, i.column) for i in dataset.issues if i.severity == "error"] == [
        ("package_value", "datapackage", "synthetic")
    ]


def test_release_names_the_content(tmp_path: Path) -> None:
    """The same files give the same release, in whatever order they are listed; one byte more gives another."""
    first = write(tmp_path, {"sources": "source_id,title\nS1,a\n", "donors": "donor_id,name,short_name\n"})
    digest = hashlib.sha256()
    for name in ("datapackage.json", "donors.csv", "sources.csv"):
        content = (tmp_path / name).read_bytes()
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    assert first.release == load(tmp_path).release == digest.hexdigest()[:12]
    (tmp_path / "sources.csv").write_text("source_id,title\nS1,b\n")
    assert load(tmp_path).release != first.release


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "holds no datapackage.json. Choose a folder that holds datapackage.json and its CSV files."),
        (b"{", "datapackage.json is not valid JSON. Correct it, or export it again."),
        (b"\xff{}", "datapackage.json is not valid JSON. Correct it, or export it again."),
        (b"[" * 100_000, "datapackage.json is not valid JSON. Correct it, or export it again."),
        (b"[]", "datapackage.json is not a JSON object. Correct it, or export it again."),
        (b"{}", NO_DATE),
        (b'{"as_of": "2016-11"}', NO_DATE),
        (b'{"as_of": "2016-02-30"}', NO_DATE),
        (b" " * (2**22 + 1), "datapackage.json is larger than 4 MB. Remove what does not describe the tables."),
    ],
)  # fmt: skip
def test_nothing_can_be_shown(content: bytes | None, message: str, tmp_path: Path) -> None:
    """Without a readable package and its as-of date there is only a plain sentence."""
    if content is not None:
        (tmp_path / "datapackage.json").write_bytes(content)
    with pytest.raises(ProgrammeError) as error:
        load(tmp_path)
    assert str(error.value).endswith(message)


def test_no_folder(tmp_path: Path) -> None:
    """A folder that is not there is told with its name."""
    with pytest.raises(ProgrammeError, match=r"There is no dataset at .*/gone\."):
        load(tmp_path / "gone")


@pytest.mark.parametrize(
    "path", ["../a.csv", "/etc/passwd", "a/../../b", "http://x/a.csv", "..\\a.csv", "", "a\0b", "out.csv"]
)
def test_paths_stay_inside(path: str, tmp_path: Path) -> None:
    """No path of a package leads out of its folder, not even through a link."""
    folder = tmp_path / "dataset"
    folder.mkdir()
    (folder / "out.csv").symlink_to("/etc/passwd")
    package = {**PACKAGE, "resources": [{"name": "sources", "path": path}]}
    (folder / "datapackage.json").write_text(json.dumps(package))
    with pytest.raises(ProgrammeError, match="not inside the folder"):
        load(folder)


@pytest.mark.parametrize(
    "resources", [None, 3, [3], [{}], [{"name": [], "path": {}}], [{"name": "sources", "path": "."}]]
)
def test_odd_resources(resources: object, tmp_path: Path) -> None:
    """Whatever stands under resources, the package loads, and its tables are empty."""
    dataset = write(tmp_path, {}, resources=resources)
    assert sum(map(len, dataset.tables.values())) == 0
