"""Endpoint, parameter, column: what the API is declared as; its answers and its OpenAPI description are made from these."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import pandas as pd

from community_policing.core import formats
from community_policing.core.i18n import N_, ProgrammeError, t
from community_policing.export.rows import csv
from community_policing.export.table import columns
from community_policing.measure.programme import Programme
from community_policing.protect.policy import User
from community_policing.ui.components.working import MOST

PREFIX = "/api/v1"
Json = Mapping[str, Any]
TEXT: Json = MappingProxyType({"type": "string"})
DAY: Json = MappingProxyType({"type": "string", "format": "date"})
FLAG: Json = MappingProxyType({"type": "boolean"})


def or_null(schema: Json) -> Json:
    """The same, or null where nobody knows."""
    return {**schema, "type": [schema["type"], "null"]}


@dataclass(frozen=True)
class Parameter:
    """What may be asked: its name, meaning and schema; `many`: it may be said several times; `in_path`: it is in the address."""

    name: str
    description: str
    schema: Json = field(default_factory=lambda: TEXT)
    many: bool = False
    required: bool = False
    in_path: bool = False


@dataclass(frozen=True)
class Column:
    """What a record of an answer says: the meaning and the schema of one of its fields."""

    description: str
    schema: Json = field(default_factory=lambda: TEXT)


@dataclass(frozen=True)
class Call:
    """What somebody asks: who that is, the parameters by name, and the programme as that reader sees it, not yet cut to a scope.

    `dataset` and `release` say where it is from: the dataset's key, and the number of the release (None: it is none)."""

    user: User
    asked: Mapping[str, tuple[str, ...]]
    whole: Programme
    dataset: str
    release: int | None

    def one(self, name: str) -> str:
        """The value of a parameter that is said once; "" where it is not."""
        return next(iter(self.asked.get(name, ())), "")


@dataclass(frozen=True)
class Content:
    """An answer: the programme that it speaks of, what its file is called, and its rows.

    `frame` makes the CSV's rows; without `records` the JSON's are its cells."""

    programme: Programme
    stem: str
    frame: Callable[[], pd.DataFrame]
    records: tuple[Json, ...] | None = None

    def as_csv(self) -> bytes:
        """The rows in the words of every other CSV of ours: no cell acts as a formula."""
        return csv(self.frame())

    def as_records(self) -> tuple[Json, ...]:
        """The records.  ProgrammeError where there are too many to be held at once."""
        if self.records is not None:
            return self.records
        frame = self.frame()
        if len(frame) > MOST:
            problem = t("Tables of more than {most} rows download as CSV only.", most=formats.number(MOST))
            raise ProgrammeError(problem, t("Ask with format=csv."))
        parts = columns(frame)
        heads = [part.name for part in parts]
        return tuple(
            dict(zip(heads, cells, strict=True)) for cells in zip(*(part.plain for part in parts), strict=True)
        )


@dataclass(frozen=True)
class Endpoint:
    """One address below `PREFIX`: what it answers, to what parameters, with records of which columns (none named: those of the
    table asked for).  Without `answer` it is the description.  `file`: it hands rows on, which not every role may take."""

    path: str
    name: str
    summary: str
    parameters: tuple[Parameter, ...]
    answer: Callable[[Call], Content] | None
    columns: Mapping[str, Column] = field(default_factory=dict)
    file: bool = False

    @property
    def takes(self) -> Mapping[str, Parameter]:
        """The parameters by name."""
        return {parameter.name: parameter for parameter in self.parameters}


SOURCE = (
    Parameter(
        "dataset", N_("Key of the dataset, as in a page's address; the one that pages open on where it is left out.")
    ),
    Parameter(
        "release",
        N_("Number of a published release; the current one where it is left out."),
        {"type": "integer", "minimum": 1},
    ),
)
SCOPE = (
    Parameter("as_of", N_("Day that the figures speak of; the dataset's own where it is left out."), DAY),
    Parameter("period", N_("Year (2016) or quarter (2016-Q4) in which it came about or is to."), many=True),
    Parameter("governorate", N_("Governorate, by P-code or name."), many=True),
    Parameter("district", N_("District, by P-code or name."), many=True),
    Parameter("phase", N_("Phase, by key or name."), many=True),
    Parameter("donor", N_("Donor, by key or name."), many=True),
    Parameter("established_by", N_("Who established the fora: iom or police."), many=True),
)  # fmt: skip
FORMAT = Parameter(
    "format", N_("json or csv; without it, what the header Accept prefers, else JSON."), {"type": "string", "enum": ["json", "csv"]}
)  # fmt: skip
