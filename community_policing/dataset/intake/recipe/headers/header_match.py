"""Header lookup: the column of the schema that a header names, by the schema, the dictionary, an HXL tag or nearness."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from rapidfuzz import fuzz, process

from community_policing.core.geography import folded
from community_policing.core.i18n import language
from community_policing.core.labels import column_label
from community_policing.core.schema import TABLES, Column, Kind, Table
from community_policing.dataset.intake.recipe.headers import header_dictionary as dictionary
from community_policing.dataset.intake.recipe.headers.all_headers import HEADERS

NEAR = 80  # of 100, over the whole of both: one letter of a short word, or a shorter form of a long one
_CUT = 10  # letters of a name in a shapefile
LONGEST = 200  # characters: a longer text is a slip for no name of ours
CODE = "#code"  # behind a column's name: the code that stands beside its name
BOTH = "+"  # between two columns that one header holds

_STOP = frozenset(
    {
        "of",
        "the",
        "a",
        "an",
        "s",
        "is",
        "was",
        "were",
        "what",
        "which",
        "please",
        "select",
        "enter",
        "your",
        "when",
        "who",
        "it",
    }
)
_COUNT_WORDS = frozenset(
    {"no", "nr", "num", "number", "numbers", "count", "nos", "how", "many", "عدد", "ژماره", "ژماره\u064a"}
)
_THINGS = frozenset({"forum", "fora", "cpf", "community", "policing", "police", "training", "event", "activity", "item", "work",
                     "grant", "donor", "phase", "منتدى", "منتدي", "تدريب", "نشاط", "ماده", "عمل", "عضاء"})  # fmt: skip
_TAG = re.compile(r"#[a-z][a-z0-9_]*(\s*\+\s*[a-z][a-z0-9_]*)*", re.IGNORECASE)
_BRACKETS = re.compile(r"[(\[{]([^()\[\]{}]*)[)\]}]")

Key = tuple[str, ...]


@dataclass(frozen=True)
class Meaning:
    """The column a header names; `sure` where no office would mean anything else; `currency` that of all its cells."""

    column: str
    sure: bool
    currency: str = ""


@cache
def entries(line: str) -> tuple[str, ...]:
    """The headers of one line of the dictionary."""
    return tuple(entry.strip() for entry in line.split("|") if entry.strip())


@lru_cache(maxsize=8192)
def tokens(text: str) -> Key:
    """The words of a header: folded, without stop words and the Arabic article; `startDate` is two words."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text[: 4 * LONGEST])
    words = [word for word in re.split(r"[^\w]+|_", folded(apart)) if word]
    bare = [word.removeprefix("ال") if len(word) > 4 else word for word in words if word not in _STOP]
    return tuple(bare or words)


def _stem(word: str) -> str:
    plural = word.isascii() and len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is"))
    return word[:-1] if plural else word


@lru_cache(maxsize=8192)
def _keys(text: str) -> tuple[Key, Key, Key]:
    """What a header is looked up by, most exact first."""
    words = tokens(text)
    return tuple(sorted(words)), ("".join(words),), tuple(sorted(map(_stem, words)))


def same(one: str, other: str) -> bool:
    """Whether two headers are the same but for case, punctuation, order and plural."""
    return not set(_keys(one)).isdisjoint(_keys(other))


@cache
def among(line: str) -> frozenset[Key]:
    """The keys of a line of the dictionary; the exact ones only."""
    return frozenset(tuple(sorted(tokens(entry))) for entry in entries(line))


def is_in(text: str, line: str) -> bool:
    """Whether a text is one of a line of the dictionary."""
    return bool(text.strip()) and (tuple(sorted(tokens(text))) in among(line) or text.strip() in entries(line))


def is_exactly(text: str, line: str) -> bool:
    """Whether a text is one of a line of the dictionary letter for letter, but for case: `_id` is no `ID`."""
    return text.strip().casefold() in _exact(line)


@cache
def _exact(line: str) -> frozenset[str]:
    return frozenset(entry.casefold() for entry in entries(line))


def is_tag(text: str) -> bool:
    """Whether a cell is an HXL hashtag."""
    return _TAG.fullmatch(text.strip()) is not None


