"""data/demonstration agrees with the public record, line by line, and is what make.py makes."""

import json
import subprocess
import sys
from datetime import date
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest

from community_policing.core.schema import DATES, TABLES

ROOT = Path(__file__).resolve().parents[2]
DEMONSTRATION = ROOT / "data" / "demonstration"
RECORD = ROOT / "data" / "public_record"
BOUNDARIES = ROOT / "geo" / "governorates_med.geojson"
AS_OF = "2016-11-30"
INDICATORS = {
    "fora_established", "fora_established_iom", "fora_established_police", "fora_planned", "women_share_of_members",
    "trainings_and_campaigns_held", "workshops_held", "attendances", "community_attendances", "vehicles_handed_over",
    "equipment_handed_over", "stations_adapted", "headquarters_built",
}  # fmt: skip
OUTCOMES = ("surveys", "estimates", "meetings", "concerns")  # all made up: nothing of 2016 was published
EQUIPMENT = ["technical_equipment", "security_equipment", "communication_equipment"]
STATIONS = ["police_station_adaptation", "new_venue"]

Tables = dict[str, pd.DataFrame]


def read(folder: Path) -> Tables:
    """Every table that has a file, as text, empty cells as ""."""
    files = {name: folder / f"{name}.csv" for name in TABLES}
    return {name: pd.read_csv(file, dtype=str, keep_default_na=False) for name, file in files.items() if file.exists()}


DATA, PUBLISHED = read(DEMONSTRATION), read(RECORD)
FORA, TRAININGS, WORKS, TARGETS = (DATA[name] for name in ("fora", "trainings", "infrastructure", "targets"))
ATTENDANCE = DATA["attendance"].assign(attendances=DATA["attendance"]["attendances"].astype(int))
ESTABLISHED = FORA[FORA["status"].eq("established")]
BY_IOM = ESTABLISHED[ESTABLISHED["established_by"].eq("iom")]
IN_2015 = ESTABLISHED[ESTABLISHED["established_on"].str.startswith("2015")]
PLANNED = FORA[FORA["status"].eq("planned")]
HELD = TRAININGS[TRAININGS["status"].eq("completed")]
DONE = WORKS[WORKS["status"].isin(["completed", "handed_over"])]
STATION_ROWS = WORKS[WORKS["kind"].eq("police_station_adaptation") & WORKS["status"].eq("agreed")]
GRANTS = DATA["grants"].set_index("grant_id")


def total(rows: pd.DataFrame, column: str = "quantity") -> int:
    """The sum of a column of counts; empty cells add nothing."""
    return int(pd.to_numeric(rows[column]).sum())


# ---- what the issue lists, one line each: the statement, what the files give, the number that was published
AGREEMENT = [
    ("fora established by IOM by 30 November 2016", len(BY_IOM), 30),
    ("fora established by local police", len(ESTABLISHED) - len(BY_IOM), 13),
    ("fora established by all", len(ESTABLISHED), 43),
    ("fora planned for the end of 2016", len(PLANNED), 4),
    ("fora set up in 2015", len(IN_2015), 16),
    ("fora set up by IOM in 2015", int(IN_2015["established_by"].eq("iom").sum()), 16),
    ("governorates where fora were set up in 2015", IN_2015["governorate"].nunique(), 6),
    ("fora established in Ninewa", int(ESTABLISHED["governorate"].eq("IQG15").sum()), 0),
    ("fora planned in Anbar", int(PLANNED["governorate"].eq("IQG01").sum()), 1),
    ("fora planned in Ninewa", int(PLANNED["governorate"].eq("IQG15").sum()), 2),
    ("fora planned in Diyala", int(PLANNED["governorate"].eq("IQG10").sum()), 1),
    ("fora closed", int(FORA["status"].eq("closed").sum()), 0),
    ("trainings and awareness campaigns held", int(HELD["kind"].ne("workshop").sum()), 20),
    ("workshops held", int(HELD["kind"].eq("workshop").sum()), 5),
    ("attendances, over 1,100 published", int(ATTENDANCE["attendances"].sum()), 1126),
    ("community attendances, over 350 published",
     int(ATTENDANCE.loc[ATTENDANCE["participant_group"].eq("community"), "attendances"].sum()), 358),
    ("vehicles handed over on 30 August 2016",
     total(DONE[DONE["kind"].eq("vehicle") & DONE["completed_on"].eq("2016-08-30")]), 24),
    ("vehicles handed over in all", total(DONE[DONE["kind"].eq("vehicle")]), 24),
    ("items of equipment handed over (illustrative)", total(DONE[DONE["kind"].isin(EQUIPMENT)]), 156),
    ("stations and venues finished", total(DONE[DONE["kind"].isin(STATIONS)]), 0),
    ("headquarters finished", total(DONE[DONE["kind"].eq("headquarters")]), 0),
    ("headquarters agreed", total(WORKS[WORKS["kind"].eq("headquarters") & WORKS["status"].eq("agreed")]), 1),
    ("governorates with station adaptations agreed", STATION_ROWS["governorate"].nunique(), 4),
    ("phases", len(DATA["phases"]), 2),
    ("donors", len(DATA["donors"]), 2),
    ("grants", len(GRANTS), 2),
    ("EUR for phase 2", int(GRANTS.loc["DE-P2", "amount"]), 4_000_000),
    ("events planned for December 2016", int(TRAININGS["starts_on"].str.startswith("2016-12").sum()), 4),
    ("events planned in all", int(TRAININGS["status"].eq("planned").sum()), 4),
]  # fmt: skip


