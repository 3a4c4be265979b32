"""Mail on the command line: subscribe, send, list, stop, and a channel."""

import json
from pathlib import Path

import apprise
import pytest

from community_policing.briefing.mail import subscriptions
from community_policing.cli import commands
from community_policing.dataset.releases import open_releases
from community_policing.protect import audit_log
from tests.briefing.mail.mail_server import mail_server
from tests.publisher import DATASET, publish_next


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A registry of our own with a release, and an address for links."""
    monkeypatch.setenv("CPF_RELEASES", str(tmp_path))
    monkeypatch.setenv("CPF_PUBLIC_ADDRESS", "https://dashboard.example.org")
    monkeypatch.setattr("os.nice", lambda _: 0)
    publish_next(open_releases(), DATASET)


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    """The exit code of `mail ...`, and what it says."""
    code = commands.main(["mail", *words])
    said = capsys.readouterr()
    return code, said.out + said.err


def test_subscribe_send_list_stop(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """An operator vouches for the address; the account's role is the one that was said; each act is on record."""
    asked = (
        "--account",
        "Berlin",
        "--role",
        "donor",
        "--donor",
        "DE",
        "--to",
        "berlin@example.org",
        "--what",
        "briefing:donor",
    )
    code, said = run(capsys, "subscribe", *asked, "--json")
    made = json.loads(said)
    assert (code, made["role"], made["grants"], made["confirmed"]) == (0, "donor", ["DE"], True)
    assert run(capsys, "send")[0] == 2
    with mail_server() as server:
        for name, value in server.settings().model_dump(exclude={"account", "password"}).items():
            monkeypatch.setenv(f"CPF_SMTP_{name.upper()}", str(value))
        assert run(capsys, "send") == (0, "Sent: 1. Waiting: 0. Failed: 0.\n")
        assert run(capsys, "send") == (0, "Sent: 0. Waiting: 0. Failed: 0.\n")
        assert list(server.recipients.elements()) == ["berlin@example.org"]
    listed = run(capsys, "list")[1].splitlines()
    assert listed[0].startswith(f"{made['id']}  Berlin (donor)  berlin@example.org  briefing:donor  At once  until ")
    assert listed[1].endswith(f"{made['id']}  after 0  sent")
    assert run(capsys, "stop", "--account", "Berlin") == (0, "1 subscription is stopped.\n")
    assert [each.what for each in audit_log.log().entries()] == ["unsubscribed", "subscribed"]
    assert run(capsys, "stop")[0] == 2


@pytest.mark.parametrize(
    "words",
    [("--role", "public"), ("--role", "donor"), (), ("--role", "chief", "--what", "briefing:x"),
     ("--role", "chief", "--days", "400")],
)  # fmt: skip
def test_what_cannot_be_subscribed(capsys: pytest.CaptureFixture[str], words: tuple[str, ...]) -> None:
    """The public, a donor without a name, nobody's role, what is not made, and longer than a year."""
    assert run(capsys, "subscribe", "--account", "x", "--to", "x@example.org", *words)[0] == 2
    assert subscriptions.listed(open_releases().mail) == ()


def test_a_channel_through_apprise(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Its title and text go once, as its role sees; what the channel does not take goes again; its secrets are not listed."""
    sent: list[tuple[str, str]] = []
    answers = [False, True]

    def notify(self: apprise.Apprise, body: str, title: str, **_: object) -> bool:
        sent.append((title, body))
        return answers.pop(0)

    monkeypatch.setattr(apprise.Apprise, "notify", notify)
    asked = (
        "--account",
        "room",
        "--role",
        "chief",
        "--to",
        "json://user:secret@localhost/x",
        "--what",
        "briefing:donor",
    )
    code, said = run(capsys, "subscribe", *asked)
    assert (code, "secret" in said, "json://…" in said) == (0, False, True)
    assert run(capsys, "send") == (0, "Sent: 0. Waiting: 1. Failed: 0.\n")
    monkeypatch.setattr("community_policing.briefing.mail.sender.ready", lambda *_: True)
    assert run(capsys, "send") == (0, "Sent: 1. Waiting: 0. Failed: 0.\n")
    assert sent[0] == sent[1]
    assert sent[0][0] == "Community policing in Iraq, as of 31 Dec 2015"
    assert "secret" not in run(capsys, "list", "--json")[1]
    assert run(capsys, "subscribe", *asked[:-4], "--to", "nosuchthing://x")[0] == 2
