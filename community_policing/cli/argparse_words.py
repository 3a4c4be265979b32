"""What argparse says by itself ("usage:", "invalid choice"), from our catalogue: messages with named placeholders, as all are."""

import argparse
import re
from string import Formatter

from community_policing.core.i18n import N_, t

_WORDS = {  # a text of argparse, as Python 3.11 has it -> the same as our translators read it, its values in the same order
    "usage: ": N_("usage: "),
    "positional arguments": N_("positional arguments"),
    "options": N_("options"),
    "show this help message and exit": N_("show this help message and exit"),
    "%(prog)s: error: %(message)s\n": N_("{program}: error: {message}\n"),
    "argument %(argument_name)s: %(message)s": N_("argument {argument}: {message}"),
    "the following arguments are required: %s": N_("the following arguments are required: {arguments}"),
    "one of the arguments %s is required": N_("one of the arguments {arguments} is required"),
    "unrecognized arguments: %s": N_("unrecognized arguments: {arguments}"),
    "not allowed with argument %s": N_("not allowed with argument {argument}"),
    "ambiguous option: %(option)s could match %(matches)s": N_("ambiguous option: {option} could match {matches}"),
    "ignored explicit argument %r": N_("ignored explicit argument {argument}"),
    "expected one argument": N_("expected one argument"),
    "expected at most one argument": N_("expected at most one argument"),
    "expected at least one argument": N_("expected at least one argument"),
    "invalid %(type)s value: %(value)r": N_("invalid {type} value: {value}"),
    "invalid choice: %(value)r (choose from %(choices)s)": N_("invalid choice: {value} (choose from {choices})"),
}
_PLACE = re.compile(r"%(?:\(\w+\))?[rs]")


def translate() -> None:
    """Lets argparse take its words from our catalogue: it asks gettext by this name, and finds no catalogue of its own."""
    vars(argparse)["_"] = _said


def _said(text: str) -> str:
    """A text of argparse in the language in force, with argparse's own placeholders, which it fills itself."""
    ours = _WORDS.get(text)
    if ours is None:
        return text
    names = [name for _, name, _, _ in Formatter().parse(ours) if name]
    return t(ours, **dict(zip(names, _PLACE.findall(text), strict=True)))
