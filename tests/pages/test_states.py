"""Empty, one-row and filtered-to-nothing states are designed: every page stands, with a sentence instead of a blank."""

import csv
import json
import re
from itertools import pairwise
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from community_policing.core.schema import TABLES
from pages import PAGES
from tests.pages.test_working import ROOT, alone

ONE_FORUM = {"forum_id": "F1", "name": "Forum 1", "governorate": "IQG08", "established_by": "iom", "status": "established",
             "established_on": "2016-05-10", "phase_id": "P2", "record": "illustrative"}  # fmt: skip
PHASE = {"phase_id": "P2", "name": "Phase 2", "starts_on": "2016-03"}


def written(folder: Path, rows: dict[str, list[dict[str, str]]]) -> str:
    """A dataset with those rows and nothing else."""
    for name, table in TABLES.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, [column.name for column in table.columns])
            writer.writeheader()
            writer.writerows(rows.get(name, []))
    resources = [{"name": name, "path": f"{name}.csv"} for name in TABLES]
    package = {
        "name": "small",
        "title": "Small",
        "as_of": "2016-11-30",
        "synthetic": True,
        "basis": "rows",
        "resources": resources,
    }
    (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    return str(folder)


def levels(test: AppTest) -> list[int]:
    """The levels of the page's headings from above, those of texts and of our own HTML among them."""
    found: list[int] = []
    for node in test.main:
        tag, value = getattr(node, "tag", ""), str(getattr(node, "value", ""))
        if re.fullmatch(r"h\d", tag):
            found.append(int(tag[1:]))
        elif node.type == "markdown":
            found += [len(marks) for marks in re.findall(r"^(#+) ", value, re.MULTILINE)]
        elif node.type == "html":
            found += map(int, re.findall(r"<h(\d)", node.proto.body))
    return found


def titled(test: AppTest) -> None:
    """One title above all, and no level left out below it."""
    found = levels(test)
    assert [at for at, level in enumerate(found) if level == 1] == [0], found
    assert [pair for pair in pairwise(found) if pair[1] > pair[0] + 1] == []


@pytest.mark.parametrize("rows", [{}, {"phases": [PHASE], "fora": [ONE_FORUM]}], ids=["empty", "one forum"])
@pytest.mark.parametrize("page", PAGES)
def test_a_page_stands_on_next_to_nothing(page: str, rows: dict[str, list[dict[str, str]]], tmp_path: Path) -> None:
    """An empty dataset and one with a single forum give every page a title, headings in order, no error, and no
    sentence about a figure that there is none of."""
    test = alone(page, written(tmp_path, rows), {})
    titled(test)
    assert not test.error
    texts = [str(getattr(node, "value", "")) for node in test.main if node.type in ("markdown", "caption")]
    assert [text for text in texts if re.search(r"(^|[a-z] )– [a-z]", text, re.MULTILINE)] == []  # "– are dormant"


@pytest.mark.parametrize("page", PAGES)
def test_a_page_stands_where_the_filter_leaves_nothing(page: str) -> None:
    """A choice that no row meets gives every page a title, headings in order, and no error."""
    test = alone(page, str(ROOT / "data" / "demonstration"), {"governorates": ("IQG09",), "donors": ("US",)})
    titled(test)
    assert not test.error


def test_the_frame_draws_the_first_page_with_date_release_and_banner() -> None:
    """The frame says what the reader looks at: date, dataset, release, and that the data is illustrative."""
    test = AppTest.from_file(str(ROOT / "community_policing" / "streamlit_app.py"), default_timeout=60).run()
    assert not test.exception
    plain = (
        " ".join(element.value for element in (*test.caption, *test.markdown)).replace("\\", "").replace("\u00a0", " ")
    )
    assert "As of 30 Nov 2016 · IOM Iraq community policing: demonstration · release " in plain
    assert "**Illustrative data.**" in plain
    title = re.sub(r"\s", " ", test.title[0].value.replace("\\", ""))
    assert title == "Off track: 30 of IOM's 34 fora by 31 Dec, 30 to 31 likely; 7 of 17 targets need attention"


@pytest.mark.parametrize(
    ("damage", "told"),
    [("missing", "There is no dataset at"), ("not json", "datapackage.json"), ("names of people", "phone")],
)
def test_own_data_that_cannot_be_shown_is_told_in_plain_words(
    damage: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder that cannot be opened gives one box that says what, where and what to do, and never a traceback."""
    folder = tmp_path / "own"
    if damage != "missing":
        folder.mkdir()
        written(folder, {})
    if damage == "not json":
        (folder / "datapackage.json").write_text("{", encoding="utf-8")
    if damage == "names of people":
        (folder / "fora.csv").write_text("forum_id,phone\nF1,0770\n", encoding="utf-8")
    monkeypatch.setenv("CPF_DATA", str(folder))
    test = AppTest.from_file(str(ROOT / "community_policing" / "streamlit_app.py"), default_timeout=60).run()
    assert not test.exception
    assert len(test.error) == 1
    assert told in test.error[0].value.replace("\\", "")
