"""Finding a forum, an event or a site by any spelling of its name, its place or its governorate.

Words are made plain on both sides.  An index of them, sorted, is made once for each release and language: every word of a
question is one slice of it, whatever the number of rows.
"""

import csv
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, lru_cache, partial
from itertools import accumulate, chain
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from community_policing.analysis.training import calendar
from community_policing.analysis.works import items
from community_policing.core import formats, labels
from community_policing.core.geography import governorates, words
from community_policing.core.i18n import in_every_language, language, listed, t
from community_policing.core.paths import GEO
from community_policing.measure.names import every_name, names_of
from community_policing.measure.programme import Programme, has_value

MOST = 8  # rows shown at once
LONGEST = 80  # letters of a question
TABLES: Mapping[str, tuple[str, str]] = {
    "fora": ("forum_id", "name"),
    "trainings": ("training_id", "title"),
    "infrastructure": ("item_id", "name"),
}
# What a word was found in, best first; 1 more where it only begins one
_NAME, _PLACE, _GOVERNORATE, _KIND = (0, 2, 4, 6)
_NOWHERE = 99
_LAST = "\U0010ffff"  # sorts after every letter
_DIGIT = re.compile(r"\d")
_GLUED = re.compile(r"^(?:al|an|ar|ash|as|at|ad|az|el)(?=...)")


@dataclass(frozen=True)
class Match:
    """One row: its table, its position there, and what a person knows it by; `pcode` "" = not on record, `names` are those in
    all languages."""

    table: str
    row: int
    key: str
    name: str
    place: str
    pcode: str
    kind: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answer:
    """The rows that fit best, how many more there are, and, where none fits, what was probably meant."""

    found: tuple[Match, ...] = ()
    more: int = 0
    meant: str = ""


@dataclass(frozen=True, eq=False)
class Index:
    """Sorted words, and which rows hold each of them, in what: word i is in `rows[starts[i]:starts[i + 1]]`.

    `spoken` is word -> the name that a person would write; `ids` is a row's id without marks -> its place in `held`.
    """

    held: tuple[Match, ...]
    words: Sequence[str]
    starts: Sequence[int]
    rows: NDArray[np.int32]
    ranks: NDArray[np.int16]
    spoken: Mapping[str, str]
    ids: Mapping[str, int]

    def look(self, question: str, most: int = MOST) -> Answer:
        """The rows in which every word of the question begins a word: by id, else by what the words were found in."""
        tokens = plain(question[:LONGEST])
        if not tokens:
            return Answer()
        fit = np.sum([self._fit(token) for token in tokens], axis=0)
        if (row := self.ids.get("".join(tokens))) is not None:
            fit[row] = -1
        places = np.flatnonzero(fit < _NOWHERE)
        if not len(places):
            return Answer(meant=self._meant(tokens))
        best = places[np.argsort(fit[places], kind="stable")][:most]
        return Answer(tuple(self.held[place] for place in best), len(places) - len(best))

    def _fit(self, token: str) -> NDArray[np.int16]:
        """For each row what the word was found in; a whole word before the beginning of one."""
        fit = np.full(len(self.held), _NOWHERE, np.int16)
        first, last = self._range(token)
        if first == last:  # perhaps its article is written in one with it
            token = _GLUED.sub("", token)
            first, last = self._range(token)
        prefixed = slice(self.starts[first], self.starts[first if token.isdigit() else last])  # 1 does not begin 10
        np.minimum.at(fit, self.rows[prefixed], self.ranks[prefixed] + np.int16(1))
        if first < last and self.words[first] == token:
            same = slice(self.starts[first], self.starts[first + 1])
            np.minimum.at(fit, self.rows[same], self.ranks[same])
        return fit

    def _range(self, token: str) -> tuple[int, int]:
        return bisect_left(self.words, token), bisect_right(self.words, token + _LAST)

    def _meant(self, tokens: Sequence[str]) -> str:
        """The question with unknown words replaced by known ones; "" where none is unknown, or nothing is near."""
        near = [self._near(token) for token in tokens]
        return " ".join(near) if all(near) and near != list(tokens) else ""

    def _near(self, token: str) -> str:
        first, last = self._range(token)
        if first < last:
            return token
        return next((self.spoken[word] for word in get_close_matches(token, self.spoken, 1, 0.75)), "")


