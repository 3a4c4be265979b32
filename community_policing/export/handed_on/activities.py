"""Activities: fora, events and works as the formats hand them on, one line each, or one for all that a reader cannot tell apart.

A row is here exactly where an indicator counts it on the as-of date.  Of rows that are protected there is one line for all of
the same kind, state, governorate, period, phase and grants: those are the cells that "Show the working" lists.
"""

from collections.abc import Mapping
from typing import Any, TypeAlias

import pandas as pd

from community_policing.analysis.works.items import items
from community_policing.core import labels
from community_policing.core.geography import governorate_name, governorates
from community_policing.core.i18n import clauses, t
from community_policing.core.indicators import INDICATORS
from community_policing.core.quantity import Quantity, Suppressed
from community_policing.export.provenance import on_picture
from community_policing.measure.compute import rows_behind
from community_policing.measure.frames import with_recorded_districts
from community_policing.measure.names import names_of
from community_policing.measure.programme import Programme, cached_on_programme, has_value

Line: TypeAlias = Mapping[str, Any]
PEOPLE = ("women", "men", "not_recorded")  # seats filled, by sex; `reached` is their sum
_STATES: Mapping[str, Mapping[str, str]] = {
    "fora": {"fora_established": "established", "fora_planned": "planned"},
    "trainings": {"events_held": "completed", "events_planned": "planned"},
}
_NAMED = {"fora": ("forum_id", "name"), "trainings": ("training_id", "title"), "infrastructure": ("item_id", "name")}
_CELL = [
    "table", "kind", "by", "state", "governorate", "starts", "starts_precision", "ends", "ends_precision", "phase_id", "grants",
]  # fmt: skip
_OF_ROW = ["id", "name", "district", "place", "latitude", "longitude", "record", "source", "beneficiaries"]


@cached_on_programme
def activities(programme: Programme) -> pd.DataFrame:
    """List the activities in scope on the as-of date; what is not on record is None.

    Columns: `table`, `id`, `name`, `kind`, `by` (who established a forum), `state`, `governorate` and `district` (P-codes),
    `place`, `latitude`, `longitude` (WGS 84), `starts`, `ends` with `_precision`, `phase_id`, `grants`, `record`, `source`,
    `count` (rows in the line), `quantity` (items), `women`, `men`, `not_recorded`, `reached` (Quantity), `beneficiaries`
    (groups, ";" between them) and `recorded` (False: one line of a protected view, whose place is its governorate's)."""
    rows = pd.concat([_fora(programme), _trainings(programme), _works(programme)], ignore_index=True)
    recorded = [programme.as_recorded(place or "") for place in rows["governorate"]]
    rows["recorded"] = pd.Series(recorded, index=rows.index, dtype=bool)
    lines = pd.concat([rows[rows["recorded"]].assign(count=1), _cells(rows[~rows["recorded"]])], ignore_index=True)
    for name in (*PEOPLE, "reached"):
        told = [_people(people, line, programme) for people, line in zip(lines[name], lines["recorded"], strict=True)]
        lines[name] = pd.Series(told, index=lines.index, dtype=object)
    small = lines[list(PEOPLE)].map(lambda people: isinstance(people, Suppressed)).any(axis=1)
    lines.loc[small, list(PEOPLE)] = None  # a small part is the whole less the others
    return lines


def lines(programme: Programme) -> list[Line]:
    """The same, a mapping each."""
    return [{str(name): cell for name, cell in line.items()} for line in activities(programme).to_dict("records")]


def stated(programme: Programme) -> str:
    """What a file says of itself where it has one place for it: what is made up, scope, date, protection, release, sources."""
    cited = clauses([source.cited for source in programme.sources.values()])
    return " ".join(
        filter(None, (on_picture(programme, mapped=False), cited and t("Sources: {sources}.", sources=cited)))
    )


def grant_names(programme: Programme, column: str) -> Mapping[str, str]:
    """Grant -> its donor's short name, or another column of grants."""
    if column != "donor":
        return programme.names("grants", column)
    names = programme.names("donors", "short_name")
    return {grant: names.get(donor, donor) for grant, donor in programme.names("grants", "donor_id").items()}


def of_grants(cell: Any, names: Mapping[str, str], sep: str = "; ") -> str:
    """What the grants of a line stand for, each once; "" where none is on record."""
    grants = str(cell).split(";") if has_value(cell) else ()
    return sep.join(dict.fromkeys(str(names[each.strip()]) for each in grants if has_value(names.get(each.strip()))))


