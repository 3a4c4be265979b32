"""Event details: what is on record, and who attended.  Within one event a seat is a person; over several it is not."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from community_policing.analysis.row_facts import Detail, funding, record, row_of
from community_policing.analysis.training.calendar import CANCELLED, HELD, PLANNED, TrainingEvent, state_label
from community_policing.core import formats, labels
from community_policing.core.i18n import clauses, listed, n, t
from community_policing.core.quantity import Quantity
from community_policing.core.schema import SEXES
from community_policing.measure.programme import Programme, has_value


def detail(event: TrainingEvent, everywhere: Mapping[str, TrainingEvent], programme: Programme) -> Detail:
    """Describe the event as of the date; `everywhere`: all events by their id, for other sessions of its cohort."""
    whole, row = programme.whole, row_of("trainings", event.training_id, programme)
    forum = whole.names("fora", "name").get(row["forum_id"], "") if has_value(row["forum_id"]) else ""
    lines = (
        (t("What"), f"{labels.label(event.kind)} · {state_label(event.state)}"),
        (t("When"), event.when),
        (t("Where"), event.where),
        *funding("trainings", row, whole),
        (t("Forum"), forum),
        (t("Cohort"), _cohort(row, whole.frames["trainings"], everywhere)),
        *record(row, programme),
    )
    came = whole.where("attendance", "training_id", [event.training_id])
    attendance = came if event.state == HELD and not event.withheld else came.iloc[:0]
    return Detail.of(event.title, lines, _seats(event), _attendance(attendance))


def _cohort(row: Mapping[Any, Any], rows: pd.DataFrame, everywhere: Mapping[str, TrainingEvent]) -> str:
    """The other sessions that the same people came to."""
    if not has_value(row["cohort"]):
        return ""
    same = rows.loc[(rows["cohort"] == row["cohort"]) & (rows["scope"] == "iom"), "training_id"]
    sessions = (everywhere[other] for other in same if other in everywhere and other != row["training_id"])
    others = [event for event in sessions if event.state != CANCELLED]
    named = clauses([listed([event.title, event.when]) for event in others])
    if not others:
        return t("{cohort}: no other session by this date", cohort=row["cohort"])
    return t("{cohort}: the same people, also at {sessions}", cohort=row["cohort"], sessions=named)


def _seats(event: TrainingEvent) -> str:
    if event.state == PLANNED:
        return t("The event has not taken place yet.")
    if event.state == CANCELLED:
        return t("The event was cancelled and is not counted.")
    if event.state != HELD:
        return t("Whether the event was held is not recorded.")
    if event.withheld:
        return t("This view does not show who came to a single event. The figures by kind and governorate include it.")
    if event.seats is None:
        return t("No attendance is recorded for this event.")
    filled = n("{figure} seat filled.", "{figure} seats filled.", event.seats, figure=formats.quantity(event.filled))
    return " ".join((filled, t("Within one event, one seat is one person.")))


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
