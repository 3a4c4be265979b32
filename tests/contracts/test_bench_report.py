"""The benchmark where something cannot be measured: its report, its parts, its clicks; and its slow line."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bench import clicks, intake, many_fora, memory, report
from bench.__main__ import Run, _view_figures
from bench.browser import View
from bench.clicks import ASKED, Subject
from bench.report import Figure, Missing, median
from bench.slow_line import slow_line
from community_policing.dataset.load import load
from tests.conftest import run as run_alone

NEVER = Missing("never drawn in 45 s")
WHOLE = Figure("Page a", "time", 3.0, "s", ("D", 6.0), 0.6)
LACKING = (
    replace(WHOLE, value=NEVER),
    replace(WHOLE, beside=("D", NEVER)),
    replace(WHOLE, beside=("D", 0.0)),
    replace(WHOLE, value=float("nan")),
    Figure("Page a", "plain", NEVER, "s"),
)


def lines(figures: Sequence[Figure]) -> list[list[str]]:
    """The lines of the table below its head and the first subject, in cells."""
    rows = [row for row in report.table(figures).splitlines() if row]
    return [[cell.strip() for cell in row.split("  ") if cell.strip()] for row in rows[2:]]


def test_a_figure_that_is_not_there_is_a_line_that_says_why() -> None:
    """Missing itself, what stands beside it missing, or 0, or no number: no ratio, no mark, and the reason; the others are
    there as ever."""
    assert lines([WHOLE, *LACKING]) == [
        ["time", "3.00 s", "D 6.00 s", "0.50", "≤ 0.6 D", "✓"],
        ["time", "–", "D 6.00 s", "–", "≤ 0.6 D", "not measured: never drawn in 45 s"],
        ["time", "3.00 s", "D –", "–", "≤ 0.6 D", "not measured: D: never drawn in 45 s"],
        ["time", "3.00 s", "D 0.00 s", "–", "≤ 0.6 D", "not measured: D is 0"],
        ["time", "–", "D 6.00 s", "–", "≤ 0.6 D", "not measured: nan is no number"],
        ["plain", "–", "not measured: never drawn in 45 s"],
    ]


def test_the_verdict_counts_what_was_not_measured() -> None:
    """Reached, missed and not measured are told apart, each by name."""
    missed = replace(WHOLE, name="slow", value=5.0)
    assert report.verdict([WHOLE, missed, LACKING[0], LACKING[-1]]).splitlines() == [
        "1 of 3 aims reached, 1 missed; 2 figures not measured.",
        "  ✗ Page a: slow",
        "  – Page a: time: not measured: never drawn in 45 s",
        "  – Page a: plain: not measured: never drawn in 45 s",
    ]


def test_a_strict_run_fails_by_what_is_missed_or_not_measured() -> None:
    """An aim that was reached and a figure without an aim do not fail it; everything that lacks a figure does."""
    plain = Figure("Page a", "plain", 1.0, "s")
    assert [figure.fails for figure in (WHOLE, plain, replace(WHOLE, value=5.0), *LACKING)] == [
        False, False, True, *[True] * len(LACKING),
    ]  # fmt: skip


def test_the_median_is_of_what_was_measured() -> None:
    """Views that were never drawn are left out; where all were, the last reason stands in its place."""
    assert median([3.0, NEVER, 1.0, 2.0]) == 2.0
    assert median([Missing("first"), NEVER]) == NEVER
    assert median([]) == Missing("never tried")


def test_a_page_that_was_never_drawn_has_its_lines() -> None:
    """Neither ours nor the default one was drawn: three lines say so, and nothing is divided."""
    never = [View(NEVER, NEVER, NEVER)]
    assert [figure.judged for figure in _view_figures("a", never, never)] == [NEVER] * 3
    ours = [View(4.0, 10.0, 2e6)]
    assert [figure.judged for figure in _view_figures("Page a", ours, never)] == [
        2.0,
        *[Missing(f"D: {NEVER.reason}")] * 2,
    ]


def test_a_part_that_fails_takes_no_other_with_it(capsys: pytest.CaptureFixture[str]) -> None:
    """Its line says why, and what came before it is printed already."""
    run, printed = Run(), []

    async def good() -> list[Figure]:
        return [WHOLE]

    async def bad() -> list[Figure]:
        raise RuntimeError("no server\nanswered")

    async def both() -> None:
        for part in (good, bad, good):
            await run.part("clicks", part)
            printed.append(capsys.readouterr().out)

    run_alone(both())
    assert [figure.judged for figure in run.figures] == [0.5, Missing("RuntimeError: no server answered"), 0.5]
    assert ["not measured: RuntimeError: no server answered" in text for text in printed] == [False, True, False]
    assert all("time" in text for text in (printed[0], printed[2]))


class Browser:
    """A reader of a page that shows an error from its third click on, or never."""

    def __init__(self, _: str, page: str) -> None:
        self.page, self.options, self.payload_bytes, self.clicks = page, ("A",), 0, 0

    async def __aenter__(self) -> "Browser":
        if self.page == "closed":
            raise ConnectionError("refused")
        return self

    async def __aexit__(self, *_: object) -> None:
        return None

    async def click(self, _: Sequence[str]) -> float:
        self.clicks += 1
        self.payload_bytes += 1024
        if self.page == "breaks" and self.clicks > 2:
            raise RuntimeError("an error is shown")
        return 0.25


class Idle:
    """A server whose clicks cost nothing."""

    host = "127.0.0.1:1"

    def cpu_seconds(self) -> float:
        return 0.0


def test_a_page_that_fails_takes_no_other_page_with_it() -> None:
    """One page cannot be opened, one breaks after a round: the first has no figure, the second that of its round."""
    server: Any = Idle()
    subjects = [Subject(server, page, ASKED, reader=Browser) for page in ("closed", "breaks", "works")]
    run_alone(clicks.in_turn(subjects, iter(()), rounds=3, each=1))
    assert [subject.clicks.p50_ms for subject in subjects] == [Missing("ConnectionError: refused"), 250.0, 250.0]
    assert [subject.clicks.kib for subject in subjects] == [Missing("ConnectionError: refused"), 1.0, 1.0]
    assert [len(subject.clicks.seconds) for subject in subjects] == [0, 1, 3]
    run_alone(clicks.together(subjects, iter(()), sessions=2, rounds=1, seconds=0))
    assert [isinstance(subject.clicks.rate, Missing) for subject in subjects] == [True, False, False]


def test_the_slow_line_hands_over_every_byte_and_counts_it() -> None:
    """30,000 bytes for a request of 5, in both directions and to their end; a server that is gone ends the connection."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        question = await reader.readexactly(5)
        writer.write(question * 6000)
        await writer.drain()
        writer.close()

    async def asked() -> tuple[bytes, int, int, bool, bytes]:
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        async with slow_line("{}:{}".format(*server.sockets[0].getsockname())) as line:
            host, port = line.host.split(":")
            reader, writer = await asyncio.open_connection(host, int(port))
            writer.write(b"salam")
            answer = await reader.read(-1)
            server.close()
            gone, _ = await asyncio.open_connection(host, int(port))
            return answer, line.down.bytes, line.up.bytes, line.awaiting, await gone.read(-1)

    assert run_alone(asked()) == (b"salam" * 6000, 30_000, 5, False, b"")


