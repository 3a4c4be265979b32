"""Public record as tables and markers: every statement with its qualifier, date and source, none corrected."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import msgspec
import pandas as pd

from community_policing.analysis import fact_words
from community_policing.core import formats, labels
from community_policing.core.geography import governorates
from community_policing.core.i18n import N_, listed, n, t
from community_policing.core.indicators import Indicator
from community_policing.core.paths import DATA
from community_policing.measure.programme import Programme


@dataclass(frozen=True)
class Sentence:
    """What is said of a conflict where all `facts` are shown."""

    text: str
    facts: tuple[str, ...] = ()


@dataclass(frozen=True)
class KnownConflict:
    """Facts that contradict each other, or that may never be added or read as a series: an entry of conflicts.toml."""

    title: str
    facts: tuple[str, ...]
    sentences: tuple[Sentence, ...]


@cache
def known_conflicts() -> tuple[KnownConflict, ...]:
    """The conflicts of the public record, as data/public_record/conflicts.toml lists them beside its facts."""
    text = (DATA / "public_record" / "conflicts.toml").read_bytes()
    return msgspec.toml.decode(text, type=dict[str, tuple[KnownConflict, ...]])["conflicts"]


@dataclass(frozen=True)
class Conflict:
    """Statements that disagree or invite a wrong sum, side by side, and why."""

    title: str
    rows: pd.DataFrame
    explanation: str
    stem: str


@dataclass(frozen=True)
class Statement:
    """One published figure for the timeline."""

    day: date  # the last one that it can speak of
    topic: str
    figure: str
    qualifier: str
    hover: str
    since: date | None = None  # the first one, where only the month or the year is known

    @property
    def first(self) -> date:
        """The first day that it can speak of."""
        return self.since or self.day

    @property
    def middle(self) -> date:
        """Where its mark stands on the line of time."""
        return self.first + (self.day - self.first) / 2


def public(programme: Programme) -> bool:
    """Whether what the record holds can be looked up by anybody: each fact and place names a source with an address.  Else it
    may be made up with the rest of the dataset, and what is exported says so."""
    return programme.whole.keep("public record", lambda: _public(programme.whole.frames))


def _public(frames: Mapping[str, pd.DataFrame]) -> bool:
    addresses = frames["sources"].set_index("source_id")["url"]
    return all(bool(frames[name]["source"].map(addresses).notna().all()) for name in ("facts", "places"))


def facts(programme: Programme, scopes: tuple[str, ...]) -> pd.DataFrame:
    """The facts of those scopes, in the order of the dates they speak of; the undated last."""
    rows = programme.frames["facts"]
    return rows[rows["scope"].isin(scopes)].sort_values(["as_of", "fact_id"], na_position="last")


def table(rows: pd.DataFrame, programme: Programme) -> pd.DataFrame:
    """Facts as a person reads them."""
    sources = programme.frames["sources"].set_index("source_id")
    cited = sources.reindex(rows["source"])
    return pd.DataFrame(
        {
            t("As of"): [
                day.date() if precision == "day" and not pd.isna(day) else _date(day, precision)
                for day, precision in zip(rows["as_of"], rows["as_of_precision"], strict=True)
            ],
            t("What"): [fact_words.subject(key) for key in rows["indicator"]],
            t("Figure"): [
                fact_words.figure(_text(qualifier), value, _text(unit))
                for qualifier, value, unit in zip(rows["qualifier"], rows["value"], rows["unit"], strict=True)
            ],
            t("Where"): rows["governorate"].fillna("").to_list(),
            t("Note"): rows["note"].fillna("").to_list(),
            t("Source"): cited["title"].fillna("").to_list(),
            t("Address"): cited["url"].fillna("").to_list(),
            t("Id"): rows["fact_id"].to_list(),
        }
    )


def marks(rows: pd.DataFrame) -> tuple[Statement, ...]:
    """The dated facts as statements for the timeline."""
    columns = ("as_of", "as_of_precision", "indicator", "qualifier", "value", "unit")
    markers = []
    dated = rows[rows["as_of"].notna()]
    for day, precision, topic, qualifier, value, unit in zip(*(dated[column] for column in columns), strict=True):
        figure = fact_words.figure(_text(qualifier), value, _text(unit))
        hover = t("{day}: {figure}", day=_date(day, precision), figure=figure)
        markers.append(
            Statement(
                day.date(),
                fact_words.subject(topic),
                figure,
                _text(qualifier),
                hover,
                _first(day.date(), precision),
            )
        )
    return tuple(markers)


def _first(day: date, precision: str) -> date:
    """The first day of the month or year where no more is known: the record holds the last."""
    return {"month": day.replace(day=1), "year": day.replace(month=1, day=1)}.get(precision, day)


def alt(rows: pd.DataFrame) -> str:
    """The timeline in words."""
    return n("Timeline of {count} published figures from {first} to {last}.",
             "Timeline of {count} published figures from {first} to {last}.", len(rows),
             first=formats.day(rows["as_of"].min().date()), last=formats.day(rows["as_of"].max().date()))  # fmt: skip


def conflicts(programme: Programme) -> tuple[Conflict, ...]:
    """The known conflicts whose facts this dataset holds."""
    facts = programme.frames["facts"].set_index("fact_id", drop=False)
    found = []
    for conflict in known_conflicts():
        present = [fact_id for fact_id in conflict.facts if fact_id in facts.index]
        if len(present) > 1:
            explanation = " ".join(t(each.text) for each in conflict.sentences if {*each.facts} <= {*facts.index})
            rows = table(facts.loc[present], programme)
            found.append(Conflict(t(conflict.title), rows, explanation, f"conflict-{present[0]}"))
    return tuple(found)


def method(indicator: Indicator, escape: Callable[[str], str]) -> str:
    """How an indicator is made, as Markdown; `escape` makes its texts inert."""
    adds = listed([labels.label(dimension) for dimension in indicator.adds_over]) or t("nothing: never add its parts")
    words = {
        "unit": escape(t(indicator.unit)),
        "splits": escape(listed([labels.label(dimension) for dimension in indicator.splits])),
        "adds": escape(adds),
    }
    label = escape(t(indicator.label))
    lines = (
        f"**{label}** · `{indicator.key}`",
        escape(t(indicator.definition)),
        t("Formula: {formula}", formula=escape(t(indicator.formula))),
        t("Unit: {unit} · may be split by: {splits} · adds over: {adds}", **words),
        " ".join(escape(t(caveat)) for caveat in indicator.caveats),
    )
    return "\n\n".join(line for line in lines if line)


_SEVERITIES = {"error": N_("error"), "warning": N_("warning")}


def issues(programme: Programme) -> pd.DataFrame:
    """What `load` found wrong, worst first, as a table."""
    all_issues = programme.dataset.issues
    return pd.DataFrame(
        {t("Kind"): [t(_SEVERITIES[issue.severity.value]) for issue in all_issues],
         t("Table"): [issue.table for issue in all_issues],
         t("Line"): [issue.row for issue in all_issues], t("Column"): [issue.column for issue in all_issues],
         t("Value"): [issue.value for issue in all_issues], t("What to do"): [issue.message for issue in all_issues]}
    )  # fmt: skip


def places(programme: Programme) -> pd.DataFrame:
    """Named places and what their source says of them."""
    rows = programme.frames["places"]
    return pd.DataFrame(
        {t("Place"): rows["name"], t("Governorate"): [_place(p) for p in rows["governorate"]],
         t("Kind"): [labels.label(kind) for kind in rows["kind"]], t("When"): rows["spoken_of"].fillna(""),
         t("Evidence"): rows["evidence"], t("Note"): rows["note"].fillna("")}
    )  # fmt: skip


def sources(programme: Programme) -> pd.DataFrame:
    """Every source of the dataset."""
    rows = programme.frames["sources"]
    return pd.DataFrame(
        {
            t("Title"): rows["title"],
            t("Publisher"): rows["publisher"].fillna(""),
            t("Published"): [
                _date(d, p) for d, p in zip(rows["published_on"], rows["published_on_precision"], strict=True)
            ],
            t("Address"): rows["url"].fillna(""),
            t("Id"): rows["source_id"],
        }
    )


def _place(pcode: Any) -> str:
    return governorates()[str(pcode)].name_en if not pd.isna(pcode) else ""


def _date(day: Any, precision: Any) -> str:
    return formats.day(day.date(), str(precision)) if not pd.isna(day) else t("no date")


def _text(cell: Any) -> str:
    return "" if pd.isna(cell) else str(cell)
