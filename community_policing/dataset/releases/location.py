"""Where releases are kept, which the environment says: CPF_DATABASE_URL names the registry and CPF_STORE the store of tables;
what was not named lies in the folder CPF_RELEASES (./.releases), where drafts lie too."""

import os
from pathlib import Path

SETTINGS = ("CPF_RELEASES", "CPF_DATABASE_URL", "CPF_STORE")
_FILE, _TABLES = "registry.sqlite", "tables"


def settings() -> tuple[str, ...]:
    """What the environment says now; "" for what was not named."""
    return tuple(os.environ.get(name, "") for name in SETTINGS)


def folder() -> Path:
    """Where drafts lie, and registry and tables unless they were named."""
    return Path(os.environ.get("CPF_RELEASES") or ".releases").absolute()


def registry() -> str:
    """The address of the registry."""
    return os.environ.get("CPF_DATABASE_URL") or f"sqlite:///{folder() / _FILE}"


def tables() -> str:
    """The path or the address of the store of tables."""
    return os.environ.get("CPF_STORE") or str(folder() / _TABLES)


def used() -> bool:
    """Whether there may be releases: a registry was named, or one lies where it is kept, or lay there, for its tables do.
    Asking makes none."""
    own = folder()
    return bool(os.environ.get("CPF_DATABASE_URL")) or any((own / name).exists() for name in (_FILE, _TABLES))


def shared() -> bool:
    """Whether the registry is one that several servers may share."""
    return not registry().startswith("sqlite")
