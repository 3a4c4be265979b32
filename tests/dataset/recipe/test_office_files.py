"""Files of offices as they come: what is read without a word, what is asked once, and never a wrong value in silence."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from community_policing.dataset.intake import Checked, check
from community_policing.dataset.intake.base import texts_of
from community_policing.dataset.load import Dataset
from community_policing.dataset.releases.recipe import Recipe
from tests.bad_input.quick import quicken

FORUM = "forum_id,name,governorate,established_by,status,established_on,record\n"
COSTS = "item_id,name,kind,status,governorate,quantity,cost,completed_on,record\n"


class Office:
    """An office that hands in files; `base` is the release that they are checked against."""

    def __init__(self, folder: Path, base: Dataset) -> None:
        self.folder, self.base = folder, base
        self.number = 0

    def check(
        self, content: str | openpyxl.Workbook, *, answers: Mapping[str, str] | None = None, base: bool = False,
        recipes: tuple[Recipe, ...] = (), name: str = "file",
    ) -> Checked:  # fmt: skip
        """The file, checked."""
        self.number += 1
        path = self.folder / f"{name}.{'csv' if isinstance(content, str) else 'xlsx'}"
        if isinstance(content, str):
            path.write_text(content, "utf-8")
        else:
            content.save(path)
        draft = self.folder / f"draft{self.number}"
        return check(path, draft=draft, base=self.base if base else None, answers=answers, recipes=recipes)


@pytest.fixture
def office(tmp_path: Path, dataset: Dataset, monkeypatch: pytest.MonkeyPatch) -> Office:
    quicken(monkeypatch)
    return Office(tmp_path, dataset)


def open_ids(checked: Checked) -> list[str]:
    return [question.id for question in checked.open_questions]


def errors(checked: Checked) -> list[tuple[str, int | None]]:
    return [(issue.rule, issue.row) for issue in checked.issues if issue.severity.value == "error"]


def cells(checked: Checked, table: str, column: str) -> list[str]:
    assert checked.dataset is not None, (checked.issues, open_ids(checked))
    return texts_of(checked.dataset.tables[table], column)


def test_an_update_of_a_row_that_is_not_there_is_told(office: Office) -> None:
    """Update mode names the row whose key the release does not have."""
    checked = office.check(
        "forum_id,members_women\nF1,4\nF77,3\n", base=True, answers={"fora/mode/rows": "update"}, name="fora"
    )
    assert errors(checked) == [("unknown_key", 3)]


def test_a_new_row_under_a_known_key_is_told(office: Office) -> None:
    """Add mode names the row whose key the release has with other values."""
    rows = (
        "F1,Another,Ninewa,iom,established,2016-10-11,programme\nF91,New,Ninewa,iom,established,2016-10-11,programme\n"
    )
    checked = office.check(FORUM + rows, base=True, answers={"fora/mode/rows": "add"})
    assert errors(checked) == [("taken_key", 2)]


def test_currencies_beside_amounts_are_each_of_their_row(office: Office) -> None:
    """Dollars and dinars in one column stay what they are; only amounts that name none are asked about."""
    rows = (
        'W1,Radios,vehicle,handed_over,Basra,1,"USD 1,200",2016-10-11,programme\n'
        'W2,Cars,vehicle,handed_over,Basra,1,"15,000,000 IQD",2016-10-11,programme\n'
        "W3,Desks,vehicle,handed_over,Basra,1,900,2016-10-11,programme\n"
    )
    assert open_ids(office.check(COSTS + rows)) == ["infrastructure/value/currency of others"]
    checked = office.check(COSTS + rows, answers={"infrastructure/value/currency of others": "EUR"})
    assert cells(checked, "infrastructure", "currency") == ["USD", "IQD", "EUR"]
    assert cells(checked, "infrastructure", "cost") == ["1200.0", "15000000.0", "900.0"]


def test_an_amount_against_its_header_is_told(office: Office) -> None:
    """A cell in dinars below “Cost (USD)” is a fault, and no dollars."""
    rows = 'W1,Radios,vehicle,handed_over,Basra,1,"IQD 5,000",2016-10-11,programme\n'
    assert errors(office.check(COSTS.replace("cost", "Cost (USD)") + rows)) == [("currency_differs", 2)]


def test_one_order_of_day_and_month_is_asked_for_the_file(office: Office) -> None:
    """Where no date shows the order it is asked once, for the first column, and holds for the others."""
    text = (
        "training_id,title,kind,status,starts_on,ends_on,governorate,phase_id,record\n"
        "E91,A,training,completed,10/05/2016,11/05/2016,Basra,P2,programme\n"
    )
    first = office.check(text)
    assert open_ids(first) == ["trainings/reading/starts_on order"]
    checked = office.check(text, answers={"trainings/reading/starts_on order": "month_first"})
    assert cells(checked, "trainings", "starts_on") == ["2016-10-05"]
    assert cells(checked, "trainings", "ends_on") == ["2016-11-05"]


def test_days_of_an_event_in_one_cell_are_its_first_and_last(office: Office) -> None:
    """“10-12 Oct 2016” under Date is no wrong date; one day alone stays one."""
    text = (
        "training_id,title,kind,status,Date,governorate,phase_id,record\n"
        "E91,A,training,completed,10-12 Oct 2016,Basra,P2,programme\n"
        "E92,B,training,completed,14 Oct 2016,Basra,P2,programme\n"
    )
    checked = office.check(text)
    assert cells(checked, "trainings", "starts_on") == ["2016-10-10", "2016-10-14"]
    assert cells(checked, "trainings", "ends_on") == ["2016-10-12", "2016-10-14"]


@pytest.mark.parametrize("total", ["Ninewa Total", "Sub-total Ninewa", "مجموع نينوى", "Total: Ninewa", "نينوى المجموع"])
def test_totals_of_a_part_are_no_rows(office: Office, total: str) -> None:
    """A total named before or after what it sums is left out, and the grand total adds up."""
    text = (
        "training_id,title,kind,status,starts_on,governorate,phase_id,record,Police men,Police women\n"
        "E91,A,training,completed,2016-11-01,Ninewa,P2,programme,10,2\n"
        f",{total},,,,,,,10,2\n"
        "E92,B,training,completed,2016-11-02,Basra,P2,programme,5,5\n"
        ",Grand total,,,,,,,15,7\n"
    )
    checked = office.check(text)
    assert cells(checked, "trainings", "training_id") == ["E91", "E92"]
    assert cells(checked, "attendance", "attendances") == ["10", "2", "5", "5"]
    assert "total_differs" not in {issue.rule for issue in checked.issues}


def test_rows_of_a_hidden_sheet_are_asked_about(office: Office) -> None:
    """A hidden sheet of a table that another sheet shows may be last year's: it is not added unasked."""
    book = openpyxl.Workbook()
    for name, key in (("fora", "F91"), ("fora old", "F80")):
        page = book.create_sheet(name)
        page.append(FORUM.strip().split(","))
        page.append([key, key, "Ninewa", "iom", "established", "2016-10-11", "programme"])
    del book["Sheet"]
    book["fora old"].sheet_state = "hidden"
    checked = office.check(book)
    assert [(question.id, question.proposed) for question in checked.open_questions] == [
        ("fora/sheet/hidden", "leave_out")
    ]
    assert cells(office.check(book, answers={"fora/sheet/hidden": "leave_out"}), "fora", "forum_id") == ["F91"]
    assert cells(office.check(book, answers={"fora/sheet/hidden": "read"}), "fora", "forum_id") == ["F91", "F80"]


