"""What a hostile text costs: reading it never takes much more work than a plain table of the same size."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from community_policing.dataset.intake import Checked, check
from tests.bad_input import encoded, table, zipped
from tests.bad_input.quick import quicken

SIZE = 5_000_000
CELL = 9_900  # characters: a longer cell is refused before anybody reads it
FALSE_REASONS = {"personal_data", "too_demanding", "crashed"}
TIMES = 5  # of the work that the plain table takes
HOSTILE = {
    "one word": "a", "capitals within": "aB", "digits": "1", "underscores": "_", "arabic": "ب", "quotes": '"', "commas": ",",
    "spaces": "x ", "line ends": "x\n\n", "quotes within": '"a""b"",', "at signs": "a@", "points": "b.", "telephones": "+1 ",
    "long numbers": "+9641234567890", "bars": "a|", "marks": "\u0301", "unseen": "\u200b",
}  # fmt: skip


@pytest.fixture(autouse=True, scope="module")
def quick() -> Iterator[None]:
    """Checks without a process of their own: their work is this process's."""
    with pytest.MonkeyPatch.context() as patch:
        quicken(patch)
        yield


def work(folder: Path, name: str, content: bytes) -> tuple[Checked, float]:
    """The check of a file, and the seconds that this process worked on it, however busy the machine is."""
    (folder / name).write_bytes(content)
    before = time.process_time()
    checked = check(folder / name, draft=folder / "draft", base=None)
    return checked, time.process_time() - before


@pytest.fixture(scope="module")
def plain_work(quick: None, tmp_path_factory: pytest.TempPathFactory) -> float:
    """The work that a sound table of that size takes on this machine now."""
    header, row = encoded(table("fora")[:2]).splitlines(keepends=True)
    rows = b"".join(row.replace(b"F1,", b"F%d," % place, 1) for place in range(SIZE // len(row)))
    return work(tmp_path_factory.mktemp("plain"), "fora.csv", header + rows)[1]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_heading_costs_what_plain_text_costs(name: str, plain_work: float, tmp_path: Path) -> None:
    """5 MB of one kind of text, as the heading: refused in words, within some times the work of a plain table."""
    unit = HOSTILE[name].encode()
    checked, taken = work(tmp_path, "fora.csv", unit * (SIZE // len(unit)))
    assert checked.outcome == "refuse"
    assert not {issue.rule for issue in checked.issues} & FALSE_REASONS
    assert taken < TIMES * plain_work


def _rows(width: int) -> list[list[str]]:
    """5 MB of rows of that width: all cells of a row are of one hostile kind, and no two of them are the same."""
    units = [unit for name, unit in HOSTILE.items() if name != "long numbers"]  # those are telephone numbers
    return [
        [f"{at} {place} " + (unit := units[at % len(units)]) * (CELL // len(unit)) for place in range(width)]
        for at in range(SIZE // CELL // width)
    ]


def test_hostile_cells_cost_what_plain_text_costs(plain_work: float, tmp_path: Path) -> None:
    """5 MB of such texts in every column of a table: each row is refused, within some times the work of a plain table."""
    header, rows = table("fora")[0], _rows(18)
    checked, taken = work(tmp_path, "fora.csv", encoded([header, *rows]))
    assert checked.outcome == "refuse"
    assert not {issue.rule for issue in checked.issues} & FALSE_REASONS
    assert len({issue.row for issue in checked.issues} - {None}) == len(rows)
    assert taken < TIMES * plain_work


def test_a_hostile_row_beyond_the_header_costs_what_plain_text_costs(plain_work: float, tmp_path: Path) -> None:
    """A row of 100,000 cells among 2,000 rows: the row alone is refused, and no other row pays for it."""
    header, row, *_ = encoded(table("fora")).splitlines(keepends=True)
    rows = b"".join(row.replace(b"F1,", b"F%d," % place, 1) for place in range(2_000))
    checked, taken = work(tmp_path, "fora.csv", header + rows + b"x," * 100_000 + b"x\n")
    assert [(issue.rule, issue.row) for issue in checked.issues if issue.row] == [("ragged_row", 2_002)]
    assert taken < TIMES * plain_work


def test_hostile_sheets_that_are_no_table_cost_what_plain_text_costs(plain_work: float, tmp_path: Path) -> None:
    """5 MB of such texts beside a table: looked through for details of people, within some times the work of a plain table."""
    files = {"fora.csv": encoded(table("fora")), "remarks.csv": encoded([["a", "b"], *_rows(2)])}
    _, taken = work(tmp_path, "tables.zip", zipped(files))
    assert taken < TIMES * plain_work
