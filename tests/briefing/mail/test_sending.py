"""Sending by a real mail server: to whom, when, once, and what becomes of a mail that the server does not take."""

import ssl
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from types import MappingProxyType

import pytest
import sqlalchemy as sa
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from community_policing.briefing.mail import smtp, subscriptions
from community_policing.briefing.mail.due import has_work
from community_policing.briefing.mail.lease import Lease
from community_policing.briefing.mail.sender import LONGEST_PAUSE_S, Sent
from community_policing.briefing.mail.smtp import SmtpWay
from community_policing.briefing.mail.subscriptions import MailRefused, moment
from community_policing.core.i18n import ProgrammeError
from community_policing.core.settings import Smtp
from community_policing.dataset.releases import RegistryUnavailable
from community_policing.dataset.releases.connection import Connection
from community_policing.dataset.releases.registry import SUBSCRIPTIONS
from community_policing.dataset.releases.rows.mail_rows import MailRows
from community_policing.protect.policy import Role, User
from tests.briefing.mail.conftest import NOON, Desk
from tests.briefing.mail.mail_server import SENDER

pytestmark = pytest.mark.usefixtures("quick")
EVERY = 5  # subscriptions that one release is told to


def test_each_release_is_told_once(either: Desk) -> None:
    """The current one at first, then each new one; a sender that finds nothing new sends nothing, and has no work."""
    either.subscribe()
    assert (either.send(), either.send()) == (Sent(sent=1), Sent())
    assert not has_work(either.releases, either.now)
    either.publish()
    assert has_work(either.releases, either.now)
    assert (either.send().sent, either.send().sent, either.got) == (1, 0, ["rana", "rana"])
    assert [each["subject"] for each in either.server.messages()] == ["Release 1", "Release 2"]
    assert len({each["message-id"] for each in either.server.messages()}) == 2


def test_once_a_week_and_once_a_month(desk: Desk) -> None:
    """What came meanwhile is told with the next one, at most once in a calendar week or month."""
    for rhythm in subscriptions.RHYTHMS:
        desk.subscribe(rhythm, rhythm=rhythm)
    desk.now = NOON.replace(year=2027, month=3, day=1)  # a Monday
    assert desk.send().sent == 3
    for day, number, expected in ((3, 2, ["once"]), (8, 2, ["weekly"]), (9, 3, ["once"]), (31, 3, ["weekly"])):
        if desk.releases.history()[0].number < number:
            desk.publish()
        desk.now, before = NOON.replace(year=2027, month=3, day=day), len(desk.got)
        desk.send()
        assert desk.got[before:] == expected, day
    desk.later(days=1)
    desk.send()
    assert desk.got[-1] == "monthly"
    assert Counter(desk.got) == {"once": 3, "weekly": 3, "monthly": 2}


def test_two_senders_at_once(either: Desk) -> None:
    """Whoever comes second finds another at work; each mail is sent once."""
    names = [f"reader{place}" for place in range(EVERY)]
    for name in names:
        either.subscribe(name)
    either.server.slow = 0.2
    with ThreadPoolExecutor(2) as pool:
        came_to = sorted(
            (each.result() for each in [pool.submit(either.send) for _ in range(2)]), key=lambda sent: sent.sent
        )
    assert came_to[0] in (Sent(held=False), Sent())
    assert came_to[1] == Sent(sent=EVERY)
    assert Counter(either.got) == Counter(names)


def test_a_sender_that_stands_still_is_followed(desk: Desk) -> None:
    """By its own clock the next one waits; a holder that counts on keeps the lease, whatever any clock says."""
    rows = desk.releases.mail
    assert rows.take("a dead one", rows.lease())
    assert Lease(rows, "b", patience=0.2).taken()
    with Lease(rows, "b", patience=0.2):  # beats
        assert not Lease(rows, "c", patience=0.4).taken()
    assert rows.lease()[0] == ""  # given back at the end
    assert Lease(rows, "c", patience=60).taken()


def test_who_has_lost_the_lease_sends_nothing(either: Desk) -> None:
    """Another sender has come in the meantime: the mail server is given no dot, and the mail is still due."""
    either.subscribe()
    mine = either.sender()
    begin = MailRows.begin

    def after_another(rows: MailRows, *arguments: object) -> bool:
        while not rows.take("another", rows.lease()):  # the holder's beat may have been faster
            pass
        return begin(rows, *arguments)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(MailRows, "begin", after_another)
        assert mine.run().sent == 0
    assert (either.got, either.states()) == ([], ["due"])
    assert either.send().sent == 1


