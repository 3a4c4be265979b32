"""The ways in which such figures go wrong, one test each, on tables small enough to count in the docstring.

The tables drawn here are the data: the `drawn` fixture (tests/conftest.py) loads them, on each engine in turn.
"""

from datetime import date
from fractions import Fraction

from community_policing.analysis.public_record import facts
from community_policing.core.indicators import INDICATORS
from community_policing.core.quantity import Quantity
from community_policing.measure.aggregate import select
from community_policing.measure.compute import measure, over_time
from community_policing.measure.pace import Status
from community_policing.measure.programme import Programme, Scope
from tests.conftest import figure, parts

NINEWA, BAGHDAD = "IQG15", "IQG08"


def test_fan_out_by_donor(drawn: Programme) -> None:
    """A forum that two donors pay for counts under each, and a forum of two grants of one donor once.

    fora:
    forum_id | established_on | grants
    F1       | 2016-04-01     | US
    F2       | 2016-04-01     | DE;US
    F3       | 2016-04-01     | DE
    F4       | 2016-04-01     |
    """
    assert parts(measure("fora_established", drawn, "donor")) == {"US": 2, "DE": 2, "": 1}


def test_total_counts_a_co_funded_row_once(drawn: Programme) -> None:
    """The total is of rows, not of the parts: 100 seats that two donors paid for are 100 seats.

    trainings:
    training_id | grants
    E1          | DE;US

    attendance:
    training_id | sex   | attendances
    E1          | women | 40
    E1          | men   | 60
    """
    result = measure("attendances", drawn, "donor")
    assert (result.value, parts(result)) == (Quantity.exactly(100), {"DE": 100, "US": 100})
    assert measure("attendances", drawn.within(Scope(donors=("DE", "US")))).value == Quantity.exactly(100)


def test_filtered_target(drawn: Programme) -> None:
    """One governorate's forum is never held against the country's target, nor a donor's against anybody's.

    fora:
    forum_id | governorate | established_on | grants
    F1       | Ninewa      | 2016-04-01     | DE
    F2       | Baghdad     | 2016-04-01     | DE

    targets:
    indicator            | governorate | target
    fora_established_iom |             | 2
    fora_established_iom | Ninewa      | 4
    """
    aims = {}
    for name, scope in {
        "all": Scope(), "Ninewa": Scope(governorates=(NINEWA,)), "Baghdad": Scope(governorates=(BAGHDAD,)),
        "both": Scope(governorates=(BAGHDAD, NINEWA)), "DE": Scope(donors=("DE",)),
    }.items():  # fmt: skip
        result = measure("fora_established_iom", drawn.within(scope))
        aims[name] = (result.target and result.target.target, result.status)
    none = (None, Status.NO_TARGET)
    assert aims == {"all": (2, Status.DONE), "Ninewa": (4, Status.OFF_TRACK), "Baghdad": none, "both": none, "DE": none}


def test_empty_scope(drawn: Programme) -> None:
    """Where nothing was done a count is 0, which is a figure; a share of nothing is not known, which is none.

    fora:
    forum_id | governorate | established_on | members_women | members_men
    F1       | Ninewa      | 2016-04-01     | 3             | 7
    """
    there = drawn.within(Scope(governorates=(BAGHDAD,)))
    fora, share = measure("fora_established", there), measure("women_share_of_members", there)
    assert (fora.value, fora.absent) == (Quantity.exactly(0), "")
    assert (share.value, share.status, share.progress, bool(share.absent)) == (None, Status.NO_TARGET, None, True)
    assert share.why_absent


def test_ratio_of_sums(drawn: Programme) -> None:
    """A share divides the sums last: 2 of 4 and 10 of 100 are 12 of 104, not the mean of 50 % and 10 %.

    fora:
    forum_id | established_on | members_women | members_men
    F1       | 2016-04-01     | 2             | 2
    F2       | 2016-04-01     | 10            | 90
    """
    assert figure("women_share_of_members", drawn) == 100 * 12 / 104


