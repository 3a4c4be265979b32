"""Role-based access policy: which pages a role may open, whether it sees recorded rows, and which actions it may take.

POLICY says what each role may open and do; `protect/access.toml` (or the file that CPF_ACCESS names) says from how many people on a
number is shown, who signs in, and who is who.  A role that nobody gave may do nothing.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from community_policing.core.protection_level import PERIODS, ProtectionLevel
from community_policing.core.settings import settings

MOST_MB = 64  # of a file: .streamlit/config.toml, server.maxUploadSize
_LOOPBACK = ("127.0.0.1", "::1")
SHIPPED = Path(__file__).with_name("access.toml")


class Role(StrEnum):
    """What a reader is here for."""

    CHIEF = "chief"
    ANALYST = "analyst"
    FIELD = "field"
    DONOR = "donor"
    PUBLIC = "public"


class Act(StrEnum):
    """What a reader may do beyond looking."""

    EXPORT = "export"
    BRIEF = "brief"  # make briefings, present them, take their files
    NOTE = "note"  # keep decisions and actions
    IMPORT = "import"  # send files, and see what they would do
    PUBLISH = "publish"  # also: make an earlier release current again
    SEE_AS = "see_as"  # look through the eyes of somebody who sees less


@dataclass(frozen=True)
class Rights:
    """The pages a role may open (keys of PAGES), whether it sees rows and places as recorded, and what it may do."""

    pages: frozenset[str]
    rows: bool = False
    acts: frozenset[Act] = frozenset()


_FIGURES = frozenset(
    {"overview", "map", "targets", "reach", "training", "infrastructure", "governorate", "compare", "record"}
)
POLICY: Mapping[Role, Rights] = MappingProxyType(
    {
        Role.CHIEF: Rights(_FIGURES | {"briefing", "releases"}, True, frozenset({Act.EXPORT, Act.BRIEF, Act.NOTE, Act.SEE_AS})),
        Role.ANALYST: Rights(_FIGURES | {"briefing", "releases", "import", "log"}, True, frozenset(Act)),
        Role.FIELD: Rights(_FIGURES, acts=frozenset({Act.EXPORT})),
        Role.DONOR: Rights(_FIGURES, acts=frozenset({Act.EXPORT})),
        Role.PUBLIC: Rights(_FIGURES),
    }
)  # fmt: skip


class AccessError(ValueError):
    """The configuration cannot be used; the message says where and what to do.  For the operator: nothing is served."""


@dataclass(frozen=True)
class User:
    """Somebody who looks: the account that the log names, the role, and what is theirs."""

    account: str
    role: Role
    governorates: tuple[str, ...] = ()
    grants: tuple[str, ...] = ()

    @property
    def rights(self) -> Rights:
        """What the policy gives this reader."""
        return POLICY[self.role]

    def may(self, act: Act) -> bool:
        """Whether this reader may do that."""
        return act in self.rights.acts

    def opens(self, page: str) -> bool:
        """Whether this reader may open the page of that key."""
        return page in self.rights.pages


@dataclass(frozen=True)
class SignIn:
    """How readers sign in: the address they type, how long it lasts, and what a token's claim stands for."""

    public_address: str
    hours: float
    claim: str
    roles: Mapping[str, User] = field(default_factory=dict)
    readers: Mapping[tuple[str, str], User] = field(default_factory=dict)

    def reader(self, account: str, claims: Mapping[str, Any]) -> User | None:
        """Who that token speaks of: a single account goes before its claim; None for one without a role here.

        Of several roles that a claim names, the first in the order of the configuration counts."""
        listed = self.readers.get((str(claims.get("iss", "")), str(claims.get("sub", ""))))
        if listed is None and self.claim:
            claimed = claims.get(self.claim)
            named = (
                {claimed}
                if isinstance(claimed, str)
                else {each for each in claimed if isinstance(each, str)}
                if isinstance(claimed, list)
                else set()
            )
            listed = next((reader for name, reader in self.roles.items() if name in named), None)
        return listed and User(account, listed.role, listed.governorates, listed.grants)


@dataclass(frozen=True)
class AccessPolicy:
    """The configuration: who decided the numbers and when, the thresholds, and the sign-in (None: off)."""

    owner: str
    decided_on: date
    base: int
    period: str
    period_of_others: str
    threshold: Mapping[str, int]
    sign_in: SignIn | None = None

    def guard(self, reader: User) -> ProtectionLevel | None:
        """What is protected before that reader sees it; None where nothing is."""
        if reader.rights.rows:
            return None
        own = reader.grants if reader.role is Role.DONOR else () if reader.role is Role.PUBLIC else None
        return ProtectionLevel(
            self.threshold[reader.role], self.base, self.period, self.period_of_others,
            reader.governorates if reader.role is Role.FIELD else (), own,
        )  # fmt: skip


def access_policy() -> AccessPolicy:
    """The configuration in force.  AccessError where it cannot be used."""
    file = settings().access or SHIPPED
    try:
        return _read(file, file.stat().st_mtime_ns)
    except OSError as error:
        raise AccessError(f"CPF_ACCESS names {file}, which cannot be read: {error.strerror}") from None


