"""Rules that one column cannot tell: a row against itself, the as-of date, the map, and other tables."""

import re
from collections.abc import Callable, Collection
from datetime import date

import pandas as pd
from rapidfuzz.fuzz import ratio
from rapidfuzz.process import extractOne
from rapidfuzz.utils import default_process

from community_policing.core import geography
from community_policing.core.i18n import n, t
from community_policing.core.indicators import INDICATORS
from community_policing.core.safe_text import printable
from community_policing.core.schema import SURVEY_TARGET, TABLES, Kind
from community_policing.dataset import budget_rules, outcome_rules, similar_ids
from community_policing.dataset.district_rules import check_districts
from community_policing.dataset.issues import IssueLog
from community_policing.dataset.outcome_rules import Frames, remaining
from community_policing.dataset.typed_frames import earliest, latest

Rule = Callable[[Frames, date, IssueLog], None]

FIRST_DAY = pd.Timestamp(2003, 1, 1)
# (table, statuses, column, whether it must be filled, rule)
_STATUS_RULES = (
    ("fora", ("established", "closed"), "established_on", True, "established_without_date"),
    ("fora", ("planned",), "planned_for", True, "planned_without_date"),
    ("fora", ("planned",), "established_on", False, "planned_but_established"),
    ("fora", ("closed",), "closed_on", True, "closed_without_date"),
    ("infrastructure", ("completed", "handed_over"), "completed_on", True, "completed_without_date"),
    ("concerns", ("resolved",), "resolved_in", True, "resolved_without_month"),
    ("concerns", ("raised", "referred", "withdrawn"), "resolved_in", False, "open_but_resolved"),
)
_PERIODS = (
    ("fora", "established_on", "closed_on"),
    ("fora", "established_on", "last_met_on"),
    ("fora", "last_met_on", "closed_on"),
    ("infrastructure", "agreed_on", "due_on"),
    ("infrastructure", "agreed_on", "completed_on"),
    ("trainings", "starts_on", "ends_on"),
    ("phases", "starts_on", "ends_on"),
    ("grants", "starts_on", "ends_on"),
    ("targets", "period_starts_on", "due_on"),
    ("surveys", "fieldwork_from", "fieldwork_to"),
    ("concerns", "raised_in", "resolved_in"),
)
# Dates that may lie after the as-of date: plans, and what was published later or speaks of a plan.  Those of trainings
# may too while they have not taken place.
MAY_LIE_AHEAD = {
    ("fora", "planned_for"),
    ("phases", "ends_on"),
    ("grants", "ends_on"),
    ("infrastructure", "due_on"),
    ("targets", "period_starts_on"),
    ("targets", "due_on"),
    ("sources", "published_on"),
    ("facts", "published_on"),
    ("facts", "as_of"),
}
_MONEY = (("grants", "amount"), ("infrastructure", "cost"), ("budgets", "planned"), ("budgets", "spent"))
_SEVERAL = re.compile(r"\s*(?:[,،/|&+\n]|\band\b)\s*")  # between ids, where ; should stand
_NEAR = 80  # of 100: an id with one slip in it
_COHORT_RATIO = 1.5  # the largest total may exceed the smallest by half


def check_rules(frames: Frames, as_of: date, log: IssueLog, absent: Collection[str] = ()) -> None:
    """Hold typed frames (indexed by line, every table present) to every rule of this module.  References go after what
    can set rows aside, and attendance, which only looks at rows that remain, goes last.  References into tables that are
    `absent` because nobody has them cannot be checked, which is a warning."""
    for rule in _OWN_ROW:
        rule(frames, as_of, log)
    _references(frames, log, absent)
    if "surveys" not in absent:
        outcome_rules.waves(frames, log)
    for rule in _REMAINING:
        rule(frames, as_of, log)


def _statuses(frames: Frames, as_of: date, log: IssueLog) -> None:
    for table, statuses, column, filled, rule in _STATUS_RULES:
        frame = frames[table]
        for row, status in frame.loc[
            frame["status"].isin(statuses) & (frame[column].isna() == filled), "status"
        ].items():
            problem = (
                t(
                    "the row is {status}, but {column} is empty. Fill it in, or correct the status.",
                    status=status,
                    column=column,
                )
                if filled
                else t(
                    "the row is {status}, but {column} is filled in. Empty it, or correct the status.",
                    status=status,
                    column=column,
                )
            )
            log.add(rule, table, _line(row), column, problem)