def test_stopped_at_the_last_moment(either: Desk) -> None:
    """A subscription that ends while its mail is handed over gets none, and its address is forgotten."""
    of = either.subscribe()
    begin = MailRows.begin

    def after_the_end(rows: MailRows, *arguments: object) -> bool:
        subscriptions.stop(rows, of.id)
        return begin(rows, *arguments)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(MailRows, "begin", after_the_end)
        either.send()
    assert (either.got, either.send().sent) == ([], 0)
    row = either.releases.mail.subscription(of.id)
    assert row is not None
    assert (row["address"], row["ended_why"]) == ("", "stopped")


def test_a_registry_that_is_away_lets_nothing_go(desk: Desk) -> None:
    """What cannot be put on record is not sent; it is sent when the registry is back."""
    desk.subscribe()

    def away(*_: object) -> bool:
        raise RegistryUnavailable("away")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(MailRows, "begin", away)
        with pytest.raises(RegistryUnavailable):
            desk.send()
    assert (desk.got, desk.states()) == ([], ["due"])
    assert (desk.send().sent, desk.got) == (1, ["rana"])


def test_a_mail_server_that_is_away_for_an_hour(desk: Desk) -> None:
    """All wait, with pauses that grow to a quarter of an hour, and go once when it is back."""
    names = [f"reader{place}" for place in range(EVERY)]
    for name in names:
        desk.subscribe(name)
    port = desk.server.port
    desk.server.stop()
    tried = 0
    for _ in range(60):  # minutes
        tried += desk.send().waiting > 0
        desk.later(minutes=1)
    assert 4 <= tried <= 12
    desk.server.start(port)
    desk.later(seconds=LONGEST_PAUSE_S)
    assert desk.send() == Sent(sent=EVERY)
    assert Counter(desk.got) == Counter(names)
    assert desk.send() == Sent()


@pytest.mark.parametrize("answer", ["451 try again later", "421 going down"])
def test_a_mail_that_is_put_off(desk: Desk, answer: str) -> None:
    """It is due again after a pause, under the same Message-ID; the others go on."""
    desk.subscribe("first")
    desk.subscribe("second")
    desk.server.to_mail = [answer]
    assert desk.send() == Sent(sent=1, waiting=1)
    assert desk.send() == Sent()
    desk.later(minutes=1)
    assert desk.send() == Sent(sent=1)
    assert Counter(desk.got) == {"first": 1, "second": 1}
    assert desk.states() == ["sent", "sent"]


def test_a_server_that_drops_the_talk(desk: Desk) -> None:
    """It has not said that it took the mail: that goes again, once; after three in a row the server counts as away."""
    names = [f"reader{place}" for place in range(EVERY)]
    for name in names:
        desk.subscribe(name)
    desk.server.drops = 4
    assert desk.send() == Sent(waiting=EVERY)  # two alone, then all that are left
    desk.later(minutes=5)
    desk.send()
    desk.later(minutes=5)
    desk.send()
    assert Counter(desk.got) == Counter(names)
    assert set(desk.states()) == {"sent"}


def test_a_slow_server(desk: Desk) -> None:
    """One that takes its time is waited for: the mail goes once."""
    desk.subscribe()
    desk.server.slow = 1.0
    assert (desk.send(), desk.send(), desk.got) == (Sent(sent=1), Sent(), ["rana"])


def test_an_address_that_is_refused(desk: Desk) -> None:
    """Its subscription ends; others' mails go, also where a server refuses one mail for good."""
    of = desk.subscribe("gone")
    desk.subscribe("there")
    desk.server.to_recipient = {"gone@example.org": "550 no such mailbox"}
    desk.server.to_mail = ["554 no"]
    assert desk.send() == Sent(failed=2)
    row = desk.releases.mail.subscription(of.id)
    assert row is not None
    assert (row["ended_why"], row["address"]) == ("the address was refused", "")
    desk.publish()
    assert (desk.send(), desk.got) == (Sent(sent=1), ["there"])


def test_a_clock_that_is_set_back(desk: Desk) -> None:
    """By a year: nothing goes twice, what is new goes, and a pause that began in that future holds nothing up."""
    for rhythm in subscriptions.RHYTHMS:
        desk.subscribe(rhythm, rhythm=rhythm)
    assert desk.send().sent == 3
    desk.later(days=-365)
    assert desk.send() == Sent()
    desk.publish()
    assert desk.send().sent == 3
    desk.publish()
    desk.later(days=400)
    desk.server.to_mail = ["451 later"] * 3
    assert desk.send().waiting in (1, 3)
    desk.later(days=-40)
    desk.send()
    assert max(Counter(each["message-id"] for each in desk.server.messages()).values()) == 1
    assert Counter(each["subject"] for each in desk.server.messages())["Release 2"] == 3


