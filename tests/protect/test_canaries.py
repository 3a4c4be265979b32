"""No text of an unpublished row is in anything made of a protected dataset: a canary in every free text of every table.

Closed vocabularies, references and P-codes hold no free text.  What else may be shown stands in SHOWN, with its reason.
"""

import json
from dataclasses import asdict, replace

import pytest

from community_policing.briefing.compose.composer import compose
from community_policing.briefing.presets import BriefingRequest
from community_policing.core import schema
from community_policing.core.schema import Kind
from community_policing.dataset.load import Dataset
from community_policing.measure.programme import Programme, Scope
from community_policing.protect.disclosure import protect
from community_policing.protect.policy import Role, User, access_policy
from tests.conftest import Build, Row
from tests.hostile import RESTRICTED, VIEWS, Visit, sent

SHOWN = {
    "donors.donor_id": "whoever pays is chosen by it",
    "donors.name": "the donors of the programme are no secret",
    "donors.short_name": "its name in charts",
    "phases.phase_id": "phases are chosen by it",
    "phases.name": "a phase is called by it",
    "grants.grant_id": "joins rows to their donor; it is on no page",
    "grants.implementer": "an agency, not a person or a place",
    "grants.currency": "an ISO code, beside an amount that is withheld with it",
    "infrastructure.currency": "beside a cost, of works that the reader's own grants pay for",
    "budgets.currency": "beside the amounts of the reader's own grants",
    "targets.indicator": "names an indicator of ours; another is refused",
    "attendance.training_id": "a reference",
    "surveys.survey_id": "joins estimates to their wave; it is on no page",
    "surveys.wave": "a wave is called by it",
    "estimates.wave": "a wave is called by it",
    "estimates.wording": "what people were asked: a percentage means nothing without it",
    "estimates.answer": "what they answered, likewise",
    **{
        f"{table}.{other}": "a name is a name in every language"
        for table, column in (("donors", "name"), ("donors", "short_name"), ("phases", "name"))
        for other in schema.in_languages(column)
    },
    **{f"facts.{column.name}": "facts are what was published" for column in schema.TABLES["facts"].columns},
}
FREE = [
    (table.name, column.name)
    for table in schema.TABLES.values()
    for column in table.columns
    if column.kind is Kind.TEXT and not column.choices and not column.refers_to
]
HIDDEN = [(table, column) for table, column in FREE if f"{table}.{column}" not in SHOWN]


def canary(table: str, column: str) -> str:
    """The text that stands in that column."""
    return f"{'https://example.org/' if column == 'url' else ''}canary-{table}-{column}"


@pytest.fixture(scope="module")
def canaried(build: Build) -> Dataset:
    """One row of each table that nobody published, all its hidden texts canaries; and one published fact with its source."""
    source = canary("sources", "source_id")
    row = {"governorate": "IQG08", "grants": "DE-P2", "phase_id": "P2", "district": "IQG08Q03"}
    whole: dict[str, Row] = {
        "donors": {"donor_id": "DE", "name": "Germany", "short_name": "Germany"},
        "sources": {},
        "phases": {"phase_id": "P2", "name": "Phase 2", "starts_on": "2016-03", "source": source},
        "grants": {"grant_id": "DE-P2", "donor_id": "DE", "phase_id": "P2", "implementer": "IOM", "amount": "1000",
                   "currency": "EUR", "source": source},
        "fora": {**row, "established_on": "2016-04-03", "members_women": "4", "members_men": "7", "source": source},
        "trainings": {**row, "starts_on": "2016-04-03", "forum_id": canary("fora", "forum_id"), "source": source},
        "infrastructure": {**row, "kind": "new_venue", "status": "completed", "quantity": "1", "completed_on": "2016-04-03",
                           "due_on": "2016-04-30", "cost": "100", "currency": "EUR", "source": source},
        "targets": {"indicator": "attendances", "period_starts_on": "2016-01-01", "due_on": "2016-12-31", "baseline": "0",
                    "target": "50", "source": source},
        "budgets": {"grant_id": "DE-P2", "quarter": "2016-Q2", "planned": "700", "spent": "600", "currency": "EUR",
                    "source": source},
        "places": {"governorate": "IQG08", "kind": "forum", "source": source},
        "surveys": {"survey_id": "SV", "wave": "baseline", "fieldwork_to": "2016-04-03", "respondents": "400", "source": source},
        "estimates": {"survey_id": "SV", "wave": "baseline", "question": "police_fair", "surveyed": "programme", "percent": "40",
                      "n": "400", "governorate": "IQG08", "district": "IQG08Q03", "source": source},
        "concerns": {"forum_id": canary("fora", "forum_id"), "raised_in": "2016-05", "topic": "drugs", "status": "raised",
                     "source": source},
    }  # fmt: skip
    rows = {
        name: [{**said, **{c: canary(table, c) for table, c in HIDDEN if table == name}}]
        for name, said in whole.items()
    }
    for name in (
        "grants",
        "fora",
        "trainings",
        "infrastructure",
        "targets",
        "surveys",
        "estimates",
        "concerns",
        "budgets",
    ):
        rows[name][0]["record"] = "programme"
    rows["sources"].append({"source_id": "S1", "title": "A press release"})
    rows["facts"] = [{"fact_id": "F1", "as_of": "2016-08-30", "indicator": "people_reached_cumulative", "value": "10",
                      "qualifier": "exact", "scope": "iom", "source": "S1"}]  # fmt: skip
    seats = {"training_id": canary("trainings", "training_id"), "participant_group": "police", "attendances": "12"}
    met = {"forum_id": canary("fora", "forum_id"), "met_on": "2016-06-07", "record": "programme", "source": source}
    return build({**rows, "attendance": [seats], "meetings": [met]})


