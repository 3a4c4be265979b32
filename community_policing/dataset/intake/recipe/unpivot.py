"""Unpivot: columns of counts and of periods become rows, with totals checked against their parts and left out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from community_policing.core.i18n import listed, n, t
from community_policing.core.labels import label
from community_policing.core.safe_text import printable
from community_policing.core.schema import Table
from community_policing.dataset.intake.recipe.headers.count_headers import PARTICIPANTS, TOTALS, Counted, counts
from community_policing.dataset.intake.recipe.headers.header_match import is_in, meaning
from community_policing.dataset.intake.recipe.headers.header_rows import Header
from community_policing.dataset.intake.recipe.periods import period_of
from community_policing.dataset.intake.recipe.questions import Questions, Sample, Step
from community_policing.dataset.intake.recipe.sheet import RawSheet, Remark
from community_policing.dataset.intake.recipe.sheet_tables import LEAVE
from community_policing.dataset.intake.recipe.table_rows import amount, is_empty

ROWS = "rows"  # the answer that each column becomes rows
_JUDGED = 200  # cells of a column that are looked at
# Table -> the columns that a column of a period brings
_PERIODIC: Mapping[str, tuple[str, ...]] = {
    "targets": ("target", "period_starts_on", "due_on"),
    "facts": ("value", "as_of"),
}


@dataclass(frozen=True)
class Wide:
    """Positions of a sheet whose columns become rows: counts of people with their totals, and periods."""

    counts: Mapping[int, Counted] = field(default_factory=dict)
    totals: Mapping[int, Counted] = field(default_factory=dict)
    periods: Mapping[int, tuple[str, str]] = field(default_factory=dict)

    @property
    def positions(self) -> frozenset[int]:
        """All of them."""
        return frozenset({*self.counts, *self.totals, *self.periods})

    def brought(self, table: Table) -> tuple[str, ...]:
        """The columns of the table that the rows made of them fill."""
        if self.periods:
            return _PERIODIC[table.name]
        return ("participant_group", "sex", "attendances") if self.counts and table.name == "attendance" else ()


def wide_of(
    header: Header, cells: Sequence[Sequence[str]], table: Table, questions: Questions, counts_elsewhere: bool = False
) -> Wide:
    """Find the columns that become rows, shown and asked in one question, which is certain when all are explained.

    Where another sheet of the file holds attendance (`counts_elsewhere`), the same seats would be counted twice: asked.
    """
    if table.name in _PERIODIC:
        return _periods(header, cells, table, questions)
    if table.name not in ("trainings", "attendance") or _is_long(header, table):
        return Wide()
    found = counts([name if _may_count(name, table) else "" for name in header.names])
    found = {at: each for at, each in found.items() if _holds_numbers(cells[at])}
    parts = {at: each for at, each in found.items() if not each.total}
    if not parts and (alone := _seats(header, cells, table)):
        return _chosen(Wide(alone), header, cells, table, questions, counts_elsewhere)
    if not parts:
        return Wide()
    totals = {at: each for at, each in found.items() if each.total}
    return _chosen(Wide(parts, totals), header, cells, table, questions, counts_elsewhere)


def _seats(header: Header, cells: Sequence[Sequence[str]], table: Table) -> dict[int, Counted]:
    """The only column of participants in a sheet of events, which says nothing of who they are."""
    if table.name != "trainings":
        return {}
    found = [at for at, name in enumerate(header.names) if is_in(name, PARTICIPANTS) and _holds_numbers(cells[at])]
    return {found[0]: Counted()} if len(found) == 1 else {}


def _chosen(
    wide: Wide,
    header: Header,
    cells: Sequence[Sequence[str]],
    table: Table,
    questions: Questions,
    counts_elsewhere: bool,
) -> Wide:
    """Ask whether each count becomes rows; where the same people stand in two columns, which of them."""
    parts = wide.counts
    text = n(
        "A column counts people: {headers}. Does it become rows of attendance?",
        "{count} columns count people: {headers}. Does each become rows of attendance?",
        len(parts), headers=listed([printable(header.names[at]) for at in parts]),
    )  # fmt: skip
    becomes = {at: _words(each) for at, each in parts.items()}
    kinds = {
        signature: [at for at, each in parts.items() if _signature(each) == signature]
        for signature in map(_signature, parts.values())
    }
    if not _overlap(parts):
        certain = not counts_elsewhere and not any(each.aged or each == Counted() for each in parts.values())
        proposed = LEAVE if counts_elsewhere else ROWS
        return wide if _ask("counts", text, header, becomes, table, questions, certain, proposed) == ROWS else Wide()
    only = {"+".join(kind): positions for kind, positions in kinds.items()}
    same = _same_sums(list(only.values()), cells)
    proposed = max(only, key=lambda kind: (kind.count("+"), len(only[kind]))) if same else ROWS
    answer = _ask("counts", text, header, becomes, table, questions, certain=False, proposed=proposed, only=only)
    return Wide({at: parts[at] for at in only.get(answer, parts)}, wide.totals) if answer != LEAVE else Wide()


def _signature(each: Counted) -> tuple[str, ...]:
    """The dimensions that a header names."""
    named = {"participant_group": each.group, "sex": each.sex, "displacement": each.displacement}
    return tuple(dimension for dimension, value in named.items() if value)


def _overlap(parts: Mapping[int, Counted]) -> bool:
    """Whether one person may be counted in two of the columns, as in `Police`, `Community`, `Women`."""
    several = list(parts.values())
    return any(
        _signature(one) != _signature(other)
        and (_is_part(one, other) or _is_part(other, one) or _may_share(one, other))
        for at, one in enumerate(several)
        for other in several[at + 1 :]
    )


def _may_share(one: Counted, other: Counted) -> bool:
    pairs = ((one.group, other.group), (one.sex, other.sex), (one.displacement, other.displacement))
    return all("" in pair or pair[0] == pair[1] for pair in pairs)


def _same_sums(kinds: Sequence[Sequence[int]], cells: Sequence[Sequence[str]]) -> bool:
    """Whether each kind of columns comes to the same in every row: then they count the same people."""
    rows = range(min(len(cells[kinds[0][0]]), _JUDGED))
    sums = [[sum(amount(cells[at][row]) or 0 for at in positions) for row in rows] for positions in kinds]
    return all(each == sums[0] for each in sums)


def _is_long(header: Header, table: Table) -> bool:
    """Whether the table names group or sex and the count in columns of their own."""
    found = {each.column for name in header.names if (each := meaning(name, table)) and each.sure}
    return {"sex", "attendances"} <= found and "participant_group" in found


def _may_count(name: str, table: Table) -> bool:
    found = meaning(name, table)
    return found is None or not found.sure or found.column == "attendances"


def _holds_numbers(cells: Sequence[str]) -> bool:
    """Whether the filled cells are numbers for the most part; formulas too, whose results nobody knows."""
    filled = [cell for cell in islice(cells, _JUDGED) if not is_empty(cell)]
    return 2 * sum(amount(cell) is not None or cell.startswith("=") for cell in filled) >= len(filled)


def _periods(header: Header, cells: Sequence[Sequence[str]], table: Table, questions: Questions) -> Wide:
    found = {
        at: period for at, name in enumerate(header.names) if (period := period_of(name)) and _holds_numbers(cells[at])
    }
    if len(found) < 2:
        return Wide()
    text = t(
        "Columns are named after periods: {headers}. Does each become a row with its period?",
        headers=listed([printable(header.names[at]) for at in found]),
    )
    spans = {at: t("{first} – {last}", first=first, last=last) for at, (first, last) in found.items()}
    totals = {
        at: Counted(total=True)
        for at, name in enumerate(header.names)
        if is_in(name, TOTALS) and _holds_numbers(cells[at])
    }
    answer = _ask("periods", text, header, spans, table, questions, certain=True)
    return Wide(periods=found, totals=totals) if answer == ROWS else Wide()


def _ask(
    key: str,
    text: str,
    header: Header,
    becomes: Mapping[int, str],
    table: Table,
    questions: Questions,
    certain: bool,
    proposed: str = ROWS,
    only: Mapping[str, Sequence[int]] | None = None,
) -> str:
    kinds = only or {}

    def sample(answer: str) -> Sample:
        for at, words in becomes.items():
            yield header.names[at], words if answer != LEAVE and at in kinds.get(answer, becomes) else ""

    some = {
        kind: t("Only {headers}", headers=listed([header.names[at] for at in positions]))
        for kind, positions in kinds.items()
    }
    choices = {ROWS: t("Yes, each"), **some, LEAVE: t("No: leave them out")}
    return questions.ask(Step.COLUMN, key, text, choices, proposed, certain=certain, table=table.name, sample=sample)


def _words(each: Counted) -> str:
    """What a column counts, in words."""
    group = label(each.group, "participant_group") if each.group else ""
    words = (group, label(each.sex or "not_recorded"), label(each.displacement) if each.displacement else "")
    return listed([word for word in words if word])


def attendance_of(row: Sequence[str], wide: Wide) -> Iterator[tuple[str, str, str, str]]:
    """(group, sex, displacement, count) of the counts in one row; none where the row counts nobody at all."""
    cells = {at: row[at] for at in wide.counts if not is_empty(row[at])}
    if all(amount(cell) == 0 for cell in cells.values()):
        return
    summed: dict[tuple[str, str, str], list[str]] = {}
    for at, cell in cells.items():
        each = wide.counts[at]
        summed.setdefault((each.group, each.sex or "not_recorded", each.displacement), []).append(cell)
    for (group, sex, displacement), texts in summed.items():
        for text in _added(texts):
            yield group, sex, displacement, text


def _added(texts: list[str]) -> list[str]:
    """The sum of cells that count the same, as one text; the cells themselves where one is no number."""
    numbers = [amount(text) for text in texts]
    if len(texts) == 1 or None in numbers:
        return texts
    return [f"{sum(number for number in numbers if number is not None):g}"]


def periods_of(row: Sequence[str], wide: Wide, table: Table) -> Iterator[dict[str, str]]:
    """The cells that each column of a period brings to a row of its own."""
    for at, (first, last) in wide.periods.items():
        if is_empty(row[at]):
            continue
        if table.name == "targets":
            yield dict(zip(_PERIODIC["targets"], (row[at], first, last), strict=True))
        else:
            whole_year = first[5:] == "01-01" and last[5:] == "12-31"
            yield dict(zip(_PERIODIC["facts"], (row[at], last[:4] if whole_year else last[:7]), strict=True))


def checked_totals(sheet: RawSheet, rows: Sequence[int], header: Header, wide: Wide) -> Iterator[Remark]:
    """A remark for each total that is not the sum of its parts."""
    for position, total in wide.totals.items():
        parts = list(wide.periods) or [at for at, each in wide.counts.items() if _is_part(each, total)]
        for at in rows if parts else ():
            row = sheet.rows[at]
            stated = amount(row[position])
            sum_of_parts = sum(amount(row[part]) or 0 for part in parts)
            if stated is not None and stated != sum_of_parts:
                text = t("“{header}” says {stated}, and its parts come to {sum}.", header=printable(header.names[position]),
                         stated=f"{stated:g}", sum=f"{sum_of_parts:g}")  # fmt: skip
                yield "total_differs", sheet.lines[at], position, text, row[position]


def _is_part(each: Counted, total: Counted) -> bool:
    pairs = ((total.group, each.group), (total.sex, each.sex), (total.displacement, each.displacement))
    return all(whole in ("", part) for whole, part in pairs)
