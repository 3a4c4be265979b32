"""Words of a link -> keys of a choice: any spelling or label, in any language, is accepted; nothing is guessed."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from unicodedata import decimal

from rapidfuzz import fuzz, process

from community_policing.core import formats
from community_policing.core.geography import Town, governorates, resolve, town, words
from community_policing.core.i18n import languages, listed, n, speaking, t
from community_policing.core.safe_text import printable

Names = Mapping[str, Collection[str]]  # key -> what else it is called
LONGEST = 60  # signs of a word that are looked at, or shown
QUOTED = 3  # unknown words that a sentence quotes
NEAR, CLEAR = 78, 6  # a near name is at least so alike (0 to 100), and so much more than the next one


def in_all_languages(keys: Iterable[str], label: Callable[[str], str]) -> Names:
    """What each key is called in every language that the dashboard speaks."""
    labels: dict[str, set[str]] = {key: set() for key in keys}
    for code in languages():
        with speaking(code):
            for key, names in labels.items():
                names.add(label(key))
    return labels


def matched(word: str, names: Names) -> str:
    """The key that the word is, or that is called so; case, marks and punctuation do not matter.  "" for none or several."""
    if word in names:
        return word
    asked = _plain(word)
    fits = [key for key, others in names.items() if asked and asked in {_plain(each) for each in (key, *others)}]
    return fits[0] if len(fits) == 1 else ""


def near(word: str, names: Names) -> str:
    """The one key whose name is clearly nearest to a word that was mistyped; "" where none is."""
    candidates = [(key, _plain(each)) for key, others in names.items() for each in (key, *others)]
    scores = (
        process.cdist([_plain(word)], [plain for _, plain in candidates], scorer=fuzz.ratio)[0] if candidates else ()
    )
    best: dict[str, float] = {}
    for (key, _), score in zip(candidates, scores, strict=True):
        best[key] = max(best.get(key, 0), float(score))
    first, second = sorted((*best.items(), ("", 0.0), ("", 0.0)), key=lambda each: -each[1])[:2]
    return first[0] if first[1] >= NEAR and first[1] - second[1] >= CLEAR else ""


def sorted_out(asked: Sequence[str], names: Names) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The keys that were asked for, each once, in the order of `names`, and the words that name none."""
    matches = {word: matched(word[:LONGEST], names) for word in asked if word.strip()}
    keys = set(matches.values())
    return tuple(key for key in names if key in keys), tuple(word for word, key in matches.items() if not key)


def quoted(unknown: Sequence[str]) -> str:
    """Unknown words as a sentence may quote them: inert, short, and few."""
    words = listed([t("“{word}”", word=printable(word, LONGEST)) for word in unknown[:QUOTED]])
    return t("{words} and others", words=words) if len(unknown) > QUOTED else words


def meant(unknown: Sequence[str], names: Names, label: Callable[[str], str]) -> str:
    """The question after a single unknown word that nearly is a name; "" otherwise."""
    key = near(unknown[0][:LONGEST], names) if len(unknown) == 1 else ""
    return t("Did you mean {name}?", name=label(key)) if key else ""


def governorate_names() -> Names:
    """The names and spellings of each governorate."""
    return {
        pcode: (place.name_en, place.name_ar, place.name_ckb, *place.spellings)
        for pcode, place in governorates().items()
    }


def placed(asked: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...], tuple[tuple[str, Town], ...]]:
    """Return P-codes of any spelling, the words that are none, and towns, answered with their governorate."""
    pcodes: set[str] = set()
    unknown: list[str] = []
    towns: list[tuple[str, Town]] = []
    for word in dict.fromkeys(word[:LONGEST] for word in asked if word.strip()):
        pcode = resolve(word).pcode
        if pcode is None and (place := town(word)):
            towns.append((word, place))
            pcode = place.pcode
        if pcode is None:
            unknown.append(word)
        else:
            pcodes.add(pcode)
    return tuple(sorted(pcodes)), tuple(unknown), tuple(towns)


def not_offered(unknown: Sequence[str], choice: str, instead: str) -> str:
    """What is said where a link names something that a choice on a page does not offer."""
    return n(
        "The link names {words} for “{choice}”, which is not offered here: {instead} is shown.",
        "The link names {words} for “{choice}”, which are not offered here: {instead} is shown.",
        len(unknown), words=quoted(unknown), choice=choice, instead=instead,
    )  # fmt: skip


def day(word: str, choice: str, usual: date, first: date, last: date) -> tuple[date, str]:
    """The ISO day that the word is, brought inside what is on record, and what to say where it is none or lies outside."""
    try:
        asked = date.fromisoformat("".join(str(decimal(sign, sign)) for sign in word.strip()[:LONGEST]))
    except ValueError:
        return usual, t(
            "The link names {word} for “{choice}”, which is no date (they are written like 2016-11-30): {day} is shown.",
            word=quoted((word,)), choice=choice, day=formats.day(usual),
        )  # fmt: skip
    if asked > last:
        return last, t(
            "The link names {asked} for “{choice}”, after the last day of these data: {day} is shown.",
            asked=formats.day(asked), choice=choice, day=formats.day(last),
        )  # fmt: skip
    if asked < first:
        return first, t(
            "The link names {asked} for “{choice}”, before the first day of these data: {day} is shown.",
            asked=formats.day(asked), choice=choice, day=formats.day(first),
        )  # fmt: skip
    return asked, ""


def _plain(text: str) -> str:
    return "".join(words(text[: 2 * LONGEST])) or text.casefold().strip()
