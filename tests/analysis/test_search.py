"""Finding a row by any spelling: what the words of a question match, in which order, and what a row was on a date."""

from dataclasses import replace
from datetime import date
from types import MappingProxyType

import pandas as pd
import pytest
from hypothesis import given, strategies as st

from community_policing.analysis import search
from community_policing.analysis.search import Answer, index, standing
from community_policing.analysis.training import calendar
from community_policing.analysis.works import items as works
from community_policing.core.geography import governorates
from community_policing.core.i18n import speaking
from community_policing.dataset.load import load
from community_policing.measure.programme import Programme, Scope
from tests.conftest import ROOT, Build


@pytest.fixture(scope="module")
def demonstration() -> Programme:
    """The made-up programme that the dashboard opens with."""
    return Programme.of(load(ROOT / "data" / "demonstration"))


def found(question: str, programme: Programme) -> list[str]:
    """The keys of what fits, best first."""
    return [row.key for row in index(programme).look(question).found]


@pytest.mark.parametrize(
    "spelling",
    ["Al-Qayyarah", "al qayyarah", "Al Qayara", "Qayara", "QAYYARA", "Alqayyarah", "القيارة", "القياره", "قياره", "قەیارە",
     "Qayyarah forum", "forum qay"],
)  # fmt: skip
def test_any_spelling_of_a_place(spelling: str, programme: Programme) -> None:
    """The article, case, hyphens, doubled letters, a last h and the letters that keyboards swap make no difference; English,
    Arabic and Kurdish names do it alike, and so does the beginning of a word."""
    assert found(spelling, programme) == ["F6"]


@pytest.mark.parametrize(
    "spelling", ["Ninewa", "Nineveh", "nineve", "نينوى", "نینوی", "محافظة نينوى", "نەینەوا", "IQG15"]
)
def test_any_spelling_of_a_governorate(spelling: str, programme: Programme) -> None:
    """Every listed spelling of a governorate, its code, and its name with the word governorate find all that lies in it:
    fora, then events, then sites and equipment."""
    assert found(spelling, programme) == ["F3", "F6", "E3", "I3", "I5"]


@pytest.mark.parametrize("pcode", governorates())
def test_every_listed_spelling_finds_its_governorate(pcode: str, build: Build) -> None:
    """No spelling in geo/governorates.csv is lost on the way."""
    place = governorates()[pcode]
    whole = Programme.of(build({"fora": [{"forum_id": "F1", "governorate": pcode, "established_on": "2016-05-10"}]}))
    for name in (place.name_en, place.name_ar, place.name_ckb, *place.spellings):
        assert found(name, whole) == ["F1"], name


@pytest.mark.parametrize(
    ("question", "keys"),
    [
        ("F2", ["F2"]),
        ("f-2", ["F2", "F5"]),
        ("e٣", ["E3"]),
        ("Baghdad 2", ["F2"]),
        ("Baghdad ٢", ["F2"]),
        ("Baghdad", ["F1", "F2", "E1", "E2", "I2", "I4", "I7"]),
        ("introduction baghdad", ["E1"]),
        ("workshop", ["E4", "E7"]),
        ("police vehicles", ["I1"]),
        ("venue", ["I9", "I6"]),
        ("Baghdad Ninewa", []),
        ("nothing of this kind", []),
        ("", []),
        (" - ", []),
    ],
)
def test_every_word_must_fit(question: str, keys: list[str], programme: Programme) -> None:
    """Each word of the question begins a word of the row, in its id, name, place, governorate or kind; a number is whole."""
    assert found(question, programme) == keys


def test_the_order(build: Build) -> None:
    """First the row with that very id, then names, places, governorates and kinds; a whole word before its beginning."""
    fora = [
        {"forum_id": "Hit", "name": "One", "governorate": "IQG08"},
        {"forum_id": "F2", "name": "Two", "governorate": "IQG01", "place": "Hit"},
        {"forum_id": "F3", "name": "Hitherto", "governorate": "IQG08"},
        {"forum_id": "F4", "name": "Hit forum", "governorate": "IQG08"},
        {"forum_id": "F5", "name": "Five", "governorate": "IQG08"},
    ]
    whole = Programme.of(build({"fora": [row | {"established_on": "2016-05-10"} for row in fora]}))
    assert found("hit", whole) == ["Hit", "F4", "F3", "F2"]


