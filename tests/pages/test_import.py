"""The Import page: what an analyst is told between a file and a release, and what stands in the way of publishing."""

import re
import shutil
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from community_policing.core.i18n import ProgrammeError
from community_policing.dataset.intake import Checked
from community_policing.dataset.load import Dataset, load
from community_policing.dataset.releases import Releases, Source, StoreUnavailable, open_releases
from community_policing.dataset.releases.rows.recipe_rows import RecipeRows
from community_policing.export.template.builder import template
from community_policing.ui.shell import release_watch
from pages.data_import import corrections, drafts, questions
from tests.bad_input.quick import quicken
from tests.pages.test_training import plain
from tests.pages.test_working import ROOT

FIXTURE = ROOT / "tests" / "fixture"
DONORS = "donor_id,name,short_name\nUS,United States,US\nDE,Germany,DE\n"
DATED = date(2016, 11, 30)


@cache
def fixture() -> Dataset:
    """tests/fixture, loaded once."""
    return load(FIXTURE)


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch: pytest.MonkeyPatch, nothing_published: None) -> None:
    """What is at stake here is the page: the check runs without a process of its own."""
    quicken(monkeypatch)


@pytest.fixture
def one(tmp_path: Path, nothing_published: None) -> Releases:
    """Release 1: the fixture that can be counted by hand."""
    folder = tmp_path / "releases"
    folder.mkdir()
    releases = open_releases(f"sqlite:///{folder / 'registry.sqlite'}", str(folder / "tables"))
    publish(releases, "First", None)
    return releases


def publish(releases: Releases, note: str, base: int | None) -> None:
    releases.publish(fixture(), note=note, by="T", source=Source("f", "0" * 64), base=base, effect={})


def meanwhile(releases: Releases) -> None:
    """Somebody publishes the fixture with another name for a forum."""
    with TemporaryDirectory() as folder:
        copy = Path(shutil.copytree(FIXTURE, Path(folder) / "fixture"))
        (copy / "fora.csv").write_text(fora(("F1,", "F1,New ")), "utf-8")
        releases.publish(load(copy), note="Meanwhile", by="T", source=Source("f", "1" * 64), base=1, effect={})


def begun(name: str, text: str | bytes, base: int = 1) -> drafts.Draft:
    """A draft of that file, checked against the fixture as release `base`; of no release where that is 0."""
    content = text if isinstance(text, bytes) else text.encode()
    draft = drafts.begin(release_watch.folder() / "drafts", name, content, None if base else DATED, True)
    return drafts.check(draft, fixture() if base else None, base, lambda *_: None, questions.recipes())


def fora(*changes: tuple[str, str]) -> str:
    """The fixture's table of fora with those changes."""
    text = (FIXTURE / "fora.csv").read_text("utf-8-sig")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return text


def opened(draft: str = "", **state: Any) -> AppTest:
    """The page, with that draft in its address."""

    def script() -> None:
        from pages.data_import import steps

        steps.page()

    test = AppTest.from_function(script, default_timeout=60)
    if draft:
        test.query_params["draft"] = draft
    for key, value in state.items():
        test.session_state[key] = value
    test.run()
    assert not test.exception, test.exception
    return test


def said(test: AppTest) -> str:
    """All that is written, drawn tables too."""
    drawn = "\n".join(str(element.proto.body) for element in test.get("html"))
    boxes = "\n".join(box.value for box in (*test.error, *test.warning, *test.success))
    return "\n".join((plain(test), drawn, boxes.replace("\\", "").replace("\u2060", "").replace("\u00a0", " ")))


def button(test: AppTest, label: str) -> Any:
    """The first button that says so."""
    return next(each for each in test.button if each.label == label)


def notes(releases: Releases) -> list[str]:
    """The notes of all releases, the newest first."""
    return [release.note for release in releases.history()]


