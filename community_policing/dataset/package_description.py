"""Package description of each table, a Frictionless Tabular Data Resource, made from core/schema.py."""

from typing import Any

from community_policing.core.schema import DATES, TABLES, Column, Kind, Table

# A date may be a day, a month or a year, so it travels as text that fits this pattern.
_DATE_PATTERN = r"\d{4}(-\d{2}(-\d{2})?)?"
_QUARTER_PATTERN = r"\d{4}-Q[1-4]"
_TYPES = {Kind.COUNT: "integer", Kind.NUMBER: "number", Kind.AMOUNT: "number"}


def resource(table: Table, path: str) -> dict[str, Any]:
    """What the package says of one table in the file at `path`."""
    form = "csv" if path.endswith(".csv") else "parquet"
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": path,
        "description": table.meaning,
        "format": form,
        **({"mediatype": "text/csv", "encoding": "utf-8"} if form == "csv" else {}),
        "schema": {"fields": [_field(column) for column in table.columns], "missingValues": [""], **_keys(table)},
    }


def _field(column: Column) -> dict[str, Any]:
    limits: dict[str, Any] = {"required": True} if column.required == "yes" else {}
    limits |= {"enum": list(column.choices)} if column.choices else {}
    limits |= {"pattern": _DATE_PATTERN} if column.kind in DATES else {}
    limits |= {"pattern": _QUARTER_PATTERN} if column.kind is Kind.QUARTER else {}
    limits |= {"minimum": 0} if column.kind in (Kind.COUNT, Kind.AMOUNT) else {}
    field_description = {"name": column.name, "type": _TYPES.get(column.kind, "string"), "description": column.meaning}
    return field_description | ({"constraints": limits} if limits else {})


def _keys(table: Table) -> dict[str, Any]:
    """The table's key, where no part of it may be empty, and its references; a cell with several grants is none."""
    key = {"primaryKey": list(table.key)} if all(table.column(name).required == "yes" for name in table.key) else {}
    references = [
        {"fields": column.name, "reference": {"resource": column.refers_to, "fields": TABLES[column.refers_to].key[0]}}
        for column in table.columns
        if column.refers_to and column.kind is not Kind.GRANTS
    ]
    return key | ({"foreignKeys": references} if references else {})
