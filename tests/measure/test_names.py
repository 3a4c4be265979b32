"""Names in the language in force: of whatever has one in it; of all else, as recorded."""

import pytest

from community_policing.analysis import forum_detail, search
from community_policing.analysis.map.choropleth import marks
from community_policing.analysis.row_facts import funding, row_of
from community_policing.analysis.training.calendar import events
from community_policing.analysis.works.items import items
from community_policing.briefing.scope_query import scope_of
from community_policing.core import schema
from community_policing.core.bidi import without_marks
from community_policing.core.i18n import speaking
from community_policing.core.schema import TABLES, TRANSLATED
from community_policing.export.handed_on.activities import activities
from community_policing.export.handed_on.tables import table as handed_on
from community_policing.measure.budgets import budgets
from community_policing.measure.compute import overdue
from community_policing.measure.forum_lives import forum_lives
from community_policing.measure.programme import Programme, Scope
from community_policing.protect.disclosure import protect
from community_policing.protect.policy import access_policy
from tests.conftest import Build
from tests.hostile import RESTRICTED

AT = {"governorate": "IQG08", "grants": "DE-P2", "phase_id": "P2", "record": "programme"}
NAMED = {
    "fora": [
        {"forum_id": "F1", "name": "Forum Karkh", "name_ar": "منتدى الكرخ", "established_on": "2016-04-03", "latitude": "33.3",
         "longitude": "44.4", **AT},
        {"forum_id": "F2", "name": "Forum Rusafa", "established_on": "2016-05-03", "latitude": "33.4", "longitude": "44.5", **AT},
    ],
    "trainings": [{"training_id": "T1", "title": "Dialogue", "title_ar": "حوار", "title_ckb": "گفتوگۆ", "kind": "training",
                   "status": "completed", "starts_on": "2016-06-01", "forum_id": "F1", **AT}],
    "infrastructure": [{"item_id": "W1", "name": "Vehicles", "name_ckb": "ئۆتۆمبێل", "kind": "vehicle", "status": "agreed",
                        "agreed_on": "2016-02-01", "completed_on": "", "due_on": "2016-06-30", "quantity": "3", **AT}],
    "meetings": [{"forum_id": "F1", "met_on": "2016-06-07", "record": "programme"}],
    "donors": [{"donor_id": "DE", "name": "Germany, Federal Foreign Office", "short_name": "Germany",
                "name_ar": "وزارة الخارجية الألمانية", "short_name_ar": "ألمانيا"}],
    "phases": [{"phase_id": "P2", "name": "Phase 2", "name_ar": "المرحلة الثانية", "starts_on": "2016-03"}],
    "grants": [{"grant_id": "DE-P2", "donor_id": "DE", "phase_id": "P2", "implementer": "IOM", "title": "Dialogue in Iraq",
                "title_ar": "الحوار في العراق", "currency": "EUR", "record": "programme"}],
    "budgets": [{"grant_id": "DE-P2", "quarter": "2016-Q2", "planned": "700", "spent": "600", "currency": "EUR",
                 "record": "programme"}],
}  # fmt: skip
SAID = {
    "en": ({"Forum Karkh", "Forum Rusafa"}, "Dialogue", "Vehicles", "Germany", "Phase 2", "Dialogue in Iraq"),
    "ar": ({"منتدى الكرخ", "Forum Rusafa"}, "حوار", "Vehicles", "ألمانيا", "المرحلة الثانية", "الحوار في العراق"),
    "ckb": ({"Forum Karkh", "Forum Rusafa"}, "گفتوگۆ", "ئۆتۆمبێل", "Germany", "Phase 2", "Dialogue in Iraq"),
}


@pytest.fixture(scope="module")
def named(build: Build) -> Programme:
    """Two fora, one with an Arabic name; an event with both, an item with a Sorani one; one donor, one phase."""
    return Programme.of(build(NAMED))


