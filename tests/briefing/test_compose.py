"""What each slide of a briefing says of the programme that can be counted by hand."""

from base64 import b64decode
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from community_policing.briefing.compose.composer import BriefingRequest, again, compose
from community_policing.briefing.model import (
    Bars,
    Briefing,
    Bullets,
    Cards,
    Map,
    Note,
    Number,
    Points,
    Slide,
    Steps,
    Table,
    numbers,
)
from community_policing.briefing.snapshot import as_json, frozen
from community_policing.core.i18n import ProgrammeError
from community_policing.core.protection_level import ProtectionLevel
from community_policing.measure.compute import measure
from community_policing.measure.programme import Programme, Scope
from community_policing.protect.disclosure import protect
from community_policing.protect.rounding_secret import rounding_secret
from tests.conftest import Build


def slide(briefing: Briefing, key: str) -> Slide:
    return next(each for each in briefing.slides if each.key == key)


def block(of: Slide, kind: type, place: int = 0) -> Any:
    return [each for each in of.blocks if type(each) is kind][place]


def cells(table: Table) -> list[tuple[str, ...]]:
    return [tuple(cell.text if isinstance(cell, Number) else cell for cell in row) for row in table.rows]


def plain(text: str) -> str:
    """The text as it is read."""
    return text.replace("\u00a0", " ")


def told(cards: Cards) -> list[tuple[str, str, tuple[str, ...], str]]:
    return [(card.number.label, card.number.text, card.lines, card.status) for card in cards.cards]


@pytest.fixture(scope="module")
def chief(programme: Programme) -> Briefing:
    """Everything, with Baghdad and Missan."""
    return compose(programme, BriefingRequest("chief", governorates=("IQG08", "IQG14")))


def test_the_answer_is_one_figure_on_its_way_to_the_target(chief: Briefing) -> None:
    """IOM's fora against their target as the one large figure; the police's are a line of their own, planned ones a call-out."""
    found = slide(chief, "answer")
    assert found.headline == ("Off track: 3 of IOM's 6 fora by 31 Dec, likely no more; 5 of 8 targets need attention")
    steps: Steps = block(found, Steps)
    assert steps.hero
    assert (steps.hero.number.text, plain(steps.hero.text), steps.hero.status) == (
        "3", "of 6 fora by IOM due by 31 Dec 2016", "off_track",
    )  # fmt: skip
    assert [plain(each.text) for each in steps.callouts] == ["2 more are planned: Diyala 1 · Ninewa 1"]
    lines = {line.name: line.points for line in steps.lines}
    assert lines["Local police"] == (("2016-01-19", 0.0), ("2016-01-20", 1.0), ("2016-11-30", 1.0))
    assert lines["Target 6"] == (("2016-01-01", 2.0), ("2016-12-31", 6.0))


def test_a_number_says_all_that_may_be_asked_of_it(chief: Briefing) -> None:
    """Text and bounds, unit, place, date, definition, method, caveat, sources and how many rows stand behind it."""
    first = block(slide(chief, "answer"), Steps).hero.number
    assert first == Number(
        "stand/fora_established_iom", "Fora established by IOM", "3", 3, 3, "fora", "fora_established_iom", "Iraq",
        "2016-11-30", "Community policing fora set up by the programme since 2012, and not closed.",
        "number of fora established by IOM on or before the date, and not closed by then",
        "A forum that two donors pay for counts under each of them, and once in the total.", "",
        ("Made up for the tests",), 3,
    )  # fmt: skip


def test_the_map_calls_out_what_it_does_not_colour(chief: Briefing) -> None:
    """The map is of IOM's fora alone; the police's and the planned ones are told at their governorate, each by itself."""
    found: Map = block(slide(chief, "map"), Map)
    areas = {area.name: (area.kind, area.number.text if area.number else None) for area in found.areas}
    assert len(areas) == 18
    assert areas["Baghdad"] == ("value", "2")
    assert areas["Basra"] == ("zero", "0")
    assert [(each.text, each.at) for each in found.callouts] == [
        ("Basra: 1 by local police", "IQG02"), ("Diyala: 1 planned", "IQG10"), ("Ninewa: 1 planned", "IQG15"),
    ]  # fmt: skip


