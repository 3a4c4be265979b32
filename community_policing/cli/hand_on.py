"""Formats on the command line: `export --format`, as recorded or as a donor or the public sees it."""

import argparse
from pathlib import Path

from community_policing.core.i18n import ProgrammeError, t
from community_policing.export.rows import file_name
from community_policing.measure.programme import Programme
from community_policing.protect.disclosure import protect
from community_policing.protect.policy import Role, User, access_policy
from community_policing.protect.rounding_secret import rounding_secret


def arguments(verb: argparse.ArgumentParser) -> None:
    """Declare what may be asked of formats."""
    from community_policing.export.handed_on.registry import FORMATS

    verb.add_argument(
        "--format", action="append", default=[], choices=tuple(FORMATS), help=t("instead, one file in this format")
    )
    verb.add_argument("--scope", default="", metavar=t("choice"), help=t("with --format: as in a page's address"))
    verb.add_argument("--as-of", default="", metavar=t("day"), help=t("with --format: as in 2016-11-30"))
    verb.add_argument(
        "--seen-by", default="", metavar=t("name"), help=t("with --format: public, or a donor, as they see it")
    )


def hand_on(asked: argparse.Namespace, recorded: Programme) -> list[Path]:
    """Write the files, and return where they are.  ProgrammeError where one cannot be written, or a choice is unknown."""
    from community_policing.briefing.scope_query import scope_of
    from community_policing.export.handed_on.registry import FORMATS

    whole = _seen(asked.seen_by, recorded)
    programme, written = whole.within(scope_of(whole, asked.scope, asked.as_of)), []
    for key in dict.fromkeys(asked.format):
        made = FORMATS[key]
        file = asked.out / file_name(key, programme, programme.as_of, made.extension)
        try:
            asked.out.mkdir(parents=True, exist_ok=True)
            file.write_bytes(made.write(programme))
        except OSError as error:
            problem = t("“{path}” cannot be written ({reason}).", path=file, reason=error.strerror or "")
            raise ProgrammeError(problem, t("Name a folder that you may write to.")) from error
        written.append(file)
    return written


def _seen(name: str, recorded: Programme) -> Programme:
    """The programme as that reader sees it; as recorded where none is named."""
    from community_policing.briefing.scope_query import donor_of

    if not name:
        return recorded
    public = name.strip().casefold() == Role.PUBLIC
    reader = User(name, Role.PUBLIC) if public else User(name, Role.DONOR, grants=(donor_of(recorded, name),))
    guard = access_policy().guard(reader)
    return Programme.of(protect(recorded.dataset, guard, rounding_secret())) if guard else recorded
