"""Where releases are kept, which the settings say: CPF_DATABASE_URL names the registry and CPF_STORE the store of tables;
what was not named lies in the folder CPF_RELEASES (./.releases), where drafts lie too."""

from pathlib import Path

from community_policing.core.settings import settings

_FILE, _TABLES = "registry.sqlite", "tables"


def key() -> tuple[str, ...]:
    """What tells this place from others, for caches of what was read there."""
    given = settings()
    return str(given.releases), given.database_url, given.store


def folder() -> Path:
    """Where drafts lie, and registry and tables unless they were named."""
    return settings().releases.absolute()


def registry() -> str:
    """The address of the registry."""
    return settings().database_url or f"sqlite:///{folder() / _FILE}"


def tables() -> str:
    """The path or the address of the store of tables."""
    return settings().store or str(folder() / _TABLES)


def used() -> bool:
    """Whether there may be releases: a registry was named, or lies or lay where it is kept.  Asking makes none."""
    given = settings()
    return bool(given.database_url) or any((given.releases / name).exists() for name in (_FILE, _TABLES))


def shared() -> bool:
    """Whether the registry is one that several servers may share."""
    return not registry().startswith("sqlite")
