"""The Alerts page: what is new, what stands and what ended, as readers of a registry see it, each through their own eyes."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from community_policing.analysis.alerts.log import news
from community_policing.dataset.load import Dataset
from community_policing.dataset.releases import ReleaseError, Releases, Source, open_releases
from community_policing.measure.programme import Programme
from community_policing.protect.disclosure import protect
from community_policing.protect.policy import Role, User, access_policy
from community_policing.protect.random_rounding import Rounding
from community_policing.ui.shell import access, release_watch, window
from community_policing.ui.shell.markdown import escape
from pages.alerts import watch as alert_watch
from tests.analysis.test_alerts import history
from tests.conftest import Build
from tests.edits import Edited, add, put
from tests.hostile import RESTRICTED, dataset as twin_of
from tests.pages.test_address import follow
from tests.pages.test_working import ROOT, alone
from tests.registries import Place

FIXTURE = ROOT / "tests" / "fixture"
MET = {"forum_id": "F2", "met_on": "2016-11-20", "record": "illustrative", "source": "S1"}
DONE = {"status": "completed", "completed_on": "2016-11-15"}
STANDS = "7 alerts stand: 2 targets will be missed, 1 work overdue, 1 forum dormant, 3 more"
HOSTILE = "**<b>F2</b>** [x](javascript:1) :red[y]"


def said(text: str) -> str:
    """Markdown as it is read."""
    return text.replace("\\", "").replace("\u00a0", " ").replace("\u2060", "")


def lines(test: AppTest, group: str) -> list[str]:
    """The lines of a group, without their colours."""
    labels = [said(each.label) for each in test.button if (each.key or "").startswith(f"alert-{group}-")]
    return [re.sub(r":color\[(.*?)\]\{.*?\}", r"\1", label).replace("**", "") for label in labels]


@pytest.fixture
def publish(tmp_path: Path, nothing_published: None) -> Callable[[Dataset], Releases]:
    """A function: publish this dataset as the next release."""
    alert_watch._counts.clear()
    folder = tmp_path / "releases"
    folder.mkdir()
    releases = open_releases(f"sqlite:///{folder / 'registry.sqlite'}", str(folder / "tables"))

    def published(data: Dataset) -> Releases:
        current = releases.current()
        source = Source("file", "0" * 64)
        releases.publish(data, note="N", by="T", source=source, base=current.number if current else None, effect={})
        release_watch.watch(now=True)
        return releases

    return published


@pytest.fixture
def better(edited: Edited) -> Dataset:
    """The fixture after forum F2 met and the venues in Diyala were handed over."""
    return edited(put("infrastructure", "I6", **DONE), add("meetings", **MET)).dataset


def test_new_seen_standing_and_ended(publish: Callable[[Dataset], Releases], dataset: Dataset, better: Dataset) -> None:
    """Release 2 brings a forum and venues that are late.  Marked as seen they stand; release 3 ends them; each opens its rows."""
    publish(better)
    publish(dataset)
    test = follow("", "alerts")
    today, day = datetime.now(UTC).date(), f"{datetime.now(UTC):%-d %b %Y}"
    assert said(test.title[0].value) == "3 new with release 2: 1 work overdue, 1 forum dormant, 1 figure moved"
    dormant = f"▲ Dormant · Forum Baghdad 2: no meeting for 4 months · :small[told since {day}]"
    assert dormant in lines(test, "new")
    assert [each.value for each in test.header] == ["New", "Still standing", "What raises an alert"]
    test.button(key="alert-new-1").click().run()
    assert [tab.label for tab in test.tabs] == ["Dormant fora"]
    assert test.tabs[0].dataframe[0].value["forum_id"].tolist() == ["F2"]
    test.button(key="mark-as-seen").click().run()
    assert said(test.title[0].value) == f"Nothing new since {day}; 7 still stand"
    assert (lines(test, "new"), dormant in lines(test, "standing")) == ([], True)
    assert "mark-as-seen" not in [each.key for each in test.button]
    assert alert_watch_state(test) == today
    publish(better)
    test.run()
    assert f"▲ Dormant · Forum Baghdad 2: no meeting for 4 months · :small[told from {day} to {day}]" in lines(
        test, "ended"
    )
    assert said(test.title[0].value) == f"1 new since {day}: 1 figure moved"


def alert_watch_state(test: AppTest) -> date:
    """On which day this session said that it had seen everything."""
    return test.session_state["alerts-seen"][1]


def test_the_first_release_has_nothing_new(publish: Callable[[Dataset], Releases], dataset: Dataset) -> None:
    """There is none before it: all stands, and the page says how to begin."""
    publish(dataset)
    test = follow("", "alerts")
    assert said(test.title[0].value) == "Nothing new with release 1; 7 still stand"
    assert "Mark what you have seen: from then on this page tells what is new since that day." in [
        each.value for each in test.caption
    ]


def test_data_that_were_never_published() -> None:
    """What stands today is told, and that there is nothing to compare it with."""
    test = alone("alerts", str(FIXTURE), {})
    assert said(test.title[0].value) == STANDS
    assert [said(each.value) for each in test.caption] == [
        "The whole programme as of 30 Nov 2016: A programme that can be counted by hand.",
        "These data were not published as a release: there is nothing to compare them with, and nothing tells what is new.",
    ]
    assert said(alone("alerts", str(ROOT / "data" / "public_record"), {}).title[0].value) == "No alert stands"


def test_many_are_listed_in_two_steps() -> None:
    """20 at once, the others where somebody opens them."""
    test = alone("alerts", str(ROOT / "data" / "demonstration"), {})
    assert (len(lines(test, "today")), len(lines(test, "today-more"))) == (44, 24)
    assert [each.label for each in test.expander] == ["24 more"]


def test_names_are_text(publish: Callable[[Dataset], Releases], edited: Edited, better: Dataset) -> None:
    """A forum's name is data: nothing in it is Markdown, also where the registry kept it."""
    publish(better)
    publish(edited(put("fora", "F2", name=HOSTILE)).dataset)
    test = follow("", "alerts")
    (new,) = [each.label for each in test.button if "Dormant" in each.label]
    assert f"**{escape(f'{HOSTILE}, Baghdad')}**" in new
    test.button(key="mark-as-seen").click().run()
    publish(better)
    test.run()
    (ended,) = [
        each.label for each in test.button if (each.key or "").startswith("alert-ended") and "Dormant" in each.label
    ]
    assert f"**{escape(f'{HOSTILE}, Baghdad')}**" in ended


