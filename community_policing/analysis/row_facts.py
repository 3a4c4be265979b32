"""Details of a row: whether it counts on a day, its phase, who pays for it, and its provenance."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from community_policing.core import labels
from community_policing.core.i18n import clauses, t
from community_policing.core.indicators import INDICATORS
from community_policing.measure.events import events, number
from community_policing.measure.programme import Programme, cached_on_programme, has_value

Lines: TypeAlias = tuple[tuple[str, str], ...]  # a label, and what is on record under it


@dataclass(frozen=True)
class Detail:
    """All that is on record of one event or item; of an event also a sentence on its seats and who came, as a table."""

    title: str
    facts: Lines
    sentence: str = ""
    table: pd.DataFrame = field(default_factory=pd.DataFrame)

    @classmethod
    def of(
        cls, title: str, lines: Sequence[tuple[str, str]], sentence: str = "", table: pd.DataFrame | None = None
    ) -> "Detail":
        """Leave out the lines under which nothing is on record."""
        facts = tuple((label, text) for label, text in lines if text)
        return cls(title, facts, sentence, pd.DataFrame() if table is None else table)


def row_of(table: str, key: str, programme: Programme) -> dict[Any, Any]:
    """The row of that id, whatever the reader chose."""
    rows = programme.whole.frames[table]
    row: dict[Any, Any] = rows[rows["row_id"] == key].iloc[0].to_dict()
    return row


def recorded(programme: Programme) -> bool:
    """Whether the as-of date is one that statuses, costs and notes are recorded for: the dataset's own, or a later one."""
    return programme.as_of >= programme.dataset.as_of


def counts(key: str, place: int, programme: Programme) -> bool:
    """Whether the indicator counts that row of its table on the as-of date, whatever the reader chose."""
    observations, day = events(INDICATORS[key], programme), number(programme.as_of)
    lines = slice(*np.searchsorted(observations.position, (place, place + 1)))
    until = observations.until[lines] if len(observations.until) else day + 1
    return bool(((observations.on[lines] <= day) & (until > day)).any())


def funding(table: str, row: Mapping[Any, Any], programme: Programme) -> Lines:
    """Its phase, and who pays for it, whatever donors the reader chose."""
    links = programme.whole.frames[f"{table}_grants"]
    names, paid = programme.names("donors", "name"), links.loc[links["row_id"] == row["row_id"], "donor_id"].unique()
    phase = programme.names("phases", "name").get(row["phase_id"], "") if has_value(row["phase_id"]) else ""
    who = clauses([names.get(donor, donor) for donor in paid]) or t("Not on record")
    return (t("Phase"), phase), (t("Donor"), who)


@cached_on_programme
def payers(table: str, whole: Programme) -> Mapping[str, tuple[str, ...]]:
    """Row id -> its donors by their short names, in the order of their table; rows without a donor are left out."""
    names, paid = whole.names("donors", "short_name"), dict[str, set[str]]()
    for row, donor in whole.frames[f"{table}_grants"][["row_id", "donor_id"]].dropna().itertuples(index=False):
        paid.setdefault(row, set()).add(donor)
    ranks = {donor: place for place, donor in enumerate(names)}
    ordered = {row: sorted(own, key=lambda donor: ranks.get(donor, len(ranks))) for row, own in paid.items()}
    return {row: tuple(names.get(donor, donor) for donor in own) for row, own in ordered.items()}


def record(row: Mapping[Any, Any], programme: Programme) -> Lines:
    """How it is known, its source, and its note, each under its label; "" where there is none.  A note is written for the
    dataset's own date: for an earlier one it might tell what came later, and is left out."""
    titles = programme.names("sources", "title")
    source = titles.get(row["source"], row["source"]) if has_value(row["source"]) else ""
    return (
        (t("Record"), " · ".join(part for part in (labels.label(row["record"]), source) if part)),
        (t("Note"), row["note"] if has_value(row["note"]) and recorded(programme) else ""),
    )