@pytest.mark.parametrize(("found", "stated"), [pytest.param(f, s, id=name) for name, f, s in AGREEMENT])
def test_agrees_with_the_public_record(found: int, stated: int) -> None:
    """Each number that was published, and each that this dataset promises, is what its rows give."""
    assert found == stated


@pytest.mark.parametrize(
    ("fact", "found"),
    [("F003", len(IN_2015)), ("F004", IN_2015["governorate"].nunique()), ("F015", 24), ("F017", len(BY_IOM)),
     ("F018", len(ESTABLISHED) - len(BY_IOM)), ("F019", len(ESTABLISHED)), ("F020", len(PLANNED)), ("F024", 20),
     ("F025", 5), ("F026", 1126), ("F027", 358), ("F028", STATION_ROWS["governorate"].nunique()), ("F029", 1)],
)  # fmt: skip
def test_meets_the_published_fact(fact: str, found: int) -> None:
    """Exact facts are met exactly; "over" is exceeded by less than a tenth, so that the totals do not mislead."""
    row = PUBLISHED["facts"].set_index("fact_id").loc[fact]
    value = int(row["value"])
    if row["qualifier"] == "exact":
        assert found == value
    else:
        assert value <= found < 1.1 * value


def test_station_adaptations_are_in_the_four_governorates() -> None:
    """Agreed in Anbar, Diyala, Ninewa and Salah al-Din, as published, by the as-of date; none is said to be done."""
    assert set(STATION_ROWS["governorate"]) == {"IQG01", "IQG10", "IQG15", "IQG16"}
    assert STATION_ROWS["agreed_on"].between("2016-03-01", AS_OF).all()
    assert STATION_ROWS["note"].str.contains("published").all()


def test_headquarters_is_in_baghdad() -> None:
    """The headquarters agreed is the published one, in Baghdad; its due date is marked as illustrative."""
    row = WORKS[WORKS["kind"].eq("headquarters")].iloc[0]
    assert (row["governorate"], row["record"], row["completed_on"]) == ("IQG08", "published", "")
    assert "due is illustrative" in row["note"]


def test_phase_1_has_no_amount() -> None:
    """The United States' grant of phase 1 was published without an amount, and has none here."""
    assert (GRANTS.loc["US-P1", "amount"], GRANTS.loc["US-P1", "currency"]) == ("", "")


def test_costs_are_not_made_up() -> None:
    """No money stands in the dataset but the published grant."""
    assert WORKS[["cost", "currency"]].eq("").all(axis=None)


@pytest.mark.parametrize("rows", [FORA, TRAININGS], ids=["fora", "trainings"])
def test_some_rows_are_co_funded(rows: pd.DataFrame) -> None:
    """A few rows of early 2016 are paid by both grants, so that counting once and contributing can differ."""
    shared = rows[rows["grants"].eq("US-P1;DE-P2")]
    dates = shared["established_on"] if "established_on" in shared else shared["starts_on"]
    assert 2 <= len(shared) <= 4
    assert dates.between("2016-01-01", "2016-05-31").all()


def test_three_cohorts_came_twice() -> None:
    """Three cohorts attended two events each, with about the same seats: more seats than people."""
    seats = ATTENDANCE.groupby("training_id")["attendances"].sum()
    cohorts = HELD[HELD["cohort"].ne("")].assign(seats=HELD["training_id"].map(seats)).groupby("cohort")["seats"]
    assert cohorts.size().tolist() == [2, 2, 2]
    assert (cohorts.max() - cohorts.min()).max() <= 2


