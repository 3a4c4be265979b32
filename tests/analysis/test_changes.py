"""What a release does: rows by key, headline figures before and after, and parts that sum to the whole.

The fixture speaks as of 30 November 2016.  Established are F1, F2 (Baghdad), F3 (Ninewa) by IOM and F5 (Basra) by police:
4 in 3 governorates; F6 and F7 are planned.  Seats: E1 and E2 12 each (one cohort), E3 30, E4 6: 60 seats, 30 to 48 people.
"""

from datetime import date

import pytest

from community_policing.analysis.changes import tables as effect_tables, wording
from community_policing.analysis.changes.effect import effect
from community_policing.core.quantity import Quantity
from community_policing.measure.programme import Programme, Scope
from tests.edits import DECEMBER, EVENT, FORUM, Edited, add, checked, drop, moves, places, put


def test_the_same_file_twice_changes_nothing(programme: Programme, edited: Edited) -> None:
    """A dataset read a second time, its rows in another order: no row, no figure, no question; and it says so."""
    found = checked(programme, edited(lambda tables: [rows.reverse() for rows in tables.values()] and None))
    assert found.nothing
    assert (found.moved, found.confirmations, {t.touched for t in found.tables.values()}) == ((), (), {0})
    assert found.sentences() == ("Nothing changes: every row and every figure is what it was.",)
    assert found.as_json()["nothing"] is True


def test_the_first_release(programme: Programme) -> None:
    """Without a release before, every row is added, no figure has a past, and nothing has to be confirmed."""
    found = effect(None, programme)
    assert (found.nothing, found.confirmations) == (False, ())
    fora = found.tables["fora"]
    assert (fora.before, fora.added, fora.after, fora.added_ids[:2]) == (0, 7, 7, ("F1", "F2"))
    assert found.headline("fora_established").after == Quantity(4, 4)
    assert found.headline("fora_established", "places").after == Quantity(3, 3)
    assert {h.before for h in found.headlines} == {None}
    assert found.sentences() == (f"The first release: {programme.dataset.rows} rows.",)
    assert found.as_json()["before"] is None


def test_late_report(programme: Programme, edited: Edited) -> None:
    """A new row whose day the earlier release could have known is a late report."""
    found = checked(programme, edited(add("fora", **FORUM, established_on="2016-11-05")))
    late = {"late_report": 1}
    assert {k: v for k, v in moves(found).items() if k.startswith("fora")} == {
        "fora_established": (4, 5, late), "fora_established_iom": (3, 4, late),
        "fora_established_iom:progress": (pytest.approx(100 / 3), pytest.approx(200 / 3), {"late_report": pytest.approx(100 / 3)}),
    }  # fmt: skip
    assert places(found) == {"IQG08": (2, 3, late)}
    assert found.tables["fora"].added_ids == ("F8",)
    assert "Fora established: 4 → 5: 1 late report" in found.sentences()
    assert "Fora established, Baghdad: 2 → 3: 1 late report" in found.sentences()
    assert "Fora: 1 row added; 7 before, 8 after." in found.sentences()


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
    assert "Fora established: 4 → 6: 2 new activities" in found.sentences()
    assert "Events planned: 1 → 0: −1 (the date moved on)" in found.sentences()
    assert found.sentences()[0] == "As of 31 Dec 2016; before, as of 30 Nov 2016."
    asked = {key for key, _ in found.confirmations}
    assert "figure:fora_established" in asked  # from 4 to 6
    assert "figure:events_planned" not in asked  # the file did not do that


def test_only_the_date(programme: Programme) -> None:
    """Two dates of one release: whatever moved, the date moved it; target and progress too."""
    earlier = programme.within(Scope(as_of=programme.as_of.replace(month=6, day=30)))
    found = checked(earlier, programme)
    assert not found.nothing
    assert {part.cause for h in found.moved for part in h.parts} == {"date_moved_on"}
    assert moves(found)["fora_established"] == (4, 4, {})  # F3 came and F4 went
    assert places(found) == {"IQG02": (2, 1, {"date_moved_on": -1}), "IQG15": (0, 1, {"date_moved_on": 1})}
    assert "No row was added, changed or removed." in found.sentences()


def test_what_is_known_on_neither_side_is_not_said_to_stand(public_record: Programme) -> None:
    """The public record on two days of December 2016: 16 of its 25 figures were published for neither."""
    days = [public_record.within(Scope(as_of=date(2016, 12, day))) for day in (1, 2)]
    assert effect(*days).sentences() == (
        "As of 2 Dec 2016; before, as of 1 Dec 2016.", "No row was added, changed or removed.",
        "No headline figure moves that is known; 16 are known neither before nor after.",
    )  # fmt: skip


