"""Role-based access policy: which pages a role may open, whether it sees recorded rows, and which actions it may take.

POLICY says what each role may open and do; `protect/access.toml` (or the file that CPF_ACCESS names) says from how many people on a
number is shown, who signs in, and who is who.  A role that nobody gave may do nothing.
"""

import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, InstanceOf, ValidationError, model_validator
from pydantic_core import ErrorDetails

from community_policing.core.i18n import N_
from community_policing.core.protection_level import ConcernLevel, ProtectionLevel
from community_policing.core.rerun import once_a_rerun
from community_policing.core.settings import settings

MOST_MB = 64  # of a file: .streamlit/config.toml, server.maxUploadSize
_LOOPBACK = ("127.0.0.1", "::1")
_Text = Annotated[str, Field(min_length=1)]
THIS_MACHINE = N_(
    "this machine"
)  # whose rows they are without sign-in: accounts' names end in their mark, so none is this
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
    NOTE = "note"  # keep decisions and actions, and notes on recorded things
    READ_NOTES = "read_notes"  # see notes on targets, fora, events, sites and figures: they speak of what is recorded
    SAVE = "save"  # keep views of one's own
    SUBSCRIBE = "subscribe"  # be sent mail of what the own role sees
    IMPORT = "import"  # send files, and see what they would do
    PUBLISH = "publish"  # also: make an earlier release current again
    SEE_AS = "see_as"  # look through the eyes of somebody who sees less


@dataclass(frozen=True)
class Rights:
    """The pages a role may open (keys of PAGES), whether it sees rows and places as recorded, what it may do, and whether it
    sees rows of concerns."""

    pages: frozenset[str]
    rows: bool = False
    acts: frozenset[Act] = frozenset()
    concerns: bool = False


_EVERY_ROLE = frozenset({
    "overview", "map", "targets", "outcomes", "fora", "reach", "training", "infrastructure", "governorate", "compare", "record",
    "glossary", "alerts",
})  # fmt: skip
POLICY: Mapping[Role, Rights] = MappingProxyType(
    {
        Role.CHIEF: Rights(
            _EVERY_ROLE | {"briefing", "releases", "handon"}, True,
            frozenset({Act.EXPORT, Act.BRIEF, Act.NOTE, Act.READ_NOTES, Act.SAVE, Act.SUBSCRIBE, Act.SEE_AS}),
        ),
        Role.ANALYST: Rights(
            _EVERY_ROLE | {"briefing", "releases", "handon", "import", "log"}, True, frozenset(Act), concerns=True
        ),
        Role.FIELD: Rights(_EVERY_ROLE | {"handon"}, acts=frozenset({Act.EXPORT, Act.SAVE, Act.SUBSCRIBE})),
        Role.DONOR: Rights(_EVERY_ROLE | {"handon"}, acts=frozenset({Act.EXPORT, Act.SAVE, Act.SUBSCRIBE})),
        Role.PUBLIC: Rights(_EVERY_ROLE, acts=frozenset({Act.SAVE})),
    }
)  # fmt: skip


_PROTECTED = {str(role) for role, rights in POLICY.items() if not rights.rows}


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

    @property
    def shares_with(self) -> tuple[Role, ...]:
        """The roles that this reader may share a view with: the own one and those it may look through, of who may do that."""
        return tuple(dict.fromkeys((self.role, Role.DONOR, Role.PUBLIC))) if self.may(Act.SEE_AS) else ()

    def opens(self, page: str) -> bool:
        """Whether this reader may open the page of that key."""
        return page in self.rights.pages


class _Table(BaseModel):
    """A table of the configuration: nothing in it that is not known, and no text where a number is meant."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Reader(_Table):
    """Whom an account or a claim stands for: a role, and what is theirs."""

    role: Role = Field(strict=False)
    governorates: tuple[_Text, ...] = Field(default=(), strict=False)
    grants: tuple[_Text, ...] = Field(default=(), strict=False)

    @model_validator(mode="after")
    def _has_what_the_role_needs(self) -> Self:
        for name, owner in {"governorates": Role.FIELD, "grants": Role.DONOR}.items():
            if bool(getattr(self, name)) != (self.role is owner):
                means = "are needed for" if self.role is owner else "say nothing for"
                raise ValueError(f"{name} {means} the role {self.role}")
        return self


class _Account(Reader):
    issuer: _Text
    subject: _Text


def _address(given: str) -> str:
    if not re.fullmatch(r"https://[^/\s]+/?|http://(localhost|127\.0\.0\.1)(:\d+)?/?", given):
        raise ValueError("is https://host, without a path; http only on this machine itself")
    return given.rstrip("/")


class SignIn(_Table):
    """How readers sign in: the address they type, how long it lasts, and what a token's claim stands for."""

    public_address: Annotated[str, AfterValidator(_address)]
    hours: float = Field(default=10, gt=0, le=24)
    claim: str = ""
    roles: dict[str, Reader] = {}
    readers: dict[tuple[str, str], InstanceOf[Reader]] = {}  # of the file's own table: no table has pairs for keys

    def reader(self, account: str, claims: Mapping[str, Any]) -> User | None:
        """Who that token speaks of: a single account goes before its claim; None for one without a role here.

        Of several roles that a claim names, the first in the order of the configuration counts."""
        listed = self.readers.get((str(claims.get("iss", "")), str(claims.get("sub", ""))))
        if listed is None and self.claim:
            claimed = claims.get(self.claim)
            names = [claimed] if isinstance(claimed, str) else claimed if isinstance(claimed, list) else []
            listed = next((reader for name, reader in self.roles.items() if name in names), None)
        return User(account, listed.role, listed.governorates, listed.grants) if listed else None


