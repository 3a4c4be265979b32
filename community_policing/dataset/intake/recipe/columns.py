"""Column matching: the column of the schema that each header of a sheet is, shown and open to a person's answer.

Order: a given answer, names and labels of the schema, the dictionary, a field of an export without its group, HXL tags.
Nearly the same names are asked, with the likeliest as proposal; all others are left out, and said so.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice

from community_policing.core import districts
from community_policing.core.geography import resolve
from community_policing.core.i18n import listed, n, t
from community_policing.core.labels import field_label, table_label
from community_policing.core.safe_text import printable
from community_policing.core.schema import DATES, Column, Kind, Table, in_languages
from community_policing.dataset.cells import DIGITS, read
from community_policing.dataset.intake.recipe.headers import header_dictionary as dictionary
from community_policing.dataset.intake.recipe.headers.count_headers import PARTICIPANTS
from community_policing.dataset.intake.recipe.headers.header_match import (
    BOTH,
    CODE,
    Meaning,
    by_tag,
    column_of,
    is_in,
    is_serial,
    meaning,
    near,
    qualified,
    tokens,
)
from community_policing.dataset.intake.recipe.headers.header_rows import Header, lacks_header
from community_policing.dataset.intake.recipe.questions import Questions, Sample, Step
from community_policing.dataset.intake.recipe.readers.date_forms import form_of
from community_policing.dataset.intake.recipe.sheet import Remark
from community_policing.dataset.intake.recipe.sheet_tables import LEAVE, lacking
from community_policing.dataset.intake.recipe.tool_exports import Export, export_of

Cells = Sequence[Sequence[str]]  # column by column
_YES_NO = frozenset({"yes", "no", "y", "n", "true", "false", "نعم", "لا", "كلا", "بەڵێ", "نەخێر"})
_JUDGED = 50  # cells of a column that are looked at


@dataclass
class Proposal:
    """What a header is taken for; the higher its rank, the surer.  `why` is said where something was cut or is unclear."""

    column: str = ""
    rank: int = 0
    currency: str = ""
    why: str = ""

    @property
    def certain(self) -> bool:
        """Whether a rule settles it."""
        return self.rank >= _TAGGED or self.rank == 0


_NEAR, _LIKELY, _TAGGED, _CUT, _SURE, _EXACT = 1, 2, 3, 4, 5, 6


@dataclass(frozen=True)
class Columns:
    """A sheet's columns: position -> column, two with `+` between, or one's `#code`; `currencies` of their headers."""

    targets: dict[int, str]
    currencies: dict[int, str] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)


@dataclass(frozen=True)
class Matcher:
    """Matches the columns of one sheet.

    Parameters
    ----------
    header
        As `header_of` found it.
    cells
        The body of the sheet, column by column.
    taken
        Positions that something else explains: counts of a wide table, months.
    brought
        Columns of the table that those bring.
    updates
        Whether rows may lack what the table requires, as rows that update others do.
    """

    table: Table
    header: Header
    cells: Cells
    questions: Questions
    taken: Collection[int] = ()
    brought: Collection[str] = ()
    updates: bool = False

    def columns(self) -> Columns:
        """Match each header, asking what is unclear."""
        proposals = self._without_conflicts({at: self._proposal(at) for at in self._asked_about()})
        unclear = self._unclear(proposals)
        answers = {at: self._ask(at, proposal, at in unclear) for at, proposal in proposals.items()}
        targets = {at: answer for at, answer in answers.items() if answer != LEAVE}
        twice = {column for column, count in Counter(targets.values()).items() if count > 1}
        remarks = [*self._left_out(), *self._unknown(answers), *self._twice(targets, twice)]
        kept: dict[int, str] = {}
        for at, column in targets.items():
            if column not in kept.values():
                kept[at] = column
        return Columns(kept, {at: p.currency for at, p in proposals.items() if p.currency and at in kept}, remarks)

    @cached_property
    def export(self) -> Export:
        """What of the columns a collection tool made."""
        return export_of(self.header.names, lambda at: self.cells[at])

    def _asked_about(self) -> Iterator[int]:
        aside = self.export.own | self.export.options | set(self.taken)
        yield from (at for at, name in enumerate(self.header.names) if name and at not in aside)

    def _proposal(self, at: int) -> Proposal:
        """What the header is likeliest to be, before it is known what the others are; "District" above towns is a place."""
        found = self._likeliest(at)
        filled = any(map(str.strip, self.cells[at]))
        if found.column != "district" or self.header.names[at].strip() == "district" or not filled:
            return found
        if could_be(self.cells[at], self.table.column("district")) or column_of("place", self.table) is None:
            return found
        return replace(found, column="place")

    def _likeliest(self, at: int) -> Proposal:
        name = self.header.names[at]
        if at in self.export.points and any(column.name == self.export.points[at] for column in self.table.columns):
            return Proposal(self.export.points[at], _SURE)
        likely = self._meaning(name)
        if likely and likely.sure:
            return Proposal(likely.column, _rank(likely, name), likely.currency)
        if at in self.export.cut and (found := self._meaning(self.export.cut[at])):
            return Proposal(found.column, _CUT if found.sure else _LIKELY, found.currency, t("without its group"))
        if at < len(self.header.tags) and (column := by_tag(self.header.tags[at], self.table)):
            return Proposal(column, _TAGGED, why=t("by its HXL tag"))
        return Proposal(likely.column, _LIKELY, likely.currency) if likely else Proposal()

    def _meaning(self, name: str) -> Meaning | None:
        found = meaning(name, self.table)
        return None if found is None or (is_serial(name) and not found.sure) else found

    def _without_conflicts(self, proposals: dict[int, Proposal]) -> dict[int, Proposal]:
        """Give each column to its surest header; two that are as sure are both asked, and the first is proposed."""
        whole = {part for proposal in proposals.values() for part in [proposal.column] if BOTH not in part}
        for column in {proposal.column for proposal in proposals.values()} - {""}:
            rivals = [at for at, proposal in proposals.items() if proposal.column == column]
            filled = [at for at in rivals if any(map(str.strip, self.cells[at]))] or rivals
            best = max(filled, key=lambda at: (proposals[at].rank, -at))
            equals = [at for at in filled if proposals[at].rank == proposals[best].rank]
            parts = column.split(BOTH)
            if len(parts) > 1 and (set(parts) <= whole or (parts[0] in whole and parts[0] != "governorate")):
                equals, best = [], -1
            why = t("another header is {column} too", column=choices_of(self.table).get(column, column))
            for at in rivals:
                if at != best:
                    proposals[at] = Proposal(rank=_NEAR if len(equals) > 1 and at in equals else 0, why=why)
                elif len(equals) > 1:
                    proposals[at] = Proposal(column, _LIKELY, proposals[at].currency, why)
        self._name_what_has_none(proposals)
        return self._nearly(proposals)

    def _name_what_has_none(self, proposals: dict[int, Proposal]) -> None:
        """Propose names in another language as those that the rows are recorded under, where no other column has any."""
        found = {proposal.column: at for at, proposal in proposals.items()}
        for column in self.table.columns:
            other = next((name for name in in_languages(column.name) if name in found), "")
            if other and column.required == "yes" and column.name not in {*found, *self.brought} and not self.updates:
                proposals[found[other]] = Proposal(column.name, _LIKELY)

    def _nearly(self, proposals: dict[int, Proposal]) -> dict[int, Proposal]:
        """Propose free columns for headers that are nearly their names, or name them with a word that changes the sense."""
        taken = {part for proposal in proposals.values() for part in proposal.column.split(BOTH)} | set(self.brought)
        for at, proposal in proposals.items():
            free = [column.name for column in self.table.columns if column.name not in taken]
            if proposal.column or proposal.why or _is_elsewhere(self.header.names[at]):
                continue
            name = self.export.cut.get(at, self.header.names[at])
            if qualified(name, self.table) or self._behind(name):
                proposals[at] = Proposal(rank=_NEAR, why=t("its name says more than that of a column"))
            elif self.table.name == "trainings" and is_in(name, PARTICIPANTS):
                proposals[at] = Proposal(rank=_NEAR, why=t("not all of its cells are numbers"))
            elif column := self._answered(at, free) or near(name, self.table, free):
                proposals[at] = Proposal(column, _NEAR)
                taken.add(column)
        return proposals

    def _answered(self, at: int, free: Collection[str]) -> str:
        """The column of a closed list one of whose words a question is about that is answered by yes and no; "" for none."""
        cells = {cell.strip().casefold() for cell in self.cells[at] if cell.strip()}
        if not cells or not cells <= _YES_NO:
            return ""
        asked = set(tokens(self.header.names[at]))
        lists = (column for column in self.table.columns if column.choices and column.name in free)
        return next((each.name for each in lists if not asked.isdisjoint(each.choices)), "")

    def _behind(self, name: str) -> bool:
        """Whether a header is `something/column` in a sheet that is no export: no group is cut there."""
        last = next((name.rsplit(mark, 1)[1] for mark in "/:" if mark in name), "")
        return bool(last) and meaning(last, self.table) is not None

    def _unclear(self, proposals: dict[int, Proposal]) -> set[int]:
        """The headers that nothing explains and that may be a required column which lacks."""
        if self.updates or lacks_header(self.questions):
            return set()
        missing = lacking(self.table, {*(p.column for p in proposals.values()), *self.brought} - {""})
        columns = [self.table.column(name) for name in missing]
        names = self.header.names
        strange = [at for at, p in proposals.items() if not p.column and not p.why and not _is_elsewhere(names[at])]
        return {at for at in strange if any(could_be(self.cells[at], column) for column in columns)}

    def _ask(self, at: int, proposal: Proposal, unclear: bool) -> str:
        name = self.header.names[at]
        before = self.header.names[:at].count(name)
        text = t("Which column is “{header}”?", header=printable(name))
        if proposal.why:
            text = t("Which column is “{header}” ({reason})?", header=printable(name), reason=proposal.why)
        return self.questions.ask(
            Step.COLUMN, f"{name} ({before + 1})" if before else name, text, choices_of(self.table), proposal.column or LEAVE,
            certain=proposal.certain and not unclear, table=self.table.name, column=name,
            sample=lambda answer: self._sample(at, answer), quiet=proposal.rank == _EXACT,
        )  # fmt: skip

    def _sample(self, at: int, answer: str) -> Sample:
        cells = (cell for cell in self.cells[at] if cell.strip())
        for cell in dict.fromkeys(islice(cells, _JUDGED)):
            yield cell, cell if answer != LEAVE else ""

    def _left_out(self) -> Iterator[Remark]:
        """One line for what a collection tool adds, and one for the options of its questions."""
        if self.export.own:
            listed = self._listed(sorted(self.export.own))
            yield _remark(t("Columns that the collection tool adds were left out: {headers}.", headers=listed))
        if self.export.options:
            listed = self._listed(sorted(self.export.options))
            yield _remark(t("Columns of single options of a question were left out: {headers}.", headers=listed))

    def _unknown(self, answers: dict[int, str]) -> Iterator[Remark]:
        unknown = [at for at, answer in answers.items() if answer == LEAVE]
        if unknown:
            yield _remark(n(
                "A column is none of “{table}” and was left out: {headers}.",
                "{count} columns are none of “{table}” and were left out: {headers}.",
                len(unknown), table=table_label(self.table.name), headers=self._listed(unknown),
            ))  # fmt: skip

    def _listed(self, positions: Sequence[int]) -> str:
        return listed([printable(self.header.names[at]) for at in positions])

    def _twice(self, targets: dict[int, str], twice: Collection[str]) -> Iterator[Remark]:
        for column in sorted(twice):
            headers = self._listed([at for at, target in targets.items() if target == column])
            text = t("{column} is given to several headers: {headers}. Keep one.", column=column, headers=headers)
            yield "duplicate_column", None, None, text, ""


def _remark(text: str) -> Remark:
    return "columns_left_out", None, None, text, ""


def _is_elsewhere(name: str) -> bool:
    """Whether a header is that of a row's number, or of a common form and none of ours."""
    return is_serial(name) or is_in(name, dictionary.NONE_OF_OURS)


