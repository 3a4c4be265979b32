"""Grid of texts: a sheet or text file as it shows itself, before its table is known."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from community_policing.core.i18n import t
from community_policing.dataset.csv_file import letter


@dataclass(frozen=True)
class Grid:
    """`name` is what the analyst calls it; `header` and `records` are texts, `lines` the row or line of each record and
    `top` that of the header.  `remarks` are (rule, line or None, position or None, sentence, value) found while it was
    read; `comma` says that a comma may be its decimal mark; `sheet` that it is one of a workbook."""

    name: str
    header: list[str]
    records: Sequence[Sequence[str]]
    lines: Sequence[int]
    top: int = 1
    sheet: bool = False
    comma: bool = False
    remarks: Sequence[tuple[str, int | None, int | None, str, str]] = ()
    issues: Callable[..., None] | None = field(default=None, compare=False)


def where(grid: Grid, row: int | None, header: str, position: int | None, names: Mapping[str, str]) -> str:
    """Where something is, in words, as the analyst's file shows it."""
    words = dict(names, row=row, letter=letter(position) if position is not None else "", header=header)
    if grid.sheet:
        words["sheet"] = t("sheet “{sheet}”", sheet=names["sheet"])
        if position is not None and header:
            words["column"] = t("column {letter} ({header})", **words)
        elif position is not None:
            words["column"] = t("column {letter}", **words)
        elif header:
            words["column"] = t("column {header}", **words)
        parts = [words["sheet"], t("row {row}", row=row) if row is not None else "", words.get("column", "")]
    else:
        parts = [
            names["sheet"],
            t("line {line}", line=row) if row is not None else "",
            t("column {column}", column=header or words["letter"]) if header or position is not None else "",
        ]
    return ", ".join(str(part) for part in parts if part)
