"""The Briefing page: nothing yet, a draft that is edited and frozen, one that is open, and who may do what."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from community_policing.briefing.archive import Archive
from community_policing.briefing.build.outputs import OUTPUTS
from community_policing.briefing.compose.composer import BriefingRequest, compose
from community_policing.briefing.differences import Moved
from community_policing.briefing.model import Briefing, Note, Number
from community_policing.briefing.snapshot import frozen, numbers_hash
from community_policing.core.i18n import ProgrammeError
from community_policing.core.languages import LANGUAGES
from community_policing.dataset.load import load
from community_policing.dataset.releases import RegistryUnavailable, Source, open_releases
from community_policing.measure.programme import Programme, Scope
from community_policing.ui.shell import release_watch, session
from pages.briefing import choice, home, outputs, store, wording
from tests.briefing_sample import sample
from tests.pages.test_working import ROOT, alone

FIXTURE = str(ROOT / "tests" / "fixture")


def said(test: AppTest) -> str:
    """All that the page says, without what makes text inert."""
    elements = (*test.title, *test.header, *test.markdown, *test.caption, *test.warning, *test.error, *test.success)
    return plain("\n".join(element.value for element in elements))


def title(test: AppTest) -> str:
    return plain(test.title[0].value)


def plain(text: str) -> str:
    """The text without what makes it inert."""
    return text.replace("\\", "").replace("\u00a0", " ").replace("\u2060", "")


def opened(address: str = "", scope: dict[str, tuple[str, ...]] | None = None) -> AppTest:
    """The page on the fixture, on the address of a briefing where one is given."""
    test = alone("briefing", FIXTURE, scope or {})
    if address:
        test.query_params["briefing"] = address
        test.run()
        assert not test.exception
    return test


class Job:
    """A job of the build queue in a state."""

    def __init__(self, state: str) -> None:
        self.state, self.reason = state, "the disk is full"

    def content(self) -> bytes:
        return b"file"


@pytest.fixture(autouse=True)
def jobs(monkeypatch: pytest.MonkeyPatch) -> dict[str, Job]:
    """The outputs that were asked for; none is really built."""
    asked: dict[str, Job] = {}
    monkeypatch.setattr(store, "ask", lambda _, key: asked.setdefault(key, Job("waiting")))
    return asked


@pytest.fixture
def kept(nothing_published: None) -> Callable[..., Briefing]:
    """A function: a briefing on the fixture as of a day, kept in the archive."""
    whole = Programme.of(load(Path(FIXTURE)))

    def made(scope: Scope | None = None, by: str = "AN", preset: str = "donor") -> Briefing:
        one = frozen(compose(whole.within(scope or Scope()), BriefingRequest(preset)), by)
        Archive(open_releases()).keep(one)
        return one

    return made


def note(about: Briefing, **said: str) -> Note:
    told = {
        "kind": "action",
        "text": "Agree a date",
        "owner": "Programme manager",
        "due_on": "2016-12-15",
        "indicator": "",
    }
    return Note("note-1", about.id, "stand", made_at="2016-12-01T09:00:00+00:00", made_by="T", **(told | said))  # type: ignore[arg-type]


def drafted(scope: dict[str, tuple[str, ...]] | None = None, preset: str = "chief") -> AppTest:
    """The page with a draft that was just prepared."""
    test = opened(scope=scope)
    if preset != "chief":
        test.segmented_control(key="brief-preset").set_value(preset).run()
    if preset == "donor":
        test.selectbox(key="brief-eyes-").set_value("DE").run()
    test.button(key="brief-prepare").click().run()
    assert not test.exception
    return test


def freeze(test: AppTest, by: str = "AN") -> AppTest:
    test.text_input(key="brief-by").set_value(by)
    return test.button(key="brief-freeze-now").click().run()


def test_no_briefing_yet_makes_nothing(tmp_path: Path) -> None:
    """Without a briefing the title says what to do, and looking makes neither a store nor an output."""
    test = opened()
    assert title(test) == "No briefing yet: make the first one from what is shown"
    assert not (tmp_path / "releases").exists()


@pytest.mark.parametrize(
    ("donors", "preset"), [((), "chief"), (("DE",), "donor"), (("US",), "donor"), (("DE", "US"), "chief")]
)
def test_where_one_donor_is_chosen_it_is_the_donors(donors: tuple[str, ...], preset: str) -> None:
    """A new briefing is the chief's at first; of a page that shows one donor's money, that donor's."""
    test = opened(scope={"donors": donors} if donors else {})
    assert test.segmented_control(key="brief-preset").value == preset
    which = [box.value for box in test.selectbox if str(box.key).startswith("brief-eyes")]
    assert which == (list(donors) if preset == "donor" else [])


