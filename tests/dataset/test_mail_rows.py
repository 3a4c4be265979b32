"""Mail in the registry, on SQLite and on PostgreSQL: who has how many, what is put once, and an older registry."""

from collections.abc import Mapping

import pytest
import sqlalchemy as sa

from community_policing.briefing.mail import subscriptions
from community_policing.briefing.mail.subscriptions import MOST, MailRefused
from community_policing.dataset.releases.connection import Connection
from community_policing.protect.policy import Role, User
from tests.registries import Place, wind_back

RANA = User("rana", Role.DONOR, grants=("DE",))


def made(place: Place, user: User = RANA, **options: object) -> subscriptions.Subscription:
    """A subscription to alerts."""
    return subscriptions.subscribe(place.open().mail, user, "rana@example.org", "alerts", "weekly", **options)  # type: ignore[arg-type]


def test_a_subscription_comes_back_as_it_was_made(place: Place) -> None:
    """With its role and what is its own, in another process's eyes too; each account has its own."""
    own = made(place, pdf=True, told=7)
    other = made(place, User("ali", Role.FIELD, ("IQG15",)))
    assert subscriptions.listed(place.open().mail, "rana") == (own,)
    assert (own.user, own.pdf, own.told, own.confirmed, own.rhythm) == (RANA, True, 7, False, "weekly")
    assert {each.id for each in subscriptions.listed(place.open().mail)} == {own.id, other.id}
    assert (own.expires_at - own.made_at).days == 365


def test_nobody_has_more_than_the_most(place: Place) -> None:
    """Nor made more in a day: each sends a mail to an address that somebody typed."""
    rows = place.open().mail
    for _ in range(MOST):
        made(place)
    with pytest.raises(MailRefused, match="which is the most"):
        made(place)
    subscriptions.stop(rows, *[of.id for of in subscriptions.listed(rows, "rana")])
    with pytest.raises(MailRefused):
        made(place)
    made(place, User("ali", Role.CHIEF))


def test_an_occasion_is_put_once(place: Place) -> None:
    """However often it is put; and of what was sent, its subscription was told, never less than before."""
    rows, of = place.open().mail, made(place, by_operator=True)
    for _ in range(3):
        rows.put([(of.id, "after 0"), (of.id, "after 0")], "2026-12-07T12:00:00+00:00")
    (mail,) = rows.open()
    assert rows.take("x", rows.lease())
    values: Mapping[str, object] = {
        "told": 5,
        "told_on": "2026-12-07",
        "message_id": "<a@b>",
        "tried_at": "",
        "attempts": 1,
    }
    calls: list[str] = []
    assert rows.begin(mail["number"], "x", values, lambda: calls.append("sent"))
    assert not rows.begin(mail["number"], "x", values, lambda: calls.append("twice"))
    assert (calls, rows.open(), rows.left(), rows.recover(), rows.recover()) == (["sent"], (), 1, 1, 0)
    (told,) = subscriptions.listed(rows)
    assert (told.told, str(told.told_on)) == (5, "2026-12-07")
    rows.settle(mail["number"], "sent", told=3)
    assert (rows.mails(9)[0]["state"], subscriptions.listed(rows)[0].told) == ("sent", 5)


def test_an_older_registry_is_taken_on(place: Place) -> None:
    """Without losing what it holds; the lease is there, and nobody's."""
    place.open()
    with Connection(place.url).writing() as connection:
        wind_back(connection, "0004")
    rows = place.open().mail
    assert (rows.subscriptions(), rows.lease(), rows.looked()) == ((), ("", 0), "")
    with Connection(place.url).reading() as connection:
        assert connection.scalar(sa.text("SELECT count(*) FROM mail_lease")) == 1
