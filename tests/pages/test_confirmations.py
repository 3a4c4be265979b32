"""Confirmations of a load: who confirmed what, and when, stands on the Log page as every other deed."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from community_policing.dataset.load import load
from community_policing.dataset.releases import Releases, Source, open_releases
from community_policing.protect import audit_log
from tests.bad_input.quick import quicken
from tests.conftest import FIXTURE, ROOT
from tests.pages.test_import import begun, button, filled, opened
from tests.pages.test_working import alone

DONORS = (
    "donor_id,name,short_name,Member organisation name\nUS,United States,US,Red Crescent\nDE,Germany,DE,Red Cross\n"
)
PERSONAL = "personal/Member organisation name"


@pytest.fixture
def release(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, nothing_published: None) -> Releases:
    """Release 1: the fixture; the check runs in this process."""
    quicken(monkeypatch)
    folder = tmp_path / "releases"
    folder.mkdir()
    releases = open_releases(f"sqlite:///{folder / 'registry.sqlite'}", str(folder / "tables"))
    releases.publish(load(FIXTURE), note="First", by="T", source=Source("f", "0" * 64), base=None, effect={})
    return releases


def logged() -> list[list[str]]:
    """What the Log page lists, newest first, but for the moment: account, role, what, details, release."""
    test = alone("log", str(ROOT / "tests" / "fixture"), {})
    assert not test.exception, test.exception
    return [row[1:6] for row in test.dataframe[0].value.to_numpy().tolist()]


def confirmed(test: AppTest) -> AppTest:
    """The form, with the answer that the column holds no details of people."""
    test.radio(key=f"answer-{PERSONAL}").set_value("no")
    button(test, "Read the file so").click().run()
    assert not test.exception, test.exception
    return test


def test_that_a_column_names_nobody_is_logged_when_it_is_said(release: Releases) -> None:
    """By the account that said it, with file and column, before anything is published."""
    confirmed(opened(begun("donors.csv", DONORS).id))
    assert logged() == [
        [
            "this machine",
            "Analyst",
            "confirmed",
            "“Member organisation name” of donors.csv holds no details of people",
            "",
        ]
    ]


def test_what_a_recipe_says_is_logged_with_the_release(release: Releases) -> None:
    """Next month nobody is asked; who publishes stands for what was said before."""
    test = confirmed(opened(begun("donors.csv", DONORS).id))
    button(filled(test), "Publish").click().run()
    later = opened(
        begun("january.csv", DONORS.replace("Red Cross", "Red Crescent").replace("Germany", "Germany (BMZ)"), 2).id
    )
    button(filled(later), "Publish").click().run()
    sentence = "“Member organisation name” of {} holds no details of people"
    assert logged() == [
        ["this machine", "Analyst", "confirmed", sentence.format("january.csv"), "3"],
        ["this machine", "Analyst", "published", "january.csv", "3"],
        ["this machine", "Analyst", "published", "donors.csv", "2"],
        ["this machine", "Analyst", "confirmed", sentence.format("donors.csv"), ""],
    ]


def test_large_changes_are_logged_with_the_release(release: Releases) -> None:
    """Each sentence that was confirmed."""
    lines = (FIXTURE / "targets.csv").read_text("utf-8-sig").splitlines(keepends=True)
    test = opened(begun("targets.csv", "".join(lines[:3])).id)
    test.radio(key="answer-targets/mode/rows").set_value("replace")
    button(test, "Read the file so").click().run()
    sentences = [box.label.replace("\\", "").replace("\u2060", "").replace("\u00a0", " ") for box in test.checkbox]
    for box in test.checkbox:
        box.check()
    button(filled(test), "Publish").click().run()
    rows = [[cell.replace("\u00a0", " ") for cell in row] for row in logged()]
    assert [row for row in rows if row[2] == "confirmed"] == [
        ["this machine", "Analyst", "confirmed", sentence, "2"] for sentence in reversed(sentences)
    ]
    assert [row[2] for row in rows][-1] == "published"
    assert audit_log.log().waiting() == ()