@pytest.mark.parametrize(
    "cell", ["Opened by Col. Ali Kareem", "with Dr. Zainab Al-Hakim of the police", "بحضور العقيد علي كريم"]
)
def test_a_name_behind_a_title_is_asked_about(office: Office, cell: str) -> None:
    """A person named in a note with a title is never taken over unasked."""
    text = FORUM.replace("record", "Remarks") + f"F91,A,Ninewa,iom,established,2016-10-11,{cell}\n"
    assert open_ids(office.check(text)) == ["personal/Remarks"]
    assert office.check(text, answers={"personal/Remarks": "yes"}).outcome == "refuse"


@pytest.mark.parametrize(
    "cell",
    [
        "Col. General Directorate",
        "Capt. of the forum chosen",
        "met Dr. Director",
        "بحضور السيد المحافظ",
        "Lt. blue paint",
    ],
)
def test_a_title_without_a_name_is_none(office: Office, cell: str) -> None:
    """An office, and an abbreviation of anything else, is no person."""
    text = FORUM.replace("record", "Remarks") + f"F91,A,Ninewa,iom,established,2016-10-11,{cell}\n"
    assert open_ids(office.check(text)) == []


def test_a_column_of_facilitators_is_asked_about_unless_it_counts(office: Office) -> None:
    """“Facilitator” may name people, or an organisation; numbers of them are no names."""
    text = FORUM.replace("record", "Facilitator") + "F91,A,Ninewa,iom,established,2016-10-11,{}\n"
    assert open_ids(office.check(text.format("Ahmed Hassan"))) == ["personal/Facilitator"]
    assert open_ids(office.check(text.format("2"))) == []


