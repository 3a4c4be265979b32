"""Alerts: each kind on figures counted by hand, once raised, while it stands, when it ends, and when it is raised again."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count

import pytest

from community_policing.analysis.alerts import wording
from community_policing.analysis.alerts.found import HEADLINES, Alert
from community_policing.analysis.alerts.kinds import ALERTS, raised
from community_policing.analysis.alerts.log import News, Told, news
from community_policing.core.indicators import INDICATORS
from community_policing.core.protection_level import ConcernLevel, ProtectionLevel
from community_policing.dataset.releases import DamagedRelease, Release
from community_policing.dataset.releases.rows.alert_rows import AlertRows
from community_policing.measure.programme import Programme
from community_policing.measure.thresholds import THRESHOLDS
from community_policing.protect.disclosure import protect
from tests.conftest import SECRET
from tests.edits import Edit, Edited, add, drop, put
from tests.registries import Place

TODAY = date(2016, 12, 1)
MET = {"forum_id": "F2", "met_on": "2016-11-20", "record": "illustrative", "source": "S1"}
DONE = {"status": "completed", "completed_on": "2016-11-15"}
HELD = {"training_id": "E8", "title": "Course", "kind": "training", "status": "completed", "starts_on": "2016-11-03",
        "governorate": "IQG08", "phase_id": "P2", "grants": "DE-P2", "record": "illustrative", "source": "S1",
        "scope": "iom"}  # fmt: skip


def seats(event: str, group: str, many: int) -> Edit:
    """Another number of seats at an event, of the group that has one line there."""

    def edit(tables: dict[str, list[dict[str, str]]]) -> None:
        (row,) = [r for r in tables["attendance"] if (r["training_id"], r["participant_group"]) == (event, group)]
        row["attendances"] = str(many)

    return edit


def told(alerts: Sequence[Alert], *kinds: str) -> list[tuple[str, str, str, str, str]]:
    """Each alert of those kinds: its identity and words, and whose rows it opens."""
    return [(a.identity, a.name, a.why, a.indicator, a.pcode) for a in alerts if a.kind in kinds]


def test_what_stands_today(programme: Programme) -> None:
    """Without a release before, and without its age: what the fixture's one date says, the worst first."""
    alerts = raised(programme, None, TODAY)
    assert told(alerts, *ALERTS) == [
        ("target_missed/fora_established_iom/2016-12-31", "Fora established by IOM", "likely 3 of 6 by 31 Dec; needs 2.9 a month",
         "fora_established_iom", ""),
        ("work_overdue/I6", "Two venues in Diyala", "30 days overdue, due on 31 Oct 2016", "works_overdue", "IQG10"),
        ("target_missed/fora_established_iom-IQG15/2016-12-31", "Fora established by IOM, Ninewa",
         "likely 1 of 2 by 31 Dec; needs 1.0 a month", "fora_established_iom", "IQG15"),
        ("forum_dormant/F2", "Forum Baghdad 2", "no meeting for 4 months", "fora_dormant", "IQG08"),
        ("concern_waits/C3", "Housing, land and property, Baghdad", "raised in Jul 2016 and still open", "concerns_open_long",
         "IQG08"),
        ("concern_waits/C4", "Domestic violence, Baghdad", "raised in Aug 2016 and still open", "concerns_open_long", "IQG08"),
        ("concern_waits/C9", "Drugs, Baghdad", "raised in Jul 2016 and still open", "concerns_open_long", "IQG08"),
    ]  # fmt: skip
    assert [alert.status.value for alert in alerts] == ["off_track"] * 2 + ["at_risk"] * 5


def test_each_identity_is_raised_once(programme: Programme, edited: Edited) -> None:
    """Whatever differs between two releases; and each kind stands under its own key."""
    earlier = edited(seats("E4", "civil_society", 30), drop("trainings", "E1"), drop("attendance", "E1"))
    alerts = raised(programme, earlier, TODAY + timedelta(99), 2, TODAY)
    assert {alert.kind for alert in alerts} > {"target_slipped", "headline_moved", "no_release", "work_overdue"}
    assert len({alert.identity for alert in alerts}) == len(alerts)
    assert [key for key, kind in ALERTS.items() if key != kind.key] == []
    assert not any(INDICATORS[key].share for key in HEADLINES)  # these move by a part of themselves


