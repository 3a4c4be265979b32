"""Mail in the registry: subscriptions, the outbox, and which sender works.  Their meaning: community_policing.briefing.mail.

A mail's state goes from `due` by `sending` to `sent`.  A sender that was ended in between leaves it `sending`; the next one
makes that `unsure`, and never sends it again.  Nothing here compares moments of two machines: what was told is told by numbers.
"""

from collections.abc import Callable, Iterable, Mapping
from secrets import token_hex
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from community_policing.dataset.releases.registry import MAIL_LEASE, MAILS, SUBSCRIPTIONS, Registry

Row = Mapping[str, Any]
TOLD = ("sent", "unsure", "failed")  # what no further mail is made of
_ACTIVE = SUBSCRIPTIONS.c.ended_at == ""


class MailRows:
    """Every error is a ReleaseError: the registry is unavailable, or damaged."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    # Subscriptions

    def subscribe(self, row: Row, occasion: str, most: int, since: str) -> bool:
        """Add a subscription, and where an occasion is named a mail of it; False where its account has `most` already, with
        those that were made since then and have ended: each sends a mail to an address that somebody typed."""
        with self._registry.connection.writing() as connection:
            self._registry.hold(connection)  # one after the other, so that nobody has more than the most
            own = sa.select(sa.func.count()).select_from(SUBSCRIPTIONS)
            counted = sa.or_(_ACTIVE, SUBSCRIPTIONS.c.made_at >= since)
            if (connection.scalar(own.where(counted, SUBSCRIPTIONS.c.account == row["account"])) or 0) >= most:
                return False
            connection.execute(sa.insert(SUBSCRIPTIONS), dict(row))
            if occasion:
                self._put(connection, [(row["id"], occasion)], row["made_at"])
            self._look_again(connection)
        self._registry.renew_spare()
        return True

    def subscription(self, identifier: str) -> Row | None:
        """The subscription of that id, ended or not; None where there is none."""
        return next(iter(self._subscriptions(SUBSCRIPTIONS.c.id == identifier)), None)

    def subscriptions(self, account: str = "") -> tuple[Row, ...]:
        """Those of an account, or all, the newest first, ended ones among them."""
        return self._subscriptions(SUBSCRIPTIONS.c.account == account if account else sa.true())

    def active(self) -> tuple[Row, ...]:
        """Those that have not ended."""
        return self._subscriptions(_ACTIVE)

    def confirm(self, identifier: str, at: str) -> bool:
        """Say that the address is its owner's, once; False for a subscription that has ended, and for none."""
        with self._registry.connection.writing() as connection:
            own = sa.and_(SUBSCRIPTIONS.c.id == identifier, _ACTIVE)
            connection.execute(
                sa.update(SUBSCRIPTIONS).where(own, SUBSCRIPTIONS.c.confirmed_at == "").values(confirmed_at=at)
            )
            self._look_again(connection)
            return bool(connection.scalar(sa.select(sa.func.count()).select_from(SUBSCRIPTIONS).where(own)))

    def end(self, identifiers: Iterable[str], at: str, why: str) -> int:
        """End subscriptions and forget their addresses; how many had not ended."""
        with self._registry.connection.writing() as connection:
            asked = sa.update(SUBSCRIPTIONS).where(_ACTIVE, SUBSCRIPTIONS.c.id.in_(list(identifiers)))
            ended = connection.execute(asked.values(ended_at=at, ended_why=why, address="")).rowcount
        if ended:
            self._registry.renew_spare()
        return ended

    # The lease

    def lease(self) -> tuple[str, int]:
        """Who sends ("" = nobody), and how often that sender has said so."""
        with self._registry.connection.reading() as connection:
            row = connection.execute(sa.select(MAIL_LEASE)).one()
        return row.holder, row.beat

    def take(self, holder: str, seen: tuple[str, int]) -> bool:
        """Take the lease from whom it was seen with; False where somebody has been faster, or its holder lives."""
        there = sa.and_(MAIL_LEASE.c.holder == seen[0], MAIL_LEASE.c.beat == seen[1])
        return self._lease(there, holder=holder, beat=seen[1] + 1)

    def beat(self, holder: str) -> bool:
        """Say that the holder lives; False where the lease is somebody else's."""
        return self._lease(MAIL_LEASE.c.holder == holder, beat=MAIL_LEASE.c.beat + 1)

    def give_back(self, holder: str) -> None:
        """Let the next one send at once."""
        self._lease(MAIL_LEASE.c.holder == holder, holder="")

    def look(self, holder: str, before: str, looked: str) -> None:
        """Keep for which release and day it was looked what is to be told; not where somebody has subscribed meanwhile."""
        self._lease(sa.and_(MAIL_LEASE.c.holder == holder, MAIL_LEASE.c.looked == before), looked=looked)

    def looked(self) -> str:
        """For which release and day that was."""
        with self._registry.connection.reading() as connection:
            return connection.scalar(sa.select(MAIL_LEASE.c.looked)) or ""

    # The outbox

    def put(self, mails: Iterable[tuple[str, str]], at: str) -> None:
        """Add mails (subscription, occasion); one that there is already stays as it is."""
        if wanted := list(mails):
            with self._registry.connection.writing() as connection:
                self._put(connection, wanted, at)

    def open(self) -> tuple[Row, ...]:
        """The mails that are due of subscriptions that have not ended, the oldest first."""
        asked = sa.select(MAILS).join(SUBSCRIPTIONS, SUBSCRIPTIONS.c.id == MAILS.c.subscription)
        asked = asked.where(MAILS.c.state == "due", _ACTIVE).order_by(MAILS.c.number)
        with self._registry.connection.reading() as connection:
            return tuple(dict(row) for row in connection.execute(asked).mappings())

    def left(self) -> int:
        """How many are in the hands of a sender, or were in those of one that was ended."""
        asked = sa.select(sa.func.count()).select_from(MAILS).where(MAILS.c.state == "sending")
        with self._registry.connection.reading() as connection:
            return connection.scalar(asked) or 0

    def mails(self, most: int) -> tuple[Row, ...]:
        """The last ones, the newest first, each with the account it is for."""
        asked = sa.select(MAILS, SUBSCRIPTIONS.c.account, SUBSCRIPTIONS.c.what)
        asked = asked.join(SUBSCRIPTIONS, SUBSCRIPTIONS.c.id == MAILS.c.subscription)
        with self._registry.connection.reading() as connection:
            rows = connection.execute(asked.order_by(MAILS.c.number.desc()).limit(most)).mappings()
            return tuple(dict(row) for row in rows)

    def begin(self, number: int, holder: str, values: Row, then: Callable[[], None]) -> bool:
        """Keep that the mail is being sent, and what it tells, and in the same moment do what sends it.

        False, and nothing is done, where it is not due any more, its subscription has ended, or the lease is another's.  A
        sender that is ended between the two has lost the mail: nothing stands there but the two calls."""
        holds = sa.exists().where(MAIL_LEASE.c.holder == holder)
        wanted = sa.exists().where(SUBSCRIPTIONS.c.id == MAILS.c.subscription, _ACTIVE)
        asked = sa.update(MAILS).where(MAILS.c.number == number, MAILS.c.state == "due", holds, wanted)
        with self._registry.connection.writing(quick=True) as connection:
            # Whoever takes the lease, or ends the subscription, waits, or was first
            if not self._registry.connection.sqlite:
                connection.execute(sa.select(MAIL_LEASE.c.id).with_for_update())
                own = sa.select(MAILS.c.subscription).where(MAILS.c.number == number).scalar_subquery()
                connection.execute(sa.select(SUBSCRIPTIONS.c.id).where(SUBSCRIPTIONS.c.id == own).with_for_update())
            if connection.execute(asked.values(state="sending", **values)).rowcount != 1:
                return False
            connection.commit()
            then()
        return True

    def settle(self, number: int, state: str, **values: Any) -> None:
        """What became of a mail that was being sent, or could not be begun; its subscription has then been told it."""
        with self._registry.connection.writing() as connection:
            asked = sa.update(MAILS).where(MAILS.c.number == number, MAILS.c.state.in_(("due", "sending", "unsure")))
            connection.execute(asked.values(state=state, **values))
            if state in TOLD:
                self._tell(connection, MAILS.c.number == number)

    def drop(self, number: int) -> None:
        """Take back a mail that is due: there is nothing to tell any more."""
        with self._registry.connection.writing() as connection:
            connection.execute(sa.delete(MAILS).where(MAILS.c.number == number, MAILS.c.state == "due"))

    def recover(self) -> int:
        """Before a new sender begins: what another was sending when it ended is unsure, and counts as told; how many."""
        with self._registry.connection.writing() as connection:
            left = list(connection.scalars(sa.select(MAILS.c.number).where(MAILS.c.state == "sending")))
            if left:
                connection.execute(sa.update(MAILS).where(MAILS.c.number.in_(left)).values(state="unsure"))
                self._tell(connection, MAILS.c.number.in_(left))
        return len(left)

    def postpone(self, numbers: Iterable[int], tried_at: str, again_at: str, reason: str) -> None:
        """Mails that are due wait until then: the mail server was away."""
        asked = sa.update(MAILS).where(MAILS.c.number.in_(list(numbers)), MAILS.c.state == "due")
        with self._registry.connection.writing() as connection:
            connection.execute(
                asked.values(attempts=MAILS.c.attempts + 1, tried_at=tried_at, again_at=again_at, reason=reason)
            )

    def keep_copy(self) -> None:
        """Renew the spare copy of the registry: one from before a mail was sent would send it again."""
        self._registry.renew_spare()

    def _tell(self, connection: sa.Connection, which: "sa.ColumnElement[bool]") -> None:
        for mail in connection.execute(sa.select(MAILS).where(which)).all():
            if mail.told or mail.told_on:  # a mail that asks for a confirmation tells nothing
                told = {"told": sa.case((SUBSCRIPTIONS.c.told > mail.told, SUBSCRIPTIONS.c.told), else_=mail.told)}
                own = SUBSCRIPTIONS.c.id == mail.subscription
                connection.execute(sa.update(SUBSCRIPTIONS).where(own).values(told_on=mail.told_on, **told))

    def _put(self, connection: sa.Connection, mails: Iterable[tuple[str, str]], at: str) -> None:
        insert = sqlite.insert if self._registry.connection.sqlite else postgresql.insert
        empty = {
            "tried_at": "",
            "again_at": "",
            "message_id": "",
            "reason": "",
            "told_on": "",
            "attempts": 0,
            "told": 0,
        }
        rows = [{"subscription": of, "occasion": what, "state": "due", "made_at": at, **empty} for of, what in mails]
        unique = ["subscription", "occasion"]
        connection.execute(insert(MAILS).on_conflict_do_nothing(index_elements=unique), rows)

    def _look_again(self, connection: sa.Connection) -> None:
        connection.execute(sa.update(MAIL_LEASE).values(looked=f"? {token_hex(4)}"))

    def _subscriptions(self, where: "sa.ColumnElement[bool]") -> tuple[Row, ...]:
        asked = sa.select(SUBSCRIPTIONS).where(where).order_by(SUBSCRIPTIONS.c.made_at.desc(), SUBSCRIPTIONS.c.id)
        with self._registry.connection.reading() as connection:
            return tuple(dict(row) for row in connection.execute(asked).mappings())

    def _lease(self, where: "sa.ColumnElement[bool]", **values: Any) -> bool:
        with self._registry.connection.writing() as connection:
            return connection.execute(sa.update(MAIL_LEASE).where(where).values(values)).rowcount == 1
