"""The description that goes with a folder of tables: a Frictionless Tabular Data Package, made from schema.py."""

import json
from collections.abc import Mapping, Sequence

from community_policing.schema import TABLES, Column, Kind, Table

# A date may be a day, a month or a year, so it travels as text that fits this pattern.
DATE_PATTERN = r"\d{4}(-\d{2}(-\d{2})?)?"

_FRICTIONLESS_TYPES = {Kind.COUNT: "integer", Kind.NUMBER: "number", Kind.AMOUNT: "number"}


def describe(properties: Mapping[str, object]) -> str:
    """The text of datapackage.json: the given properties, then one resource per table of the schema."""
    package = {"profile": "tabular-data-package", **properties, "resources": [_resource(t) for t in TABLES.values()]}
    return json.dumps(package, ensure_ascii=False, indent=2) + "\n"


def _resource(table: Table) -> dict[str, object]:
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": f"{table.name}.csv",
        "description": table.meaning,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {
            "fields": [_field(column) for column in table.columns],
            "missingValues": [""],
            **_primary_key(table),
            **_foreign_keys(table.columns),
        },
    }


def _field(column: Column) -> dict[str, object]:
    kind = _FRICTIONLESS_TYPES.get(column.kind, "string")
    constraints: dict[str, object] = {}
    if column.required == "yes":
        constraints["required"] = True
    if column.choices:
        constraints["enum"] = list(column.choices)
    if column.kind in (Kind.DATE, Kind.START):
        constraints["pattern"] = DATE_PATTERN
    if column.kind in (Kind.COUNT, Kind.AMOUNT):
        constraints["minimum"] = 0
    field: dict[str, object] = {"name": column.name, "type": kind, "description": column.meaning}
    return field | ({"constraints": constraints} if constraints else {})


def _primary_key(table: Table) -> dict[str, object]:
    """The table's key; none where a part of it may be empty, which Frictionless does not allow."""
    if any(table.column(name).required != "yes" for name in table.key):
        return {}
    return {"primaryKey": list(table.key)}


def _foreign_keys(columns: Sequence[Column]) -> dict[str, object]:
    """References from one cell to one row.  A `grants` cell holds several ids, so Frictionless cannot state it."""
    keys = [
        {"fields": column.name, "reference": {"resource": column.refers_to, "fields": TABLES[column.refers_to].key[0]}}
        for column in columns
        if column.refers_to and column.kind is not Kind.GRANTS
    ]
    return {"foreignKeys": keys} if keys else {}