def test_planned_is_never_established(drawn: Programme) -> None:
    """A planned forum is planned until the day it is set up, also after the day it was planned for.

    fora:
    forum_id | established_on | planned_for | phase_id
    F1       |                | 2016-06-30  | P2
    F2       | 2016-10-15     | 2016-06-30  | P2
    """
    seen = {day: (figure("fora_established", drawn, day), figure("fora_planned", drawn, day))
            for day in ("2016-02-29", "2016-03-01", "2016-07-01", "2016-10-14", "2016-10-15")}  # fmt: skip
    assert seen == {
        "2016-02-29": (0, 0), "2016-03-01": (0, 2), "2016-07-01": (0, 2), "2016-10-14": (0, 2), "2016-10-15": (1, 1),
    }  # fmt: skip


def test_iom_and_police_apart(drawn: Programme) -> None:
    """What police set up on their own is no result of the programme: the two figures never mix, nor do their rows.

    fora:
    forum_id | established_by | established_on
    F1       | iom            | 2016-04-01
    F2       | police         | 2016-04-01
    F3       | police         | 2016-04-01
    """
    iom, police = measure("fora_established_iom", drawn), measure("fora_established_police", drawn)
    assert (iom.value, iom.row_ids, police.value, police.row_ids) == (
        Quantity.exactly(1), ("F1",), Quantity.exactly(2), ("F2", "F3"),
    )  # fmt: skip
    outside = measure("fora_established_iom", drawn.within(Scope(established_by=("police",))))
    assert (outside.value, outside.row_ids) == (None, ())  # not 0: it was not asked for


def test_parallel_agencies_never_counted(drawn: Programme) -> None:
    """Another agency's trainings, seats and works are on record and count nowhere.

    trainings:
    training_id | kind     | scope
    E1          | training | parallel
    E2          | workshop | other
    E3          | training | iom

    attendance:
    training_id | attendances
    E1          | 300
    E3          | 20

    infrastructure:
    item_id | kind         | quantity | scope    | agreed_on
    I1      | vehicle      | 8        | parallel |
    I2      | headquarters | 1        | other    | 2016-04-01
    I3      | new_venue    | 30       | parallel | 2016-04-01
    """
    select = {key: figure(key, drawn) for key in (
        "trainings_and_campaigns_held", "workshops_held", "attendances", "community_attendances", "vehicles_handed_over",
        "stations_adapted", "headquarters_built", "works_agreed")}  # fmt: skip
    assert select == dict.fromkeys(select, 0) | {
        "trainings_and_campaigns_held": 1, "attendances": 20, "community_attendances": 20,
    }  # fmt: skip


def test_attendance_is_not_people(drawn: Programme) -> None:
    """The same 20 people at two events fill 40 seats; how many people that is has bounds only, and the caveat says so.

    trainings:
    training_id | cohort
    E1          | C1
    E2          | C1

    attendance:
    training_id | attendances
    E1          | 20
    E2          | 20
    """
    result = measure("attendances", drawn)
    assert result.value == Quantity.exactly(40)
    assert any("not a number of people" in caveat for caveat in result.indicator.caveats)
    assert measure("people_reached", drawn).value == Quantity.exactly(20)


def test_unplaced_items_give_bounds(drawn: Programme) -> None:
    """What is on record without a governorate may be anywhere: it widens each governorate's figure, and the map and
    the card of a governorate say the same.

    infrastructure:
    item_id | governorate | quantity
    I1      |             | 5
    I2      | Ninewa      | 2
    """
    national = measure("vehicles_handed_over", drawn, "governorate")
    assert (national.value, parts(national)["IQG15"]) == (Quantity.exactly(7), 2)
    assert (national.parts[""], national.part(BAGHDAD)) == (Quantity.exactly(5), Quantity(0, 5))
    for pcode, expected in ((NINEWA, Quantity(2, 7)), (BAGHDAD, Quantity(0, 5))):
        there = measure("vehicles_handed_over", drawn.within(Scope(governorates=(pcode,))), "governorate")
        assert there.value == expected
    both = measure("vehicles_handed_over", drawn.within(Scope(governorates=(BAGHDAD, NINEWA))))
    assert both.value == Quantity(2, 7)  # not twice five more


