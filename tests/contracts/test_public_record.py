"""data/public_record says what was published, all of it, and nothing more."""

import json
import re
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

from community_policing.core.schema import DATES, TABLES

ROOT = Path(__file__).resolve().parents[2]
RECORD = ROOT / "data" / "public_record"
COMPILED = ROOT.parent / "shared" / "record" / "facts.csv"

UNPUBLISHED = (
    "meetings",
    "concerns",
    "budgets",
)  # tables of which nothing was published: the record has no file of them
PUBLISHED = [name for name in TABLES if name not in UNPUBLISHED]

needs_compiled = pytest.mark.skipif(not COMPILED.exists(), reason="../shared/record is not beside this checkout")


def read(name: str) -> pd.DataFrame:
    """A table as text, empty cells as ""."""
    return pd.read_csv(RECORD / f"{name}.csv", dtype=str, keep_default_na=False)


@pytest.fixture(scope="module")
def tables() -> dict[str, pd.DataFrame]:
    """Every table of the record."""
    return {name: read(name) for name in PUBLISHED}


@pytest.fixture(scope="module")
def compiled() -> pd.DataFrame:
    """The facts as they were compiled, before they became this record."""
    return pd.read_csv(COMPILED, dtype=str, keep_default_na=False)


@pytest.mark.parametrize("name", PUBLISHED)
def test_columns_are_the_schema(name: str) -> None:
    """Every table that may have rows has a file, with exactly its columns in its order, in UTF-8 with LF line ends."""
    content = (RECORD / f"{name}.csv").read_bytes()
    assert b"\r" not in content
    header = content.decode("utf-8").splitlines()[0].split(",")
    assert header == [c.name for c in TABLES[name].as_filled(header).columns]


@pytest.mark.parametrize("name", PUBLISHED)
def test_cells_fit_the_schema(tables: dict[str, pd.DataFrame], name: str) -> None:
    """Required cells are filled, closed vocabularies kept, keys unique and dates written as a day, month or year."""
    frame, table = tables[name], TABLES[name]
    assert not frame.duplicated(list(table.key)).any()
    for column in table.as_filled(frame.columns).columns:
        cells = frame[column.name]
        assert column.required != "yes" or cells.ne("").all(), column.name
        assert not column.choices or cells[cells.ne("")].isin(column.choices).all(), column.name
        if column.kind in DATES:
            assert cells[cells.ne("")].str.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?").all(), column.name


@pytest.mark.parametrize(
    ("name", "column"), [(name, c.name) for name in PUBLISHED for c in TABLES[name].columns if c.refers_to]
)
def test_references_resolve(tables: dict[str, pd.DataFrame], name: str, column: str) -> None:
    """Every reference names a row that is there."""
    other = TABLES[TABLES[name].column(column).refers_to]
    cells = tables[name].loc[tables[name][column].ne(""), column].str.split(";").explode()
    assert set(cells) <= set(tables[other.name][other.key[0]])


@pytest.mark.parametrize(
    ("name", "rows"),
    [("facts", 72), ("places", 14), ("grants", 9), ("fora", 4), ("infrastructure", 12), ("trainings", 13),
     ("sources", 30), ("phases", 3), ("targets", 0), ("attendance", 0), ("surveys", 2), ("estimates", 12)],
)  # fmt: skip
def test_rows(tables: dict[str, pd.DataFrame], name: str, rows: int) -> None:
    """The record holds what was found, no row fewer and none more; no targets and no attendance were published."""
    assert len(tables[name]) == rows


@needs_compiled
def test_facts_are_the_compiled_ones(tables: dict[str, pd.DataFrame], compiled: pd.DataFrame) -> None:
    """Ids, figures, indicators, dates and scopes are those of the compilation, in its order."""
    ours = tables["facts"][["fact_id", "value", "indicator", "as_of", "published_on", "scope"]]
    theirs = compiled.rename(columns={"published": "published_on"})[list(ours)]
    pd.testing.assert_frame_equal(ours, theirs)


@needs_compiled
def test_qualifiers_are_the_compiled_ones(tables: dict[str, pd.DataFrame], compiled: pd.DataFrame) -> None:
    """A qualifier is kept; "significant" and "not stated" are none, and the note says so."""
    facts = tables["facts"].set_index("fact_id")
    theirs = compiled.set_index("fact_id")["qualifier"]
    worded = theirs[theirs.isin(["significant", "not stated"])].index
    assert facts["qualifier"].to_dict() == theirs.where(~theirs.index.isin(worded), "").to_dict()
    assert facts.loc[worded, "note"].str.contains("Only the direction is given").all()