MONTH = "Forum code,Forum,Gov,State,Opened,Set up by,Ladies\nF91,A,Ninewa,running,2016-10-11,IOM,3\n"
NEXT = {
    "another order": "Ladies,Forum,Forum code,Gov,Set up by,State,Opened\n5,B,F92,Basra,IOM,running,2016-11-11\n",
    "one column more": "Forum code,Forum,Gov,State,Opened,Set up by,Ladies,Closed on\nF92,B,Basra,running,2016-11-11,IOM,5,\n",
    "one header renamed": "Forum code,Forum,Gov,State,Opened,Set up by,Women\nF92,B,Basra,running,2016-11-11,IOM,5\n",
}


@pytest.mark.parametrize("following", NEXT.values(), ids=list(NEXT))
def test_a_recipe_holds_for_a_sheet_that_changed_a_little(office: Office, following: str) -> None:
    """Most headers in common, in any order: what sheet and columns are is not asked again."""
    answers = {
        "fora/column/State": "status",
        "fora/column/Ladies": "members_women",
        "fora/word/status running": "established",
    }
    answers |= {question.id: question.proposed for question in office.check(MONTH, answers=answers).open_questions}
    first = office.check(MONTH, answers=answers)
    assert open_ids(first) == []
    checked = office.check(following, recipes=(Recipe("month", first.shape, first.lasting_answers),))
    assert open_ids(checked) == []
    assert [cells(checked, "fora", name) for name in ("status", "members_women")] == [["established"], ["5"]]


def test_rows_of_a_group_are_joined_by_the_ids_of_their_forms(office: Office) -> None:
    """Where an office deleted the indices of a Kobo export, `_submission__id` says to which row a row belongs, and where."""
    book = openpyxl.Workbook()
    forms, groups = book.active, book.create_sheet("trainings")
    assert forms is not None
    forms.title = "fora"
    forms.append(
        ["forum_id", "name", "governorate", "established_by", "status", "established_on", "_id", "_submission_time"]
    )
    forms.append(["F91", "A", "Ninewa", "iom", "established", "2016-10-11", 71, "2016-10-11T08:00:00"])
    forms.append(["F92", "B", "Basra", "iom", "established", "2016-10-11", 72, "2016-10-11T08:00:00"])
    groups.append(["title", "kind", "status", "starts_on", "phase_id", "_submission__id"])
    groups.append(["Patrols", "training", "completed", "2016-11-01", "P2", 72])
    groups.append(["Law", "workshop", "completed", "2016-11-02", "P2", 71])
    checked = office.check(book)
    assert cells(checked, "trainings", "forum_id") == ["F92", "F91"]
    assert cells(checked, "trainings", "governorate") == ["IQG02", "IQG15"]


def test_figures_by_month_are_targets_or_what_was_reached(office: Office) -> None:
    """Indicators over months may be either: the office says which, and a total beside them is none of it."""
    text = "Indicator,Unit,Jan-16,Feb-16,Total\nNumber of fora,fora,3,4,7\n"
    checked = office.check(text)
    (sheet_id,) = [each for each in open_ids(checked) if each.startswith("sheet/")]
    checked = office.check(text, answers={sheet_id: "facts"})
    assert [cells(checked, "facts", name) for name in ("value", "as_of")] == [["3", "4"], ["2016-01", "2016-02"]]


