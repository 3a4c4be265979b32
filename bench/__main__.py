"""`make bench`: measures every page, prints each figure beside its aim.  How to read it: CONTRIBUTING.md, "Speed"."""

import argparse
import asyncio
import os
import platform
import signal
import sys
import time
import traceback
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

import streamlit

from bench import (
    api,
    beside_dash,
    briefing,
    browser,
    clicks,
    huge,
    intake,
    languages,
    load,
    mail,
    many_replicas,
    memory,
    one_card,
    releases,
    report,
    scale,
    servers,
)
from bench.browser import View
from bench.clicks import ASKED, NEW, Clicks, Subject
from bench.readers import Reader
from bench.report import Figure, Missing, Value, missing
from bench.slow_line import SLOW, SLOWEST, Speed
from pages import PAGES


@dataclass(frozen=True)
class Plan:
    """How much is measured."""

    views: int = 3
    rounds: int = 5
    each: int = 10
    load_rounds: int = 2
    load_seconds: float = 4
    sessions: int = 50
    pausing_seconds: float = 60
    choices: int = 10_000  # distinct ones; 0: not measured


# Seconds within which these pages say what they have to say, on a slow line; or the part of what Dash's simple page takes in
# the same run, where that is more
FIRST_ANSWER = {"overview": (3.5, 0.12), "map": (6.0, 0.2)}
FIRST_BYTES = {"overview": 1.3, "map": 1.7}  # MB of their first view; of any other 3
# Of a click by kind, on pages with the filters: parts of F's time and CPU, and times its clicks a second
CLICKS = {ASKED: (0.20, 0.35, 3.0), NEW: (0.40, 0.60, 1.5)}
QUICK = Plan(views=1, rounds=3, each=5, load_rounds=1, load_seconds=2, pausing_seconds=20, choices=0)


@dataclass
class Run:
    """One run: its figures, printed part by part as they come, so that what ends it early takes nothing with it."""

    figures: list[Figure] = field(default_factory=list)

    async def part(self, name: str, measure: Callable[[], Awaitable[Sequence[Figure]]]) -> None:
        """Measures one part; where it fails as a whole that is its line."""
        _say(name)
        try:
            figures = list(await measure())
        except Exception as error:
            traceback.print_exc()
            figures = [Figure(name[:1].upper() + name[1:], "all of it", missing(error), "")]
        self.figures += figures
        print(report.table(figures), flush=True)