def test_targets_stand_on_one_slide_worst_first(chief: Briefing) -> None:
    """Each says where it stands, what was due, and why."""
    rows = block(slide(chief, "targets"), Bullets).rows
    assert [(row.actual.text, row.target.text, row.status) for row in rows] == [
        ("3", "6", "off_track"), ("20 %", "30 %", "off_track"), ("7", "8", "off_track"), ("60", "66", "at_risk"),
        ("1", "2", "at_risk"), ("3", "3", "done"), ("0", "0", "done"), ("2", "2", "done"),
    ]  # fmt: skip
    assert (rows[2].label, rows[2].place, rows[2].said) == (
        "Vehicles handed over", "by 30 Sep 2016", "Off track: 88 % of what is due",
    )  # fmt: skip
    assert (rows[4].place, rows[5].said) == ("Ninewa · by 31 Dec 2016", "Done")
    assert (rows[0].baseline, rows[0].due, rows[0].low, rows[0].high) == (2, 5, 3, 3)


def test_what_is_behind_why_and_who_acts(programme: Programme) -> None:
    """The worst targets with the action that was noted about their figure, its owner and day; then what is overdue."""
    note = Note(
        "a", "b", "risk", "attendances", "action", "Invite more women", "Programme manager", "2016-12-15", "", ""
    )
    done = replace(note, id="c", text="Done with", done_at="2016-10-02T09:00:00+00:00")
    found = slide(compose(programme, BriefingRequest("chief", open_notes=(note, done))), "risk")
    assert found.headline == "Furthest behind: Fora established by IOM, 3 of 6; 1 item is overdue"
    behind: Bullets = block(found, Bullets)
    assert [(row.status, row.doing) for row in behind.rows] == [
        *[("off_track", "no action noted yet")] * 3,
        ("at_risk", "Invite more women · Programme manager · by 15 Dec 2016"),
    ]
    assert behind.rows[0].said == "Off track: 33 % of what is due; needs 2.9 a month"
    assert behind.more == "Overdue: Two venues in Diyala: due on 31 Oct 2016, 30 days late"


def test_what_a_donors_money_did_is_a_part_of_the_whole(programme: Programme) -> None:
    """Germany's figures beside the programme's, as Germany sees them; a co-funded forum is in both donors' parts."""
    found = slide(compose(programme, BriefingRequest("donor", eyes="DE")), "money")
    assert found.headline == (
        "Paid for by Germany: 2 of 3 fora by IOM, about 50 of about 60 seats filled, 7 of 7 vehicles"
    )
    rows = {row.label: (row.actual.text, row.target.text) for row in block(found, Bullets).rows}
    assert rows["Fora established by IOM"] == ("2", "3")
    assert (rows["Items of equipment handed over"], rows["Fora planned"]) == (("≥ 0", "≥ 10"), ("1", "2"))
    every = block(slide(compose(programme, BriefingRequest("donor", eyes="")), "money"), Bullets)
    assert [(row.label, row.actual.text) for row in every.rows[:2]] == [("US", "2"), ("Germany", "2")]


def test_the_last_slide_asks(programme: Programme) -> None:
    """A donor for help, inside IOM for a decision; beside what is planned next, a bar for each kind and period."""
    asked = [
        slide(compose(programme, request), "ask")
        for request in (BriefingRequest("chief"), BriefingRequest("donor", eyes="DE"))
    ]
    assert [each.headline for each in asked] == [
        "To decide: the fora by IOM still missing (3 of 6 by 31 Dec 2016)",
        "We ask Germany to support the fora by IOM still missing (3 of 6 by 31 Dec 2016)",
    ]
    bars: Bars = block(asked[0], Bars)
    numbers_of = [number.text if number else None for number in bars.series[0].numbers]
    assert dict(zip(bars.categories, numbers_of, strict=True)) == {
        "Training, Dec 2016": "1", "Forum, Dec 2016": "2", "Work due, Sep 2017": "1",
    }  # fmt: skip
    assert [plain(each.text) for each in bars.callouts] == [
        "Close the gap – Women's share of forum members: 20 %, target 30 % by 31 Dec 2017",
        "Agree on the planned fora: Diyala 1 · Ninewa 1",
        "Set a new date: 1 item is overdue",
    ]


