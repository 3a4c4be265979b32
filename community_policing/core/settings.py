"""Environment variables that operators set (`CPF_...`), typed and checked in one place; docs/operations.md lists them from here."""

import os
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    DirectoryPath,
    Field,
    FilePath,
    IPvAnyNetwork,
    PositiveInt,
    ValidationError,
)
from pydantic_settings import BaseSettings, SettingsConfigDict

from community_policing.core.i18n import N_, ProgrammeError, t
from community_policing.core.languages import LANGUAGES, SOURCE
from community_policing.core.rerun import once_a_rerun

PREFIX = "CPF_"
MB = 1024 * 1024
_WHOLE = N_("Set it to a whole number above zero.")
_REMEDIES = {  # by the kind of pydantic's error
    "string_pattern_mismatch": N_("Set it to the address that readers type, such as https://dashboard.example.org."),
    "ip_any_network": N_("Set it to addresses and networks, with commas between them."),
    "path_not_file": N_("Set it to a file that is there, or leave it out."),
    "string_too_long": N_("Set it to a shorter text."),
    "literal_error": N_("Set it to “on” or “off”, or leave it out."),
    "extra_forbidden": N_("There is no such setting: docs/operations.md lists them."),
    "model_type": N_("There is no such setting: docs/operations.md lists them."),
}
_CODES = N_("Set it to codes of languages that there are, such as “en, ar”, or leave it out.")
_REMEDY_OF = {  # by the name of the field
    "language": _CODES,
    "languages": _CODES,
    "security": N_("Set it to “starttls”, “tls” or “none”, or leave it out."),
    "engine": N_("Set it to “auto”, “pandas”, “polars” or “spark”, or leave it out."),
}


def _parts(value: Any) -> Any:
    """The values of a setting that lists them with commas."""
    return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value


def _known(codes: tuple[str, ...]) -> tuple[str, ...]:
    """Codes of languages, if there are such; ValueError where one is none."""
    if unknown := [code for code in codes if code not in LANGUAGES]:
        raise ValueError(unknown[0])
    return codes


def _limit(default: int, description: str) -> Any:
    return Field(default, gt=0, description=description)


class Limits(BaseModel):
    """The limits of one check of a file from outside, and of the drafts that checks leave: CPF_LIMIT_ROWS and so on."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    file_mb: int = _limit(256, "MB of a file as it arrives (the upload address takes 64)")
    memory_mb: int = _limit(
        3072, "MB of address space of the process that reads a file: about three times what it holds"
    )
    cpu_seconds: int = _limit(180, "seconds of work of that process")
    wall_seconds: int = _limit(240, "seconds until that process is ended")
    rows: int = _limit(2_000_000, "rows of a table of text")
    sheet_rows: int = _limit(250_000, "rows of a sheet of a workbook")
    columns: int = _limit(300, "columns of a table or sheet")
    cell: int = _limit(10_000, "characters of a cell")
    sheets: int = _limit(60, "sheets of a workbook")
    entries: int = _limit(500, "files in a zip or workbook")
    unpacked_mb: int = _limit(512, "MB of all files of a zip together")
    ratio: int = _limit(200, "how many times as large a file of a zip may be unpacked")
    table_mb: int = _limit(256, "MB of one table of text")
    drafts: int = _limit(50, "files that analysts began and neither published nor discarded")
    drafts_mb: int = _limit(4_096, "MB of all drafts together")
    draft_days: int = _limit(90, "days that a draft is kept after somebody last looked at it")
    told: int = _limit(1_000, "cells of one column that break one rule and are told one by one")


class Smtp(BaseModel):
    """The mail server that mails go out by, and the address that they are from: CPF_SMTP_HOST and so on."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    host: str = Field(default="", description="the mail server; without it no mail is sent or offered")
    port: PositiveInt = Field(default=587, description="its port")
    security: Literal["starttls", "tls", "none"] = Field(
        default="starttls",
        description="`starttls`, `tls` from the first byte, or `none` where nobody else is on the way",
    )
    account: str = Field(default="", description="the account there, where it asks for one")
    password: str = Field(default="", repr=False, description="its password")
    sender: str = Field(default="", description="the address that mails are from, such as cpf@example.org")


