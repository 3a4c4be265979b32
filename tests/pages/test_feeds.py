"""Subscribing in a calendar on the page Hand on: made, shown once, listed, ended; each account its own, and only who may."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from starlette.applications import Starlette
from streamlit.testing.v1 import AppTest

from community_policing.dataset.releases import open_releases
from community_policing.protect import api_tokens, audit_log
from community_policing.protect.policy import THIS_MACHINE, Role, User
from community_policing.server.api import api, calendar_feed
from community_policing.ui.shell import access, release_watch
from pages.handon import feeds
from tests.conftest import FIXTURE
from tests.pages.test_address import follow
from tests.protect.test_policy import SOUND
from tests.server.api_client import Client

USERS = {
    Role.ANALYST: User("Rana", Role.ANALYST), Role.DONOR: User("Berlin", Role.DONOR, grants=("DE",)),
    Role.PUBLIC: User("somebody", Role.PUBLIC),
}  # fmt: skip


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch, nothing_published: None) -> None:
    """Data that can be counted by hand, and no address that another test has made."""
    monkeypatch.setenv("CPF_DATA", str(FIXTURE))


@pytest.fixture
def signed_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Role], None]:
    """Signs somebody of a role in."""
    (tmp_path / "access.toml").write_text(SOUND, "utf-8")
    monkeypatch.setenv("CPF_ACCESS", str(tmp_path / "access.toml"))
    return lambda role: monkeypatch.setattr(access, "account", lambda: USERS[role])


def keys(page: AppTest) -> list[str]:
    """The buttons of the section."""
    return [each.key for each in page.button if (each.key or "").startswith("feed-")]


def addresses(page: AppTest) -> list[str]:
    """The calendar addresses that are shown."""
    return [each.value for each in page.code if "/calendar/" in each.value]


def fetched(address: str) -> tuple[int, bytes]:
    """What a calendar program is answered at that address."""
    client = Client(Starlette(routes=[*calendar_feed.routes(), *api.routes()]))
    answer = client.get(urlsplit(address).path)
    return answer.status_code, answer.content


def test_an_address_is_shown_once_and_opens_the_events_until_it_is_ended() -> None:
    """Looking makes no registry; the next run lists it, without its text; ended, it opens nothing and is no longer listed."""
    page = follow("", "handon")
    assert (keys(page), release_watch.configured()) == (["feed-make"], False)
    page.button(key="feed-make").click().run()
    (address,) = addresses(page)
    (token,) = api_tokens.listed(open_releases().tokens)
    assert (token.user, token.use, token.made_by) == (User(THIS_MACHINE, Role.ANALYST), "calendar", "this machine")
    assert (token.expires_at - token.made_at).days == api_tokens.MOST_DAYS
    status, content = fetched(address)
    assert (status, content.count(b"BEGIN:VEVENT")) == (200, 5)
    page.run()
    assert (addresses(page), keys(page)) == ([], ["feed-make", f"feed-end-{token.id}"])
    page.button(key=f"feed-end-{token.id}").click().run()
    assert (keys(page), fetched(address)[0]) == (["feed-make"], 404)
    audit_log.log().hand_over()
    told = [(each.what, each.account, each.detail) for each in reversed(audit_log.log().entries())]
    assert [what for what, _, _ in told] == ["calendar_address", "calendar", "token_revoked"]
    assert told[0][1:] == told[2][1:] == ("this machine", token.id)


def test_each_account_has_its_own_and_they_are_few(signed_in: Callable[[Role], None]) -> None:
    """A donor's address is a donor's; another account neither sees nor ends it; nobody makes more than some."""
    signed_in(Role.DONOR)
    page = follow("", "handon")
    page.button(key="feed-make").click().run()
    (token,) = api_tokens.listed(open_releases().tokens)
    assert token.user == USERS[Role.DONOR]
    signed_in(Role.ANALYST)
    other = follow("", "handon")
    assert keys(other) == ["feed-make"]
    for _ in range(feeds.MOST):
        other.button(key="feed-make").click().run()
    assert len(keys(other)) == feeds.MOST
    assert "feed-make" not in keys(other)
    most = f"You have {feeds.MOST} addresses, which is the most. End one first."
    assert most in [each.value for each in other.caption]
    assert api_tokens.calendars(open_releases().tokens, "Berlin") == (token,)


def test_who_may_take_no_files_and_who_looks_as_another_make_none(
    signed_in: Callable[[Role], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """No button; nor where this server keeps nothing for its readers."""
    signed_in(Role.PUBLIC)
    assert keys(follow("", "handon")) == []
    signed_in(Role.ANALYST)
    assert keys(follow("seen_as=public", "handon")) == keys(follow("seen_as=donor:DE", "handon")) == []
    monkeypatch.setenv("CPF_IMPORT", "off")
    assert keys(follow("", "handon")) == []


def test_a_click_is_asked_again_whoever_drew_its_button(
    signed_in: Callable[[Role], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another's address is not ended, and nothing is made for a role that may not, though a page offered it a moment ago."""
    signed_in(Role.DONOR)
    page = follow("", "handon")
    page.button(key="feed-make").click().run()
    (token,) = api_tokens.listed(open_releases().tokens)
    signed_in(Role.ANALYST)
    with monkeypatch.context() as forged:
        forged.setattr(api_tokens, "calendars", lambda *_: (token,))
        other = follow("", "handon")
    other.button(key=f"feed-end-{token.id}").click().run()
    assert (keys(other), api_tokens.listed(open_releases().tokens)) == (["feed-make"], (token,))
    signed_in(Role.PUBLIC)
    other.button(key="feed-make").click().run()
    page.button(key=f"feed-end-{token.id}").click().run()
    assert api_tokens.listed(open_releases().tokens) == (token,)
