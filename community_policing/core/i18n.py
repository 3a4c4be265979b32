"""Translation (gettext): every text a person reads passes here; languages are data (locale/*.po)."""

import gettext
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache

from community_policing.core.paths import LOCALES

DOMAIN = "community_policing"

_language: ContextVar[str] = ContextVar("language", default="en")


class ProgrammeError(Exception):
    """What a person is told when something cannot be done: what happened, where, and what to do."""

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(f"{message} {remedy}".strip())
        self.message = message
        self.remedy = remedy


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, LOCALES, [language], fallback=True)


def language() -> str:
    """The language in force, as a code such as `en`."""
    return _language.get()


def languages() -> tuple[str, ...]:
    """The codes of all languages that the dashboard speaks, the source language first."""
    return ("en", *sorted(folder.parent.name for folder in LOCALES.glob("*/LC_MESSAGES")))


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Within the block every text is in that language."""
    token = _language.set(code)
    try:
        yield
    finally:
        _language.reset(token)


def N_(message: str) -> str:  # noqa: N802  gettext's own name for it
    """Marks a text for translation where it is declared; it is translated where it is shown."""
    return message


def t(message: str, /, **values: object) -> str:
    """The message in the language in force, its `{named}` placeholders filled."""
    return _catalogue(language()).gettext(message).format(**values)


def at(name: str, place: str) -> str:
    """A thing and where it is; a name that holds the place already says it once."""
    return t("{name}, {place}", name=name, place=place) if place and place not in name else name


def joined(names: Sequence[str]) -> str:
    """Names in a sentence: "A", "A and B", "A, B and C"."""
    return t("{some} and {last}", some=", ".join(names[:-1]), last=names[-1]) if len(names) > 1 else "".join(names)


def n(one: str, many: str, count: int, /, **values: object) -> str:
    """The singular or plural message for `count`; `{count}` is filled along with the other placeholders."""
    return _catalogue(language()).ngettext(one, many, count).format(count=count, **values)