def test_a_governorate(chief: Briefing) -> None:
    """What may belong to it for all the record says is a bound; its targets, and what comes next."""
    baghdad = slide(chief, "governorate-IQG08")
    assert baghdad.headline == "Baghdad: 2 fora by IOM"
    assert told(block(baghdad, Cards))[3][1:3] == (
        "24 – 30",
        (
            "6 more may belong here: the record does not say",
            "12 – 18 different people",
            "events: 2 – 3 held, 0 planned",
        ),
    )
    assert cells(block(baghdad, Table)) == [("30 Sep 2017", "Headquarters", "Work due")]
    assert [point.text for point in block(baghdad, Points).points] == ["Fora established by IOM: 2 of 2 by 31 Dec 2016"]


def test_a_governorate_with_nothing_reads_right(chief: Briefing) -> None:
    """None is said to be none, of each part."""
    missan = slide(chief, "governorate-IQG14")
    assert missan.headline == "Missan: no forum yet, and none is planned"
    assert [card.number.text for card in block(missan, Cards).cards[:3]] == ["0", "0", "0"]
    assert block(missan, Table).rows == ()
    assert block(missan, Table).nothing == "No forum, event or work is recorded after this date."
    assert block(missan, Points).nothing == "No target is set for this governorate."


def test_a_governorate_briefing_shows_neighbours_and_the_median(programme: Programme) -> None:
    """On a slide of its own, the governorate first and marked on the map."""
    beside = slide(compose(programme, BriefingRequest("governorate", governorates=("IQG08",))), "governorate-IQG08-2")
    rows = cells(block(beside, Table))
    assert rows[0][:4] == ("Baghdad", "2", "0", "0")
    assert rows[-1][0] == "Median of all 18"
    assert [area.name for area in block(beside, Map).areas if area.marked] == ["Baghdad"]


def test_without_an_earlier_briefing_an_earlier_month_end_is_looked_back_to(chief: Briefing) -> None:
    """Three months before, from the same data, and the slide says so."""
    since = slide(chief, "since")
    assert since.headline == "As many fora on 30 Nov 2016 as on 31 Aug 2016"
    assert since.subtitle == (
        "Compared with the figures of 31 Aug 2016, from the same data: there is no earlier briefing"
    )
    found = {row[0]: row[1:] for row in cells(block(since, Table))}
    assert found["Fora established by IOM"] == ("3", "3", "0")
    assert found["Works and deliveries overdue"] == ("0", "1", "+1")


def test_a_programme_that_has_not_begun_has_no_month_to_look_back_to(programme: Programme) -> None:
    """Then that is what the slide says."""
    since = slide(compose(programme.within(Scope(date(2012, 2, 1))), BriefingRequest("chief")), "since")
    assert since.headline == "There is no earlier date to compare with: nothing is recorded by 30 Nov 2011"


def test_a_briefing_opens_with_what_moved_since_the_last_one_and_with_what_is_open(programme: Programme) -> None:
    """Only figures that stand in both; then the next slides are the actions, those overdue marked."""
    before = frozen(compose(programme.within(Scope(date(2016, 9, 30))), BriefingRequest("chief")), "an analyst")
    decided = Note(
        "b", before.id, "map", "", "decision", "Go on with two fora", "", "", "2016-10-01T09:00:00+00:00", "a"
    )
    to_do = replace(decided, id="a", kind="action", text="Agree a date", owner="Programme manager", due_on="2016-11-15")
    notes = (decided, to_do, replace(to_do, id="c", done_at="2016-10-02T09:00:00+00:00"))
    after = compose(programme, BriefingRequest("chief", previous=before, open_notes=notes))
    assert [each.key for each in after.slides[:4]] == ["answer", "actions", "since", "map"]
    assert slide(after, "actions").headline == "1 action and 1 decision are open; 1 is overdue on 30 Nov 2016"
    assert cells(block(slide(after, "actions"), Table)) == [
        ("Action", "Agree a date", "Programme manager", "15 Nov 2016", "overdue"),
        ("Decision", "Go on with two fora", "–", "–", "open"),
    ]
    assert block(slide(after, "actions"), Table).status == ("off_track", "")
    since = slide(after, "since")
    assert since.headline.endswith("since 30 Sep 2016, among them Fora established by IOM 2 → 3")
    assert cells(block(since, Table))[:3] == [
        ("Fora established by IOM", "Iraq", "2", "3", "+1"), ("Fora planned", "Iraq", "3", "2", "−1"),
        ("Fora established by IOM", "Ninewa", "0", "1", "+1"),
    ]  # fmt: skip


