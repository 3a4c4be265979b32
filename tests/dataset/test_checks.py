"""Every rule a dataset is held to: one small, correct dataset, and for each rule the smallest change that breaks it."""

import json
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import pytest
from shapely.geometry import box

from community_policing.core import districts
from community_policing.core.schema import TABLES
from community_policing.dataset import csv_file
from community_policing.dataset.issues import RULES, Severity
from community_policing.dataset.load import Dataset, load
from community_policing.dataset.row_rules import _PERIODS
from community_policing.dataset.similar_ids import normal

PACKAGE = {"name": "small", "as_of": "2017-01-31", "synthetic": True, "basis": "rows"}
SOUND = {
    "sources": "source_id,title\nS1,A page\n",
    "donors": "donor_id,name,short_name\nD1,Germany,Germany\n",
    "phases": "phase_id,name,starts_on,ends_on,source\nP1,One,2015,2018,S1\n",
    "grants": "grant_id,donor_id,phase_id,implementer,starts_on,ends_on,amount,currency,record\n"
    "G1,D1,P1,IOM,2015-01,2018,4000000,EUR,published\n",
    "fora": "forum_id,name,governorate,latitude,longitude,established_by,status,established_on,planned_for,closed_on,"
    "grants,record\n"
    "F1,Mosul,Ninewa,36.34,43.13,iom,established,2016-11-30,,,G1,programme\n"
    "F2,Erbil,Erbil,,,iom,planned,,2017-06,,,programme\n"
    "F3,Basra,Basra,,,police,closed,2014,,2016-07,,programme\n",
    "trainings": "training_id,title,kind,status,starts_on,ends_on,governorate,forum_id,cohort,phase_id,record\n"
    "T1,Rights,training,completed,2016-05-01,2016-05-03,Ninewa,F1,C1,P1,programme\n"
    "T2,Rights again,training,completed,2016-06-01,,Ninewa,F1,C1,P1,programme\n"
    "T3,Later,workshop,planned,2017-05-01,,Ninewa,F1,,P1,programme\n",
    "attendance": "training_id,participant_group,sex,displacement,attendances\n"
    "T1,police,men,host,10\nT2,police,men,host,12\n",
    "infrastructure": "item_id,name,kind,status,quantity,agreed_on,due_on,completed_on,cost,currency,record\n"
    "I1,Vehicles,vehicle,handed_over,2,2016-01,2018,2016-03,,,programme\n",
    "surveys": "survey_id,wave,title,fieldwork_from,fieldwork_to,record\nV1,baseline,Safety,2016-07,2016-08,programme\n",
    "estimates": "survey_id,wave,question,surveyed,percent,n,interval_low,interval_high,direction,record\n"
    "V1,baseline,very_safe,programme,7,303,4,10,,programme\nV1,baseline,police_fair,comparison,,,,,increased,published\n",
    "meetings": "forum_id,met_on,community_women,record\nF1,2016-12-20,4,programme\nF1,2017-01-10,2,programme\n",
    "concerns": "concern_id,forum_id,raised_in,topic,status,resolved_in,record\n"
    "C1,F1,2016-12,drugs,resolved,2017-01,programme\nC2,F1,2016-12,documents,referred,,programme\n",
    "budgets": "grant_id,quarter,planned,spent,currency,record\n"
    "G1,2016-Q4,500000,400000,EUR,programme\nG1,2017-Q1,3500000,,EUR,programme\n",
    "targets": "indicator,governorate,phase_id,period_starts_on,due_on,baseline,target,revision,record\n"
    "fora_planned,,P1,2015,2018,0,10,,programme\n"
    "fora_planned,Ninewa,P1,2015,2018,0,4,,programme\n",
    "facts": "fact_id,indicator,value,scope,source\nN1,fora,over 30,iom,S1\n",
    "places": "place_id,name,kind,evidence\nL1,Karrada,forum,named\n",
}  # fmt: skip


def write(folder: Path, tables: dict[str, str | bytes], **package: object) -> Dataset:
    """Write the tables and their datapackage.json into the folder, and load it."""
    resources = [{"name": name, "path": f"{name}.csv"} for name in tables]
    (folder / "datapackage.json").write_text(json.dumps({**PACKAGE, "resources": resources, **package}))
    for name, text in tables.items():
        (folder / f"{name}.csv").write_bytes(text.encode() if isinstance(text, str) else text)
    return load(folder)


