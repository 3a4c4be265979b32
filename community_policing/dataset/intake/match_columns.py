"""Column matching: the table of a sheet and the column of a header, by name, label or mapping; never by guessing."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence

from rapidfuzz import fuzz, process

from community_policing.core.i18n import t
from community_policing.core.schema import TABLES, Table
from community_policing.dataset.cells import tidy
from community_policing.dataset.intake.report import Unmatched

_NEAR = 72  # of 100: one or two letters of a short word
_LONGEST = 200  # characters: a longer text is a slip for no name of ours
_NEARLY = 80  # of 100, over the whole of both: one letter of a short word, or a shorter form of a long one
_ALSO = {"forum": "fora", "forums": "fora", "events": "trainings", "equipment": "infrastructure", "seats": "attendance"}


def plain(name: str) -> str:
    """A name without case, spaces, punctuation and compatibility forms."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", tidy(name)[0]).casefold())


def table_of(name: str) -> str:
    """The table a sheet or file is named after, "" where it is none: case, spaces, numbering and plural are forgiven."""
    letters = [place for place, letter in enumerate(name) if letter.isalpha()]
    bare = plain(name[letters[0] : letters[-1] + 1]) if letters else ""
    for table in TABLES:
        if bare in {plain(table), plain(table).removesuffix("s"), plain(t(table))} - {""}:
            return table
    return _ALSO.get(bare, "")


def tables_by_header(header: Sequence[str]) -> list[str]:
    """The tables all of whose required columns the header has, those with most of its columns first and alone."""
    fits = {}
    for table in TABLES.values():
        columns = {c.name: c for c in table.columns}
        matched = {name for name in columns_of(header, table) if name in columns}
        if 2 * len(matched) >= len(header) and all(
            name in matched for name, c in columns.items() if c.required == "yes"
        ):
            fits[table.name] = len(matched)
    return [name for name, count in fits.items() if count == max(fits.values())]


def columns_of(header: Sequence[str], table: Table, mapping: Mapping[str, str] | None = None) -> list[str]:
    """What each header is called in the schema; its own text where it is no column.  A `mapping` (their header -> our
    column, "" = leave it out) goes first, then names and labels, then the last part of Kobo's group/field."""
    given = {plain(theirs): ours for theirs, ours in (mapping or {}).items()}
    column_of = {plain(c.name): c.name for c in table.columns}
    column_of |= {plain(t(c.name.replace("_", " ").capitalize())): c.name for c in table.columns}
    names = []
    for cell in header:
        text = tidy(cell)[0]
        whole, last = plain(text), plain(re.split(r"[/.:]", text)[-1])
        names.append(given[whole] if whole in given else column_of.get(whole) or column_of.get(last) or text)
    return names


def unmatched(header: Sequence[str], names: Sequence[str], table: Table) -> Unmatched | None:
    """What did not match, with what it may mean; None where nothing required lacks and every header is a column."""
    columns = [c.name for c in table.columns]
    free = [name for name in columns if name not in names]
    strangers = tuple(
        dict.fromkeys(h for h, name in zip(header, names, strict=True) if h.strip() and name and name not in columns)
    )
    missing = tuple(c.name for c in table.columns if c.required == "yes" and c.name in free)
    if not strangers and not missing:
        return None
    return Unmatched(strangers, missing, {h: near(h, free) for h in strangers if near(h, free)})


def proposed(unmatched: Unmatched) -> Mapping[str, str]:
    """The columns that headers are nearly the names of, each once: a proposal for a reader, and nothing done unasked."""
    taken: dict[str, str] = {}
    for header, choices in unmatched.suggestions.items():
        free = [column for column in choices if column not in taken.values()]
        if best := process.extractOne(header, free, scorer=fuzz.ratio, processor=plain, score_cutoff=_NEARLY):
            taken[header] = best[0]
    return taken


def near(name: str, choices: Iterable[str], most: int = 3) -> tuple[str, ...]:
    """The choices that the name may be a slip for, likeliest first."""
    wanted = re.split(r"[/.:]", name)[-1]
    if len(wanted) > _LONGEST:
        return ()
    matches = process.extract(wanted, list(choices), scorer=fuzz.WRatio if len(wanted) > 5 else fuzz.ratio, processor=plain,
                            score_cutoff=_NEAR, limit=most)  # fmt: skip
    return tuple(choice for choice, _, _ in matches)


def did_you_mean(name: str, choices: Collection[str]) -> str:
    """ " Did you mean “x”?", or nothing."""
    match = process.extractOne(name, list(choices), scorer=fuzz.ratio, processor=plain, score_cutoff=_NEAR)
    return " " + t("Did you mean “{name}”?", name=match[0]) if match else ""
