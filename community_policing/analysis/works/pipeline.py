"""The pipeline of works from agreed to handed over: one lane for all sites, one for each kind of equipment.

Kinds of equipment are never added to one another: a radio is no computer.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from community_policing.core import formats, labels
from community_policing.core.i18n import N_, listed, t
from community_policing.core.quantity import NOTHING, Quantity, total
from community_policing.core.schema import SITE_KINDS, WORK_STATUSES
from community_policing.measure.result import Result

STAGES = tuple(status for status in WORK_STATUSES if status != "cancelled")
BY_DATES = ("agreed", "done")  # all that dates tell of a day before the dataset's own
# One lane of the pipeline for all sites, and one for each kind of equipment: lane -> indicator of what was agreed.
AGREED: Mapping[str, str] = {
    "site": "works_agreed",
    "vehicle": "vehicles_agreed",
    "technical_equipment": "technical_equipment_agreed",
    "security_equipment": "security_equipment_agreed",
    "communication_equipment": "communication_equipment_agreed",
}
_SITES = N_("Stations, venues and headquarters")


@dataclass(frozen=True)
class Lane:
    """One line of the pipeline: its name, all of it, how much is at each stage, and how many of its entries are overdue."""

    label: str
    agreed: Quantity
    cells: tuple[Quantity, ...]
    overdue: Quantity


def lanes(agreed: Mapping[str, Result], done: Mapping[str, Quantity | None], overdue: Result) -> tuple[Lane, ...]:
    """Make the pipeline from Results `agreed` by lane and status, or `done` on an earlier day, without unknown lanes."""
    lanes_made = []
    for lane, result in agreed.items():
        if result.value is not None and result.behind.count:
            more = _more(result)
            cells = tuple(result.parts.get(stage, NOTHING) + more for stage in STAGES)
            if done:
                cells = (result.value, (done[lane] or NOTHING) + (NOTHING if lane in ("site", "vehicle") else more))
            kinds = SITE_KINDS if lane == "site" else (lane,)
            late = total(overdue.parts.get(kind, NOTHING) for kind in kinds)
            lanes_made.append(Lane(lane_label(lane), result.value, cells, late))
    return tuple(lanes_made)


def uncertain(agreed: Mapping[str, Result]) -> str:
    """What may belong to the choice though nothing of its kind is certain to; "" where there is no such kind."""
    named = [
        t("{lane} (up to {most})", lane=lane_label(lane), most=formats.number(result.value.high))
        for lane, result in agreed.items()
        if result.value is not None and result.value.high and not result.behind.count
    ]
    return t("May belong here; the record does not say: {lanes}.", lanes=listed(named)) if named else ""


def _more(result: Result) -> Quantity:
    """What may belong to the choice beyond what is certain to: any stage may hold it."""
    certain = total(result.parts.values()).high if result.parts else result.value.low if result.value else 0
    if result.value is None or result.value.high is None or certain is None:
        return NOTHING
    return Quantity(0, result.value.high - certain)


def lane_label(lane: str) -> str:
    """What a lane of the pipeline holds, in words."""
    return t(_SITES) if lane == "site" else labels.label(lane)
