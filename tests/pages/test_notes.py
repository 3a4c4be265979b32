"""Notes on recorded things as readers meet them: written, changed and found again where the thing is, on My actions and on the
risk slide; who sees protected rows is sent the same as without them."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from streamlit.testing.v1 import AppTest

from community_policing.analysis import subject_notes
from community_policing.briefing.archive import Archive
from community_policing.briefing.compose.composer import compose
from community_policing.briefing.model import Bullets, Note
from community_policing.briefing.presets import BriefingRequest
from community_policing.briefing.snapshot import frozen
from community_policing.dataset.load import load
from community_policing.dataset.releases import ReleaseError, location, open_releases
from community_policing.dataset.releases.connection import Connection
from community_policing.dataset.releases.registry import SUBJECT_NOTES
from community_policing.dataset.releases.rows.note_rows import NoteRows, _checked
from community_policing.dataset.releases.subject_note import KINDS, NoteSubject, SubjectNote
from community_policing.measure.compute import measure
from community_policing.measure.programme import Programme
from community_policing.protect import audit_log
from community_policing.protect.policy import THIS_MACHINE, Act, Role
from community_policing.ui.components import note_store, notes
from community_policing.ui.shell import access
from community_policing.ui.shell.markdown import escape
from pages.briefing import store
from tests.conftest import FIXTURE, Build
from tests.hostile import ANALYST, RESTRICTED, Visit, dataset, named_alike, sent
from tests.hostile_text import STRINGS
from tests.pages.test_address import again, follow
from tests.pages.test_alerts import said
from tests.pages.test_saved_views import USERS
from tests.protect.test_policy import SOUND

TODAY = datetime.now(UTC).date()
LATE, SOON = (str(TODAY + timedelta(days)) for days in (-1, 7))
TARGET = "fora_established_iom/2016-12-31/"
READ = [role for role in Role if USERS[role].may(Act.READ_NOTES)]


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch, nothing_published: None) -> None:
    """Data that can be counted by hand, and no note that another test has written."""
    monkeypatch.setenv("CPF_DATA", str(FIXTURE))
    note_store._known.clear()
    store._seen.clear()


@pytest.fixture
def signed_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Role], None]:
    """Signs somebody of a role in."""
    (tmp_path / "access.toml").write_text(SOUND, "utf-8")
    monkeypatch.setenv("CPF_ACCESS", str(tmp_path / "access.toml"))
    return lambda role: monkeypatch.setattr(access, "account", lambda: USERS[role])


def kept(kind: str, subject: str, text: str = "No venue yet", owner: str = "analyst", **more: object) -> SubjectNote:
    """A note that is there."""
    note_store._known.clear()
    made = SubjectNote("", 0, "own", kind, subject, text, owner, written_by=THIS_MACHINE)
    return open_releases().notes.add(replace(made, **more))  # type: ignore[arg-type]


def written(tab: AppTest, place: str, kind: str, text: str, opener: str = "", **fields: object) -> AppTest:
    """Writes a note there, as a reader does; a dialog is opened anew for each run, since here each is of the whole page."""

    def run() -> None:
        if opener:
            tab.button(key=opener).click()
        again(tab)

    run()
    tab.button(key=f"note-on-{kind}-{place}").click()
    run()
    tab.text_area(key="note-text").set_value(text)
    for key, value in fields.items():
        widgets = {"mitigation": tab.text_input, "owner": tab.selectbox, "due": tab.date_input, "status": tab.selectbox}
        widgets[key](key=f"note-{key}").set_value(value)
    tab.button(key="note-submit").click()
    run()
    return tab


def read(tab: AppTest) -> list[str]:
    """What is written on the page, as a person reads it."""
    return [said(each.value) for each in (*tab.markdown, *tab.caption, *tab.error)]


def titles(tab: AppTest) -> list[str]:
    """The titles of the places for notes."""
    found = [said(each.label) for each in tab.expander]
    return [each for each in found if each == "Notes" or re.match(r"\d+ notes?\b", each)]


def actions(tab: AppTest) -> list[str]:
    """The lines of My actions."""
    return [said(each.label) for each in tab.button if str(each.key).startswith("action-")]


OPENED = [
    ("fora", "forum", "F3", "forum"), ("training", "event", "E1", "event"), ("infrastructure", "item", "I6", "site"),
]  # fmt: skip


@pytest.mark.parametrize(("page", "word", "identifier", "kind"), OPENED)
def test_a_note_is_written_changed_and_closed_where_the_thing_is(
    page: str, word: str, identifier: str, kind: str
) -> None:
    """Each version stays; the count stands in the list; without sign-in this machine's reader writes it."""
    tab = follow(f"{word}={identifier}", page)
    assert titles(tab) == ["Notes"]
    tab = written(tab, word, kind, "Ask *Ninewa*\nagain", mitigation="A call", due=date.fromisoformat(LATE))
    (made,) = open_releases().notes.all()
    assert (made.about, made.dataset, made.text, made.mitigation, made.owner, made.due_on, made.written_by) == (
        NoteSubject(kind, identifier), "own", "Ask *Ninewa* again", "A call", "analyst", LATE, THIS_MACHINE,
    )  # fmt: skip
    assert titles(tab) == ["1 note, 1 overdue"]
    text = next(each for each in read(tab) if each.startswith("Ask *Ninewa* again"))
    assert ("What is being done: A call" in text, "▲ overdue" in text, "Analyst" in text) == (True, True, True)
    assert [each.count("(1 note, 1 overdue)") for each in read(tab) if each.startswith("With notes: ")] == [1]
    tab.button(key=f"note-change-{word}-{made.id}").click()
    again(tab)
    tab.text_area(key="note-text").set_value("Ninewa was asked")
    tab.selectbox(key="note-owner").set_value("chief")
    tab.button(key="note-submit").click()
    again(tab)
    tab.button(key=f"note-done-{word}-{made.id}").click()
    again(tab)
    assert [(each.version, each.text, each.owner, each.status) for each in open_releases().notes.all()] == [
        (1, "Ask *Ninewa* again", "analyst", "open"), (2, "Ninewa was asked", "chief", "open"),
        (3, "Ninewa was asked", "chief", "done"),
    ]  # fmt: skip
    assert titles(tab) == ["Notes"]
    history = [each for each in read(tab) if "What is being done: A call" in each]
    assert [(each.split("  ")[0], "Chief of Mission" in each) for each in history] == [
        ("Ninewa was asked", True), ("Ninewa was asked", True), ("Ask *Ninewa* again", False),
    ]  # fmt: skip


