"""Strangers' files: what is asked of each, and the cells that come out once a sensible analyst has answered.

The files lie in ../shared/cases/intake, beside what an office expects of each (expect.json), and are checked here as they are.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from community_policing.core.paths import ROOT
from community_policing.dataset.intake import Checked, check
from community_policing.dataset.intake.base import texts_of
from community_policing.dataset.load import Dataset, load
from tests.bad_input.quick import quicken

FOLDER = ROOT.parent / "shared" / "cases" / "intake"
if not FOLDER.exists():
    FOLDER = Path("/work/shared/cases/intake")
EXPECTED = json.loads((FOLDER / "expect.json").read_text("utf-8")) if FOLDER.exists() else []
NEEDS_RELEASE = {case["file"]: case["needs_release"] for case in EXPECTED if (FOLDER / case["file"]).is_file()}
_PROCESS = ("22-month-first-mixed.csv", "74-field-office-month-arabic.xlsx", "56-questionmarks-kurdish.csv")
_UNCHECKED = {"reference_not_checked", "missing_table"}  # of files without a release: said of them all


@dataclass(frozen=True)
class Case:
    """What comes of a file: `answers` to all that is open, what is told of it then, and the cells of the rows it brings, with
    a bar between.  `rows` are table -> rows of the dataset after it; `refused` are the rules that refuse it."""

    cells: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)
    told: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    rows: Mapping[str, int] = field(default_factory=dict)


_ADDED = {"fora/mode/rows": "add"}
_TWO = "2016-10-11|2016-10-12"
_SAYS_NONE = {"fora/reading/members_women none": "0", "fora/reading/members_men none": "0"}
_5W = (
    "sheet/Cluster | Lead organisation | Implementing partner | Donor | Activity | Indicator | Governorate | District | "
    "Governorate P-code | District P-code | Start date | End date | Status | Men | Women | Boys…"
)
_PARTS = "men|women|men|women|men|women|men|women"
CASES: dict[str, Case] = {
    "01-kobo-groups-xml-names.xlsx": Case({
        "fora.forum_id": "CPF-91|CPF-92", "fora.governorate": "IQG15|IQG15", "fora.latitude": "36.49|36.27",
        "fora.longitude": "43.12|43.37", "fora.established_on": "2016-11-10|2016-11-12", "fora.members_men": "12|11",
    }, told=("columns_left_out",)),
    "02-kobo-labels-arabic.xlsx": Case({
        "fora.name": "منتدى تلكيف|منتدى الحمدانية", "fora.governorate": "IQG15|IQG15", "fora.established_by": "iom|police",
        "fora.status": "established|planned", "fora.established_on": "2016-11-10|", "fora.planned_for": "|2016-12-20",
        "fora.members_women": "4|3", "fora.record": "programme|programme",
    }),
    "03-kobo-select-multiple-grants.csv": Case({
        "fora.name": "Forum Test 1|Forum Test 2", "fora.place": "Mosul|Mosul", "fora.grants": "DE-P2;US-P1|DE-P2",
    }, _ADDED, ("columns_left_out",), rows={"fora": 49}),
    "05-gps-in-one-column.csv": Case({"fora.latitude": "36.3456|36.35", "fora.longitude": "43.1512|43.13"}),
    "07-hxl-tag-row.csv": Case({"fora.forum_id": "CPF-91|CPF-92", "fora.established_on": _TWO}, told=("header_row",)),
    "09-header-three-rows.xlsx": Case({"trainings.training_id": "E91|E92", "trainings.starts_on": "2016-11-01|2016-11-02"}),
    "11-header-at-row-14.xlsx": Case({"fora.forum_id": "CPF-91|CPF-92"}, told=("rows_above_header",)),
    "12-wide-attendance-duplicate-headers.xlsx": Case({
        "attendance.training_id": "E01|E01|E01|E01|E02|E02|E02|E02", "attendance.sex": _PARTS,
        "attendance.participant_group": "police|police|community|community|police|police|community|community",
        "attendance.attendances": "20|4|9|6|18|2|8|7",
    }),
    "14-targets-by-month-wide.xlsx": Case({
        "targets.governorate": "IQG15|IQG15|IQG15|IQG15|IQG02|IQG02|IQG02|IQG02",
        "targets.target": "1.0|2.0|2.0|4.0|2.0|2.0|3.0|3.0",
        "targets.due_on": "2016-09-30|2016-10-31|2016-11-30|2016-12-31|2016-09-30|2016-10-31|2016-11-30|2016-12-31",
    }),
    "15-totals-row.xlsx": Case({"infrastructure.item_id": "W91|W92", "infrastructure.quantity": "10|5"}, told=("rows_left_out",)),
    "17-attendance-total-per-group.csv": Case(
        {"attendance.sex": "men|women", "attendance.attendances": "12|3"}, told=("rows_left_out",)
    ),
    "18-footnotes-below.xlsx": Case({"fora.forum_id": "CPF-91|CPF-92"}, told=("rows_left_out",)),
    "19-dropdown-default-prefilled-rows.xlsx": Case({"trainings.training_id": "E91|E92"}, told=("rows_left_out",)),
    "22-month-first-mixed.csv": Case(
        {"fora.established_on": "2016-10-05|2016-11-23|2016-09-06"}, {"fora/reading/established_on order": "month_first"}
    ),
    "24-two-digit-years.csv": Case({"fora.established_on": "2016-10-15|2016-10-16|2016-10-05"}, told=("two_digit_year",)),
    "25-year-first-slashes.csv": Case({"fora.established_on": "2016-10-15|2016-09-05|2016-10-15"}),
    "27-arabic-month-names.csv": Case({"fora.established_on": "2016-10-15|2016-11-16|2016-01-20|2016-10-15"}),
    "28-month-and-year-words.csv": Case({"fora.established_on": "2016-11|2016-10|2016-10|2016-10"}, told=("two_digit_year",)),
    "30-date-system-1904.xlsx": Case({"fora.established_on": "2016-10-15|2016-10-16"}),
    "31-hijri-dates.csv": Case(refused=("hijri_date",)),
    "33-cell-shows-month-only.xlsx": Case({"fora.established_on": "2016-10|2016-10-12"}),
    "34-words-for-no-value.csv": Case(
        {"fora.members_women": "|||0|", "fora.members_men": "||0||"}, _SAYS_NONE, ("no_value",)
    ),
    "35-numbers-as-people-write-them.csv": Case({
        "infrastructure.quantity": "12|10|30|1200", "infrastructure.cost": "12500.0|12500.0|15000000.0|15000000.0",
        "infrastructure.currency": "USD|EUR|IQD|IQD",
    }, {"infrastructure/reading/quantity words": "number", "infrastructure/reading/cost ,": "thousands",
        "infrastructure/reading/cost words": "number"}),
    "36-percent-cells.xlsx": Case({"targets.target[women_share_of_members]": "35.0"}, {"targets/mode/rows": "update"},
                                  rows={"targets": 24}),
    "37-ids-shown-with-zeros.xlsx": Case({"fora.forum_id": "007|012", "trainings.forum_id": "007"}),
    "39-governorate-letters.csv": Case(
        {"fora.governorate": "IQG15|IQG15|IQG13|IQG13|IQG06|IQG16|IQG17|IQG10|IQG15"}
    ),
    "40-governorate-latin-spellings.csv": Case(
        {"fora.governorate": "IQG15|IQG16|IQG16|IQG17|IQG14|IQG18|IQG09|IQG11|IQG06"}
    ),
    "41-governorate-codes.csv": Case(told=("matched_inexactly",), refused=("unknown_governorate",)),
    "44-dms-and-mgrs.csv": Case(refused=("grid_reference",)),
    "45-only-the-new-month.csv": Case({"trainings.training_id": "E91|E92"}, {"trainings/mode/rows": "add"}, rows={"trainings": 31}),
    "46-a-sheet-a-governorate.xlsx": Case(
        {"fora.forum_id": "CPF-91|CPF-92|CPF-93|CPF-94", "fora.governorate": "IQG15|IQG15|IQG02|IQG02"}, told=("unknown_table",)
    ),
    "47-hidden-column-and-filtered-row.xlsx": Case(
        {"fora.forum_id": "CPF-91|CPF-92|CPF-93"}, told=("hidden_columns", "hidden_rows")
    ),
    "49-labels-for-choices.csv": Case({
        "attendance.sex": "men|women|women|men|women", "attendance.attendances": "12|3|4|6|6",
        "attendance.participant_group": "police|police|community|civil_society|civil_society",
        "attendance.displacement": "not_recorded|not_recorded|displaced|host|displaced",
    }),
    "51-kobo-meta-personal.csv": Case({"fora.forum_id": "CPF-91|CPF-92"}, told=("columns_left_out",)),
    "53-form-version-timestamp.csv": Case({"fora.forum_id": "CPF-91|CPF-92"}, told=("columns_left_out",)),
    "54-windows-1256.csv": Case({"fora.name": "منتدى تلكيف|منتدى الحمدانية", "fora.place": "تلكيف|الحمدانية"}),
    "56-questionmarks-kurdish.csv": Case(refused=("unclear_encoding",)),
    "57-ocha-5w.xlsx": Case({
        "trainings.title": "Community policing awareness session", "trainings.kind": "awareness_campaign",
        "trainings.starts_on": "2016-11-06", "trainings.ends_on": "2016-11-08", "trainings.governorate": "IQG15",
        "attendance.participant_group": "community|community", "attendance.sex": "men|women", "attendance.attendances": "20|12",
    }, {_5W: "trainings", "trainings/column/counts": "rows", "trainings/column/Donor": "grants",
        "trainings/value/kind": "awareness_campaign", "trainings/value/phase_id": "P2",
        "attendance/value/participant_group": "community"}, ("columns_left_out", "header_row", "not_a_district")),
    "59-sites.geojson": Case({"fora.forum_id": "CPF-91", "fora.latitude": "36.34", "fora.longitude": "43.13"}),
    "60-sites.kml": Case({
        "fora.forum_id": "CPF-91", "fora.name": "Forum A", "fora.governorate": "IQG15", "fora.latitude": "36.34",
        "fora.longitude": "43.13", "fora.established_on": "2016-10-10",
    }, {"fora/value/established_by": "iom", "fora/value/status": "established", "fora/value/established_on": "2016-10-10",}),
    "63-arabic-rank-count-header.csv": Case(
        {"attendance.attendances": "12|3"}, {"personal/عدد الضباط حسب الرتبة": "no"}, ("columns_left_out",)
    ),
    "65-invoice-number-as-phone.csv": Case(
        {"infrastructure.note": "Invoice 7801234567 of 2016|PO 201612345678"}, {"personal/note": "no"}
    ),
    "66-libreoffice.ods": Case({"fora.forum_id": "CPF-91|CPF-92", "fora.established_on": _TWO}),
    "67-fora.parquet": Case({"fora.forum_id": "CPF-91|CPF-92", "fora.established_on": _TWO}),
    "68-exact-duplicate-rows.csv": Case({"trainings.training_id": "E91|E92"}, told=("rows_left_out",)),
    "72-training-with-counts-in-row.xlsx": Case({
        "trainings.training_id": "E91|E92", "attendance.training_id": "E91|E91|E91|E91|E92|E92|E92|E92",
        "attendance.sex": _PARTS, "attendance.attendances": "12|3|8|6|10|2|9|9",
        "attendance.participant_group": "police|police|community|community|police|police|community|community",
    }, {"trainings/mode/rows": "add"}, rows={"trainings": 31, "attendance": 177}),
    "73-december-with-later-days.csv": Case(
        {"infrastructure.completed_on": "2016-12-15|2016-12-20"}, {"infrastructure/mode/rows": "add", "as_of/day": "month_end"},
        rows={"infrastructure": 17},
    ),
    "74-field-office-month-arabic.xlsx": Case({
        "trainings.title": "دورة تعريفية بالشرطة المجتمعية|حملة توعية حول المخدرات|ورشة تخطيط السلامة المجتمعية|دورة المنتديات|"
                           "لقاء عشائري",
        "trainings.kind": "training|awareness_campaign|workshop|training|workshop",
        "trainings.status": "completed|completed|completed|cancelled|completed",
        "trainings.starts_on": "2016-12-04|2016-12-08|2016-12-12|2016-12-15|2016-12-20",
        "trainings.ends_on": "2016-12-06|2016-12-08|2016-12-13|2016-12-15|2016-12-20",
        "trainings.governorate": "IQG15|IQG15|IQG15|IQG15|IQG15", "trainings.place": "تلكيف|الحمدانية||القيارة|البعاج",
        "trainings.grants": "DE-P2|DE-P2;US-P1|DE-P2|US-P1|DE-P2",
        "attendance.attendances": "18|3|10|6|6|2|40|35|12|1|15|9|20|0|35|5",
    }, {"trainings/column/الممول": "grants", "trainings/value/phase_id": "P2",
        "trainings/word/kind اجتماع": "workshop", "as_of/day": "month_end", "trainings/mode/rows": "add"},
        ("columns_left_out", "rows_above_header", "rows_left_out", "two_digit_year", "unknown_table"),
        rows={"trainings": 34, "attendance": 185}),
    "76-update-of-some-columns.csv": Case({
        "fora.last_met_on[CPF-01]": "2016-11-20", "fora.members_women[CPF-02]": "3", "fora.members_men[CPF-02]": "17",
        "fora.name[CPF-01]": "Forum Baghdad 1",
    }, rows={"fora": 47}),
    "78-xlsform-choice-names.csv": Case({"fora.governorate": "IQG16|IQG01|IQG17|IQG15|IQG06|IQG15"}),
    "79-cost-usd-header.csv": Case({"infrastructure.cost": "1000.0|2000.0", "infrastructure.currency": "USD|USD"}),
    "80-activityinfo-long-values.csv": Case({
        "facts.indicator": "Number of fora established|Number of participants (women)", "facts.value": "2|34",
        "facts.unit": "fora|persons", "facts.governorate": "Ninewa|Basra", "facts.as_of": "2016-11|2016-11",
    }, told=("columns_left_out",)),
    "81-semicolon-space-lists.csv": Case(
        {"fora.grants": "DE-P2;US-P1|DE-P2;US-P1|DE-P2;US-P1|DE-P2;US-P1"}, _ADDED, rows={"fora": 51}
    ),
    "84-dots-as-thousands.csv": Case({"infrastructure.quantity": "2000|1500", "infrastructure.cost": "12000.0|4000000.0"}),
    "85-semicolons-and-thousand-commas.csv": Case(
        {"infrastructure.quantity": "2000|1500", "infrastructure.cost": "12000.0|4000000.0"}
    ),
    "87-dots-as-thousands-only.csv": Case(
        {"infrastructure.quantity": "2000|3000", "infrastructure.cost": "12000.0|15000.0"},
        {"infrastructure/reading/quantity .": "thousands", "infrastructure/reading/cost .": "thousands"},
    ),
    "88-kobo-own-status-column.csv": Case({"fora.status": "established|established"}, told=("columns_left_out",)),
    "90-qualified-headers.csv": Case(
        {"infrastructure.completed_on": "|", "infrastructure.cost": "|"},
        {"infrastructure/column/Planned: completed on": "leave_out", "infrastructure/column/Est. cost": "leave_out"},
        ("columns_left_out",),
    ),
}  # fmt: skip

pytestmark = pytest.mark.skipif(not EXPECTED, reason="the files are beside the code, not in it")


@pytest.fixture(scope="module")
def release() -> Dataset:
    """The current release that some files add to."""
    return load(ROOT / "data" / "demonstration")


def _checked(name: str, release: Dataset, draft: Path, answers: Mapping[str, str]) -> Checked:
    return check(FOLDER / name, draft=draft, base=release if NEEDS_RELEASE[name] else None, answers=answers)


def _cells(checked: Checked, asked: str, release: Dataset) -> str:
    """The cells of a column in the rows that the file brought, or in the row of the key in brackets."""
    assert checked.dataset is not None, checked.issues
    name, _, column = asked.partition(".")
    column, _, key = column.rstrip("]").partition("[")
    frame = checked.dataset.tables[name]
    if key:
        frame = frame[frame.iloc[:, 0].eq(key)]
    elif len(frame) > len(before := release.tables[name]) and str(frame.iloc[0, 0]) == str(before.iloc[0, 0]):
        frame = frame.iloc[len(before) :]
    return "|".join(texts_of(frame, column))


def test_every_file_has_its_expectation() -> None:
    """No file of the folder is left out, and none is expected that is not there."""
    assert sorted(CASES) == sorted(NEEDS_RELEASE)


@pytest.mark.parametrize("name", CASES)
def test_a_strangers_file_is_asked_about_and_read(
    name: str, release: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is open is what only a person can know; with the answers every cell is what the file means."""
    case = CASES[name]
    if name not in _PROCESS:
        quicken(monkeypatch)
    first = _checked(name, release, tmp_path / "draft", {})
    assert sorted(question.id for question in first.open_questions) == sorted(case.answers)
    checked = _checked(name, release, tmp_path / "draft", case.answers) if case.answers else first
    rules = {issue.rule: issue.severity.value for issue in checked.issues}
    assert {rule for rule, severity in rules.items() if severity == "error"} == set(case.refused)
    assert {rule for rule, severity in rules.items() if severity == "warning"} - _UNCHECKED == set(case.told)
    assert checked.outcome == ("refuse" if case.refused else "warn" if rules else "accept")
    assert {asked: _cells(checked, asked, release) for asked in case.cells} == case.cells
    assert {table: len(checked.dataset.tables[table]) for table in case.rows if checked.dataset} == case.rows