def test_a_question_of_yes_and_no_is_no_id(office: Office) -> None:
    """“Forum established? (yes/no)” is asked about as the status, never taken for an id or a number."""
    text = (
        "Forum name,Governorate,Forum established? (yes/no),Date established,Set up by\nA,Ninewa,Yes,2016-10-11,IOM\n"
    )
    question = next(q for q in office.check(text).open_questions if q.id == "fora/column/Forum established? (yes/no)")
    assert question.proposed == "status"


def test_an_order_number_is_no_quantity(office: Office) -> None:
    """A header with a word more than that of a column is no slip for it."""
    text = (
        COSTS.replace("cost", "PO number") + "W1,Radios,vehicle,handed_over,Basra,1,4500123456,2016-10-11,programme\n"
    )
    assert open_ids(office.check(text)) == []


@pytest.mark.parametrize(
    ("header", "column", "asked"),
    [
        ("governorat", "governorate", False),
        ("establishe", "established_by", True),
        ("establis_1", "established_on", True),
    ],
)
def test_names_that_a_shapefile_cut(office: Office, header: str, column: str, asked: bool) -> None:
    """Ten letters of one name are that name; of several they are asked about, with the likeliest proposed."""
    checked = office.check(FORUM.replace(column, header) + "F91,A,Ninewa,iom,established,2016-10-11,programme\n")
    (question,) = [q for q in checked.questions if q.id == f"fora/column/{header}"]
    assert (question.proposed, question.open) == (column, asked)


def test_empty_cells_of_an_update_clear_nothing_unasked(office: Office) -> None:
    """Where a row of the release has a value and the file an empty cell, the value stays unless somebody clears it."""
    text = "forum_id,members_women,members_men\nF1,,7\nF2,6,\n"
    mode = {"fora/mode/rows": "update"}
    asked = office.check(text, base=True, answers=mode)
    assert open_ids(asked) == ["fora/absent/empty cells"]
    kept = office.check(text, base=True, answers=mode | {"fora/absent/empty cells": "keep"})
    assert [cells(kept, "fora", name)[:2] for name in ("members_women", "members_men")] == [["3", "6"], ["7", "5"]]
    cleared = office.check(text, base=True, answers=mode | {"fora/absent/empty cells": "clear"})
    assert [cells(cleared, "fora", name)[:2] for name in ("members_women", "members_men")] == [["", "6"], ["7", ""]]


def test_ticks_of_a_question_of_grants_are_a_list(office: Office) -> None:
    """Kobo's columns of options without the question's own become the list that they are."""
    text = (
        "forum_id,name,governorate,established_by,status,established_on,grants/DE-P2,grants/US-P1,record,_id,_submission_time\n"
        "F91,A,Ninewa,iom,established,2016-10-11,1,1,programme,5,2016-10-11T00:00:00\n"
        "F92,B,Ninewa,iom,established,2016-10-11,0,1,programme,6,2016-10-11T00:00:00\n"
        "F93,C,Ninewa,iom,established,2016-10-11,0,0,programme,7,2016-10-11T00:00:00\n"
    )
    assert cells(office.check(text), "fora", "grants") == ["DE-P2;US-P1", "US-P1", ""]


def test_participants_of_an_event_are_asked_about(office: Office) -> None:
    """One column of participants becomes attendance without sex, if the office says so."""
    text = (
        "training_id,title,kind,status,starts_on,governorate,phase_id,record,Number of participants\n"
        "E91,A,training,completed,2016-11-01,Ninewa,P2,programme,25\n"
    )
    assert open_ids(office.check(text)) == ["trainings/column/counts", "attendance/value/participant_group"]
    answers = {"trainings/column/counts": "rows", "attendance/value/participant_group": "police"}
    checked = office.check(text, answers=answers)
    assert [cells(checked, "attendance", name) for name in ("sex", "attendances")] == [["not_recorded"], ["25"]]


