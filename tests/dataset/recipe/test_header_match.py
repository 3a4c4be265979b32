"""Header lookup: everyday headers of the field are columns of the schema, and others are not."""

import pytest

from community_policing.core.schema import TABLES, Table
from community_policing.dataset.intake.recipe.headers import header_dictionary as dictionary
from community_policing.dataset.intake.recipe.headers.all_headers import HEADERS
from community_policing.dataset.intake.recipe.headers.count_headers import WORDS, Counted, counted, counts
from community_policing.dataset.intake.recipe.headers.header_match import (
    CODE,
    Meaning,
    by_tag,
    entries,
    is_exactly,
    known,
    meaning,
    near,
    qualified,
)

FORA, TRAININGS, WORKS = TABLES["fora"], TABLES["trainings"], TABLES["infrastructure"]


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("Lat", "latitude"),
        ("Long", "longitude"),
        ("Gov.", "governorate"),
        ("# women", "members_women"),
        ("No. of men", "members_men"),
        ("Date of establishment", "established_on"),
        ("Forum name", "name"),
        ("forumID", "forum_id"),
        ("FORUM-ID", "forum_id"),
        ("What is the name of the forum?", "name"),
        ("المحافظة", "governorate"),
        ("محافظه", "governorate"),
        ("پارێزگا", "governorate"),
        ("عدد النساء", "members_women"),
        ("GPS", "latitude+longitude"),
        ("Governorate P-code", "governorate" + CODE),
    ],
)
def test_everyday_headers_are_columns(header: str, column: str) -> None:
    assert meaning(header, FORA) == Meaning(column, sure=True)


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_every_entry_of_the_dictionary_is_reached(table: Table) -> None:
    """An entry that another column takes first would never be used."""
    lines = HEADERS.get(table.name, {})
    lost = {
        (entry, column)
        for column, line in lines.items()
        for entry in entries(line)
        if (found := meaning(entry.lstrip("? "), table)) is None or found.column != column
    }
    assert lost == set()


def test_common_entries_are_reached_somewhere() -> None:
    codes = {name + CODE: line for name, line in dictionary.CODES.items()}
    lines = {**HEADERS[dictionary.ANY], **dictionary.COMPOSITES, **codes}
    reached = {
        (entry, found.column)
        for line in lines.values()
        for entry in entries(line)
        for table in TABLES.values()
        if (found := meaning(entry.lstrip("? "), table))
    }
    assert {(entry, column) for column, line in lines.items() for entry in entries(line)} - reached == set()


def test_every_column_of_the_dictionary_is_in_the_schema() -> None:
    wrong = {
        (table, column)
        for lines in (HEADERS, dictionary.TAGS)
        for table, columns in lines.items()
        if table != dictionary.ANY
        for column in columns
        if all(column != c.name for c in TABLES[table].columns)
    }
    assert wrong == set()


@pytest.mark.parametrize(
    ("header", "currency"),
    [
        ("Cost (USD)", "USD"),
        ("Cost in USD", "USD"),
        ("Total cost [IQD]", "IQD"),
        ("الكلفة (دولار)", "USD"),
        ("Cost", ""),
    ],
)
def test_a_currency_in_a_header_is_that_of_its_cells(header: str, currency: str) -> None:
    assert meaning(header, WORKS) == Meaning("cost", True, currency)


@pytest.mark.parametrize(
    ("header", "column"),
    [("Planned: completed on", "completed_on"), ("Est. cost", "cost"), ("Expected due date", "due_on")],
)
def test_a_word_before_a_column_makes_something_else_of_it(header: str, column: str) -> None:
    assert (meaning(header, WORKS), qualified(header, WORKS)) == (None, column)


def test_planned_for_is_a_column_of_its_own() -> None:
    assert meaning("Planned for", FORA) == Meaning("planned_for", sure=True)


def test_a_slip_is_near_a_free_column() -> None:
    free = ["established_on", "closed_on"]
    assert (near("Establised on", FORA, free), near("Establised on", FORA, ["name"]), near("Colour", FORA, free)) == (
        "established_on",
        "",
        "",
    )


def test_a_donor_is_only_likely_a_grant() -> None:
    assert meaning("Donor", TRAININGS) == Meaning("grants", sure=False)


@pytest.mark.parametrize(
    ("tag", "column"),
    [
        ("#adm1+name", "governorate"),
        ("#population +f +adult", "members_women"),
        ("#geo+lat", "latitude"),
        ("#org", "established_by"),
        ("#x", ""),
        ("name", ""),
    ],
)
def test_hashtags_with_further_attributes_are_columns(tag: str, column: str) -> None:
    assert by_tag(tag, FORA) == column


def test_columns_of_tools_are_told_letter_for_letter() -> None:
    assert [is_exactly(name, dictionary.TOOL_ALWAYS) for name in ("_id", "ID", "_Status", "status")] == [
        True,
        False,
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("text", "answer"),
    [("Governorate", True), ("g/forum_id", True), ("_uuid", True), ("ت", True), ("Mosul", False), ("", False)],
)
def test_known_headers_are_told_from_data(text: str, answer: bool) -> None:
    assert known(text) is answer


@pytest.mark.parametrize(
    ("header", "combination"),
    [
        ("police_men", Counted("police", "men")),
        ("Police - Women", Counted("police", "women")),
        ("women (IDP)", Counted("", "women", "displaced")),
        ("رجال شرطة", Counted("police", "men")),
        ("Police M", Counted("police", "men")),
        ("Policewomen", Counted("police", "women")),
        ("المجتمع / إناث", Counted("community", "women")),
        ("Boys", Counted("", "men", aged=True)),
        ("Total police", Counted("police", total=True)),
        ("المجموع", Counted(total=True)),
        ("No. of women", Counted("", "women")),
    ],
)
def test_headers_of_counts_say_whom_they_count(header: str, combination: Counted) -> None:
    assert counted(header) == combination


@pytest.mark.parametrize("header", ["Police station", "Title", "عدد الضباط حسب الرتبة", "women men", "Number"])
def test_other_headers_count_nobody(header: str) -> None:
    assert counted(header) is None


def test_every_word_of_counts_is_reached() -> None:
    lost = {
        entry
        for values in WORDS.values()
        for value, line in values.items()
        for entry in entries(line)
        if (found := counted(entry)) is None or value not in (found.group, found.sex, found.displacement)
    }
    assert lost == set()


def test_a_letter_counts_beside_the_other_only() -> None:
    assert (set(counts(["F", "M", "Total"])), counts(["M", "title"]), counts(["Total"])) == ({0, 1, 2}, {}, {})