def test_what_a_browser_has_seen(
    publish: Callable[[Dataset], Releases], dataset: Dataset, better: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without sign-in its cookie says up to where; one that says nothing, or no day, is none."""
    publish(better)
    publish(dataset)
    cookies = {"alerts": "999-20261112"}
    monkeypatch.setattr(type(st.context), "cookies", property(lambda _: cookies))
    assert said(follow("", "alerts").title[0].value) == "Nothing new since 12 Nov 2026; 7 still stand"
    for nothing in ("", "None", "999-20261399", "9" * 40 + "-20261112", "1 OR 1-20261112"):
        cookies["alerts"] = nothing
        assert window.alerts_seen() is None


def test_accounts_keep_what_they_have_seen(
    publish: Callable[[Dataset], Releases], dataset: Dataset, better: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With sign-in the registry knows it, for another session and another server; another account has seen nothing; who looks
    through somebody else's eyes marks nothing."""
    publish(better)
    publish(dataset)
    signed = access_policy().model_copy(update={"sign_in": object()})
    monkeypatch.setattr(alert_watch, "access_policy", lambda: signed)
    monkeypatch.setattr(access, "account", lambda: User("Rana", Role.ANALYST))
    follow("", "alerts").button(key="mark-as-seen").click().run()
    assert said(follow("", "alerts").title[0].value).startswith("Nothing new since ")
    test = follow("seen_as=public", "alerts")
    assert "mark-as-seen" not in [each.key for each in test.button]
    monkeypatch.setattr(access, "account", lambda: User("Omar", Role.ANALYST))
    assert said(follow("", "alerts").title[0].value).startswith("3 new with release 2")


def test_the_menu_counts_what_is_new(
    publish: Callable[[Dataset], Releases], dataset: Dataset, better: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And nothing where nothing was published, or where the registry is away, which takes no page away."""
    counted: list[int] = []
    unseen = alert_watch.unseen
    monkeypatch.setattr(alert_watch, "_aside", lambda work: work())
    monkeypatch.setattr(alert_watch, "unseen", lambda: counted.append(unseen()) or counted[-1])
    publish(better)
    publish(dataset)
    test = follow("", "glossary")
    follow("", "alerts").button(key="mark-as-seen").click().run()
    test.run()

    def away(*_: object) -> None:
        raise ReleaseError("The registry cannot be reached.", "Try again in a minute.")

    monkeypatch.setattr("community_policing.dataset.releases.rows.alert_rows.AlertRows.looked", away)
    alert_watch._counts.clear()
    test.run()
    page = follow("", "alerts")
    assert counted == [
        3,
        3,
        0,
        3,
        0,
        0,
    ]  # glossary, alerts, marked, glossary whose session has seen nothing, away twice
    assert [said(each.value) for each in page.error] == [
        "**The registry cannot be reached.**\n\nTry again in a minute."
    ]
    assert said(page.title[0].value) == STANDS


@pytest.mark.parametrize("role", RESTRICTED)
def test_nobody_can_tell_twins_apart_by_their_alerts(
    role: str, build: Build, sqlite_place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two releases of one truth, and of another with the same cells: what is told, and kept, is the same for both."""
    monkeypatch.setattr(Rounding, "__call__", lambda self, cell, count: self.base * self.offset(cell))  # noqa: ARG005
    reader = RESTRICTED[role]
    held, rows, told = access_policy().guard(reader), sqlite_place.open().alerts, []
    assert held is not None
    published = history(2)
    for twin in (False, True):
        shown = [
            Programme.of(
                protect(twin_of(build, 3, twin=twin, more=more, kept=reader.governorates), held, bytes(range(32)))
            )
            for more in (False, True)
        ]
        view, now = f"{role} {twin}", published[0].published_at + timedelta(60)
        found = news(rows, view, published, lambda number, of=shown: of[number - 1], None, now)
        kept = [(row["identity"], row["what"], row["body"]) for row in rows.since(view, 0)]
        told.append((found.new, found.standing, found.ended, kept))
    assert told[0] == told[1]
    assert "no_release/2" in [identity for identity, *_ in told[0][-1]]
