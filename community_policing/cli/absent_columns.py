"""Answers on the command line about columns that a file lacks: `--keep`, `--clear`, `--keep-missing`."""

import argparse
from typing import TYPE_CHECKING

from community_policing.core.i18n import ProgrammeError, n, t
from community_policing.core.schema import TABLES

if TYPE_CHECKING:
    from community_policing.dataset.intake import Checked


def arguments(verb: argparse.ArgumentParser) -> None:
    """Add the answers to a command that checks a file."""
    words = {"--keep": t("keep what the release holds in a column that the file lacks"),
             "--clear": t("clear a column that the file lacks")}  # fmt: skip
    for option, help_text in words.items():
        verb.add_argument(option, action="append", default=[], metavar=t("column"), help=help_text)
    help_text = t("keep every column that the file lacks, except those named with --clear")
    verb.add_argument("--keep-missing", action="store_true", help=help_text)


def answers(asked: argparse.Namespace) -> dict[str, dict[str, str]]:
    """Table -> column -> "keep" or "clear", as `intake.check` takes it.  ProgrammeError for a name that is no column, or
    one that is to be both."""
    answer_of: dict[str, dict[str, str]] = {"": {"": "keep"}} if asked.keep_missing else {}
    for answer, names in (("keep", asked.keep), ("clear", asked.clear)):
        for name in names:
            table, _, column = name.rpartition(".")
            if not any(column == c.name for of in TABLES.values() if table in ("", of.name) for c in of.columns):
                raise ProgrammeError(t("There is no column “{name}”.", name=name),
                                     t("Write it as grants, or as fora.grants for one table."))  # fmt: skip
            if answer_of.setdefault(table, {}).setdefault(column, answer) != answer:
                raise ProgrammeError(
                    t("The column “{name}” is named with both --keep and --clear.", name=name),
                    t("Name it with one of them."),
                )
    return answer_of


def sentence(checked: "Checked") -> str:
    """What is to be said about the columns that nobody has answered for; "" where there is none."""
    names = [f"{absent.table}.{absent.column}" for absent in checked.open_columns]
    if not names:
        return ""
    return n(
        "The file lacks a column that the current release holds: {names}. "
        "Add --keep or --clear with its name, or --keep-missing.",
        "The file lacks {count} columns that the current release holds: {names}. "
        "Add --keep or --clear with the name of each, or --keep-missing to keep all.",
        len(names), names=", ".join(names),
    )  # fmt: skip