def test_stock_and_closed(drawn: Programme) -> None:
    """A forum counts from its first day to the day before it closes: a stock goes down again.

    fora:
    forum_id | established_on | closed_on
    F1       | 2014-01-01     | 2016-06-30
    F2       | 2015-01-01     |
    """
    days = ("2013-12-31", "2014-01-01", "2016-06-29", "2016-06-30")
    assert [figure("fora_established", drawn, day) for day in days] == [0, 1, 2, 1]
    assert over_time("fora_established", drawn) == (
        (date(2014, 1, 1), 1),
        (date(2015, 1, 1), 2),
        (date(2016, 6, 30), 1),
    )


def test_month_counts_from_its_last_day(drawn: Programme) -> None:
    """A month or a year counts from its last day, when it is certain that it has happened.

    fora:
    forum_id | established_on
    F1       | 2016-02
    F2       | 2015

    trainings:
    training_id | starts_on  | ends_on
    E1          | 2016-02    |
    E2          | 2016-02-27 | 2016-03-01
    """
    days = ("2015-12-30", "2015-12-31", "2016-02-28", "2016-02-29", "2016-03-01")
    assert [figure("fora_established", drawn, day) for day in days] == [0, 1, 1, 2, 2]
    assert [figure("trainings_and_campaigns_held", drawn, day) for day in days] == [0, 0, 0, 1, 2]


def test_flows_and_stocks_not_added(drawn: Programme) -> None:
    """Fora of one year and fora in all are different things: only statements of the same thing stand beside the count,
    the latest one, and none is added to another.

    fora:
    forum_id | established_by | established_on
    F1       | iom            | 2015-04-01
    F2       | iom            | 2016-04-01

    facts:
    fact_id | indicator                         | value | as_of
    X1      | cpf_established_in_year           | 16    | 2015-12-31
    X2      | cpf_established_by_iom_cumulative | 1     | 2015-12-31
    X3      | cpf_established_by_iom_cumulative | 2     | 2016-10-31
    X4      | cpf_established_in_period         | 5     | 2016-11-30
    """
    published = measure("fora_established_iom", drawn).published
    assert published is not None
    assert (published.fact_id, published.value, published.agrees) == ("X3", Quantity.exactly(2), True)
    earlier = measure("fora_established_iom", drawn.within(Scope(date(2016, 10, 30)))).published
    assert earlier is not None
    assert (earlier.fact_id, earlier.value, earlier.agrees) == ("X2", Quantity.exactly(1), True)
    assert len(facts(drawn, ("iom",))) == 4


def test_two_grants_of_one_donor(drawn: Programme) -> None:
    """Two grants of one donor are one donor: what they pay for counts once under it, seats likewise.

    grants:
    grant_id | donor_id | phase_id
    US1      | US       | P1
    US2      | US       | P2

    donors:
    donor_id | name
    US       | United States

    fora:
    forum_id | established_on | grants
    F1       | 2016-04-01     | US1;US2

    trainings:
    training_id | grants
    E1          | US1;US2

    attendance:
    training_id | attendances
    E1          | 25
    """
    assert parts(measure("fora_established", drawn, "donor")) == {"US": 1}
    assert parts(measure("attendances", drawn, "donor")) == {"US": 25}


def test_seats_keep_their_sex(drawn: Programme) -> None:
    """Seats whose sex was not recorded are neither women's nor men's: they stay a part of their own.

    trainings:
    training_id | kind
    E1          | training

    attendance:
    training_id | sex          | attendances
    E1          | women        | 3
    E1          | not_recorded | 17
    """
    assert parts(measure("attendances", drawn, "sex")) == {"women": 3, "not_recorded": 17}


