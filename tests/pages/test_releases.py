"""Releases and Import with nothing published, with two releases, and while the registry is away."""

import io
import zipfile
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from community_policing.dataset.load import load
from community_policing.dataset.releases import ReleaseError, Source, open_releases
from community_policing.protect.policy import Role, User
from community_policing.ui.shell import release_watch
from tests.conftest import Build
from tests.edits import DECEMBER, FORUM, Edited, add
from tests.hostile import ANALYST, Visit, sent
from tests.pages.test_working import ROOT, alone

FIXTURE = ROOT / "tests" / "fixture"


@pytest.fixture
def two(tmp_path: Path, nothing_published: None) -> Path:
    """Two releases: the demonstration, then the fixture that can be counted by hand."""
    folder = tmp_path / "releases"
    folder.mkdir()
    releases = open_releases(f"sqlite:///{folder / 'registry.sqlite'}", str(folder / "tables"))
    for number, data in enumerate((ROOT / "data" / "demonstration", FIXTURE)):
        source = Source(data.name, str(number) * 64)
        releases.publish(load(data), note=f"Note {number}", by="T", source=source, base=number or None, effect={})
    return folder


def opened(page: str) -> AppTest:
    return alone(page, str(FIXTURE), {})


def test_nothing_published_is_said_and_leads_to_import() -> None:
    """Without a release the page says so in a sentence, and the Import page offers no release to go on from."""
    assert opened("releases").title[0].value == "Nothing has been published yet"
    assert opened("import").title[0].value == "Load a workbook: nothing changes before you publish"


def test_cells_that_were_corrected_while_a_file_was_loaded_are_named(tmp_path: Path, nothing_published: None) -> None:
    """Who looks at a release later sees where its file was corrected, and what stood there."""
    folder = tmp_path / "releases"
    folder.mkdir()
    corrections = [{"sheet": "fora", "row": 5, "letter": "I", "text": "2016-05-10", "was": "**soon**"}]
    open_releases(f"sqlite:///{folder / 'registry.sqlite'}", str(folder / "tables")).publish(
        load(FIXTURE),
        note="First",
        by="T",
        source=Source("f", "0" * 64),
        base=None,
        effect={"corrections": corrections},
    )
    test = opened("releases")
    assert "1 cell was corrected while it was loaded" in [each.label for each in test.expander]
    assert "- fora, cell I5: “**soon**” is now “2016-05-10”" in [each.value.replace("\\", "") for each in test.markdown]


def test_the_list_has_every_release_newest_first(two: Path) -> None:
    """Number, note and source of each; the newest is open, and offers no way back to itself."""
    test = opened("releases")
    assert test.title[0].value == "Release 2 is current: as of 30 Nov 2016"
    rows = test.dataframe[0].value
    assert rows[["Release", "Note", "From"]].to_numpy().tolist() == [
        [2, "Note 1", "fixture"],
        [1, "Note 0", "demonstration"],
    ]
    assert "Make it current again" not in [each.label for each in test.expander]


def test_going_back_needs_a_reason_and_a_name(two: Path) -> None:
    """An earlier release becomes current as a new release, when somebody says why and who; without, nothing is published."""
    test = opened("releases")
    test.session_state["looked_at"] = 1
    test.run()
    test.text_input[0].set_value("Wrong file")
    test.button[-1].click().run()
    assert [error.value for error in test.error] == ["Write who does this: a role or initials."]
    test.text_input[1].set_value("AN")
    test.button[-1].click().run()
    assert test.title[0].value == "Release 3 is current: as of 30 Nov 2016"
    assert [release.note for release in release_watch.watch(now=True).history] == ["Wrong file", "Note 1", "Note 0"]


def take_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on the registry cannot be reached."""

    def away(*_: object) -> None:
        raise ReleaseError("The registry cannot be reached.", "Try again in a minute.")

    monkeypatch.setattr("community_policing.dataset.releases.store.Releases.current", away)


def test_a_registry_that_is_away_takes_nothing_from_readers(two: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was known of the releases stays on the page while the registry cannot be reached."""
    assert opened("releases").title[0].value == "Release 2 is current: as of 30 Nov 2016"
    take_away(monkeypatch)
    assert release_watch.watch(now=True).trouble is not None
    assert opened("releases").title[0].value == "Release 2 is current: as of 30 Nov 2016"


