"""The Log page: nothing kept, events of several kinds and accounts, the registry away."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from community_policing.dataset.releases import RegistryUnavailable
from community_policing.protect import audit_log
from pages.log import events
from tests.conftest import ROOT
from tests.pages.test_working import alone

DAY = datetime(2016, 12, 1, 9, 30, 15, tzinfo=UTC)


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, nothing_published: None) -> None:
    """Three events of two accounts."""
    monkeypatch.setenv("CPF_DATABASE_URL", f"sqlite:///{tmp_path / 'registry.sqlite'}")
    audit_log.record("sign_in", "a", "analyst", at=DAY)
    audit_log.record("publish", "a", "analyst", "book.xlsx", release=1, at=DAY.replace(day=2))
    audit_log.record("export", "d", "donor", "map.csv", "phase: P2", 1, DAY.replace(day=3))


def opened() -> AppTest:
    return alone("log", str(ROOT / "tests" / "fixture"), {})


def listed(test: AppTest) -> list[list[object]]:
    return test.dataframe[0].value.to_numpy().tolist()


ROWS = [
    ["3 Dec 2016 09:30:15", "d", "Donor", "downloaded a file", "map.csv", "1", "phase: P2"],
    ["2 Dec 2016 09:30:15", "a", "Analyst", "published", "book.xlsx", "1", ""],
    ["1 Dec 2016 09:30:15", "a", "Analyst", "signed in", "", "", ""],
]


def test_nothing_is_kept_where_nobody_signs_in(nothing_published: None) -> None:
    """The title says so, and the page when it begins."""
    test = opened()
    assert (test.title[0].value, len(test.dataframe), len(test.exception)) == ("No events are logged yet", 0, 0)
    assert "begins with the first publication" in test.main.markdown[0].value


def test_an_empty_log(nothing_published: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A registry in which nothing happened yet is no error."""
    monkeypatch.setenv("CPF_DATABASE_URL", f"sqlite:///{tmp_path / 'registry.sqlite'}")
    test = opened()
    assert (test.title[0].value, len(test.error), len(test.exception)) == ("No events are logged yet", 0, 0)


@pytest.mark.usefixtures("kept")
def test_the_events_newest_first() -> None:
    """How many, since when, and when the data last changed; each event in its words."""
    test = opened()
    assert test.title[0].value == "3 events since 1 Dec 2016; the data last changed on 2 Dec 2016"
    assert listed(test) == ROWS


@pytest.mark.usefixtures("kept")
def test_a_choice_of_events() -> None:
    """By what was done and by whom; only what happened is offered, and nothing that is both is said."""
    test = opened()
    assert test.selectbox(key="log-what").options == ["Everything", "signed in", "published", "downloaded a file"]
    assert test.selectbox(key="log-account").options == ["Everybody", "a", "d"]
    test.selectbox(key="log-account").set_value("a").run()
    assert listed(test) == ROWS[1:]
    test.selectbox(key="log-what").set_value("publish").run()
    assert listed(test) == ROWS[1:2]
    test.selectbox(key="log-account").set_value("d").run()
    assert len(test.dataframe) == 0
    assert any("There is no event of that kind" in each.value for each in test.markdown)


@pytest.mark.usefixtures("kept")
def test_a_long_log_says_what_it_leaves_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """The page shows the newest, and says of how many."""
    monkeypatch.setattr(events, "SHOWN", 2)
    test = opened()
    assert listed(test) == ROWS[:2]
    assert test.caption[0].value == "The newest 2 of 3; the file contains all."


@pytest.mark.usefixtures("kept")
def test_a_registry_that_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """That is said with what to do; the events wait."""

    def away(*_: object) -> None:
        raise RegistryUnavailable("The registry is away.", "Wait.")

    monkeypatch.setattr(audit_log.AuditLog, "hand_over", away)
    test = opened()
    assert test.title[0].value == "The log cannot be read just now"
    assert (len(test.dataframe), len(test.exception)) == (0, 0)
    assert len(audit_log.log().waiting()) == 3
