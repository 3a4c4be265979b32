"""The section "By mail" of the Alerts page: who may subscribe to what, and how it is stopped."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from community_policing.briefing.mail import subscriptions
from community_policing.dataset.load import Dataset
from community_policing.dataset.releases import Releases, open_releases
from community_policing.dataset.releases.saved_view import SavedView
from community_policing.protect.policy import THIS_MACHINE, Role
from community_policing.ui.shell import access
from tests.pages.test_address import follow
from tests.pages.test_alerts import better as better, publish as publish, said
from tests.pages.test_saved_views import USERS
from tests.protect.test_policy import SOUND


@pytest.fixture(autouse=True)
def by_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    """A mail server, and the address that readers type."""
    for name, value in {
        "SMTP_HOST": "mail.example.org",
        "SMTP_SENDER": "d@example.org",
        "PUBLIC_ADDRESS": "https://d.example.org",
    }.items():
        monkeypatch.setenv(f"CPF_{name}", value)


def headings(tab: AppTest) -> list[str]:
    return [each.value for each in tab.header]


def asked(tab: AppTest, address: str, what: str = "alerts") -> AppTest:
    """The form, filled in and sent."""
    tab.text_input(key="mail-address").input(address)
    tab.selectbox(key="mail-what").select(what)
    tab.button(key="mail-submit").click().run()
    assert not tab.exception
    return tab


def test_subscribed_and_stopped(publish: Callable[[Dataset], Releases], dataset: Dataset, better: Dataset) -> None:
    """The address is asked to confirm; the subscription knows what the page tells already, and is listed until it is stopped."""
    publish(better)
    last = publish(dataset).alerts
    tab = asked(follow("", "alerts"), "rana@example.org")
    assert [said(each.value) for each in tab.success] == [
        "A mail to rana@example.org asks to confirm it; nothing else is sent before."
    ]
    (of,) = subscriptions.listed(open_releases().mail)
    assert (of.user.account, of.user.role, of.address, of.what, of.confirmed) == (
        THIS_MACHINE, Role.ANALYST, "rana@example.org", "alerts", False,
    )  # fmt: skip
    assert of.told == last.last("analyst " + access_view())
    (line,) = [said(each.value) for each in tab.markdown if "rana" in each.value]
    assert line == "Alerts · At once · rana@example.org · waits for you to confirm the address"
    tab.button(key=f"mail-stop-{of.id}").click().run()
    assert subscriptions.listed(open_releases().mail) == ()
    assert [said(each.value) for each in tab.success] == ["No more of these mails are sent."]


def access_view() -> str:
    """What names an analyst's view."""
    from community_policing.protect.policy import User, access_policy

    return access_policy().audience(User("x", Role.ANALYST)).partition(" ")[2]


def test_what_is_offered(publish: Callable[[Dataset], Releases], dataset: Dataset, tmp_path: Path,
                         monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    """Alerts, the briefings of the role, and the views that it may open; to the public, and through others' eyes, nothing."""
    publish(dataset)
    (tmp_path / "access.toml").write_text(SOUND, "utf-8")
    monkeypatch.setenv("CPF_ACCESS", str(tmp_path / "access.toml"))
    open_releases().views.save(SavedView("", "Mine", "fora", "", USERS[Role.DONOR].account))
    offered = {
        Role.CHIEF: ["Alerts", "Briefing: Chief of Mission", "Briefing: Donor"],
        Role.DONOR: ["Alerts", "Briefing: Donor", "View: Mine"],
        Role.FIELD: ["Alerts", "Briefing: Donor"],
    }
    for role, user in USERS.items():
        monkeypatch.setattr(access, "account", lambda user=user: user)
        tab = follow("", "alerts")
        assert ("By mail" in headings(tab)) == (role is not Role.PUBLIC)
        if role in offered:
            assert tab.selectbox(key="mail-what").options == offered[role]
    monkeypatch.setattr(access, "account", lambda: USERS[Role.CHIEF])
    assert "By mail" not in headings(follow("seen_as=public", "alerts"))


def test_the_share_menu_leads_there(publish: Callable[[Dataset], Releases], dataset: Dataset) -> None:
    """From any page."""
    publish(dataset)
    tab = follow("", "fora")
    tab.button(key="share-by-mail").click().run()
    assert "By mail" in headings(tab)


def test_without_a_mail_server_nothing_is_offered(
    publish: Callable[[Dataset], Releases], dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor where nobody said at which address links open."""
    publish(dataset)
    for name in ("CPF_SMTP_HOST", "CPF_PUBLIC_ADDRESS"):
        with monkeypatch.context() as patch:
            patch.delenv(name)
            assert "By mail" not in headings(follow("", "alerts"))
    assert "By mail" in headings(follow("", "alerts"))


@pytest.mark.parametrize("address", ["", "rana", "rana@example.org, x@y.org", "json://host"])
def test_what_is_no_address(address: str, publish: Callable[[Dataset], Releases], dataset: Dataset) -> None:
    """It is told, and nothing is made."""
    publish(dataset)
    tab = asked(follow("", "alerts"), address)
    assert "is no mail address" in tab.error[0].value
    assert subscriptions.listed(open_releases().mail) == ()
