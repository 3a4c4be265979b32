"""What a cell of the template may hold, as a spreadsheet checks it while it is typed: lists, numbers, dates, ids.

It helps and never replaces the check of the file: what is pasted is not looked at by a spreadsheet.  Where more is allowed than
a list can say (another spelling of a place, several grants) the spreadsheet asks, or lets it be.
"""

from typing import Any, NamedTuple

from community_policing.core.geography import governorates
from community_policing.core.i18n import language, listed, t
from community_policing.core.schema import DATES, TABLES, Column, Kind, Table
from community_policing.dataset.cells import COUNT_LIMIT

BELOW = 5_000  # lines below the heading that are looked after in an empty sheet
_LITERAL = 255  # letters that a list within a cell's rule may have
_TITLE, _MESSAGE = 32, 255  # letters of a message's heading and text
_RANGES = {"latitude": (28, 38.5), "longitude": (38, 49.5)}  # Iraq with a margin; the check looks at its border
_PERCENTAGES = ("percent", "interval_low", "interval_high")


class Ranges(NamedTuple):
    """Where lists that are too long for a cell's rule stand in the workbook, as its formulas name it."""

    indicators: str
    districts: str


def validation(table: Table, column: Column, place: int, last: int, ranges: Ranges) -> dict[str, Any] | None:
    """The rule of a column's cells, as xlsxwriter takes it; None where any text will do.

    `place` counts columns from 0, `last` is the last line looked after."""
    rule = _list(table, column, ranges) or _number(column) or _date(column, place) or _quarter(column, place)
    rule = rule or _id(table, column, place, last)
    if rule is None:
        return None
    titles = {"error_title": column.name[:_TITLE], "error_message": rule.pop("said")[:_MESSAGE]}
    return {"ignore_blank": True, **titles, **rule}


def _list(table: Table, column: Column, ranges: Ranges) -> dict[str, Any] | None:
    if column.choices:
        message = t("Choose one of the list: {choices}.", choices=listed(column.choices))
        return {"validate": "list", "source": _source(column.choices), "said": message}
    if column.kind is Kind.PCODE:
        message = t("That is not a name of the list. Another spelling or a P-code (IQG01 to IQG18) may do. Keep it?")
        return {"validate": "list", "source": _source(_places()), "error_type": "warning", "said": message}
    if column.kind is Kind.DISTRICT:
        message = t("That is not a name of the list. Another spelling or a P-code (such as IQG15Q05) may do. Keep it?")
        return {"validate": "list", "source": ranges.districts, "error_type": "warning", "said": message}
    if column.refers_to:
        return _reference(column)
    if (table.name, column.name) == ("targets", "indicator"):
        message = t("Choose one of the list: the keys stand in the sheet “notes”.")
        return {"validate": "list", "source": ranges.indicators, "said": message}
    return None


def _reference(column: Column) -> dict[str, Any]:
    """The ids that the other sheet holds at that moment."""
    sheet = column.refers_to
    source = f"=OFFSET({sheet}!$A$2,0,0,MAX(1,COUNTA({sheet}!$A:$A)-1),1)"
    several = column.kind is Kind.GRANTS  # a list offers one; more are typed, with “;” between them
    key = TABLES[sheet].key[0]
    message = t(
        "The sheet “{sheet}” has no such {key}. Add it there first, or choose one of the list.", sheet=sheet, key=key
    )
    return {"validate": "list", "source": source, "show_error": not several, "said": message}


def _places() -> tuple[str, ...]:
    names = {"ar": "name_ar", "ckb": "name_ckb"}.get(language(), "name_en")
    return tuple(str(getattr(place, names)) for place in governorates().values())


def _source(words: tuple[str, ...]) -> list[str]:
    if len(",".join(words)) > _LITERAL:
        raise ValueError(f"the list is too long for a cell's rule: {words[0]}, ...")
    return list(words)


def _number(column: Column) -> dict[str, Any] | None:
    if column.kind is Kind.COUNT:
        message = t("Write a whole number, 0 or more, such as 1126. Leave the cell empty where it is not known.")
        return {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": COUNT_LIMIT, "said": message}
    if column.name in _RANGES:
        low, high = _RANGES[column.name]
        message = t("Write decimal degrees between {low} and {high}, such as {low}.5.", low=low, high=high)
        return {"validate": "decimal", "criteria": "between", "minimum": low, "maximum": high, "said": message}
    if column.name in _PERCENTAGES:
        message = t("Write a percentage from 0 to 100, such as 35.5.")
        return {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 100, "said": message}
    if column.kind is Kind.AMOUNT:
        message = t("Write an amount in digits, 0 or more, without its currency.")
        return {"validate": "decimal", "criteria": ">=", "value": 0, "said": message}
    if column.kind is Kind.NUMBER:
        message = t("Write a number in digits, such as 12.5.")
        return {"validate": "decimal", "criteria": "between", "minimum": -1e15, "maximum": 1e15, "said": message}
    return None


def _date(column: Column, place: int) -> dict[str, Any] | None:
    """An ISO day, month or year as a text, a day of the spreadsheet's own, or a year as a number; else it asks."""
    if column.kind not in DATES:
        return None
    cell = _cell(place)
    text = f'IFERROR(DATEVALUE({cell}&MID("-01-01",LEN({cell})-3,9))>37621,FALSE)'
    own = f"AND(ISNUMBER({cell}),OR({cell}>37621,AND({cell}>2002,{cell}<2101)))"
    message = t("That is not a date such as 2016-11-30, nor 2016-11 or 2016 where only that is known. Keep it?")
    return {"validate": "custom", "value": f"=OR({own},{text})", "error_type": "warning", "said": message}


def _quarter(column: Column, place: int) -> dict[str, Any] | None:
    """A year and a quarter as their key; else it asks."""
    if column.kind is not Kind.QUARTER:
        return None
    cell = _cell(place)
    value = f'=AND(LEN({cell})=7,ISNUMBER(VALUE(LEFT({cell},4))),MID({cell},5,2)="-Q",ISNUMBER(FIND(RIGHT({cell},1),"1234")))'
    message = t("That is not a quarter such as 2016-Q3. Keep it?")
    return {"validate": "custom", "value": value, "error_type": "warning", "said": message}


def _id(table: Table, column: Column, place: int, last: int) -> dict[str, Any] | None:
    """An id that no other line has."""
    if table.key != (column.name,):
        return None
    letter = _cell(place)[:-1]
    message = t("Another line has this id already. Write one of its own.")
    return {
        "validate": "custom",
        "value": f"=COUNTIF(${letter}$2:${letter}${last + 1},{_cell(place)})=1",
        "said": message,
    }


def _cell(place: int) -> str:
    """The first cell below the heading, as the rule's formulas name it."""
    from xlsxwriter.utility import xl_rowcol_to_cell

    return str(xl_rowcol_to_cell(1, place))
