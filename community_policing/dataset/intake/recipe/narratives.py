"""Narratives: what somebody tells of people in words does not enter the tables that hold no text (schema.WITHOUT_TEXT).

A column of words that is none of theirs for certain is left out without a question, no cell of another column is kept or
quoted, and a narrative where a word of a list belongs refuses the file (personal.py).
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from community_policing.core.i18n import language, listed, n
from community_policing.core.labels import table_label
from community_policing.core.safe_text import printable
from community_policing.core.schema import WITHOUT_TEXT, Kind, Table
from community_policing.dataset.intake.recipe.build_tables import Read
from community_policing.dataset.intake.recipe.headers.header_match import by_tag, column_of, meaning
from community_policing.dataset.intake.recipe.headers.header_rows import Header
from community_policing.dataset.intake.recipe.readers.date_forms import form_of
from community_policing.dataset.intake.recipe.readers.folding import folded
from community_policing.dataset.intake.recipe.readers.words import known_words
from community_policing.dataset.intake.recipe.sheet import RawSheet, Remark

_UNREAD = "…"
WORDS = 5  # more in one cell tell a story


def columns_told(header: Header, cells: Sequence[Sequence[str]], table: Table) -> frozenset[int]:
    """The positions of columns of words that are not, for certain, columns of a table without text."""
    if table.name not in WITHOUT_TEXT:
        return frozenset()
    known = {word for c in table.columns if c.choices for word in known_words(c.choices, c.name, language())}
    return frozenset(
        at for at, name in enumerate(header.names)
        if name and not _is_ours(name, header.tags[at : at + 1], table) and any(_is_said(cell, known) for cell in cells[at])
    )  # fmt: skip


def said_of(positions: frozenset[int], header: Header, table: Table) -> Iterator[Remark]:
    """One line that names the headers of those columns, and none of their cells."""
    if positions:
        text = n(
            "A column of words was left out unread, since “{table}” holds nothing that is told: {headers}.",
            "{count} columns of words were left out unread, since “{table}” holds nothing that is told: {headers}.",
            len(positions), table=table_label(table.name),
            headers=listed([printable(header.names[at]) for at in sorted(positions)]),
        )  # fmt: skip
        yield "columns_left_out", None, None, text, ""


def without_others(sheet: RawSheet, header: Header, table: Table, targets: Mapping[int, str]) -> RawSheet:
    """The sheet with … in place of each cell that a table without text does not read, so that none is kept or quoted."""
    if table.name not in WITHOUT_TEXT:
        return sheet
    body = [
        [cell if at in targets else cell and _UNREAD for at, cell in enumerate(row)]
        for row in sheet.rows[header.body :]
    ]
    return replace(sheet, rows=[*sheet.rows[: header.body], *body])


def told_in(read: Read) -> Iterator[tuple[int, int]]:
    """Row and position of each narrative that stands where a table without text has a word of a list, or an id of its own."""
    if read.table.name not in WITHOUT_TEXT:
        return
    for at, name in read.columns.targets.items():
        column = column_of(name, read.table)
        if column is None or column.kind is not Kind.TEXT or column.refers_to:
            continue
        known = known_words(column.choices, column.name, language())
        for row in read.rows:
            if _tells(cell := read.sheet.rows[row][at]) and folded(cell) not in known:
                yield row, at


def _tells(cell: str) -> bool:
    return len(cell.split(maxsplit=WORDS)) > WORDS


def _is_said(cell: str, known: Collection[str]) -> bool:
    """Whether a cell may be a name or a story: words that no list has, and no number, date or id."""
    if not any(map(str.isalpha, cell)) or folded(cell) in known or form_of(cell) is not None:
        return False
    return len(cell.split()) > 1 or not any(map(str.isdigit, cell))


def _is_ours(name: str, tags: Sequence[str], table: Table) -> bool:
    forms = (name, re.split(r"[/:]", name)[-1])
    named = (found for form in forms if (found := meaning(form, table)))
    return any(found.sure for found in named) or any(by_tag(tag, table) for tag in tags)