def filled(test: AppTest, note: str = "Counted again", who: str = "AN") -> AppTest:
    """The form with its note and name."""
    test.text_input(key="publish-note").set_value(note)
    test.text_input(key="publish-by").set_value(who)
    return test


def test_a_note_and_a_name_are_asked_for(one: Releases) -> None:
    """Without a note, or without who publishes, nothing is published, and the page says which two words it waits for."""
    test = opened(begun("fora.csv", fora(("Forum Baghdad 2", "Forum Baghdad Two"))).id)
    for box in test.checkbox:
        box.check()
    for note, who in (("", "AN"), ("Corrected", " ")):
        button(filled(test, note, who), "Publish").click().run()
        assert [box.value for box in test.error] == [
            "Write a note, and who publishes: both stay in the list of releases for ever."
        ]
    assert notes(one) == ["First"]


def test_a_column_that_the_file_lacks_is_asked_about(one: Releases) -> None:
    """The page asks what becomes of it, with rows and an example, and proposes to keep; the answer is kept with the draft,
    and then the file can be published."""
    rows = [line.split(",") for line in fora().splitlines()]
    draft = begun("fora.csv", "\n".join(",".join(row[:12] + row[13:]) for row in rows))
    test = opened(draft.id)
    assert "Answer 1 question on how fora.csv is read" in said(test)
    asked = test.radio(key="answer-fora/absent/grants")
    assert (asked.label.replace("\\", ""), asked.value) == (
        "The file lacks “Grants” of “Fora”; the current release fills it in 5 rows, such as “US-P1” (F1).", "keep")  # fmt: skip
    button(test, "Read the file so").click().run()
    again = drafts.open_draft(release_watch.folder() / "drafts", draft.id)
    assert isinstance(again, drafts.Draft)
    assert (again.answers, again.errors, again.questions) == ({"fora/absent/grants": "keep"}, 0, 0)
    assert "Nothing: release 1, the current one, has the same data." in said(test)
    test.radio(key="answer-fora/absent/grants").set_value("clear")
    button(test, "Read the file so").click().run()
    assert button(test, "Publish")


def test_a_large_change_is_named_and_confirmed(one: Releases) -> None:
    """A file that leaves out three of seven fora is published only once each large change, named, is confirmed."""
    kept = "".join(
        line for line in fora().splitlines(True) if line.startswith(("forum_id", "F1,", "F2,", "F4,", "F5,"))
    )
    test = opened(begun("fora.csv", kept).id)
    becomes = test.radio(key="answer-fora/mode/rows")
    assert becomes.value == "update"  # that rows are removed is never the only reading, and they are named
    options = [option.replace("\\", "") for option in becomes.options]
    assert "Replace all of “Fora”: 3 rows are removed (F3, F6, F7)" in options
    becomes.set_value("replace")
    button(test, "Read the file so").click().run()
    named = [box.label.replace("\\", "").replace("\u00a0", " ") for box in test.checkbox]
    assert "Fora: 3 of 7 rows are removed, more than a fifth." in named
    assert "Fora established by IOM goes from 3 to 2, by more than a fifth." in named
    for box in test.checkbox[1:]:
        box.check()
    button(filled(test), "Publish").click().run()
    assert [box.value for box in test.error] == ["Confirm each large change above, or correct the file."]
    assert notes(one) == ["First"]
    test.checkbox[0].check()
    button(test, "Publish").click().run()
    assert notes(one) == ["Counted again", "First"]
    assert drafts.every(release_watch.folder() / "drafts") == ()


def test_somebody_else_published_in_the_same_moment(one: Releases, monkeypatch: pytest.MonkeyPatch) -> None:
    """The one who comes second is told, checks again against what is current now, and publishes then."""
    draft, publishing = begun("donors.csv", DONORS.replace("Germany", "Germany (BMZ)")), Releases.publish

    def second(self: Releases, *given: Any, **named: Any) -> Any:
        monkeypatch.setattr(Releases, "publish", publishing)
        meanwhile(self)
        return publishing(self, *given, **named)

    test = opened(draft.id)
    monkeypatch.setattr(Releases, "publish", second)
    button(filled(test), "Publish").click().run()
    assert len(test.error) == 1
    assert notes(one) == ["Meanwhile", "First"]
    button(test, "Check again").click().run()
    assert (len(test.error), len(test.warning)) == (0, 0)
    assert "checked against release 2" in said(test)
    button(filled(test), "Publish").click().run()
    assert notes(one) == ["Counted again", "Meanwhile", "First"]