def test_a_donors_briefing_of_a_quarter_or_district_is_not_made_of_more() -> None:
    """What a donor sees is dated by years in part, and knows no district: either that is chosen is told, not dropped; a year is on
    the slides."""
    told = (
        "**A briefing for donors knows years and governorates, neither quarters nor districts.**\n\n"
        "Choose whole years and governorates above the page, or none."
    )
    for finer in ({"periods": ("2016-Q3",)}, {"governorates": ("IQG08",), "districts": ("IQG08Q05",)}):
        test = opened(scope={"donors": ("DE",), **finer})
        test.button(key="brief-prepare").click().run()
        assert [plain(error.value) for error in test.error] == [told]
    test = opened(scope={"donors": ("DE",), "periods": ("2016",)})
    test.button(key="brief-prepare").click().run()
    assert not test.error
    assert test.session_state["brief-draft"].slides[0].headline.startswith("In 2016, paid for by Germany – ")


def test_a_preset_says_what_it_holds_and_brings_its_slides() -> None:
    """A donor's briefing asks which donor, and has no notes; its slides stand in its order, and one can be moved and left out."""
    test = opened()
    test.segmented_control(key="brief-preset").set_value("donor").run()
    assert [box.label for box in test.checkbox] == [
        "The answer", "Where", "Are we on track", "What changed for people", "What the money did", "Risks, and what is being done",
        "What is next, and what we ask", "Annex: method and sources",
    ]  # fmt: skip
    assert [box.label for box in test.checkbox if not box.value] == [
        "What changed for people"
    ]  # six are told in ten minutes
    test.button(key="brief-prepare").click().run()
    assert [error.value for error in test.error] == ["Choose the donor that it is made for, or the public."]
    donor = test.selectbox(key="brief-eyes-")
    assert donor.options == ["US", "Germany", "Several donors, or the public"]
    donor.set_value("DE").run()
    test.button(key="brief-map--1").click().run()
    test.checkbox(key="brief-slide-risk").uncheck().run()
    assert [box.label for box in test.checkbox][:2] == ["Where", "The answer"]
    assert test.expander[0].label == "6 parts, in this order"
    test.button(key="brief-prepare").click().run()
    shown = [box.label.partition(" · ")[2] for box in test.text_input if box.label[0].isdigit()]
    assert list(dict.fromkeys(shown))[:3] == ["Where", "The answer", "Are we on track"]
    assert "Risks, and what is being done" not in shown
    assert any(box.value.startswith("Paid for by Germany: ") for box in test.text_input)


def test_without_a_survey_the_outline_says_that_there_is_no_slide() -> None:
    """The box of what changed for people is off, and says why; the parts are counted without it."""
    test = opened(scope={"governorates": ("IQG15",)})
    (box,) = [box for box in test.checkbox if box.label.startswith("What changed for people")]
    assert (box.label, box.disabled) == (
        "What changed for people: no survey is on record by this date, so no slide",
        True,
    )
    assert test.expander[0].label == "10 parts, in this order"


def test_a_governorate_briefing_asks_for_a_governorate() -> None:
    """Without one there is nothing to make; one that is in the choice has its page without being asked for."""
    test = opened()
    test.segmented_control(key="brief-preset").set_value("governorate").run()
    test.button(key="brief-prepare").click().run()
    assert [error.value for error in test.error] == ["Choose a governorate: this briefing has a page for each."]
    test = drafted({"governorates": ("IQG15",)}, "governorate")
    assert title(test).startswith("Draft: Governorate briefing, ")
    assert any("Ninewa" in box.value for box in test.text_input)