@needs_compiled
def test_fact_sources_are_the_compiled_ones(tables: dict[str, pd.DataFrame], compiled: pd.DataFrame) -> None:
    """Each fact leads to the address it was found at."""
    url = tables["sources"].set_index("source_id")["url"]
    assert tables["facts"]["source"].map(url).tolist() == compiled["source_url"].tolist()


@pytest.mark.parametrize(
    "name", ["facts", "fora", "trainings", "infrastructure", "places", "grants", "phases", "surveys", "estimates"]
)
def test_every_row_has_a_source(tables: dict[str, pd.DataFrame], name: str) -> None:
    """Nothing is said without a source."""
    assert tables[name]["source"].ne("").all()


def test_sources_are_listed_once(tables: dict[str, pd.DataFrame]) -> None:
    """One address is one source, and each is used."""
    sources = tables["sources"]
    used = {cell for name, frame in tables.items() if "source" in frame for cell in frame["source"]}
    assert not sources["url"].duplicated().any()
    assert set(sources["source_id"]) == used - {""}


def test_every_row_is_published(tables: dict[str, pd.DataFrame]) -> None:
    """Nothing in the record is illustrative or from the programme's own files."""
    records = {cell for frame in tables.values() if "record" in frame for cell in frame["record"]}
    assert records == {"published"}


@pytest.mark.parametrize(
    ("fact", "value", "qualifier"),
    [("F003", "16", "exact"), ("F009", "4000000", "exact"), ("F015", "24", "exact"), ("F017", "30", "at_least"),
     ("F018", "13", "exact"), ("F019", "43", "exact"), ("F020", "4", "exact"), ("F024", "20", "exact"),
     ("F025", "5", "exact"), ("F026", "1100", "at_least"), ("F027", "350", "at_least"), ("F031", "46", "exact"),
     ("F039", "4 (was 10)", "exact"), ("F045", "101", "exact"), ("F054", "increased", "")],
)  # fmt: skip
def test_headline_facts(tables: dict[str, pd.DataFrame], fact: str, value: str, qualifier: str) -> None:
    """The figures that everything is compared with are as printed, "over" kept as at least."""
    row = tables["facts"].set_index("fact_id").loc[fact]
    assert (row["value"], row["qualifier"]) == (value, qualifier)


@pytest.mark.parametrize(
    ("indicator", "values"),
    [("project_start", {"2016-02", "2016-03", "2016 spring"}), ("project_planned_end", {"2017-12", "2017-01"})],
)
def test_conflicts_stand_side_by_side(tables: dict[str, pd.DataFrame], indicator: str, values: set[str]) -> None:
    """Where publishers disagree every version is kept, and its note says so."""
    facts = tables["facts"][tables["facts"]["indicator"].eq(indicator)]
    assert set(facts["value"]) == values
    assert facts["note"].str.contains("Conflict").all()


def test_phase_2_tells_all_its_starts(tables: dict[str, pd.DataFrame]) -> None:
    """Phase 2 begins in March 2016, and its note names February and spring too."""
    phase = tables["phases"].set_index("phase_id").loc["P2"]
    assert (phase["starts_on"], phase["ends_on"]) == ("2016-03", "2017-12")
    assert all(word in phase["note"] for word in ("March 2016", "February 2016", "spring 2016"))


@pytest.mark.parametrize(
    ("grant", "amount", "currency"), [("US-P1", "", ""), ("DE-P2", "4000000", "EUR"), ("DE-P2T", "1700000", "EUR")]
)
def test_grants(tables: dict[str, pd.DataFrame], grant: str, amount: str, currency: str) -> None:
    """Phase 1 has no published amount; phase 2 has EUR 4.0 million once, though two publishers print it."""
    row = tables["grants"].set_index("grant_id").loc[grant]
    assert (row["amount"], row["currency"], row["scope"], row["implementer"]) == (amount, currency, "iom", "IOM")


def test_other_agencies_stay_apart(tables: dict[str, pd.DataFrame]) -> None:
    """A row of another agency has scope parallel, names who carried it out, and has neither phase nor grant of ours."""
    for name in ("grants", "trainings", "infrastructure"):
        rows = tables[name][tables[name]["scope"].eq("parallel")]
        assert len(rows) > 0
        assert rows["phase_id"].eq("").all()
        assert (rows.get("implementer", rows["note"]).str.contains("UNOPS|UNDP|UNAMI|IWPR")).all()
        assert rows.get("grants", pd.Series(dtype=str)).eq("").all()