def main() -> int:
    """Measures, prints, and returns the exit status: 0, or 1 with --strict when an aim was missed or a figure is not there."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer rounds: about 4 minutes instead of 10")
    parser.add_argument("--strict", action="store_true", help="exit status 1 when an aim is missed or not measured")
    parser.add_argument("--no-large", action="store_true", help="leave out the large generated programmes")
    parser.add_argument(
        "--huge", action="store_true", help="only programmes of 1, 10 and 50 million rows: some 15 minutes"
    )
    parser.add_argument("--no-browser", action="store_true", help="leave out the cold views in Chromium")
    arguments = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the servers are stopped then, too
    began, run = time.monotonic(), Run()
    print(_machine(), flush=True)
    try:
        asyncio.run(_measure(run, QUICK if arguments.quick else Plan(), arguments))
    finally:
        print(report.verdict(run.figures))
        print(f"Load average at the end {os.getloadavg()[0]:.2f}; {time.monotonic() - began:.0f} s.", flush=True)
    return int(arguments.strict and any(figure.fails for figure in run.figures))


async def _measure(run: Run, plan: Plan, asked: argparse.Namespace) -> None:
    """Every part after the other; cold views first, since they visit all pages."""
    paths = {key: _path(key) for key in PAGES}
    if asked.huge:
        await run.part("past one machine", lambda: huge.figures(paths, plan.rounds, plan.each))
        return
    await run.part("pages", lambda: _pages(run, plan, asked, paths))
    await run.part(
        many_replicas.WHAT, lambda: many_replicas.figures(plan.sessions, plan.load_rounds * plan.load_seconds)
    )
    await run.part(languages.WHAT, lambda: languages.figures(paths, plan.rounds, plan.each))
    if plan.choices:
        await run.part(f"memory, {plan.choices:,} distinct choices", lambda: memory.figures(plan.choices))
    if not asked.no_large:
        for size in scale.SIZES:
            await run.part(size.rows, partial(scale.figures, size, paths, plan.rounds, plan.each))
        await run.part(releases.ROWS, lambda: releases.figures(paths, plan.rounds, plan.each))
        await run.part(intake.ROWS, intake.figures)
    await run.part("API", api.figures)
    await run.part("mail", mail.figures)
    await run.part("briefing, shipped data", briefing.shipped)
    await run.part("briefing, a reader's clicks", lambda: briefing.clicks_meanwhile(plan.each * 4))
    if not asked.no_large:
        await run.part("briefing, large programme", briefing.on_large)
    _say("questions of each case")
    print(intake.questions(), flush=True)


async def _pages(run: Run, plan: Plan, asked: argparse.Namespace, paths: Mapping[str, str]) -> list[Figure]:
    """The shipped data: cold views; then memory, clicks in turn, clicks together; what the server has come to stands last."""
    with servers.app() as app, servers.empty_page() as empty:
        if not asked.no_browser:
            await run.part("cold views on a slow line", lambda: _cold_views(app, paths, plan.views))
        await run.part("memory", lambda: _memory(app, list(paths.values()), plan.sessions))
        await run.part(f"clicks, one reader and {plan.sessions}", lambda: _clicks(app, empty, paths, plan))
        await run.part("readers who pause", lambda: load.pausing(app, empty, plan.sessions, plan.pausing_seconds))
        await run.part("one card", lambda: one_card.figures(app))
        await run.part(
            beside_dash.WHAT,
            lambda: beside_dash.figures(plan.rounds, plan.each, plan.sessions, plan.load_rounds, plan.load_seconds),
        )
        return [
            Figure("Server", "memory at the end of this run", app.rss_mib(), "MiB"),
            Figure("Server", "start to first healthy answer", app.start_seconds, "s", limit=5),
        ]


def _machine() -> str:
    return (
        f"{datetime.now():%Y-%m-%d %H:%M} · {os.cpu_count()} cores · load average {os.getloadavg()[0]:.2f} · "
        f"Python {platform.python_version()} · Streamlit {streamlit.__version__}\n"
        "F: an empty page, D: the same page, each under plain `streamlit run` with default settings."
    )


def _path(key: str) -> str:
    """A page's address below the server's: the first page has none."""
    return "" if key == next(iter(PAGES)) else PAGES[key].url_path


async def _cold_views(app: servers.Server, paths: Mapping[str, str], rounds: int) -> list[Figure]:
    """Every page, ours and by default; on a slow line it is the line that takes the time.  Two pages on a slower one, too."""
    views: dict[tuple[str, str], list[View]] = {}
    slowest: dict[str, list[View]] = {}
    with servers.app_by_default() as default, servers.dash("simple") as simple, servers.dash() as peer:
        hosts = {"ours": app.host, "D": default.host}
        visits = [(name, key) for key in paths for name in hosts]
        addresses = [(hosts[name], paths[key], key) for name, key in visits]
        visits += [("Dash", key) for key in browser.PEERS]
        addresses += [(server.host, "", key) for server, key in zip((peer, simple), browser.PEERS, strict=True)]
        async with browser.chromium() as chromium:
            for _ in range(rounds):
                for visit, view in zip(visits, await browser.cold_views(chromium, addresses), strict=True):
                    views.setdefault(visit, []).append(view)
                far = [(app.host, paths[key], key) for key in FIRST_ANSWER]
                for key, view in zip(FIRST_ANSWER, await browser.cold_views(chromium, far, SLOWEST), strict=True):
                    slowest.setdefault(key, []).append(view)
    answers = [_answer_figure(key, SLOWEST, slowest[key], 15) for key in FIRST_ANSWER]
    beside = report.median([view.answer for view in views["Dash", "dash simple"]])
    for key, (limit, part) in FIRST_ANSWER.items():
        limit = limit if isinstance(beside, Missing) else max(limit, part * beside)
        answers.append(_answer_figure(key, SLOW, views["ours", key], limit))
    return [
        *answers,
        *(figure for key in browser.PEERS for figure in _peer_figures(key, views["Dash", key])),
        *(figure for key in paths for figure in _view_figures(key, views["ours", key], views["D", key])),
    ]


def _answer_figure(key: str, speed: Speed, views: Sequence[View], limit: float) -> Figure:
    seconds = report.median([view.answer for view in views])
    return Figure(f"Page {key}", f"cold first answer, {speed.name}", seconds, "s", limit=limit)


def _peer_figures(key: str, views: Sequence[View]) -> list[Figure]:
    """What Dash's pages take on the same line: there to be read."""
    page = f"Page {key}"
    return [
        Figure(page, f"cold first answer, {SLOW.name}", report.median([view.answer for view in views]), "s"),
        Figure(page, f"cold first view, {SLOW.name}", report.median([view.seconds for view in views]), "s"),
        Figure(page, "cold first view, over the wire", _megabytes(report.median([view.bytes for view in views])), "MB"),
    ]


