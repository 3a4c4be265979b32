"""The same Overview in Dash (`bench/peers`), beside ours in one run: what a click costs there, and how many 50 readers get."""

from bench import clicks, servers
from bench.clicks import ASKED, NEW, Subject
from bench.peers.dash_reader import DashReader
from bench.readers import Reader
from bench.report import Figure

WHAT = "The same Overview in Dash"
LEAST = 0.5  # of Dash's clicks a second


async def figures(rounds: int, each: int, readers: int, load_rounds: int, seconds: float) -> list[Figure]:
    """One reader on each in turn, then many on each in turn, so that what else the machine does falls on both alike."""
    with servers.app() as app, servers.dash() as peer:
        subjects = [
            Subject(server, "", kind, reader=reader)
            for server, reader in ((app, Reader), (peer, DashReader))
            for kind in (ASKED, NEW)
        ]
        async with Reader(app.host) as reader:
            new = clicks.never_asked(reader.options)
        await clicks.in_turn(subjects, new, rounds, each)
        await clicks.together(subjects, new, readers, load_rounds, seconds)
    return [
        figure for ours, dash in zip(subjects[:2], subjects[2:], strict=True) for figure in _beside(ours, dash, readers)
    ]


def _beside(ours: Subject, dash: Subject, readers: int) -> list[Figure]:
    a, b = ours.clicks, dash.clicks
    return [
        Figure(WHAT, f"{ours.kind}: click p50", a.p50_ms, "ms", ("Dash", b.p50_ms)),
        Figure(WHAT, f"{ours.kind}: CPU a click", a.cpu_ms, "ms", ("Dash", b.cpu_ms)),
        Figure(
            WHAT, f"{ours.kind}: clicks a second, {readers} readers", a.rate, "/s", ("Dash", b.rate), LEAST, at_least=True
        ),
        Figure(WHAT, f"{ours.kind}: payload a click", a.kib, "KiB", ("Dash", b.kib)),
    ]  # fmt: skip
