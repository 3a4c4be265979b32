"""Surveys as restricted readers see them: what was published as it is, and of the rest large samples without small groups."""

from math import inf
from typing import Any

import pandas as pd
import pytest

from community_policing.analysis.outcomes import targets
from community_policing.core.protection_level import ProtectionLevel
from community_policing.dataset.load import Dataset
from community_policing.measure.programme import Programme
from community_policing.measure.surveys.targets import survey_targets
from community_policing.protect.disclosure import protect
from tests.conftest import Build, Row

SECRET = bytes(range(32))
PUBLIC, FIELD = ProtectionLevel(own_grants=()), ProtectionLevel(5, own_governorates=("IQG15",))


def survey(record: str, wave: str = "baseline", **more: str) -> Row:
    """A row of surveys."""
    return {"survey_id": f"S-{record}", "wave": wave, "title": "What Hajiabad says", "fieldwork_to": "2016-02-11",
            "population": "adults of Hajiabad", "respondents": "407", "record": record, **more}  # fmt: skip


def estimate(record: str, community: str, percent: str, n: str, **more: str) -> Row:
    """A row of estimates."""
    return {"survey_id": f"S-{record}", "wave": "baseline", "question": "police_fair", "wording": "Are the police fair?",
            "governorate": "IQG08", "community": community, "surveyed": "programme", "percent": percent, "n": n,
            "record": record, "note": f"Note on {community}", **more}  # fmt: skip


@pytest.fixture(scope="module")
def dataset(build: Build) -> Dataset:
    """A published survey, small as it is; and one that nobody published, of communities large and small."""
    return build({
        "surveys": [survey("published"), survey("programme"), survey("programme", "endline", fieldwork_to="2016-09-05"),
                    survey("programme", "asked of few", respondents="40")],
        "estimates": [
            estimate("published", "Baradiyah", "7", "33", interval_low="1", interval_high="13"),
            estimate("programme", "Zab", "41.26", "207", interval_low="34", interval_high="48"),
            estimate("programme", "Zab", "51.4", "229", wave="endline"),
            estimate("programme", "Abu", "60", "118"),
            estimate("programme", "Abu", "58.2", "103", sex="women"),
            estimate("programme", "Few", "50", "99"),
            estimate("programme", "Rare", "4", "200"),
            estimate("programme", "Nearly all", "96", "200"),
            estimate("programme", "Own", "12.5", "24", governorate="IQG15"),
            estimate("programme", "Told by words", "", "150", direction="increased"),
            estimate("programme", "Told of nobody knows whom", "", "", direction="increased"),
            estimate("programme", "Few", "50", "30", wave="asked of few"),
        ],
    })  # fmt: skip


def lines(frame: pd.DataFrame, *columns: str) -> list[tuple[Any, ...]]:
    """Those columns as lines, None where nothing is."""
    cells = frame[list(columns)].astype(object)
    return list(cells.where(cells.notna(), None).itertuples(index=False, name=None))


def test_what_was_published_stays_and_of_the_rest_only_large_samples(dataset: Dataset) -> None:
    """No sample under 100, no answer that fewer than 10 gave or did not give; whole percentages, samples in tens, no name."""
    shown = protect(dataset, PUBLIC, SECRET).tables["estimates"]
    columns = ("record", "wave", "community", "percent", "n", "interval_low", "note")
    assert lines(shown, *columns) == [
        ("published", "baseline", "Baradiyah", 7.0, 33, 1.0, "Note on Baradiyah"),
        ("programme", "baseline", "Community 2 in Baghdad", 41.0, 200, None, None),
        ("programme", "baseline", "Community 3 in Baghdad", 60.0, 110, None, None),
        ("programme", "baseline", "Community 1 in Baghdad", None, 150, None, None),
        ("programme", "endline", "Community 2 in Baghdad", 51.0, 220, None, None),
    ]
    assert dict(shown.dtypes) == dict(dataset.tables["estimates"].dtypes)


def test_a_field_office_has_its_own_as_recorded_and_women_apart(dataset: Dataset) -> None:
    """Its threshold is 5: samples of 50 and more, in fives; of its own governorate all."""
    shown = protect(dataset, FIELD, SECRET).tables["estimates"]
    unpublished = shown[shown["record"] != "published"]
    assert lines(unpublished, "governorate", "community", "sex", "percent", "n")[0] == ("IQG15", "Own", None, 12.5, 24)
    assert ("women", 58.0, 100) in lines(unpublished, "sex", "percent", "n")
    assert (unpublished["n"].iloc[1:] % 5 == 0).all()


