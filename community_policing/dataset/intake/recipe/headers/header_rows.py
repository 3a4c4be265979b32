"""Header detection: the rows that name the columns, at any depth, with bands above and tags, labels or units below."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from community_policing.core.i18n import n, t
from community_policing.core.safe_text import printable
from community_policing.dataset.cells import DIGITS, tidy
from community_policing.dataset.intake.recipe.headers import header_dictionary as dictionary
from community_policing.dataset.intake.recipe.headers.count_headers import counted
from community_policing.dataset.intake.recipe.headers.header_match import currency_of, is_in, is_tag
from community_policing.dataset.intake.recipe.questions import Questions, Step
from community_policing.dataset.intake.recipe.sheet import RawSheet, Remark

DEPTH = 60  # rows that are looked at for a header
BELOW = 20  # rows below it that say what its columns hold
CHOICES = 8
NONE = ""  # the answer that no row names the columns
JOIN = " / "  # between a band and the name below it
_VALUE = re.compile(r"[-+]?[\d.,:/ %-]*\d[\d.,:/ %TZ+-]*")  # numbers, dates and times


@dataclass(frozen=True)
class Header:
    """The names of the columns, the index of the first row below, and what was left out above and between.

    `tags` are HXL hashtags, one for each column, where the sheet has them.
    """

    names: list[str]
    body: int
    remarks: list[Remark] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)


def header_of(sheet: RawSheet, questions: Questions, known: Callable[[str], bool]) -> Header:
    """Find the header of a sheet; one question where it is uncertain, and a certain one where rows stand above it."""
    rows = [[tidy(cell)[0] for cell in row] for row in sheet.rows[: DEPTH + BELOW]]
    if not rows:
        return Header([], 0)
    anchor, certain = _anchor(rows, known)
    answer = _ask(rows, anchor, certain, questions)
    if answer == NONE:
        return Header([t("Column {number}", number=at + 1) for at in range(len(rows[0]))], 0)
    chosen = next((at for at, row in enumerate(rows) if _joined(row) == answer), anchor or 0)
    return _Block(sheet, rows, chosen, known).header()


def lacks_header(questions: Questions) -> bool:
    """Whether nobody has said yet which row is the header of a sheet where none could be told: till then its columns are none."""
    return any(question.step is Step.HEADER and question.answer == NONE for question in questions.open)


def _anchor(rows: Sequence[Sequence[str]], known: Callable[[str], bool]) -> tuple[int | None, bool]:
    """The lowest row that names the columns, None where none does, and whether that is certain."""
    top = range(min(len(rows), DEPTH))
    for at in top:
        if _is_tags(rows[at]):
            return (at - 1 if at and len(_filled(rows[at - 1])) > 1 else at), True
    heads = {cell: known(cell) for at in top for cell in rows[at] if cell}
    scores = {at: sum(heads[cell] for cell in _filled(rows[at])) for at in top}
    best = max(top, key=lambda at: (scores[at], -at))
    filled = len(_filled(rows[best]))
    half = 2 * scores[best] >= filled
    if half and (scores[best] >= 2 or (scores[best] == 1 and best == 0 and sum(scores.values()) == 1)):
        return best, True
    shaped = next((at for at in top if _could_be(rows, at)), None)
    if shaped is None:
        return None, False
    return shaped, shaped == 0 and _contrast(rows, shaped) > 0


def _could_be(rows: Sequence[Sequence[str]], at: int) -> bool:
    """Whether a row has the shape of a header: as wide as what stands below, all texts, all different."""
    filled = _filled(rows[at])
    below = [len(_filled(row)) for row in rows[at + 1 : at + 1 + BELOW]]
    wide = len(filled) > 1 and len(filled) >= max(below, default=2)
    return wide and len(set(filled)) == len(filled) and not any(is_value(cell) for cell in filled)


def _contrast(rows: Sequence[Sequence[str]], at: int) -> int:
    """How many columns hold a text in that row and nothing but numbers and dates below it."""
    return sum(
        1
        for position, cell in enumerate(rows[at])
        if cell and not is_value(cell) and _holds_values(rows, at + 1, position)
    )


def _holds_values(rows: Sequence[Sequence[str]], start: int, position: int) -> bool:
    below = [row[position] for row in rows[start : start + BELOW] if position < len(row) and row[position]]
    return bool(below) and all(map(is_value, below))


def _ask(rows: Sequence[Sequence[str]], anchor: int | None, certain: bool, questions: Questions) -> str:
    """The joined cells of the row that is the header."""
    order = ([anchor] if anchor is not None else []) + [
        at for at, row in enumerate(rows[:DEPTH]) if len(_filled(row)) > 1
    ]
    if not order:
        return _joined(rows[0])
    proposed = _joined(rows[anchor]) if anchor is not None else NONE
    choices: dict[str, str] = {}
    for at in order:
        if len(choices) < CHOICES:  # every sheet comes here several times
            choices[_joined(rows[at])] = printable(" | ".join(_filled(rows[at])), 120)
    choices[NONE] = t("No row: the columns have no names")
    key = _joined(rows[order[0]])
    return questions.ask(Step.HEADER, key, t("Which row names the columns?"), choices, proposed,
                         certain=certain, quiet=anchor == 0)  # fmt: skip


def _joined(row: Sequence[str]) -> str:
    return printable(" | ".join(_filled(row)), 200)


def _filled(row: Sequence[str]) -> list[str]:
    return [cell for cell in row if cell]


def is_value(cell: str) -> bool:
    """Whether a cell is a number, a date or a time."""
    return _VALUE.fullmatch(cell.translate(DIGITS)) is not None


def _is_tags(row: Sequence[str]) -> bool:
    filled = _filled(row)
    return bool(filled) and all(map(is_tag, filled))


@dataclass(frozen=True)
class _Block:
    """The header around its lowest row: bands above it; tags, labels and units below it."""

    sheet: RawSheet
    rows: Sequence[Sequence[str]]
    anchor: int
    known: Callable[[str], bool]

    def header(self) -> Header:
        lowest = self._lowest()
        bands = list(self._bands())
        names = list(self.rows[lowest])
        for above in reversed([*bands, *range(self.anchor, lowest)]):
            names = _qualified(self._spread(above), self.rows[above], names)
        tags: list[str] = list(names) if _is_tags(self.rows[lowest]) else []
        remarks, body = self._above(bands[0] if bands else self.anchor), lowest + 1
        while body < len(self.rows) and (what := self._between(body)):
            row = self.rows[body]
            if what == "tags":
                tags = list(row)
            names = [_with(what, name, cell, self.known) for name, cell in zip(names, row, strict=True)]
            remarks.append(self._said(what, body))
            body += 1
        return Header(names, body, remarks, tags)

    def _lowest(self) -> int:
        """The anchor, or the row right below it, where bands were taken for the anchor."""
        below = self.anchor + 1
        if below >= len(self.rows) or not self._next_to(self.anchor, below):
            return self.anchor
        filled = _filled(self.rows[below])
        under_bands = any(
            cell and not name and any(self.rows[self.anchor][:position])
            for position, (name, cell) in enumerate(zip(self.rows[self.anchor], self.rows[below], strict=True))
        )
        if under_bands and len(filled) > 1 and all(map(self.known, filled)) and not _is_tags(self.rows[below]):
            return below
        return self.anchor

    def _bands(self) -> Iterator[int]:
        """The rows right above the anchor that group its columns, topmost first; a title fills its first cell only."""
        found: list[int] = []
        at = self.anchor - 1
        while at >= 0 and len(found) < 3 and self._next_to(at, at + 1) and self._is_band(at):
            found.insert(0, at)
            at -= 1
        yield from found

    def _spread(self, at: int) -> list[str]:
        """A band's words above every column they stand for: over merged cells, or else to the right up to the next."""
        areas = [area for area in self.sheet.merged if area[0] <= self.sheet.lines[at] <= area[1] and area[2] < area[3]]
        over = {position: self.rows[at][left] for _, _, left, right in areas for position in range(left, right + 1)}
        spread, last = [], ""
        for position, cell in enumerate(self.rows[at]):
            last = cell or last
            spread.append(over.get(position, cell) if areas else last)
        return spread

    def _is_band(self, at: int) -> bool:
        row = self.rows[at]
        filled = [position for position, cell in enumerate(row) if cell]
        if any(is_value(row[position]) for position in filled):
            return False
        if len(filled) == 1:
            return filled[0] > 0 and len(set(_filled(self.rows[self.anchor]))) < len(_filled(self.rows[self.anchor]))
        pair = len(filled) == 2 and filled == [0, 1] and len(_filled(self.rows[self.anchor])) > 3
        return len(filled) > 1 and not pair

    def _next_to(self, upper: int, lower: int) -> bool:
        return self.sheet.lines[lower] - self.sheet.lines[upper] == 1

    def _between(self, at: int) -> str:
        """What a row between the header and the table is: tags, units or labels; "" for a row of the table."""
        row, names = self.rows[at], self.rows[self.anchor]
        filled = _filled(row)
        if _is_tags(row):
            return "tags"
        if not filled or any(is_value(cell) for cell in filled):
            return ""
        if all(is_in(cell.strip("()[]"), dictionary.UNITS) or currency_of(cell.strip("()[]")) for cell in filled):
            return "units"
        named = sum(map(self.known, filled))
        if len(filled) > 2 and 2 * named >= len(filled) and 5 * len(filled) >= 3 * len(_filled(names)):
            return "labels"
        wide = 5 * len(filled) >= 4 * len(_filled(names)) and len(set(filled)) == len(filled)
        return "labels" if wide and _contrast(self.rows, at) > 1 else ""

    def _said(self, what: str, at: int) -> Remark:
        words = {
            "tags": t("The row holds HXL tags. It was left out of the table, and its tags help to know the columns."),
            "units": t("The row holds units. It was left out of the table."),
            "labels": t("The row names the columns a second time. It was left out of the table."),
        }
        return "header_row", self.sheet.lines[at], None, words[what], ""

    def _above(self, top: int) -> list[Remark]:
        """One line for the rows above the header."""
        above = sum(1 for row in self.rows[:top] if _filled(row))
        if not above:
            return []
        text = n("{count} row above the header was left out.", "{count} rows above the header were left out.", above)
        return [("rows_above_header", self.sheet.lines[0], None, text, "")]


def _qualified(spread: Sequence[str], band: Sequence[str], names: Sequence[str]) -> list[str]:
    """Names with the band above them, where the lowest row repeats or both count people, as `Police` above `Men`.

    Where the lowest row is empty, the cell right above names the column.
    """
    repeats = {name for name in names if name and list(names).count(name) > 1}
    found = []
    for over, above, name in zip(spread, band, names, strict=True):
        joins = over not in ("", name) and (name in repeats or (_counts(name) and _counts(over)))
        found.append(over + JOIN + name if joins and name else name or above)
    return found


def _counts(name: str) -> bool:
    """Whether a header says which people are counted."""
    each = counted(name)
    return each is not None and not each.total


def _with(what: str, name: str, cell: str, known: Callable[[str], bool]) -> str:
    """A column's name once the row below it was read: a label where the name says nothing, a currency behind a cost."""
    if what == "labels" and cell and known(cell) and not known(name):
        return cell
    currency = currency_of(cell.strip("()[]")) if what == "units" else ""
    return f"{name} ({currency})" if currency else name
