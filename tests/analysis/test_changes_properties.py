"""Release diffs of any edit: contributions sum to the difference and every changed cell is listed; of scans and of published
figures; as JSON, as tables; with a million rows."""

import shutil
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import polars as pl
from hypothesis import HealthCheck, given, settings, strategies as st

from bench.large import make
from community_policing.analysis.changes import wording
from community_policing.analysis.changes.diff import LISTED, all_cells, release_diff
from community_policing.core.schema import TABLES
from community_policing.dataset.load import load
from community_policing.export.table import columns
from community_policing.measure.compute import measure
from community_policing.measure.programme import Programme, Scope
from tests.conftest import ROOT, Report
from tests.edits import DECEMBER, FORUM, Edit, Edited, add, checked, drop, moves, put


def test_a_million_rows_and_a_few_alike(programme: Programme, edited: Edited) -> None:
    """Attendance that stays in its file is joined by Polars: the effect is the same as of rows that are held, on either
    side."""
    edits = (
        lambda tables: tables["attendance"][0].update(attendances="9"),
        drop("attendance", "E3"),
        add("attendance", training_id="E4", participant_group="police", sex="men", attendances="2"),
    )
    held, olds, news = checked(programme, edited(*edits)), edited(scanned=True), edited(*edits, scanned=True)
    attendance = held.tables["attendance"]
    assert (attendance.added, attendance.changed, attendance.removed) == (1, 1, 2)
    assert moves(held)["attendances"] == (60, 33, {"correction": -29, "late_report": 2})
    for before, after in ((olds, news), (programme, news), (olds, edited(*edits))):
        found = checked(before, after)
        assert (dict(found.tables), found.figures) == (dict(held.tables), held.figures)
        assert found.cells.equals(held.cells)
    assert checked(olds, edited(scanned=True)).nothing
    assert release_diff(olds, olds).nothing
    assert release_diff(None, news).tables["attendance"].added == 7


def test_published_figures(public_record: Programme, edited: Edited) -> None:
    """Figures that were published are no sums of rows; a new statement is new by its day, one that changed is corrected."""
    origin = ROOT / "data" / "public_record"
    iom = [fact for fact in public_record.facts if fact.indicator == "cpf_established_by_iom_cumulative"]
    before, last = measure("fora_established_iom", public_record).value, iom[-1].fact_id
    assert before is not None
    more = str(int(before.low) + 5)
    told = public_record.dataset.as_of
    day = told.replace(year=told.year + 1).isoformat()
    stated = {"fact_id": "N1", "as_of": day, "indicator": "cpf_established_by_iom_cumulative", "value": more,
              "qualifier": "at_least", "scope": "iom"}  # fmt: skip
    found = checked(public_record, edited(add("facts", **stated), origin=origin, as_of=day, opens_on=day))
    assert found.figure("fora_established_iom").difference[0] == 5
    assert found.cells[["row_id", "cause"]].to_numpy().tolist() == [["N1", "new_activity"]]
    changed = checked(public_record, edited(put("facts", last, value=more), origin=origin))
    assert changed.cells[["row_id", "column", "after", "cause"]].to_numpy().tolist() == [
        [last, "value", more, "correction"]
    ]
    assert changed.figure("fora_established_iom").difference[0] == 5
    assert checked(public_record, edited(origin=origin)).nothing


def test_counted_in_another_way(public_record: Programme, edited: Edited) -> None:
    """A dataset that says published figures and one whose rows are counted: no row contributes to the difference."""
    found = checked(public_record, edited(origin=ROOT / "data" / "public_record", basis="rows"))
    assert found.moved
    assert {figure.contributions for figure in found.figures} == {()}


