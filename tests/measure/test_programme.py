"""Programme and Scope: a choice cuts every table alike, targets too, and the whole is never lost."""

from datetime import date

import pytest

from community_policing.core.i18n import language, speaking
from community_policing.measure.frames import FUNDED
from community_policing.measure.programme import Programme, Scope, cached_on_programme
from community_policing.measure.records import target_records


def ids(programme: Programme, table: str) -> str:
    """The rows of a table, in order, as one text."""
    return " ".join(programme.frames[table]["row_id"])


ALL_FORA, ALL_TRAININGS, ALL_ITEMS = "F1 F2 F3 F4 F5 F6 F7", "E1 E2 E3 E4 E5 E6 E7", "I1 I2 I3 I4 I5 I6 I7 I8 I9"
CHOICES = {
    "nothing": (Scope(), ALL_FORA, ALL_TRAININGS, ALL_ITEMS),
    "a date": (Scope(date(2014, 1, 1)), ALL_FORA, ALL_TRAININGS, ALL_ITEMS),
    "Ninewa": (Scope(governorates=("IQG15",)), "F3 F6", "E3", "I3 I5"),
    "Baghdad and Basra": (Scope(governorates=("IQG02", "IQG08")), "F1 F2 F4 F5", "E1 E2 E7", "I2 I4 I7 I9"),
    "phase 1": (Scope(phases=("P1",)), "F1 F4", "E1", ""),
    "phase 2": (Scope(phases=("P2",)), "F2 F3 F6 F7", "E2 E3 E4 E5 E7", "I1 I2 I3 I4 I5 I6 I7 I9"),
    "Germany": (Scope(donors=("DE",)), "F2 F3 F6", "E2 E3 E4 E5 E7", "I1 I2 I5 I6 I9"),
    "both donors": (Scope(donors=("DE", "US")), "F1 F2 F3 F4 F6", "E1 E2 E3 E4 E5 E7", "I1 I2 I4 I5 I6 I9"),
    "police": (Scope(established_by=("police",)), "F5", ALL_TRAININGS, ALL_ITEMS),
    "Germany in Baghdad": (Scope(governorates=("IQG08",), donors=("DE",)), "F2", "E2", "I2"),
    "nobody": (Scope(governorates=("IQG01",)), "", "", ""),
}


@pytest.mark.parametrize("choice", CHOICES)
def test_rows_within(choice: str, programme: Programme) -> None:
    """Every table of what was done is cut; rows that do not say where, in which phase or by whom are outside."""
    scope, fora, trainings, items = CHOICES[choice]
    within = programme.within(scope)
    assert (ids(within, "fora"), ids(within, "trainings"), ids(within, "infrastructure")) == (fora, trainings, items)
    held = set(trainings.split())
    assert set(within.frames["attendance"]["training_id"]) <= held
    assert set(within.frames["fora_grants"]["row_id"]) <= set(fora.split())


@pytest.mark.parametrize("choice", CHOICES)
def test_columns_hold_what_the_tables_hold(choice: str, programme: Programme) -> None:
    """Each column of each table, cell for cell: a day, a number or a text, or what stands for an empty cell."""
    within = programme.within(CHOICES[choice][0])
    for table in FUNDED:
        frame = within.frames[table]
        for name in frame:
            (column,) = within.columns(table, name)
            empty = [cell is None or cell != cell for cell in column.tolist()]
            assert empty == frame[name].isna().tolist(), (table, name)
            cells = [cell for cell, gone in zip(column, empty, strict=True) if not gone]
            assert cells == frame[name].dropna().tolist(), (table, name)


def test_links_of_donors(programme: Programme) -> None:
    """One line for each grant that pays for a row; within a donor's choice only the lines of that donor."""

    def links(within: Programme) -> list[tuple[str, str, str]]:
        frame = within.frames["fora_grants"]
        return sorted(zip(frame["row_id"], frame["grant_id"], frame["donor_id"], strict=True))

    germany = [("F2", "DE-P2", "DE"), ("F3", "DE-P2", "DE"), ("F6", "DE-P2", "DE")]
    states = [("F1", "US-P1", "US"), ("F2", "US-P2", "US"), ("F4", "US-P1", "US"), ("F4", "US-P2", "US")]
    assert links(programme) == sorted(germany + states)
    assert links(programme.within(Scope(donors=("DE",)))) == germany


