"""Files from outside: what is faulty or hostile is told in plain words, and changes nothing; what is odd but right is taken."""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest

from community_policing.core.schema import TABLES
from community_policing.dataset.intake import Checked, Fault, check, checker, supervisor
from community_policing.dataset.intake.base import Base, read_base, write_base
from community_policing.dataset.load import Dataset, load
from community_policing.dataset.releases import Source, open_releases
from tests.bad_input import Case, encoded, good, table, texts, values, workbooks
from tests.bad_input.quick import quicken
from tests.conftest import FIXTURE, Report

BAD: list[Case] = [*texts.cases(), *workbooks.cases(), *values.cases()]
HOSTILE = [case for case in BAD if case.id in workbooks.HOSTILE]
GOOD = list(good.cases())
AT_LEAST = (100, 15)  # bad and good ones


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """tests/fixture without its one warning, so that every issue is the file's."""
    folder = tmp_path_factory.mktemp("base")
    for file in FIXTURE.iterdir():
        if file.suffix in (".csv", ".json"):
            (folder / file.name).write_bytes(file.read_bytes())
    (folder / "targets.csv").write_bytes(encoded(table("targets")))
    made = load(folder)
    assert made.issues == ()
    return made


@pytest.fixture(scope="module")
def kept(base: Dataset, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Base]:
    """The base as a draft keeps it, written and read once."""
    draft = tmp_path_factory.mktemp("kept")
    write_base(draft, base)
    return draft / "base", read_base(draft)


@pytest.fixture
def quick(kept: tuple[Path, Base], monkeypatch: pytest.MonkeyPatch) -> None:
    """Checks without a process of their own, which write and read the base once for all of them."""
    folder, read = kept

    def linked(draft: Path, _base: Dataset) -> None:
        if not (draft / "base").exists():
            (draft / "base").symlink_to(folder)

    quicken(monkeypatch)
    monkeypatch.setattr(supervisor, "write_base", linked)
    monkeypatch.setattr(
        checker, "read_base", lambda _draft: replace(read, frames={k: v.copy() for k, v in read.frames.items()})
    )


def held_to(case: Case, base: Dataset, folder: Path) -> Checked:
    """The check of the case's file, and what holds for all: the outcome, the rules, words, place, and no traceback."""
    path = folder / case.file
    path.write_bytes(case.make())
    checked = check(path, draft=folder / "draft", base=base)
    messages = [issue.message for issue in checked.issues]
    assert not (case.hidden and case.hidden in "\n".join(messages))
    assert not {"crashed"} & {issue.rule for issue in checked.issues}, messages
    if case.outcome == "ask":
        _asked(case, checked)
        return checked
    # an error stands whatever is still to be answered
    assert (checked.outcome in ("refuse", "ask"), checked.dataset is None) == (case.outcome == "refuse",) * 2, messages
    assert set(case.rules) <= {issue.rule for issue in checked.issues}, messages
    assert not re.search(r'Traceback|File "|\.py\b|<class|0x[0-9a-f]{6}', "\n".join(messages))
    said = [issue for issue in checked.issues if issue.rule == case.rules[0] and _at(issue, case)]
    assert said, [(issue.row, issue.column, issue.message) for issue in checked.issues]
    assert any(all(word.casefold() in issue.message.casefold() for word in case.words) for issue in said), messages
    assert all(issue.message.endswith((".", "?")) and len(issue.message) > 30 for issue in checked.issues), messages
    return checked


def _asked(case: Case, checked: Checked) -> None:
    """Hold that a question is open, whose words, choices and examples say what the file leaves open."""
    assert (checked.outcome, checked.dataset) == ("ask", None), checked.questions
    texts = [
        " ".join((each.text, *each.choices.values(), *(" ".join(pair) for pair in each.sample)))
        for each in checked.open_questions
        if each.id.startswith(case.rules[0])
    ]
    assert any(all(word in text for word in case.words) for text in texts), (texts, checked.open_questions)


