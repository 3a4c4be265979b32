"""Rules of budgets: a line against itself and the as-of date, and the lines of a grant against the grant."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from community_policing.core import formats
from community_policing.core.i18n import t
from community_policing.core.periods import quarter_end, quarter_start
from community_policing.core.safe_text import printable
from community_policing.dataset.issues import IssueLog
from community_policing.dataset.outcome_rules import Frames, remaining
from community_policing.dataset.typed_frames import earliest, latest

_FIRST = "2003"  # as for dates: an earlier quarter is a typing error


def lines(frames: Frames, as_of: date, log: IssueLog) -> None:
    """A line says what was planned or spent, and what was spent only of a quarter that is over."""
    frame = frames["budgets"]
    for row in frame.index[frame["planned"].isna() & frame["spent"].isna()]:
        problem = t("planned and spent are both empty. Fill in one of them, or delete the row.")
        log.add("budget_says_nothing", "budgets", int(row), "planned", problem)
    quarters = frame["quarter"].dropna()
    for row in quarters.index[quarters < _FIRST]:
        log.add("before_2003", "budgets", int(row), "quarter", t("the date is before 2003. Correct it."))
    for row, quarter in frame.loc[frame["spent"].notna(), "quarter"].dropna().items():
        if quarter_end(quarter) > as_of:
            problem = t(
                "{quarter} is not over by {as_of}, the as-of date of the dataset. Empty the cell until it is.",
                quarter=quarter, as_of=as_of,
            )  # fmt: skip
            log.add("spent_ahead", "budgets", int(row), "spent", problem)  # type: ignore[call-overload]


def grants(frames: Frames, _as_of: date, log: IssueLog) -> None:
    """The lines of a grant are in one currency, the grant's own where it has one, lie in its time, and plan no more than it."""
    known = remaining(frames, "grants", log)
    own = {
        str(grant["grant_id"]): grant
        for grant in known.assign(begins=earliest(known, "starts_on"), ends=latest(known, "ends_on")).to_dict("records")
    }
    for grant_id, rows in remaining(frames, "budgets", log).groupby("grant_id", sort=False):
        if grant := own.get(str(grant_id)):
            _currency(rows, grant, log)
            _time(rows, grant, log)
            _sum(rows, grant, log)


def _currency(rows: pd.DataFrame, grant: Mapping[Any, Any], log: IssueLog) -> None:
    currency, where = grant["currency"], log.file("grants")
    if pd.isna(currency):
        currency, where = rows["currency"].iloc[0], t("line {line}", line=log.line("budgets", int(rows["row"].iloc[0])))
    for row in rows.index[rows["currency"].ne(currency).fillna(value=False).astype(bool)]:
        problem = t("“{grant}” is in {currency} ({where}). Write one currency for one grant.",
                    grant=printable(str(grant["grant_id"])), currency=currency, where=where)  # fmt: skip
        log.add("budget_currency", "budgets", int(row), "currency", problem)


def _time(rows: pd.DataFrame, grant: Mapping[Any, Any], log: IssueLog) -> None:
    for row, quarter in rows["quarter"].items():
        early = pd.Timestamp(quarter_end(quarter)) < grant["begins"]
        late = pd.Timestamp(quarter_start(quarter)) > grant["ends"]
        if early or late:
            problem = t("the quarter lies outside the time of “{grant}” in {file}. Check both.",
                        grant=printable(str(grant["grant_id"])), file=log.file("grants"))  # fmt: skip
            log.add("budget_outside_grant", "budgets", int(row), "quarter", problem)  # type: ignore[call-overload]


def _sum(rows: pd.DataFrame, grant: Mapping[Any, Any], log: IssueLog) -> None:
    """What is planned in all quarters against what is committed, where both are in one currency."""
    same = rows[rows["currency"].eq(grant["currency"]).fillna(value=False).astype(bool)]
    planned = same["planned"].sum()
    if len(same) and pd.notna(grant["amount"]) and planned > grant["amount"]:
        problem = t(
            "{currency} {planned} are planned for “{grant}” in all, and {currency} {amount} are committed in {file}. Check both.",
            currency=grant["currency"], planned=formats.number(float(planned)), amount=formats.number(float(grant["amount"])),
            grant=printable(str(grant["grant_id"])), file=log.file("grants"),
        )  # fmt: skip
        log.add("budget_above_amount", "budgets", int(same.index[0]), "planned", problem)