TARGETS = {
    "nothing": (Scope(), 10),
    "Baghdad": (Scope(governorates=("IQG08",)), 1),
    "Basra": (Scope(governorates=("IQG02",)), 0),
    "phase 2": (Scope(phases=("P2",)), 2),
    "Germany": (Scope(donors=("DE",)), 0),
}


@pytest.mark.parametrize("choice", TARGETS)
def test_targets_within(choice: str, programme: Programme) -> None:
    """Targets are cut with the rows: of a governorate, of a phase, and none for a donor; table and records alike."""
    scope, count = TARGETS[choice]
    within = programme.within(scope)
    assert (len(within.frames["targets"]), within.targets) == (count, target_records(within.frames["targets"]))


def test_the_whole_is_kept(programme: Programme) -> None:
    """A scoped programme knows the whole it came from, and the whole is not changed by it."""
    within = programme.within(Scope(governorates=("IQG15",)))
    assert within.whole is programme is programme.whole
    assert within.within(Scope(phases=("P2",))).whole is programme
    assert ids(programme, "fora") == ALL_FORA


def test_a_choice_within_a_choice_never_claims_more(programme: Programme) -> None:
    """What is scoped twice never passes for the whole: either the first choice is taken back, or it is still told."""
    twice = programme.within(Scope(governorates=("IQG15",))).within(Scope())
    assert (ids(twice, "fora") == ALL_FORA) == twice.scope.whole


def test_as_of(programme: Programme) -> None:
    """Figures speak of the chosen date, else of the date the dataset opens on."""
    assert programme.as_of == date(2016, 11, 30)
    assert programme.within(Scope(date(2014, 1, 1))).as_of == date(2014, 1, 1)


@pytest.mark.parametrize(
    ("scope", "whole"),
    [
        (Scope(), True),
        (Scope(date(2014, 1, 1)), True),
        (Scope(governorates=("IQG15",)), False),
        (Scope(phases=("P1",)), False),
        (Scope(donors=("DE",)), False),
        (Scope(established_by=("iom",)), False),
    ],
)
def test_whole(scope: Scope, whole: bool) -> None:
    """A date is no choice of a part; anything else is."""
    assert scope.whole is whole


def test_row_ids(programme: Programme) -> None:
    """Every row of every table has an id of its own, made of its key."""
    for name in programme.dataset.tables:
        assert programme.frames[name]["row_id"].is_unique
    assert programme.frames["attendance"]["row_id"].iloc[0] == "E1 · police · men · not_recorded"


def test_plans_stand_from_their_phase(programme: Programme) -> None:
    """A plan stands from the start of its phase, a plan without a phase from the dataset's own date."""
    fora = programme.frames["fora"].set_index("forum_id")["plan_from"].dt.date
    assert (fora["F6"], fora["F1"], fora["F5"]) == (date(2016, 3, 1), date(2012, 1, 1), date(2016, 11, 30))


def test_names(programme: Programme) -> None:
    """Key and name of a table's rows, in file order."""
    assert list(programme.names("phases", "name").items()) == [("P1", "Phase 1"), ("P2", "Phase 2")]


def test_frozen(programme: Programme) -> None:
    """Neither programme nor scope nor the set of tables can be changed: they are shared by all readers."""
    with pytest.raises(AttributeError):
        programme.scope = Scope()  # type: ignore[misc]
    with pytest.raises(TypeError):
        programme.frames["fora"] = programme.frames["fora"]  # type: ignore[index]


def test_what_is_remembered_is_made_once_for_each_language(programme: Programme) -> None:
    """Readers of one language share what was made; those of another get theirs, and nobody has to name the language."""
    made = []

    @cached_on_programme
    def words(of: Programme, about: str) -> str:
        made.append(language())
        return f"{about} in {language()}"

    answers = []
    for code in ("en", "ar", "en", "ar"):
        with speaking(code):
            answers.append(words(programme, "fora"))
    assert (answers, made) == (["fora in en", "fora in ar"] * 2, ["en", "ar"])