def test_a_draft_is_edited_and_frozen() -> None:
    """Headlines and notes are written anew, one goes back to what was generated; frozen, the briefing says them, the address
    names it, and the draft is gone."""
    test = drafted()
    first, stand = (test.text_input(key=f"brief-text-0-{key}") for key in ("answer", "map"))
    generated = first.value
    first.set_value("Fora for Mosul").run()
    stand.set_value("Where we are").run()
    test.text_area(key="brief-text-1-answer").set_value("Welcome them.").run()
    test.button(key="brief-back-1").click().run()
    assert test.text_input(key="brief-text-0-answer").value == generated
    freeze(test, "Programme analyst")
    assert not test.exception
    (line,) = Archive(open_releases()).history()
    made = Archive(open_releases()).open(line.id)
    slides = {slide.key: slide for slide in made.slides}
    assert (slides["answer"].headline, slides["answer"].notes) == (generated, "Welcome them.")
    assert slides["map"].headline == "Where we are"
    assert (line.made_by, test.query_params["briefing"]) == ("Programme analyst", line.id)
    assert title(test) == "Chief of Mission briefing, 30 Nov 2016: nothing has changed since"
    del test.query_params["briefing"]
    assert title(test.run()) == "1 briefing, of 30 Nov 2016; nothing has changed since"


def test_a_number_that_is_not_on_the_slide_is_told_and_confirmed() -> None:
    """A headline with another number is warned of at once, names it, and is frozen only by who confirms it."""
    test = drafted()
    test.text_input(key="brief-text-0-map").set_value("Of the 77 hoped for").run()
    assert "1 number is not on this slide: 77" in said(test)
    freeze(test)
    assert (Archive(open_releases()).history(), len(test.title)) == ((), 1)
    (agreed,) = [box for box in test.checkbox if "I checked it" in box.label]
    assert plain(agreed.label) == "The text written for slide 3 holds a number that is not on it: I checked it."
    agreed.check().run()
    test.button(key="brief-freeze-now").click().run()
    assert len(Archive(open_releases()).history()) == 1


def test_who_freezes_signs_and_a_headline_is_short_and_never_empty() -> None:
    """Without a role or initials nothing is kept; 200 characters at most stand, and an empty headline is the generated one."""
    test = drafted()
    generated = test.text_input(key="brief-text-0-answer").value
    test.text_input(key="brief-text-0-answer").set_value("  ").run()
    test.text_input(key="brief-text-0-map").set_value("x" * 300).run()
    assert test.text_input(key="brief-text-0-answer").value == generated
    freeze(test, " ")
    assert "Write who freezes it" in said(test)
    freeze(test)
    made = Archive(open_releases()).open(Archive(open_releases()).history()[0].id)
    headlines = {slide.key: slide.headline for slide in made.slides}
    assert (headlines["answer"], len(headlines["map"])) == (generated, 200)


def test_the_ask_and_what_is_being_done_are_written_in_the_draft(kept: Callable[..., Briefing]) -> None:
    """What was noted inside IOM is shown beside a donor's risks and is in them only where it is copied; frozen, the slides say
    what was written."""
    Archive(open_releases()).note(note(kept(), indicator="vehicles_handed_over"))
    test = drafted(preset="donor")
    told = "Noted inside IOM; copy what this donor may read: Agree a date · Programme manager · by 15 Dec 2016"
    assert told in said(test)
    assert "Agree a date" not in test.text_area(key="brief-text-2-risk").value
    test.text_area(key="brief-text-2-risk").set_value("Visit Diyala · Chief\nOrder one more").run()
    test.text_area(key="brief-text-2-ask").set_value("Fund two fora\n").run()
    freeze(test)
    briefing = Archive(open_releases()).open(Archive(open_releases()).history()[0].id)
    slides = {slide.kind: slide for slide in briefing.slides}
    assert (wording.lines(slides["risk"]), wording.lines(slides["ask"])) == (
        ("Visit Diyala · Chief", "Order one more"), ("Fund two fora",),
    )  # fmt: skip


def test_discarding_a_draft_leads_back_and_keeps_nothing() -> None:
    test = drafted()
    test.button(key="brief-discard").click().run()
    assert title(test) == "No briefing yet: make the first one from what is shown"


