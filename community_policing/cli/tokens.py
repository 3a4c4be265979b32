"""Tokens of the API, and calendar addresses, on the command line: `token create | list | revoke`."""

import argparse
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from community_policing.briefing.scope_query import payers, pcodes
from community_policing.core import formats
from community_policing.core.i18n import ProgrammeError, listed, t
from community_policing.measure.programme import Programme
from community_policing.protect import api_tokens
from community_policing.protect.policy import Role

if TYPE_CHECKING:
    from community_policing.dataset.releases.rows.token_rows import TokenRows
    from community_policing.protect.api_tokens import Token


def arguments(verb: argparse.ArgumentParser) -> None:
    """Add what may be done with tokens."""
    verb.add_argument("action", choices=("create", "list", "revoke"), help=t("what to do"))
    verb.add_argument("id", nargs="?", default="", help=t("id of the token that revoke ends"))
    verb.add_argument("--account", default="", help=t("create: whose it is, as the log names the account"))
    verb.add_argument("--role", choices=[str(role) for role in Role], help=t("create: whose view it opens"))
    verb.add_argument(
        "--donor", action="append", default=[], metavar=t("id"), help=t("create: the donor, or grant, that is the reader's own")
    )  # fmt: skip
    verb.add_argument(
        "--governorate", action="append", default=[], metavar=t("name"), help=t("create: a field office's own governorate")
    )  # fmt: skip
    verb.set_defaults(data="", release=None)  # the data that pages open on
    verb.add_argument("--days", type=int, default=90, help=t("create: how long it holds, a year at most"))


def run(
    asked: argparse.Namespace,
    rows: "TokenRows",
    by: str,
    log: Callable[[str, str], None],
    data: Callable[[], Programme],
) -> tuple[dict[str, Any], list[str]]:
    """Do it, and tell the log what, in detail; the answer as JSON and as lines.  `data` opens what knows the donors there are."""
    if asked.action == "list":
        tokens = api_tokens.listed(rows)
        return {"tokens": [_as_json(token) for token in tokens]}, [_line(token) for token in tokens] or [
            t("There is no token.")
        ]
    if asked.action == "revoke":
        api_tokens.revoke(rows, asked.id, by)
        log("token_revoked", asked.id)
        return {"revoked": asked.id}, [t("Token {id} opens nothing any more.", id=asked.id)]
    if not asked.role:
        raise ProgrammeError(t("The role is not said."), t("Add --role: {roles}.", roles=listed(list(Role))))
    own = payers(asked.donor, data()) if asked.donor else ()
    reader = api_tokens.reader_of(asked.role, pcodes(asked.governorate), own)
    text, token = api_tokens.create(rows, asked.account, reader, asked.days, by)
    log("token", f"{token.id}, {token.user.role}: {token.user.account}")
    lines = [text, _line(token), t("Keep it now: nobody can show it again. It travels as “Authorization: Bearer …”.")]
    return {"token": text, **_as_json(token)}, lines


def _line(token: "Token") -> str:
    own = listed((*token.user.governorates, *token.user.grants))
    whose = f"{token.user.account} ({token.user.role}{': ' if own else ''}{own})"
    return "  ".join(filter(None, (token.id, whose, t("calendar") if token.use == "calendar" else "", _state(token))))


def _state(token: "Token") -> str:
    if token.revoked_at:
        return t("revoked on {day}", day=formats.day(token.revoked_at.date()))
    day = formats.day(token.expires_at.date())
    return t("until {day}", day=day) if token.holds(datetime.now(UTC)) else t("expired on {day}", day=day)


def _as_json(token: "Token") -> dict[str, Any]:
    user = token.user
    return {
        "id": token.id, "account": user.account, "role": str(user.role), "governorates": list(user.governorates),
        "grants": list(user.grants), "use": token.use, "made_at": token.made_at.isoformat(), "made_by": token.made_by,
        "expires_at": token.expires_at.isoformat(), "revoked_at": token.revoked_at.isoformat() if token.revoked_at else None,
    }  # fmt: skip