@pytest.mark.parametrize(
    ("texts", "asked"),
    [
        (["10/23/2016", "10/25/2016"], True),  # the spreadsheet read days first
        (["23/10/2016"], True),  # and here months first
        (["23/10/2016", "05/10/2016"], False),  # a text that could have been read was not: they were typed as texts
        (["2016-10-23"], False),
    ],
)
def test_days_that_a_spreadsheet_turned_are_asked_about(office: Office, texts: list[str], asked: bool) -> None:
    """Real dates beside texts that could not be read as dates may have day and month exchanged."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = "fora"
    page.append(FORUM.strip().split(","))
    for number, day in enumerate([datetime(2016, 5, 10), *texts]):
        page.append([f"F9{number}", f"A{number}", "Ninewa", "iom", "established", day, "programme"])
    checked = office.check(book)
    assert ("fora/reading/established_on exchanged" in open_ids(checked)) is asked
    if asked:
        checked = office.check(book, answers={question.id: question.proposed for question in checked.open_questions})
        assert cells(checked, "fora", "established_on")[0] == "2016-10-05"


def test_shares_below_one_are_asked_about(office: Office) -> None:
    """0.35 as the target of a share is 35 per cent, as somebody agrees; a count of that size is none of it."""
    text = (
        "indicator,period_starts_on,due_on,baseline,target,record\n"
        "women_share_of_members,2017-01-01,2017-12-31,0.2,0.35,programme\n"
        "workshops_held,2017-01-01,2017-12-31,0,6,programme\n"
    )
    assert open_ids(office.check(text)) == ["targets/reading/shares"]
    checked = office.check(text, answers={"targets/reading/shares": "percent"})
    assert cells(checked, "targets", "target") == ["35.0", "6.0"]
    assert cells(office.check(text, answers={"targets/reading/shares": "keep"}), "targets", "target") == ["0.35", "6.0"]


@pytest.mark.parametrize("example", ["e.g. F01,Forum Mosul", "F01,Example: Forum Mosul", "F01,مثال: منتدى الموصل"])
def test_a_row_that_says_that_it_is_an_example_is_none(office: Office, example: str) -> None:
    """The example row of an office's form is left out, and said so."""
    rest = ",Ninewa,iom,established,2016-10-11,programme\n"
    checked = office.check(f"{FORUM}{example}{rest}F91,A{rest}")
    assert cells(checked, "fora", "forum_id") == ["F91"]
    assert "rows_left_out" in {issue.rule for issue in checked.issues}


def test_a_date_in_three_columns_is_one(office: Office) -> None:
    """Day, Month and Year are put together, whether the month is a number or a word."""
    text = (
        "training_id,title,kind,status,Day,Month,Year,governorate,phase_id,record\n"
        "E91,A,training,completed,11,10,2016,Ninewa,P2,programme\n"
        "E92,B,training,completed,1,November,2016,Ninewa,P2,programme\n"
    )
    assert cells(office.check(text), "trainings", "starts_on") == ["2016-10-11", "2016-11-01"]


def test_a_month_and_its_year_are_one(office: Office) -> None:
    """Two rows of one indicator in two months are no duplicates."""
    text = "Indicator,Unit,Year,Month,Value\nNumber of fora,fora,2016,October,3\nNumber of fora,fora,2016,11,4\n"
    assert cells(office.check(text), "facts", "as_of") == ["2016-10", "2016-11"]


def test_words_beside_numbers_of_participants_are_no_cohort(office: Office) -> None:
    """“12M/3F” is no number and no name of a group: the column is asked about, and left out unless somebody says more."""
    text = (
        "training_id,title,kind,status,starts_on,governorate,phase_id,record,Participants\n"
        "E91,A,training,completed,2016-10-11,Ninewa,P2,programme,12M/3F\n"
    )
    (question,) = office.check(text).open_questions
    assert (question.id, question.proposed) == ("trainings/column/Participants", "leave_out")


def test_an_update_whose_ids_are_spelled_otherwise_is_one(office: Office) -> None:
    """Ids that the release has but for case are told as such; nobody is asked for the governorate of all rows."""
    checked = office.check("forum_id,members_women\nf1,4\n", base=True, answers={"fora/mode/rows": "update"})
    assert errors(checked) == [("unknown_key", 2)]