def test_a_cohort_that_comes_twice_is_the_same_people(drawn: Programme) -> None:
    """Two sessions of one cohort are the people of the larger one, whoever came to it; other events may be others.

    trainings:
    training_id | cohort
    E1          | C1
    E2          | C1
    E3          |

    attendance:
    training_id | sex   | attendances
    E1          | women | 12
    E1          | men   | 8
    E2          | women | 9
    E2          | men   | 9
    E3          | women | 5
    """
    assert figure("attendances", drawn) == 43
    people = measure("people_reached", drawn, "sex")
    assert (people.value, parts(people)) == (Quantity(20, 25), {"women": (12, 17), "men": 9})


def test_people_distinct_across_phases(drawn: Programme) -> None:
    """Who came in both phases is one person: people of the phases bound those of the programme, and never sum to them.

    trainings:
    training_id | phase_id | cohort | starts_on
    E1          | P1       | C1     | 2015-06-01
    E2          | P2       | C1     | 2016-06-01
    E3          | P2       |        | 2016-07-01

    attendance:
    training_id | attendances
    E1          | 20
    E2          | 20
    E3          | 10
    """
    people = measure("people_reached", drawn, "phase")
    assert (people.value, parts(people)) == (Quantity(20, 30), {"P1": 20, "P2": (20, 30)})  # not 20 and 30 are 50
    assert people.indicator.adds_over == ()


def test_co_funded_seats(drawn: Programme) -> None:
    """Seats of two donors count under each; shared equally each has half; the total is 30 either way, and people, who
    cannot be halved, stay bounds under each.

    trainings:
    training_id | grants
    E1          | DE;US
    E2          | DE

    attendance:
    training_id | attendances
    E1          | 15
    E2          | 15
    """
    rows = select(INDICATORS["attendances"], drawn)
    exactly = Quantity.exactly
    assert rows.by(("donor",)) == {("DE",): exactly(30), ("US",): exactly(15)}
    assert rows.by(("donor",), equally=True) == {("DE",): exactly(22.5), ("US",): exactly(7.5)}
    assert rows.total() == rows.by((), equally=True)[()] == exactly(30)
    people = select(INDICATORS["people_reached"], drawn)
    assert (
        people.by(("donor",))
        == people.by(("donor",), equally=True)
        == {("DE",): Quantity(15, 30), ("US",): exactly(15)}
    )


def test_chosen_donors_have_their_parts_only(drawn: Programme) -> None:
    """Of a seat that three donors paid for, two donors chosen have two thirds, exactly.

    trainings:
    training_id | grants
    E1          | DE;US;JP

    attendance:
    training_id | attendances
    E1          | 10
    """
    rows = select(INDICATORS["attendances"], drawn.within(Scope(donors=("DE", "US"))))
    assert rows.shares(("donor",)) == {("DE",): Fraction(10, 3), ("US",): Fraction(10, 3)}
    assert rows.shares(()) == {(): Fraction(20, 3)}
    assert rows.total() == Quantity.exactly(10)


def test_an_event_of_which_nobody_says_who_came(drawn: Programme) -> None:
    """An event without attendance on record was held, and is not an event that nobody came to.

    trainings:
    training_id | kind     | scope    | status    | starts_on
    E1          | training | iom      | completed | 2016-06-01
    E2          | workshop | iom      | completed | 2016-06-01
    E3          | workshop | parallel | completed | 2016-06-01
    E4          | workshop | iom      | planned   | 2016-12-10
    E5          | workshop | iom      | completed | 2016-11-29

    attendance:
    training_id | attendances
    E1          | 20
    """
    silent = measure("events_without_attendance", drawn, "kind")
    assert (silent.value, parts(silent), silent.row_ids) == (Quantity.exactly(2), {"workshop": 2}, ("E2", "E5"))
    assert figure("events_without_attendance", drawn, "2016-11-28") == 1
    assert figure("events_held", drawn) == 3
