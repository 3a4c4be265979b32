"""Records of targets, published facts, sources and surveys, typed, and read from their tables once for each release."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from community_policing.core import formats
from community_policing.core.i18n import listed, t
from community_policing.core.quantity import Quantity
from community_policing.measure.survey_intervals import Estimate, Interval, interval

_NUMBER = re.compile(r"[0-9][0-9,]*(\.[0-9]+)?")


@dataclass(frozen=True)
class TargetRecord:
    """One row of targets: of the whole country where `governorate` is "", of no phase alone where `phase_id` is ""."""

    indicator: str
    governorate: str
    phase_id: str
    starts_on: date
    due_on: date
    revision: int
    baseline: float
    target: float
    record: str
    source: str


@dataclass(frozen=True)
class Fact:
    """One figure of the programme's own as it was published, with the day that it speaks of."""

    fact_id: str
    indicator: str  # in the publisher's sense
    printed: str
    qualifier: str
    as_of: date
    phase_id: str
    source: str

    @property
    def value(self) -> Quantity | None:
        """The figure as a quantity; None where it cannot be compared with a count: "about 30" or "4 (was 10)"."""
        if self.qualifier not in ("exact", "at_least") or not _NUMBER.fullmatch(self.printed):
            return None
        stated = Quantity.at_least if self.qualifier == "at_least" else Quantity.exactly
        return stated(float(self.printed.replace(",", "")))


@dataclass(frozen=True)
class Source:
    """Where figures come from."""

    source_id: str
    title: str
    publisher: str
    published_on: date | None
    precision: str
    url: str

    @property
    def dated(self) -> str:
        """When it was published, as far as that is known; "" where it is not."""
        return formats.day(self.published_on, self.precision) if self.published_on else ""

    @property
    def published(self) -> str:
        """Who published it, and when, as far as both are known."""
        return listed([part for part in (self.publisher, self.dated) if part])

    @property
    def cited(self) -> str:
        """The source as it is cited: id, title, publisher, date, address."""
        parts = (self.source_id, self.title, self.publisher, self.dated or t("no date"), self.url)
        return " · ".join(part for part in parts if part)


@dataclass(frozen=True)
class Wave:
    """One wave of a survey.  Precisions are "day", "month" or "year"; what is not published is "" or None."""

    survey_id: str
    wave: str
    title: str
    method: str
    population: str
    sampling: str
    carried_out_by: str
    record: str
    source: str
    note: str
    fieldwork_to: date
    to_precision: str
    fieldwork_from: date | None
    from_precision: str
    respondents: int | None


@dataclass(frozen=True)
class Answer:
    """One estimate: what people of a place (or of all places where both its names are "") said in one wave.

    `surveyed` tells a programme place from a comparison place; `sex` and `group` are "" for all.  `estimate` is None where
    only the `direction` of the change since the wave before is published; it is "" where none is."""

    wave: Wave
    question: str
    wording: str
    answer: str
    governorate: str
    district: str
    community: str
    surveyed: str
    sex: str
    group: str
    direction: str
    record: str
    source: str
    note: str
    row_id: str
    estimate: Estimate | None

    @property
    def interval(self) -> Interval | None:
        """How far off the percentage may be; None where there is none, or nothing tells."""
        return interval(self.estimate) if self.estimate else None

    @property
    def sources(self) -> tuple[str, ...]:
        """The ids of the sources of the estimate and of its wave."""
        return tuple(dict.fromkeys(source for source in (self.source, self.wave.source) if source))


def target_records(targets: pd.DataFrame) -> tuple[TargetRecord, ...]:
    """The targets in the order of their table."""
    texts = [_texts(targets[name]) for name in ("indicator", "governorate", "phase_id")]
    days = [_days(targets[name]) for name in ("period_starts_on", "due_on")]
    numbers = [
        targets[name].astype(kind).tolist()
        for name, kind in (("revision", int), ("baseline", float), ("target", float))
    ]
    cells = (*texts, *days, *numbers, *(_texts(targets[name]) for name in ("record", "source")))
    return tuple(TargetRecord(*row) for row in zip(*cells, strict=True))


