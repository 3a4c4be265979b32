"""Catalogues (gettext .po) kept in step with the code: new messages come in, those that went leave, translations stay."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from community_policing.core.i18n import catalogue
from community_policing.core.languages import LANGUAGES, Language
from translations.messages import Key

Forms = tuple[str, ...]  # one for a message, as many as the language has for a pair


@dataclass(frozen=True)
class Translation:
    """What a message reads in a language; without a reviewer it is a draft that no speaker has confirmed."""

    forms: Forms
    reviewed: bool = False


def read(code: str) -> dict[Key, Translation]:
    """The translations of a language; none where it has no catalogue yet."""
    file = catalogue(code)
    if not file.is_file():
        return {}
    with file.open("rb") as written:
        return {_key(message): _translation(message) for message in read_po(written) if message.id}


def write(code: str, translations: Mapping[Key, Translation], known: Mapping[Key, Sequence[str]]) -> None:
    """Writes the catalogue of a language: every message of the code in its order, also those not translated yet."""
    made = _empty(LANGUAGES[code])
    for key, files in known.items():
        forms = translations.get(key, Translation(())).forms or ("",) * (_count(made, key))
        made.add(
            key if len(key) == 2 else key[0],
            forms if len(key) == 2 else forms[0],
            locations=[(file, 0) for file in files],
            flags=() if key in translations and translations[key].reviewed else ("fuzzy",),
        )
    file = catalogue(code)
    file.parent.mkdir(parents=True, exist_ok=True)
    text = BytesIO()
    write_po(text, made, width=0, include_lineno=False)
    file.write_bytes(text.getvalue())


def forms_of(code: str) -> int:
    """How many forms a language has for a pair."""
    return int(_empty(LANGUAGES[code]).num_plurals)


def _empty(language: Language) -> Catalog:
    """A catalogue with our own header: Babel's would order the Arabic forms in its own way, and change with every day."""
    header = (
        'msgid ""\nmsgstr ""\n'
        f'"Language: {language.locale}\\n"\n'
        f'"Plural-Forms: {language.plural}\\n"\n'
        '"POT-Creation-Date: 2026-11-30 00:00+0000\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n'
    )
    made = read_po(BytesIO(header.encode()))
    made.project, made.version, made.revision_date, made.header_comment = (
        "Community Policing",
        "1",
        made.creation_date,
        "",
    )
    return made


def _count(made: Catalog, key: Key) -> int:
    return made.num_plurals if len(key) == 2 else 1


def _key(message: Message) -> Key:
    return tuple(message.id) if isinstance(message.id, (tuple, list)) else (message.id,)


def _translation(message: Message) -> Translation:
    forms = tuple(message.string) if isinstance(message.string, (tuple, list)) else (message.string,)
    return Translation(forms, not message.fuzzy)


def reviewed_in_words() -> str:
    """How far speakers have reviewed each language, as the README says it; `update` writes it there."""
    counts = {code: [each.reviewed for each in read(code).values()] for code in ("ar", "ckb")}
    arabic, sorani = (f"{sum(counts[code]):,} of {len(counts[code]):,}" for code in counts)
    return f"**Reviewed by a speaker: Arabic {arabic} messages; Sorani {sorani}.**"