def test_nobodys_role_is_sent_nothing(desk: Desk) -> None:
    """A role that may not subscribe, or that there is none of, whatever the registry says, and a mail that waits for it."""
    refused = User("x", Role.PUBLIC)
    with pytest.raises(MailRefused, match=r"Your role does not allow this\."):
        subscriptions.subscribe(desk.releases.mail, refused, "x@example.org", "alerts", "once", by_operator=True)
    for role in ("public", "ghost", ""):
        of = desk.subscribe(f"of-{role}")
        desk.releases.mail.put([(of.id, "after 0")], moment(desk.now))
        with Connection(desk.place.url).writing() as connection:
            connection.execute(sa.update(SUBSCRIPTIONS).where(SUBSCRIPTIONS.c.id == of.id).values(role=role))
    assert (desk.send(), desk.got) == (Sent(failed=3), [])
    desk.publish()
    assert (desk.send(), desk.got) == (Sent(), [])


def test_an_address_is_confirmed_first(desk: Desk) -> None:
    """One mail that asks, and says nothing of the data; then what was subscribed to.  Nobody who does not answer gets another."""
    of = desk.subscribe(by_operator=False)
    desk.subscribe("silent", by_operator=False)
    assert desk.send().sent == 2
    asking = desk.server.messages()[0]
    assert asking["subject"] == "Confirm this address"
    assert "Release" not in str(asking.get_body(("plain",)))
    assert "List-Unsubscribe" not in asking
    desk.publish()
    assert desk.send().sent == 0
    assert desk.releases.mail.confirm(of.id, moment(desk.now))
    assert (desk.send().sent, desk.got) == (1, ["rana", "silent", "rana"])
    desk.later(days=subscriptions.UNCONFIRMED_DAYS + 1)
    desk.publish()
    assert (desk.send().sent, [each.user.account for each in subscriptions.listed(desk.releases.mail)]) == (1, ["rana"])


def test_it_ends_with_its_day(desk: Desk) -> None:
    """After the days that were agreed nothing is sent, and the address is forgotten."""
    of = desk.subscribe(days=30)
    desk.send()
    desk.now = of.expires_at + timedelta(seconds=1)
    desk.publish()
    assert desk.send() == Sent()
    row = desk.releases.mail.subscription(of.id)
    assert row is not None
    assert (row["ended_why"], row["address"]) == ("over", "")


OWN = MappingProxyType({"host": "mail.example.org", "sender": SENDER})


def test_settings_that_cannot_be_used() -> None:
    """A mail server without a sender's address, and a password that would travel in the clear."""
    assert not smtp.configured(Smtp())
    assert smtp.configured(Smtp(**OWN, account="a", password="b"))
    assert smtp.configured(Smtp(host="127.0.0.1", sender=SENDER, account="a", security="none"))
    for wrong in ({"host": "x"}, {**OWN, "sender": "a b@c"}, {**OWN, "account": "a", "security": "none"}):
        with pytest.raises(ProgrammeError):
            smtp.configured(Smtp(**wrong))


@pytest.mark.parametrize(
    "address",
    ["", "rana", "rana@", "@example.org", "a@b c", "a b@example.org", "a..b@example.org", "rana@example.org\nBcc: x@y.org",
     "rana@example.org, x@y.org", "<rana@example.org>", "json://host/", "a@-b.org", "x" * 250 + "@example.org", "رنا@example.org"],
)  # fmt: skip
def test_what_is_no_address(address: str) -> None:
    """Neither two, nor one with a header behind it, nor a channel that no operator named."""
    with pytest.raises(MailRefused):
        subscriptions.subscribe(None, User("x", Role.CHIEF), address, "alerts", "once")


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_certificate_that_nobody_vouches_for(
    security: str, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mail server without a certificate that is vouched for gets nothing, one with it does; whichever way TLS begins."""
    desk.subscribe()
    desk.server.stop()
    own = certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(own)
    desk.server.start(**{security: context})
    given = desk.server.settings().model_copy(update={"security": security})
    way = lambda: SmtpWay(given, timeout=10)  # noqa: E731
    assert desk.sender(way=way).run() == Sent(waiting=1)
    assert desk.got == []
    monkeypatch.setenv("SSL_CERT_FILE", str(own))
    desk.later(minutes=5)
    assert desk.sender(way=way).run() == Sent(sent=1)


def certificate(folder: Path) -> Path:
    """A certificate of this machine's own address, which it signed itself, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(datetime.now(UTC) - timedelta(days=1))
        .not_valid_after(datetime.now(UTC) + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = folder / "own.pem"
    plain = serialization.NoEncryption()
    own_key = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    file.write_bytes(own_key + made.public_bytes(serialization.Encoding.PEM))
    return file
