"""OCHA 5W (who does what, where, when, for whom) and HXL: the same table, as a workbook and as CSV with a row of hashtags.

Numbers that a protected view withholds are empty cells, and the remark of their line says so: a tool that adds up a column of
people must not meet a text.  Ids, P-codes and dates are written so that "Any month's file" reads them back.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd

from community_policing.core import labels
from community_policing.core.bidi import without_marks
from community_policing.core.districts import district_name
from community_policing.core.geography import governorate_name
from community_policing.core.i18n import N_, t
from community_policing.core.quantity import Quantity, Suppressed
from community_policing.export import rows, workbook as workbooks
from community_policing.export.handed_on.activities import PEOPLE, Line, grant_names, lines, of_grants
from community_policing.export.provenance import about, made_up, protected
from community_policing.measure.programme import Programme, has_value

IMPLEMENTER = "IOM"  # of whatever a grant does not name another for: rows of other agencies are not handed on


def table(programme: Programme) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """The activities as a 5W table in the language in force, and the HXL hashtag of each column."""
    listed = lines(programme)
    columns = _columns(programme)
    frame = pd.DataFrame(
        {t(head): pd.Series([_unmarked(cell(line)) for line in listed], dtype=object) for head, _, cell in columns}
    )
    return frame, tuple(tag for _, tag, _ in columns)


def _unmarked(cell: Any) -> Any:
    return without_marks(cell) if isinstance(cell, str) else cell


def five_w(programme: Programme) -> bytes:
    """The 5W workbook: what it is on its first sheet, the activities on its second."""
    return workbooks.workbook(
        table(programme)[0], about(programme, t("Who does what, where, when and for whom (5W)"), ())
    )


def hxl(programme: Programme) -> bytes:
    """The same table as CSV, its second row HXL hashtags; a quarter as HXL's tools read it, 2016Q3."""
    frame, tags = table(programme)
    dates = [head for head, tag in zip(frame.columns, tags, strict=True) if tag.startswith("#date")]
    frame[dates] = frame[dates].map(lambda day: day.replace("-Q", "Q") if isinstance(day, str) else day)
    return rows.csv(pd.concat([pd.DataFrame([tags], columns=frame.columns, dtype=object), frame], ignore_index=True))


def known(day: Any, precision: str | None) -> date | str | None:
    """A date as far as it is known: a day, or "2016-Q3", "2016-07", "2016"."""
    if not has_value(day):
        return None
    quarter = f"{day.year}-Q{(day.month + 2) // 3}"
    vague = {"quarter": quarter, "month": f"{day:%Y-%m}", "year": f"{day:%Y}"}.get(precision or "")
    exactly: date = day.date()
    return vague or exactly


def number(people: Quantity | None) -> int | None:
    """A number of people as a cell; None where it is not known, or withheld."""
    return None if people is None or isinstance(people, Suppressed) else int(people.low)


def remark(line: Line, programme: Programme) -> str:
    """What to know of a line: whether it is made up, stands for several, or is rounded."""
    alone = line["recorded"]
    withheld = t("A number of people is not shown, because it is small.") if _withheld(line) else ""
    return " ".join(filter(None, (made_up(programme), "" if alone else protected(programme), withheld)))


def _withheld(line: Line) -> bool:
    return any(isinstance(line[name], Suppressed) for name in (*PEOPLE, "reached"))


def _columns(programme: Programme) -> list[tuple[str, str, Callable[[Line], Any]]]:
    """Head, HXL hashtag and cell of each column."""
    donors, implementers = (grant_names(programme, column) for column in ("donor", "implementer"))

    def who(line: Line) -> str:
        if line["by"] == "police":
            return labels.label("police")
        return of_grants(line["grants"], implementers) or IMPLEMENTER

    return [
        (N_("Implementing organisation"), "#org+impl", who),
        (N_("Funded by"), "#org+funder", lambda line: of_grants(line["grants"], donors)),
        (N_("Sector"), "#sector", lambda _: t("Community policing")),
        (N_("Activity ID"), "#activity+id", lambda line: line["id"]),
        (N_("Activity"), "#activity+name", lambda line: line["name"]),
        (N_("Activity type"), "#activity+type",
         lambda line: t("Forum") if line["table"] == "fora" else labels.label(line["kind"])),
        (N_("Status"), "#status", lambda line: labels.label(line["state"])),
        (N_("Activities in the line"), "#activity+num", lambda line: line["count"]),
        (N_("Governorate"), "#adm1+name", lambda line: line["governorate"] and governorate_name(line["governorate"])),
        (N_("Governorate P-code"), "#adm1+code", lambda line: line["governorate"]),
        (N_("District"), "#adm2+name", lambda line: line["district"] and district_name(line["district"])),
        (N_("District P-code"), "#adm2+code", lambda line: line["district"]),
        (N_("Town"), "#loc+town", lambda line: line["place"]),
        (N_("Start date"), "#date+start", lambda line: known(line["starts"], line["starts_precision"])),
        (N_("End date"), "#date+end", lambda line: known(line["ends"], line["ends_precision"])),
        (N_("Phase"), "#meta+phase", lambda line: line["phase_id"]),
        (N_("Grant code"), "#meta+grant", lambda line: line["grants"]),
        (N_("For whom"), "#beneficiary+type", _beneficiaries),
        (N_("Women"), "#reached+f", lambda line: number(line["women"])),
        (N_("Men"), "#reached+m", lambda line: number(line["men"])),
        (N_("Sex not recorded"), "#reached+unknown", lambda line: number(line["not_recorded"])),
        (N_("Total reached"), "#reached+total", lambda line: number(line["reached"])),
        (N_("Items"), "#item+num", lambda line: None if line["quantity"] is None else int(line["quantity"])),
        (N_("Record type"), "#meta+record", lambda line: line["record"]),
        (N_("Source ID"), "#meta+source", lambda line: line["source"]),
        (N_("As of"), "#date+reported", lambda _: programme.as_of),
        (N_("Release"), "#meta+release", lambda _: programme.dataset.release),
        (N_("Remarks"), "#meta+note", lambda line: remark(line, programme)),
    ]  # fmt: skip


def _beneficiaries(line: Line) -> str:
    groups = str(line["beneficiaries"] or "").split(";")
    return "; ".join(labels.label(group, "participant_group") for group in groups if group)
