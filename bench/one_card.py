"""What comes back for a click that changes one card of the Overview: its bytes, before and after compression on the way."""

from collections.abc import Iterator
from itertools import islice, permutations

from bench.readers import Reader
from bench.report import Figure, Value, median
from bench.servers import Server
from bench.slow_line import Speed, slow_line
from community_policing.core.geography import governorate_name, governorates
from community_policing.core.paths import DATA
from community_policing.dataset.load import load
from community_policing.measure.compute import measure
from community_policing.measure.programme import Programme, Scope

CARDS = (
    ("fora_established", "fora_established_iom", "fora_established_police"), ("fora_planned",),
    ("trainings_and_campaigns_held", "workshops_held"), ("attendances", "community_attendances"),
    ("vehicles_handed_over", "equipment_handed_over", "building_works_done", "works_agreed", "stations_adapted",
     "headquarters_built"),
)  # fmt: skip
MOST = 12  # clicks that are measured
FAST = Speed("as fast as it goes", 1e12, 0.0)  # the line counts, and takes no time
LIMIT_KIB = 6.0


async def figures(app: Server) -> list[Figure]:
    """A second governorate is chosen beside one; of all such clicks those after which one card alone has other figures."""
    payloads: list[Value] = []
    wire: list[Value] = []
    async with slow_line(app.host, FAST) as line, Reader(line.host) as reader:
        for first, second in islice(clicks_on_one_card(), MOST):
            await reader.click([governorate_name(first)])
            payload, sent = reader.payload_bytes, line.down.bytes
            await reader.click([governorate_name(first), governorate_name(second)])
            payloads.append((reader.payload_bytes - payload) / 1024)
            wire.append((line.down.bytes - sent) / 1024)
    what = f"Page overview, a click that changes one card, median of {len(payloads)}"
    return [
        Figure(what, "payload of the answer", median(payloads), "KiB", limit=LIMIT_KIB),
        Figure(what, "over the wire", median(wire), "KiB"),
    ]


def clicks_on_one_card() -> Iterator[tuple[str, str]]:
    """P-codes of a governorate that is chosen and of one that is added to it, which changes one card."""
    whole = Programme.of(load(DATA / "demonstration"))

    def cards(*pcodes: str) -> list[object]:
        programme = whole.within(Scope(governorates=tuple(sorted(pcodes))))
        results = [[measure(key, programme) for key in keys] for keys in CARDS]
        return [[(each.value, each.target, each.status, each.published) for each in card] for card in results]

    alone = {pcode: cards(pcode) for pcode in governorates()}
    for first, second in permutations(governorates(), 2):
        if sum(a != b for a, b in zip(alone[first], cards(first, second), strict=True)) == 1:
            yield first, second