def test_police_fora_are_nobodys_grant() -> None:
    """What local police set up by themselves belongs to no phase and no donor, all of it in 2016."""
    police = ESTABLISHED[ESTABLISHED["established_by"].eq("police")]
    assert police[["phase_id", "grants"]].eq("").all(axis=None)
    assert police["established_on"].str.startswith("2016").all()
    assert police["governorate"].nunique() == 6


def test_fora_of_iom_are_paid_for() -> None:
    """Each forum by IOM has a phase and at least one grant."""
    assert BY_IOM[["phase_id", "grants"]].ne("").all(axis=None)


def test_zero_and_none_both_appear() -> None:
    """IOM has fora in 12 governorates and none in six, among them one where only police have some."""
    assert BY_IOM["governorate"].nunique() == 12
    assert not BY_IOM["governorate"].isin(["IQG03", "IQG05", "IQG06", "IQG09", "IQG14", "IQG15"]).any()
    assert ESTABLISHED["governorate"].eq("IQG05").any()


def test_years_tell_a_story() -> None:
    """The programme grows: 8 fora by IOM until 2014, 16 in 2015, 6 in 2016."""
    years = BY_IOM["established_on"].str[:4].value_counts().sort_index().to_dict()
    assert years == {"2012": 2, "2013": 3, "2014": 3, "2015": 16, "2016": 6}


def test_published_rows_are_the_published_ones() -> None:
    """A row that says `published` is in the public record under the same id, and its source is not the made-up one."""
    published = {
        (name, key)
        for name in ("fora", "trainings", "infrastructure", "grants")
        for key in DATA[name].loc[DATA[name]["record"].eq("published"), TABLES[name].key[0]]
    }
    assert published == {
        ("fora", "CPF-P1"), ("fora", "CPF-P2"), ("fora", "CPF-P3"), ("fora", "CPF-P4"), ("trainings", "T02"),
        ("infrastructure", "I01"), ("infrastructure", "I08"), ("grants", "US-P1"), ("grants", "DE-P2"),
    }  # fmt: skip
    assert all(PUBLISHED[name][TABLES[name].key[0]].eq(key).any() for name, key in published)


@pytest.mark.parametrize("name", ["fora", "trainings", "infrastructure", "targets", *OUTCOMES])
def test_made_up_rows_say_so(name: str) -> None:
    """A row is illustrative exactly when its source is the made-up one."""
    rows = DATA[name]
    assert rows["record"].isin(["published", "illustrative"]).all()
    assert (rows["record"].eq("illustrative") == rows["source"].eq("S00")).all()


def test_published_training_has_no_made_up_attendance() -> None:
    """The July 2016 training in Basra is published without participants: none are invented for it."""
    row = TRAININGS.set_index("training_id").loc["T02"]
    assert (row["starts_on"], row["governorate"], row["record"]) == ("2016-07", "IQG02", "published")
    assert not ATTENDANCE["training_id"].eq("T02").any()


@pytest.mark.parametrize(
    ("name", "key", "ids"),
    [("facts", "fact_id", None), ("sources", "source_id", None), ("grants", "grant_id", None),
     ("donors", "donor_id", None), ("phases", "phase_id", None), ("trainings", "training_id", ["T02"]),
     ("infrastructure", "item_id", ["I01"])],
)  # fmt: skip
def test_copies_are_unchanged(name: str, key: str, ids: list[str] | None) -> None:
    """What is copied from the public record is copied whole."""
    ours, theirs = DATA[name].set_index(key), PUBLISHED[name].set_index(key)
    copied = ids or [i for i in ours.index if i != "S00"]
    pd.testing.assert_frame_equal(ours.loc[copied], theirs.loc[copied])


def test_facts_speak_of_the_programme_by_then() -> None:
    """Only facts about IOM's programme that speak of the as-of date or before, or of its plan for fora."""
    facts = DATA["facts"]
    later = facts[facts["as_of"].gt(AS_OF)]
    assert set(facts["scope"]) == {"iom"}
    assert set(later["fact_id"]) == {"F020", "F021", "F022", "F023"}
    assert {"F003", "F015", "F017", "F018", "F019", "F024", "F025", "F026", "F027", "F028", "F029"} <= set(
        facts["fact_id"]
    )