def test_the_working_has_the_notes_on_a_target_and_its_figure() -> None:
    """Written in the dialog, counted on the row, and kept apart from those of another place and of a later day."""
    tab = follow("", "targets")
    place = "working-fora_established_iom"
    tab = written(tab, place, "target", "Two are late", place)
    tab = written(tab, place, "figure", "Checked by phone", place)
    assert titles(tab) == ["2 notes"]
    assert [each.about for each in open_releases().notes.all()] == [
        NoteSubject("target", TARGET), NoteSubject("figure", "fora_established_iom/2016-11-30/"),
    ]  # fmt: skip
    rows = [each.proto.body for each in follow("", "targets").get("html") if 'class="bullet"' in each.proto.body]
    assert [row.count(" · 2\u00a0notes") for row in rows if "\u00a0note" in row] == [1]


def test_a_note_on_a_figure_goes_on_until_it_is_closed() -> None:
    """An open one is shown on later days with the day it was of, a closed one on its own day alone, none on an earlier day."""
    result = measure("attendances", Programme.of(load(FIXTURE)))
    figure = subject_notes.of_figure(result)
    day, month = (NoteSubject("figure", f"attendances/2016-{each}/") for each in ("11-30", "10-31"))
    assert figure == day
    one = kept("figure", month.id, "Few lists")
    index = subject_notes.index([one])
    assert [subject_notes.about(index, each) for each in (day, month)] == [(one,), (one,)]
    later = subject_notes.index([kept("figure", day.id)])
    assert subject_notes.about(later, month) == ()
    closed = subject_notes.index([one, replace(one, version=2, status="done")])
    assert [len(subject_notes.about(closed, each)) for each in (day, month)] == [0, 1]