class AccessPolicy(_Table):
    """The configuration: who decided the numbers and when, the thresholds, and the sign-in (None: off)."""

    owner: str
    decided_on: date
    base: int = Field(ge=3)  # a smaller one hides nobody
    period: Literal["quarter", "year"]
    period_of_others: Literal["quarter", "year"]
    threshold: dict[str, int]
    sign_in: InstanceOf[SignIn] | None = None  # of the file's own table

    @model_validator(mode="after")
    def _hides_what_it_should(self) -> Self:
        if (self.period, self.period_of_others) == ("year", "quarter"):
            raise ValueError("period_of_others is not finer than period")
        if self.threshold.keys() != _PROTECTED:
            raise ValueError(f"threshold is a number each for {', '.join(sorted(_PROTECTED))}, and for nobody else")
        if low := [name for name, least in self.threshold.items() if least < self.base]:
            raise ValueError(f"threshold.{low[0]} is not below the base of {self.base}")
        return self

    def guard(self, reader: User) -> ProtectionLevel | None:
        """What is protected before that reader sees it; None where nothing is."""
        if reader.rights.rows:
            return None
        own = reader.grants if reader.role is Role.DONOR else () if reader.role is Role.PUBLIC else None
        return ProtectionLevel(
            self.threshold[reader.role], self.base, self.period, self.period_of_others,
            reader.governorates if reader.role is Role.FIELD else (), own, self.concerns.least,
        )  # fmt: skip

    @property
    def concerns(self) -> ConcernLevel:
        """What everybody but an analyst may see of concerns: by the highest threshold, so that all are told one total."""
        return ConcernLevel(max(self.threshold.values()), self.base)

    def protection(self, reader: User) -> ProtectionLevel | ConcernLevel | None:
        """What is protected before that reader sees anything: rows, or rows of concerns alone; None where nothing is."""
        return self.guard(reader) or (None if reader.rights.concerns else self.concerns)

    def audience(self, reader: User) -> str:
        """A name for what that reader is shown: the same for all of one role whom the same is protected from, and another once
        that is decided anew, so that what was told by earlier rules is told to nobody."""
        return f"{reader.role} {hashlib.sha256(repr(self.protection(reader)).encode()).hexdigest()[:12]}"


@once_a_rerun
def access_policy() -> AccessPolicy:
    """The configuration in force.  AccessError where it cannot be used."""
    file = settings().access or SHIPPED
    try:
        return _read(file, file.stat().st_mtime_ns)
    except OSError as error:
        raise AccessError(f"CPF_ACCESS names {file}, which cannot be read: {error.strerror}") from None


def public_address() -> str:
    """Return the address that readers type: the sign-in's, else CPF_PUBLIC_ADDRESS; "" where none is set."""
    way = access_policy().sign_in
    return way.public_address if way else settings().public_address


@lru_cache(maxsize=4)
def _read(file: Path, changed: int) -> AccessPolicy:  # noqa: ARG001  a file that has changed is read again
    return read(file)


class _File(_Table):
    disclosure: AccessPolicy
    sign_in: SignIn | None = None
    readers: list[_Account] = []

    @model_validator(mode="after")
    def _lets_somebody_in(self) -> Self:
        way = self.sign_in
        if self.readers and not way:
            raise ValueError("readers are of use only with sign_in")
        if way and not self.readers and not (way.claim and way.roles):
            raise ValueError("sign_in without readers, or without a claim and its roles, lets nobody in")
        if len({(each.issuer, each.subject) for each in self.readers}) < len(self.readers):
            raise ValueError("two readers have the same issuer and subject")
        return self

    def policy(self) -> AccessPolicy:
        accounts = {(each.issuer, each.subject): each for each in self.readers}
        way = self.sign_in and self.sign_in.model_copy(update={"readers": accounts})
        return self.disclosure.model_copy(update={"sign_in": way})


def read(file: Path) -> AccessPolicy:
    """The configuration in that file.  AccessError, with the place of what is wrong and what may stand there."""
    try:
        return _File.model_validate(tomllib.loads(file.read_text("utf-8"))).policy()
    except ValueError as error:  # also what is no TOML, or no UTF-8
        problem = _in_words(error.errors()[0]) if isinstance(error, ValidationError) else error
        raise AccessError(f"{file}: {problem}") from None


def _in_words(error: ErrorDetails) -> str:
    """Where in the file, and what: "sign_in.hours: should be less than or equal to 24, not 30"."""
    parts = (f".{part}" if isinstance(part, str) else f", number {part + 1}" for part in error["loc"])
    where = "".join(parts).removeprefix(".") or "the file"
    short = {"missing": "missing", "extra_forbidden": "not known"}.get(error["type"])
    said = error["msg"].removeprefix("Value error, ").removeprefix("Input ")
    return f"{where}: {short or said}" + (
        "" if short or "error" in error.get("ctx", {}) else f", not {error['input']!r}"
    )


def writable_from(client: str | None, signed_in: bool = False) -> bool:
    """Whether somebody at that address may load, publish and discard; None is this machine, as Streamlit says it.  Who has
    signed in may from anywhere, as far as their role goes; CPF_IMPORT=off takes nothing from anybody."""
    setting = settings().imports
    return setting == "on" or (setting != "off" and (signed_in or client is None or client in _LOOPBACK))