def test_comparison_sites_are_never_fora() -> None:
    """Khor Al Zubeir and Saqlawiyah had no programme; nor is any other survey site made a forum here."""
    told = (FORA["name"] + " " + FORA["place"]).str.replace("-", " ")
    assert not told.str.contains("Khor|Zubeir|Saqlawiyah|Baradiyah|Jubeil|Hamdaniya").any()


def test_planned_events_are_in_early_december() -> None:
    """Trainings and workshops planned for early December 2016: not held, and nobody has attended."""
    planned = TRAININGS[TRAININGS["status"].eq("planned")]
    assert planned["starts_on"].between("2016-12-01", "2016-12-10").all()
    assert not ATTENDANCE["training_id"].isin(planned["training_id"]).any()


def test_attendance_is_split() -> None:
    """All groups are there, by sex, the community by displacement too, with a few cells small enough to protect."""
    community = ATTENDANCE["participant_group"].eq("community")
    assert set(ATTENDANCE["participant_group"]) == set(TABLES["attendance"].column("participant_group").choices)
    assert set(ATTENDANCE["sex"]) == {"women", "men", "not_recorded"}
    assert set(ATTENDANCE.loc[community, "displacement"]) == {"displaced", "returnee", "host", "not_recorded"}
    assert set(ATTENDANCE.loc[~community, "displacement"]) == {"not_recorded"}
    assert ATTENDANCE["attendances"].gt(0).all()
    assert ATTENDANCE["attendances"].lt(5).any()


def test_attendance_is_of_completed_events() -> None:
    """Only events that took place have attendance, and all have but the published one."""
    assert set(ATTENDANCE["training_id"]) == set(HELD["training_id"]) - {"T02"}


def test_members() -> None:
    """181 women and 542 men in the established fora that have a record, a quarter women; a few have none."""
    counted = ESTABLISHED[ESTABLISHED["members_women"].ne("")]
    assert (total(counted, "members_women"), total(counted, "members_men")) == (181, 542)
    assert len(ESTABLISHED) - len(counted) == 4
    assert PLANNED[["members_women", "members_men"]].eq("").all(axis=None)


def days() -> list[tuple[str, str]]:
    """(where, day) of every illustrative event."""
    columns = [
        *(("fora", column) for column in ("established_on", "last_met_on")),
        *(("trainings", column) for column in ("starts_on", "ends_on")),
        *(("infrastructure", column) for column in ("agreed_on", "completed_on")),
        *(("surveys", column) for column in ("fieldwork_from", "fieldwork_to")),
        ("meetings", "met_on"),
    ]
    rows = {name: DATA[name][DATA[name]["record"].eq("illustrative")] for name, _ in columns}
    return [(f"{name}.{column}", day) for name, column in columns for day in rows[name][column] if len(day) == 10]


def test_nothing_happens_on_a_friday() -> None:
    """Events fall on working days, Sunday to Thursday."""
    assert [found for found in days() if date.fromisoformat(found[1]).weekday() in (4, 5)] == []


def test_dates_are_in_the_phase() -> None:
    """Nothing of phase 2 precedes March 2016, nothing of phase 1 precedes 2012, and phase 1 gives way to phase 2."""
    fora = BY_IOM[["phase_id", "established_on"]].set_axis(["phase", "on"], axis="columns")
    events = TRAININGS[["phase_id", "starts_on"]].set_axis(["phase", "on"], axis="columns")
    dated = pd.concat([fora, events])
    assert dated.loc[dated["phase"].eq("P2"), "on"].ge("2016-03").all()
    assert dated.loc[dated["phase"].eq("P1"), "on"].between("2012-01-01", "2016-02-29").all()


def test_past_and_plan_stay_apart() -> None:
    """What is established, held or done lies at or before the as-of date; a meeting never precedes its forum."""
    assert ESTABLISHED["established_on"].le(AS_OF).all()
    assert PLANNED["established_on"].eq("").all()
    assert set(PLANNED["planned_for"]) == {"2016-12-31"}
    assert DONE["completed_on"].between("2016-03-01", AS_OF).all()
    met = ESTABLISHED[ESTABLISHED["last_met_on"].ne("")]
    assert (met["last_met_on"].ge(met["established_on"]) & met["last_met_on"].le(AS_OF)).all()


@pytest.mark.parametrize("name", OUTCOMES)
def test_nothing_of_outcomes_passes_for_published(name: str) -> None:
    """Every row of surveys, answers, meetings and concerns says that it is made up."""
    assert set(DATA[name]["record"]) == {"illustrative"}


