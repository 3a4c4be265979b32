"""The life of a governorate's fora, its open concerns and what people there say, on the programme counted by hand."""

from dataclasses import replace
from datetime import date

import pandas as pd

from community_policing.analysis import governorate_life as life
from community_policing.core import formats
from community_policing.core.paths import DATA
from community_policing.core.protection_level import ConcernLevel
from community_policing.dataset.concern_cells import KEY
from community_policing.dataset.load import load
from community_policing.measure.compute import measure
from community_policing.measure.forum_lives import forum_lives
from community_policing.measure.programme import Programme, Scope
from community_policing.protect.disclosure import protect
from tests.protect.test_cube import SECRET

STATES = ("fora_active", "fora_dormant", "fora_never_met")
OPEN = ("concerns_open", "concerns_open_long")


def meeting(programme: Programme) -> str:
    """The sentence on the states of its fora."""
    return life.meeting([measure(key, programme) for key in STATES])


def waiting(programme: Programme) -> list[tuple[str, ...]]:
    """The lines of open concerns as they are read."""
    found = life.waiting(*(measure(key, programme, "topic") for key in OPEN))
    return [(each.name, formats.quantity(each.open), formats.quantity(each.long)) for each in found]


def rest(programme: Programme) -> str:
    """What is said of the others."""
    open_, long = (measure(key, programme, "topic") for key in OPEN)
    return life.rest(open_, life.waiting(open_, long))


def said(programme: Programme) -> list[tuple[str, ...]]:
    """Each answer: where and when, the percentage, and how many were asked."""
    return [
        (life.where(each), life.answered(each).replace("\u00a0", " "), life.asked(each))
        for each in life.latest(programme)
    ]


def test_how_its_fora_stand(programme: Programme, public_record: Programme) -> None:
    """Baghdad's F2 is silent for four months; Ninewa's F3 has not met, and is too young to be called silent; Diyala has none."""
    baghdad, ninewa, diyala = (programme.within(Scope(governorates=(pcode,))) for pcode in ("IQG08", "IQG15", "IQG10"))
    assert meeting(baghdad) == "Of its fora 1 is active and 1 is dormant."
    assert life.longest_silent(forum_lives(baghdad)) == "Longest silent: Forum Baghdad 2, no meeting for 4 months."
    assert (meeting(ninewa), life.longest_silent(forum_lives(ninewa))) == ("Of its fora 1 has not met yet.", "")
    assert meeting(diyala) == "No forum is set up here by this date."
    assert meeting(public_record.within(Scope(governorates=("IQG08",)))) == "Not published."


def test_open_concerns_by_topic(programme: Programme) -> None:
    """Baghdad's C3, C4, C5, C6 and C9; C8 was withdrawn.  Who sees rows sees no topic without one."""
    assert waiting(programme.within(Scope(governorates=("IQG08",)))) == [
        ("Housing, land and property", "1", "1"), ("Water and electricity", "1", "0"), ("Harassment", "1", "0"),
        ("Domestic violence", "1", "1"), ("Drugs", "1", "1"),
    ]  # fmt: skip


def test_who_sees_cells_alone_is_told_of_no_topic_that_there_may_be_some() -> None:
    """In the demonstration cells of open concerns are told by no governorate: Baghdad may have 50 of them or none, as Ninewa, and
    on an earlier day nothing is told.  Of a topic that is told stands its line, whatever else there may be."""
    seen = Programme.of(protect(load(DATA / "demonstration"), ConcernLevel(), SECRET))
    for pcode in ("IQG08", "IQG15"):
        there = seen.within(Scope(governorates=(pcode,)))
        assert (waiting(there), rest(there)) == (
            [], "None is open here, or too few of any topic to be told: about 50 at most in all.",
        )  # fmt: skip
    before = seen.within(Scope(date(2016, 8, 31)))
    assert (waiting(before), rest(before)) == ([], "Told in this view for the date of the data alone.")
    cells = pd.DataFrame([("drugs", "IQG08", "open", 20)], columns=[*KEY, "concerns"])
    told = Programme.of(replace(seen.dataset, concern_cells=cells)).within(Scope(governorates=("IQG08",)))
    assert waiting(told) == [("Drugs", "about 20 – 50", "about 0 – 15")]
    assert rest(told) == "Other topics: none, or too few to be told; about 50 at most in all topics."


def test_where_all_is_told_nothing_is_left_to_say(programme: Programme) -> None:
    """Of topics without one; and where none is open, that."""
    assert rest(programme.within(Scope(governorates=("IQG08",)))) == ""
    assert rest(programme.within(Scope(governorates=("IQG10",)))) == "No concern is open here on this date."


def test_the_latest_answer_to_each_question(programme: Programme) -> None:
    """Of everybody, place by place: the wave before and women apart stand on the page of outcomes; a comparison place is named
    as such, a direction stays one, and before the endline the baseline is the latest."""
    at = {pcode: said(programme.within(Scope(governorates=(pcode,)))) for pcode in ("IQG08", "IQG02", "IQG14", "IQG15")}
    assert at == {
        "IQG08": [("Baghdad, Oct 2016", "30 % (23 – 38 %)", "220"), ("Baghdad, Oct 2016", "60 % (52 – 68 %)", "220")],
        "IQG02": [
            ("Basra, Oct 2016", "54 % (42 – 65 %)", "100"),
            ("Basra, Oct 2016", "↑ increased; by how much is not published", "not published"),
        ],
        "IQG14": [("Amarah (comparison place, no programme), Oct 2016", "44 % (36 – 52 %)", "200")],
        "IQG15": [],
    }
    before = programme.within(Scope(date(2016, 9, 30), governorates=("IQG02",)))
    assert said(before) == [("Basra, 18 Feb 2016", "50 % (38 – 62 %)", "100")]