def test_each_table_with_names_has_them_in_both_languages() -> None:
    """Beside the name as recorded stands one for Arabic and one for Sorani, which may be empty."""
    found = {
        f"{table.name}.{column.name}": column.required
        for table in TABLES.values()
        for column in table.columns
        if column.name in TRANSLATED
    }
    named_by = {"donors": ("name", "short_name"), "phases": ("name",), "grants": ("title",), "fora": ("name",),
                "trainings": ("title",), "infrastructure": ("name",)}  # fmt: skip
    assert found == {
        f"{table}.{name}": "no"
        for table, columns in named_by.items()
        for each in columns
        for name in schema.in_languages(each)
    }


@pytest.mark.parametrize("language", SAID)
def test_whatever_has_a_name_is_called_by_it_in_the_language_in_force(language: str, named: Programme) -> None:
    """On lists, maps and in files, one language after the other in one process; what has none is called as recorded."""
    fora, event, item, donor, phase, grant = SAID[language]
    with speaking(language):
        assert {life.name for life in forum_lives(named)} == fora
        assert {without_marks(mark.label.partition("\n")[0]) for mark in marks(named)} == fora
        assert {forum_detail.detail(forum, named).title for forum in ("F1", "F2")} == fora
        assert [each.title for each in events(named)] == [event]
        assert [each.name for each in items(named)] == [item]
        assert [each.name for each in overdue(named)] == [item]
        assert named.names("donors", "short_name") == {"DE": donor}
        assert dict(funding("fora", row_of("fora", "F1", named), named)).popitem()[1] == (
            "وزارة الخارجية الألمانية" if language == "ar" else "Germany, Federal Foreign Office"
        )
        assert named.names("phases", "name") == {"P2": phase}
        assert [each.title for each in budgets(named)] == [grant]
        assert set(activities(named)["name"]) == {*fora, event, item}
        assert {match.name for match in search.index(named).held} == {*fora, event, item}


def test_rows_that_are_handed_on_keep_every_name(named: Programme) -> None:
    """Raw rows have the columns of the schema, in whatever language the reader is; a column that no row fills is left out."""
    for language in SAID:
        with speaking(language):
            rows = handed_on("fora", named)
            assert rows["name"].tolist() == ["Forum Karkh", "Forum Rusafa"]
            assert rows["name_ar"].fillna("").tolist() == ["منتدى الكرخ", ""]
            assert "name_ckb" not in rows


@pytest.mark.parametrize("language", SAID)
def test_a_name_is_found_in_any_language(language: str, named: Programme) -> None:
    """By the search, and as a word of a link or of the command line, whatever the reader's own language."""
    with speaking(language):
        for question, key in (("الكرخ", "F1"), ("karkh", "F1"), ("حوار", "T1"), ("گفتوگۆ", "T1"), ("ئوتومبيل", "W1")):
            assert [match.key for match in search.index(named).look(question).found] == [key], question
        for donor in ("DE", "germany", "ألمانيا"):
            assert scope_of(named, f"donor={donor}") == Scope(donors=("DE",)), donor
        assert scope_of(named, "phase=المرحلة الثانية") == Scope(phases=("P2",))


@pytest.mark.parametrize("role", RESTRICTED)
def test_protected_rows_have_no_recorded_name_in_any_language(role: str, named: Programme) -> None:
    """Fora, events and items are called after what they are and where; donors and phases are no secret."""
    guard = access_policy().guard(RESTRICTED[role])
    assert guard is not None
    seen = protect(named.dataset, guard, bytes(range(32)))
    mine = "IQG08" in RESTRICTED[role].governorates
    for table, column in (("fora", "name"), ("trainings", "title"), ("infrastructure", "name")):
        recorded = {
            cell for name in (column, *schema.in_languages(column)) for cell in named.frames[table][name].dropna()
        }
        told = {cell for name in (column, *schema.in_languages(column)) for cell in seen.tables[table][name].dropna()}
        assert bool(recorded & told) == mine, table
    assert seen.tables["donors"]["name_ar"].tolist() == ["وزارة الخارجية الألمانية"]
