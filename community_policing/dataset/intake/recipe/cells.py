"""Cells of shaped tables: composites are split, and every column is read by `values`, each distinct text once."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

import pandas as pd

from community_policing.core.i18n import t
from community_policing.core.safe_text import printable
from community_policing.core.schema import TABLES, Column
from community_policing.dataset.intake.recipe.questions import Questions
from community_policing.dataset.intake.recipe.readers import coordinates, currencies, places, shares
from community_policing.dataset.intake.recipe.readers.name_index import Known
from community_policing.dataset.intake.recipe.readers.ranges import range_of
from community_policing.dataset.intake.recipe.sheet import Shaped
from community_policing.dataset.intake.recipe.values import Context, evidence, reading

_NAMES = ("name", "title", "short_name")


@dataclass(frozen=True)
class Told:
    """What is said of one cell: `place` is the place of its row in the table."""

    table: str
    place: int
    column: str
    rule: str
    problem: str


@dataclass
class CellReader:
    """Reads the cells of a file's tables.

    Parameters
    ----------
    headers
        Table -> column -> what the file calls it.
    comma
        Whether a comma may be a decimal mark, since commas do not part the cells of the file.
    release
        Table -> its rows in the current release, whose ids and names the file may use.
    spreadsheet
        Whether the file is a workbook, whose dates may be texts or real ones.
    """

    questions: Questions
    headers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    comma: bool = False
    release: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    spreadsheet: bool = False

    def read(self, tables: Mapping[str, Shaped]) -> list[Told]:
        """Read every column in place; what is to be said of single cells."""
        for shaped in tables.values():
            _find_ranges(shaped)
        told = [each for shaped in tables.values() for each in self._split(shaped)]
        for name, shaped in tables.items():
            self._exchange(shaped)
            told += [Told(name, at, "currency", "currency_differs", why) for at, why in currencies.write(shaped)]
        donors = self._known("donors", tables)
        known = {name: self._known(name, tables, donors) for name in TABLES}
        marks, order = evidence(self._columns(tables))
        settled = ""
        for name, shaped in tables.items():
            for column in shaped.table.columns:
                if column.name in shaped.columns:
                    header = self.headers.get(name, {}).get(column.name, "")
                    context = Context(header, marks, order, settled, self.spreadsheet, self.comma, known)
                    told += self._column(shaped, column, context)
                    asked = self.questions.asked.get(f"{name}/reading/{column.name} order")
                    settled = settled or (asked.answer if asked else "")
        if "targets" in tables:
            shares.read(tables["targets"], self.questions)
        return told

    def _columns(self, tables: Mapping[str, Shaped]) -> Iterator[tuple[Column, Mapping[str, int]]]:
        for shaped in tables.values():
            for column in shaped.table.columns:
                if column.name in shaped.columns:
                    yield column, Counter(shaped.columns[column.name])

    def _column(self, shaped: Shaped, column: Column, context: Context) -> list[Told]:
        texts = shaped.columns[column.name]
        read = reading(Counter(texts), column, shaped.table.name, self.questions, context)
        told = [
            Told(shaped.table.name, at, column.name, *said[text])
            for said in (read.problems, read.notes)
            if said
            for at, text in enumerate(texts)
            if text in said
        ]
        if read.texts:
            shaped.columns[column.name] = [read.texts.get(text, text) for text in texts]
        return told

    def _exchange(self, shaped: Shaped) -> None:
        """Latitude and longitude in their columns, where they stand in each other's."""
        if not {"latitude", "longitude"} <= shaped.columns.keys():
            return
        pairs = list(zip(shaped.columns["latitude"], shaped.columns["longitude"], strict=True))
        wrong = coordinates.exchanged(Counter(pairs), shaped.table.name, self.questions)
        if wrong:
            right = [(east, north) if (north, east) in wrong else (north, east) for north, east in pairs]
            shaped.columns["latitude"], shaped.columns["longitude"] = map(list, zip(*right, strict=True))

    def _known(self, table: str, tables: Mapping[str, Shaped], donors: Known = MappingProxyType({})) -> Known:
        """Id -> names, of the release's rows and of the file's; a grant goes by the names of its donor too."""
        key = TABLES[table].key[0]
        known: dict[str, list[str]] = {}
        for columns in (self.release.get(table), tables[table].columns if table in tables else None):
            if columns is None or key not in columns:
                continue
            names = [list(columns[name]) for name in _NAMES if name in columns]
            paid_by = list(columns["donor_id"]) if table == "grants" and "donor_id" in columns else []
            for at, identifier in enumerate(columns[key]):
                if isinstance(identifier, str) and identifier.strip():
                    spoken = [each[at] for each in names if isinstance(each[at], str)]
                    for donor in paid_by[at : at + 1]:
                        spoken += [donor, *donors.get(donor, ())] if isinstance(donor, str) else []
                    known.setdefault(identifier.strip(), []).extend(spoken)
        return known

    def _split(self, shaped: Shaped) -> Iterator[Told]:
        """Two columns for each that holds both."""
        for composite in [name for name in shaped.columns if "+" in name]:
            texts = shaped.columns.pop(composite)
            position = shaped.positions.pop(composite, None)
            pairs = self._pairs(composite, texts, shaped.table.name)
            for part, name in enumerate(composite.split("+")):
                own = shaped.columns.get(name, [""] * len(texts))
                shaped.columns[name] = [
                    cell.strip() or pairs[text][part] for cell, text in zip(own, texts, strict=True)
                ]
                shaped.positions[name] = position
            if composite == "latitude+longitude":
                yield from self._no_points(shaped.table.name, texts, pairs)

    def _pairs(self, composite: str, texts: Sequence[str], table: str) -> dict[str, tuple[str, str]]:
        counts = Counter(texts)
        if composite == "latitude+longitude":
            points = {text: coordinates.point(text) or ("", "") for text in counts}
            wrong = coordinates.exchanged({points[text]: rows for text, rows in counts.items()}, table, self.questions)
            return {text: (pair[1], pair[0]) if pair in wrong else pair for text, pair in points.items()}
        if composite == "starts_on+ends_on":
            return {text: range_of(text) or (text.strip(), "") for text in counts}
        return {text: places.split(text) or (text, "") for text in counts}

    @staticmethod
    def _no_points(table: str, texts: Iterable[str], pairs: Mapping[str, tuple[str, str]]) -> Iterator[Told]:
        for at, text in enumerate(texts):
            if text.strip() and not pairs[text][0]:
                problem = t(
                    "“{value}” is no point. Write degrees north and east, such as 36.34 43.13.", value=printable(text)
                )
                yield Told(table, at, "latitude", "not_a_number", problem)


def _find_ranges(shaped: Shaped) -> None:
    """A column of first days whose cells hold the last one too, as “10-12 Oct 2016”, is one of both."""
    columns = shaped.columns
    if "starts_on" not in columns or any(cell.strip() for cell in columns.get("ends_on", ())):
        return
    if shaped.table.name not in ("trainings", "grants", "phases") or not any(map(range_of, set(columns["starts_on"]))):
        return
    columns["starts_on+ends_on"] = columns.pop("starts_on")
    shaped.positions["starts_on+ends_on"] = shaped.positions.pop("starts_on", None)
