"""Donor's mark on the slides of its own briefing: a PNG in the folder that CPF_DONOR_LOGOS names, called as the donor's id."""

import re
from base64 import b64encode

from community_policing.core.i18n import ProgrammeError, t
from community_policing.core.settings import settings

MOST_KB = 100
_PNG = b"\x89PNG\r\n\x1a\n"
_ID = re.compile(r"[A-Za-z0-9_-]+")  # of a donor: never a way to another folder


def logo(donor: str) -> str:
    """Return the mark in base64; "" where none is set up.  ProgrammeError where the file is no PNG, or too large."""
    folder = settings().donor_logos
    file = folder / f"{donor}.png" if folder and _ID.fullmatch(donor) else None
    if file is None or not file.is_file():
        return ""
    if file.stat().st_size > MOST_KB * 1024:
        raise _unfit(file.name)
    content = file.read_bytes()
    if not content.startswith(_PNG):
        raise _unfit(file.name)
    return b64encode(content).decode()


def _unfit(name: str) -> ProgrammeError:
    return ProgrammeError(
        t("{file} is not a PNG of at most {most} KB.", file=name, most=MOST_KB),
        t("Save it as PNG, or remove it from the folder CPF_DONOR_LOGOS."),
    )