def _at(issue: Fault, case: Case) -> bool:
    """Whether the issue is where the case's file is wrong, and its message names the place in the analyst's own words."""
    named = not case.row or re.search(rf"\b(line|row) {case.row}\b", issue.message)
    column = not case.column or case.column in issue.message
    exact = case.hidden or (
        (not case.row or issue.row == case.row) and (not case.column or issue.column == case.column)
    )
    return bool(named and column and exact)


@pytest.mark.parametrize("case", [case for case in BAD if case not in HOSTILE], ids=lambda case: case.id)
@pytest.mark.usefixtures("quick")
def test_faulty(case: Case, base: Dataset, tmp_path: Path) -> None:
    """The rule that is broken is told with sheet, row and column as the file shows them, and what to do."""
    held_to(case, base, tmp_path)


@pytest.fixture(scope="module")
def hostile(base: Dataset, tmp_path_factory: pytest.TempPathFactory) -> dict[str, BaseException | None]:
    """Every hostile file, each in a child process of its own as in use, two at a time: case -> what was wrong with it."""

    def tried(case: Case) -> BaseException | None:
        try:
            held_to(case, base, tmp_path_factory.mktemp("hostile"))
        except BaseException as error:
            return error
        return None

    with ThreadPoolExecutor(2) as both:
        return dict(zip([case.id for case in HOSTILE], both.map(tried, HOSTILE), strict=True))


@pytest.mark.parametrize("case", HOSTILE, ids=lambda case: case.id)
def test_hostile(case: Case, hostile: dict[str, BaseException | None]) -> None:
    """A child process reads it within its limits, and the file is refused in words that help, or read with a warning."""
    if error := hostile[case.id]:
        raise error


@pytest.mark.parametrize("case", GOOD, ids=lambda case: case.id)
@pytest.mark.usefixtures("quick")
def test_good(case: good.Good, base: Dataset, tmp_path: Path) -> None:
    """What is odd but right is accepted without a word, and its cell is read as what it says; the other tables are the
    base's."""
    path = tmp_path / case.file
    path.write_bytes(case.make())
    checked = check(path, draft=tmp_path / "draft", base=base)
    assert (checked.outcome, [issue.message for issue in checked.issues]) == (case.outcome, [])
    assert checked.dataset is not None
    assert set(checked.dataset.tables) == set(TABLES)
    rows = checked.dataset.tables[case.table]
    [value] = rows.loc[rows[TABLES[case.table].key[0]].eq(case.key), case.column].head(1).tolist()
    shown = value.date() if isinstance(value, datetime) else None if pd.isna(value) else value
    assert shown == case.value
    untouched = set(TABLES) - set(checked.tables)
    assert case.table not in untouched
    for name in untouched:
        pd.testing.assert_frame_equal(checked.dataset.tables[name], base.tables[name].reset_index(drop=True))


@pytest.mark.usefixtures("quick")
def test_nothing_is_published(base: Dataset, tmp_path: Path) -> None:
    """After every kind of bad file the current release is the one of before, whole; a refused check has no dataset to
    publish."""
    releases = open_releases(f"sqlite:///{tmp_path / 'registry.sqlite'}", str(tmp_path / "tables"))
    first = releases.publish(base, note="first", by="test", source=Source("base", "ab" * 32), base=None, effect={})
    for case in BAD[:: len(BAD) // 12]:
        held_to(case, releases.dataset(first), tmp_path)
        assert releases.current() == first
    assert [release.number for release in releases.history()] == [1]
    for name, frame in releases.dataset(first).tables.items():
        pd.testing.assert_frame_equal(frame, base.tables[name].reset_index(drop=True))


def test_there_are_enough(report: Report) -> None:
    """At least 100 bad files and 15 good ones, all different, few bytes in all."""
    made = [(case.file, case.make()) for case in BAD]
    assert (len(BAD) >= AT_LEAST[0], len(GOOD) >= AT_LEAST[1]) == (True, True)
    assert len({*(case.id for case in BAD), *(case.id for case in GOOD)}) == len(BAD) + len(GOOD)
    assert len(set(made)) == len(made)
    size = sum(len(data) for _, data in made) // 1024
    report(f"Bad input: {len(BAD)} faulty or hostile files ({size} KB) told, {len(GOOD)} odd but right ones accepted")