def _periods(frames: Frames, as_of: date, log: IssueLog) -> None:
    for table, start, end in _PERIODS:
        frame = frames[table]
        for row in frame.index[latest(frame, end) < earliest(frame, start)]:
            problem = t("{end} is before {start}. Correct one of the two.", end=end, start=start)
            log.add("ends_too_early", table, _line(row), end, problem)


def _time(frames: Frames, as_of: date, log: IssueLog) -> None:
    for name, table in TABLES.items():
        frame = frames[name]
        for column in table.dates:
            for row in frame.index[latest(frame, column) < FIRST_DAY]:
                log.add("before_2003", name, _line(row), column, t("the date is before 2003. Correct it."))
            late = earliest(frame, column) > pd.Timestamp(as_of)
            if name == "trainings":
                late &= frame["status"].eq("completed")
            for row in frame.index[late] if (name, column) not in MAY_LIE_AHEAD else ():
                problem = t(
                    "the date is after {as_of}, the as-of date of the dataset. Correct one of the two.", as_of=as_of
                )
                log.add("after_as_of", name, _line(row), column, problem)


def _money(frames: Frames, as_of: date, log: IssueLog) -> None:
    for table, amount in _MONEY:
        frame = frames[table]
        for row in frame.index[frame[amount].notna() & frame["currency"].isna()]:
            problem = t("{amount} has no currency. Write its three letters, such as USD.", amount=amount)
            log.add("currency_missing", table, _line(row), "currency", problem)


def _points(frames: Frames, as_of: date, log: IssueLog) -> None:
    for table in ("fora", "infrastructure"):
        frame = frames[table]
        empty = frame[["latitude", "longitude"]].isna()
        for row in frame.index[empty["latitude"] ^ empty["longitude"]]:
            column = "latitude" if empty.at[row, "latitude"] else "longitude"
            problem = t("the cell is empty, but half a point shows nowhere. Fill it in, or empty the other one too.")
            log.add("half_a_point", table, _line(row), column, problem)
        whole = frame[~empty.any(axis="columns")]
        for row, lat, lon, pcode in zip(
            whole.index, whole["latitude"], whole["longitude"], whole["governorate"], strict=True
        ):
            if not any(log.blames(table, _line(row), c) for c in ("latitude", "longitude")):
                _point(table, _line(row), (float(lon), float(lat)), pcode, log)


def _point(table: str, row: int, point: tuple[float, float], pcode: object, log: IssueLog) -> None:
    lon, lat = point
    values = {"lat": f"{lat:g}", "lon": f"{lon:g}"}
    if not geography.in_iraq(lon, lat):
        problem = t("latitude {lat}, longitude {lon} is not in Iraq. Correct the point.", **values)
        if geography.in_iraq(lat, lon):
            problem = t("latitude {lat}, longitude {lon} is not in Iraq; the two look swapped. Swap them.", **values)
        log.add("outside_iraq", table, row, "latitude", problem)
        return
    there = geography.governorate_at(lon, lat, pcode if isinstance(pcode, str) else "")
    if there and isinstance(pcode, str) and there != pcode:
        names = geography.governorates()
        problem = t(
            "the point lies in {there}, not in {named}. Correct the point or the governorate.",
            there=names[there].name_en,
            named=names[pcode].name_en,
        )
        log.add("other_governorate", table, row, "governorate", problem)


def _targets(frames: Frames, as_of: date, log: IssueLog) -> None:
    frame = frames["targets"]
    for row in frame.index[frame["target"].eq(frame["baseline"]).fillna(False).astype(bool)]:
        problem = t("target and baseline are equal, so progress cannot be measured. Correct one of the two.")
        log.add("target_is_baseline", "targets", _line(row), "target", problem)
    named = frame["indicator"].dropna()
    for row, key in named[~named.isin(list(INDICATORS)) & ~named.str.startswith(SURVEY_TARGET)].items():
        problem = t(
            "“{key}” is not an indicator, so this target is not shown. Write a key listed on the Record page, Methods.",
            key=printable(key),
        )
        log.add("unknown_indicator", "targets", _line(row), "indicator", problem)


def _references(frames: Frames, log: IssueLog, absent: Collection[str]) -> None:
    """Every reference must meet a row without errors; a row that loses its own is one too, until nothing changes."""
    if absent:
        _unchecked(frames, log, absent)
    before = -1
    while before != (before := sum(len(log.rows(name)) for name in TABLES)):
        for name, table in TABLES.items():
            for column in table.columns:
                if column.refers_to and column.refers_to not in absent:
                    _reference(frames, name, column.name, log)