class Settings(BaseSettings):
    """What the environment says: field `readers` is the variable `CPF_READERS`; an empty variable is one that was not set."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_nested_delimiter="_", env_nested_max_split=1, env_ignore_empty=True,
        enable_decoding=False, extra="ignore", frozen=True,
    )  # fmt: skip

    public_address: Annotated[str, BeforeValidator(lambda given: given.strip().rstrip("/"))] = Field(
        default="", pattern=r"^(https?://[^/\s]+)?$",
        description="the address readers type; its host is allowed; with `https://` cookies are Secure, HSTS is sent, and "
        "websockets of pages without TLS are refused",
    )  # fmt: skip
    hosts: Annotated[tuple[str, ...], BeforeValidator(_parts)] = Field(
        default=(), description="further host names, with commas; 127.0.0.1, ::1 and localhost always are"
    )
    proxies: Annotated[tuple[IPvAnyNetwork, ...], BeforeValidator(_parts)] = Field(
        default=(), description="addresses or networks of proxies on other machines that are believed, with commas"
    )
    access: Path | None = Field(default=None, description="who may see what: sign-in, roles, thresholds")
    open: str = Field(default="", description="the sentence above: no sign-in, and open to others")
    readers: PositiveInt = Field(default=120, description="open pages that one replica serves")
    api_calls: PositiveInt = Field(
        default=120, description="calls of the API a minute that one replica answers, for each token or address"
    )
    releases: Path = Field(
        default=Path(".releases"), description="folder of registry, tables, drafts and the rounding secret"
    )
    database_url: str = Field(
        default="", repr=False, description="`postgresql://user@host/database`, shared by replicas"
    )
    store: str = Field(
        default="", description="a folder, or `s3://bucket/folder` and what pyarrow reads, shared by replicas"
    )
    rounding_secret: str = Field(
        default="", repr=False, description="fixes how small numbers are rounded; the same for all replicas, for ever"
    )
    imports: Literal["", "on", "off"] = Field(
        default="",
        validation_alias=f"{PREFIX}IMPORT",
        description="`on`: everybody; `off`: nobody loads, publishes, notes or saves views",
    )
    cache: Path | None = Field(default=None, description="outputs of briefings that were built")
    data: Path | None = Field(default=None, description="a folder with a dataset, shown first")
    engine: Literal["auto", "pandas", "polars", "spark"] = Field(
        default="auto",
        description="what computes figures: `auto` (pandas, or Polars from 200,000 rows), `pandas`, `polars` or `spark`",
    )
    spark_master: str = Field(
        default="local[2]",
        description="where Spark runs: so many cores of this machine, or a cluster's `spark://host:port`",
    )
    organisation: str = Field(
        default="IOM Iraq", max_length=60, description="whose dashboard it is, in the window's title and above pages"
    )
    logo: FilePath | None = Field(default=None, description="a picture (SVG, PNG) for the corner beside the menu")
    donor_logos: DirectoryPath | None = Field(
        default=None, description="a folder with donors' marks, `<donor id>.png`, for the briefings made for them"
    )
    language: Annotated[str, AfterValidator(lambda code: _known((code,))[0])] = Field(
        default=SOURCE, description="the language of readers whose browser asks for none that is offered"
    )
    languages: Annotated[tuple[str, ...], BeforeValidator(_parts), AfterValidator(_known)] = Field(
        default=(), description="the languages that readers may choose, with commas; without it all that there are"
    )
    contact: str = Field(default="", max_length=200, description="whom readers ask, such as an address; Help shows it")
    limit: Limits = Limits()
    smtp: Smtp = Smtp()


@once_a_rerun
def settings() -> Settings:
    """What the environment says now.  ProgrammeError where a variable cannot be used, with its name and what to do."""
    given = os.environb  # half of the cost of os.environ
    return _read(*((name, given[name]) for name in given if name.startswith(b"CPF_")))


@lru_cache(maxsize=16)
def _read(*_: tuple[bytes, bytes]) -> Settings:
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        problem = t("{variable} is “{value}”.", variable=variable(first["loc"]), value=first["input"])
        raise ProgrammeError(
            problem, t(_REMEDY_OF.get(str(first["loc"][-1]), _REMEDIES.get(first["type"], _WHOLE)))
        ) from None


def variable(path: Sequence[str | int]) -> str:
    """The name of the variable that a field is read from: ("limit", "rows") is CPF_LIMIT_ROWS."""
    return PREFIX + "_".join(part for part in path if isinstance(part, str)).upper().removeprefix(PREFIX)
