"""Memory of one server that is asked for many choices, each of them once: pages x data x days x filters.

What a cache keeps without a bound shows as a slope that does not end.  The choices are drawn from one distribution from the
first to the last, so that nothing else can grow: caches fill in the first half, and the slope is that of the last."""

import argparse
import asyncio
import csv
import json
import random
import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import psutil
from scipy.special import stdtrit

from bench import releases, servers
from bench.readers import Link, Reader
from bench.report import Figure
from community_policing.core.geography import governorates
from pages import PAGES

RELEASES = 3
VISITS = (
    3  # choices of one tab: the one that its link names, then clicks on other governorates; more would be on few days
)
TABS = 4  # at once
EVERY = 50  # choices between two looks at the memory
BLOCKS = 10  # of the last half: neighbouring looks are alike, the means of blocks are nearly independent
NOISE = 1.0  # MiB per 1,000 choices: five of Python's arenas in the last half
FIRST, DAYS = date(2014, 1, 1), 1064  # until 30 November 2016, the last day of the data that ship
DATA: tuple[Link, ...] = (
    (("dataset", "demonstration"),),
    (("dataset", "public_record"),),
    *((("release", str(number)),) for number in range(1, RELEASES + 1)),
)
FILTERS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("phase", ("", "", "P1", "P2")),
    ("donor", ("", "", "US", "DE")),
    ("period", ("", "", "2015", "2016", "2016-Q3")),
    ("established_by", ("", "", "iom", "police")),
)


@dataclass(frozen=True)
class Look:
    """Memory when so many choices had been made."""

    choices: int
    rss_mib: float


@dataclass(frozen=True)
class Slope:
    """MiB per 1,000 choices, with half of its 95 % interval."""

    value: float
    half: float


def slope(looks: Sequence[Look]) -> Slope:
    """The slope of the last half of the looks: least squares on the means of its blocks."""
    later = [look for look in looks if look.choices >= looks[-1].choices / 2]
    size = len(later) // BLOCKS
    blocks = [later[len(later) - size * (number + 1) : len(later) - size * number] for number in range(BLOCKS)]
    x = [statistics.fmean(look.choices for look in block) / 1000 for block in blocks]
    y = [statistics.fmean(look.rss_mib for look in block) for block in blocks]
    line = statistics.linear_regression(x, y)
    rest = sum((b - line.intercept - line.slope * a) ** 2 for a, b in zip(x, y, strict=True)) / (BLOCKS - 2)
    middle = statistics.fmean(x)
    error = (rest / sum((a - middle) ** 2 for a in x)) ** 0.5
    return Slope(line.slope, float(stdtrit(BLOCKS - 2, 0.975)) * error)


async def figures(choices: int) -> list[Figure]:
    """Memory before and after, the most there was, and the slope of the last half."""
    looks, peak = await measured(choices)
    found = slope(looks)
    what = f"Server, {choices:,} distinct choices"
    return [
        Figure(what, "memory after all of them", looks[-1].rss_mib, "MiB", ("before", looks[0].rss_mib)),
        Figure(what, "the most there was", peak, "MiB"),
        Figure(
            what, "slope of the last half, per 1,000 choices", max(found.value, 0.0), "MiB",
            ("its 95 % interval or noise: ±", max(found.half, NOISE)), 1,
        ),
    ]  # fmt: skip


async def measured(choices: int, say: bool = False) -> tuple[list[Look], float]:
    """Memory at every look, and the most there was by the kernel's count; `say`: print each as it comes."""
    with _releases() as settings, servers.app(settings=settings) as server:
        looks = [Look(0, server.rss_mib())]
        tabs, done = distinct(), 0

        async def reading() -> None:
            nonlocal done
            while done < choices:
                page, link, clicks = next(tabs)
                async with Reader(server.host, page, link=link) as reader:
                    done += 1
                    for chosen in clicks:
                        await reader.click(chosen)
                        done += 1
                        if done // EVERY > looks[-1].choices // EVERY:
                            looks.append(Look(done, server.rss_mib()))
                            if say and done // 500 > looks[-2].choices // 500:
                                print(f"{done:,}: {looks[-1].rss_mib:.1f} MiB", flush=True)

        await asyncio.gather(*(reading() for _ in range(TABS)))
        return looks, _peak_mib(server.process)


def distinct() -> Iterator[tuple[str, Link, list[tuple[str, ...]]]]:
    """Tabs for ever: a page, what its link names, and the governorates that are clicked; no choice comes twice."""
    chance = random.Random(18)  # noqa: S311 - the same choices in every run
    paths = ["" if number == 0 else page.url_path for number, page in enumerate(PAGES.values()) if page.scoped]
    seen: set[object] = set()
    while True:
        page = chance.choice(paths)
        day = FIRST + timedelta(days=chance.randrange(DAYS))
        chosen = [(name, word) for name, words in FILTERS if (word := chance.choice(words))]
        link = (*chance.choice(DATA), ("as_of", day.isoformat()), *chosen)
        places: list[tuple[str, ...]] = []
        while len(places) < VISITS:
            some = tuple(sorted(chance.sample(list(governorates()), chance.choice((1, 2, 3)))))
            if (page, link, some) not in seen:
                seen.add((page, link, some))
                places.append(some)
        yield page, (*link, *(("governorate", code) for code in places[0])), places[1:]


@contextmanager
def _releases() -> Iterator[dict[str, str]]:
    """A registry with some releases of the data that ship, which differ by one cell."""
    with tempfile.TemporaryDirectory(prefix="bench-memory-") as name:
        settings = {"CPF_RELEASES": str(Path(name) / "releases")}
        for number in range(1, RELEASES + 1):
            folder = Path(name) / str(number)
            _edition(folder, number)
            words = ("publish", folder, "--note", f"edition {number}", "--by", "bench")
            releases.ran(settings, *words)
        yield settings


def _edition(folder: Path, number: int) -> None:
    shutil.copytree(releases.SHIPPED, folder)
    with (folder / "fora.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    rows[0]["name"] += f", edition {number}"
    with (folder / "fora.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    package = folder / "datapackage.json"
    about = json.loads(package.read_text("utf-8")) | {"release": f"edition-{number}"}
    package.write_text(json.dumps(about, ensure_ascii=False), "utf-8")


def _peak_mib(process: psutil.Process) -> float:
    """The most that was resident, as the kernel counted it (VmHWM)."""
    lines = Path(f"/proc/{process.pid}/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


def main() -> int:
    """Measures alone, prints each look, and returns 1 where memory grows."""
    parser = argparse.ArgumentParser(prog="python -m bench.memory", description=__doc__)
    parser.add_argument("--choices", type=int, default=10_000)
    asked = parser.parse_args()
    looks, peak = asyncio.run(measured(asked.choices, say=True))
    found = slope(looks)
    print(f"the most there was {peak:.0f} MiB; slope {found.value:+.2f} ± {found.half:.2f} MiB per 1,000 choices")
    return int(found.value > max(found.half, NOISE))


if __name__ == "__main__":
    sys.exit(main())