def _unchecked(frames: Frames, log: IssueLog, absent: Collection[str]) -> None:
    """One warning for each column that refers into an absent table."""
    for name, table in TABLES.items():
        for column in table.columns:
            if column.refers_to in absent and frames[name][column.name].notna().any():
                problem = t("it refers to {table}, which is not here, so it was not checked.", table=column.refers_to)
                log.add("reference_not_checked", name, None, column.name, problem)


def _reference(frames: Frames, name: str, column: str, log: IssueLog) -> None:
    schema = TABLES[name].column(column)
    key = TABLES[schema.refers_to].key[0]
    existing = set(remaining(frames, schema.refers_to, log)[key].dropna())
    values = frames[name][column].dropna()
    lost: dict[str, str] = {}
    for text in values.unique():
        identifiers = text.split(";") if schema.kind is Kind.GRANTS else [text]
        if unknown := [identifier for identifier in identifiers if identifier not in existing]:
            lost[text] = unknown[0]
    if not lost:
        return
    everything = frames[schema.refers_to]
    lines = dict(zip(everything[key], everything.index, strict=True))
    for row, text in values[values.isin(list(lost))].items():
        line = lines.get(lost[text])
        line = line if line is None else log.line(schema.refers_to, line)
        problem = _lost(lost[text], line, log.file(schema.refers_to), existing)
        if (
            schema.kind is Kind.GRANTS
            and existing.issuperset(several := _SEVERAL.split(lost[text]))
            and len(several) > 1
        ):
            problem = t("“{id}” holds several ids. Write ; between them.", id=printable(lost[text]))
        log.add("unresolved_reference", name, _line(row), column, problem)


def _lost(identifier: str, line: int | None, file: str, identifiers: Collection[str]) -> str:
    if line is None:
        near = extractOne(identifier, identifiers, scorer=ratio, processor=default_process, score_cutoff=_NEAR)
        meant = similar_ids.meant(identifier, identifiers) or (near[0] if near else "")
        hint = t("Did you mean “{id}”?", id=printable(meant)) if meant else ""
        sentence = t("“{id}” is not in {file}. Add it there, or correct it here.", id=printable(identifier), file=file)
        return " ".join(filter(None, (sentence, hint)))
    return t(
        "“{id}” was set aside for an error ({file}, line {line}). Correct that line.",
        id=identifier,
        file=file,
        line=line,
    )


def _attendance(frames: Frames, as_of: date, log: IssueLog) -> None:
    trainings = remaining(frames, "trainings", log)
    pending = trainings.loc[trainings["status"].ne("completed"), ["training_id", "status"]]
    statuses = dict(pending.itertuples(index=False, name=None))
    rows = remaining(frames, "attendance", log)["training_id"]
    for row, training in rows[rows.isin(list(statuses))].items():
        problem = t("“{training}” is {status}; only completed events have attendance. Correct its status.",
                    training=training, status=statuses[training])  # fmt: skip
        log.add("attendance_not_completed", "attendance", _line(row), "training_id", problem)


def _cohorts(frames: Frames, as_of: date, log: IssueLog) -> None:
    totals = remaining(frames, "attendance", log).groupby("training_id")["attendances"].sum()
    trainings = remaining(frames, "trainings", log)
    trainings = trainings.assign(total=trainings["training_id"].map(totals).astype("Int64")).dropna(
        subset=["cohort", "total"]
    )
    for cohort, events in trainings.groupby("cohort"):
        ordered = events.sort_values(["total", "row"])
        least, most = ordered.iloc[0], ordered.iloc[-1]
        if most["total"] > _COHORT_RATIO * least["total"]:
            problem = n(
                "cohort “{cohort}” has {count} attendance here, {most} on line {line}, by the same people. Check.",
                "cohort “{cohort}” has {count} attendances here, {most} on line {line}, by the same people. Check.",
                int(least["total"]), cohort=cohort, most=most["total"], line=log.line("trainings", int(most["row"])),
            )  # fmt: skip
            log.add("cohort_differs", "trainings", int(least["row"]), "cohort", problem)


def _line(label: object) -> int:
    """A label of the frame's index, which is a line number."""
    return int(label)  # type: ignore[call-overload, no-any-return]


_OWN_ROW: tuple[Rule, ...] = (
    _statuses, _periods, _time, _money, _points, check_districts, _targets, outcome_rules.survey_targets, outcome_rules.estimates,
    budget_rules.lines,
)  # fmt: skip
_REMAINING: tuple[Rule, ...] = (_attendance, _cohorts, outcome_rules.lives_of_fora, budget_rules.grants)