def test_a_status_that_changes(programme: Programme, edited: Edited) -> None:
    """66 of 66 attendances are the target; 60 are at risk.  Seen from either side, and from neither."""
    more = edited(seats("E4", "civil_society", 12))
    assert told(raised(programme, more, TODAY, 2), "target_slipped", "target_recovered") == [
        ("target_slipped/attendances/2016-12-31/2", "Attendances", "Done before, at risk now: 60 of 66 by 31 Dec, −6",
         "attendances", ""),
    ]  # fmt: skip
    assert told(raised(more, programme, TODAY, 3), "target_slipped", "target_recovered") == [
        ("target_recovered/attendances/2016-12-31/3", "Attendances", "At risk before, done now: 66 of 66 by 31 Dec, reached",
         "attendances", ""),
    ]  # fmt: skip
    assert told(raised(programme, programme, TODAY, 4), "target_slipped", "target_recovered") == []


def test_a_target_that_was_revised_is_another(edited: Edited, programme: Programme) -> None:
    """60 of 66 are at risk, 60 of 60 are done: nobody became better by it."""
    lower = edited(put("targets", "attendances", target="60"))
    assert told(raised(lower, programme, TODAY, 2), "target_slipped", "target_recovered") == []


def test_what_ends(edited: Edited) -> None:
    """The venues are handed over, the forum meets, two concerns are resolved: the others stay."""
    better = edited(put("infrastructure", "I6", **DONE), add("meetings", **MET),
                    *(put("concerns", c, status="resolved", resolved_in="2016-11") for c in ("C3", "C4")))  # fmt: skip
    alerts = raised(better, None, TODAY)
    assert [alert.identity for alert in alerts if alert.kind != "target_missed"] == ["concern_waits/C9"]


def test_a_release_that_is_old(programme: Programme) -> None:
    """From the 45th day on, of the release that was published last."""
    old = raised(programme, None, TODAY + timedelta(45), 7, TODAY)
    assert told(old, "no_release") == [
        ("no_release/7", "Data that are not renewed", "release 7 is of 1 Dec 2016, 45 days ago", "", "")
    ]
    assert told(raised(programme, None, TODAY + timedelta(44), 7, TODAY), "no_release") == []
    patient = replace(THRESHOLDS, no_release_days=60)
    assert told(raised(programme, None, TODAY + timedelta(45), 7, TODAY, patient), "no_release") == []


@pytest.mark.parametrize(("seats_at_e4", "raises"), [(18, False), (19, True)])
def test_a_headline_that_moves(seats_at_e4: int, raises: bool, programme: Programme, edited: Edited) -> None:
    """From 60 attendances to 72 is a fifth, to 73 is more."""
    found = told(raised(edited(seats("E4", "civil_society", seats_at_e4)), programme, TODAY, 2), "headline_moved")
    assert found == (
        [("headline_moved/attendances/2", "Attendances", "73, before 60", "attendances", "")] if raises else []
    )


def test_reports_that_are_missing(programme: Programme, edited: Edited) -> None:
    """Of both events in Baghdad attendance is recorded; of a third nobody reports it: two of three, 33 points less.  Ninewa and
    the event without a place are as before."""
    third = edited(add("trainings", **HELD))
    alerts = raised(third, programme, TODAY, 2)
    assert told(alerts, "completeness_fell") == [
        ("completeness_fell/IQG08/2", "Attendance, Baghdad", "attendance recorded of 2 of 3 events, before of 2 of 2",
         "events_without_attendance", "IQG08"),
    ]  # fmt: skip
    assert (
        told(raised(third, programme, TODAY, 2, None, replace(THRESHOLDS, completeness_fell=0.34)), "completeness_fell")
        == []
    )
    assert told(raised(third, third, TODAY, 2), "completeness_fell") == []