def test_who_may_be_an_owner(signed_in: Callable[[Role], None]) -> None:
    """Roles that see notes, oneself, and who has written one; another's name is refused whatever is sent."""
    for role in READ:
        signed_in(role)
        account = USERS[role].account
        note_store._known.clear()
        assert note_store.owners() == ("chief", "analyst", account)
        with pytest.raises(ReleaseError, match="it has no owner"):
            note_store.keep(replace(note_store.blank(NoteSubject("forum", "F3")), text="x", owner="Rana Hassan"))
    made = note_store.keep(replace(note_store.blank(NoteSubject("forum", "F3")), text="x"))
    signed_in(READ[0])
    assert set(note_store.owners()) == {"chief", "analyst", USERS[READ[0]].account, made.written_by}


@pytest.mark.parametrize("role", Role)
def test_only_who_may_writes(role: Role, signed_in: Callable[[Role], None]) -> None:
    """The act itself asks, whatever the page offered."""
    signed_in(role)
    note = replace(note_store.blank(NoteSubject("forum", "F3")), text="x", owner="chief")
    if role in READ:
        assert note_store.keep(note).written_by == USERS[role].account
    else:
        with pytest.raises(access.AccessDenied):
            note_store.keep(note)
        assert (note_store.known(), notes.counter()([NoteSubject("forum", "F3")])) == (note_store.NOTHING, "")


def test_where_nothing_may_be_written_notes_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """From an address that may not write; and through the public's eyes there are none."""
    note = kept("site", "I6")
    monkeypatch.setenv("CPF_IMPORT", "off")
    tab = follow("item=I6", "infrastructure")
    assert (titles(tab), [each.key for each in tab.button if str(each.key).startswith("note-")]) == (
        ["1 note"],
        [],
    )
    tab = follow("item=I6&seen_as=public", "infrastructure")
    assert (titles(tab), [each for each in read(tab) if note.text in each]) == ([], [])


def test_texts_are_inert() -> None:
    """Whatever stands in a note is sent as text."""
    when = "2026-11-30T09:00:00+00:00"
    found = [SubjectNote(f"{at:016}", 1, "own", "site", "I6", text[:300], "chief", "", text[:300], "open", when, text[:100])
             for at, text in enumerate(STRINGS)]  # fmt: skip
    made = [replace(_checked(each), version=1) for each in found]
    open_releases()
    with Connection(location.registry()).writing() as connection:
        connection.execute(sa.insert(SUBJECT_NOTES), [vars(each) for each in made])
    tab = follow("item=I6", "infrastructure")
    shown = [each.value for each in tab.markdown]
    for each in made:
        assert any(line.startswith(escape(each.text)) and escape(f"What is being done: {each.mitigation}") in line
                   for line in shown), each.text  # fmt: skip
    tab = follow("", "alerts")
    assert len([each for each in tab.button if str(each.key).startswith("action-note-")]) == len(made)
    for each in made:
        assert escape(f"{each.text} → {each.mitigation}") in tab.button(key=f"action-note-{each.id}").label


