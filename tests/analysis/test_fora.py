"""The life of each forum, and what is said of concerns, on the programme that can be counted by hand."""

from datetime import date

from community_policing.analysis import fora, forum_detail
from community_policing.core.protection_level import ProtectionLevel
from community_policing.measure.compute import measure
from community_policing.measure.forum_lives import State, forum_lives
from community_policing.measure.programme import Programme, Scope
from community_policing.protect.disclosure import protect

CONCERNS = ("concerns_raised", "concerns_resolved", "concerns_open", "concerns_open_long")


def test_each_forum_has_one_line_the_silent_first(programme: Programme) -> None:
    """How it stands, in how many months of its life it met, and for how long it has not."""
    assert [
        (life.forum_id, life.state, fora.months_with_meeting(life), fora.silent(life)) for life in forum_lives(programme)
    ] == [
        ("F2", State.DORMANT, "met in 3 of 8 months", "no meeting for 4 months"),
        ("F3", State.NEVER_MET, "met in 0 of 2 months", ""),
        ("F1", State.ACTIVE, "met in 5 of 31 months", ""),
        ("F5", State.ACTIVE, "met in 2 of 11 months", ""),
        ("F4", State.CLOSED, "met in 2 of 44 months", ""),
    ]  # fmt: skip


def test_the_lines_are_as_many_as_the_figures_say(programme: Programme) -> None:
    """On any day: as many fora are active, dormant or not met yet as the indicators count, which is another way to count them."""
    counted = {State.ACTIVE: "fora_active", State.DORMANT: "fora_dormant", State.NEVER_MET: "fora_never_met"}
    for day in (
        date(2014, 6, 1),
        date(2016, 3, 15),
        date(2016, 6, 14),
        date(2016, 6, 15),
        date(2016, 10, 18),
        date(2016, 10, 19),
    ):
        then = programme.within(Scope(day))
        lines = [life.state for life in forum_lives(then)]
        figures = {state: value.low for state, key in counted.items() if (value := measure(key, then).value)}
        assert figures == {state: lines.count(state) for state in counted}, day


def test_a_gap_is_a_quarter_or_longer(programme: Programme) -> None:
    """F5 met first eight months after it was set up; between its two meetings lie 70 days, which are no gap."""
    lives = {life.forum_id: life for life in forum_lives(programme)}
    assert lives["F5"].gaps == ((date(2016, 1, 20), date(2016, 9, 20)),)


def test_on_an_earlier_day_it_is_as_it_was(programme: Programme) -> None:
    """In July F4 was dormant, and F3 not set up."""
    lives = {life.forum_id: life.state for life in forum_lives(programme.within(Scope(date(2016, 7, 11))))}
    assert lives == {"F1": State.ACTIVE, "F2": State.ACTIVE, "F4": State.DORMANT, "F5": State.NEVER_MET}


def test_the_title_says_who_meets_and_what_waits(programme: Programme, public_record: Programme) -> None:
    """Of fora that are set up, and where nothing is on record, that it is not."""
    keys = ("fora_active", "fora_established", "concerns_open_long")
    assert fora.headline(*(measure(key, programme) for key in keys)) == (
        "2 of 4 fora met within the last three months; 3 concerns are open for over 90 days"
    )
    assert fora.headline(*(measure(key, public_record) for key in keys)) == "Whether fora meet is not on record"


def test_concerns_by_topic_most_open_first(programme: Programme) -> None:
    """The table that the bars are drawn from."""
    results = [measure(key, programme, "topic") for key in CONCERNS]
    rows = [
        [cell if isinstance(cell, str) else cell.low for cell in row] for row in fora.topics_table(results).to_numpy()
    ]
    assert rows == [
        ["Housing, land and property", 3, 1, 2, 1],
        ["Water and electricity", 3, 2, 1, 0],
        ["Harassment", 1, 0, 1, 0],
        ["Domestic violence", 1, 0, 1, 1],
        ["Drugs", 1, 0, 1, 1],
        ["Documents", 2, 2, 0, 0],
        ["Civil unrest", 1, 0, 0, 0],
    ]


def test_nobody_who_sees_no_rows_tells_fora_apart(programme: Programme) -> None:
    """A protected view has no line of a forum."""
    seen = Programme.of(protect(programme.dataset, ProtectionLevel(own_grants=()), bytes(range(32))))
    assert forum_lives(seen) == ()


def test_one_forum_with_all_that_is_on_record(programme: Programme) -> None:
    """As it stood on the day: a forum that was set up later was planned, or is not there; single fora are not told apart in a
    protected view."""
    assert sorted(forum_detail.by_id(programme)) == [f"F{number}" for number in range(1, 8)]
    found = forum_detail.detail("F2", programme)
    assert (found.title, dict(found.facts)) == ("Forum Baghdad 2", {
        "State": "by IOM, since 20 Apr 2016", "Where": "Baghdad", "Set up by": "IOM", "Members": "5 women, 5 men",
        "Meetings": "dormant, met in 3 of 8 months, no meeting for 4 months", "Phase": "Phase 2",
        "Donor": "Germany of the tests; United States of the tests", "Record": "Illustrative · Made up for the tests",
    })  # fmt: skip
    then = programme.within(Scope(date(2016, 4, 19)))
    assert "F2" not in forum_detail.by_id(then)
    assert dict(forum_detail.detail("F3", then).facts)["State"] == "planned, not yet set up"
    assert "Members" not in dict(forum_detail.detail("F1", then).facts)
    hidden = Programme.of(protect(programme.dataset, ProtectionLevel(), bytes(range(32))))
    assert forum_detail.by_id(hidden) == {}