def test_every_kind_says_its_rule() -> None:
    """With its threshold in the unit that it is read in."""
    assert [rule for _, rule in wording.rules()] == [
        "The status of a target is worse than in the release before.",
        "At the pace seen a target is not reached by its date.",
        "A work or delivery is past its date on the date of the data.",
        "A forum has met before, and not for 92 days.",
        "A concern is open for over 90 days.",
        "Nothing was published for 45 days.",
        "A publication lowers the part of a governorate's events whose attendance is recorded by more than 10 points.",
        "A publication moves a headline figure by more than 20 %.",
        "The status of a target is better than in the release before.",
    ]
    assert [(kind.key, kind.threshold) for kind in ALERTS.values() if kind.threshold] == [
        ("no_release", "no_release_days"), ("completeness_fell", "completeness_fell"), ("headline_moved", "headline_moved"),
    ]  # fmt: skip


PUBLIC = ProtectionLevel(own_grants=())


def test_a_protected_view_tells_of_places_alone(programme: Programme) -> None:
    """No forum, work or concern by its name or id: what stands is what the view's own figures say.  Nine concerns are too few."""
    seen = Programme.of(protect(programme.dataset, PUBLIC, SECRET.encode()))
    works = (
        "work_overdue/IQG10/2016-10-31",
        "New venue in Diyala",
        "30 days overdue, due on 31 Oct 2016",
        "works_overdue",
        "IQG10",
    )
    fora = ("forum_dormant/IQG08", "Fora, Baghdad", "1 has not met for three months", "fora_dormant", "IQG08")
    assert told(raised(seen, None, TODAY), *ALERTS) == [works, fora]


def test_a_chief_is_told_of_no_single_concern(programme: Programme) -> None:
    """Of cells, and those here are too small for one; works and fora are as recorded."""
    seen = Programme.of(protect(programme.dataset, ConcernLevel(), SECRET.encode()))
    found = [alert.identity for alert in raised(seen, None, TODAY)]
    assert [each for each in found if each.startswith("concern_waits")] == []
    assert {"work_overdue/I6", "forum_dormant/F2"} < set(found)


# The log: releases of hand, 10 days apart, and the programme that each shows.
FIRST = Release(
    1, "c", datetime(2016, 12, 1, 9, tzinfo=UTC), "T", "n", "import", None, None, "f", "0" * 64, 2, {}, {}, {}, {}
)


def history(many: int) -> list[Release]:
    """So many releases, newest first."""
    return [
        replace(FIRST, number=number, published_at=FIRST.published_at + timedelta(10 * (number - 1)))
        for number in range(many, 0, -1)
    ]


class Office:
    """A reader's office: its own way to the registry, what each release shows, and its clock."""

    def __init__(self, place: Place, shows: Mapping[int, Programme]) -> None:
        self.rows: AlertRows = place.open().alerts
        self.shows = shows

    def news(self, releases: int, days_after: float = 0, account: str = "reader", view: str = "analyst") -> News:
        """What is new when so many releases are published, so many days after the last."""
        published = history(releases)
        now = published[0].published_at + timedelta(days_after)
        return news(self.rows, view, published, self.shows.__getitem__, self.rows.seen(account), now)

    def see(self, found: News, account: str = "reader") -> None:
        """Mark as seen what was told, on 2 January."""
        self.rows.see(account, found.last, datetime(2017, 1, 2, tzinfo=UTC))


def kinds(group: Sequence[Told]) -> list[str]:
    """The alerts of a group but for targets that will be missed and figures that moved, which other tests are about."""
    return [told.alert.identity for told in group if told.alert.kind not in ("target_missed", "headline_moved")]


@pytest.fixture
def better(edited: Edited) -> Programme:
    """The fixture after the forum met and the venues were handed over."""
    return edited(put("infrastructure", "I6", **DONE), add("meetings", **MET))