# Cells that may be edited at random: what they may become, whatever else stands in the row.
CHOICES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "fora": {
        "governorate": ("IQG08", "IQG10", "IQG15"), "established_by": ("iom", "police"), "grants": ("", "US-P1", "DE-P2;US-P2"),
        "established_on": ("2014-05-10", "2016-11-30", "2016-12-05"), "closed_on": ("", "2016-12-20"), "members_women": ("", "4"),
        "status": ("planned", "established", "closed"), "planned_for": ("", "2016-12-31"), "phase_id": ("P1", "P2"),
    },
    "trainings": {
        "governorate": ("", "IQG08", "IQG10"), "status": ("planned", "completed", "cancelled"), "cohort": ("", "C1", "C2"),
        "starts_on": ("2016-05-01", "2016-12-10"), "ends_on": ("",), "scope": ("iom", "parallel"), "kind": ("training", "workshop"),
    },
    "attendance": {"attendances": ("0", "5", "41"), "participant_group": ("police", "community")},
    "infrastructure": {
        "governorate": ("", "IQG08", "IQG10"), "quantity": ("", "3", "8"), "status": ("agreed", "handed_over", "cancelled"),
        "completed_on": ("", "2016-08-30", "2016-12-02"), "due_on": ("", "2016-10-31", "2016-12-15"),
    },
    "targets": {"target": ("3", "12"), "baseline": ("0", "1"), "due_on": ("2016-12-31", "2017-12-31")},
    "grants": {"donor_id": ("US", "DE")},
    "phases": {"starts_on": ("2012", "2016-12")},
}  # fmt: skip


SCOPES = (
    Scope(),
    Scope(governorates=("IQG08",)),
    Scope(donors=("US",)),
    Scope(phases=("P2",)),
    Scope(governorates=("IQG10", "IQG15")),
)


@st.composite
def edits(draw: st.DrawFn) -> list[tuple[str, str, int, str, str]]:
    """Edits of rows: cells put, rows dropped, rows copied under another id."""

    def one() -> tuple[str, str, int, str, str]:
        table = draw(st.sampled_from(sorted(CHOICES)))
        column = draw(st.sampled_from(sorted(CHOICES[table])))
        value = draw(st.sampled_from(CHOICES[table][column]))
        how = draw(st.sampled_from(("put", "put", "put", "drop", "copy")))
        return how, table, draw(st.integers(0, 8)), column, value

    return [one() for _ in range(draw(st.integers(1, 8)))]


def applied(changes: list[tuple[str, str, int, str, str]]) -> Edit:
    """The edits, each on the row of that number, counted around."""

    def edit(tables: dict[str, list[dict[str, str]]]) -> None:
        for how, table, at, column, value in changes:
            rows = tables[table]
            if not rows:
                continue
            row = rows[at % len(rows)]
            if how == "drop" and table not in ("phases", "grants"):
                rows.remove(row)
            elif how == "copy":
                rows.append(row | {next(iter(row)): f"N{len(rows)}", column: value})
            else:
                row[column] = value

    return edit


@settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(edits(), st.booleans(), st.sampled_from(SCOPES))
def test_contributions_sum_and_every_cell_is_listed(
    programme: Programme, edited: Edited, changes: list[tuple[str, str, int, str, str]], later: bool, scope: Scope
) -> None:
    """Whatever is edited, forwards and backwards, in any choice: contributions sum to the difference, for both bounds, of every
    figure that adds, and every cell that differs is listed with its old and its new text."""
    after = edited(applied(changes), **(DECEMBER if later else {}))
    for a, b in ((programme, after), (after, programme)):
        checked(a.within(replace(scope, as_of=a.as_of)), b.within(replace(scope, as_of=b.as_of)))


def test_what_it_costs(edited: Edited, report: Report) -> None:
    """The effect between two releases of the demonstration, as the Overview asks for it: measured, not asserted."""
    origin = ROOT / "data" / "demonstration"
    before, after = edited(origin=origin), edited(put("fora", "CPF-01", governorate="IQG10"), origin=origin)
    for name in ("first", "then"):
        started = time.process_time()
        assert not release_diff(before, after).nothing
        report(f"diff of two demonstration releases, {name}: {1000 * (time.process_time() - started):.0f} ms CPU")


