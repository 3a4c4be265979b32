"""Rules that a translation holds whoever wrote it: none of them needs a speaker."""

import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

from translations.catalogues import Forms, forms_of
from translations.messages import Key

# Letters of the other language: the two share a script, and keyboards mix them up
FOREIGN = {"ar": "یکەۆێڕڵڤ", "ckb": "يكةىؤ"}
# Names of products, formats and organisations, which are written in Latin letters in Iraq, too
LATIN = frozenset(Path(__file__).with_name("latin.txt").read_text("utf-8").split())
# Words that are typed as they are, such as subcommands: only where the message has them
TYPED = frozenset(Path(__file__).with_name("typed.txt").read_text("utf-8").split())
_MARKS = (r"\*\*", r"`", r"\]\(", r"\n", r"<[a-z/]")
_NOT_READ = re.compile(
    r"`[^`]*`|https?://\S+|\S+@\S+|\]\([^)]*\)|\{[^}]*\}|</?[a-z][^>]*>|--[a-z]+|(?<![A-Za-z])\.[a-z]+|[“«][a-z]+[”»]"
)
_WORD = re.compile(r"[A-Za-z][\w./+-]*")


def faults(code: str, key: Key, forms: Forms) -> Iterator[str]:
    """What is wrong in the translation of a message into Arabic or Sorani; nothing where all is right."""
    model = key[-1]
    expected = forms_of(code) if len(key) == 2 else 1
    if len(forms) != expected:
        yield f"{expected} forms are needed, there are {len(forms)}"
    for form in forms:
        if not form.strip():
            yield "there is no text"
            continue
        yield from _form_faults(code, form, model)


def _form_faults(code: str, form: str, model: str) -> Iterator[str]:
    try:
        given = _placeholders(form)
    except ValueError as error:
        yield f"the braces do not fit: {error}"
        return
    if given != _placeholders(model):
        yield f"the placeholders are {given} and not {_placeholders(model)}"
    if any(len(re.findall(mark, form)) != len(re.findall(mark, model)) for mark in _MARKS):
        yield "marks of Markdown, tags or line breaks are not as many"
    if _blanks(form) != _blanks(model):
        yield "it begins or ends with other blanks"
    read = _NOT_READ.sub("", form)
    if letters := set(read) & set(FOREIGN[code]):
        yield f"letters of the other language: {' '.join(sorted(letters))}"
    if re.search("[٠-٩۰-۹]", form):
        yield "digits are European, since figures are, too"
    if re.search("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]", form):
        yield "marks of direction come from the code"
    if re.search(r"(?<=[^\W\da-zA-Z_])[,;?]", read):
        yield "signs are those of the script: ، ؛ ؟"
    known = set(_WORD.findall(model))
    for word in _WORD.findall(read):
        if not _may_be_latin(word.strip("./-"), known):
            yield f"a Latin word: {word}"


def _may_be_latin(word: str, of_message: set[str]) -> bool:
    """A name that is so written in Iraq; or a setting, file, column or command, which the message has letter by letter."""
    stays = re.search(r"[_./+\d-]|[a-z][A-Z]", word) or word.isupper() or len(word) == 1 or word in TYPED
    return word in LATIN or bool(stays and any(word in other for other in of_message))


def _placeholders(text: str) -> list[str]:
    return sorted(
        f"{{{name}:{spec}!{conversion}}}" for _, name, spec, conversion in Formatter().parse(text) if name is not None
    )


def _blanks(text: str) -> tuple[int, int]:
    return len(text) - len(text.lstrip()), len(text) - len(text.rstrip())
