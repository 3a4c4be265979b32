"""Details of a row: whether it counts on a day, its phase, who pays for it, and its provenance."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from community_policing.core import labels
from community_policing.core.i18n import t
from community_policing.core.indicators import INDICATORS
from community_policing.measure.events import events, number
from community_policing.measure.programme import Programme, has_value


def recorded(programme: Programme) -> bool:
    """Whether the as-of date is one that statuses, costs and notes are recorded for: the dataset's own, or a later one."""
    return programme.as_of >= programme.dataset.as_of


def counts(key: str, place: int, programme: Programme) -> bool:
    """Whether the indicator counts that row of its table on the as-of date, whatever the reader chose."""
    observations, day = events(INDICATORS[key], programme), number(programme.as_of)
    lines = slice(*np.searchsorted(observations.position, (place, place + 1)))
    until = observations.until[lines] if len(observations.until) else day + 1
    return bool(((observations.on[lines] <= day) & (until > day)).any())


def phase(row: Mapping[Any, Any], programme: Programme) -> str:
    """The name of its phase; "" where none is on record."""
    return programme.names("phases", "name").get(row["phase_id"], "") if has_value(row["phase_id"]) else ""


def donors(table: str, row: Mapping[Any, Any], programme: Programme) -> str:
    """Who pays for it, whatever donors the reader chose."""
    links = programme.whole.frames[f"{table}_grants"]
    names, paid = programme.names("donors", "name"), links.loc[links["row_id"] == row["row_id"], "donor_id"].unique()
    return "; ".join(names.get(donor, donor) for donor in paid) or t("Not on record")


def record(row: Mapping[Any, Any], programme: Programme) -> tuple[tuple[str, str], ...]:
    """How it is known, its source, and its note, each under its label; "" where there is none.  A note is written for the
    dataset's own date: for an earlier one it might tell what came later, and is left out."""
    titles = programme.names("sources", "title")
    source = titles.get(row["source"], row["source"]) if has_value(row["source"]) else ""
    return (
        (t("Record"), " · ".join(part for part in (labels.label(row["record"]), source) if part)),
        (t("Note"), row["note"] if has_value(row["note"]) and recorded(programme) else ""),
    )