def test_the_next_draft_knows_the_last_briefing_and_what_is_open(kept: Callable[..., Briefing]) -> None:
    """Of the same preset and the same data it looks back to the last one; what is open is told on the page."""
    last = kept(preset="chief")
    Archive(open_releases()).note(note(last))
    test = opened()
    assert "1 action or decision is open" in said(test)
    assert "Agree a date" in said(test)
    test.button(key="brief-prepare").click().run()
    changed = "No headline figure has changed since the briefing of 30 Nov 2016"
    assert {changed, "1 action is open; none is overdue on 30 Nov 2016"} <= {box.value for box in test.text_input}


def test_one_that_is_open_says_what_it_is_and_what_moved(kept: Callable[..., Briefing]) -> None:
    """Its line names id, data, audience, time and hash; a briefing of an earlier day differs from today's in its figures."""
    made = kept(Scope(date(2015, 12, 31)))
    test = opened(made.id)
    assert title(test).startswith("Donor briefing, 31 Dec 2015: it differs from today's data in ")
    for part in (f"Briefing {made.id}", "the whole programme", "for donors", "by AN", made.sha256[:12]):
        assert part in said(test)


def test_a_briefing_of_a_release_is_held_against_the_current_one(nothing_published: None) -> None:
    """Whatever the reader looks at: the figures of the release that is current now are today's data, its own release is named."""
    releases, source = open_releases(), Source("f", "0" * 64)
    releases.publish(load(Path(FIXTURE)), note="First", by="T", source=source, base=None, effect={})
    whole = Programme.of(releases.dataset(releases.release(1)))
    made = frozen(compose(whole, BriefingRequest("chief", release=1)), "AN")
    Archive(releases).keep(made)
    release_watch.watch(now=True)
    assert title(opened(made.id)) == "Chief of Mission briefing, 30 Nov 2016: nothing has changed since"
    demonstration = load(ROOT / "data" / "demonstration")
    releases.publish(demonstration, note="Second", by="T", source=source, base=1, effect={})
    release_watch.watch(now=True)
    test = opened(made.id)
    assert title(test).startswith("Chief of Mission briefing, 30 Nov 2016: it differs from today's data in ")
    assert "release 1" in said(test)
    assert ("Fora established by IOM", "Iraq", "3", "30") in wording.changes(
        home.since(made, session.recorded(Path(FIXTURE))) or ()
    )


def test_another_dataset_is_no_later_state(kept: Callable[..., Briefing]) -> None:
    """Of data that ship, a reader of other data is told which to open; nothing is compared that cannot be."""
    made = kept()
    test = alone("briefing", str(ROOT / "data" / "public_record"), {})
    assert title(test) == "1 briefing, of 30 Nov 2016"
    test.query_params["briefing"] = made.id
    assert title(test.run()) == "Donor briefing, 30 Nov 2016"
    assert f"Open the dataset “{made.dataset}” to see what changed since." in said(test)


def test_a_link_to_no_briefing_is_told(kept: Callable[..., Briefing]) -> None:
    """An id that nobody knows, or none at all, gives a sentence and the list; names in the address are inert."""
    made = kept()
    test = opened("*0123*")
    assert [plain(each.value) for each in test.warning] == [
        "There is no briefing “*0123*” here: ask the sender for a new link."
    ]
    assert test.button(key=f"briefing-{made.id}").click().run().query_params["briefing"] == made.id


def test_actions_are_noted_and_done_here(kept: Callable[..., Briefing]) -> None:
    """A form adds one, which must say something; Done takes it out of what is open, and it stays on record."""
    made = kept()
    test = opened(made.id)
    submit = next(button for button in test.button if button.label == "Note it")
    submit.click().run()
    assert "This note cannot be saved: it is empty." in said(test)
    test.text_input(key="brief-note-text").set_value("Ask *Ninewa*")
    test.text_input(key="brief-note-owner").set_value("Chief of Mission")
    next(button for button in test.button if button.label == "Note it").click().run()
    (noted,) = Archive(open_releases()).notes(made.id)
    assert (noted.text, noted.owner, noted.kind, noted.due_on) == ("Ask *Ninewa*", "Chief of Mission", "action", "")
    assert "**Action.** Ask *Ninewa*" in said(test)
    test.button(key=f"brief-done-{noted.id}").click().run()
    assert Archive(open_releases()).notes(made.id)[0].done_at
    assert "✓ Ask *Ninewa*" in said(test)


