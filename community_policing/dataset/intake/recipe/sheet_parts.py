"""Parts of a sheet: tables that stand one below another, or side by side, each become a sheet of their own."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from community_policing.core.i18n import listed, n, t
from community_policing.core.safe_text import printable
from community_policing.dataset.intake.recipe.headers.header_match import tokens
from community_policing.dataset.intake.recipe.headers.header_rows import Header, header_of, is_value
from community_policing.dataset.intake.recipe.questions import Questions
from community_policing.dataset.intake.recipe.shape import is_header_word
from community_policing.dataset.intake.recipe.sheet import RawSheet
from community_policing.dataset.intake.recipe.sheet_tables import fits

_LEAST = 3  # headers of a table


def parts(sheet: RawSheet) -> list[RawSheet]:
    """The tables of a sheet; the sheet itself where it holds one.  Rows and columns keep their places."""
    if sheet.text or sheet.data or sheet.table or not sheet.rows:
        return [sheet]
    found = [part for below in _below(sheet) for part in _beside(below)]
    if len(found) == 1:
        return [sheet]
    names = [sheet.name, *(f"{sheet.name} ({number})" for number in range(2, len(found) + 1))]
    text = n("The sheet holds {count} table. It is called {names} here.",
             "The sheet holds {count} tables. They are called {names} here.", len(found),
             names=listed([t("“{word}”", word=printable(name)) for name in names]))  # fmt: skip
    first = ("several_tables", None, None, text, "")
    return [
        replace(
            part,
            name=name,
            widths=(),
            remarks=[first, *sheet.remarks] if part is found[0] else [],
            summary=part is not found[0] and not holds_table(part),
        )
        for part, name in zip(found, names, strict=True)
    ]


def _below(sheet: RawSheet) -> Iterator[RawSheet]:
    """The sheet, parted where another header stands below blank rows."""
    header = header_of(sheet, Questions(), is_header_word)
    starts = [0, *_starts(sheet, header)]
    for start, end in zip(starts, [*starts[1:], len(sheet.rows)], strict=True):
        if len(starts) == 1:
            yield sheet
        else:
            yield replace(sheet, rows=sheet.rows[start:end], lines=sheet.lines[start:end])


def _starts(sheet: RawSheet, header: Header) -> Iterator[int]:
    """The rows in which another table begins, with its title where it has one."""
    lines = sheet.lines
    gaps = [at for at in range(header.body + 1, len(lines)) if lines[at] - lines[at - 1] > 1]
    names = header.names
    for at in gaps:
        titled = len(_filled(sheet.rows[at])) == 1 and at + 1 < len(lines)
        row, *below = [*sheet.rows[at + titled : at + titled + 2], [""] * len(header.names)][:2]
        if _is_header(row, below[0], names):
            names = list(row)
            yield at


def _is_header(row: Sequence[str], below: Sequence[str], names: Sequence[str]) -> bool:
    """Whether a row names the columns of another table than the one above it: ours, or figures of a summary."""
    filled = _filled(row)
    if len(filled) < _LEAST or len(set(filled)) < len(filled) or any(map(is_value, filled)):
        return False
    there, known = {tokens(name) for name in names if name}, sum(map(is_header_word, filled))
    counts = any(is_value(cell) for name, cell in zip(row, below, strict=True) if name.strip() and cell.strip())
    return (
        known >= 2
        and 2 * known >= len(filled)
        and (5 * known >= 4 * len(filled) or counts)
        and {tokens(cell) for cell in filled} != there
    )


def _filled(row: Sequence[str]) -> list[str]:
    return [cell.strip() for cell in row if cell.strip()]


def _beside(sheet: RawSheet) -> Iterator[RawSheet]:
    """The sheet, parted at empty columns where what stands on either side is a table."""
    header = header_of(sheet, Questions(), is_header_word)
    blocks = _blocks(header.names)
    whole = len(blocks) > 1 and all(_is_table(header, block) for block in blocks)
    if not whole or any(row[block.start - 1].strip() for block in blocks[1:] for row in sheet.rows[header.body :]):
        yield sheet
        return
    for block, after in zip(blocks, [*blocks[1:], None], strict=True):
        end = after.start if after else len(header.names)
        begin = 0 if block is blocks[0] else block.start
        rows = [[cell if begin <= at < end else "" for at, cell in enumerate(row)] for row in sheet.rows]
        kept = [at for at, row in enumerate(rows) if any(cell.strip() for cell in row)]
        yield replace(sheet, rows=[rows[at] for at in kept], lines=[sheet.lines[at] for at in kept],
                      merged=[area for area in sheet.merged if begin <= area[2] < end])  # fmt: skip


def _blocks(names: Sequence[str]) -> list[range]:
    """The positions of headers without an empty one between; a block too small for a table belongs to the one before it."""
    blocks: list[range] = []
    for at, name in enumerate(names):
        if not name.strip():
            continue
        if blocks and blocks[-1].stop == at:
            blocks[-1] = range(blocks[-1].start, at + 1)
        else:
            blocks.append(range(at, at + 1))
    return [block for block in blocks if len(block) >= _LEAST]


def _is_table(header: Header, block: range) -> bool:
    best = next(iter(fits(Header(header.names[block.start : block.stop], header.body))), None)
    return best is not None and best.explained >= _LEAST and not best.lacking


def holds_table(sheet: RawSheet) -> bool:
    """Whether a sheet has the headers of a whole table."""
    header = header_of(sheet, Questions(), is_header_word)
    return _is_table(header, range(len(header.names)))


def is_data(sheet: RawSheet) -> bool:
    """Whether a sheet with the name of one of ours that explains, as “Report”, holds a table of data all the same."""
    header = header_of(sheet, Questions(), is_header_word)
    return (
        holds_table(sheet)
        and len(sheet.rows) > header.body
        and 2 * fits(header)[0].explained >= len(_filled(header.names))
    )
