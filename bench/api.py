"""The API: figures a second for one client, and what a reader's click costs meanwhile."""

import asyncio
import statistics
import time
from http import HTTPStatus

import httpx

from bench import clicks, servers
from bench.readers import Reader
from bench.report import Figure
from community_policing.core.indicators import INDICATORS

SECONDS = 4.0
NO_RATE = {"CPF_API_CALLS": "1000000"}
ASKED = tuple(
    f"/api/v1/figures?indicator={key}&by=governorate"
    for key, each in INDICATORS.items()
    if "governorate" in each.splits
)


async def figures() -> list[Figure]:
    """Every indicator by governorate in turn, by one client without a pause; a reader clicks before and meanwhile."""
    with servers.app(settings=NO_RATE) as server:
        async with Reader(server.host) as reader, httpx.AsyncClient(base_url=server.url) as client:
            choices = clicks.asked_before(reader.options)
            for _ in reader.options:
                await reader.click(next(choices))
            await _asking(client, 1.0)  # what nobody asked for before is not what is measured
            idle = [await reader.click(next(choices)) for _ in range(20)]
            alone, calls = await _asking(client, SECONDS)
            meanwhile = asyncio.create_task(_asking(client, SECONDS))
            busy: list[float] = []
            while not meanwhile.done():
                busy.append(await reader.click(next(choices)))
            await meanwhile
    half, slowed = statistics.median(idle) * 1e3, statistics.median(busy) * 1e3
    return [
        Figure("API", "figures a second, one client without a pause", alone, "/s"),
        Figure("API", f"calls a second, {alone / calls:.0f} figures each", calls, "/s"),
        Figure("API", "a reader's click meanwhile", slowed, "ms", ("idle", half)),
    ]


async def _asking(client: httpx.AsyncClient, seconds: float) -> tuple[float, float]:
    """Figures and calls a second, of a client that asks for the next as soon as it has the last."""
    began, count, calls = time.perf_counter(), 0, 0
    while time.perf_counter() - began < seconds:
        answer = await client.get(ASKED[calls % len(ASKED)])
        if answer.status_code != HTTPStatus.OK:
            raise RuntimeError(answer.text)
        count, calls = count + len(answer.json()["records"]), calls + 1
    passed = time.perf_counter() - began
    return count / passed, calls / passed
