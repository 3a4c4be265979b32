"""Event details: what is on record, and who attended.  Within one event a seat is a person; over several it is not."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from community_policing.analysis.row_facts import donors, phase, record
from community_policing.analysis.training.calendar import CANCELLED, HELD, PLANNED, TrainingEvent, state_label
from community_policing.core import formats, labels
from community_policing.core.i18n import n, t
from community_policing.core.quantity import Quantity
from community_policing.core.schema import SEXES
from community_policing.measure.programme import Programme, has_value


@dataclass(frozen=True)
class Detail:
    """An event with `facts` (a label and what is on record under it), a sentence on its seats, and its attendance."""

    event: TrainingEvent
    facts: tuple[tuple[str, str], ...]
    seats: str
    attendance: pd.DataFrame


def detail(event: TrainingEvent, everywhere: Mapping[str, TrainingEvent], programme: Programme) -> Detail:
    """The event as it stood on the as-of date; `everywhere` are all events of that date by their id, whatever the choice,
    for the other sessions of its cohort."""
    whole = programme.whole
    rows = whole.frames["trainings"]
    row = rows[rows["training_id"] == event.training_id].iloc[0].to_dict()
    came = whole.where("attendance", "training_id", [event.training_id])
    facts = (*_plain(event, row, whole), (t("Cohort"), _cohort(row, rows, everywhere)), *record(row, programme))
    attendance = came if event.state == HELD and not event.withheld else came.iloc[:0]
    return Detail(event, tuple((label, text) for label, text in facts if text), _seats(event), _attendance(attendance))


def _plain(event: TrainingEvent, row: Mapping[Any, Any], whole: Programme) -> tuple[tuple[str, str], ...]:
    return (
        (t("What"), f"{labels.label(event.kind)} · {state_label(event.state)}"),
        (t("When"), event.when),
        (t("Where"), event.where),
        (t("Phase"), phase(row, whole)),
        (t("Donor"), donors("trainings", row, whole)),
        (t("Forum"), whole.names("fora", "name").get(row["forum_id"], "") if has_value(row["forum_id"]) else ""),
    )


def _cohort(row: Mapping[Any, Any], rows: pd.DataFrame, everywhere: Mapping[str, TrainingEvent]) -> str:
    """The other sessions that the same people came to."""
    if not has_value(row["cohort"]):
        return ""
    same = rows.loc[(rows["cohort"] == row["cohort"]) & (rows["scope"] == "iom"), "training_id"]
    sessions = (everywhere[other] for other in same if other in everywhere and other != row["training_id"])
    others = [event for event in sessions if event.state != CANCELLED]
    named = "; ".join(f"{event.title}, {event.when}" for event in others)
    if not others:
        return t("{cohort}: no other session by this date", cohort=row["cohort"])
    return t("{cohort}: the same people, also at {sessions}", cohort=row["cohort"], sessions=named)


def _seats(event: TrainingEvent) -> str:
    if event.state == PLANNED:
        return t("It is not held yet, so nobody has come.")
    if event.state == CANCELLED:
        return t("It was cancelled, and counts nowhere.")
    if event.state != HELD:
        return t("Whether it was held is not on record.")
    if event.withheld:
        return t(
            "Who came to a single event is not shown in this view. The figures by kind and governorate include it."
        )
    if event.seats is None:
        return t("No attendance is on record for this event.")
    filled = n("{figure} seat filled.", "{figure} seats filled.", event.seats, figure=formats.quantity(event.filled))
    return f"{filled} {t('Within one event a seat is a person.')}"


def _attendance(came: pd.DataFrame) -> pd.DataFrame:
    """A line for each participant group and displacement, a column for each sex that is on record; None = no such row."""
    lines: dict[tuple[str, str], dict[str, int]] = {}
    for group, displacement, sex, filled in (
        came[["participant_group", "displacement", "sex", "attendances"]].to_numpy().tolist()
    ):
        lines.setdefault((group, displacement), {})[sex] = int(filled)
    sexes = [sex for sex in SEXES if any(sex in line for line in lines.values())]
    columns: dict[str, list[Any]] = {
        labels.label("participant_group"): [labels.label(group, "participant_group") for group, _ in lines],
        labels.label("displacement"): [labels.label(displacement) for _, displacement in lines],
    }
    columns |= {labels.label(sex): [_shown(line.get(sex)) for line in lines.values()] for sex in sexes}
    columns[t("All")] = [_shown(sum(line.values())) for line in lines.values()]
    return pd.DataFrame(columns, dtype=object)


def _shown(filled: int | None) -> Quantity | None:
    return None if filled is None else Quantity.exactly(filled)