def test_what_no_briefing_knows_is_not_said_to_be_unchanged(public_record: Programme) -> None:
    """Of a governorate the public record knows little: a second briefing of the same day speaks of the figures that are known."""
    asked = BriefingRequest("chief", governorates=("IQG15",))
    before = frozen(compose(public_record, asked), "an analyst")
    since = slide(compose(public_record, replace(asked, previous=before)), "since")
    assert since.headline == "No known headline figure has changed since the briefing of 30 Nov 2016"
    assert block(since, Table).nothing == "Every known headline figure is unchanged."


def test_a_briefing_about_something_else_is_not_held_against_this_one(programme: Programme) -> None:
    """Of another choice, or for other readers: an earlier month is looked back to instead."""
    here = programme.within(Scope(governorates=("IQG08",)))
    for before in (compose(here, BriefingRequest("chief")), compose(programme, BriefingRequest("chief", "donor"))):
        after = compose(programme, BriefingRequest("chief", previous=frozen(before, "a")))
        assert slide(after, "since").subtitle.endswith("the previous briefing covers another selection")


def test_nothing_open_is_no_slide(chief: Briefing, programme: Programme) -> None:
    """An empty list takes nobody's time; who asks for the slide reads that it is empty."""
    assert "actions" not in [each.key for each in chief.slides]
    asked = compose(programme, BriefingRequest("chief", slides=("actions",)))
    assert slide(asked, "actions").headline == "No decision or action is open"


def test_what_only_was_published_keeps_its_bounds_and_is_split_by_nobody(public_record: Programme) -> None:
    """At least 1,100 stays that; no place, month, phase or stage is made up."""
    found = compose(public_record, BriefingRequest("chief"))
    bars: Bars = block(slide(found, "answer"), Bars)
    assert [[number.text for number in series.numbers if number] for series in bars.series] == [["≥ 30"], ["13"], ["4"]]
    assert bars.hero
    assert bars.hero.number.text == "43"
    assert slide(found, "targets").headline == (
        "≥ 1,100 people reached, ≥ 350 of them community members, as published for 30 Nov 2016; no target to judge by"
    )
    assert block(slide(found, "map"), Map).title == "Fora planned"
    assert found.mark == ""
    assert slide(found, "annex-sources").headline == "Every figure is as published, by 2 sources"


def test_a_donors_briefing_says_whose_money_it_is_about(programme: Programme) -> None:
    """In its title and in its first finding; co-funding is said."""
    found = compose(programme.within(Scope(donors=("DE",))), BriefingRequest("donor"))
    assert found.title == "Community policing in Iraq, paid for by Germany"
    assert found.scope == (("Donor", "Germany"),)
    assert slide(found, "answer").headline.startswith(
        "Paid for by Germany – 2 fora are established by IOM; 1 is planned"
    )
    assert slide(found, "money").headline.startswith("Paid for by Germany: 2 of 3 fora by IOM")


def test_a_donors_preset_leaves_out_what_is_not_for_donors(programme: Programme) -> None:
    """Whatever audience was asked for with it; nor can a donor's briefing be asked for with actions."""
    found = compose(programme, BriefingRequest("donor", "internal", governorates=("IQG08",)))
    kinds = list(dict.fromkeys(each.kind for each in found.slides))
    assert kinds == ["answer", "map", "targets", "money", "risk", "ask", "annex"]
    assert found.audience == "donor"
    asked = BriefingRequest("chief", "donor", slides=("answer", "risk", "actions"))
    assert [each.key for each in compose(programme, asked).slides] == ["answer", "risk"]
    note = Note("a", "b", "risk", "attendances", "action", "Ask the mayor of X", "PM", "", "", "")
    donors = compose(programme, BriefingRequest("donor", open_notes=(note,)))
    assert "mayor" not in as_json(frozen(donors, "a"))


def test_a_donors_briefing_says_what_the_donors_screen_says(programme: Programme) -> None:
    """Every number of people in it is the protected programme's, whatever was chosen."""
    whole = Programme.of(protect(programme.dataset, ProtectionLevel(own_grants=("DE",)), rounding_secret()))
    scope = Scope(donors=("DE",))
    told = {number.key: number for number in numbers(compose(programme.within(scope), BriefingRequest("donor")).slides)}
    seats = measure("attendances", whole.within(scope)).value
    assert seats is not None
    assert (told["money/DE/attendances"].low, told["money/DE/attendances"].high) == (seats.low, seats.high)


