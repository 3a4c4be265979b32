"""The links of a mail: confirmed and stopped by a button or by a mail program, without signing in, and by nobody else."""

from pathlib import Path

import httpx
import pytest
from lxml import html
from starlette.applications import Starlette
from starlette.middleware import Middleware

from community_policing.briefing.mail import links, subscriptions
from community_policing.briefing.mail.subscriptions import Subscription
from community_policing.dataset.releases import RegistryUnavailable, open_releases
from community_policing.dataset.releases.rows.mail_rows import MailRows
from community_policing.protect.policy import Role, User
from community_policing.protect.signed_address import signed
from community_policing.server import mailing
from community_policing.server.sign_in_gate import SignInGate
from tests.briefing.mail.mail_server import MailServer, mail_server
from tests.protect.test_policy import SOUND, configured
from tests.server.api_client import Client


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A registry of our own, and an address for links."""
    monkeypatch.setenv("CPF_RELEASES", str(tmp_path / "releases"))
    monkeypatch.setenv("CPF_PUBLIC_ADDRESS", "http://localhost")


@pytest.fixture
def client() -> Client:
    """Somebody at another machine, where sign-in is on and nobody has signed in."""
    gate = Middleware(SignInGate, frozenset({"/"}), lambda _: 0.0, lambda *_: None, lambda: configured_policy)
    return Client(Starlette(routes=mailing.routes(), middleware=[gate]))


@pytest.fixture(autouse=True)
def signing(tmp_path: Path) -> None:
    """What the gate goes by."""
    global configured_policy
    configured_policy = configured(tmp_path, text=SOUND)


configured_policy = None


def rows() -> MailRows:
    return open_releases().mail


def subscribed(**options: object) -> Subscription:
    """Somebody who waits to confirm."""
    return subscriptions.subscribe(rows(), User("rana", Role.CHIEF), "rana@example.org", "alerts", "once", **options)  # type: ignore[arg-type]


def path(act: str, of: Subscription) -> str:
    """The address in a mail, without its host."""
    return links.signed_link(act, of.id).removeprefix("http://localhost")


def title(answer: httpx.Response) -> str:
    return str(html.fromstring(answer.text).find(".//h1").text_content())


def ended(of: Subscription) -> bool:
    row = rows().subscription(of.id)
    return bool(row and row["ended_at"])


def test_one_click_stops(client: Client) -> None:
    """A GET, which whoever checks links may send, asks and changes nothing; a POST stops, now and for ever (RFC 8058)."""
    of = subscribed(by_operator=True)
    asks = client.get(path("stop", of))
    assert (asks.status_code, title(asks), ended(of)) == (200, "Stop these mails?", False)
    form = html.fromstring(asks.text).find(".//form")
    assert (form.get("method"), form.get("action"), form.find("button").text) == ("post", None, "Stop these mails")
    assert "form-action 'self'" in asks.headers["content-security-policy"]
    assert (client.get(path("stop", of), method="HEAD").status_code, ended(of)) == (200, False)
    done = client.get(path("stop", of), method="POST")
    assert (done.status_code, title(done), ended(of)) == (200, "No more of these mails are sent", True)
    assert title(client.get(path("stop", of))) == "No more of these mails are sent"
    assert title(client.get(path("confirm", of), method="POST")) == "No more of these mails are sent"


def test_an_address_is_confirmed_by_a_post(client: Client) -> None:
    """Not by a mail program that looks at links."""
    of = subscribed()
    assert title(client.get(path("confirm", of))) == "Confirm this address?"
    assert not subscriptions.listed(rows())[0].confirmed
    assert title(client.get(path("confirm", of), method="POST")) == "Your address is confirmed"
    assert subscriptions.listed(rows())[0].confirmed


def test_only_what_was_signed_does_anything(client: Client) -> None:
    """Another's signature, another purpose, an id alone, and none: one answer, and nothing changes."""
    of = subscribed()
    other = signed("mail else", of.id)
    texts = [
        of.id,
        other,
        signed(links.purpose("confirm"), of.id),
        signed(links.purpose("stop"), "0" * 16),
        "x" * 3_000,
    ]
    for text in texts:
        answer = client.get(f"/mail/stop/{text}", method="POST")
        assert (answer.status_code, title(answer)) == (404, "This link is not valid")
    assert client.get(f"/mail/other/{signed(links.purpose('other'), of.id)}").status_code == 404
    assert not ended(of)


def test_a_registry_that_is_away_is_told(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing was changed, and the link works later."""
    of = subscribed()

    def away(*_: object) -> None:
        raise RegistryUnavailable("away")

    with monkeypatch.context() as patch:
        patch.setattr(MailRows, "subscription", away)
        answer = client.get(path("stop", of), method="POST")
    assert (answer.status_code, title(answer)) == (503, "This is not possible just now")
    assert not ended(of)


def test_the_server_has_a_sender_started(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is something to send and a way to send it; the sender is a process of its own, and then all is done."""
    assert not mailing.wanted()
    with mail_server() as server:
        _named(server, monkeypatch)
        assert not mailing.wanted()
        subscribed()
        assert mailing.wanted()
        assert mailing.send() == 0
        assert [address for address, _ in server.taken] == ["rana@example.org"]
        assert not mailing.wanted()


def _named(server: MailServer, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in server.settings().model_dump(exclude={"account", "password"}).items():
        monkeypatch.setenv(f"CPF_SMTP_{name.upper()}", str(value))