def test_a_release_that_restores_an_earlier_one_takes_causes_back(programme: Programme, edited: Edited) -> None:
    """December's release set up F8, corrected F5 and lost the target of fora; going back to November's, each of these is taken
    back by name, and nothing is put down to the date that the rows did."""
    edits = (
        add("fora", **FORUM, established_on="2016-12-10"),
        put("fora", "F5", name="Corrected"),
        drop("targets", "attendances"),
    )
    back = effect(programme, edited(*edits, **DECEMBER)).reverse()
    assert wording.restores(3, 1, back.tables) == (
        "Release 3 restores release 1: F8 is no longer in the data; attendances ·  ·  · 2016-12-31 · 0 is in the data "
        "again; F5 is as it was then."
    )  # fmt: skip
    said = back.sentences()
    assert said[:3] == (
        "As of 30 Nov 2016; before, as of 31 Dec 2016.",
        "Fora: 1 row changed, 1 row removed; 8 before, 7 after.", "Targets: 1 row added; 9 before, 10 after.",
    )  # fmt: skip
    assert "Fora established: 5 → 4: −1 from 1 new activity taken back" in said
    assert "Events planned: 0 → 1: +1 (the date moved back)" in said
    assert not [
        sentence
        for sentence in said
        if "moved on" in sentence or ("activity" in sentence and "taken back" not in sentence)
    ]
    assert wording.restores(1, 1, back.tables).startswith("Back to release 1: F8 is no longer in the data;")
    head = effect_tables.headlines_table(back.moved)
    assert {"New activity taken back", "The date moved back"} <= set(head)


def test_an_earlier_date_did_not_move_on(programme: Programme) -> None:
    """The same data read on an earlier day: the date moved back."""
    found = checked(programme, programme.within(Scope(as_of=date(2016, 6, 30))))
    assert "Fora planned: 2 → 3: +1 (the date moved back)" in found.sentences()
    assert not [sentence for sentence in found.sentences() if "moved on" in sentence]


def test_before_the_first_release_there_is_nothing_to_go_back_to(programme: Programme) -> None:
    """The effect of a first release has no way back."""
    with pytest.raises(ValueError, match="before the first release"):
        effect(None, programme).reverse()


def test_correction(programme: Programme, edited: Edited) -> None:
    """A row that says something else now is a correction; a total that it leaves alone does not move."""
    found = checked(programme, edited(put("fora", "F5", established_by="iom")))
    moved = moves(found)
    assert moved["fora_established_iom"] == (3, 4, {"correction": 1})
    assert moved["fora_established_police"] == (1, 0, {"correction": -1})
    assert "fora_established" not in moved
    assert [
        (row.row_id, [(c.column, c.old, c.new) for c in row.cells]) for row in found.tables["fora"].changed_rows
    ] == [("F5", [("established_by", "police", "iom")])]
    assert "Fora established by local police: 1 → 0: −1 from 1 correction" in found.sentences()


def test_removed_row(programme: Programme, edited: Edited) -> None:
    """A row that is gone is a correction, and what it takes more than a fifth of has to be confirmed by name: 8 women
    of 40 members were 20 %, and are 36 % of 22."""
    found = checked(programme, edited(drop("fora", "F5"), drop("targets", "fora_established_iom")))
    assert moves(found)["fora_established"] == (4, 3, {"correction": -1})
    assert places(found) == {"IQG02": (1, 0, {"correction": -1})}
    assert moves(found)["fora_established:places"] == (3, 2, {"correction": -1})
    assert found.tables["fora"].removed_ids == ("F5",)
    assert dict(found.confirmations) == {
        "table:targets": "Targets: 5 of 10 rows are taken out, more than a fifth.",
        "figure:fora_established": "Fora established goes from 4 to 3, by more than a fifth.",
        "places:fora_established": "Governorates with a forum goes from 3 to 2, by more than a fifth.",
        "figure:fora_established_police": "Fora established by local police goes from 1 to 0, by more than a fifth.",
        "figure:women_share_of_members": "Women's share of forum members goes from 20 % to 36 %, by more than a fifth.",
    }
    assert found.as_json()["confirmations"][0]["key"] == "table:targets"


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
    assert found.confirmations == ()


def test_place_recoded(programme: Programme, edited: Edited) -> None:
    """F2 lies in Diyala: no national figure moves, two governorates do, and one more of them has a forum."""
    found = checked(programme, edited(put("fora", "F2", governorate="IQG10")))
    assert moves(found) == {
        "fora_established": (4, 4, {}),
        "fora_established:places": (3, 4, {"place_recoded": 1}),
    }
    assert places(found) == {"IQG08": (2, 1, {"place_recoded": -1}), "IQG10": (0, 1, {"place_recoded": 1})}
    assert "Governorates with a forum: 3 → 4: +1 from 1 place re-coded" in found.sentences()
    baghdad = Scope(governorates=("IQG08",))
    there = checked(programme.within(baghdad), edited(put("fora", "F2", governorate="IQG10")).within(baghdad))
    assert moves(there)["fora_established"] == (2, 1, {"place_recoded": -1})