def changed(table: str, old: str, new: str) -> dict[str, str | bytes]:
    """The sound tables with one text of one table replaced."""
    assert SOUND[table].count(old) == 1, f"{old!r} must stand once in {table}"
    return {**SOUND, table: SOUND[table].replace(old, new)}


def works(governorate: str, district: str, point: str = ",") -> str:
    """Works in a district, for the sound ones, which have none."""
    return (
        "item_id,name,kind,status,governorate,district,latitude,longitude,quantity,completed_on,record\n"
        f"I1,A station,new_venue,completed,{governorate},{district},{point},1,2016-03,programme\n"
    )


# rule -> (table, text replaced, by what, line, column, what the message says after its place)
CELLS: dict[str, tuple[str, str, str, int | None, str, str]] = {
    "no_header": ("phases", SOUND["phases"], "\n", None, "",
        "the file is empty. Its first line must name the columns."),
    "not_comma_separated": ("donors", SOUND["donors"], "donor_id;name;short_name\nD1;Germany;Germany\n", None, "",
        "its columns are not separated by commas. Save the file as “CSV UTF-8 (comma delimited)”."),
    "missing_column": ("donors", "short_name", "nickname", None, "short_name", "the column is missing. Add it."),
    "duplicate_column": ("sources", "source_id,title\nS1", "source_id,title,TITLE\nS1,A", None, "title",
        "the column appears more than once (columns B, C). Keep one."),
    "unknown_column": ("sources", "source_id,title\nS1,A page", "source_id,title,colour\nS1,A page,red", None,
        "colour", "the table has no such column, so it was left out. Rename or delete it."),
    "ragged_row": ("sources", "A page", "A page, printed", 2, "",
        "3 cells, but the header has 2: there is no heading above column C. Quote cells that hold commas."),
    "unclosed_quote": ("places", "L1,Karrada", 'L1,"Karrada', 2, "",
        "a quotation mark opens here and is never closed. Close it or delete it."),
    "stray_quote": ("places", "L1,Karrada", 'L1,"Karrada" 1', 2, "",
        "text follows the quotation mark that closes a cell. Write quotation marks inside a cell twice, or delete them."),
    "long_cell": ("sources", "A page", "A" * 10_001, 2, "title", "a cell has more than 10,000 characters. Shorten it."),
    "hidden_characters": ("sources", "A page", "A \u202epage", 2, "title",
        "the cell holds hidden characters, which were left out. Type the text again without them."),
    "not_a_count": ("attendance", "host,12", "host,about 12", 3, "attendances",
        "“about 12” is not a whole number. Write digits only, such as 1126."),
    "not_a_number": ("targets", "0,10", "0,ten", 2, "target",
        "“ten” is not a number. Write digits only, such as 1126 or 12.5."),
    "not_a_date": ("fora", "2016-11-30", "30 Foo 2016", 2, "established_on",
        "“30 Foo 2016” is not a date. Write it as 2016-11-30, or 2016-11 or 2016 where only that is known."),
    "month_first": ("fora", "2016-11-30", "11/30/2016", 2, "established_on",
        "“11/30/2016” has the month first. Days come first here; write 2016-11-30 if that is meant."),
    "required": ("sources", "A page", "-", 2, "title", "the cell is empty. Fill it in."),
    "choice": ("fora", "police,closed", "army,closed", 4, "established_by",
        "“army” is not one of the choices. Write one of: iom, police."),
    "negative": ("attendance", "host,12", "host,-3", 3, "attendances",
        "“-3” is below zero. Write a number that is not negative."),
    "out_of_range": ("fora", "36.34", "136.34", 2, "latitude",
        "“136.34” is not between -90 and 90. Write decimal degrees."),
    "duplicate_key": ("attendance", "T2,police", "T1,police", 3, "training_id",
        "the row repeats the key of line 2. Delete one of the two, or correct its key."),
    "currency_code": ("grants", "EUR", "Euro", 2, "currency",
        "“Euro” is not a currency code. Write three letters, such as USD."),
    "established_without_date": ("fora", "2016-11-30", "", 2, "established_on",
        "the row is established, but established_on is empty. Fill it in, or correct the status."),
    "planned_without_date": ("fora", "2017-06", "", 3, "planned_for",
        "the row is planned, but planned_for is empty. Fill it in, or correct the status."),
    "planned_but_established": ("fora", "planned,,", "planned,2016,", 3, "established_on",
        "the row is planned, but established_on is filled in. Empty it, or correct the status."),
    "closed_without_date": ("fora", "2016-07", "", 4, "closed_on",
        "the row is closed, but closed_on is empty. Fill it in, or correct the status."),
    "completed_without_date": ("infrastructure", "2016-03", "", 2, "completed_on",
        "the row is handed_over, but completed_on is empty. Fill it in, or correct the status."),
    "resolved_without_month": ("concerns", "resolved,2017-01", "resolved,", 2, "resolved_in",
        "the row is resolved, but resolved_in is empty. Fill it in, or correct the status."),
    "open_but_resolved": ("concerns", "referred,,", "referred,2017-01,", 3, "resolved_in",
        "the row is referred, but resolved_in is filled in. Empty it, or correct the status."),
    "not_a_percentage": ("estimates", "7,303", "107,303", 2, "percent",
        "“107” is not a percentage. Write a number from 0 to 100, such as 35.5."),
    "estimate_says_nothing": ("estimates", "increased", "", 3, "percent",
        "percent and direction are both empty. Fill in what is published, or delete the row."),
    "half_an_interval": ("estimates", "303,4,10", "303,4,", 2, "interval_high",
        "the cell is empty, but the row has a part of an interval. Fill in percent and both ends, or empty the ends."),
    "outside_interval": ("estimates", "7,303", "11,303", 2, "percent",
        "the percentage does not lie between interval_low and interval_high. Correct one of the three."),
    "percent_without_n": ("estimates", "7,303", "7,", 2, "n",
        "a percentage is of people, and none are counted here. Write how many answers it is of; only rows whose record is "
        "“published” may leave it empty."),
    "unknown_wave": ("estimates", "V1,baseline,very_safe", "V1,endline,very_safe", 2, "wave",
        "survey “V1” has no wave “endline” in surveys.csv. Add it there, or correct it here."),
    "meeting_outside_life": ("meetings", "F1,2017-01-10", "F3,2016-08", 3, "met_on",
        "the forum was set up later, or closed before. Correct the date here, or those of the forum."),
    "meeting_of_planned": ("meetings", "F1,2017-01-10", "F2,2017-01-10", 3, "forum_id",
        "“F2” is planned, and a forum that is not set up has no meetings. Correct its status."),
    "not_a_quarter": ("budgets", "2017-Q1", "2017-02", 3, "quarter",
        "“2017-02” is not a quarter. Write it as 2016-Q3, or as its first day, 2016-07-01."),
    "budget_says_nothing": ("budgets", "3500000,,", ",,", 3, "planned",
        "planned and spent are both empty. Fill in one of them, or delete the row."),
    "spent_ahead": ("budgets", "3500000,,", "3500000,1,", 3, "spent",
        "2017-Q1 is not over by 2017-01-31, the as-of date of the dataset. Empty the cell until it is."),
    "budget_currency": ("budgets", "400000,EUR", "400000,USD", 2, "currency",
        "“G1” is in EUR (grants.csv). Write one currency for one grant."),
    "budget_outside_grant": ("budgets", "2016-Q4", "2014-Q4", 2, "quarter",
        "the quarter lies outside the time of “G1” in grants.csv. Check both."),
    "budget_above_amount": ("budgets", "3500000", "3500001", 2, "planned",
        "EUR 4,000,001 are planned for “G1” in all, and EUR 4,000,000 are committed in grants.csv. Check both."),
    "raised_before_forum": ("concerns", "2016-12,documents", "2016-10,documents", 3, "raised_in",
        "the forum was set up later. Correct the month, or the date of the forum."),
    "look_alike": ("fora", "F3,Basra", "f1,Basra", 4, "forum_id",
        "“f1” looks like “F1” (line 2). Write one id in one way, or choose another."),
    "ends_too_early": ("trainings", "2016-05-03", "2016-04-30", 2, "ends_on",
        "ends_on is before starts_on. Correct one of the two."),
    "before_2003": ("phases", "2015", "1999", 2, "starts_on", "the date is before 2003. Correct it."),
    "after_as_of": ("fora", "2016-11-30", "2017-02", 2, "established_on",
        "the date is after 2017-01-31, the as-of date of the dataset. Correct one of the two."),
    "currency_missing": ("grants", "EUR", "", 2, "currency",
        "amount has no currency. Write its three letters, such as USD."),
    "half_a_point": ("fora", "36.34", "", 2, "latitude",
        "the cell is empty, but half a point shows nowhere. Fill it in, or empty the other one too."),
    "outside_iraq": ("fora", "36.34,43.13", "43.13,36.34", 2, "latitude",
        "latitude 43.13, longitude 36.34 is not in Iraq; the two look swapped. Swap them."),
    "other_governorate": ("fora", "36.34,43.13", "33.31,44.36", 2, "governorate",
        "the point lies in Baghdad, not in Ninewa. Correct the point or the governorate."),
    "unknown_district": ("infrastructure", SOUND["infrastructure"], works("Basra", "Atlantis"), 2, "district",
        "“Atlantis” is not the name of a district. Write it as in geo/districts.csv, or its P-code."),
    "district_elsewhere": ("infrastructure", SOUND["infrastructure"], works("Basra", "Sinjar"), 2, "district",
        "Sinjar is a district of Ninewa, not of Basra. Correct the district or the governorate."),
    "target_is_baseline": ("targets", "0,10", "10,10", 2, "target",
        "target and baseline are equal, so progress cannot be measured. Correct one of the two."),
    "unknown_indicator": ("targets", "fora_planned,Ninewa", "fora_Planned,Ninewa", 3, "indicator",
        "“fora_Planned” is not an indicator, so this target is not shown. Write a key listed on the Record page, Methods."),
    "survey_target": ("targets", "fora_planned,Ninewa,P1", "survey:trust,Ninewa,", 3, "indicator",
        "“survey:trust” names no question. Write survey: and one of: very_safe, violence_to_increase, family_security_improved, "
        "police_positive_impact, trust_in_police, police_fair, would_report_crime, safe_after_dark, victims_who_reported, "
        "dispute_resolved."),
    "unresolved_reference": ("facts", "S1", "S9", 2, "source",
        "“S9” is not in sources.csv. Add it there, or correct it here."),
    "attendance_not_completed": ("attendance", "T2,police", "T3,police", 3, "training_id",
        "“T3” is planned; only completed events have attendance. Correct its status."),
    "cohort_differs": ("attendance", "host,12", "host,16", 2, "cohort",
        "cohort “C1” has 10 attendances here, 16 on line 3, by the same people. Check."),
}  # fmt: skip
TABLE_OF = {"cohort_differs": "trainings"}  # where the issue is not in the table that was changed