def own_facts(facts: pd.DataFrame) -> tuple[Fact, ...]:
    """The programme's own dated facts, in the order of the days they speak of."""
    own = facts[(facts["scope"] == "iom") & facts["as_of"].notna()].sort_values("as_of", kind="stable")
    texts = [_texts(own[name]) for name in ("fact_id", "indicator", "value", "qualifier")]
    cells = (*texts, _days(own["as_of"]), *(_texts(own[name]) for name in ("phase_id", "source")))
    return tuple(Fact(*row) for row in zip(*cells, strict=True))


def sources(table: pd.DataFrame) -> dict[str, Source]:
    """The sources by their ids, in the order of their table."""
    texts = [_texts(table[name]) for name in ("source_id", "title", "publisher")]
    days = [None if pd.isna(day) else day for day in _days(table["published_on"])]
    cells = (*texts, days, *(_texts(table[name]) for name in ("published_on_precision", "url")))
    return {row[0]: Source(*row) for row in zip(*cells, strict=True)}


def waves(surveys: pd.DataFrame) -> dict[tuple[str, str], Wave]:
    """The waves by survey and name, in the order of their table."""
    names = (
        "survey_id",
        "wave",
        "title",
        "method",
        "population",
        "sampling",
        "carried_out_by",
        "record",
        "source",
        "note",
    )
    ended, began = ("fieldwork_to", "fieldwork_from")
    first = [None if pd.isna(day) else day for day in _days(surveys[began])]
    cells = (
        *(_texts(surveys[name]) for name in names), _days(surveys[ended]), _texts(surveys[f"{ended}_precision"]),
        first, _texts(surveys[f"{began}_precision"]), _numbers(surveys["respondents"]),
    )  # fmt: skip
    return {row[:2]: Wave(*row) for row in zip(*cells, strict=True)}


def answers(estimates: pd.DataFrame, of_waves: Mapping[tuple[str, str], Wave]) -> tuple[Answer, ...]:
    """The estimates in the order of their table; KeyError where one is of no wave that there is."""
    names = ("question", "wording", "answer", "governorate", "district", "community", "surveyed", "sex", "respondent_group",
             "direction", "record", "source", "note", "row_id")  # fmt: skip
    keys = zip(_texts(estimates["survey_id"]), _texts(estimates["wave"]), strict=True)
    cells = ([of_waves[key] for key in keys], *(_texts(estimates[name]) for name in names), _estimates(estimates))
    return tuple(Answer(*row) for row in zip(*cells, strict=True))


def _estimates(table: pd.DataFrame) -> list[Estimate | None]:
    """The estimate of each row, None where no percentage is published; half an interval is none."""
    numbers = (_numbers(table[name]) for name in ("percent", "n", "interval_low", "interval_high"))
    weighted: Mapping[str, bool] = {"yes": True, "no": False}
    return [
        None
        if percent is None
        else Estimate(percent, n, None if low is None or high is None else (low, high), weighted.get(said))
        for percent, n, low, high, said in zip(*numbers, _texts(table["weighted"]), strict=True)
    ]


def starts(phases: pd.DataFrame) -> dict[str, date]:
    """The first day of each phase of which it is on record."""
    dated = phases[phases["starts_on"].notna()]
    return dict(zip(_texts(dated["phase_id"]), _days(dated["starts_on"]), strict=True))


def _texts(column: "pd.Series[Any]") -> list[str]:
    texts: list[str] = column.astype("object").fillna("").tolist()  # an empty column is one of numbers
    return texts


def _days(column: "pd.Series[Any]") -> list[date]:
    days: list[date] = column.dt.date.tolist()
    return days


def _numbers(column: "pd.Series[Any]") -> list[Any]:
    """The numbers of a column; None where a cell is empty."""
    return [None if pd.isna(value) else value for value in column.tolist()]