@lru_cache(maxsize=4)
def _read(file: Path, changed: int) -> AccessPolicy:  # noqa: ARG001  a file that has changed is read again
    return read(file)


def read(file: Path) -> AccessPolicy:
    """The configuration in that file.  AccessError, with the name of what is wrong."""
    try:
        document = tomllib.loads(file.read_text("utf-8"))
        return _access(document)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, AccessError) as error:
        raise AccessError(f"{file}: {error}") from None


def _access(document: dict[str, Any]) -> AccessPolicy:
    _only(document, "the file", {"disclosure": dict}, {"sign_in": dict, "readers": list})
    rules = document["disclosure"]
    _only(
        rules,
        "disclosure",
        {"owner": str, "decided_on": date, "base": int, "period": str, "period_of_others": str, "threshold": dict},
    )
    roles = {str(role): int for role, rights in POLICY.items() if not rights.rows}
    _only(rules["threshold"], "disclosure.threshold", roles)
    for name in ("period", "period_of_others"):
        if rules[name] not in PERIODS:
            raise AccessError(f"disclosure.{name} is one of {', '.join(PERIODS)}, not {rules[name]!r}")
    if (rules["period"], rules["period_of_others"]) == ("year", "quarter"):
        raise AccessError("disclosure.period_of_others is not finer than disclosure.period")
    if rules["base"] < 3:
        raise AccessError("disclosure.base is 3 or more: a smaller one hides nobody")
    if low := [name for name, least in rules["threshold"].items() if least < rules["base"]]:
        raise AccessError(f"disclosure.threshold.{low[0]} is not below the base of {rules['base']}")
    if document.get("readers") and "sign_in" not in document:
        raise AccessError("readers are of use only with sign_in")
    return AccessPolicy(**rules, sign_in=_sign_in(document) if "sign_in" in document else None)


def _sign_in(document: dict[str, Any]) -> SignIn:
    way = document["sign_in"]
    _only(way, "sign_in", {"public_address": str}, {"hours": (int, float), "claim": str, "roles": dict})
    address, hours = way["public_address"].rstrip("/"), float(way.get("hours", 10))
    scheme, _, host = address.partition("://")
    local = host.partition(":")[0] in ("localhost", "127.0.0.1")
    if not host or "/" in host or not (scheme == "https" or (scheme == "http" and local)):
        raise AccessError("sign_in.public_address is https://host, without a path; http only on this machine itself")
    if not 0 < hours <= 24:
        raise AccessError("sign_in.hours lies between 0 and 24")
    roles = {name: _reader(each, f"sign_in.roles.{name}") for name, each in way.get("roles", {}).items()}
    readers = {}
    for place, each in enumerate(document.get("readers", []), 1):
        key = (each.pop("issuer", ""), each.pop("subject", ""))
        if not all(isinstance(part, str) and part for part in key) or key in readers:
            raise AccessError(f"readers, number {place}: issuer and subject are needed, each pair once")
        readers[key] = _reader(each, f"readers, number {place}")
    if not readers and not (way.get("claim") and roles):
        raise AccessError("sign_in without readers, or without a claim and its roles, lets nobody in")
    return SignIn(address, hours, way.get("claim", ""), MappingProxyType(roles), MappingProxyType(readers))


def _reader(document: dict[str, Any], where: str) -> User:
    _only(document, where, {"role": str}, {"governorates": list, "grants": list})
    if document["role"] not in tuple(Role):
        raise AccessError(f"{where}: role is one of {', '.join(Role)}, not {document['role']!r}")
    role, own = Role(document["role"]), {name: tuple(document.get(name, ())) for name in ("governorates", "grants")}
    wanted = {Role.FIELD: "governorates", Role.DONOR: "grants"}.get(role)
    for name, values in own.items():
        if not all(isinstance(value, str) and value for value in values):
            raise AccessError(f"{where}: {name} is a list of texts")
        if bool(values) != (name == wanted):
            raise AccessError(
                f"{where}: {name} {'are needed for' if name == wanted else 'say nothing for'} the role {role}"
            )
    return User("", role, **own)


def _only(
    document: dict[str, Any], where: str, needed: Mapping[str, Any], possible: Mapping[str, Any] | None = None
) -> None:
    """That a table holds what it must, in the type it must have, and nothing else."""
    keys = {**needed, **(possible or {})}
    if wrong := sorted(document.keys() - keys.keys()):
        raise AccessError(f"{where}: not known: {', '.join(wrong)}")
    if missing := sorted(needed.keys() - document.keys()):
        raise AccessError(f"{where}: missing: {', '.join(missing)}")
    for name, value in document.items():
        if not isinstance(value, keys[name]) or isinstance(value, bool):
            raise AccessError(f"{where}: {name} cannot be {value!r}")


def writable_from(client: str | None, signed_in: bool = False) -> bool:
    """Whether somebody at that address may load, publish and discard; None is this machine, as Streamlit says it.  Who has
    signed in may from anywhere, as far as their role goes; CPF_IMPORT=off takes nothing from anybody."""
    setting = settings().imports
    return setting == "on" or (setting != "off" and (signed_in or client is None or client in _LOOPBACK))
