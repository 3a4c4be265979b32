"""`make bench`: measures every page, prints each figure beside its aim.  How to read it: CONTRIBUTING.md, "Speed"."""

import argparse
import asyncio
import math
import os
import platform
import signal
import statistics
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import streamlit

from bench import briefing, browser, clicks, releases, report, scale, servers
from bench.browser import View
from bench.clicks import ASKED, NEW, Clicks, Subject
from bench.readers import Reader
from bench.report import Figure
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


QUICK = Plan(views=1, rounds=3, each=5, load_rounds=1, load_seconds=2)


@dataclass
class Measured:
    """What one run has found."""

    app: servers.Server
    empty: servers.Server
    views: dict[tuple[str, str], list[View]] = field(default_factory=dict)
    subjects: list[Subject] = field(default_factory=list)
    rss_mib: float = 0.0
    rss_per_session: float = 0.0


def main() -> int:
    """Measures, prints, and returns the exit status: 0, or 1 with --strict when an aim was missed."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer rounds: about 2 minutes instead of 7")
    parser.add_argument("--strict", action="store_true", help="exit status 1 when an aim is missed")
    parser.add_argument("--no-large", action="store_true", help="leave out the large generated programme")
    parser.add_argument("--no-browser", action="store_true", help="leave out the cold views in Chromium")
    arguments = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the servers are stopped then, too
    plan, began = QUICK if arguments.quick else Plan(), time.monotonic()
    print(_machine(), flush=True)
    with servers.app() as app, servers.empty_page() as empty:
        measured = Measured(app, empty)
        asyncio.run(_measure(measured, plan, with_browser=not arguments.no_browser))
        figures = _figures(measured)
    if not arguments.no_large:
        _say(scale.ROWS)
        paths = {key: _path(key) for key in PAGES}
        figures += asyncio.run(scale.figures(measured.app, paths, plan.rounds, plan.each))
        _say(releases.ROWS)
        figures += asyncio.run(releases.figures(paths, plan.rounds, plan.each))
    _say(briefing.ROWS)
    figures += asyncio.run(briefing.figures(plan.each, with_large=not arguments.no_large))
    print(report.table(figures))
    print(f"Load average at the end {os.getloadavg()[0]:.2f}; {time.monotonic() - began:.0f} s.")
    return int(arguments.strict and any(figure.reached is False for figure in figures))


def _machine() -> str:
    return (
        f"{datetime.now():%Y-%m-%d %H:%M} · {os.cpu_count()} cores · load average {os.getloadavg()[0]:.2f} · "
        f"Python {platform.python_version()} · Streamlit {streamlit.__version__}\n"
        "F: an empty page, D: the same page, each under plain `streamlit run` with default settings."
    )


def _path(key: str) -> str:
    """A page's address below the server's: the first page has none."""
    return "" if key == next(iter(PAGES)) else PAGES[key].url_path


async def _measure(measured: Measured, plan: Plan, with_browser: bool) -> None:
    """Cold views first, since they visit all pages; then memory, clicks in turn, clicks together."""
    paths = [_path(key) for key in PAGES]
    if with_browser:
        _say("cold views on a slow line")
        await _cold_views(measured, plan.views)
    _say("memory")
    await clicks.memory_per_session(measured.app, paths, len(paths))
    measured.rss_mib = measured.app.rss_mib()
    measured.rss_per_session = await clicks.memory_per_session(measured.app, paths, plan.sessions)
    ours = [Subject(measured.app, _path(key), kind) for key in PAGES for kind in (ASKED, NEW)]
    measured.subjects = [Subject(measured.empty, "", ASKED), *ours]
    _say("clicks, one reader")
    async with Reader(measured.app.host) as reader:
        new = clicks.never_asked(reader.options)
    await clicks.in_turn(measured.subjects, new, plan.rounds, plan.each)
    _say(f"clicks, {plan.sessions} readers")
    await clicks.together(measured.subjects, new, plan.sessions, plan.load_rounds, plan.load_seconds)


async def _cold_views(measured: Measured, rounds: int) -> None:
    """Every page, ours and by default, at the same time: on a slow line it is the line that takes the time."""
    with servers.app_by_default() as default:
        async with browser.chromium() as chromium:
            for _ in range(rounds):
                hosts = {"ours": measured.app, "D": default}
                visits = [(name, key) for key in PAGES for name in hosts]
                addresses = [(f"{hosts[name].url}/{_path(key)}", key) for name, key in visits]
                for visit, view in zip(visits, await browser.cold_views(chromium, addresses), strict=True):
                    measured.views.setdefault(visit, []).append(view)


def _say(what: str) -> None:
    print(f"... {what}", file=sys.stderr, flush=True)


def _figures(measured: Measured) -> list[Figure]:
    """Every figure with its aim (issue 2, section 5)."""
    empty = measured.subjects[0].clicks
    figures = []
    for key in PAGES:
        page = f"Page {key}"
        for subject in measured.subjects[1:]:
            if subject.page == _path(key):
                figures += _click_figures(page, subject, empty)
        figures += _view_figures(page, measured.views.get(("ours", key), []), measured.views.get(("D", key), []))
    return [
        *figures,
        Figure("Server", "memory, all pages visited", measured.rss_mib, "MiB", limit=250),
        Figure("Server", "memory for each further session", measured.rss_per_session, "MiB", limit=0.3),
        Figure("Server", "memory at the end of this run", measured.app.rss_mib(), "MiB"),
        Figure("Server", "start to first healthy answer", measured.app.start_seconds, "s", limit=5),
    ]


def _click_figures(page: str, subject: Subject, empty: Clicks) -> list[Figure]:
    ours, kind = subject.clicks, subject.kind
    return [
        Figure(page, f"{kind}: click p50", ours.p50_ms, "ms", ("F", empty.p50_ms), 0.35),
        Figure(page, f"{kind}: CPU a click", ours.cpu_ms, "ms", ("F", empty.cpu_ms), 0.4),
        Figure(page, f"{kind}: clicks a second, 50 readers", ours.rate, "/s", ("F", empty.rate), 3, at_least=True),
        Figure(page, f"{kind}: payload a click", ours.kib, "KiB", ("F", empty.kib)),
    ]


def _view_figures(page: str, ours: Sequence[View], default: Sequence[View]) -> list[Figure]:
    if not ours:
        return []
    seconds, beside = (_median_seconds(views) for views in (ours, default))
    megabytes, more = (statistics.median(view.bytes for view in views) / 1e6 for views in (ours, default))
    return [
        Figure(page, "cold first view, over the wire", megabytes, "MB", limit=3),
        Figure(page, "cold first view, bytes beside default", megabytes, "MB", ("D", more)),
        Figure(page, "cold first view, 1.6 Mbit/s and 150 ms", seconds, "s", ("D", beside), 0.6),
    ]


def _median_seconds(views: Sequence[View]) -> float:
    """NaN, which reaches no aim, where one of them was never drawn."""
    seconds = [view.seconds for view in views]
    return math.nan if any(map(math.isnan, seconds)) else statistics.median(seconds)


if __name__ == "__main__":
    sys.exit(main())