def test_a_donor_pays_through_several_implementers(tables: dict[str, pd.DataFrame]) -> None:
    """Germany pays both IOM and UNDP: the donor alone never identifies a programme."""
    german = tables["grants"][tables["grants"]["donor_id"].eq("DE")]
    assert set(zip(german["implementer"], german["scope"], strict=True)) == {("IOM", "iom"), ("UNDP", "parallel")}


def test_fora_are_the_four_published_plans(tables: dict[str, pd.DataFrame]) -> None:
    """Only four fora have a published place and date, all planned for the end of 2016; one opened, in January 2017."""
    fora = tables["fora"]
    assert Counter(zip(fora["place"], fora["governorate"], strict=True)) == Counter(
        {("Ramadi", "IQG01"): 1, ("Al-Qayyarah", "IQG15"): 2, ("Al-Khalis", "IQG10"): 1}
    )
    assert set(fora["planned_for"]) == {"2016-12-31"}
    opened = fora[fora["status"].eq("established")]
    assert opened[["place", "established_on"]].to_numpy().tolist() == [["Al-Qayyarah", "2017-01"]]
    assert fora.loc[fora["status"].eq("planned"), "established_on"].eq("").all()


def test_no_point_and_no_membership_is_published(tables: dict[str, pd.DataFrame]) -> None:
    """No source gives coordinates of a forum or a site, or the members of a forum."""
    for name in ("fora", "infrastructure"):
        assert tables[name][["latitude", "longitude"]].eq("").all(axis=None)
    assert tables["fora"][["members_women", "members_men", "last_met_on"]].eq("").all(axis=None)


def test_comparison_sites_are_never_fora(tables: dict[str, pd.DataFrame]) -> None:
    """Khor Al Zubeir and Saqlawiyah had no programme: places, and nothing else."""
    places = tables["places"]
    sites = places.loc[places["kind"].eq("comparison_site"), "name"]
    assert set(sites) == {"Khor Al Zubeir", "Saqlawiyah"}
    for name in ("fora", "trainings", "infrastructure", "estimates"):
        told = tables[name].drop(columns="note", errors="ignore").apply(" ".join, axis="columns")
        assert not told.str.contains("Khor|Zubeir|Zubair|Saqlawiyah").any()


def test_fora_per_governorate_only_where_published(tables: dict[str, pd.DataFrame]) -> None:
    """Figures of fora in a named governorate are these seven, and no place states another."""
    facts = tables["facts"][tables["facts"]["indicator"].str.startswith("cpf_")]
    named = facts[~facts["governorate"].isin(["", "national", "six governorates, not named"])]
    located = named[~named["indicator"].str.startswith("cpf_elected_leaders")]
    assert dict(zip(located["fact_id"], located["governorate"] + ": " + located["value"], strict=True)) == {
        "F020": "Anbar 1; Ninewa 2; Diyala 1: 4",
        "F021": "Anbar: 1",
        "F022": "Ninewa: 2",
        "F023": "Diyala: 1",
        "F032": "Ninewa: 1",
        "F040": "Ninewa: 5",
        "F058": "Basra: 1",
    }
    groups = tables["places"][tables["places"]["kind"].eq("forum_group") & tables["places"]["governorate"].ne("")]
    assert groups[["governorate", "note"]].to_numpy().tolist() == [
        ["IQG15", "5 fora, places not named. Paid by Germany."]
    ]


@pytest.mark.parametrize("item", ["I02", "I03", "I04", "I05", "I06", "I07", "I10", "I12"])
def test_unpublished_quantities_are_empty(tables: dict[str, pd.DataFrame], item: str) -> None:
    """Where the source gives no number, or counts unlike things, there is none."""
    assert tables["infrastructure"].set_index("item_id").loc[item, "quantity"] == ""


@pytest.mark.parametrize(("item", "quantity"), [("I01", "24"), ("I08", "1"), ("I09", "30"), ("I11", "13")])
def test_published_quantities(tables: dict[str, pd.DataFrame], item: str, quantity: str) -> None:
    """24 vehicles, one headquarters, and other agencies' 30 centres and 13 buildings."""
    assert tables["infrastructure"].set_index("item_id").loc[item, "quantity"] == quantity


def test_vehicles_overlap(tables: dict[str, pd.DataFrame]) -> None:
    """The vehicles of I02 are among those of I01 or the reverse: its note forbids adding."""
    assert "Overlaps I01: never add" in tables["infrastructure"].set_index("item_id").loc["I02", "note"]


@pytest.mark.parametrize("name", UNPUBLISHED)
def test_nothing_of_meetings_and_concerns_is_published(name: str) -> None:
    """No source lists meetings of fora or concerns raised there, so there is no file that could look like none."""
    assert not (RECORD / f"{name}.csv").exists()