def test_my_actions_are_the_reader_s_and_overdue_ones_come_first(signed_in: Callable[[Role], None]) -> None:
    """By role and by account, with those of briefings; the others' are folded away; each opens what it is about."""
    signed_in(Role.CHIEF)
    kept("target", TARGET, "Two are late", "chief", due_on=SOON, mitigation="Meet the police")
    kept("forum", "F3", "Silent", USERS[Role.CHIEF].account, due_on=LATE)
    kept("site", "I6", "Delayed", "analyst")
    kept("event", "gone", "Lost", "chief")
    kept("figure", "attendances/2016-10-31/governorate=IQG08", "Lists", "chief", status="open")
    done = kept("forum", "F1", "Closed", "chief")
    open_releases().notes.add(replace(done, status="done"))
    kept("forum", "F3", "Elsewhere", "chief", dataset="releases")
    tab = follow("", "alerts")
    lines = actions(tab)
    assert [line.split("**")[1] for line in lines] == [
        "Forum Mosul", "Fora established by IOM, target for 31 Dec 2016", "Attendances, Baghdad on 31 Oct 2016",
        "Two venues in Diyala",
    ]  # fmt: skip
    assert lines[0].startswith(":color[▲ Overdue]")
    assert "Two are late → Meet the police · :small[Chief of Mission · due" in lines[1]
    assert [said(each.label) for each in tab.expander] == ["1 of others"]
    assert any("**no longer in these data**: Lost" in each for each in read(tab))
    key = next(each.key for each in tab.button if "target for" in said(each.label))
    tab.button(key=key).click()
    assert "1 note" in titles(again(tab))
    tab = follow("", "alerts")
    tab.button(key=next(each.key for each in tab.button if "Silent" in said(each.label))).click()
    tab = again(tab)
    assert (tab.query_params["forum"], titles(tab)) == ("F3", ["1 note, 1 overdue"])


def test_who_has_no_action_is_told_so_and_without_any_nothing_is_said() -> None:
    """A page without open notes is as before; one with others' alone says that none is the reader's."""
    assert "My actions" not in [each.value for each in follow("", "alerts").header]
    kept("forum", "F3", owner="chief")
    tab = follow("", "alerts")
    assert ("Nothing that is open is yours." in read(tab), [said(each.label) for each in tab.expander]) == (
        True,
        ["1 of others"],
    )


def test_a_registry_that_is_away_takes_no_page_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is said where notes would stand, without its place; what is written stays in the form."""
    kept("site", "I6")

    def away(*_: object) -> None:
        raise ReleaseError("The registry at /secret/place cannot be reached.", "Try again.")

    tab = follow("item=I6", "infrastructure")
    monkeypatch.setattr(NoteRows, "add", away)
    tab = written(tab, "item", "site", "Another")
    assert any(each.startswith("Notes cannot be reached just now.") for each in read(tab))
    assert tab.text_area(key="note-text").value == "Another"
    monkeypatch.setattr(NoteRows, "all", away)
    note_store._known.clear()
    tab = follow("item=I6", "infrastructure")
    assert "Notes cannot be reached just now." in read(tab)
    assert not [each for each in read(tab) if "secret" in each]


def test_what_was_written_is_on_record(signed_in: Callable[[Role], None]) -> None:
    """Who wrote which version on what; what it says is not in the log."""
    signed_in(Role.CHIEF)
    made = note_store.keep(replace(note_store.blank(NoteSubject("forum", "F3")), text="Secret words"))
    note_store.keep(replace(made, status="dropped"))
    audit_log.log().hand_over()
    who = USERS[Role.CHIEF].account
    assert sorted((each.what, each.account, each.detail) for each in audit_log.log().entries()) == [
        ("subject_note", who, f"{made.id}, {version}: forum F3") for version in (1, 2)
    ]


SUBJECTS = [
    NoteSubject("target", "attendances/2016-12-31/"), NoteSubject("figure", "attendances/2016-11-30/"),
    NoteSubject("forum", "F00001"), NoteSubject("event", "E00009"), NoteSubject("site", "W00002"),
]  # fmt: skip
VISITED = (
    ("targets", {}), ("alerts", {}), ("overview", {}), ("fora", {"forum": "F00001"}), ("training", {"event": "E00009"}),
    ("infrastructure", {"item": "W00002"}), ("reach", {}),
)  # fmt: skip


def visited(visit: Visit) -> list[bytes]:
    """All that is sent of pages that could hold a note, with the workings of the figure and the target, and their files."""
    found: list[bytes] = []
    for page, address in VISITED:
        tab = visit.open(page, address)
        found += sent(tab)
        if page in ("targets", "reach") and any(each.key == "working-attendances" for each in tab.button):
            tab.button(key="working-attendances").click()
            found += sent(visit.again(tab))
        found += [content for _, content in visit.given("csv-")]
    return found


@pytest.mark.parametrize("role", RESTRICTED)
def test_notes_change_nothing_for_who_sees_protected_rows(
    role: str, build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Twins with and without notes are the same, byte for byte: neither a note nor that there is one is told."""
    shown = named_alike(dataset(build, 1))
    visit = Visit(RESTRICTED[role], monkeypatch)
    visit.show(shown)
    open_releases()
    without = visited(visit)
    for subject in SUBJECTS:
        kept(subject.kind, subject.id, "canary", mitigation="canary", due_on=LATE)
    assert {each.about for each in open_releases().notes.all()} == set(SUBJECTS)
    assert {subject.kind for subject in SUBJECTS} == set(KINDS)
    note_store._known.clear()
    assert visited(visit) == without
    assert b"canary" not in b"".join(without)