def _rank(found: Meaning, name: str) -> int:
    if not found.sure:
        return _LIKELY
    return _EXACT if name.strip().casefold() == found.column else _SURE


def choices_of(table: Table) -> dict[str, str]:
    """What a header may be: a column, two of them in one, or none."""
    names = {column.name: column for column in table.columns}
    single = {name: field_label(column) for name, column in names.items()}
    pairs = {pair: t("{one} and {other} in one", one=single[one], other=single[other])
             for pair in dictionary.COMPOSITES for one, other in [pair.split(BOTH)] if one in names and other in names}  # fmt: skip
    codes = {name + CODE: t("Code of the {column}", column=single[name]) for name in dictionary.CODES if name in names}
    return single | pairs | codes | {LEAVE: t("None: leave it out")}


def could_be(cells: Sequence[str], column: Column) -> bool:
    """Whether what stands in a column may be that of the schema, by its kind."""
    filled = list(dict.fromkeys(islice((cell.strip() for cell in cells if cell.strip()), _JUDGED)))
    if not filled:
        return False
    numbers = all(cell.translate(DIGITS).replace(",", "").replace(".", "").strip("-+ ").isdecimal() for cell in filled)
    if column.kind in (Kind.COUNT, Kind.NUMBER, Kind.AMOUNT):
        return numbers
    if column.kind in DATES:
        return sum(form_of(cell) is not None for cell in filled) * 2 > len(filled)
    if column.kind is Kind.QUARTER:
        return any(read(cell, column).value for cell in filled)
    if column.kind is Kind.PCODE:
        return any(resolve(cell).pcode for cell in filled)
    if column.kind is Kind.DISTRICT:
        return 2 * sum(districts.resolve(cell).pcode is not None for cell in filled) >= len(filled)
    return not numbers and (not column.choices or len(filled) <= 3 * len(column.choices))