def texts(dataset: Dataset) -> str:
    """Every text of a dataset, all that is beside its tables included."""
    frames = [*dataset.tables.values(), *dataset.set_aside.values()]
    cells = [str(cell) for frame in frames for column in frame for cell in frame[column].dropna().unique()]
    return "\n".join([*cells, dataset.release, *map(str, dataset.issues)])


@pytest.fixture(scope="module")
def read(canaried: Dataset) -> dict[User, str]:
    """Every text that each reader gets: donors (payer or not), the public, a field office elsewhere, and a chief."""
    found = {}
    for reader in (
        *RESTRICTED.values(),
        replace(RESTRICTED["donor"], grants=("US",)),
        User("a chief", Role.CHIEF),
    ):
        level = access_policy().protection(reader)
        assert level is not None
        found[reader] = texts(protect(canaried, level, bytes(range(32))))
    return found


@pytest.mark.parametrize(("table", "column"), HIDDEN)
def test_every_canary_is_there_and_protection_takes_it_out(
    table: str, column: str, canaried: Dataset, read: dict[User, str]
) -> None:
    """Who sees rows has it; nobody else but a chief all but those of concerns."""
    assert canary(table, column) in texts(canaried)
    for reader, words in read.items():
        mine = (
            table == "grants" and column in ("title", *schema.in_languages("title"), "note") and "DE" in reader.grants
        )  # a donor's own grant
        mine |= reader.rights.rows and table != "concerns"
        assert (canary(table, column) in words) == mine, reader.account


@pytest.mark.parametrize("role", RESTRICTED)
def test_a_district_is_taken_out_as_a_town_is(role: str, canaried: Dataset) -> None:
    """It is finer than a governorate: no restricted reader has that of a row that nobody published."""
    guard = access_policy().guard(RESTRICTED[role])
    assert guard is not None
    assert ("IQG08Q03" in texts(canaried), "IQG08Q03" in texts(protect(canaried, guard, bytes(range(32))))) == (
        True,
        False,
    )


def test_the_sources_of_published_rows_stay(canaried: Dataset) -> None:
    """The public reads where a published figure comes from."""
    guard = access_policy().guard(RESTRICTED["public"])
    assert guard is not None
    assert protect(canaried, guard, bytes(range(32))).tables["sources"]["title"].tolist() == ["A press release"]


@pytest.mark.parametrize("role", RESTRICTED)
def test_no_page_and_no_file_holds_a_canary(role: str, canaried: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every message of every page the role may open, and every file that it offers; but for a donor's own grant."""
    visit = Visit(RESTRICTED[role], monkeypatch)
    visit.show(canaried)
    for page, chosen in VIEWS:
        tab = visit.open(page, state=chosen)
        everything = b"\n".join([*sent(tab), *(content for _, content in visit.given())])
        for own in ("title", "note") if role == "donor" else ():
            everything = everything.replace(canary("grants", own).encode(), b"")
        assert b"canary" not in everything, (page, everything[max(0, everything.find(b"canary") - 80) :][:160])


def test_no_donors_briefing_holds_a_canary(canaried: Dataset) -> None:
    """Of what is frozen, which every output is made from; a chief's holds some, so that this can fail."""
    for scope in (Scope(), Scope(donors=("DE",))):
        programme = Programme.of(canaried).within(scope)
        assert "canary" not in json.dumps(asdict(compose(programme, BriefingRequest("donor"))), default=str)
        assert "canary" in json.dumps(asdict(compose(programme, BriefingRequest("chief"))), default=str)