def test_an_analyst_is_shown_the_same_notes(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that the test above can fail: each of them is on one of those pages."""
    visit = Visit(ANALYST, monkeypatch)
    visit.show(named_alike(dataset(build, 1)))
    open_releases()
    for at, subject in enumerate(SUBJECTS):
        kept(subject.kind, subject.id, f"canary{at}", due_on=LATE)
    told = b"".join(visited(visit))
    assert [f"canary{at}".encode() in told for at in range(len(SUBJECTS))] == [True] * len(SUBJECTS)


def test_from_a_target_to_the_briefing_and_the_next_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """A note on a target is on the draft's risk slide, frozen with it, and again in the next one while it is open."""
    monkeypatch.setattr(store, "ask", lambda *_: Waiting())
    tab = written(
        follow("", "targets"), "working-fora_established_iom", "target", "Two are late", "working-fora_established_iom"
    )
    for _ in range(2):
        tab = follow("", "briefing")
        tab.button(key="brief-prepare").click()
        again(tab)
        (slide,) = (each for each in tab.session_state["brief-draft"].slides if each.kind == "risk")
        (doing, *_) = (row.doing for block in slide.blocks if isinstance(block, Bullets) for row in block.rows)
        assert doing == "Two are late · Analyst"
        tab.text_input(key="brief-by").set_value("AN")
        tab.button(key="brief-freeze-now").click()
        again(tab)
    archive = Archive(open_releases())
    assert ["Two are late" in str(archive.open(each.id)) for each in archive.history()] == [True, True]


class Waiting:
    """A job of the build queue that is not begun."""

    state, reason = "waiting", ""


def test_actions_of_briefings_are_among_mine(signed_in: Callable[[Role], None]) -> None:
    """Those whose owner is written as the reader's role is called, or as its key; another's are folded away, done ones gone."""
    signed_in(Role.CHIEF)
    whole = Programme.of(load(FIXTURE))
    made = frozen(compose(whole, BriefingRequest("chief")), "AN")
    archive = Archive(open_releases())
    archive.keep(made)
    for at, owner in enumerate(("chief of mission ", "Programme manager", "chief", "CHIEF")):
        text = f"Do {at}"
        archive.note(Note(f"n{at}", made.id, "", "", "action", text, owner, LATE, "2016-12-01T09:00:00+00:00", "T"))
    archive.done("n3", "here")
    tab = follow("", "alerts")
    assert [said(each.label) for each in tab.expander] == ["1 of others"]
    assert [line.split(": ")[1].split(" ·")[0] for line in actions(tab)] == ["Do 0", "Do 2", "Do 1"]
    tab.button(key="action-briefing-n0").click()
    assert again(tab).query_params["briefing"] in (made.id, [made.id])


def test_a_link_to_a_forum_tells_who_sees_no_single_fora_nothing(signed_in: Callable[[Role], None]) -> None:
    """One that is there and one that is not are told in the same words, and nothing is open."""
    for role in set(Role) - set(READ):
        signed_in(role)
        there, nowhere = (
            [each.replace("F1", "F9") for each in read(follow(f"forum={name}", "fora"))] for name in ("F1", "F9")
        )
        assert there == nowhere
        assert not [each for each in there if "Forum Baghdad 1" in each]