def _phrases(table: Table) -> Iterator[tuple[str, str, bool]]:
    """(header, column, sure) of everything a table's columns are called, most certain first."""
    names = {column.name for column in table.columns}
    for name in names:
        yield name, name, True
        yield column_label(name), name, True
    own, common = HEADERS.get(table.name, {}), HEADERS[dictionary.ANY]
    composites = {pair: line for pair, line in dictionary.COMPOSITES.items() if names.issuperset(pair.split(BOTH))}
    codes = {name + CODE: line for name, line in dictionary.CODES.items() if name in names}
    for sure in (True, False):
        for lines in (own, codes, composites, common):
            for column, line in lines.items():
                if lines is not common or column in names:
                    for entry in entries(line):
                        if entry.startswith("?") is not sure:
                            yield entry.lstrip("? "), column, sure


@lru_cache(maxsize=64)
def _index(table: str, _language: str) -> Mapping[Key, Meaning]:
    """What every key of a table's headers names; tables go by their name, since a hash of all their columns takes long."""
    phrases = [(_keys(phrase), Meaning(column, sure)) for phrase, column, sure in _phrases(TABLES[table])]
    index: dict[Key, Meaning] = {}
    for rank in range(3):  # exact keys of all go before looser ones of any
        for keys, named in phrases:
            index.setdefault(keys[rank], named)
    return index


def meaning(header: str, table: Table) -> Meaning | None:
    """The column that a header names by the schema or the dictionary; None for any other."""
    return _meaning(header, table.name, language())


@lru_cache(maxsize=16384)
def _meaning(header: str, name: str, spoken: str) -> Meaning | None:
    index, table = _index(name, spoken), TABLES[name]
    if cut := _cut(header, table):
        return cut
    for text, currency in _without_units(header):
        for key in _keys(text):
            if found := index.get(key) or _counted(key, index, table):
                if currency and not _takes_money(found.column, table):
                    continue
                return replace(found, currency=currency)
    return None


def _cut(header: str, table: Table) -> Meaning | None:
    """The column whose name a shapefile cut to ten letters, or numbered where two came to the same: `governorat`, `establis_1`.

    It is only likely where the letters begin several names.
    """
    name = header.strip().casefold()
    if len(name) != _CUT or column_of(name, table):
        return None
    begun = [each for column in table.columns if (each := column.name).startswith(name) and len(each) > _CUT]
    number = 0
    if not begun and (numbered := re.fullmatch(r"(.{8})_(\d)", name)):
        begun = [each for column in table.columns if (each := column.name).startswith(numbered[1]) and len(each) > _CUT]
        number = int(numbered[2])
    return Meaning(begun[min(number, len(begun) - 1)], len(begun) == 1) if begun else None


def _counted(key: Key, index: Mapping[Key, Meaning], table: Table) -> Meaning | None:
    """The meaning without "number of", of a column that counts."""
    bare = tuple(word for word in key if word not in _COUNT_WORDS)
    found = index.get(bare) if bare != key and bare else None
    return found if found and kind_of(found.column, table) is Kind.COUNT else None


def kind_of(column: str, table: Table) -> Kind | None:
    """The kind of a column; None of what is no single column."""
    return next((each.kind for each in table.columns if each.name == column), None)


def _takes_money(column: str, table: Table) -> bool:
    return kind_of(column, table) is Kind.AMOUNT or (table.name, column) == ("facts", "value")


@lru_cache(maxsize=8192)
def currency_of(text: str) -> str:
    """The ISO code of a currency by any of its words; "" for anything else."""
    return next((code for code, line in dictionary.CURRENCIES.items() if is_in(text, line)), "")


@lru_cache(maxsize=8192)
def _without_units(header: str) -> tuple[tuple[str, str], ...]:
    """(header, currency): the header itself, without units in brackets, and without words of a currency."""
    return tuple(_readings(header))


