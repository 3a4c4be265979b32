"""Release diffs: rows and cells by key, headline figures before and after, and contributions that sum to the difference.

The fixture speaks as of 30 November 2016.  Established are F1, F2 (Baghdad), F3 (Ninewa) by IOM and F5 (Basra) by police:
4 in 3 governorates; F6 and F7 are planned.  Seats: E1 and E2 12 each (one cohort), E3 30, E4 6: 60 seats, 30 to 48 people.
"""

from datetime import date

import pytest

from community_policing.analysis.changes.confirmations import confirmations
from community_policing.analysis.changes.diff import release_diff
from community_policing.analysis.changes.wording import sentences
from community_policing.core.quantity import Quantity
from community_policing.measure.programme import Programme, Scope
from tests.edits import DECEMBER, EVENT, FORUM, Edit, Edited, add, checked, drop, lines, moves, put


def test_the_same_file_twice_changes_nothing(programme: Programme, edited: Edited) -> None:
    """A dataset read a second time, its rows in another order: no row, no figure, no question; and it says so."""
    found = checked(programme, edited(lambda tables: [rows.reverse() for rows in tables.values()] and None))
    assert found.nothing
    assert (found.moved, confirmations(found), found.touched, len(found.cells)) == ((), {}, 0, 0)
    assert sentences(found) == ("Nothing changes: every row and every figure stays the same.",)
    assert found.as_json()["nothing"] is True


def test_the_first_release(programme: Programme) -> None:
    """Without a release before, every row is added, no figure has a past, and nothing has to be confirmed."""
    found = release_diff(None, programme)
    assert (found.nothing, confirmations(found)) == (False, {})
    fora = found.tables["fora"]
    assert (fora.before, fora.added, fora.after) == (0, 7, 7)
    assert found.figure("fora_established").after == Quantity(4, 4)
    assert found.figure("fora_established", "places").after == Quantity(3, 3)
    assert {h.before for h in found.figures} == {None}
    assert sentences(found) == (f"The first release: {programme.dataset.rows} rows.",)
    assert found.as_json()["before"] is None


def test_late_report(programme: Programme, edited: Edited) -> None:
    """A new row whose day the earlier release could have known is a late report."""
    found = checked(programme, edited(add("fora", **FORUM, established_on="2016-11-05")))
    late = {"late_report": 1}
    assert {k: v for k, v in moves(found).items() if k.startswith("fora")} == {
        "fora_established": (4, 5, late), "fora_established_iom": (3, 4, late), "fora_never_met": (1, 2, late),
        "fora_established_iom:progress": (pytest.approx(100 / 3), pytest.approx(200 / 3), {}),
    }  # fmt: skip
    assert lines(found, "fora") == [("F8", "added", "", "", "", "late_report")]
    assert "Fora established: 4 → 5 (late report +1)" in sentences(found)
    assert "Fora: 1 row added; 7 before, 8 after." in sentences(found)


def test_new_activity_and_the_date(programme: Programme, edited: Edited) -> None:
    """A new row whose day lies after the earlier as-of date is new activity.  What the date alone does is told apart: E5 was
    planned for 10 December, and nobody reported it."""
    rows = (
        add("fora", **FORUM, established_on="2016-12-15"),
        add("fora", **FORUM | {"forum_id": "F9"}, established_on="2016-12-31"),
    )
    found = checked(programme, edited(*rows, **DECEMBER))
    moved = moves(found)
    assert moved["fora_established"] == (4, 6, {"new_activity": 2})
    assert moved["events_planned"] == (1, 0, {"date_moved_on": -1})
    assert moved["events_unreported"] == (0, 1, {"date_moved_on": 1})
    assert "fora_planned" not in moved
    assert "Fora established: 4 → 6 (new +2)" in sentences(found)
    assert "Events planned: 1 → 0 (date of the data −1)" in sentences(found)
    assert sentences(found)[0] == "As of 31 Dec 2016; before, as of 30 Nov 2016."
    asked = confirmations(found)
    assert "figure:fora_established" in asked  # from 4 to 6
    assert "figure:events_planned" not in asked  # the file did not do that