def test_json(programme: Programme, edited: Edited) -> None:
    """The JSON of the registry and of the command line: tables, cells and headlines, in a stable order."""
    made = release_diff(programme, edited(put("fora", "F5", established_by="iom", established_on="2016-02"))).as_json()
    assert list(made) == ["before", "after", "nothing", "tables", "cells", "headlines"]
    assert made["before"] == {"as_of": "2016-11-30", "content": programme.dataset.release}
    assert list(made["tables"]) == list(TABLES)
    assert made["tables"]["fora"] == {"before": 7, "after": 7, "added": 0, "changed": 1, "removed": 0}
    line = {"table": "fora", "row_id": "F5", "change": "changed", "cause": "correction"}
    assert made["cells"] == [
        line | {"column": "established_by", "before": "police", "after": "iom"},
        line | {"column": "established_on", "before": "2016-01-20", "after": "2016-02"},
    ]
    assert next(h for h in made["headlines"] if h["key"] == "fora_established_police") == {
        "key": "fora_established_police", "kind": "figure", "unit": "fora", "before": {"low": 1, "high": 1},
        "after": {"low": 0, "high": 0}, "parts": [{"cause": "correction", "low": -1, "high": -1, "rows": 1}],
    }  # fmt: skip


def test_tables_for_the_page(programme: Programme, edited: Edited) -> None:
    """Changed cells and headlines as tables whose cells are quantities, numbers or texts, on screen and in files."""
    after = edited(
        put("fora", "F2", governorate="IQG10"), drop("fora", "F3"), put("infrastructure", "I3", quantity="5")
    )
    found = release_diff(programme, after)
    cells = wording.cells_table(found.cells)
    assert cells.to_dict("records") == [
        {"Table": "Fora", "Row": "F2", "Change": "Changed", "Column": "Governorate", "Before": "Baghdad", "After": "Diyala",
         "Cause": "Re-coded"},
        {"Table": "Fora", "Row": "F3", "Change": "Removed", "Column": "", "Before": "", "After": "", "Cause": "Corrected"},
        {"Table": "Infrastructure and equipment", "Row": "I3", "Change": "Changed", "Column": "Quantity", "Before": "",
         "After": "5", "Cause": "Corrected"},
    ]  # fmt: skip
    assert cells.to_dict() == wording.cells_table(all_cells(programme, after)).to_dict()
    drawn = wording.figures_table(found.moved)
    assert drawn[["Figure", "Difference", "Corrected"]].to_numpy().tolist()[0] == ["Fora established", -1, -1]
    equipment = drawn.set_index("Figure").loc["Items of equipment handed over"]
    assert (equipment["Difference"], equipment["Corrected"]) == ("lower bound +5", "lower bound +5")
    assert [column.name for column in columns(drawn)][:2] == ["Figure", "Before"]


def test_the_first_rows_are_listed_and_a_file_has_all(programme: Programme, edited: Edited) -> None:
    """Of more rows than are listed the diff counts all, and the download lists every one."""
    plans = [
        add("fora", **FORUM | {"forum_id": f"N{i}", "status": "planned", "planned_for": "2016-12-31"})
        for i in range(LISTED + 20)
    ]
    after = edited(*plans)
    found = release_diff(programme, after)
    assert (found.tables["fora"].added, len(found.cells)) == (LISTED + 20, LISTED)
    assert len(all_cells(programme, after)) == LISTED + 20
    assert "Fora: 120 rows added; 7 before, 127 after." in wording.sentences(found)


def test_a_million_rows_of_attendance(tmp_path: Path, report: Report) -> None:
    """A million lines on either side, a tenth of them with one seat more: counted, and explained by cause, in some seconds."""
    make(tmp_path / "first")
    shutil.copytree(tmp_path / "first", tmp_path / "second")
    lines = pl.read_parquet(tmp_path / "first" / "attendance.parquet")
    more = pl.col("attendances") + (pl.int_range(pl.len()) % 10 == 0).cast(pl.Int64)
    lines.with_columns(more).write_parquet(tmp_path / "second" / "attendance.parquet")
    before, after = (Programme.of(load(tmp_path / name)) for name in ("first", "second"))
    started = time.process_time()
    found = release_diff(before, after)
    spent = time.process_time() - started
    report(f"diff of two releases with {len(lines):,} lines of attendance: {spent:.1f} s CPU")
    assert found.tables["attendance"].changed == len(lines) // 10 == 100_000
    assert [(part.cause, part.low) for part in found.figure("attendances").contributions] == [
        ("correction", found.figure("attendances").difference[0])
    ]
    assert len(found.cells) == LISTED
    assert spent < 20