def test_names_are_neutral() -> None:
    """A forum is named after its town and a number; no two share a name."""
    assert FORA["name"].str.fullmatch(r"Forum [A-Z][\w' -]+ \d").all()
    assert FORA["name"].is_unique


def inside(point: tuple[float, float], geometry: dict[str, object]) -> bool:
    """Whether a (longitude, latitude) lies in a GeoJSON polygon or multipolygon: even-odd rule over all its rings."""
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    x, y = point
    crossings = 0
    for ring in (ring for polygon in polygons for ring in polygon):  # type: ignore[attr-defined]
        for (ax, ay), (bx, by) in pairwise(ring):
            crossings += (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax
    return crossings % 2 == 1


def test_points_lie_in_their_governorate() -> None:
    """Each forum's point is in the governorate it names."""
    features = json.loads(BOUNDARIES.read_text(encoding="utf-8"))["features"]
    shapes = {feature["properties"]["pcode"]: feature["geometry"] for feature in features}
    points = zip(FORA["longitude"].astype(float), FORA["latitude"].astype(float), strict=True)
    astray = [
        f for f, p, at in zip(FORA["forum_id"], FORA["governorate"], points, strict=True) if not inside(at, shapes[p])
    ]
    assert astray == []


def test_districts_are_those_of_their_towns() -> None:
    """A row has the district that is named after its town; Baghdad and Abu Ghraib name none, so that their rows show a likely one,
    and Al-Qayyarah has the one that the public record says."""
    rows = pd.concat([FORA, TRAININGS, DATA["estimates"].rename(columns={"community": "place"})])
    rows = rows[rows["place"].ne("") & rows["record"].eq("illustrative")]
    places = rows.groupby("place")["district"].unique().to_dict()
    assert {place for place, codes in places.items() if len(codes) > 1} == set()
    assert {place for place, (code,) in places.items() if not code} == {"Baghdad", "Abu Ghraib"}
    assert (places["Mahmudiyah"][0], places["Al-Qayyarah"][0]) == ("IQG08Q05", "IQG15Q05")
    assert dict(PLANNED[["place", "district"]].to_numpy()) == {
        "Ramadi": "IQG01Q03", "Al-Qayyarah": "IQG15Q05", "Al-Khalis": "IQG10Q01",
    }  # fmt: skip


def test_points_are_towns_not_buildings() -> None:
    """A made-up point is a kilometre or two from its town's, a published forum's is the town's, to a kilometre."""
    towns = pd.read_csv(ROOT / "geo" / "places.csv").set_index(["pcode", "name_en"])[["latitude", "longitude"]]
    town = towns.loc[list(zip(FORA["governorate"], FORA["place"], strict=True))].to_numpy()
    away = abs(FORA[["latitude", "longitude"]].astype(float).to_numpy() - town)
    made_up = FORA["record"].eq("illustrative").to_numpy()
    assert ((away[made_up] > 0.007) & (away[made_up] < 0.017)).all()
    assert (away[~made_up] <= 0.006).all()


def test_works_have_no_points() -> None:
    """No site or batch of equipment is placed nearer than its governorate."""
    assert WORKS[["latitude", "longitude"]].eq("").all(axis=None)


def test_targets_are_of_known_indicators() -> None:
    """Targets use the keys of the indicators, or of questions that were asked, are illustrative, and rise from their baselines;
    that fewer should expect violence is below its own."""
    asked = {f"survey:{question}" for question in DATA["estimates"]["question"]}
    assert set(TARGETS["indicator"]) <= INDICATORS | asked
    assert TARGETS["record"].eq("illustrative").all()
    rises = TARGETS["baseline"].astype(float) < TARGETS["target"].astype(float)
    assert TARGETS.loc[~rises, "indicator"].tolist() == ["survey:violence_to_increase"]


@pytest.mark.parametrize(
    ("indicator", "due_on", "baseline", "target"),
    [("fora_established_iom", "2015-12-31", 0, 24), ("fora_established_iom", "2016-12-31", 24, 34),
     ("fora_established_iom", "2017-12-31", 34, 60), ("women_share_of_members", "2017-12-31", 20, 30),
     ("trainings_and_campaigns_held", "2016-12-31", 0, 24), ("workshops_held", "2016-12-31", 0, 6),
     ("attendances", "2016-12-31", 0, 1200), ("community_attendances", "2016-12-31", 0, 400),
     ("vehicles_handed_over", "2016-09-30", 0, 24), ("equipment_handed_over", "2017-06-30", 0, 240),
     ("stations_adapted", "2017-06-30", 0, 4), ("headquarters_built", "2017-09-30", 0, 1)],
)  # fmt: skip
def test_national_targets(indicator: str, due_on: str, baseline: int, target: int) -> None:
    """The target in force for the whole country: the highest revision of its period."""
    rows = TARGETS[TARGETS["indicator"].eq(indicator) & TARGETS["due_on"].eq(due_on) & TARGETS["governorate"].eq("")]
    in_force = rows.sort_values("revision").iloc[-1]
    assert (int(in_force["baseline"]), int(in_force["target"])) == (baseline, target)


def test_one_target_is_revised() -> None:
    """One target has a second version, which supersedes the first."""
    assert TARGETS["revision"].value_counts().to_dict() == {"0": 23, "1": 1}


def test_targets_of_governorates_fit_the_national_one() -> None:
    """Seven governorates have a target for 2016; with the fora of the others they make the nation's 34."""
    of_fora = TARGETS["governorate"].ne("") & ~TARGETS["indicator"].str.startswith("survey:")
    rows = TARGETS[of_fora].set_index("governorate")
    had = BY_IOM[BY_IOM["established_on"].lt("2016")]["governorate"].value_counts()
    elsewhere = int(had[~had.index.isin(rows.index)].sum())
    assert set(rows["indicator"]) == {"fora_established_iom"}
    assert rows["target"].astype(int).to_dict() == {
        "IQG01": 2, "IQG02": 6, "IQG08": 7, "IQG10": 3, "IQG13": 3, "IQG15": 2, "IQG16": 1,
    }  # fmt: skip
    assert rows["baseline"].astype(int).to_dict() == {pcode: int(had.get(pcode, 0)) for pcode in rows.index}
    assert rows["target"].astype(int).sum() + elsewhere == 34


def test_baselines_are_what_was_reached() -> None:
    """The national baseline for 2016 is the number of fora by IOM at the end of 2015."""
    assert int(BY_IOM["established_on"].lt("2016").sum()) == 24


@pytest.mark.parametrize("name", TABLES)
def test_columns_and_cells_fit_the_schema(name: str) -> None:
    """Columns in the schema's order, LF line ends, required cells filled, vocabularies kept, keys unique, dates ISO."""
    frame = DATA[name]
    table = TABLES[name].as_filled([column for column in frame if frame[column].ne("").any()])
    assert b"\r" not in (DEMONSTRATION / f"{name}.csv").read_bytes()
    assert list(frame) == [c.name for c in table.columns]
    assert not frame.duplicated(list(table.key)).any()
    for column in table.columns:
        cells = frame[column.name]
        assert column.required != "yes" or cells.ne("").all(), column.name
        assert column.required != "unpublished" or (cells.ne("") | frame["record"].eq("published")).all(), column.name
        assert not column.choices or cells[cells.ne("")].isin(column.choices).all(), column.name
        if column.kind in DATES:
            assert cells[cells.ne("")].str.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?").all(), column.name


@pytest.mark.parametrize(
    ("name", "column"), [(t.name, c.name) for t in TABLES.values() for c in t.columns if c.refers_to]
)
def test_references_resolve(name: str, column: str) -> None:
    """Every reference names a row that is there."""
    other = TABLES[TABLES[name].column(column).refers_to]
    cells = DATA[name].loc[DATA[name][column].ne(""), column].str.split(";").explode()
    assert set(cells) <= set(DATA[other.name][other.key[0]])


def test_package_says_that_it_is_synthetic() -> None:
    """datapackage.json marks the dataset as made up, as of 30 November 2016, counted from its rows."""
    package = json.loads((DEMONSTRATION / "datapackage.json").read_text(encoding="utf-8"))
    expected = {"profile": "tabular-data-package", "as_of": AS_OF, "opens_on": AS_OF, "basis": "rows"}
    assert {key: package[key] for key in expected} == expected
    assert package["synthetic"] is True
    assert [resource["name"] for resource in package["resources"]] == list(TABLES)


def test_make_writes_the_same_bytes(tmp_path: Path) -> None:
    """make.py run again gives the committed files, byte for byte, from the repository alone."""
    subprocess.run([sys.executable, "-m", "data.demonstration.make", str(tmp_path)], cwd=ROOT, check=True, timeout=60)
    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert set(made) == {f"{name}.csv" for name in TABLES} | {"datapackage.json"}
    assert [name for name, content in made.items() if (DEMONSTRATION / name).read_bytes() != content] == []