def test_raised_stays_ends_and_is_raised_again(place: Place, programme: Programme, better: Programme) -> None:
    """The forum and the venues: well, late, late, well, late.  Each change is new once; when it ended and began is kept."""
    office = Office(place, {1: better, 2: programme, 3: programme, 4: better, 5: programme})
    concerns = ["concern_waits/C3", "concern_waits/C4", "concern_waits/C9"]
    both = ["work_overdue/I6", "forum_dormant/F2"]
    first = office.news(1)
    assert (kinds(first.new), kinds(first.standing), first.ended) == ([], concerns, ())
    assert first.since is None
    second = office.news(2)
    assert (kinds(second.new), kinds(second.standing)) == (
        both,
        concerns,
    )  # since release 1, by whom nothing was marked
    office.see(second)
    third = office.news(3)
    assert (kinds(third.new), kinds(third.standing), third.since) == (
        [],
        [both[0], both[1], *concerns],
        date(2017, 1, 2),
    )
    assert [told.since for told in third.standing if told.alert.identity in both] == [date(2016, 12, 11)] * 2
    fourth = office.news(4)
    assert (kinds(fourth.new), kinds(fourth.standing), sorted(kinds(fourth.ended))) == ([], concerns, sorted(both))
    assert {(told.since, told.until) for told in fourth.ended} == {(date(2016, 12, 11), date(2016, 12, 31))}
    fifth = office.news(5)
    assert (kinds(fifth.new), kinds(fifth.standing), sorted(kinds(fifth.ended))) == (both, concerns, sorted(both))
    office.see(fifth)
    assert (kinds(office.news(5, 3).new), office.news(5, 3).ended) == ([], ())


def test_what_a_publication_did_is_told_once(sqlite_place: Place, programme: Programme, edited: Edited) -> None:
    """66, 60, 60, 66 attendances of 66: slipped with release 2, recovered with 4; neither stands nor ends."""
    more = edited(seats("E4", "civil_society", 12))
    office = Office(sqlite_place, {1: more, 2: programme, 3: programme, 4: more})
    assert "target_slipped/attendances/2016-12-31/2" in kinds(office.news(2).new)
    office.see(office.news(3))
    found = office.news(4)
    assert kinds(found.new) == ["target_recovered/attendances/2016-12-31/4"]
    assert "target_slipped" not in str((found.standing, found.ended))


def test_releases_that_nobody_looked_at_are_looked_at_later(
    sqlite_place: Place, programme: Programme, edited: Edited
) -> None:
    """The reader comes with release 2 and again with release 4: what release 3 did is told, with its own day."""
    more = edited(seats("E4", "civil_society", 12))
    office = Office(sqlite_place, {1: more, 2: more, 3: programme, 4: programme})
    office.see(office.news(2))
    (slip,) = [told for told in office.news(4).new if told.alert.kind == "target_slipped"]
    assert (slip.alert.identity, slip.since) == ("target_slipped/attendances/2016-12-31/3", date(2016, 12, 21))


def test_the_age_of_a_release_is_looked_at_each_day(sqlite_place: Place, programme: Programme) -> None:
    """Nothing is published for 45 days: raised that day; it ends with the next release."""
    office = Office(sqlite_place, {1: programme, 2: programme, 3: programme})
    office.see(office.news(2))
    assert kinds(office.news(2, 44).new) == []
    (old,) = office.news(2, 45).new
    assert (old.alert.identity, old.since) == ("no_release/2", date(2017, 1, 25))
    office.see(office.news(2, 46))
    found = office.news(3)
    assert (kinds(found.new), kinds(found.ended)) == ([], ["no_release/2"])


def test_a_clock_set_back_makes_nothing_new(sqlite_place: Place, programme: Programme) -> None:
    """A server whose clock is 100 days behind looks again: what was raised stands, and is not raised again afterwards."""
    office = Office(sqlite_place, {1: programme, 2: programme})
    office.see(office.news(2, 50))
    for days in (-100, 0, 49, 51):
        found = office.news(2, days)
        assert (kinds(found.new), kinds(found.ended)) == ([], [])
        assert "no_release/2" in kinds(found.standing)