def plain(text: str) -> tuple[str, ...]:
    """The words of a name or a question, without what spellings of one and the same name differ in."""
    if not text.isascii():
        text = _DIGIT.sub(lambda match: str(int(match[0])), text)
    return tuple(_sounded(word) for word in words(text))


@lru_cache(maxsize=4096)
def _sounded(word: str) -> str:
    """Who transliterates doubles letters, writes long vowels in two ways and adds a last h as they like; not in numbers."""
    if _DIGIT.search(word):
        return word
    single = re.sub(r"(.)\1", r"\1", word.replace("ee", "i").replace("oo", "u").replace("ou", "u"))
    return re.sub(r"(?<=..a)h$", "", single)


def index(programme: Programme) -> Index:
    """The index of the whole programme's own rows in the language in force, whatever was chosen from them."""
    whole = programme.whole
    return whole.keep(f"search {language()}", lambda: _indexed(tuple(_own(whole))))


def _own(whole: Programme) -> Iterator[Match]:
    """Every row of the programme itself: fora, then events, then sites and equipment."""
    for table, (key, name) in TABLES.items():
        rows = whole.frames[table]
        own = rows[rows["scope"] == "iom"] if "scope" in rows else rows
        kinds = own["kind"] if "kind" in own else ["forum"] * len(own)
        cells = zip(own[key], names_of(own, name), own["place"], own["governorate"], kinds, strict=True)
        for row, texts, names in zip(own["position"], cells, every_name(own, name), strict=True):
            key_text, called, place, pcode, kind = (str(text) if has_value(text) else "" for text in texts)
            yield Match(table, int(row), key_text, called, place, pcode, kind, names)


def _indexed(rows_found: tuple[Match, ...]) -> Index:
    """Each distinct name, place, governorate and kind is made plain once, however many rows have it."""
    having: dict[tuple[int, str, str], list[int]] = {}
    for row, match in enumerate(rows_found):
        for field in ((_KIND, match.kind, ""), (_GOVERNORATE, match.pcode, ""), (_PLACE, match.place, match.pcode),
                     *((_NAME, name, "") for name in match.names), (_NAME, match.key, "")):  # fmt: skip
            having.setdefault(field, []).append(row)
    holding: dict[str, list[tuple[list[int], int]]] = {}
    spoken: dict[str, str] = {}
    for (rank, text, pcode), rows in sorted(having.items(), key=lambda item: -item[0][0]):
        for name in dict.fromkeys(_spellings(rank, text, pcode)):
            parts = plain(name)
            for word in {*parts, "".join(parts if rank != _NAME else "")} - {""}:
                holding.setdefault(word, []).append((rows, rank))
                if len(word) > 2 and not _DIGIT.search(word):
                    spoken.setdefault(word, name if rank in (_PLACE, _GOVERNORATE) else word)
    return _sorted(rows_found, holding, spoken)


def _sorted(
    rows_found: tuple[Match, ...], holding: Mapping[str, list[tuple[list[int], int]]], spoken: Mapping[str, str]
) -> Index:
    ordered = sorted(holding)
    pieces = [piece for word in ordered for piece in holding[word]]
    sizes = [sum(len(rows) for rows, _ in holding[word]) for word in ordered]
    return Index(
        rows_found, ordered, [0, *accumulate(sizes)],
        np.fromiter(chain.from_iterable(rows for rows, _ in pieces), np.int32, sum(sizes)),
        np.repeat(np.array([rank for _, rank in pieces], np.int16), [len(rows) for rows, _ in pieces]),
        spoken, {"".join(plain(match.key)): row for row, match in enumerate(rows_found)},
    )  # fmt: skip


def _spellings(rank: int, text: str, pcode: str) -> tuple[str, ...]:
    """A text as the row has it, and in every spelling of geo/ that means the same place."""
    if rank == _PLACE:
        return (text, *_places().get((pcode, "".join(plain(text))), ()))
    if rank == _GOVERNORATE and text in governorates():
        place = governorates()[text]
        return (place.name_en, text, place.name_ar, place.name_ckb, *place.spellings)
    return in_every_language(partial(labels.label, text)) if rank == _KIND else (text,)