def test_only_the_date(programme: Programme) -> None:
    """Two dates of one release: whatever moved, the date moved it; target and progress too."""
    earlier = programme.within(Scope(as_of=programme.as_of.replace(month=6, day=30)))
    found = checked(earlier, programme)
    assert not found.nothing
    assert {part.cause for figure in found.moved for part in figure.contributions} == {"date_moved_on"}
    assert moves(found)["fora_established"] == (4, 4, {"date_moved_on": 0})  # F3 came and F4 went
    assert found.figure("fora_established").contributions[0].rows == 2
    assert "No row was added, changed or removed." in sentences(found)


def test_what_is_known_on_neither_side_is_not_said_to_stand(public_record: Programme) -> None:
    """The public record on two days of December 2016: 16 of its 25 figures were published for neither."""
    days = [public_record.within(Scope(as_of=date(2016, 12, day))) for day in (1, 2)]
    assert sentences(release_diff(*days)) == (
        "As of 2 Dec 2016; before, as of 1 Dec 2016.", "No row was added, changed or removed.",
        "No known headline figure changes; 16 are known neither before nor after.",
    )  # fmt: skip


def test_correction(programme: Programme, edited: Edited) -> None:
    """A row that says something else now is a correction; a total that it leaves alone does not move."""
    found = checked(programme, edited(put("fora", "F5", established_by="iom")))
    moved = moves(found)
    assert moved["fora_established_iom"] == (3, 4, {"correction": 1})
    assert moved["fora_established_police"] == (1, 0, {"correction": -1})
    assert "fora_established" not in moved
    assert lines(found, "fora") == [("F5", "changed", "established_by", "police", "iom", "correction")]
    assert "Fora established by local police: 1 → 0 (corrected −1)" in sentences(found)


def test_removed_row(programme: Programme, edited: Edited) -> None:
    """A row that is gone is a correction, and what it takes more than a fifth of has to be confirmed by name: 8 women
    of 40 members were 20 %, and are 36 % of 22."""
    found = checked(programme, edited(drop("fora", "F5"), drop("targets", "fora_established_iom")))
    assert moves(found)["fora_established"] == (4, 3, {"correction": -1})
    assert moves(found)["fora_established:places"] == (3, 2, {})
    assert lines(found, "fora") == [("F5", "removed", "", "", "", "correction")]
    assert confirmations(found) == {
        "table:targets": "Targets: 5 of 10 rows are removed, more than a fifth.",
        "figure:fora_established": "Fora established goes from 4 to 3, by more than a fifth.",
        "places:fora_established": "Governorates with a forum goes from 3 to 2, by more than a fifth.",
        "figure:fora_established_police": "Fora established by local police goes from 1 to 0, by more than a fifth.",
        "figure:women_share_of_members": "Women's share of forum members goes from 20 % to 36 %, by more than a fifth.",
        "figure:fora_active": "Active fora goes from 2 to 1, by more than a fifth.",
        "figure:women_share_at_meetings": "Women's share at the table goes from 26 % to 33 %, by more than a fifth.",
    }


def test_a_fifth_needs_no_consent(programme: Programme, edited: Edited) -> None:
    """Exactly a fifth is no more than a fifth: 2 of 10 targets; 10 radio sets, and 12 now."""
    found = checked(
        programme,
        edited(
            drop("targets", "vehicles_handed_over"),
            drop("targets", "attendances"),
            put("infrastructure", "I4", quantity="12"),
        ),
    )
    assert moves(found)["equipment_handed_over"] == ((10, None), (12, None), {"correction": (2, None)})
    assert confirmations(found) == {}


def test_place_recoded(programme: Programme, edited: Edited) -> None:
    """F2 lies in Diyala: no national figure moves, and one more governorate has a forum; Baghdad has one fewer."""
    found = checked(programme, edited(put("fora", "F2", governorate="IQG10")))
    assert moves(found) == {"fora_established:places": (3, 4, {})}
    assert lines(found, "fora") == [("F2", "changed", "governorate", "IQG08", "IQG10", "place_recoded")]
    assert "Governorates with a forum: 3 → 4" in sentences(found)
    baghdad = Scope(governorates=("IQG08",))
    there = checked(programme.within(baghdad), edited(put("fora", "F2", governorate="IQG10")).within(baghdad))
    assert moves(there)["fora_established"] == (2, 1, {"place_recoded": -1})