def test_few_people_are_not_told_to_a_donor(build: Build) -> None:
    """3 seats of 23 that a donor paid for: the donor reads that they are under 10; who sees rows reads them."""
    rows = {
        "trainings": [
            {"training_id": "A", "governorate": "Baghdad", "phase_id": "P2", "grants": "G"},
            {"training_id": "B", "governorate": "Baghdad", "phase_id": "P2", "grants": ""},
        ],
        "attendance": [
            {"training_id": "A", "participant_group": "judiciary", "sex": "men", "attendances": "3"},
            {"training_id": "B", "participant_group": "police", "sex": "men", "attendances": "20"},
        ],
    }
    there = Programme.of(build(rows))
    paid = {
        audience: [
            row.actual.text
            for row in block(slide(compose(there, BriefingRequest("chief", audience)), "money"), Bullets).rows
            if row.actual.indicator == "attendances"
        ]
        for audience in ("internal", "donor")
    }
    assert paid == {"internal": ["3"], "donor": ["under 10"]}


def test_what_is_overdue_is_told_to_a_donor_by_governorate(programme: Programme) -> None:
    """How many, and where; which item it is stays with us."""
    risk = slide(compose(programme, BriefingRequest("chief", "donor", slides=("risk",))), "risk")
    assert block(risk, Bullets).more == "Overdue: Diyala: 1 work or delivery overdue"


def test_the_sources_say_which_release_was_shown(programme: Programme) -> None:
    """Its number where it was published, and the hash of its content always."""
    said = [
        block(slide(compose(programme, BriefingRequest("chief", release=release)), "annex-sources"), Points)
        .points[2]
        .text
        for release in (7, None)
    ]
    content = programme.dataset.release
    assert said == [
        f"Data: A programme that can be counted by hand, release {name}." for name in (f"7 ({content})", content)
    ]


def test_again_asks_for_the_same_of_todays_data(programme: Programme) -> None:
    """Preset, audience, slides, governorates, title and scope are kept; the date is that of the data handed in."""
    asked = BriefingRequest(
        "chief", slides=("answer", "money", "governorate"), governorates=("IQG15",), title="For the board"
    )
    first = compose(programme.within(Scope(date(2016, 9, 30), phases=("P2",))), asked)
    second = again(first, programme, release=7)
    assert second == compose(programme.within(Scope(phases=("P2",))), replace(asked, release=7))
    assert second.release == 7
    assert (second.title, second.as_of, second.scope) == ("For the board", "2016-11-30", (("Phase", "Phase 2"),))


@pytest.mark.parametrize(
    "asked",
    [
        BriefingRequest("board"),
        BriefingRequest("chief", governorates=("IQG99",)),
        BriefingRequest("chief", slides=("x",)),  # type: ignore[arg-type]
        BriefingRequest("governorate"),
    ],
)
def test_what_does_not_exist_is_refused_in_words(programme: Programme, asked: BriefingRequest) -> None:
    """A preset, a governorate or a slide that nobody knows, and a governorate briefing about none."""
    with pytest.raises(ProgrammeError):
        compose(programme, asked)


def test_a_donors_own_deck_alone_bears_its_mark(
    programme: Programme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The PNG of that donor's id in the folder of the settings; what is no PNG is refused in words."""
    png = b"\x89PNG\r\n\x1a\n and so on"
    (tmp_path / "DE.png").write_bytes(png)
    monkeypatch.setenv("CPF_DONOR_LOGOS", str(tmp_path))
    asked = (
        BriefingRequest("donor", eyes="DE"),
        BriefingRequest("donor", eyes="US"),
        BriefingRequest("donor", eyes=""),
    )
    made = [compose(programme, each) for each in (*asked, BriefingRequest("chief"))]
    assert [(each.donor, b64decode(each.logo)) for each in made] == [
        ("Germany", png),
        ("US", b""),
        ("", b""),
        ("", b""),
    ]
    (tmp_path / "US.png").write_bytes(b"<svg/>")
    with pytest.raises(ProgrammeError, match="is not a PNG"):
        compose(programme, asked[1])