def test_a_release_published_since_the_check_is_told_at_once(one: Releases) -> None:
    """A draft that was checked against an earlier release offers no form before it is checked again."""
    draft = begun("donors.csv", DONORS.replace("Germany", "Germany (BMZ)"))
    meanwhile(one)
    test = opened(draft.id)
    assert "Release 2 was published since this file was checked." in said(test)
    assert "Publish" not in [each.label for each in test.button]
    button(test, "Check again").click().run()
    assert "Publish" in [each.label for each in test.button]


def test_the_same_file_again_changes_nothing_and_offers_nothing(one: Releases) -> None:
    """What is current already is said to be so, and there is no form."""
    test = opened(begun("donors.csv", (FIXTURE / "donors.csv").read_text("utf-8-sig")).id)
    assert "Nothing: release 1, the current one, has the same data." in said(test)
    assert "Publish" not in [each.label for each in test.button]


def test_a_registry_that_fails_while_publishing_loses_nothing(one: Releases, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk is told in plain words, the draft stays, and the same click works once there is room."""

    def full(*_: Any, **__: Any) -> None:
        raise StoreUnavailable("The disk is full.", "Make room.")

    publishing = Releases.publish
    draft = begun("donors.csv", DONORS.replace("Germany", "Germany (BMZ)"))
    test = opened(draft.id)
    monkeypatch.setattr(Releases, "publish", full)
    button(filled(test), "Publish").click().run()
    assert "The disk is full." in said(test)
    monkeypatch.setattr(Releases, "publish", publishing)
    button(test, "Publish").click().run()
    assert notes(one) == ["Counted again", "First"]


def test_drafts_are_listed_and_gone_on_with(one: Releases) -> None:
    """Each draft says how its check came out; one is opened by a click, left by another, and discarded by a third."""
    begun("fora.csv", fora(("IQG08", "IQG99")))
    good = begun("donors.csv", DONORS.replace("Germany", "Germany (BMZ)"))
    test = opened()
    assert [box.value for box in test.header][-1] == "2 drafts are waiting"
    assert "can be published" in said(test)
    assert "1 error]" in said(test)
    test.button(key=f"open-{good.id}").click().run()
    assert test.title[0].value.replace("\\", "") == "donors.csv can be published: no errors or warnings"
    button(test, "Another file").click().run()
    assert len([each for each in test.button if each.label == "Continue"]) == 2
    test.button(key=f"discard-{good.id}").click().run()
    assert [
        each.name for each in drafts.every(release_watch.folder() / "drafts") if isinstance(each, drafts.Draft)
    ] == ["fora.csv"]


def test_many_drafts_stand_below_a_line_that_counts_them(one: Releases) -> None:
    """Ten are seen at once; the eleventh and twelfth are counted, and can be opened all the same."""
    for number in range(12):
        drafts.begin(release_watch.folder() / "drafts", f"{number}.csv", b"", None, True)
    test = opened()
    assert test.header[-1].value == "12 drafts are waiting"
    assert [each.label for each in test.expander][-1] == "2 older drafts"
    assert len([each for each in test.button if each.label == "Continue"]) == 12


def test_a_damaged_draft_is_named_and_removed(one: Releases) -> None:
    """A draft whose notes cannot be read is listed with what to do, also where a link leads to it, and can be removed."""
    whole, broken = begun("donors.csv", DONORS), begun("fora.csv", fora())
    (broken.folder / "draft.json").write_text("{", "utf-8")
    for test in (opened(), opened(broken.id)):
        assert "1 draft is damaged and cannot be continued. Remove it, and load its file again." in said(test)
    button(test, "Remove").click().run()
    assert [each.id for each in drafts.every(release_watch.folder() / "drafts")] == [whole.id]


@pytest.mark.parametrize(
    "notes",
    [
        "{", "[]", "\"text\"", '{"name": "a.csv"}', '{"name": 1, "began": "2026-01-01T00:00:00+00:00"}',
        '{"name": "a.csv", "began": "yesterday"}', '{"name": "a.csv", "began": "2026-01-01", "answers": {"a": 1}}',
        '{"name": "a.csv", "began": "2026-01-01", "answers": []}', '{"name": "a.csv", "began": "2026-01-01", "errors": "none"}',
    ],
)  # fmt: skip
def test_notes_that_are_not_what_they_should_be_are_damaged(notes: str, tmp_path: Path) -> None:
    """Whatever stands in the notes of a draft, it opens whole or is told as damaged."""
    folder = tmp_path / ("0" * 16)
    folder.mkdir()
    (folder / "draft.json").write_text(notes, "utf-8")
    assert drafts.open_draft(tmp_path, folder.name) == drafts.Damaged(folder)


def test_notes_of_an_earlier_version_open(tmp_path: Path) -> None:
    """As json wrote them, with blanks, escaped letters and what is not known left out."""
    folder = tmp_path / ("0" * 16)
    folder.mkdir()
    (folder / "draft.json").write_text(
        '{"name": "\\u0645.csv", "began": "2026-01-01T00:00:00+00:00", "mapping": {"fora": {"Nam": "name"}}, "errors": null}',
        "utf-8",
    )
    draft = drafts.Draft(folder, "م.csv", "2026-01-01T00:00:00+00:00")
    assert drafts.open_draft(tmp_path, folder.name) == draft


def test_a_draft_whose_report_is_damaged_is_checked_again(one: Releases) -> None:
    """The file is still there: the page offers to check it, and then goes on."""
    draft = begun("donors.csv", DONORS.replace("Germany", "Germany (BMZ)"))
    (draft.folder / "report.json").write_text("{", "utf-8")
    test = opened(draft.id)
    assert test.title[0].value.replace("\\", "") == "donors.csv has not been checked yet"
    button(test, "Check the file").click().run()
    assert test.title[0].value.replace("\\", "") == "donors.csv can be published: no errors or warnings"


def test_a_link_to_a_draft_that_is_gone_says_so() -> None:
    """A draft that was published or discarded is missed in words, and the page begins anew."""
    test = opened("0" * 16)
    assert "The draft of this link no longer exists" in said(test)
    assert test.title[0].value == "Load a workbook: nothing changes before you publish"


def test_a_refused_file_says_what_where_and_what_to_do(one: Releases) -> None:
    """The place as the file shows it, the kind, what is wrong and how to write it; no form to publish with."""
    test = opened(begun("fora.csv", fora(("2014-05-10", "2014-02-31"), ("IQG08", "IQG99"))).id)
    assert "errors in fora.csv: correct them below, or in the file" in plain(test)
    told = said(test)
    assert "fora.csv, line 2, column established_on" in told
    assert "“2014-02-31” is not a date." in told
    assert "“IQG99” is not the code of a governorate" in told
    assert "Publish" not in [each.label for each in test.button]
    assert notes(one) == ["First"]


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("budget.xlsx", b"PK\x03\x04 no workbook", "Open it, save it again, and load that."),
        ("fora.csv", b"forum_id,name,phone\nF1,Baghdad,0770 123 4567\n", "phone"),
        ("fora.csv", b"<script>alert(1)</script>\n", "as CSV and load that."),
    ],
)
def test_a_hostile_file_is_refused_in_words(one: Releases, name: str, content: bytes, told: str) -> None:
    """A file that is no workbook, one with people's phones, one that is a script: told as text, and nothing published."""
    test = opened(begun(name, content).id)
    assert told in said(test)
    assert "<script>" not in said(test)
    assert "Publish" not in [each.label for each in test.button]
    assert notes(one) == ["First"]


def test_details_of_people_are_not_kept_and_the_page_says_so(one: Releases) -> None:
    """The file is gone from the draft, and the page does not offer to check again what is not there."""
    draft = begun("fora.csv", "forum_id,name,phone\nF1,Baghdad,0770 123 4567\n")
    test = opened(draft.id)
    assert not draft.readable
    assert "The file contained details of people, so it was not stored." in said(test)
    assert not {"Check again", "Read the file so"} & {each.label for each in test.button}


def strange() -> str:
    """Donors as another tool exports them."""
    return "Code,Organisation,Shortened name,Colour\nUS,United States of America,US,blue\nDE,Germany,DE,red\n"


def answered(test: AppTest, column: str) -> Any:
    """The question what a header of donors is."""
    return test.selectbox(key=f"answer-donors/column/{column}")


def test_strange_headers_are_matched_left_out_and_remembered(one: Releases) -> None:
    """A reader says what two headers hold; the file is accepted, and the next such file is read so from the start."""
    test = opened(begun("donors.csv", strange()).id)
    assert test.title[0].value.replace("\\", "") == "Answer 2 questions on how donors.csv is read"
    assert [answered(test, header).value for header in ("Shortened name", "Colour")] == ["short_name", "leave_out"]
    answered(test, "Code").select("donor_id")
    answered(test, "Organisation").select("name")
    button(test, "Read the file so").click().run()
    assert test.title[0].value.replace("\\", "").startswith("donors.csv can be published")
    [recipe] = release_watch.watch().releases.recipes.all()
    assert (recipe.name, recipe.shape) == ("donors", "code|colour|organisation|shortened name")
    assert recipe.answers["donors/column/Code"] == "donor_id"
    again = begun("donors.csv", strange())
    assert (again.errors, again.questions) == (0, 0)
    assert "as remembered" in said(opened(again.id))


def test_answers_that_cannot_be_kept_are_used_for_this_file(one: Releases, monkeypatch: pytest.MonkeyPatch) -> None:
    """The registry does not take the recipe: this file is read with it, and the page says that the next one will not be."""

    def away(*_: Any) -> None:
        raise StoreUnavailable("The registry cannot be written.", "Try again.")

    monkeypatch.setattr(RecipeRows, "save", away)
    test = opened(begun("donors.csv", strange()).id)
    for header, column in (("Code", "donor_id"), ("Organisation", "name"), ("Shortened name", "short_name")):
        answered(test, header).select(column)
    button(test, "Read the file so").click().run()
    assert "The registry cannot be written. Your answers apply to this file only." in said(test)
    assert test.title[0].value.replace("\\", "").startswith("donors.csv can be published")


def test_a_draft_folder_that_cannot_be_written_is_told(one: Releases, monkeypatch: pytest.MonkeyPatch) -> None:
    """The answers of a draft on a full disk: one box says what and what to do, and the report stays on the page."""

    def full(draft: drafts.Draft) -> None:
        raise drafts._not_kept(OSError(28, "No space left on device"), draft.folder.parent)

    test = opened(begun("donors.csv", strange()).id)
    monkeypatch.setattr(drafts.Draft, "keep", full)
    button(test, "Read the file so").click().run()
    assert len(test.error) == 1
    assert "The draft cannot be stored on this machine (No space left on device)." in said(test)
    assert "What was found" in said(test)


def test_an_upload_that_cannot_be_kept_is_told(one: Releases, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that cannot be written refuses the file in words, leaves nothing half kept, and the page stays."""
    monkeypatch.setattr(Path, "write_bytes", lambda *_: (_ for _ in ()).throw(OSError(30, "Read-only file system")))
    with pytest.raises(ProgrammeError, match="Read-only file system"):
        begun("donors.csv", DONORS)
    assert drafts.every(release_watch.folder() / "drafts") == ()


def test_what_was_dropped_to_make_room_is_said() -> None:
    """The names of dropped drafts stand on the page once."""
    test = opened(**{"import-dropped": ("old.csv", "older.xlsx")})
    told = "To make room, 2 drafts that nobody had opened for long were dropped: old.csv, older.xlsx."
    assert told in said(test)
    assert told not in said(test.run())


def test_a_first_file_needs_no_confirmation_and_becomes_release_1() -> None:
    """Where nothing was published, what the file says is shown without a before, and a note and a name publish it."""
    (release_watch.folder() / "tables").mkdir(parents=True)
    test = opened(begun("donors.csv", DONORS, base=0).id)
    assert not test.checkbox
    assert "the first to be published" in said(test)
    button(filled(test, "First"), "Publish").click().run()
    assert [release.note for release in release_watch.watch(now=True).history] == ["First"]


def test_a_cell_is_corrected_and_taken_back(one: Releases) -> None:
    """What was typed for a cell is kept with the draft and listed with what stood there; taken back, the error is there again."""
    wrong = fora(("2014-05-10", "2014-02-31"), ("Forum Baghdad 2", "Forum Baghdad Two"))
    draft = begun("fora.csv", wrong)
    [fault] = corrections.faulty_cells(checked_of(draft))
    assert (fault.row, fault.column, fault.value) == (2, "established_on", "2014-02-31")
    assert corrections.corrections_of([fault], ["2014-02-31"]) == ()
    [typed] = corrections.corrections_of([fault], ["2014-05-10"])
    replace(draft, corrections=(typed,)).keep()
    test = opened(draft.id, **{"check-again": draft.id})
    assert test.title[0].value.replace("\\", "") == "fora.csv can be published: no errors or warnings"
    assert "1 cell of this file is corrected here" in said(test)
    assert f"fora.csv, cell {fault.letter}2: “2014-02-31” is now “2014-05-10”" in said(test)
    button(filled(test), "Publish").click().run()
    [release, _] = one.history()
    assert release.effect["corrections"] == [
        {"sheet": "fora.csv", "row": 2, "letter": fault.letter, "text": "2014-05-10", "was": "2014-02-31"}
    ]
    again = begun("fora.csv", wrong)
    replace(again, corrections=(typed,)).keep()
    test = opened(again.id, **{"check-again": again.id})
    button(test, "Take back").click().run()
    assert test.title[0].value.replace("\\", "") == "1 error in fora.csv: correct it below, or in the file"


def checked_of(draft: drafts.Draft) -> Checked:
    """What the check of a draft found."""
    assert draft.checked
    return draft.checked


def test_a_newcomer_is_offered_three_beginnings() -> None:
    """Without a release: a practice file, the template, and one's own workbook; the practice file loads without a question."""
    test = opened()
    assert [box.value for box in test.header] == [
        "Try it with a practice file", "Fill in the template", "Load your own workbook",
    ]  # fmt: skip
    begun_with = begun("practice.xlsx", template(load(ROOT / "data" / "demonstration")), base=0)
    assert (begun_with.errors, begun_with.questions) == (0, 0)


def test_questions_show_names(one: Releases) -> None:
    """A missing phase is chosen by its name, and the note below a question says the column where the question does not."""
    header = "training_id,title,kind,status,starts_on,governorate,record"
    test = opened(begun("trainings.csv", f"{header}\nE90,A,training,planned,3/4/2016,Ninewa,programme\n").id)
    asked = test.selectbox(key="answer-trainings/value/phase_id")
    phases = fixture().tables["phases"]
    assert (asked.label.replace("\\", ""), asked.options) == (
        "No column holds “Phase”. Which value do all rows have?", phases["name"].to_list())  # fmt: skip
    assert "Starts on · 1 row · “3/4/2016” is read as “2016-04-03”" in re.sub("[\u2068\u2069]", "", said(test))