def test_recoded_and_corrected(programme: Programme, edited: Edited) -> None:
    """A row whose place and another cell changed counts for both: its place first."""
    found = checked(
        programme, edited(put("fora", "F2", governorate="IQG10", closed_on="2016-11-01", established_by="police"))
    )
    assert places(found) == {
        "IQG08": (2, 1, {"place_recoded": -1}),
        "IQG10": (0, 0, {"place_recoded": 1, "correction": -1}),
    }
    assert moves(found)["fora_established"] == (4, 3, {"correction": -1})


def test_target_revised(programme: Programme, edited: Edited) -> None:
    """A revision of the target in force moves the target and the progress, and no figure."""
    revised = {"indicator": "fora_established_iom", "period_starts_on": "2016-01-01", "due_on": "2016-12-31",
               "baseline": "2", "target": "8", "revision": "2", "record": "illustrative"}  # fmt: skip
    found = checked(programme, edited(add("targets", **revised)))
    moved = moves(found)
    assert moved.pop("fora_established_iom:target") == (6, 8, {"target_revised": 2})
    before, after, why = moved.pop("fora_established_iom:progress")  # 3 of 4 more fora were due, and now 5 of 6 are
    assert (before, after, list(why)) == (pytest.approx(100 / 3), 20, ["target_revised"])
    assert moved == {}
    assert "Target in force: Fora established by IOM: 6 → 8: +2 from 1 target revised" in found.sentences()


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
    assert moved["events_planned"] == (1, 0, {"date_moved_on": -1})
    assert moved["events_unreported"] == (0, 0, {"date_moved_on": 1, "new_activity": -1})
    assert moved["attendances"] == (60, 67, {"new_activity": 7})
    assert "Attendances: 60 → 67: +7 from 1 new activity" in found.sentences()
    early = put("fora", "F6", status="established", established_on="2016-11-20", planned_for="2016-12-31")
    assert moves(checked(programme, edited(early)))["fora_established"] == (4, 5, {"late_report": 1})


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
    """An event of 40 raises both bounds, each by its own: 30 to 48 people become 40 to 88.  Then E2 leaves its cohort: 12
    more at most."""
    late = (add("trainings", **EVENT, starts_on="2016-11-10"),
            add("attendance", training_id="E8", participant_group="community", sex="men", attendances="40"))  # fmt: skip
    found = checked(programme, edited(*late))
    assert moves(found)["people_reached"] == ((30, 48), (40, 88), {"late_report": (10, 40)})
    mixed = checked(programme, edited(*late, put("trainings", "E2", cohort="")))
    assert moves(mixed)["people_reached"] == ((30, 48), (40, 100), {"correction": (0, 12), "late_report": (10, 40)})
    why = "lower bound +10, upper bound +40 from 1 late report, upper bound +12 from 1 correction"
    assert f"People reached: 30 – 48 → 40 – 100: {why}" in mixed.sentences()


def test_an_open_bound(programme: Programme, edited: Edited) -> None:
    """I3 has no published number: at least 10 items become 15, and by how much the upper bound moved nobody can say."""
    found = checked(programme, edited(put("infrastructure", "I3", quantity="5")))
    assert moves(found)["equipment_handed_over"] == ((10, None), 15, {"correction": (5, None)})
    assert "Items of equipment handed over: ≥ 10 → 15: lower bound +5 from 1 correction" in found.sentences()


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
    assert moves(found)["fora_established"] == (4, 4, {"correction": -2, "late_report": 1, "new_activity": 1})
    assert places(found) == {
        "IQG02": (1, 0, {"correction": -1}),
        "IQG08": (2, 2, {"place_recoded": -1, "new_activity": 1}),
        "IQG10": (0, 2, {"place_recoded": 1, "late_report": 1}),
        "IQG15": (1, 0, {"correction": -1}),
    }
    # Basra (F5) and Ninewa (F3) have none any more; Diyala has, by F1; what is new in Baghdad makes no difference there
    counted = found.headline("fora_established", "places")
    assert [(part.cause, part.low, part.rows) for part in counted.parts] == [
        ("place_recoded", 1, 1),
        ("correction", -2, 2),
    ]
    assert "Fora established: 4 as before: 1 new activity, 1 late report, −2 from 2 corrections" in found.sentences()


def test_of_one_choice(programme: Programme) -> None:
    """Two choices are not compared."""
    with pytest.raises(ValueError, match="of one choice"):
        effect(programme, programme.within(Scope(donors=("US",))))
