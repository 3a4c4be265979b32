"""Writes data/README.md, the data dictionary, from core/schema.py and what the intake reads by: `python -m data.dictionary`."""

from pathlib import Path

from community_policing.core.schema import TABLES, Column, Kind, Table
from data.understood import understood

HOME = Path(__file__).resolve().parent
KINDS = {
    Kind.TEXT: "text",
    Kind.COUNT: "whole number, not negative",
    Kind.NUMBER: "number",
    Kind.AMOUNT: "amount, not negative",
    Kind.DATE: "date, month or year",
    Kind.START: "date, month or year (its first day)",
    Kind.MONTH: "month; a day in it is not kept",
    Kind.QUARTER: "quarter of a year",
    Kind.PCODE: "governorate",
    Kind.DISTRICT: "district",
    Kind.GRANTS: "grant ids, `;` between them",
}
REQUIRED = {"yes": "yes", "no": "", "unpublished": "yes, unless the row is published and its source does not say"}
INTRODUCTION = """# Data dictionary

Made by `make data` from `community_policing/core/schema.py` and from what the import reads by; do not edit by hand. What an office
may call its columns and write into its cells stands [at the end](#what-the-import-understands).

One dataset is one folder of UTF-8 CSV files and a `datapackage.json` (Frictionless Tabular Data Package) with `as_of`,
`opens_on` (the date the dashboard opens on), `synthetic` (true: illustrative, and said so wherever it is seen) and `basis`
(`rows`: figures are counted from rows; `facts`: only published figures are shown). Open your own with `CPF_DATA=folder make run`.

- `public_record/`: only what was published, with qualifiers, conflicts and sources. Nothing is added up or corrected.
- `demonstration/`: an illustrative programme made by `demonstration/make.py`; its totals agree with the public record, line
  by line (`tests/contracts/test_demonstration.py`).

Dates are ISO 8601, or the common day-first spellings; a month such as `2016-07` keeps its precision and counts from its last
day. Columns that would name or locate a person are refused by name, and the file with them.
"""


def dictionary() -> str:
    """The whole data dictionary as Markdown."""
    return INTRODUCTION + "".join(_section(table) for table in TABLES.values()) + understood()


def _section(table: Table) -> str:
    key = ", ".join(f"`{name}`" for name in table.key)
    head = f"\n## {table.name}\n\n{table.meaning[:1].upper()}{table.meaning[1:]}. Key: {key}.\n\n"
    return (
        head + "| column | holds | needed | meaning |\n|---|---|---|---|\n" + "".join(_line(c) for c in table.columns)
    )


def _line(column: Column) -> str:
    holds = ", ".join(f"`{choice}`" for choice in column.choices) or KINDS[column.kind]
    refers = f" (a key of `{column.refers_to}`)" if column.refers_to else ""
    return f"| `{column.name}` | {holds} | {REQUIRED[column.required]} | {column.meaning}{refers} |\n"


if __name__ == "__main__":
    (HOME / "README.md").write_text(dictionary(), encoding="utf-8")
