"""A mail server, a dashboard that sends by it, and releases to tell of."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from community_policing.briefing.mail import sender as sending, subscriptions
from community_policing.briefing.mail.opened import opener
from community_policing.briefing.mail.sender import Sender, Sent
from community_policing.briefing.mail.smtp import SmtpWay
from community_policing.briefing.mail.subscriptions import Subscription
from community_policing.dataset.releases import Releases
from community_policing.protect.policy import Role, User
from tests.briefing.mail.mail_server import SENDER, MailServer, mail_server
from tests.briefing.mail.senders import short_letter
from tests.publisher import DATASET, publish_next
from tests.registries import Place

NOON = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0)
HOME = "https://dashboard.example.org"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[MailServer]:
    """A mail server, which the settings name."""
    with mail_server() as made:
        monkeypatch.setenv("CPF_PUBLIC_ADDRESS", HOME)
        named = {"HOST": "127.0.0.1", "PORT": str(made.port), "SECURITY": "none", "SENDER": SENDER}
        for name, value in named.items():
            monkeypatch.setenv(f"CPF_SMTP_{name}", value)
        yield made


class Desk:
    """Releases with a clock that tests set, who subscribed, and a sender."""

    def __init__(self, place: Place, server: MailServer) -> None:
        self.place, self.server, self.now = place, server, NOON
        self.releases: Releases = place.open()
        publish_next(self.releases, DATASET)

    def publish(self) -> None:
        """The next release."""
        publish_next(self.releases, DATASET)

    def subscribe(
        self,
        name: str = "rana",
        what: str = "briefing:chief",
        rhythm: str = "once",
        role: Role = Role.CHIEF,
        **more: object,
    ) -> Subscription:
        """Somebody who subscribed, and whose address an operator knows."""
        own = {"grants": ("DE",)} if role is Role.DONOR else {"governorates": ("IQG15",)} if role is Role.FIELD else {}
        address = f"{name}@example.org"
        options = {"by_operator": True, **more}
        return subscriptions.subscribe(self.releases.mail, User(name, role, **own), address, what, rhythm, **options)  # type: ignore[arg-type]

    def later(self, **time: float) -> None:
        """The clock stands so much later; or earlier, by less than nothing."""
        self.now += timedelta(**time)

    def sender(self, **options: object) -> Sender:
        """A sender that waits for no answer longer than a second or two."""
        way = lambda: SmtpWay(self.server.settings(), timeout=10, taken_within=2)  # noqa: E731
        options = {"way": way, "patience": 0.3, "now": lambda: self.now, **options}
        return Sender(self.releases, opener(self.releases), **options)  # type: ignore[arg-type]

    def send(self) -> Sent:
        """One run."""
        return self.sender().run()

    def states(self) -> list[str]:
        """Of every mail, the oldest first."""
        return [mail["state"] for mail in reversed(self.releases.mail.mails(1_000))]

    @property
    def got(self) -> list[str]:
        """Who got mail, in order."""
        return [address.partition("@")[0] for address, _ in self.server.taken]


@pytest.fixture
def either(place: Place, server: MailServer) -> Desk:
    """On each registry in turn."""
    return Desk(place, server)


@pytest.fixture
def desk(sqlite_place: Place, server: MailServer) -> Desk:
    """On SQLite."""
    return Desk(sqlite_place, server)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Letters that take no time to make, and tell the current release."""
    monkeypatch.setattr(sending, "letter", short_letter)