@pytest.mark.parametrize("rule", CELLS)
def test_rule(rule: str, tmp_path: Path) -> None:
    """A broken rule speaks at that line and column in those words; an error sets its row aside, a warning does not."""
    table, old, new, row, column, problem = CELLS[rule]
    dataset = write(tmp_path, changed(table, old, new))
    blamed = TABLE_OF.get(rule, table)
    where = f"{blamed}.csv" + (f", line {row}" if row else "") + (f", column {column}" if column else "")
    found = [issue for issue in dataset.issues if issue.rule == rule]
    assert [(i.severity, i.table, i.row, i.column, i.message) for i in found] == [
        (RULES[rule], blamed, row, column, f"{where}: {problem}")
    ]
    if row:
        aside = list(dataset.set_aside[blamed]["row"])
        assert (row in aside) == (RULES[rule] is Severity.ERROR)


# rule -> how to build a dataset that breaks it: (tables, datapackage entries)
FILES: dict[str, Callable[[], tuple[dict[str, str | bytes], dict[str, object]]]] = {
    "package_value": lambda: (dict(SOUND), {"basis": "guesses"}),
    "missing_file": lambda: ({"phases": SOUND["phases"]}, {"resources": [{"name": "phases", "path": "gone.csv"}]}),
    "duplicate_table": lambda: (
        {"phases": SOUND["phases"]}, {"resources": [{"name": "phases", "path": "phases.csv"}] * 2}),
    "unknown_table": lambda: ({"weather": "day\n"}, {}),
    "missing_table": lambda: ({}, {}),
    "not_utf8": lambda: ({"sources": "source_id,title\nS1,الموصل\n".encode("windows-1256")}, {}),
    "nul_character": lambda: ({"sources": b"source_id,title\nS1,\0\n"}, {}),
    "too_many_columns": lambda: ({"sources": "a," * 1000 + "\n"}, {}),
    "too_large": lambda: ({"sources": b"source_id,title\n" + b"S" * 3000}, {}),
    "too_many_rows": lambda: ({"sources": "source_id,title\nS1,a\nS2,b\nS3,c\nS4,d\n"}, {}),
}  # fmt: skip


