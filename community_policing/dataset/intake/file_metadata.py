"""File metadata, checked, and what stands in for it where the file gives none."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pandas as pd

from community_policing.core import formats
from community_policing.core.i18n import t
from community_policing.core.safe_text import printable
from community_policing.core.schema import TABLES
from community_policing.dataset.cells import CellError, tidy, when
from community_policing.dataset.intake.recipe.questions import Questions, Step
from community_policing.dataset.intake.report import Metadata
from community_policing.dataset.issues import PACKAGE, IssueLog
from community_policing.dataset.releases.release import Source
from community_policing.dataset.row_rules import MAY_LIE_AHEAD

_YES = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
_TEXTS = ("title", "name", "description", "licence")


def said(raw: Mapping[str, Any], log: IssueLog) -> Metadata:
    """What the sheet `dataset` or datapackage.json says; issues for values that cannot be meant."""
    values: dict[str, Any] = {key: printable(tidy(str(raw[key]))[0], 2_000) for key in _TEXTS if raw.get(key)}
    for key in ("as_of", "opens_on"):
        if raw.get(key):
            values[key] = _day(str(raw[key]), key, log)
    if "synthetic" in raw:
        values["synthetic"] = _YES.get(str(raw["synthetic"]).strip().lower())
        if values["synthetic"] is None:
            log.add("package_value", PACKAGE, None, "synthetic", t("the value is not yes or no. Write which it is."))
    if raw.get("basis") in ("rows", "facts"):
        values["basis"] = raw["basis"]
    return Metadata(**values)


def _day(text: str, key: str, log: IssueLog) -> date | None:
    try:
        moment, precision = when(tidy(text)[0])
    except CellError:
        moment, precision = datetime(1900, 1, 1), ""
    day = moment.date()
    if precision != "day" or day.year < 2003:
        log.add("package_value", PACKAGE, None, key, t("the value is not a day. Write it as 2016-11-30."), text)
        return None
    if day > datetime.now(UTC).date() + timedelta(days=1):
        log.add("package_value", PACKAGE, None, key, t("the day lies in the future. Correct it."), text)
        return None
    return day


LATEST, MONTH_END, AS_BEFORE = "latest_day", "month_end", "as_before"


def as_of(about: Metadata, before: Metadata, frames: Mapping[str, pd.DataFrame], questions: Questions) -> date:
    """The day of which the dataset speaks: what the file or its reader said, else by a rule that next month's file keeps.

    A file with rows later than the release is asked about; the end of their month is proposed."""
    if about.as_of:
        return about.as_of
    today = datetime.now(UTC).date()
    latest = latest_day(frames) or before.as_of or today
    end = min((latest.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1), today)
    later = before.as_of is None or latest > before.as_of
    choices = {
        MONTH_END: t("{day}, the end of the month of its latest row", day=formats.day(end)),
        LATEST: t("{day}, the day of its latest row", day=formats.day(latest)),
    }
    if before.as_of:
        choices[AS_BEFORE] = t("{day}, as the current release", day=formats.day(before.as_of))
    proposed = (MONTH_END if before.as_of else LATEST) if later else AS_BEFORE
    answer = questions.ask(
        Step.DATE, "day", t("Of which day does the file speak? Rows after that day are errors."), choices, proposed,
        certain=not later or before.as_of is None, free=True,
    )  # fmt: skip
    days = {MONTH_END: end, LATEST: latest, AS_BEFORE: before.as_of or latest}
    try:
        return days.get(answer) or min(date.fromisoformat(answer), today)
    except ValueError:
        return days[proposed]


def latest_day(frames: Mapping[str, pd.DataFrame]) -> date | None:
    """The latest day on which something happened on record, and never one to come; None where nothing is dated."""
    today = datetime.now(UTC).date()
    days = [
        _past(frames[name], name)[column].max().date()
        for name, table in TABLES.items()
        for column in table.dates
        if name in frames
        and (name, column) not in MAY_LIE_AHEAD
        and name != "targets"
        and _past(frames[name], name)[column].notna().any()
    ]
    return min(max(days), today) if days else None


def _past(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """The rows of a table that have taken place: trainings may be planned for days to come."""
    return frame[frame["status"].eq("completed")] if name == "trainings" else frame


def whole(about: Metadata, as_of: date, source: Source) -> Metadata:
    """Every value a dataset has."""
    stem = re.sub(r"\.[A-Za-z]{2,5}$", "", source.name) or "import"
    opens = about.opens_on if about.opens_on and about.opens_on <= as_of else as_of
    return Metadata(
        as_of, opens, about.title or about.name or stem, about.name or stem, about.description or "", about.licence or "",
        True if about.synthetic is None else about.synthetic, about.basis or "rows",
    )  # fmt: skip
