"""Rounding secret: the key of the random rounding, one for all replicas and for good, or averages undo it."""

import os
import secrets
from pathlib import Path

from community_policing.core.i18n import ProgrammeError, t
from community_policing.core.settings import settings
from community_policing.dataset.releases import location

SETTING = "CPF_ROUNDING_SECRET"
SHORTEST = 32
_FILE = "rounding.secret"


def rounding_secret() -> bytes:
    """The secret that the environment names, or the one that lies beside the releases, made when it is first needed.

    ProgrammeError where it is too short, or can neither be read nor made."""
    configured = settings().rounding_secret.encode()
    file = location.folder() / _FILE
    try:
        if not configured and not file.exists():
            _make(file.parent / f".{_FILE}.{secrets.token_hex(4)}", file)
        secret = configured or file.read_bytes().strip()
    except OSError as error:
        raise ProgrammeError(
            t("The secret for rounding numbers of people cannot be stored: {reason}.", reason=error.strerror or error),
            t(
                "Nothing was shown. Set {setting}, or let the server write to {folder}.",
                setting=SETTING,
                folder=file.parent,
            ),
        ) from None
    if len(secret) < SHORTEST:
        raise ProgrammeError(
            t("The secret for rounding numbers of people is too short."),
            t("Nothing was shown. {setting} needs {count} characters or more.", setting=SETTING, count=SHORTEST),
        )
    return secret


def _make(draft: Path, file: Path) -> None:
    """Makes the file whole or not at all; of two processes that make it at once, one wins and both read the same."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as written:
        written.write(secrets.token_hex(SHORTEST))
        written.flush()
        os.fsync(written.fileno())
    try:
        os.link(draft, file)
    except FileExistsError:
        pass  # the other process was first
    finally:
        draft.unlink()
