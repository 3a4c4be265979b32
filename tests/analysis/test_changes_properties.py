"""Effects of any edit: parts sum to the whole; of scans and of published figures; as JSON, as tables; what they cost."""

import json
import time
from collections.abc import Mapping
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from community_policing.analysis.changes import tables as effect_tables, wording
from community_policing.analysis.changes.effect import effect, read_effect
from community_policing.analysis.changes.model import Headline, Part
from community_policing.core.quantity import Quantity
from community_policing.core.schema import TABLES
from community_policing.export.table import columns, on_screen
from community_policing.measure.compute import measure
from community_policing.measure.programme import Programme, Scope
from tests.conftest import ROOT, Report
from tests.edits import DECEMBER, Edit, Edited, add, assert_sums, checked, drop, moves, put


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
        assert (dict(found.tables), found.headlines) == (dict(held.tables), held.headlines)
    assert checked(olds, edited(scanned=True)).nothing
    assert effect(olds, olds).nothing
    assert effect(None, news).tables["attendance"].added == 7


def test_published_figures(public_record: Programme, edited: Edited) -> None:
    """Where figures are those that were published, a new statement is news by the day it speaks of, and the one that it
    replaces is not touched; a statement that changed is a correction."""
    origin = ROOT / "data" / "public_record"
    iom = [fact for fact in public_record.facts if fact["indicator"] == "cpf_established_by_iom_cumulative"]
    before, last = measure("fora_established_iom", public_record).value, iom[-1]["fact_id"]
    assert before is not None
    more = str(int(before.low) + 5)
    told = public_record.dataset.as_of
    day = told.replace(year=told.year + 1).isoformat()
    stated = {"fact_id": "N1", "as_of": day, "indicator": "cpf_established_by_iom_cumulative", "value": more,
              "qualifier": "at_least", "scope": "iom"}  # fmt: skip
    found = checked(public_record, edited(add("facts", **stated), origin=origin, as_of=day, opens_on=day))
    part = found.headline("fora_established_iom").parts[-1]
    assert (part.cause, part.low, part.rows) == ("new_activity", 5, 1)
    changed = checked(public_record, edited(put("facts", last, value=more), origin=origin))
    assert [(p.cause, p.low) for p in changed.headline("fora_established_iom").parts] == [("correction", 5)]
    assert checked(public_record, edited(origin=origin)).nothing


def test_counted_in_another_way(public_record: Programme, edited: Edited) -> None:
    """A dataset that says published figures and one whose rows are counted: no cause in the rows can be named."""
    counted = edited(origin=ROOT / "data" / "public_record", basis="rows")
    found = checked(public_record, counted)
    assert {part.cause for h in found.moved for part in h.parts if h.kind == "figure"} == {"basis_changed"}


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
def test_parts_sum_to_the_whole(
    programme: Programme, edited: Edited, changes: list[tuple[str, str, int, str, str]], later: bool, scope: Scope
) -> None:
    """Whatever is edited, forwards and backwards, in any choice: the parts sum to the difference, for both bounds, of every
    figure, target, progress and governorate."""
    after = edited(applied(changes), **(DECEMBER if later else {}))
    for a, b in ((programme, after), (after, programme)):
        found = checked(a.within(replace(scope, as_of=a.as_of)), b.within(replace(scope, as_of=b.as_of)))
        assert_sums(found.reverse())
        assert found.reverse().reverse() == found


def test_what_it_costs(edited: Edited, report: Report) -> None:
    """The effect between two releases of the demonstration, as the Overview asks for it: measured, not asserted."""
    origin = ROOT / "data" / "demonstration"
    before, after = edited(origin=origin), edited(put("fora", "CPF-01", governorate="IQG10"), origin=origin)
    for name in ("first", "then"):
        started = time.process_time()
        assert not effect(before, after).nothing
        report(
            f"effect between two demonstration releases, {name}: {1000 * (time.process_time() - started):.0f} ms CPU"
        )


def test_json(programme: Programme, edited: Edited) -> None:
    """The JSON of the registry and of the command line: tables, headlines and questions, in a stable order."""
    made = effect(programme, edited(put("fora", "F5", established_by="iom", established_on="2016-02"))).as_json()
    assert list(made) == ["before", "after", "nothing", "tables", "headlines", "confirmations"]
    assert made["before"] == {"as_of": "2016-11-30", "content": programme.dataset.release}
    assert list(made["tables"]) == list(TABLES)
    assert made["tables"]["fora"] == {
        "before": 7, "after": 7, "added": {"count": 0, "ids": []}, "removed": {"count": 0, "ids": []},
        "changed": {"count": 1, "rows": [{"id": "F5", "cells": [
            {"column": "established_by", "old": "police", "new": "iom"},
            {"column": "established_on", "old": "2016-01-20", "new": "2016-02"},
        ]}]},
    }  # fmt: skip
    assert next(h for h in made["headlines"] if h["key"] == "fora_established_police") == {
        "key": "fora_established_police", "kind": "figure", "unit": "fora", "before": {"low": 1, "high": 1},
        "after": {"low": 0, "high": 0}, "difference": {"low": -1, "high": -1},
        "parts": [{"cause": "correction", "low": -1, "high": -1, "rows": 1}],
    }  # fmt: skip
    assert json.loads(json.dumps(made)) == made
    part = made["headlines"][0] | {"parts": [{"cause": "fate", "low": 1, "high": 1, "rows": 1}]}
    for damaged in (made | {"after": None}, made | {"headlines": [part]}):
        with pytest.raises(ValueError, match=r"a release that|no cause: fate"):
            read_effect(damaged)


def test_tables_for_the_page(programme: Programme, edited: Edited) -> None:
    """Rows, changed cells and headlines as tables whose cells are quantities, numbers or texts, on screen and in files."""
    found = effect(
        programme,
        edited(put("fora", "F2", governorate="IQG10"), drop("fora", "F5"), put("infrastructure", "I3", quantity="5")),
    )
    rows = on_screen(effect_tables.rows_table([found.tables["fora"]]))
    assert rows.to_dict("records") == [
        {"Table": "Fora", "Before": "7", "Added": "0", "Changed": "1", "Removed": "1", "After": "6"}
    ]
    assert on_screen(effect_tables.cells_table(found.tables["fora"])).to_dict("records") == [
        {"What": "Changed", "Row": "F2", "Column": "governorate", "Before": "IQG08", "After": "IQG10"},
        {"What": "Removed", "Row": "F5", "Column": "", "Before": "", "After": ""},
    ]
    drawn = effect_tables.headlines_table(found.moved)
    assert drawn["Figure"].tolist()[:4] == [
        "Fora established", "Fora established: Basra", "Fora established: Baghdad", "Fora established: Diyala",
    ]  # fmt: skip
    assert drawn["Difference"].tolist()[:4] == [-1, -1, -1, 1]
    assert drawn["Correction"].tolist()[:4] == [-1, -1, None, None]
    assert drawn["Place re-coded"].tolist()[:4] == [None, None, -1, 1]
    equipment = drawn.set_index("Figure").loc["Items of equipment handed over"]
    assert equipment["Difference"] == "lower bound +5"
    assert isinstance(drawn, pd.DataFrame)
    assert columns(drawn)


def test_not_comparable() -> None:
    """Where one side is not known, the sentence says that, and makes no number up."""
    new = Headline(
        "attendances", "target", "attendances", None, Quantity(9, 9), (Part("target_revised", None, None, 1),)
    )
    assert wording.sentence(new) == "Target in force: Attendances: – → 9: 1 target revised (not comparable)"