def test_at_most_eight_and_how_many_more(build: Build) -> None:
    """Eight rows are shown; the rest is counted."""
    rows = [{"forum_id": f"F{number}", "established_on": "2016-05-10"} for number in range(11)]
    answer = index(Programme.of(build({"fora": rows}))).look("baghdad")
    assert (len(answer.found), answer.more, answer.meant) == (8, 3, "")


@pytest.mark.parametrize(
    ("question", "meant"),
    [("Ninewva", "Ninewa"), ("Bagdad", "Baghdad"), ("forum Bagdad", "forum Baghdad"), ("xyzzy", ""), ("Baghdad xyzzy", ""),
     ("Baghdad", ""), ("Baghdad Ninewa", ""), ("البصزة", "البصرة")],
)  # fmt: skip
def test_did_you_mean(question: str, meant: str, programme: Programme) -> None:
    """Where a word is not known, the likest known one is proposed; nothing is proposed where nothing is like it."""
    assert index(programme).look(question).meant == meant
    assert not meant or index(programme).look(meant).found


def test_only_our_own_rows(programme: Programme) -> None:
    """Another agency's courses and works are not found."""
    assert not {"E6", "I8"} & {row.key for row in index(programme).held}
    assert len(index(programme).held) == 7 + 6 + 8


def test_the_whole_programme_is_searched(programme: Programme) -> None:
    """A choice narrows nothing, and the index is made once for all choices and dates."""
    narrow = programme.within(Scope(date(2014, 1, 1), governorates=("IQG02",)))
    assert index(narrow) is index(programme)


def test_each_language_has_its_own_index(programme: Programme) -> None:
    """Kinds are found by what they are called on the screen, so the index is one of the language in force."""
    with speaking("ar"):
        arabic = index(programme)
    assert arabic is not index(programme)


@pytest.mark.parametrize(
    ("key", "day", "mark", "words"),
    [
        ("F1", date(2016, 11, 30), "iom", "by IOM, since 10 May 2014"),
        ("F3", date(2016, 11, 30), "iom", "by IOM, since Oct 2016"),
        ("F3", date(2016, 6, 1), "planned", "planned, not yet set up"),
        ("F4", date(2016, 11, 30), "", "closed on 15 Sep 2016"),
        ("F4", date(2016, 9, 1), "iom", "by IOM, since 1 Feb 2013"),
        ("F5", date(2016, 11, 30), "police", "by local police, since 20 Jan 2016"),
        ("F5", date(2016, 1, 19), "", "not yet on 19 Jan 2016"),
        ("F6", date(2016, 11, 30), "planned", "planned, not yet set up"),
        ("F6", date(2015, 1, 1), "", "not yet on 1 Jan 2015"),
        ("E1", date(2016, 11, 30), "event", "Training, 3 Jun 2014"),
        ("E2", date(2016, 1, 1), "event", "Training, not yet on 1 Jan 2016"),
        ("E5", date(2016, 11, 30), "event", "Training, planned"),
        ("E7", date(2016, 11, 30), "event", "Workshop, cancelled"),
        ("I1", date(2016, 11, 30), "item", "Vehicles, handed over 30 Aug 2016"),
        ("E5", date(2016, 3, 1), "event", "Training, planned"),
        ("E5", date(2016, 2, 29), "event", "Training, not yet on 29 Feb 2016"),
        ("E5", date(2016, 12, 10), "event", "Training, planned, not reported as held"),
        ("E7", date(2014, 6, 30), "event", "Workshop, not yet on 30 Jun 2014"),
        ("E7", date(2016, 10, 4), "event", "Workshop, not yet on 4 Oct 2016"),
        ("E7", date(2016, 10, 5), "event", "Workshop, cancelled"),
        ("I1", date(2016, 8, 1), "item", "Vehicles, not yet recorded on 1 Aug 2016"),
        ("I1", date(2016, 11, 29), "item", "Vehicles, done 30 Aug 2016"),
        ("I5", date(2016, 10, 1), "item", "Police station adaptation, agreed"),
        ("I6", date(2016, 11, 30), "item", "New venue, under way"),
        ("I6", date(2016, 11, 29), "item", "New venue, agreed"),
        ("I6", date(2016, 3, 1), "item", "New venue, not yet recorded on 1 Mar 2016"),
        ("I9", date(2016, 11, 30), "item", "New venue, cancelled"),
        ("I9", date(2016, 11, 29), "item", "New venue, not recorded for 29 Nov 2016"),
        ("I9", date(2016, 3, 1), "item", "New venue, not yet recorded on 1 Mar 2016"),
    ],
)
def test_standing(key: str, day: date, mark: str, words: str, programme: Programme) -> None:
    """A row is called what it was on the day: what happened later does not show."""
    row = next(row for row in index(programme).held if row.key == key)
    assert standing(row, programme.within(Scope(day))) == (mark, words)