def test_many_servers_raise_once(place: Place, programme: Programme, better: Programme) -> None:
    """Eight at once, each with its own way to the registry, some of which know of the newest release a little later."""
    shows = {1: better, 2: programme, 3: better, 4: programme}
    offices = [Office(place, shows) for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        for newest in (2, 3, 4):
            late = count()
            list(pool.map(lambda office: office.news(newest - next(late) % 2), offices))  # noqa: B023
    rows = offices[0].rows.since("analyst", 0)
    forum = [
        (row["occurrence"], row["release"], row["ended"] is not None)
        for row in rows
        if row["identity"] == "forum_dormant/F2"
    ]
    assert forum == [(1, 2, True), (2, 4, False)]
    assert kinds(offices[0].news(4).new) == ["work_overdue/I6", "forum_dormant/F2"]


def test_views_and_accounts_are_apart(sqlite_place: Place, programme: Programme, better: Programme) -> None:
    """What one view is told another is not; what one account has seen is new to another; who has seen more never sees less."""
    office, other = Office(sqlite_place, {1: better, 2: programme}), Office(sqlite_place, {1: better, 2: better})
    found = office.news(2)
    assert kinds(other.news(2, view="public").new) == []
    office.see(found)
    assert (kinds(office.news(2).new), len(kinds(office.news(2, account="another").new))) == ([], 2)
    office.rows.see("reader", 1, datetime.now(UTC))
    assert kinds(office.news(2).new) == []


def test_an_earlier_release_that_is_damaged_takes_no_page_away(sqlite_place: Place, programme: Programme) -> None:
    """Nothing is compared with it, and what stands is told; the current one that cannot be opened is an error."""

    def opened(number: int) -> Programme:
        if number == broken:
            raise DamagedRelease("A table is damaged.", "Publish again.", None)
        return programme

    rows = sqlite_place.open().alerts
    for broken in (1, 2):
        published = history(2)
        if broken == 2:
            with pytest.raises(DamagedRelease):
                news(rows, "another", published, opened, None, published[0].published_at)
        else:
            found = news(rows, "analyst", published, opened, None, published[0].published_at)
            assert len(found.new) == 7


def test_a_kind_of_a_newer_version_is_left_out(sqlite_place: Place, programme: Programme) -> None:
    """Another server runs a newer version: its rows are passed over."""
    office = Office(sqlite_place, {1: programme})
    office.news(1)
    body = {"status": "at_risk", "indicator": "", "pcode": "", "words": {"en": ["N", "w"]}}
    office.rows.keep("analyst", 2, date(2017, 1, 1), FIRST.published_at, {}, {"a_newer_kind/x": body})
    assert office.news(1).new == ()


TITLES = [
    (("target_slipped", "target_slipped", "forum_dormant"), "3 new since 12 Nov 2026: 2 targets slipped, 1 forum dormant"),
    (("work_overdue",), "1 new since 12 Nov 2026: 1 work overdue"),
    (("headline_moved", "no_release", "work_overdue", "concern_waits", "concern_waits"),
     "5 new since 12 Nov 2026: 1 work overdue, 2 concerns wait, no release for long, 1 more"),
    ((), "Nothing new since 12 Nov 2026; 1 still stands"),
]  # fmt: skip


@pytest.mark.parametrize(("new", "title"), TITLES)
def test_titles(new: tuple[str, ...], title: str, programme: Programme) -> None:
    """The finding: how many of which kind, since when; where nothing is new, what stands."""
    stands = raised(programme, None, TODAY)[0]

    def group(*of: str) -> tuple[Told, ...]:
        return tuple(Told(replace(stands, kind=kind), TODAY) for kind in of)

    found = News(7, date(2026, 11, 12), group(*new), group("work_overdue"), (), 3)
    assert wording.title(found) == title
    assert wording.title(replace(found, since=None)) == title.replace("since 12 Nov 2026", "with release 7")
    if not new:
        assert wording.title(replace(found, standing=())) == "Nothing new since 12 Nov 2026; nothing stands"


def test_when(programme: Programme) -> None:
    """Since when it stands; on which day it was told; from when until when it stood."""
    one = raised(programme, None, TODAY)[0]
    assert wording.when(Told(one, TODAY)) == "told since 1 Dec 2016"
    assert wording.when(Told(replace(one, kind="headline_moved"), TODAY)) == "told 1 Dec 2016"
    assert wording.when(Told(one, TODAY, date(2016, 12, 9))) == "told from 1 Dec 2016 to 9 Dec 2016"