def test_recoded_and_corrected(programme: Programme, edited: Edited) -> None:
    """A row has one cause: one whose place and another cell changed was corrected."""
    found = checked(programme, edited(put("fora", "F2", governorate="IQG10", established_by="police")))
    assert {line[2]: line[-1] for line in lines(found, "fora")} == {
        "governorate": "correction",
        "established_by": "correction",
    }
    assert moves(found)["fora_established_iom"] == (3, 2, {"correction": -1})


def test_target_revised(programme: Programme, edited: Edited) -> None:
    """A revision of the target in force moves the target and the progress, and no figure."""
    revised = {"indicator": "fora_established_iom", "period_starts_on": "2016-01-01", "due_on": "2016-12-31",
               "baseline": "2", "target": "8", "revision": "2", "record": "illustrative"}  # fmt: skip
    found = checked(programme, edited(add("targets", **revised)))
    moved = moves(found)
    assert moved.pop("fora_established_iom:target") == (6, 8, {})
    before, after, why = moved.pop("fora_established_iom:progress")  # 3 of 4 more fora were due, and now 5 of 6 are
    assert (before, after, why) == (pytest.approx(100 / 3), 20, {})
    assert moved == {}
    assert [line[1::4] for line in lines(found, "targets")] == [("added", "target_revised")]
    assert "Target in force: Fora established by IOM: 6 → 8" in sentences(found)


def test_what_was_planned_happens(programme: Programme, edited: Edited) -> None:
    """A plan that came about after the earlier as-of date is new activity, though its row is not new; before it, a late
    report: the record is brought up to date, and nothing in it was wrong."""
    held = {"status": "completed", "starts_on": "2016-12-10"}
    seats = {"training_id": "E5", "participant_group": "police", "sex": "men", "attendances": "7"}
    set_up = put("fora", "F6", status="established", established_on="2016-12-20", planned_for="2016-12-31")
    found = checked(programme, edited(set_up, put("trainings", "E5", **held), add("attendance", **seats), **DECEMBER))
    moved = moves(found)
    assert moved["fora_established"] == (4, 5, {"new_activity": 1})
    assert moved["fora_planned"] == (2, 1, {"new_activity": -1})
    assert moved["events_held"] == (4, 5, {"new_activity": 1})
    assert moved["events_planned"] == (1, 0, {"new_activity": -1})
    assert "events_unreported" not in moved
    assert moved["attendances"] == (60, 67, {"new_activity": 7})
    assert "Attendances: 60 → 67 (new +7)" in sentences(found)
    early = put("fora", "F6", status="established", established_on="2016-11-20", planned_for="2016-12-31")
    assert moves(checked(programme, edited(early)))["fora_established"] == (4, 5, {"late_report": 1})


def test_money_of_a_quarter_is_told_later(programme: Programme, edited: Edited) -> None:
    """A late report of a quarter that was over then, new of one that is over now; another plan for a quarter is a correction."""

    def tell(grant: str, quarter: str, **cells: str) -> Edit:
        def edit(tables: dict[str, list[dict[str, str]]]) -> None:
            (row,) = (row for row in tables["budgets"] if (row["grant_id"], row["quarter"]) == (grant, quarter))
            row.update(cells)

        return edit

    rows = (tell("DE-P2", "2016-Q3", spent="650000"), tell("US-P2", "2016-Q4", spent="190000"),
            tell("US-P2", "2016-Q1", planned="21000"))  # fmt: skip
    found = lines(checked(programme, edited(*rows, **DECEMBER)), "budgets")
    assert [(row, column, after, cause) for row, _, column, _, after, cause in found] == [
        ("US-P2 · 2016-Q1", "planned", "21000", "correction"),
        ("US-P2 · 2016-Q4", "spent", "190000", "new_activity"),
        ("DE-P2 · 2016-Q3", "spent", "650000", "late_report"),
    ]


def test_a_new_plan_goes_by_the_day_it_is_for(programme: Programme, edited: Edited) -> None:
    """When a plan was made is not on record: one for a day ahead is new activity."""
    plan = FORUM | {"status": "planned", "planned_for": "2016-12-31"}
    assert moves(checked(programme, edited(add("fora", **plan))))["fora_planned"] == (2, 3, {"new_activity": 1})