@pytest.mark.parametrize("rule", FILES)
def test_file_rule(rule: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is wrong with the package or a whole file is an issue too, and the rest still loads."""
    monkeypatch.setattr(csv_file, "ROWS_LIMIT", 3)
    monkeypatch.setattr("community_policing.dataset.load.BYTES_LIMIT", 3000)
    tables, package = FILES[rule]()
    dataset = write(tmp_path, tables, **package)
    found = {issue.rule for issue in dataset.issues}
    assert rule in found
    assert all(issue.severity is RULES[issue.rule] for issue in dataset.issues)


GOVERNORATES = {
    "unknown_governorate": ("fora", "Basra,Basra", "Basra,Atlantis", 4),
    "matched_inexactly": ("fora", "Basra,Basra", "Basra,IQ-TS", 4),
}


@pytest.mark.parametrize("rule", GOVERNORATES)
def test_governorate_rule(rule: str, tmp_path: Path) -> None:
    """An unknown governorate is an error with geography's reason; a code of another scheme is read with a warning."""
    table, old, new, row = GOVERNORATES[rule]
    dataset = write(tmp_path, changed(table, old, new))
    assert [(i.rule, i.table, i.row, i.column) for i in dataset.issues] == [(rule, table, row, "governorate")]
    assert dataset.issues[0].message.startswith(f"{table}.csv, line {row}, column governorate: ")


def test_contradiction_of_name_and_code(tmp_path: Path) -> None:
    """A name and a code that contradict each other are refused, never resolved in favour of one."""
    dataset = write(tmp_path, changed("fora", "Basra,Basra", "Basra,Nineveh (IQG08)"))
    assert [(i.rule, i.row, i.value) for i in dataset.issues] == [("unknown_governorate", 4, "Nineveh (IQG08)")]
    assert "IQG08" in dataset.issues[0].message


def test_a_district_needs_its_governorate(tmp_path: Path) -> None:
    """A row that names a district and no governorate would be counted in one and not in the other."""
    dataset = write(tmp_path, {**SOUND, "infrastructure": works("", "Sinjar")})
    assert [(i.rule, i.message) for i in dataset.issues] == [
        ("district_elsewhere", "infrastructure.csv, line 2, column district: Sinjar is a district of Ninewa, but the row has no "
         "governorate. Fill it in."),
    ]  # fmt: skip


def test_a_point_in_another_district(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is warned about where borders tell; a likely district is no reason to doubt the row."""
    tables = {**SOUND, "infrastructure": works("Ninewa", "قضاء سنجار", "36.34,43.13")}
    monkeypatch.setattr(districts, "borders", dict)
    dataset = write(tmp_path, tables)
    assert (dataset.issues, dataset.tables["infrastructure"]["district"].tolist()) == ((), ["IQG15Q07"])
    polygons = dict.fromkeys(districts.districts(), box(0, 0, 0, 0)) | {
        "IQG15Q07": box(41, 36, 42, 37),
        "IQG15Q05": box(43, 36, 44, 37),
    }
    monkeypatch.setattr(districts, "borders", lambda: polygons)
    [issue] = write(tmp_path, tables).issues
    assert (issue.rule, issue.severity, issue.message) == (
        "other_district", Severity.WARNING, "infrastructure.csv, line 2, column district: the point lies in the district Al-Mosul, "
        "not in Sinjar. Correct the point or the district.",
    )  # fmt: skip


def test_every_rule_is_tested() -> None:
    """The registry of rules and these tests name the same rules."""
    assert set(RULES) == set(CELLS) | set(FILES) | set(GOVERNORATES) | {
        "not_parquet",
        "other_district",
    }  # test_parquet.py


def test_sound_dataset(tmp_path: Path) -> None:
    """The dataset that the other tests break has no issue."""
    dataset = write(tmp_path, dict(SOUND))
    assert dataset.issues == ()
    assert {name: len(frame) for name, frame in dataset.tables.items()} == {
        "sources": 1, "donors": 1, "phases": 1, "grants": 1, "fora": 3, "trainings": 3, "attendance": 2,
        "infrastructure": 1, "surveys": 1, "estimates": 2, "meetings": 2, "concerns": 2,
        "budgets": 2, "targets": 2, "facts": 1, "places": 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "column", "message"),
    [
        (
            "P1,2015,2018,0,4",
            "phase_id",
            "surveys do not say by phase, so a target for answers is of none. Empty the cell.",
        ),
        (",2015,2018,0,120", "target", "a percentage of answers lies between 0 and 100. Correct it."),
        (",2015,2018,-5,20", "baseline", "a percentage of answers lies between 0 and 100. Correct it."),
    ],
)
def test_what_no_survey_can_say_is_no_target(cells: str, column: str, message: str, tmp_path: Path) -> None:
    """A phase, and fewer than nobody or more than everybody; the row is set aside, and one that is right is kept."""
    old, key = "fora_planned,Ninewa,P1,2015,2018,0,4", "survey:trust_in_police,Ninewa,"
    refused = write(tmp_path, changed("targets", old, key + cells))
    (told,) = [issue for issue in refused.issues if issue.rule == "survey_target"]
    assert told.column == column
    assert told.message.endswith(message)
    assert len(refused.tables["targets"]) == 1
    kept = write(tmp_path, changed("targets", old, key + ",2015,2018,20,40"))
    assert (kept.tables["targets"]["indicator"].tolist()[-1], kept.issues) == ("survey:trust_in_police", ())


def test_nothing_dangles(tmp_path: Path) -> None:
    """When a donor goes, its grant goes, then the forum, its trainings, their attendance, each saying which line."""
    dataset = write(tmp_path, changed("donors", "Germany,Germany", "Germany,"))
    gone = "was set aside for an error"
    assert [i.message for i in dataset.issues] == [
        f"attendance.csv, line 2, column training_id: “T1” {gone} (trainings.csv, line 2). Correct that line.",
        f"attendance.csv, line 3, column training_id: “T2” {gone} (trainings.csv, line 3). Correct that line.",
        *(
            f"budgets.csv, line {line}, column grant_id: “G1” {gone} (grants.csv, line 2). Correct that line."
            for line in (2, 3)
        ),
        *(
            f"concerns.csv, line {line}, column forum_id: “F1” {gone} (fora.csv, line 2). Correct that line."
            for line in (2, 3)
        ),
        "donors.csv, line 2, column short_name: the cell is empty. Fill it in.",
        f"fora.csv, line 2, column grants: “G1” {gone} (grants.csv, line 2). Correct that line.",
        f"grants.csv, line 2, column donor_id: “D1” {gone} (donors.csv, line 2). Correct that line.",
        *(
            f"meetings.csv, line {line}, column forum_id: “F1” {gone} (fora.csv, line 2). Correct that line."
            for line in (2, 3)
        ),
        *(
            f"trainings.csv, line {line}, column forum_id: “F1” {gone} (fora.csv, line 2). Correct that line."
            for line in (2, 3, 4)
        ),
    ]


def test_each_grant_resolves(tmp_path: Path) -> None:
    """Every id of a grants cell must resolve, not only the first."""
    dataset = write(tmp_path, changed("fora", ",G1,", ",G1;G7,"))
    assert [i.message for i in dataset.issues if i.table == "fora"] == [
        "fora.csv, line 2, column grants: “G7” is not in grants.csv. Add it there, or correct it here."
    ]


def test_unpublished(tmp_path: Path) -> None:
    """A published row may leave out what its source does not say; a row of the programme may not."""
    without = SOUND["infrastructure"].replace("handed_over,2", "handed_over,")
    published = write(tmp_path, {**SOUND, "infrastructure": without.replace("programme", "published")})
    assert (published.issues, published.tables["infrastructure"]["quantity"].isna().tolist()) == ((), [True])
    dataset = write(tmp_path, {**SOUND, "infrastructure": without})
    assert [i.message for i in dataset.issues] == [
        "infrastructure.csv, line 2, column quantity: the cell is empty. Fill it in; only rows whose record is "
        "“published” may leave it empty."
    ]


def test_later_duplicates_name_the_first(tmp_path: Path) -> None:
    """The first of three equal keys stays; each later one is an error that names the first's line."""
    dataset = write(tmp_path, {**SOUND, "sources": "source_id,title\nS1,a\nS1,b\nS2,c\nS1,d\n"})
    repeats = "the row repeats the key of line 2. Delete one of the two, or correct its key."
    assert [i.message for i in dataset.issues] == [
        f"sources.csv, line {line}, column source_id: {repeats}" for line in (3, 5)
    ]
    assert dataset.tables["sources"]["title"].tolist() == ["a", "c"]


def test_unreadable_key_is_no_duplicate(tmp_path: Path) -> None:
    """A target whose governorate cannot be read is not mistaken for the national one."""
    dataset = write(tmp_path, changed("targets", "fora_planned,Ninewa", "fora_planned,Atlantis"))
    assert [(i.rule, i.row) for i in dataset.issues] == [("unknown_governorate", 3)]


def test_one_error_a_cell(tmp_path: Path) -> None:
    """A date that cannot be read is told once: not also as missing."""
    dataset = write(tmp_path, changed("trainings", "2016-06-01", "soon"))
    assert [(i.rule, i.row) for i in dataset.issues if i.table == "trainings"] == [("not_a_date", 3)]


def test_plans_may_lie_ahead(tmp_path: Path) -> None:
    """Planned and cancelled trainings may lie after the as-of date, completed ones may not."""
    tables = changed("trainings", "workshop,planned", "workshop,cancelled")
    assert write(tmp_path, tables).issues == ()
    dataset = write(tmp_path, changed("trainings", "workshop,planned", "workshop,completed"))
    assert [(i.rule, i.row, i.column) for i in dataset.issues] == [
        ("after_as_of", 4, "ends_on"),
        ("after_as_of", 4, "starts_on"),
    ]


def test_publications_may_be_later(tmp_path: Path) -> None:
    """A page that speaks of the as-of date is published after it, and may print a plan."""
    sources = "source_id,title,published_on\nS1,A page,2017-06-22\n"
    facts = "fact_id,as_of,published_on,indicator,value,scope,source\nN1,2017-12-31,2017-06-22,fora,4,iom,S1\n"
    assert write(tmp_path, {**SOUND, "sources": sources, "facts": facts}).issues == ()


def test_vague_dates_get_the_benefit(tmp_path: Path) -> None:
    """A forum set up in some month may close on a day of that month, and the month of the as-of date is not late."""
    tables = changed("fora", "2014,,2016-07", "2016-07,,2016-07-10")
    assert write(tmp_path, tables).issues == ()
    tables = changed("fora", "2016-11-30", "2017")
    tables = {name: text for name, text in tables.items() if name not in ("meetings", "concerns")}
    assert write(tmp_path, tables, as_of="2017-01-15").issues == ()


@pytest.mark.parametrize(("seats", "warned"), [(15, False), (16, True)])
def test_cohort_threshold(seats: int, warned: bool, tmp_path: Path) -> None:
    """Attendances of one cohort may differ by half of the smaller total: 10 and 15, not 10 and 16."""
    dataset = write(tmp_path, changed("attendance", "host,12", f"host,{seats}"))
    assert [i.rule for i in dataset.issues] == ["cohort_differs"] * warned


@pytest.mark.parametrize(("table", "old", "new"), [
    ("estimates", "7,303,4,10,,programme", "7,,4,10,,published"),  # what is published may lack its n
    ("estimates", "7,303,4,10", "7,303,,"),
    ("estimates", "7,303,4,10", "10,303,4,10"),
    ("meetings", "F1,2016-12-20", "F1,2016-11"),  # a month or year that the day may lie in
    ("meetings", "F1,2017-01-10", "F3,2016"),
    ("concerns", "2016-12,documents", "2016-11,documents"),
    ("concerns", "resolved,2017-01", "resolved,2016-12"),
])  # fmt: skip
def test_what_may_be_so_is_no_issue(table: str, old: str, new: str, tmp_path: Path) -> None:
    assert write(tmp_path, changed(table, old, new)).issues == ()


@pytest.mark.parametrize(("table", "old", "new", "rule"), [
    ("meetings", "F1,2016-12-20", "F1,2016-11-29", "meeting_outside_life"),
    ("estimates", "7,303", "7,0", "percent_without_n"),
    ("estimates", "303,4,10", "303,4,110", "not_a_percentage"),
    ("estimates", "7,303,4,10,,", ",303,4,10,increased,", "half_an_interval"),
    ("concerns", "resolved,2017-01", "resolved,2016-11", "ends_too_early"),
    ("concerns", "resolved,2017-01", "resolved,2017-02", "after_as_of"),
    ("surveys", "2016-07,2016-08", "2016-09,2016-08", "ends_too_early"),
    ("budgets", "500000,400000", "-5,400000", "negative"),
    ("budgets", "2017-Q1", "2016-Q4", "duplicate_key"),
    ("budgets", "3500000,,EUR", "3500000,,", "currency_missing"),
    ("budgets", "2016-Q4", "2002-Q4", "before_2003"),
    ("budgets", "G1,2017-Q1,3500000", "G1,2019-Q1,3500000", "budget_outside_grant"),
])  # fmt: skip
def test_other_ways_to_break_a_rule(table: str, old: str, new: str, rule: str, tmp_path: Path) -> None:
    dataset = write(tmp_path, changed(table, old, new))
    assert [
        (issue.rule, issue.table)
        for issue in dataset.issues
        if issue.rule not in ("unresolved_reference", "unknown_wave")
    ] == [(rule, table)]


def test_an_estimate_loses_its_wave_with_its_row(tmp_path: Path) -> None:
    """Another wave of the same survey does not stand in for one that was set aside."""
    tables = changed("surveys", "2016-08,programme\n", "2016-08,programme\nV1,endline,,2016-11,2016-12,programme\n")
    estimates = SOUND["estimates"] + "V1,endline,very_safe,programme,9,303,,,,programme\n"
    dataset = write(tmp_path, {**tables, "estimates": estimates})
    assert [(i.rule, i.table, i.row, i.column) for i in dataset.issues] == [
        ("unknown_wave", "estimates", 4, "wave"), ("required", "surveys", 3, "title"),
    ]  # fmt: skip


def test_lines_of_a_grant_without_a_currency_are_in_that_of_its_first(tmp_path: Path) -> None:
    """Nothing is committed, so nothing is planned above it; the last quarter of an open grant may come at any time."""
    grants = SOUND["grants"].replace("2018,4000000,EUR", ",,")
    sound = {**SOUND, "grants": grants, "budgets": SOUND["budgets"].replace("2017-Q1", "2031-Q1")}
    assert write(tmp_path, sound).issues == ()
    other = SOUND["budgets"].replace("3500000,,EUR", "3500000,,USD")
    assert [issue.message for issue in write(tmp_path, {**sound, "budgets": other}).issues] == [
        "budgets.csv, line 3, column currency: “G1” is in EUR (line 2). Write one currency for one grant."
    ]


def test_lines_of_a_budget_go_with_their_grant(tmp_path: Path) -> None:
    dataset = write(tmp_path, changed("budgets", "G1,2017-Q1", "G7,2017-Q1"))
    assert [issue.message for issue in dataset.issues] == [
        "budgets.csv, line 3, column grant_id: “G7” is not in grants.csv. Add it there, or correct it here."
    ]


@pytest.mark.parametrize(
    "text",
    ["2016-Q4", "Q4 2016", "q4/2016", "2016Q4", "4th quarter of 2016", "2016-10-01", "01/10/2016", "الربع الرابع 2016",
     "الربع ٤ ٢٠١٦", "چارەکی چوارەمی 2016"],
)  # fmt: skip
def test_a_quarter_is_read_in_many_ways(text: str, tmp_path: Path) -> None:
    dataset = write(tmp_path, changed("budgets", "2016-Q4", text))
    assert (dataset.issues, dataset.tables["budgets"]["quarter"].tolist()) == ((), ["2016-Q4", "2017-Q1"])


def test_a_month_keeps_no_day(tmp_path: Path) -> None:
    dataset = write(tmp_path, changed("concerns", "F1,2016-12,documents", "F1,05/12/2016,documents"))
    rows = dataset.tables["concerns"]
    assert (dataset.issues, rows["raised_in"].dt.date.astype(str).tolist(), rows["raised_in_precision"].tolist()) == (
        (), ["2016-12-31", "2016-12-31"], ["month", "month"],
    )  # fmt: skip


# Two dates of one row that may come in either order: a plan, and what became of it; what a source speaks of.
ANY_ORDER = {
    ("fora", "established_on", "planned_for"), ("fora", "planned_for", "closed_on"), ("fora", "planned_for", "last_met_on"),
    ("infrastructure", "due_on", "completed_on"), ("facts", "as_of", "published_on"),
}  # fmt: skip


def test_every_two_dates_of_a_row_have_an_order_or_none() -> None:
    """Whatever two dates a table has, a rule holds their order, or this list says that there is none."""
    told = {frozenset((table, *pair)) for table, *pair in (*_PERIODS, *ANY_ORDER)}
    pairs = {frozenset((t.name, a, b)) for t in TABLES.values() for a, b in combinations(t.dates, 2)}
    assert (pairs - told, told - pairs) == (set(), set())


@pytest.mark.parametrize(
    "other", ["cpf-002", "CPF-٠٠٢", "CPF\u2011002", "СPF-002", "CPF 002", "ＣＰＦ－００２", "CРF–۰۰۲"]
)
def test_ids_that_look_alike_have_one_form(other: str) -> None:
    """Case, digits, dashes, blanks, wide forms and letters of other alphabets make no other id; other numbers do."""
    assert (normal(other), normal("1-11") == normal("11-1"), normal("F01")) == (normal("CPF-002"), False, "f01")
