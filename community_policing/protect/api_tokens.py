"""API tokens and calendar addresses: made once for an account and one role, with an end, and revocable.

A token is 32 random bytes in letters, so that nobody finds it by trying and a plain SHA-256 keeps it.  A calendar program can send
no token: its address carries the signed id of a row like a token's.  What either opens is the view of its role, fixed when it was
made, and neither opens what is the other's.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from secrets import token_hex, token_urlsafe
from typing import TYPE_CHECKING, Literal, TypeAlias

from pydantic import ValidationError

from community_policing.core.i18n import ProgrammeError, n, t
from community_policing.core.safe_text import printable
from community_policing.protect.policy import Reader, Role, User
from community_policing.protect.signed_address import signed, subject_of

if TYPE_CHECKING:
    from community_policing.dataset.releases.rows.token_rows import Row, TokenRows

Use: TypeAlias = Literal["api", "calendar"]
PREFIX = "cpf_"
CALENDARS = "/api/v1/calendar"  # below it calendar programs fetch
MOST_DAYS = 365
_TOKEN = re.compile(PREFIX + "[A-Za-z0-9_-]{43}")
_WIDTH = 120  # characters of an account's name


@dataclass(frozen=True)
class Token:
    """A token or address as it is on record, without its secret: its id, whose it is, what it opens, who made it when, and until
    when it holds."""

    id: str
    user: User
    use: Use
    made_at: datetime
    made_by: str
    expires_at: datetime
    revoked_at: datetime | None

    def holds(self, now: datetime | None = None) -> bool:
        """Whether it opens anything."""
        return self.revoked_at is None and (now or datetime.now(UTC)) < self.expires_at


def create(rows: "TokenRows", account: str, reader: Reader, days: int, by: str, use: Use = "api") -> tuple[str, Token]:
    """Make a token for that account, as that reader: its text, which nobody can show again, and what is on record.  A calendar's
    text is that of its address.

    ProgrammeError for an account without a name, and for days outside 1 to `MOST_DAYS`."""
    name = printable(account, _WIDTH)
    if not name:
        raise ProgrammeError(t("The account has no name."), t("Write it as the Log page names it."))
    if not 1 <= days <= MOST_DAYS:
        raise ProgrammeError(
            n("A token cannot hold for {count} day.", "A token cannot hold for {count} days.", days),
            t("Choose from 1 to {most}.", most=MOST_DAYS),
        )
    text, identifier, now = PREFIX + token_urlsafe(32), token_hex(4), datetime.now(UTC)
    row = {
        "id": identifier, "account": name, "role": str(reader.role), "governorates": list(reader.governorates),
        "grants": list(reader.grants), "made_at": _moment(now), "made_by": printable(by, 200),
        "expires_at": _moment(now + timedelta(days=days)), "use": use,
    }  # fmt: skip
    shown = (
        text if use == "api" else signed(use, identifier)
    )  # the text of a calendar's row is nobody's, and told to nobody
    rows.add(row | {"sha256": _hash(text)})
    return shown, _token(row | {"revoked_at": ""})


def reader_of(role: str, governorates: tuple[str, ...], grants: tuple[str, ...]) -> Reader:
    """Whom a token is to stand for.  ProgrammeError where the role lacks what it needs, or has what says nothing for it."""
    try:
        return Reader(role=Role(role), governorates=governorates, grants=grants)
    except ValidationError as error:
        problem = error.errors()[0]["msg"].removeprefix("Value error, ")
        remedy = t("A donor's token names its donor, a field office's its governorates, and no other names either.")
        raise ProgrammeError(t("This is no reader: {problem}.", problem=problem), remedy) from None


def find(rows: "TokenRows", text: str) -> Token | None:
    """The token of that text, whether it holds or not; None where there is none."""
    row = rows.of_hash(_hash(text)) if _TOKEN.fullmatch(text) else None
    return _token(row) if row and row["use"] == "api" else None


def of_address(rows: "TokenRows", text: str) -> Token | None:
    """What is on record of a calendar's address, whether it holds or not; None for whatever this server did not sign."""
    identifier = subject_of("calendar", text)
    row = rows.of_id(identifier) if identifier else None
    return _token(row) if row and row["use"] == "calendar" else None


def calendars(rows: "TokenRows", account: str) -> tuple[Token, ...]:
    """The calendar addresses of an account that hold, the newest first."""
    mine = (token for token in listed(rows) if token.use == "calendar" and token.user.account == account)
    return tuple(token for token in mine if token.holds())


def listed(rows: "TokenRows") -> tuple[Token, ...]:
    """Every token on record, the newest first."""
    return tuple(_token(row) for row in rows.all())


def revoke(rows: "TokenRows", identifier: str, by: str) -> None:
    """End a token now and for ever.  ProgrammeError where there is none of that id."""
    if not rows.revoke(identifier, _moment(datetime.now(UTC)), printable(by, 200)):
        raise ProgrammeError(
            t("There is no token “{id}”.", id=printable(identifier)), t("`token list` names those there are.")
        )


def _token(row: "Row") -> Token:
    user = User(row["account"], Role(row["role"]), tuple(row["governorates"]), tuple(row["grants"]))
    made, ends = (datetime.fromisoformat(row[name]) for name in ("made_at", "expires_at"))
    revoked = datetime.fromisoformat(row["revoked_at"]) if row["revoked_at"] else None
    return Token(row["id"], user, row["use"], made, row["made_by"], ends, revoked)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _moment(at: datetime) -> str:
    return at.isoformat(timespec="seconds")
