"""Rows that are none of the table: totals, notes, repeated headers, list defaults, struck-out rows and exact duplicates.

Each kind is recognised as a whole and asked once, settled by rule where nobody would keep it.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from community_policing.core.i18n import listed, n, t
from community_policing.core.safe_text import printable
from community_policing.core.schema import Table
from community_policing.dataset.cells import EMPTY, CellError, number, tidy
from community_policing.dataset.intake.recipe.headers.count_headers import TOTALS, counted
from community_policing.dataset.intake.recipe.headers.header_match import BOTH, CODE, column_of, is_in
from community_policing.dataset.intake.recipe.headers.header_rows import Header
from community_policing.dataset.intake.recipe.questions import Questions, Sample, Step
from community_policing.dataset.intake.recipe.sheet import RawSheet, Remark, parted_otherwise
from community_policing.dataset.intake.recipe.sheet_tables import LEAVE

KEEP = "keep"
_EXAMPLE = re.compile(r"\W*(e\.? ?g\.|for example\b|example\s*[:-]|مثال\b|نموونە\b)", re.IGNORECASE)  # an office's own
EXAMPLE = "EXAMPLE-"  # begins an id of the template's example rows
_SUMMED = 500  # rows that may be totals, above which none is compared with the rows above it
_SAME = 3  # rows that are alike in all, and lack what identifies them, are no accident
_TOTAL_WORDS = "total | totals | grand total | sub total | subtotal | sub | المجموع | مجموع | إجمالي | الإجمالي | کۆی | کۆ | سەرجەم"
_Rows = list[int]


@lru_cache(maxsize=65536)
def amount(text: str) -> float | None:
    """The number that a cell holds; None for any other text."""
    try:
        return number(tidy(text)[0])
    except CellError:
        return None


@lru_cache(maxsize=65536)
def is_empty(text: str) -> bool:
    """Whether a cell holds nothing, or a sign for nothing."""
    return tidy(text)[0].lower() in EMPTY


@dataclass
class RowSorter:
    """Tells the rows of one sheet that belong to its table from those that do not.

    Parameters
    ----------
    cells
        The body of the sheet, column by column.
    targets
        Position -> column of the schema, as `columns` found them.
    counted
        Positions of a wide table's numbers.
    aside
        Positions that say nothing of a row: those that a collection tool adds, serial numbers.
    headings
        Rows that were told to be headings before.
    """

    sheet: RawSheet
    header: Header
    cells: Sequence[Sequence[str]]
    table: Table
    targets: Mapping[int, str]
    questions: Questions
    counted: Sequence[int] = ()
    aside: frozenset[int] = frozenset()
    headings: frozenset[int] = frozenset()
    remarks: list[Remark] = field(default_factory=list)

    def kept(self) -> _Rows:
        """The indices of the rows that are read, below the header; the others are told in `remarks`."""
        left = set(self.headings)
        for kind, found, certain in self._kinds():
            rows = [at for at in found(left) if at not in left]
            if rows and self._ask(kind, rows, certain(rows)) == LEAVE:
                left.update(rows)
                if kind == "example":  # ours, and in every sheet of the template
                    continue
                self.remarks.append(("rows_left_out", self.sheet.lines[rows[0]], None, self._sentence(kind, rows), ""))
        return [at for at in self._all if at not in left]

    def _kinds(self) -> Iterator[tuple[str, Callable[[set[int]], Iterable[int]], Callable[[_Rows], bool]]]:
        """(kind, its rows given those left out before, whether that is certain)."""
        yield "example", lambda _: self._examples(), lambda _: True
        yield "own_example", lambda _: self._own_examples(), lambda _: True
        yield "struck", lambda _: (at for at in self._all if self.sheet.lines[at] in self.sheet.struck), lambda _: True
        yield "header", lambda _: self._repeated(), lambda _: True
        yield "totals", self._totals, lambda _: True
        yield "part_totals", self._part_totals, self._adds_up
        yield "defaults", self._defaults, lambda _: True
        yield "notes", self._notes, lambda _: True
        yield "headings", self._headings, lambda _: False
        yield "duplicates", self._duplicates, lambda _: set(self.table.key) & set(self.targets.values()) != set()

    # what a row holds

    @cached_property
    def _all(self) -> range:
        return range(self.header.body, len(self.sheet.rows))

    @cached_property
    def _at(self) -> dict[str, int]:
        """Column -> position, both columns of a composite too."""
        return {part: at for at, target in self.targets.items() for part in target.removesuffix(CODE).split(BOTH)}

    @cached_property
    def _used(self) -> list[int]:
        return sorted({*self.targets, *self.counted})

    @cached_property
    def _wanted(self) -> list[int]:
        """Positions of what a row of the table must hold; of all of its columns where fewer than two are required."""
        required = [c.name for c in self.table.columns if c.required == "yes"]
        positions = sorted({self._at[name] for name in required if name in self._at})
        return positions if len(positions) > 1 else sorted(self.targets)

    @cached_property
    def _lacking(self) -> dict[int, int]:
        """Row -> how many of the wanted cells it lacks, for the rows that lack any."""
        found: Counter[int] = Counter()
        for position in self._wanted:
            found.update(
                at for at, cell in enumerate(self.cells[position], self.header.body) if not cell or cell.isspace()
            )
        return dict(sorted(found.items()))

    @cached_property
    def _numeric(self) -> list[int]:
        """Positions of columns that hold numbers and may be summed."""
        kinds = {c.name for c in self.table.columns if c.kind.value in ("count", "amount", "number")} - {
            "latitude",
            "longitude",
        }
        return sorted({*self.counted, *(at for at, target in self.targets.items() if target in kinds)})

    def _filled(self, at: int) -> list[str]:
        return [cell for cell in self.sheet.rows[at] if cell.strip()]

    # the kinds

    def _examples(self) -> Iterator[int]:
        """Rows that the template shows as an example: their id, or that of their source, says so."""
        positions = {self._at[name] for name in (self.table.key[0], "source") if name in self._at}
        for position in sorted(positions):
            yield from (
                at for at, cell in enumerate(self.cells[position], self.header.body) if cell.startswith(EXAMPLE)
            )

    def _own_examples(self) -> Iterator[int]:
        """Rows of an office that say themselves that they are an example."""
        positions = {self._at[name] for name in (self.table.key[0], "name", "title") if name in self._at}
        found = {
            at
            for position in positions
            for at, cell in enumerate(self.cells[position], self.header.body)
            if _EXAMPLE.match(cell)
        }
        yield from sorted(found)

    def _repeated(self) -> Iterator[int]:
        """Rows that are the header again."""
        heads = {
            tuple(tidy(cell)[0] for cell in row)
            for row in self.sheet.rows[: self.header.body]
            if len([*filter(None, row)]) > 1
        }
        firsts = {head[position] for head in heads for position in range(min(len(head), 3))}
        may_be: set[int] = set()
        for cells in self.cells[:3]:
            may_be.update(at for at, cell in enumerate(cells, self.header.body) if cell in firsts)
        yield from (at for at in sorted(may_be) if tuple(tidy(cell)[0] for cell in self.sheet.rows[at]) in heads)

    def _totals(self, left: set[int]) -> Iterator[int]:
        """Rows that lack what the table requires, and say that they are a total or sum the rows above them."""
        begins, totals = self.header.body, set(left)
        few = len(self._lacking) <= _SUMMED  # each is compared with all rows above it
        for at in self._lacking:
            if at in left:
                continue
            words = [cell for cell in self._filled(at) if amount(cell) is None]
            says = bool(words) and (_says_total(words[0]) or any(is_in(word, _TOTAL_WORDS) for word in words))
            compared = few and (says or not words)
            since = self._sums([row for row in range(begins, at) if row not in totals], at) if compared else None
            if says or since:
                rows = [row for row in range(self.header.body, at) if row not in totals] if since is False else []
                if rows and self._sums(rows, at) is False:
                    self.remarks.append(("total_differs", self.sheet.lines[at], None, self._differs(rows, at), ""))
                begins = at + 1
                totals.add(at)
                yield at

    def _differs(self, rows: Sequence[int], at: int) -> str:
        """Which columns of a total say something else than the rows above it."""
        positions = [position for position in self._numeric if self._column_sums(rows, at, position) is False]
        headers = listed([printable(self.header.names[position]) for position in positions])
        return t("The total differs from the sum of the rows above it: {headers}.", headers=headers)

    def _column_sums(self, rows: Sequence[int], at: int, position: int) -> bool | None:
        """Whether a cell is the sum of those above it; None where it holds no number."""
        stated = amount(self.sheet.rows[at][position])
        return None if stated is None else sum(amount(self.sheet.rows[row][position]) or 0 for row in rows) == stated

    def _sums(self, rows: Sequence[int], at: int) -> bool | None:
        """Whether the row's numbers are the sums of those rows' numbers; None where there is nothing to compare."""
        each = [self._column_sums(rows, at, position) for position in self._numeric] if rows else []
        stated = [answer for answer in each if answer is not None]
        return all(stated) if stated else None

    def _part_totals(self, left: set[int]) -> Iterator[int]:
        """Rows with a total where a word of a closed list belongs (sex = total), beside rows of its parts."""
        for at, total in self._parts(left).items():
            if total:
                yield at

    def _parts(self, left: set[int]) -> dict[int, _Rows]:
        """Each row that says total for a word of a list -> the rows that are its parts."""
        found: dict[int, _Rows] = {}
        for column in self.table.columns:
            position = self._at.get(column.name)
            if position is None or column.name not in self.table.key or not column.choices:
                continue
            totals = {cell for cell in set(self.cells[position]) if _says_total(cell)}
            if totals:
                found |= self._parts_of(position, totals, left)
        return found

    def _parts_of(self, position: int, totals: set[str], left: set[int]) -> dict[int, _Rows]:
        others = [self._at[name] for name in self.table.key if name in self._at and self._at[name] != position]
        groups: dict[tuple[str, ...], _Rows] = {}
        said: dict[int, tuple[str, ...]] = {}
        for at in self._all:
            row = self.sheet.rows[at]
            key = tuple(row[other] for other in others)
            if row[position] in totals:
                said[at] = key
            elif at not in left:
                groups.setdefault(key, []).append(at)
        return {at: groups.get(key, []) for at, key in said.items()}

    def _adds_up(self, rows: _Rows) -> bool:
        parts = self._parts(set())
        return all(self._sums(parts[at], at) is not False for at in rows)

    def _defaults(self, left: set[int]) -> Iterator[int]:
        """Rows that lack their key and hold nothing but words that a list or a formula filled in."""
        keys = [self._at[name] for name in self.table.key if name in self._at]
        bare = [
            at for at in self._lacking if at not in left and not any(self.sheet.rows[at][key].strip() for key in keys)
        ]
        alike = Counter(self._cells(at) for at in bare)
        for at in bare:
            cells = self._cells(at)
            lists = all(
                not cell or cell == "0" or self._from_list(position)
                for position, cell in zip(self._used, cells, strict=True)
            )
            if any(cells) and (lists or alike[cells] >= _SAME) and 2 * self._lacking[at] >= len(self._wanted):
                yield at

    def _from_list(self, position: int) -> bool:
        column = column_of(self.targets.get(position, ""), self.table)
        return column is not None and (bool(column.choices) or column.name == "currency")

    def _cells(self, at: int) -> tuple[str, ...]:
        return tuple(self.sheet.rows[at][position].strip() for position in self._used)

    def _sparse(self, left: set[int]) -> _Rows:
        """Rows with less than half of what a row must hold, and no id such as other rows have."""
        key = self._at.get(self.table.key[0]) if len(self.table.key) == 1 else None
        ids = (
            {_pattern(self.sheet.rows[at][key]) for at in self._all if at not in self._lacking}
            if key is not None
            else set()
        )
        return [
            at for at, lacks in self._lacking.items()
            if at not in left and 2 * lacks > len(self._wanted) and not self._sums_nothing(at) and not self._parted_otherwise(at)
            and (key is None or _pattern(self.sheet.rows[at][key]) not in ids - {""})
        ]  # fmt: skip

    def _sums_nothing(self, at: int) -> bool:
        """Whether the row has numbers where numbers belong: then it may be a row that somebody began."""
        return any(amount(self.sheet.rows[at][position]) is not None for position in self._numeric)

    def _parted_otherwise(self, at: int) -> bool:
        """Whether the row of a text is one cell because other marks part its cells: that is a fault, and no note."""
        filled = self._filled(at) if self.sheet.widths else []
        return len(filled) == 1 and parted_otherwise(filled[0], self.sheet.separator, len(self.header.names))

    def _last(self, left: set[int]) -> int:
        """The last row that holds what a row must hold."""
        return max((at for at in self._all if at not in self._lacking and at not in left), default=self.header.body - 1)

    def _notes(self, left: set[int]) -> Iterator[int]:
        """Notes, legends and signatures below the table, and rows with nothing in any column of it."""
        last = self._last(left)
        for at in self._sparse(left):
            if at > last >= self.header.body or not any(
                self.sheet.rows[at][position].strip() for position in self._used
            ):
                yield at

    def _headings(self, left: set[int]) -> Iterator[int]:
        """Rows of one cell between those of the table."""
        last = self._last(left)
        yield from (at for at in self._sparse(left) if at < last and len(self._filled(at)) == 1)

    def _duplicates(self, left: set[int]) -> Iterator[int]:
        """Rows that repeat an earlier one in every cell."""
        positions = [at for at in range(len(self.header.names)) if at not in self.aside]
        seen: dict[int, int] = {}
        for at, cells in enumerate(
            zip(*(self.cells[position] for position in positions), strict=True), self.header.body
        ):
            if at in left:
                continue
            first = seen.setdefault(hash(cells), at)
            if first != at and all(
                self.sheet.rows[first][position] == cell for position, cell in zip(positions, cells, strict=True)
            ):
                yield at

    # what is asked and said

    def _ask(self, kind: str, rows: _Rows, certain: bool) -> str:
        def sample(answer: str) -> Sample:
            for at in rows:
                cells = printable(" | ".join(self._filled(at)), 120)
                yield cells, cells if answer == KEEP else ""

        choices = {LEAVE: t("Leave them out"), KEEP: t("Keep them")}
        return self.questions.ask(
            Step.ROWS,
            kind,
            self._question(kind),
            choices,
            LEAVE,
            certain=certain,
            table=self.table.name,
            rows=len(rows),
            sample=sample,
        )

    def _question(self, kind: str) -> str:
        return {
            "own_example": t("Are rows that say that they are an example none of the table?"),
            "example": t("Is the template's example row none of the table?"),
            "struck": t("Are rows that are struck out none of the table?"),
            "header": t("Are rows that repeat the header none of the table?"),
            "totals": t("Are rows of totals none of the table?"),
            "part_totals": t("Are rows that total the rows beside them none of the table?"),
            "defaults": t("Are rows with nothing but words from lists none of the table?"),
            "notes": t("Are notes and legends none of the table?"),
            "headings": t("Are rows of a single cell headings, and none of the table?"),
            "duplicates": t("Are rows that repeat another in every cell none of the table?"),
        }[kind]

    def _sentence(self, kind: str, rows: _Rows) -> str:
        count = len(rows)
        return {
            "own_example": n("{count} row says that it is an example and was left out.",
                             "{count} rows say that they are examples and were left out.", count),
            "struck": n("{count} row is struck out and was left out.", "{count} rows are struck out and were left out.", count),
            "header": n("{count} row repeats the header and was left out.",
                        "{count} rows repeat the header and were left out.", count),
            "totals": n("{count} row of totals was left out.", "{count} rows of totals were left out.", count),
            "part_totals": n("{count} row totals others and was left out.", "{count} rows total others and were left out.", count),
            "defaults": n("{count} row holds nothing but words from lists and was left out.",
                          "{count} rows hold nothing but words from lists and were left out.", count),
            "notes": n("{count} note was left out.", "{count} notes were left out.", count),
            "headings": n("{count} heading was left out.", "{count} headings were left out.", count),
            "duplicates": n("{count} row repeats another in every cell and was left out.",
                            "{count} rows repeat others in every cell and were left out.", count),
        }[kind]  # fmt: skip


def _says_total(text: str) -> bool:
    """Whether a cell says total, alone or before the name of what is summed."""
    if not text.strip() or len(text) > 60:
        return False
    if is_in(text, TOTALS):
        return True
    meant = counted(text)
    words = re.split(r"[\s:_-]+", text.strip(" \t:_-"))
    return (meant is not None and meant.total) or (
        any(is_in(word, _TOTAL_WORDS) for word in (words[0], words[-1])) and len(text.split()) <= 4
    )


def _pattern(text: str) -> str:
    """What an id looks like: digits as one."""
    return re.sub(r"\d+", "0", text.strip())
