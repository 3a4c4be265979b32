"""Forum details: how it stands, where, whether it meets, and who pays for it."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from community_policing.analysis import fora, search
from community_policing.analysis.row_facts import Detail, funding, record, recorded, row_of
from community_policing.core import formats, labels
from community_policing.core.geography import place_name
from community_policing.core.i18n import name_order, t
from community_policing.measure.forum_lives import forum_lives
from community_policing.measure.names import name_of
from community_policing.measure.programme import Programme, cached_on_programme, has_value
from community_policing.measure.scope import Scope

Row = Mapping[Any, Any]


@cached_on_programme
def by_id(programme: Programme) -> dict[str, Row]:
    """Each forum that was set up or planned by the as-of date, by its id; none where single fora are not told apart."""
    if programme.protected:
        return {}
    rows, day = programme.frames["fora"], pd.Timestamp(programme.as_of)
    planned = rows["planned_for"].notna() & (rows["plan_from"] <= day)
    known = rows[(rows["established_on"] <= day) | planned].to_dict("records")
    return {row["forum_id"]: row for row in sorted(known, key=lambda row: name_order(name_of(row)))}


def label(row: Row) -> str:
    """A forum in a list."""
    return f"{name_of(row)} · {_where(row)}"


def detail(forum_id: str, programme: Programme) -> Detail:
    """All that is on record of a forum for that date, whatever was chosen."""
    row, everywhere = row_of("fora", forum_id, programme), programme.whole.within(Scope(programme.as_of))
    life = next((each for each in forum_lives(everywhere) if each.forum_id == forum_id), None)
    planned_for = (
        formats.day(row["planned_for"].date(), row["planned_for_precision"]) if has_value(row["planned_for"]) else ""
    )
    lines = (
        (t("State"), search.forum(pd.Series(row), programme)[1]),
        (t("Where"), _where(row)),
        (t("Set up by"), labels.label(row["established_by"])),
        (t("Planned for"), planned_for),
        (t("Members"), _members(row) if recorded(programme) else ""),
        (t("Meetings"), fora.meets(life) if life else ""),
        *funding("fora", row, programme),
        *record({**row, "note": None}, programme),
    )  # fmt: skip
    return Detail.of(name_of(row), lines)


def _where(row: Row) -> str:
    return place_name(row["governorate"], row["place"] if has_value(row["place"]) else "")


def _members(row: Row) -> str:
    if not (has_value(row["members_women"]) and has_value(row["members_men"])):
        return ""
    women, men = (formats.number(int(row[f"members_{who}"])) for who in ("women", "men"))
    return t("{women} women, {men} men", women=women, men=men)