@cache
def _places() -> Mapping[tuple[str, str], tuple[str, ...]]:
    """Governorate and any name of a place made plain -> all names of that place in geo/, English, Arabic and Kurdish."""
    names: dict[str, list[str]] = {}
    home: dict[str, str] = {}
    for file in ("places.csv", "place_names.csv"):
        with (GEO / file).open(encoding="utf-8", newline="") as rows:
            for row in csv.DictReader(rows):
                spellings = [row[column] for column in ("name_en", "name_ar", "name_ckb") if row.get(column)]
                names.setdefault(row["geonames_id"], []).extend(spellings)
                home.setdefault(row["geonames_id"], row.get("pcode") or row["capital_of"])
    return {
        (home[place], "".join(plain(name))): tuple(dict.fromkeys(spellings))
        for place, spellings in names.items()
        for name in spellings
    }


def standing(match: Match, programme: Programme) -> tuple[str, str]:
    """What the row was on the as-of date, in words, after the kind of its mark: `iom`, `police`, `planned`, `event`, `item`,
    or "" for a forum that is not there.  What happened later does not show."""
    row = programme.whole.frames[match.table].iloc[match.row]
    return {"fora": forum, "trainings": _event, "infrastructure": _item}[match.table](row, programme)


def forum(row: "pd.Series[Any]", programme: Programme) -> tuple[str, str]:
    """The same of a row of the table of fora."""
    day = pd.Timestamp(programme.as_of)
    if _by(row["established_on"], day):
        if _by(row["closed_on"], day):
            return "", t("closed on {day}", day=_on(row, "closed_on"))
        since, iom = _on(row, "established_on"), row["established_by"] == "iom"
        return row["established_by"], t("by IOM, since {day}", day=since) if iom else t(
            "by local police, since {day}", day=since
        )
    plan = has_value(row["planned_for"]) and _by(row["plan_from"], day)
    return ("planned", t("planned, not yet set up")) if plan else ("", _not_yet(programme))


def _event(row: "pd.Series[Any]", programme: Programme) -> tuple[str, str]:
    """As the calendar has it: a plan from when it stands, a cancellation from when the event was due."""
    state = calendar.state(int(row["position"]), programme)
    if state == calendar.HELD:
        when = _on(row, "ends_on")
    elif state:
        when = calendar.state_label(state, in_sentence=True)
    else:
        undated = row["status"] == "completed" and not has_value(row["ends_on"])
        when = t("date not recorded") if undated else _not_yet(programme)
    return "event", listed([labels.label(row["kind"]), when])


def _item(row: "pd.Series[Any]", programme: Programme) -> tuple[str, str]:
    """As the list of works has it: before the dataset's own date no more than dates tell."""
    item = items.one(int(row["position"]), programme)
    far = _how_far(item, row) if item else _unlisted(row, programme)
    return "item", listed([labels.label(row["kind"]), far])


def _how_far(item: items.Item, row: "pd.Series[Any]") -> str:
    state = labels.in_sentence(item.stage)
    if item.completed:
        return t("{state} {day}", state=state, day=_on(row, "completed_on"))
    if item.done:
        return t("{state}, date not recorded", state=state)
    return state if item.agreed else t("{state}, start date not recorded", state=state)


def _unlisted(row: "pd.Series[Any]", programme: Programme) -> str:
    """Of an item that is not among those of the date: when one was cancelled is not recorded, so that it may have stood."""
    if row["status"] == "cancelled" and items.recorded(programme):
        return labels.in_sentence("cancelled")
    day = formats.day(programme.as_of)
    if row["status"] == "cancelled" and _by(row["agreed_on"], pd.Timestamp(programme.as_of)):
        return t("not recorded for {day}", day=day)
    return t("not yet recorded on {day}", day=day)


def _by(moment: Any, day: pd.Timestamp) -> bool:
    return bool(has_value(moment) and moment <= day)


def _on(row: "pd.Series[Any]", column: str) -> str:
    return formats.day(row[column].date(), row[f"{column}_precision"])


def _not_yet(programme: Programme) -> str:
    return t("not yet on {day}", day=formats.day(programme.as_of))
