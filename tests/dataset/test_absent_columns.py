"""Columns that a file lacks and the current release holds: nothing is blanked that nobody said should be."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from community_policing.core.labels import field_label, table_label
from community_policing.core.schema import DATES, TABLES, Column, Kind, Table
from community_policing.dataset.intake import Checked, check
from community_policing.dataset.intake.recipe.questions import Step
from community_policing.dataset.load import Dataset
from tests.bad_input import encoded, table
from tests.bad_input.quick import quicken

OPTIONAL = [(t, c) for t in TABLES.values() for c in t.columns if c.required != "yes"]
IDS = [f"{t.name}.{c.name}" for t, c in OPTIONAL]
_SAMPLES = {Kind.COUNT: "7", Kind.NUMBER: "33.3", Kind.AMOUNT: "500", Kind.DATE: "2016-05", Kind.START: "2014",
            Kind.MONTH: "2016-05", Kind.QUARTER: "2016-Q2", Kind.PCODE: "IQG08", Kind.DISTRICT: "IQG08Q03", Kind.GRANTS: "US-P1",
            Kind.TEXT: "words"}  # fmt: skip
Load = Callable[..., Checked]


@pytest.fixture
def loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Load:
    """A function: table, its rows, the base and answers -> the check of that CSV file, which replaces the table."""
    quicken(monkeypatch)

    def checked(name: str, rows: list[list[str]], base: Dataset, **answers: str) -> Checked:
        (tmp_path / f"{name}.csv").write_bytes(encoded(rows))
        given = {f"{name}/absent/{column}": answer for column, answer in answers.items()}
        return check(tmp_path / f"{name}.csv", draft=tmp_path / "draft", base=base, answers=given, mode="replace")

    return checked


def _sample(column: Column) -> str:
    """A cell of that column that says more than an empty one."""
    chosen = [word for word in column.choices if word not in ("iom", "not_recorded")]
    referred = {"sources": "S1", "phases": "P1", "donors": "US", "fora": "F1", "grants": "US-P1"}
    return (
        chosen[0]
        if chosen
        else referred.get(column.refers_to, "USD" if column.name == "currency" else _SAMPLES[column.kind])
    )


def _filled(base: Dataset, of: Table, column: Column) -> Dataset:
    """The base with that column filled in its first row, and empty in all others."""
    frame = base.tables[of.name].copy()
    value = pd.Timestamp(2016, 5, 31) if column.kind in DATES else _sample(column)
    if column.kind in (Kind.COUNT, Kind.NUMBER, Kind.AMOUNT):
        value = float(value)  # type: ignore[arg-type]
    frame.loc[frame.index[0], column.name] = value
    if f"{column.name}_precision" in frame:
        frame.loc[frame.index[0], f"{column.name}_precision"] = "month"
    return replace(base, tables={**base.tables, of.name: frame})


@pytest.mark.parametrize(("of", "column"), OPTIONAL, ids=IDS)
def test_every_optional_column_is_asked_about(of: Table, column: Column, loaded: Load, dataset: Dataset) -> None:
    """Whatever optional column of whatever table a file lacks, where the release fills it in a row that the file has: nothing
    is published before somebody says what becomes of it, and the question names table, column, rows and an example."""
    rows = table(of.name)
    kept = [place for place, name in enumerate(rows[0]) if name != column.name]
    checked = loaded(of.name, [[row[place] for place in kept] for row in rows], _filled(dataset, of, column))
    [asked] = [question for question in checked.open_questions if question.step is Step.ABSENT]
    assert (checked.outcome, asked.table, asked.column, asked.proposed, list(asked.choices)) == (
        "ask", of.name, column.name, "keep", ["keep", "clear"],
    )  # fmt: skip
    assert asked.text.startswith(
        f"The file lacks “{field_label(column)}” of “{table_label(of.name)}”; the current release fills it in {asked.rows} row"
    )
    assert asked.rows > 0


def test_kept_by_key_or_cleared_by_name(loaded: Load, dataset: Dataset) -> None:
    """Kept, each row has what the release holds under its key, wherever it stands, and a new row is empty; cleared, all are
    empty."""
    rows = [row[:12] + row[13:] for row in table("fora")]
    new = ["F8", "Forum New", "IQG08", "", "", "", "iom", "planned", "", "2016-12-31", *[""] * 5, "illustrative", "S1"]
    turned = [rows[0], new, *rows[:0:-1]]
    grants = dict(zip(dataset.tables["fora"]["forum_id"], dataset.tables["fora"]["grants"], strict=True))
    kept = loaded("fora", turned, dataset, grants="keep")
    assert kept.dataset
    assert kept.dataset.tables["fora"]["forum_id"].tolist() == ["F8", "F7", "F6", "F5", "F4", "F3", "F2", "F1"]
    told = kept.dataset.tables["fora"].set_index("forum_id")["grants"].dropna().to_dict()
    assert told == {key: value for key, value in grants.items() if isinstance(value, str)}
    cleared = loaded("fora", turned, dataset, grants="clear")
    assert cleared.dataset
    assert cleared.dataset.tables["fora"]["grants"].notna().sum() == 0


def test_a_date_is_kept_as_precisely_as_it_was_known(loaded: Load, dataset: Dataset) -> None:
    """A month stays a month; what stands for an empty cell is no reason to ask."""
    rows = [row[:8] + row[9:] for row in table("fora")]
    kept = loaded("fora", rows, dataset, established_on="keep")
    assert kept.dataset
    columns = ["established_on", "established_on_precision"]
    pd.testing.assert_frame_equal(kept.dataset.tables["fora"][columns], dataset.tables["fora"][columns])
    place = table("trainings")[0].index("scope")
    ours = dataset.tables["trainings"].assign(scope="iom")
    base = replace(dataset, tables={**dataset.tables, "trainings": ours})
    checked = loaded("trainings", [row[:place] + row[place + 1 :] for row in table("trainings")], base)
    assert [question.id for question in checked.questions if question.step is Step.ABSENT] == []


def test_what_cannot_be_told_apart_is_not_kept(loaded: Load, dataset: Dataset) -> None:
    """A column of the key, without which two rows of the release are alike, cannot be kept: the file says so."""
    rows = table("attendance")
    place = rows[0].index("displacement")
    frame = dataset.tables["attendance"]
    alike = pd.concat([frame.head(1), frame.head(1).assign(displacement="host")], ignore_index=True)
    base = replace(dataset, tables={**dataset.tables, "attendance": alike})
    checked = loaded("attendance", [r[:place] + r[place + 1 :] for r in rows], base, displacement="keep")
    assert (checked.outcome, [i.rule for i in checked.issues if "cannot be kept" in i.message]) == (
        "refuse",
        ["absent_column"],
    )