def _readings(header: str) -> Iterator[tuple[str, str]]:
    yield header, ""
    inside = _BRACKETS.findall(header)
    currency = next((code for part in inside if (code := currency_of(part))), "")
    if inside and all(currency_of(part) or is_in(part, dictionary.UNITS) or not part.strip(" *#") for part in inside):
        yield _BRACKETS.sub(" ", header), currency
    words = header.replace("/", " ").split()
    codes = [code for word in words if (code := currency_of(word.strip("()[],.:-")))]
    if len(codes) == 1 and len(words) > 1:
        rest = [word for word in words if not currency_of(word.strip("()[],.:-")) and word.casefold() != "in"]
        yield " ".join(rest), codes[0]


def qualified(header: str, table: Table) -> str:
    """The column whose name a header has behind a word that makes something else of it, as `Est. cost`; "" for none."""
    words = tokens(header)
    bare = [word for word in words if (word,) not in among(dictionary.QUALIFIERS)]
    found = meaning(" ".join(bare), table) if bare and len(bare) < len(words) else None
    return found.column if found else ""


def near(header: str, table: Table, free: Iterable[str]) -> str:
    """The free column that a header may be a slip for, or a longer name of; "" for none."""
    allowed = set(free)
    words = frozenset(map(_stem, tokens(header)))
    if not words or len(header) > LONGEST:
        return ""
    phrases = [(part, column) for part, column in _stems(table.name, language()) if column in allowed]
    within = [
        (len(part), column) for part, column in phrases if part < words and (len(part) > 1 or words - part <= _THINGS)
    ]
    if within:
        return max(within, key=lambda pair: pair[0])[1]
    slips = [(part, column) for part, column in phrases if not part < words]  # one word more is no slip: `PO number`
    joined = {"".join(sorted_words): column for part, column in slips if (sorted_words := sorted(part))}
    match = process.extractOne("".join(sorted(words)), list(joined), scorer=fuzz.ratio, score_cutoff=NEAR)
    return joined[match[0]] if match else ""


@lru_cache(maxsize=64)
def _stems(table: str, _language: str) -> tuple[tuple[frozenset[str], str], ...]:
    """The words of every header of a table without their plural, with its column."""
    return tuple((frozenset(map(_stem, tokens(phrase))), column) for phrase, column, _ in _phrases(TABLES[table]))


def by_tag(tag: str, table: Table) -> str:
    """The column of an HXL hashtag with any further attributes; "" for none."""
    if not is_tag(tag):
        return ""
    name, *attributes = re.sub(r"\s", "", tag.casefold()).split("+")
    best, most = "", -1
    for lines in (dictionary.TAGS.get(table.name, {}), dictionary.TAGS[dictionary.ANY]):
        for column, line in lines.items():
            if all(column != each.name for each in table.columns):
                continue
            for entry in entries(line):
                known, *wanted = entry.split("+")
                if known == name and set(wanted) <= set(attributes) and len(wanted) > most:
                    best, most = column, len(wanted)
    return best


def is_serial(header: str) -> bool:
    """Whether a header is that of the rows' serial numbers."""
    return header.strip().rstrip(".:") == "#" or is_in(header, dictionary.SERIALS)


def known(text: str) -> bool:
    """Whether a cell is a header that any table, the dictionary or a tool has."""
    return len(text) <= LONGEST and _known(text, language())


@lru_cache(maxsize=8192)
def _known(text: str, spoken: str) -> bool:
    if not text.strip():
        return False
    if is_tag(text) or is_serial(text) or is_exactly(text, dictionary.TOOL_ALWAYS):
        return True
    forms = {text, re.split(r"[/:]", text)[-1]}
    keys = {key for form in forms for each, _ in _without_units(form) for key in _keys(each)}
    bare = {tuple(word for word in key if word not in _COUNT_WORDS) for key in keys}
    if _every_key(spoken).isdisjoint(keys | bare):  # most cells are no header: they are done with here
        return False
    return any(_meaning(form, table, spoken) for form in forms for table in TABLES)


@cache
def _every_key(spoken: str) -> frozenset[Key]:
    return frozenset(key for table in TABLES for key in _index(table, spoken))


def column_of(name: str, table: Table) -> Column | None:
    """The column of that name; None where the table has none."""
    return next((column for column in table.columns if column.name == name), None)