# Estimates by the fact that each is: question, wave, communities, and the percentage or the direction.
ESTIMATES = {
    "F051": [("very_safe", "baseline", "Baradiyah", "7", "")],
    "F052": [("violence_to_increase", "baseline", "Baradiyah", "53", "")],
    "F053": [("family_security_improved", "baseline", "Baradiyah", "2", "")],
    "F054": [
        ("police_positive_impact", "endline", each, "", "increased") for each in ("Baradiyah", "Hamdaniyah", "Jubeil")
    ],
    "F055": [
        (question, "endline", each, "", "increased")
        for question in ("trust_in_police", "police_fair")
        for each in ("Hamdaniyah", "Jubeil")
    ],
    "F056": [("would_report_crime", "endline", each, "", "increased") for each in ("Baradiyah", "Jubeil")],
}


def test_estimates_are_the_published_ones(tables: dict[str, pd.DataFrame]) -> None:
    """Each estimate is a fact that its note names: a percentage as printed, or a direction and never a number."""
    rows = tables["estimates"]
    cells = zip(*(rows[name] for name in ("question", "wave", "community", "percent", "direction")), strict=True)
    found: dict[str, list[tuple[str, ...]]] = {}
    for note, estimate in zip(rows["note"], cells, strict=True):
        found.setdefault(note[:4], []).append(estimate)
    assert found == ESTIMATES
    facts = tables["facts"].set_index("fact_id")
    cited = facts.loc[rows["note"].str[:4]].reset_index(drop=True)
    assert cited["value"].tolist() == (rows["percent"] + rows["direction"]).tolist()
    assert cited["source"].tolist() == rows["source"].tolist()


def test_estimates_have_the_sample_that_was_published(tables: dict[str, pd.DataFrame]) -> None:
    """n is the sample of Baradiyah's first survey, said to be that; no interval, weight, sex or group was published."""
    rows, facts = tables["estimates"], tables["facts"].set_index("fact_id")["value"]
    counted = rows["percent"].ne("")
    assert rows["n"].where(counted, "").tolist() == rows["n"].tolist()
    assert set(rows.loc[counted, "n"]) == {facts["F050"]}
    assert rows.loc[counted, "note"].str.contains("(F050)", regex=False).all()
    unpublished = ["wording", "interval_low", "interval_high", "weighted", "sex", "respondent_group"]
    assert rows[unpublished].eq("").all(axis=None)


def test_estimates_are_of_programme_sites(tables: dict[str, pd.DataFrame]) -> None:
    """Every estimate is of a programme site, in its governorate: none was published of the communities compared with."""
    places = tables["places"]
    sites = places[places["kind"].eq("programme_site")].set_index("name")["governorate"]
    rows = tables["estimates"]
    assert rows["community"].map(sites).tolist() == rows["governorate"].tolist()
    assert set(rows["surveyed"]) == {"programme"}


def test_respondents_stand_side_by_side(tables: dict[str, pd.DataFrame]) -> None:
    """2,220 is of both waves or of each: no wave has a number of its own, and each note names what was printed."""
    waves, facts = tables["surveys"].set_index("wave"), tables["facts"].set_index("fact_id")
    assert waves["respondents"].tolist() == ["", ""]
    assert waves[["fieldwork_from", "fieldwork_to"]].to_numpy().tolist() == [
        ["2019-07", "2019-08"],
        ["2019-12", "2019-12"],
    ]
    for wave, printed in (("baseline", "F048"), ("endline", "F049")):
        note = waves.loc[wave, "note"]
        assert "2,220 respondents" in note
        assert f"{facts.at[printed, 'value']!s} in this wave" in note
        assert all(f"({fact})" in note for fact in ("F047", printed))


def test_words_are_for_readers() -> None:
    """No working words of the people who compiled the record are left in it."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in RECORD.glob("*.csv"))
    assert not re.findall(r"\bseed\b|stored copy|[Dd]o not load|\bCoM\b|PARALLEL|INFERENCE", text)


def test_package_describes_the_tables() -> None:
    """datapackage.json lists every table that is there, with the schema's fields, and says that nothing here is synthetic."""
    package = json.loads((RECORD / "datapackage.json").read_text(encoding="utf-8"))
    expected = {"profile": "tabular-data-package", "as_of": "2024-12-31", "opens_on": "2016-11-30", "basis": "facts"}
    assert {key: package[key] for key in expected} == expected
    assert package["synthetic"] is False
    fields = {r["name"]: [f["name"] for f in r["schema"]["fields"]] for r in package["resources"]}
    assert fields == {name: [c.name for c in TABLES[name].as_filled(fields[name]).columns] for name in PUBLISHED}
    assert len(package["sources"]) == 30
