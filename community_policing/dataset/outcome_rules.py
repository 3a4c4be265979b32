"""Rules of what came of the work: estimates against their survey, meetings and concerns against the life of their forum."""

from collections.abc import Mapping
from datetime import date

import pandas as pd

from community_policing.core.i18n import listed, t
from community_policing.core.safe_text import printable
from community_policing.core.schema import SURVEY_QUESTIONS, SURVEY_TARGET
from community_policing.dataset.issues import IssueLog
from community_policing.dataset.typed_frames import earliest, latest

Frames = Mapping[str, pd.DataFrame]  # typed, indexed by line, rows with errors included
_INTERVAL = ["interval_low", "interval_high"]


def remaining(frames: Frames, table: str, log: IssueLog) -> pd.DataFrame:
    """The rows of a table without an error so far."""
    frame = frames[table]
    return frame[~frame.index.isin(list(log.rows(table)))]


def estimates(frames: Frames, _as_of: date, log: IssueLog) -> None:
    """An estimate says a percentage or a direction, stands within its whole interval, and has its n unless published."""
    frame = frames["estimates"]
    _say_something(frame, log)
    _intervals(frame, log)
    lacks_n = frame["n"].isna() & frame["record"].ne("published").fillna(value=True)
    no_n = lacks_n | frame["n"].eq(0).fillna(value=False)
    for row in frame.index[frame["percent"].notna() & no_n.astype(bool)]:
        problem = t("a percentage is of people, and none are counted here. Write how many answers it is of; only rows whose "
                    "record is “published” may leave it empty.")  # fmt: skip
        log.add("percent_without_n", "estimates", int(row), "n", problem)


def _say_something(frame: pd.DataFrame, log: IssueLog) -> None:
    for row in frame.index[frame["percent"].isna() & frame["direction"].isna()]:
        problem = t("percent and direction are both empty. Fill in what is published, or delete the row.")
        log.add("estimate_says_nothing", "estimates", int(row), "percent", problem)


def _intervals(frame: pd.DataFrame, log: IssueLog) -> None:
    cells = frame[["percent", *_INTERVAL]]
    has_end = cells[_INTERVAL].notna().any(axis="columns")
    empty = cells.isna()
    for row in frame.index[has_end & empty.any(axis="columns")]:
        column = str(empty.columns[empty.loc[row]][0])
        problem = t(
            "the cell is empty, but the row has a part of an interval. Fill in percent and both ends, or empty the ends."
        )
        log.add("half_an_interval", "estimates", int(row), column, problem)
    whole = cells.dropna()
    outside = ~whole["percent"].between(whole["interval_low"], whole["interval_high"]).astype(bool)
    for row in whole.index[outside]:
        problem = t("the percentage does not lie between interval_low and interval_high. Correct one of the three.")
        log.add("outside_interval", "estimates", int(row), "percent", problem)


def survey_targets(frames: Frames, _as_of: date, log: IssueLog) -> None:
    """A target for answers names a question of the vocabulary, is in per cent, and of no phase: surveys say none."""
    frame = frames["targets"]
    own = frame[frame["indicator"].str.startswith(SURVEY_TARGET).fillna(value=False).astype(bool)]
    questions = own["indicator"].str.removeprefix(SURVEY_TARGET)
    for row in own.index[~questions.isin(SURVEY_QUESTIONS)]:
        problem = t("“{key}” names no question. Write {prefix} and one of: {questions}.", prefix=SURVEY_TARGET,
                    key=printable(str(own.at[row, "indicator"])), questions=listed(SURVEY_QUESTIONS))  # fmt: skip
        log.add("survey_target", "targets", int(row), "indicator", problem)
    for row in own.index[own["phase_id"].notna()]:
        problem = t("surveys do not say by phase, so a target for answers is of none. Empty the cell.")
        log.add("survey_target", "targets", int(row), "phase_id", problem)
    for column in ("baseline", "target"):
        for row in own.index[own[column].notna() & ~own[column].between(0, 100)]:
            problem = t("a percentage of answers lies between 0 and 100. Correct it.")
            log.add("survey_target", "targets", int(row), column, problem)


def waves(frames: Frames, log: IssueLog) -> None:
    """Every estimate is of a wave that its survey has, in a row without an error."""
    surveys = remaining(frames, "surveys", log)[["survey_id", "wave"]]
    known = set(surveys.itertuples(index=False, name=None))
    rows = remaining(frames, "estimates", log)
    for row, survey, wave in zip(rows.index, rows["survey_id"], rows["wave"], strict=True):
        if (survey, wave) not in known:
            problem = t("survey “{survey}” has no wave “{wave}” in {file}. Add it there, or correct it here.",
                        survey=printable(survey), wave=printable(wave), file=log.file("surveys"))  # fmt: skip
            log.add("unknown_wave", "estimates", int(row), "wave", problem)


def lives_of_fora(frames: Frames, _as_of: date, log: IssueLog) -> None:
    """A forum meets from when it is set up until it is closed, and concerns are raised there no earlier."""
    fora = remaining(frames, "fora", log).set_index("forum_id")
    days = {"status": fora["status"], "begins": earliest(fora, "established_on"), "ends": latest(fora, "closed_on")}
    life = pd.DataFrame(days)
    _meetings(remaining(frames, "meetings", log), life, log)
    concerns = remaining(frames, "concerns", log)
    for row in concerns.index[latest(concerns, "raised_in") < _of(concerns, life)["begins"]]:
        problem = t("the forum was set up later. Correct the month, or the date of the forum.")
        log.add("raised_before_forum", "concerns", int(row), "raised_in", problem)


def _meetings(meetings: pd.DataFrame, life: pd.DataFrame, log: IssueLog) -> None:
    theirs = _of(meetings, life)
    for row in meetings.index[theirs["status"].eq("planned").fillna(value=False).astype(bool)]:
        problem = t("“{forum}” is planned, and a forum that is not set up has no meetings. Correct its status.",
                    forum=printable(str(meetings.at[row, "forum_id"])))  # fmt: skip
        log.add("meeting_of_planned", "meetings", int(row), "forum_id", problem)
    early, late = latest(meetings, "met_on") < theirs["begins"], earliest(meetings, "met_on") > theirs["ends"]
    for row in meetings.index[early | late]:
        problem = t("the forum was set up later, or closed before. Correct the date here, or those of the forum.")
        log.add("meeting_outside_life", "meetings", int(row), "met_on", problem)


def _of(rows: pd.DataFrame, life: pd.DataFrame) -> pd.DataFrame:
    """What is known of the forum of each row, by the rows' lines."""
    return life.reindex(rows["forum_id"]).set_axis(rows.index)