def test_a_registry_that_never_answered_is_not_called_empty(two: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who comes while nobody has seen the registry yet is not told that nothing was published, nor
    that the release of a link does not exist."""
    take_away(monkeypatch)
    test = opened("releases")
    assert [title.value for title in test.title] == ["The releases cannot be read just now"]
    overview = AppTest.from_file(str(ROOT / "community_policing" / "streamlit_app.py"), default_timeout=60).run()
    told = "The published releases cannot be read just now: other data stand in their place."
    assert [each.value for each in overview.markdown if "releases" in each.value] == [told]
    linked = AppTest.from_file(str(ROOT / "community_policing" / "streamlit_app.py"), default_timeout=60)
    linked.query_params["release"] = "1"
    away = "**The registry cannot be reached.**\n\nTry again in a minute."
    for page in (test, linked.run()):
        assert [error.value.replace("\\", "") for error in page.error] == [away]


def test_who_may_not_publish_may_not_roll_back_either(two: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With CPF_IMPORT=off the list is there, and neither a file nor an earlier release can be brought in."""
    monkeypatch.setenv("CPF_IMPORT", "off")
    assert opened("import").title[0].value == "Files are loaded on the machine that serves this dashboard"
    test = opened("releases")
    test.session_state["looked_at"] = 1
    test.run()
    assert (len(test.text_input), len(test.dataframe[0].value)) == (0, 2)


def test_a_release_published_meanwhile_is_not_overruled(two: Path) -> None:
    """Somebody publishes while a reader decides to go back: the reader is told, and nothing more is published."""
    test = opened("releases")
    test.session_state["looked_at"] = 1
    test.run()
    releases = release_watch.watch().releases
    releases.rollback(1, note="Earlier", by="T", base=2)
    release_watch._watch.cache_clear()  # the page's button was drawn before
    test.text_input[0].set_value("Wrong file")
    test.text_input[1].set_value("AN")
    test.button[-1].click().run()
    assert [release.note for release in releases.history()] == ["Earlier", "Note 1", "Note 0"]


@pytest.fixture
def back(tmp_path: Path, nothing_published: None, edited: Edited) -> None:
    """Three releases: the fixture as of November 2016; December's with forum F8; and the first made current again."""
    folder = tmp_path / "releases"
    folder.mkdir()
    releases = open_releases(f"sqlite:///{folder / 'registry.sqlite'}", str(folder / "tables"))
    december = edited(add("fora", **FORUM, established_on="2016-12-10"), **DECEMBER).dataset
    for number, data in enumerate((load(FIXTURE), december)):
        source = Source("file", str(number) * 64)
        releases.publish(data, note=f"Note {number}", by="T", source=source, base=number or None, effect={})
    releases.rollback(1, note="Wrong file", by="T", base=2)


RESTORED = "Release 3 restores release 1"


@pytest.mark.usefixtures("back")
def test_a_rollback_says_what_it_takes_back() -> None:
    """On the Releases page, where the release is looked at and where two are compared: the row that goes, and its figure."""
    test = opened("releases")
    told = [text.value.replace("\\", "").replace("\u00a0", " ") for text in test.markdown if "restores" in text.value]
    rows = f"{RESTORED}. As of 30 Nov 2016; before, as of 31 Dec 2016. Fora: 1 row removed; 8 before, 7 after."
    assert told == [rows] * 2  # closely, and by Compare, which opens on the last two
    moved, cells = test.dataframe[1].value, test.dataframe[2].value
    established = moved.set_index("Figure").loc["Fora established"]
    assert established[["Before", "After", "Difference", "Corrected"]].tolist() == ["5", "4", "−1", "−1"]
    assert cells.to_numpy().tolist() == [["Fora", "F8", "Removed", "", "", "", "Corrected"]]
    test.selectbox(key="release-before").select(3)
    test.selectbox(key="release-after").select(2).run()
    assert test.dataframe[4].value.to_numpy().tolist() == [["Fora", "F8", "Added", "", "", "", "New"]]


@pytest.mark.usefixtures("back")
def test_the_overview_says_what_a_rollback_took_back() -> None:
    """Since release 2, release 3 shows what release 1 showed: the line says so before it says which figures moved."""
    test = AppTest.from_file(str(ROOT / "community_policing" / "streamlit_app.py"), default_timeout=60).run()
    assert not test.exception
    lines = [text.value.replace("\\", "").replace("\u00a0", " ") for text in test.markdown if "restores" in text.value]
    assert len(lines) == 1
    assert lines[0].startswith(f"{RESTORED} · Fora established by IOM: 4 → 3 (corrected −1) · ")
    assert "moved on" not in lines[0]


@pytest.mark.usefixtures("back")
def test_a_protected_reader_is_told_of_a_rollback_too() -> None:
    """Which release is restored, and no row of it."""
    test = AppTest.from_file(str(ROOT / "community_policing" / "streamlit_app.py"), default_timeout=60)
    test.query_params["seen_as"] = "public"
    test.run()
    assert not test.exception
    lines = [text.value.replace("\\", "").replace("\u00a0", " ") for text in test.markdown if "restores" in text.value]
    assert len(lines) == 1
    assert lines[0].startswith("Release 3 restores release 1 · ")
    assert "F8" not in lines[0]


@pytest.mark.parametrize(
    ("reader", "sees"), [(ANALYST, True), (User("a chief", Role.CHIEF), False)], ids=["analyst", "chief"]
)
def test_no_row_of_concerns_is_listed_or_packed_for_a_chief(
    reader: User, sees: bool, build: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor any cell of the file that was corrected, which may be one of theirs: of that its number is told."""
    folder = tmp_path / "releases"
    folder.mkdir()
    releases = open_releases(f"sqlite:///{folder / 'registry.sqlite'}", str(folder / "tables"))
    forum = {"forum_id": "F1", "established_on": "2014-05-10"}
    concern = {"concern_id": "canary-row", "forum_id": "F1", "raised_in": "2016-05", "topic": "drugs", "status": "raised",
               "record": "programme"}  # fmt: skip
    corrections = [{"sheet": "concerns", "row": 2, "letter": "C", "text": "2016-05", "was": "canary of a cell"}]
    for number, rows in enumerate(({"fora": [forum]}, {"fora": [forum], "concerns": [concern]})):
        releases.publish(build(rows), note="Note", by="T", source=Source("file", str(number) * 64), base=number or None,
                         effect={"corrections": corrections})  # fmt: skip
    visit = Visit(reader, monkeypatch)
    visit.show(load(FIXTURE))
    page = b"".join(sent(visit.open("releases")))
    files = dict(visit.given())
    with zipfile.ZipFile(io.BytesIO(next(made() for key, made in visit.files.items() if key == "package"))) as package:
        packed = package.read("concerns.csv")
    assert b"1 cell was corrected while it was loaded" in page
    assert [b"canary-row" in page, b"canary of a cell" in page, b"canary-row" in packed] == [sees] * 3
    assert any(b"canary" in content for content in files.values()) == sees