def test_cofunded(programme: Programme, edited: Edited) -> None:
    """A co-funded forum counts once in the total, and once under each donor."""
    after = edited(add("fora", **FORUM | {"grants": "DE-P2;US-P2"}, established_on="2016-11-05"))
    for scope, count in ((Scope(), 4), (Scope(donors=("US",)), 2), (Scope(donors=("DE",)), 2)):
        found = checked(programme.within(scope), after.within(scope))
        assert moves(found)["fora_established"] == (count, count + 1, {"late_report": 1})


def test_bounds_on_people(programme: Programme, edited: Edited) -> None:
    """Bounds on people are no sum of rows: before and after stand alone.  An event of 40 raises both bounds; E2 leaves its
    cohort: 12 more at most."""
    late = (add("trainings", **EVENT, starts_on="2016-11-10"),
            add("attendance", training_id="E8", participant_group="community", sex="men", attendances="40"))  # fmt: skip
    found = checked(programme, edited(*late))
    assert moves(found)["people_reached"] == ((30, 48), (40, 88), {})
    mixed = checked(programme, edited(*late, put("trainings", "E2", cohort="")))
    assert moves(mixed)["people_reached"] == ((30, 48), (40, 100), {})
    assert "People reached: 30 – 48 → 40 – 100" in sentences(mixed)


def test_an_open_bound(programme: Programme, edited: Edited) -> None:
    """I3 has no published number: at least 10 items become 15, and by how much the upper bound moved nobody can say."""
    found = checked(programme, edited(put("infrastructure", "I3", quantity="5")))
    assert moves(found)["equipment_handed_over"] == ((10, None), 15, {"correction": (5, None)})
    assert "Items of equipment handed over: ≥ 10 → 15 (corrected lower bound +5)" in sentences(found)


def test_what_may_belong_to_a_choice(programme: Programme, edited: Edited) -> None:
    """Of I1's five vehicles nobody says where they are: in Baghdad 2 to 7.  Now they are placed there: 7."""
    baghdad = Scope(governorates=("IQG08",))
    found = checked(programme.within(baghdad), edited(put("infrastructure", "I1", governorate="IQG08")).within(baghdad))
    assert moves(found)["vehicles_handed_over"] == ((2, 7), 7, {"place_recoded": (5, 0)})


def test_attendance_that_was_missing(programme: Programme, edited: Edited) -> None:
    """A completed event without attendance ceases to be one when somebody reports who came: a late report."""
    silent = edited(add("trainings", **EVENT, starts_on="2016-11-10"))
    told = edited(
        add("trainings", **EVENT, starts_on="2016-11-10"),
        add("attendance", training_id="E8", participant_group="police", sex="men", attendances="3"),
    )
    moved = moves(checked(silent, told))
    assert moved["events_without_attendance"] == (1, 0, {"late_report": -1})
    assert moved["attendances"] == (60, 63, {"late_report": 3})
    assert moves(checked(told, silent))["events_without_attendance"] == (0, 1, {"correction": 1})


def test_mixed(programme: Programme, edited: Edited) -> None:
    """All causes at once, each with its part; the sentence names what the reader asks for first."""
    after = edited(
        add("fora", **FORUM, established_on="2016-12-15"),
        add("fora", **FORUM | {"forum_id": "F9", "governorate": "IQG10"}, established_on="2016-11-05"),
        put("fora", "F1", governorate="IQG10"),
        put("fora", "F5", established_on="2017-01-20", status="planned", planned_for="2017-01-20"),
        drop("fora", "F3"),
        **DECEMBER,
    )
    found = checked(programme, after)
    assert "F5" not in set(after.frames["fora"]["forum_id"])  # it breaks a rule: it is set aside, and missing
    assert moves(found)["fora_established"] == (4, 4, {"new_activity": 1, "late_report": 1, "correction": -2})
    assert {line[0]: line[1::4] for line in lines(found, "fora")} == {
        "F8": ("added", "new_activity"), "F9": ("added", "late_report"), "F1": ("changed", "place_recoded"),
        "F3": ("removed", "correction"), "F5": ("removed", "correction"),
    }  # fmt: skip
    assert moves(found)["fora_established:places"] == (3, 2, {})
    assert "Fora established: 4 → 4 (new +1, late report +1, corrected −2)" in sentences(found)


def test_of_one_choice(programme: Programme) -> None:
    """Two choices are not compared."""
    with pytest.raises(ValueError, match="of one choice"):
        release_diff(programme, programme.within(Scope(donors=("US",))))
