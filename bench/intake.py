"""Checking files from outside: a short one, a long workbook, and the questions that each case of ../shared costs a person."""

import json
import os
import tempfile
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import polars as pl
from xlsxwriter import Workbook

from bench import large, releases, servers
from bench.report import Figure
from community_policing.dataset.intake import check
from community_policing.dataset.load import Dataset, load

SEATS = 200_000
ROWS = f"a check of a short file, and of a workbook with {SEATS:,} rows of attendance"
CASES = servers.ROOT.parent / "shared" / "cases" / "intake"


async def figures() -> list[Figure]:
    """Time of a check whose file is read in no time at all; time and memory of one of a long workbook."""
    with tempfile.TemporaryDirectory(prefix="bench-intake-") as name:
        folder = Path(name)
        base = load(releases.SHIPPED)
        short = min(_seconds(releases.SHIPPED / "fora.csv", folder / "draft", base) for _ in range(3))
        workbook = _workbook(folder / "programme")
        seconds, memory = releases.tried({"CPF_RELEASES": str(folder / "none")}, "check", workbook, "--json")
    return [
        Figure("Intake", "check of a short table, in its child", short, "s", limit=4),
        Figure("Intake", "check of the workbook", seconds, "s", limit=60),
        Figure("Intake", "check of the workbook, memory of parent and child", memory, "MiB", limit=800),
    ]


def questions() -> str:
    """Every case with its outcome and how many questions the first form opens with; why there are none where they lack."""
    if not CASES.is_dir():
        return f"  Questions of each case: {CASES} is not there, so none was checked.\n"
    base = load(releases.SHIPPED)
    cases = json.loads((CASES / "expect.json").read_text("utf-8"))
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        asked = list(pool.map(partial(_asked, base), [case for case in cases if (CASES / case["file"]).is_file()]))
    width = max(len(name) for name, _, _ in asked)
    lines = [f"  {name:{width}}  {outcome:7} {count or '':>3}".rstrip() for name, outcome, count in asked]
    total = sum(count for _, _, count in asked)
    return "\n".join(
        ["  Questions open in the first form of each case", *lines, f"  {len(asked)} cases, {total} questions", ""]
    )


def _asked(base: Dataset, case: Mapping[str, str]) -> tuple[str, str, int]:
    """A case's file, the outcome of its check, and its open questions."""
    with tempfile.TemporaryDirectory(prefix="bench-case-") as draft:
        checked = check(CASES / case["file"], draft=Path(draft), base=base if case["needs_release"] else None)
        return case["file"], checked.outcome, len(checked.open_questions)


def _seconds(file: Path, draft: Path, base: Dataset) -> float:
    began = time.perf_counter()
    check(file, draft=draft, base=base)
    return time.perf_counter() - began


def _workbook(folder: Path) -> Path:
    """A generated programme as one workbook, a sheet for each table."""
    large.make(folder, seats=SEATS)
    path = folder / "programme.xlsx"
    tables = {file.stem: pl.read_csv(file, infer_schema=False) for file in sorted(folder.glob("*.csv"))}
    tables["attendance"] = pl.read_parquet(folder / "attendance.parquet")
    with Workbook(path) as book:
        book.add_worksheet("dataset").write_row(0, 0, ("as_of", large.AS_OF.isoformat()))
        for name, frame in tables.items():
            frame.write_excel(book, name)
    return path