def _fora(programme: Programme) -> pd.DataFrame:
    rows = _in_states("fora", programme).assign(kind="forum")
    planned = rows["state"] == "planned"
    for end in ("", "_precision"):
        rows[f"starts{end}"] = rows[f"established_on{end}"].mask(planned, rows[f"planned_for{end}"])
        rows[f"ends{end}"] = None
    return _lines("fora", rows.assign(by=rows["established_by"]))


def _trainings(programme: Programme) -> pd.DataFrame:
    rows = _in_states("trainings", programme)
    for end in ("", "_precision"):
        rows[f"starts{end}"], rows[f"ends{end}"] = rows[f"starts_on{end}"], rows[f"ends_on{end}"]
    seats = rows_behind(INDICATORS["attendances"], programme)[["training_id", "participant_group", "sex", "counts"]]
    by_sex = seats.pivot_table("counts", "training_id", "sex", "sum", observed=True).reindex(columns=list(PEOPLE))
    groups = seats.drop_duplicates(["training_id", "participant_group"]).groupby("training_id")["participant_group"]
    found = by_sex.assign(
        reached=seats.groupby("training_id")["counts"].sum(),
        beneficiaries=groups.agg(lambda g: ";".join(sorted(map(str, g)))),
    )
    return _lines("trainings", rows.assign(by=None).join(found, on="training_id"))


def _works(programme: Programme) -> pd.DataFrame:
    stages = {item.item_id: item.stage for item in items(programme)}
    every = programme.whole.frames["infrastructure"]
    rows = every[every["item_id"].isin(list(stages))].copy()
    done = rows["completed_on"] <= pd.Timestamp(programme.as_of)
    for end in ("", "_precision"):
        rows[f"starts{end}"] = rows[f"agreed_on{end}"]
        rows[f"ends{end}"] = rows[f"completed_on{end}"].where(done, rows[f"due_on{end}"])
    return _lines("infrastructure", rows.assign(by=None, state=rows["item_id"].map(stages)))


def _in_states(table: str, programme: Programme) -> pd.DataFrame:
    """The rows that count on the as-of date, each with its state."""
    parts = [rows_behind(INDICATORS[key], programme).assign(state=state) for key, state in _STATES[table].items()]
    return pd.concat(parts).sort_values("position")


def _lines(table: str, rows: pd.DataFrame) -> pd.DataFrame:
    """The rows in the columns that all three tables have."""
    key, name = _NAMED[table]
    columns = [*_CELL, *_OF_ROW, *PEOPLE, "reached", "quantity"]
    rows = with_recorded_districts(rows)  # a format has no place to say "likely", and is read back as recorded
    lines = rows.assign(table=table, id=rows[key], name=names_of(rows, name)).reindex(columns=columns)
    return lines.astype(object).where(lines.notna(), None).reset_index(drop=True)


def _cells(rows: pd.DataFrame) -> pd.DataFrame:
    """One line for all rows that a protected view does not tell apart."""
    numbers = [*PEOPLE, "reached", "quantity"]
    groups = rows.assign(**{name: pd.to_numeric(rows[name]) for name in numbers}).groupby(_CELL, dropna=False)
    cells = groups[numbers].sum(min_count=1).assign(count=groups.size(), beneficiaries=groups["beneficiaries"].first())
    cells = cells.reset_index()
    cells = cells.reindex(columns=[*_CELL, *_OF_ROW, *numbers, "count"]).astype(object)
    cells = cells.where(cells.notna(), None)
    points = [governorates().get(place) for place in cells["governorate"]]
    words = zip(cells["kind"], cells["governorate"], strict=True)
    names = [t("{kind} in {place}", kind=labels.label(kind), place=_where(place)) for kind, place in words]
    return cells.assign(
        name=names, recorded=False,
        latitude=pd.Series([p.label_lat if p else None for p in points], cells.index, dtype=object),
        longitude=pd.Series([p.label_lon if p else None for p in points], cells.index, dtype=object),
    )  # fmt: skip


def _where(pcode: str | None) -> str:
    return governorate_name(pcode) if pcode else t("a place not on record")


def _people(people: Any, recorded: bool, programme: Programme) -> Quantity | None:
    """A number of people as this reader may see it."""
    if not has_value(people):
        return None
    exactly = Quantity.exactly(float(people))
    return exactly if recorded else programme.suppress(exactly, INDICATORS["attendances"])