def test_an_action_that_cannot_be_marked_done_stays_open_and_says_why(
    kept: Callable[..., Briefing], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the registry fails at Done, the reader is told so once, above what is still open."""
    made = kept()
    Archive(open_releases()).note(note(made))

    def away(*_: object) -> None:
        raise RegistryUnavailable("The registry cannot be reached.", "Try again in a minute.")

    test = opened(made.id)
    monkeypatch.setattr(Archive, "done", away)
    test.button(key="brief-done-note-1").click().run()
    assert ("The registry cannot be reached." in said(test), "**Action.** Agree a date" in said(test)) == (True, True)
    assert "The registry cannot be reached." not in said(test.run())


def test_an_output_is_built_when_it_is_asked_for(kept: Callable[..., Briefing], jobs: dict[str, Job]) -> None:
    """Nothing is asked of the build queue before a click; then it waits, is ready for download, or says why it failed."""
    made = kept()
    test = opened(made.id)
    assert (jobs, sum(button.label == "Build" for button in test.button)) == ({}, 5)
    test.button(key="brief-make-pptx").click().run()
    test.button(key="brief-make-xlsx").click().run()
    assert sorted(jobs) == ["pptx", "xlsx"]
    assert said(test).count("waiting for its turn …") == 2
    jobs["pptx"].state, jobs["xlsx"].state = "ready", "failed"
    test.run()
    assert [button.label for button in test.get("download_button")] == ["↓ Download"]
    assert "Numbers (XLSX) was not built: the disk is full" in said(test)
    assert test.button(key="brief-make-xlsx").label == "Try again"


def test_freezing_builds_every_output(jobs: dict[str, Job]) -> None:
    """Without a second click: each is under way on the page that opens."""
    test = drafted()
    assert jobs == {}
    freeze(test)
    assert set(jobs) == set(OUTPUTS)
    assert said(test).count("waiting for its turn …") == len(OUTPUTS)


def test_who_may_not_publish_makes_and_notes_nothing(
    kept: Callable[..., Briefing], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With CPF_IMPORT=off the list is there, one can be opened and its outputs asked for; nothing is frozen, noted or done."""
    made = kept()
    Archive(open_releases()).note(note(made))
    monkeypatch.setenv("CPF_IMPORT", "off")
    test = opened()
    assert "Briefings are made on the machine that serves this dashboard" in said(test)
    assert [button.key for button in test.button] == [f"briefing-{made.id}"]
    test = opened(made.id)
    assert {button.label for button in test.button} == {"All briefings", "Build"}


def test_a_registry_that_is_away_takes_nothing_from_readers(
    kept: Callable[..., Briefing], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was known stays on the page, with what is wrong; a briefing that was read before is shown still."""
    made = kept()
    assert title(opened(made.id)).startswith("Donor briefing, 30 Nov 2016")

    def away(_: object) -> None:
        raise RegistryUnavailable("The registry cannot be reached.", "Try again in a minute.")

    before = title(opened())
    monkeypatch.setattr(Archive, "history", away)
    assert "The registry cannot be reached." in said(opened())
    assert title(opened()) == before
    assert f"briefing-{made.id}" in [button.key for button in opened().button]
    assert title(opened(made.id)).startswith("Donor briefing, 30 Nov 2016")
    monkeypatch.setattr(store, "_seen", {})
    assert title(opened()) == "The briefings cannot be read just now"


def test_many_are_listed_and_earlier_ones_found(kept: Callable[..., Briefing]) -> None:
    """The newest stand in the list, the others in a box; of what is open the first due come first."""
    made = [kept(Scope(date(2016, month, 28))) for month in range(1, 11)]
    for number, due in enumerate(("", "2016-12-15", "2016-10-01")):
        Archive(open_releases()).note(replace(note(made[0], due_on=due, text=f"Number {number}"), id=f"note-{number}"))
    test = opened()
    buttons = [button.key for button in test.button if str(button.key).startswith("briefing-")]
    assert len(buttons) == 8
    box = test.selectbox(key="briefing-older")
    assert len(box.options) == 2
    told = said(test)
    assert told.index("Number 2") < told.index("Number 1") < told.index("Number 0")
    box.set_value(next(one.id for one in made if f"briefing-{one.id}" not in buttons)).run()
    assert title(test).startswith("Donor briefing, ")


def test_one_that_is_damaged_holds_nobody_up(kept: Callable[..., Briefing], monkeypatch: pytest.MonkeyPatch) -> None:
    """The list stands although the last one cannot be read; who opens that is told."""
    made = kept()

    def damaged(_: str) -> Briefing:
        raise ProgrammeError("This briefing cannot be read.", "Make it again.")

    monkeypatch.setattr("community_policing.briefing.archive.snapshot.read", damaged)
    assert title(opened()) == "1 briefing, of 30 Nov 2016"
    with pytest.raises(ProgrammeError, match="cannot be read"):
        store.briefing(made.id)


def test_hostile_names_are_inert_on_the_page(nothing_published: None) -> None:
    """Text from data and from an address stands as it is written: no markdown, no HTML, no colour."""
    hostile = " *a* <b> [x](http://y) :red[z] 🙂 ن"
    made = sample(hostile)
    Archive(open_releases()).keep(made)
    test = opened(made.id)
    told = "\n".join(each.value for each in (*test.markdown, *test.caption, *test.title))
    assert "\\*a\\* \\<b\\> \\[x\\]\\(http" in told
    assert "<b>" not in told
    assert ":red[" not in told


@pytest.mark.parametrize(
    ("headline", "told"),
    [
        ("43 fora are established, 4 more are planned by 31 Dec 2016", ()),
        ("At least 1,100 people, 62 % of them men", ()),
        ("44 fora, 1,101 people and 62 %", ("44", "1,101")),
        ("1100 people", ("1100",)),
        ("No number at all", ()),
    ],
)
def test_numbers_that_are_not_on_the_slide_are_found(headline: str, told: tuple[str, ...]) -> None:
    """A number is on the slide as it is written there: a comma more or less is another number."""
    assert wording.foreign(headline, sample().slides[1]) == told


def test_figures_beside_a_headline_name_their_place_where_there_are_several() -> None:
    """At most four, none twice, by their place where one label has several."""
    slides = {slide.key: slide for slide in sample().slides}
    assert wording.figures(slides["stand"])[:2] == ("Fora established 43", "Fora planned 4")
    assert len(wording.figures(slides["stand"])) == wording.FIGURES
    assert wording.figures(slides["title"]) == ()


def number(text: str, low: float) -> Number:
    return Number("k", "Fora", text, low, low)


def test_what_moved_is_told_once_as_a_reader_sees_it() -> None:
    """A figure that stands on two slides is one difference; a share that moved by less than is shown is none; what only
    today's data hold is told last, and is no difference of the briefing."""
    moved = (
        Moved("a", "Works", "Iraq", None, number("5", 5)),
        Moved("b", "Fora", "Iraq", number("41", 41), number("43", 43)),
        Moved("c", "Fora", "Iraq", number("41", 41), number("43", 43)),
        Moved("d", "Women", "Iraq", number("25 %", 25.1), number("25 %", 25.3)),
        Moved("e", "Fora", "Anbar", number("1", 1), None),
    )
    assert wording.changes(moved) == (
        ("Fora", "Iraq", "41", "43"), ("Works", "Iraq", "not in it", "5"), ("Fora", "Anbar", "1", "no longer shown"),
    )  # fmt: skip
    assert wording.differs(moved) == "it differs from today's data in 2 figures"
    assert wording.differs(moved[3:4]) == "nothing has changed since"


def test_states_have_words() -> None:
    """Every state of a job that is not ready or failed is told in words."""
    assert set(outputs.STATES) == set(outputs.UNDER_WAY)


def test_a_briefing_is_made_in_a_language_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there are several: the reader's at first, or another one; the numbers are those of the first."""
    monkeypatch.setattr(choice, "languages", lambda: tuple(LANGUAGES))
    test = opened()
    box = test.selectbox(key="brief-language")
    assert (box.value, box.options) == ("en", [spoken.name for spoken in LANGUAGES.values()])
    box.set_value("ckb").run()
    test.button(key="brief-prepare").click().run()
    draft = test.session_state["brief-draft"]
    assert (draft.language, draft.as_of_text) == ("ckb", "30ی تشرینی دووەمی 2016")
    assert numbers_hash(draft) == numbers_hash(drafted().session_state["brief-draft"])
