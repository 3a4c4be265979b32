"""Translation (gettext): every text a person reads passes here; languages are data (locale/)."""

import gettext
import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from io import BytesIO
from pathlib import Path

from community_policing.core.bidi import figures, isolated, whole
from community_policing.core.languages import LANGUAGES, SOURCE, Language
from community_policing.core.paths import LOCALES

DOMAIN = "community_policing"
_log = logging.getLogger(__name__)

_language: ContextVar[str] = ContextVar("language", default="")
_readers: list[Callable[[], str]] = []  # who says what language a reader reads, where no block does


class ProgrammeError(Exception):
    """What a person is told when something cannot be done: what happened, where, and what to do."""

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(f"{message} {remedy}".strip())
        self.message = message
        self.remedy = remedy


def language() -> str:
    """The language in force, as a code such as `en`: that of the block, or else of the reader."""
    return _language.get() or _asked()


def _asked() -> str:
    """What a reader's language is where nothing was said yet; it then holds in this thread, which serves one reader."""
    code = next((code for reader in _readers if (code := reader())), "")
    _language.set(code)
    return code or SOURCE


def language_in_force() -> Language:
    """What is known of the language in force; of one that is not in the table, what English has."""
    return LANGUAGES.get(language(), LANGUAGES[SOURCE])


def ask_for_language(reader: Callable[[], str]) -> None:
    """Asks this function outside of `speaking`, once in a thread; it returns a code, or "" where it does not know."""
    if reader not in _readers:
        _readers.append(reader)


def languages() -> tuple[str, ...]:
    """The codes of all languages that there are messages in, the source language first."""
    return _languages(LOCALES)


@cache
def _languages(folder: Path) -> tuple[str, ...]:
    return (SOURCE, *(code for code in LANGUAGES if code != SOURCE and catalogue(code, folder).is_file()))


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Within the block every text is in that language."""
    token = _language.set(code)
    try:
        yield
    finally:
        _language.reset(token)


def in_every_language(say: Callable[[], str]) -> tuple[str, ...]:
    """What a text is in each language that there are messages in, each once; first in the language in force."""
    said = [say()]
    for code in languages():
        with speaking(code):
            said.append(say())
    return tuple(dict.fromkeys(said))


def catalogue(code: str, folder: Path | None = None) -> Path:
    """The file of a language's messages, as translators edit it."""
    return (folder or LOCALES) / code / "LC_MESSAGES" / f"{DOMAIN}.po"


@cache
def reviewed(code: str) -> tuple[int, int]:
    """How many messages of a language a speaker has confirmed, and of how many; the others are drafts, marked `fuzzy`."""
    written = catalogue(code).read_text("utf-8")
    count = written.count("\nmsgid ") - 1  # but the header
    return count - written.count("\n#, fuzzy"), count


@cache
def _messages(code: str) -> gettext.NullTranslations:
    written = catalogue(code)
    if code == SOURCE or not written.is_file():
        return gettext.NullTranslations()
    compiled = written.with_suffix(".mo")
    if not compiled.is_file() or compiled.stat().st_mtime < written.stat().st_mtime:
        return gettext.GNUTranslations(BytesIO(_compile(written, compiled)))
    with compiled.open("rb") as file:
        return gettext.GNUTranslations(file)


def _compile(written: Path, compiled: Path) -> bytes:
    """The catalogue as gettext reads it, kept for the next start; drafts that nobody has reviewed yet count, too."""
    from babel.messages.mofile import write_mo  # 40 ms that an English reader does not wait for
    from babel.messages.pofile import read_po

    with written.open("rb") as file:
        messages = read_po(file)
    made = BytesIO()
    write_mo(made, messages, use_fuzzy=True)
    try:
        part = compiled.with_suffix(".part")
        part.write_bytes(made.getvalue())
        part.replace(compiled)
    except OSError as error:  # a folder that only an administrator may write to: compiled again at the next start
        _log.info("%s is compiled at each start: %s", written, error)
    return made.getvalue()


def N_(message: str) -> str:  # noqa: N802  gettext's own name for it
    """Marks a text for translation where it is declared; it is translated where it is shown."""
    return message


def plural(one: str, many: str) -> tuple[str, str]:
    """Marks a singular and its plural where they are declared: `n(*pair, count)` chooses and translates where they are shown."""
    return one, many


def t(message: str, /, **values: object) -> str:
    """The message in the language in force, its `{named}` placeholders filled."""
    code = language()
    return (
        message.format(**values) if code == SOURCE else _filled(code, _messages(code).gettext(message), message, values)
    )


def n(one: str, many: str, count: int, /, **values: object) -> str:
    """The form of the message that `count` takes; `{count}` is filled along with the other placeholders."""
    code, message = language(), one if count == 1 else many
    values["count"] = count
    if code == SOURCE:
        return message.format(**values)
    return _filled(code, _messages(code).ngettext(one, many, count), message, values)


def _filled(code: str, translated: str, message: str, values: dict[str, object]) -> str:
    """The translation with its values; where a translator mistook a placeholder, the message as the code has it."""
    right_to_left = code in LANGUAGES and LANGUAGES[code].right_to_left
    if right_to_left:
        values = {name: isolated(value) if isinstance(value, str) else value for name, value in values.items()}
    try:
        filled = translated.format(**values)
        return figures(filled) if right_to_left else filled
    except (KeyError, IndexError, ValueError):
        if translated == message:
            raise
        _log.exception("The translation of %r into %s has a wrong placeholder", message, code)
        return message.format(**values)


def in_line(text: str) -> str:
    """A text of whatever script as it stands by itself in a line of the language in force."""
    return whole(text) if language_in_force().right_to_left else text


def name_order(name: str) -> "str | tuple[tuple[int, int | str], ...]":
    """The key that sorts names shown to a person: by the dictionaries of the language in force, in English letter by letter."""
    return name if language() == SOURCE else language_in_force().order(name)


def at(name: str, place: str) -> str:
    """A thing and where it is; a name that holds the place already says it once."""
    return t("{name}, {place}", name=name, place=place) if place and place not in name else name


def listed(names: Sequence[str]) -> str:
    """Names in a row: "A, B, C"."""
    spoken = language_in_force()
    return spoken.list.join(map(isolated, names) if spoken.right_to_left else names)


def beside(names: Sequence[str]) -> str:
    """Names beside each other: "A · B"."""
    return " · ".join(map(isolated, names) if language_in_force().right_to_left else names)


def joined(names: Sequence[str]) -> str:
    """Names in a sentence: "A", "A and B", "A, B and C"."""
    if len(names) < 2:
        return "".join(names)
    return language_in_force().last.format(some=listed(names[:-1]), last=listed(names[-1:]))


def clauses(parts: Sequence[str]) -> str:
    """Parts of a sentence in a row: "a; b; c"."""
    return language_in_force().clauses.join(parts)
