"""What a hostile text costs: reading it never takes much more work than a plain table of the same size."""

import resource
from dataclasses import replace
from pathlib import Path

import pytest

from community_policing.intake import LIMITS, check
from tests.bad_input import encoded, table

SIZE = 5_000_000
TIMES = 5  # of the work that the plain table takes, and the kernel ends the reader beyond that
HOSTILE = {
    "one word": "a", "capitals within": "aB", "digits": "1", "underscores": "_", "arabic": "ب", "quotes": '"', "commas": ",",
    "spaces": "x ", "line ends": "x\n\n", "quotes within": '"a""b"",', "at signs": "a@", "points": "b.", "telephones": "+1 ",
    "long numbers": "+9641234567890", "bars": "a|", "marks": "\u0301", "unseen": "\u200b",
}  # fmt: skip


def _written(folder: Path, text: bytes) -> Path:
    folder.mkdir()
    (folder / "fora.csv").write_bytes(text)
    return folder / "fora.csv"


@pytest.fixture(scope="module")
def plain_work(tmp_path_factory: pytest.TempPathFactory) -> int:
    """The seconds of work, rounded up, that a sound table of that size takes on this machine now."""
    folder = tmp_path_factory.mktemp("plain")
    header, row = encoded(table("fora")[:2]).splitlines(keepends=True)
    rows = b"".join(row.replace(b"F1,", b"F%d," % place, 1) for place in range(SIZE // len(row)))
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    check(_written(folder / "in", header + rows), draft=folder / "draft", base=None)
    return int(resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before) + 1


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_costs_what_plain_text_costs(name: str, plain_work: int, tmp_path: Path) -> None:
    """5 MB of one kind of text, as the heading: refused in words, within some times the work of a plain table."""
    unit = HOSTILE[name].encode()
    path = _written(tmp_path / "in", unit * (SIZE // len(unit)))
    checked = check(path, draft=tmp_path / "draft", base=None, limits=replace(LIMITS, cpu_seconds=TIMES * plain_work))
    assert checked.outcome == "refuse"
    assert "too_demanding" not in {issue.rule for issue in checked.issues}, checked.issues[0].message