@pytest.mark.parametrize(
    ("key", "day", "words"),
    [
        ("E25", date(2016, 11, 30), "Training, planned"),
        ("E25", date(2014, 6, 30), "Training, not yet on 30 Jun 2014"),
        ("W06", date(2016, 11, 30), "Technical equipment, under way"),
        ("W06", date(2016, 11, 15), "Technical equipment, agreed"),
        ("W06", date(2014, 6, 30), "Technical equipment, not yet recorded on 30 Jun 2014"),
        ("W13", date(2016, 11, 15), "New venue, agreed"),
        ("W02", date(2016, 11, 15), "Communication equipment, done 19 Oct 2016"),
    ],
)
def test_an_earlier_day_of_the_demonstration(key: str, day: date, words: str, demonstration: Programme) -> None:
    """Before the dataset's own date nobody is told what a plan or a work became since."""
    row = next(row for row in index(demonstration).held if row.key == key)
    assert standing(row, demonstration.within(Scope(day)))[1] == words


@pytest.mark.parametrize("day", [date(2012, 1, 1), date(2016, 6, 30), date(2016, 10, 5), date(2016, 11, 30)], ids=str)
def test_an_answer_is_what_its_page_says(day: date, on_each_engine: Programme) -> None:
    """Row by row an event has the state that the calendar gives it, and an item is the one in the list of works, whatever
    the reader chose."""
    then = on_each_engine.within(Scope(day))
    narrow = on_each_engine.within(Scope(day, governorates=("IQG02",)))
    events = {event.training_id: event.state for event in calendar.events(then)}
    items = {item.item_id: item for item in works.items(then)}
    for row in index(then).held:
        if row.table == "trainings":
            assert calendar.state(row.row, narrow) == events.get(row.key, "")
        if row.table == "infrastructure":
            assert works.one(row.row, narrow) == items.get(row.key)


def test_done_on_a_day_that_is_not_on_record(drawn: Programme) -> None:
    """
    infrastructure:
    item_id | kind      | status    | quantity | agreed_on  | due_on     | completed_on
    done    | new_venue | completed | 1        | 2016-05-01 | 2016-09-30 |
    """
    (row,) = index(drawn).held
    assert standing(row, drawn) == ("item", "New venue, completed, date not recorded")
    assert standing(row, drawn.within(Scope(date(2016, 11, 29)))) == ("item", "New venue, agreed")


def test_dates_that_are_not_on_record(programme: Programme) -> None:
    """Where the record does not say when, the line says so."""
    rows = {row.key: row for row in index(programme).held}
    frames = dict(programme.frames)
    frames["trainings"] = frames["trainings"].assign(ends_on=pd.NaT)
    frames["infrastructure"] = frames["infrastructure"].assign(agreed_on=pd.NaT)
    silent = replace(programme, frames=MappingProxyType(frames), kept={})
    assert standing(rows["E1"], silent) == ("event", "Training, date not recorded")
    assert standing(rows["I7"], silent) == ("item", "Headquarters, agreed, start date not recorded")


@given(st.text(max_size=200))
def test_any_question_has_an_answer(question: str) -> None:
    """Whatever is typed, there is an answer, never an error."""
    assert isinstance(_small().look(question), Answer)


def test_nothing_to_search(build: Build) -> None:
    """An empty dataset answers too."""
    assert index(Programme.of(build({}))).look("Baghdad") == Answer()


def _small() -> search.Index:
    row = search.Match("fora", 0, "F1", "Forum Al-Qayyarah 1", "Al-Qayyarah", "IQG15", "forum")
    return search._indexed((row,))
