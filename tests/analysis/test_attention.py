"""What needs attention: worst first, each with its gap and what it opens; many of a kind are one line."""

from datetime import date

import pytest

from community_policing.analysis.attention import AttentionLine, attention_lines, shortened
from community_policing.measure.compute import Overdue, measure, overdue
from community_policing.measure.pace import Status
from community_policing.measure.programme import Programme, Scope
from tests.analysis.test_target_rows import rows
from tests.edits import Edited, add


def of(programme: Programme) -> tuple[AttentionLine, ...]:
    """What needs attention in a choice."""
    silent = [measure(key, programme) for key in ("fora_dormant", "fora_never_met")]
    late, waiting = measure("works_overdue", programme), measure("concerns_open_long", programme)
    return attention_lines(rows(programme), overdue(programme), late, silent, waiting)


def alone(work: Overdue, programme: Programme) -> tuple[AttentionLine, ...]:
    """The line of one work, where no forum is."""
    silent = measure("fora_dormant", programme.within(Scope(governorates=("IQG11",))))
    return attention_lines((), (work,), measure("works_overdue", programme), (silent, silent), silent)


def test_worst_first_with_its_gap(programme: Programme) -> None:
    """Counted by hand on the fixture: what is off track by how little of it is there, then works, then what is at risk."""
    assert [(found.status, f"{found.name}: {found.sentence}", found.opens, found.key) for found in of(programme)] == [
        (Status.OFF_TRACK, "Fora established by IOM: 3 of 6 by 31 Dec, −3", "target", "fora_established_iom"),
        (Status.OFF_TRACK, "Women's share of forum members: 20 %, target 30 % by 31 Dec 2017, −10 points", "target",
         "women_share_of_members"),
        (Status.OFF_TRACK, "Vehicles handed over: 7 of 8, due on 30 Sep, −1", "target", "vehicles_handed_over"),
        (Status.OFF_TRACK, "Two venues in Diyala: 30 days overdue", "item", "I6"),
        (Status.AT_RISK, "Attendances: 60 of 66 by 31 Dec, −6", "target", "attendances"),
        (Status.AT_RISK, "Fora established by IOM, Ninewa: 1 of 2 by 31 Dec, −1", "target", "fora_established_iom-IQG15"),
        (Status.AT_RISK, "Fora that do not meet: 1 has not met for three months, 1 not yet", "fora", "fora_dormant"),
        (Status.AT_RISK, "Concerns raised at fora: 3 are open for over 90 days", "fora", "concerns_open_long"),
    ]  # fmt: skip


def test_nothing_is_behind(programme: Programme) -> None:
    """Erbil has no target, nothing late, and no forum."""
    assert of(programme.within(Scope(governorates=("IQG11",)))) == ()


def test_many_works_are_one_line(edited: Edited) -> None:
    """312 works of 2015 beside the one of the fixture: their number, and how long the oldest waits; three are named."""
    work = {"kind": "new_venue", "status": "agreed", "governorate": "IQG08", "quantity": "1", "agreed_on": "2015-03-20",
            "phase_id": "P2", "record": "illustrative", "source": "S1", "scope": "iom"}  # fmt: skip
    late = [
        add(
            "infrastructure",
            item_id=f"N{number}",
            name=f"Venue {number}",
            due_on=f"2015-{9 + number % 4:02}-30",
            **work,
        )
        for number in range(312)
    ]
    (one,) = (found for found in of(edited(*late)) if found.opens in ("works", "item"))
    assert (one.name, one.sentence, one.opens) == (
        "Works and deliveries", "313 overdue, the oldest for 14 months", "works",
    )  # fmt: skip
    named = [found.name for found in of(edited(*late[:2])) if found.opens == "item"]
    assert named == ["Venue 0, Baghdad", "Venue 1, Baghdad", "Two venues in Diyala"]


def test_many_governorates_are_one_line(edited: Edited) -> None:
    """Basra, Anbar, Babil and Najaf have no forum by IOM, of 2, 3, 4 and 5; with Ninewa five are behind."""
    aim = {"indicator": "fora_established_iom", "period_starts_on": "2016-01-01", "due_on": "2016-12-31", "baseline": "0",
           "revision": "0", "record": "illustrative", "source": "S1"}  # fmt: skip
    places = zip(("IQG02", "IQG01", "IQG07", "IQG17"), "2345", strict=True)
    found = of(edited(*(add("targets", governorate=pcode, target=number, **aim) for pcode, number in places)))
    (one,) = (line for line in found if line.opens == "places")
    assert (one.name, one.key) == ("Fora established by IOM", "fora_established_iom")
    assert one.sentence.startswith("5 governorates behind their targets, furthest ")
    assert one.sentence.endswith(" (−5)")
    assert [line.key for line in found if line.key.startswith("fora_est")] == ["fora_established_iom"] * 2


@pytest.mark.parametrize(
    ("due", "delay"),
    [(date(2016, 11, 29), "1 day"), (date(2016, 10, 2), "59 days"), (date(2016, 10, 1), "1 month"),
     (date(2016, 9, 30), "2 months"), (date(2015, 9, 30), "14 months")],
)  # fmt: skip
def test_a_delay(due: date, delay: str, programme: Programme) -> None:
    """In days up to two months, then in whole months; a place is said once."""
    found = alone(Overdue("I1", "Radio sets", "IQG13", due), programme)
    assert [(line.name, line.sentence) for line in found] == [("Radio sets, Kirkuk", f"{delay} overdue")]


def test_a_protected_name_holds_its_place(programme: Programme) -> None:
    """A protected name says the governorate already."""
    work = Overdue("I1", "Technical equipment in Kirkuk", "IQG13", date(2016, 10, 31))
    assert alone(work, programme)[0].name == "Technical equipment in Kirkuk"


def test_works_are_never_left_out(programme: Programme) -> None:
    """Of too many lines the last targets go: what lies on other pages stays."""
    found = of(programme)
    assert [line.key for line in shortened(found, 5)] == [
        "fora_established_iom", "women_share_of_members", "I6", "fora_dormant", "concerns_open_long",
    ]  # fmt: skip
    assert shortened(found, 8) == found