def test_surveys_keep_what_waves_are_told_by(dataset: Dataset) -> None:
    """Of an unpublished one the wave, its quarter and a round number; not those of which nothing is shown."""
    shown = protect(dataset, PUBLIC, SECRET).tables["surveys"]
    columns = ("wave", "title", "fieldwork_to", "fieldwork_to_precision", "population", "respondents")
    assert lines(shown, *columns) == [
        ("baseline", "What Hajiabad says", pd.Timestamp("2016-02-11"), "day", "adults of Hajiabad", 407),
        ("baseline", "Survey of 2016", pd.Timestamp("2016-03-31"), "quarter", None, 400),
        ("endline", "Survey of 2016", pd.Timestamp("2016-09-30"), "quarter", None, 400),
    ]


def test_a_part_taken_from_its_whole_leaves_no_small_group(build: Build) -> None:
    """All, and all but k of them: for k up to 9 what is shown differs by 0 or 10 people and never by k."""
    found = set()
    for k in (0, 1, 9):
        rows = [estimate("programme", "", "50", "300", answer="all"), estimate("programme", "Z", "50", str(300 - k))]
        shown = protect(build({"surveys": [survey("programme")], "estimates": rows}), PUBLIC, SECRET).tables[
            "estimates"
        ]
        found.add((k > 0, int(shown["n"].max() - shown["n"].min())))
    assert found == {(False, 0), (True, 10)}


def test_twins_come_out_the_same(dataset: Dataset, build: Build) -> None:
    """Communities of other names, in another order, samples that round alike."""
    one = [("Zab", "41.26", "207"), ("Abu", "60", "118")]
    two = [("Mim", "59.6", "111"), ("Nun", "40.9", "201")]
    frames = [
        protect(
            build({"surveys": [survey("programme", title=f"Of {rows[0][0]}")],
                   "estimates": [estimate("programme", *row) for row in rows]}), PUBLIC, SECRET,
        ).tables for rows in (one, two)
    ]  # fmt: skip
    for name in ("surveys", "estimates"):
        pd.testing.assert_frame_equal(frames[0][name], frames[1][name])


def target(baseline: str, aim: str, record: str = "programme", governorate: str = "IQG08") -> Row:
    """A row of targets for what people answer."""
    return {"indicator": "survey:police_fair", "governorate": governorate, "period_starts_on": "2016-01-01",
            "due_on": "2016-12-31", "baseline": baseline, "target": aim, "record": record}  # fmt: skip


@pytest.mark.parametrize(("guard", "own"), [(PUBLIC, -inf), (FIELD, 12.5)], ids=["public", "field"])
def test_a_target_for_answers_tells_no_estimate_as_its_baseline(
    guard: ProtectionLevel, own: float, build: Build
) -> None:
    """Only which way it goes, and what is to be reached; unless it was published, or is of the reader's own governorate.  Which
    answers are withheld has no part in it."""
    few, many = (
        build({"surveys": [survey("programme")], "estimates": [estimate("programme", "Zab", "41.26", n)], "targets": [
            target("41.26", "60"), target("41.26", "30", governorate="IQG10"), target("7", "9", "published", "IQG02"),
            target("12.5", "20", governorate="IQG15"), target("40", "40", governorate=""),
        ]}) for n in ("24", "400")
    )  # fmt: skip
    shown = [protect(each, guard, SECRET).tables["targets"] for each in (few, many)]
    assert lines(shown[0], "governorate", "baseline", "target") == [
        ("IQG08", -inf, 60), ("IQG10", inf, 30), ("IQG02", 7, 9), ("IQG15", own, 20), (None, -inf, 40),
    ]  # fmt: skip
    pd.testing.assert_frame_equal(*shown)


@pytest.mark.parametrize(
    ("n", "due", "told"),
    [
        ("400", "2016-12-31", "not yet shown by this survey: not all of the interval, 35 – 47 %, is at least 60 %"),
        ("24", "2016-12-31", "not told in this view: not asked there in time, or too few were"),
        ("400", "2016-02-01", "not told in this view: not asked there in time, or too few were"),
        ("", "2016-12-31", "not told in this view: not asked there in time, or too few were"),
    ],
    ids=["many", "few", "later", "nobody"],
)
def test_a_target_for_answers_that_are_withheld_has_no_status(n: str, due: str, told: str, build: Build) -> None:
    """Nor is it said that nobody was asked: that, too few and too late read alike.  Its baseline is a dash in every case."""
    estimates = [estimate("programme", "Zab", "41.26", n)] if n else []
    whole = build(
        {
            "surveys": [survey("programme")],
            "estimates": estimates,
            "targets": [{**target("41.26", "60"), "due_on": due}],
        }
    )
    rows = survey_targets(Programme.of(protect(whole, PUBLIC, SECRET)))
    table = targets.table(rows)
    assert table["Why"].tolist() == [told]
    assert table["Status"].tolist() == ["○ not yet shown" if told.startswith("not yet") else "– not told"]
    assert (table["Baseline"].tolist(), table["Target"].tolist()) == ([None], ["at least 60 %"])