async def _memory(app: servers.Server, paths: Sequence[str], sessions: int) -> list[Figure]:
    visited = await report.attempt(clicks.memory_per_session(app, paths, len(paths)))
    rss: Value = visited if isinstance(visited, Missing) else app.rss_mib()
    further = await report.attempt(clicks.memory_per_session(app, paths, sessions))
    return [
        Figure("Server", "memory, all pages visited", rss, "MiB", limit=250),
        Figure("Server", "memory for each further session", further, "MiB", limit=0.3),
    ]


async def _clicks(
    app: servers.Server, empty_page: servers.Server, paths: Mapping[str, str], plan: Plan
) -> list[Figure]:
    """Clicks of one reader on every page in turn, then of many."""
    empty = Subject(empty_page, "", ASKED)
    ours = {(key, kind): Subject(app, paths[key], kind) for key in paths for kind in (ASKED, NEW)}
    subjects = [empty, *ours.values()]
    async with Reader(app.host) as reader:
        new = clicks.never_asked(reader.options)
    await clicks.in_turn(subjects, new, plan.rounds, plan.each)
    await clicks.together(subjects, new, plan.sessions, plan.load_rounds, plan.load_seconds)
    return [figure for (key, _), subject in ours.items() for figure in _click_figures(key, subject, empty.clicks)]


def _say(what: str) -> None:
    print(f"... {what}", file=sys.stderr, flush=True)


def _click_figures(key: str, subject: Subject, empty: Clicks) -> list[Figure]:
    """A page that only lists has no aim: its click is the frame's."""
    page, ours, kind = f"Page {key}", subject.clicks, subject.kind
    time_limit, cpu, rate = CLICKS[kind] if PAGES[key].scoped else (None, None, None)
    return [
        Figure(page, f"{kind}: click p50", ours.p50_ms, "ms", ("F", empty.p50_ms), time_limit),
        Figure(page, f"{kind}: CPU a click", ours.cpu_ms, "ms", ("F", empty.cpu_ms), cpu),
        Figure(page, f"{kind}: clicks a second, 50 readers", ours.rate, "/s", ("F", empty.rate), rate, at_least=True),
        Figure(page, f"{kind}: payload a click", ours.kib, "KiB", ("F", empty.kib)),
    ]


def _view_figures(key: str, ours: Sequence[View], default: Sequence[View]) -> list[Figure]:
    page = f"Page {key}"
    seconds, beside = (report.median([view.seconds for view in views]) for views in (ours, default))
    size, more = (_megabytes(report.median([view.bytes for view in views])) for views in (ours, default))
    return [
        Figure(page, "cold first view, over the wire", size, "MB", limit=FIRST_BYTES.get(key, 3)),
        Figure(page, "cold first view, bytes beside default", size, "MB", ("D", more)),
        Figure(page, f"cold first view, {SLOW.name}", seconds, "s", ("D", beside), 0.6),
    ]


def _megabytes(size: Value) -> Value:
    return size if isinstance(size, Missing) else size / 1e6


if __name__ == "__main__":
    sys.exit(main())