def test_the_questions_of_each_case_are_counted_where_cases_are(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A line for each case with its outcome and its open questions, and their sum; a line that says so without cases."""
    monkeypatch.setattr(intake, "CASES", tmp_path)
    case = {"file": "donors.csv", "needs_release": False}
    (tmp_path / "expect.json").write_text(json.dumps([case, {"file": "not there.csv", "needs_release": False}]))
    (tmp_path / "donors.csv").write_text("donor_id,nmae\nDE,Germany\n")
    assert [line.split() for line in intake.questions().splitlines()[1:]] == [
        ["donors.csv", "ask", "1"], ["1", "cases,", "1", "questions"],
    ]  # fmt: skip
    monkeypatch.setattr(intake, "CASES", tmp_path / "none")
    assert intake.questions() == f"  Questions of each case: {tmp_path / 'none'} is not there, so none was checked.\n"


def test_many_fora_are_data_without_a_fault(tmp_path: Path) -> None:
    """What is measured is what was asked for: no row of it is set aside."""
    many_fora.make(tmp_path, fora=26, months=60, concerns=100)
    dataset = load(tmp_path)
    assert [issue.message for issue in dataset.issues] == []
    assert {name: len(dataset.tables[name]) for name in ("fora", "meetings", "concerns")} == {
        "fora": 26, "meetings": 26 * 60, "concerns": 100,
    }  # fmt: skip


def _grown(grows: float) -> memory.Slope:
    """The slope of a memory that fills its caches in the first 3,000 of 10,000 choices and then grows by so many MiB per 1,000,
    seen with an allocator that takes and gives 4 MiB in turn."""
    numbers = range(0, 10_001, 50)
    looks = [
        memory.Look(number, 300 + min(number, 3000) / 60 + grows * number / 1000 + 4 * (number // 700 % 2))
        for number in numbers
    ]
    return memory.slope(looks)


def test_memory_is_flat_where_the_interval_of_its_slope_holds_0() -> None:
    """What the allocator takes and gives is no growth, nor is a cache that is full by half; 3 MiB per 1,000 choices are."""
    assert (flat := _grown(0)).value <= flat.half
    assert (grown := _grown(3)).value > max(grown.half, memory.NOISE)
    assert grown.value - grown.half < 3 < grown.value + grown.half


def test_no_choice_of_the_memory_run_comes_twice() -> None:
    """Each tab's page and link with each choice of governorates, the first 3,000 of them."""
    tabs = memory.distinct()
    seen: list[object] = []
    while len(seen) < 3000:
        page, link, clicked = next(tabs)
        rest = tuple(pair for pair in link if pair[0] != "governorate")
        opened = tuple(word for name, word in link if name == "governorate")
        seen += [(page, rest, places) for places in (opened, *clicked)]
    assert len(set(seen)) == len(seen)
