"""Resource limits for files from outside, each with its environment variable."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

from community_policing.core.i18n import ProgrammeError, t

_PREFIX = "CPF_LIMIT_"
MB = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """The limits of one check, and of the drafts that checks leave.  Sizes are in MB, times in seconds; each is overridden
    by CPF_LIMIT_ and its name in capitals, such as CPF_LIMIT_ROWS=500000."""

    file_mb: int = 256  # the file as it arrives
    memory_mb: int = 3072  # address space of the child: about three times what it holds
    cpu_seconds: int = 180
    wall_seconds: int = 240
    rows: int = 2_000_000  # of a table of text
    sheet_rows: int = 250_000  # of a sheet of a workbook
    columns: int = 300
    cell: int = 10_000  # characters
    sheets: int = 60
    entries: int = 500  # files in a zip or workbook
    unpacked_mb: int = 512  # all files of a zip together
    ratio: int = 200  # unpacked to packed size of one file
    table_mb: int = 256  # one table of text
    drafts: int = 50  # files that analysts began and neither published nor discarded
    drafts_mb: int = 4_096  # all of them together
    draft_days: int = 90  # since somebody last looked at it
    told: int = 1_000  # cells of one column that break one rule and are told one by one


def from_environment(environment: Mapping[str, str] = os.environ) -> Limits:
    """The limits with what the environment overrides.  ProgrammeError where a value is no whole number above zero."""
    changed = {}
    for field in fields(Limits):
        variable = _PREFIX + field.name.upper()
        value = environment.get(variable, "")
        if value and (not value.isdecimal() or int(value) == 0):
            raise ProgrammeError(
                t("{variable} is “{value}”.", variable=variable, value=value), t("Set it to a whole number above zero.")
            )
        if value:
            changed[field.name] = int(value)
    return replace(Limits(), **changed)


LIMITS = from_environment()
"""The limits in force."""
