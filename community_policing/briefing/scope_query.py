"""Query string -> Scope: the parameters of a page's address, by key or by name."""

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType
from urllib.parse import parse_qsl

from rapidfuzz.fuzz import ratio
from rapidfuzz.process import extractOne

from community_policing.core import formats, labels
from community_policing.core.districts import resolve as of_district
from community_policing.core.geography import governorate_name, resolve
from community_policing.core.i18n import ProgrammeError, listed, t
from community_policing.core.safe_text import printable
from community_policing.core.schema import ESTABLISHED_BY
from community_policing.measure.programme import Programme, Scope

_NEAR = 75  # how alike a word and a name are that may be meant, of 100
KEYS = ("as_of", "period", "governorate", "district", "phase", "donor", "established_by")


def scope_of(whole: Programme, words: str, as_of: str = "") -> Scope:
    """The choice that `words` say ("governorate=Ninewa&phase=Phase 2"; "" is the whole programme), on the ISO day `as_of`
    where one is given.  ProgrammeError for what is not in the data, with what could be meant."""
    words_of: dict[str, list[str]] = {key: [] for key in KEYS}
    for key, value in parse_qsl(words.rpartition("?")[2], keep_blank_values=True):
        if key not in words_of:
            keys = listed(KEYS)
            raise ProgrammeError(
                t("There is no filter “{key}”.", key=printable(key)), t("The filters are: {known}.", known=keys)
            )
        words_of[key].append(value)
    if words.strip() and not any(words_of.values()):
        raise ProgrammeError(
            t("“{words}” is not a filter.", words=printable(words)), t("Write it as in governorate=Ninewa&phase=P2.")
        )
    keys_of = {
        "periods": _keys(t("period"), words_of["period"], {key: formats.period(key) for key in whole.periods}),
        "districts": districts(words_of["district"], whole),
        "phases": _keys(
            t("phase"), words_of["phase"], whole.names("phases", "name"), whole.every_name("phases", "name")
        ),
        "donors": _donors(words_of["donor"], whole),
        "established_by": _keys(
            t("kind of forum"), words_of["established_by"], {key: labels.label(key) for key in ESTABLISHED_BY}
        ),
    }
    if len(keys_of["established_by"]) == len(ESTABLISHED_BY):
        keys_of["established_by"] = ()
    return Scope(_day(whole, as_of or "".join(words_of["as_of"][-1:])), pcodes(words_of["governorate"]), **keys_of)


def pcodes(names: Iterable[str]) -> tuple[str, ...]:
    """The P-codes of governorates in any spelling, each once, in their order.  ProgrammeError for an unknown one."""
    pcode_of = {name: resolve(name) for name in names}
    for match in pcode_of.values():
        if match.pcode is None:
            raise ProgrammeError(match.reason)
    return tuple(sorted({match.pcode for match in pcode_of.values() if match.pcode}))


def districts(names: Iterable[str], whole: Programme) -> tuple[str, ...]:
    """The codes of districts in any spelling, each once, in their order.  ProgrammeError for one that is unknown, where no row
    is known to lie in one of its governorate, or where the view knows governorates alone."""
    asked = tuple(names)
    if asked and whole.protected:
        raise ProgrammeError(
            t("This view knows governorates alone, and no district."),
            t("Leave the district out, or name its governorate."),
        )
    found = {name: of_district(name) for name in asked}
    for match in found.values():
        if match.pcode is None:
            raise ProgrammeError(match.reason)
        if match.pcode not in whole.districts:
            raise ProgrammeError(
                t(
                    "These data say of no row in which district of {place} it lies.",
                    place=governorate_name(match.pcode[:5]),
                ),
                t("Name its governorate."),
            )
    return tuple(sorted({match.pcode for match in found.values() if match.pcode}))


def donor_of(whole: Programme, word: str) -> str:
    """The id of the one donor of that name or id.  ProgrammeError for an unknown one."""
    return _donors([word], whole)[0]


def payers(words: Iterable[str], whole: Programme) -> tuple[str, ...]:
    """The ids of donors, by name or id, and of single grants.  ProgrammeError for an unknown one, with what could be meant."""
    names, grants = whole.names("donors", "short_name"), whole.frames["grants"]
    own = grants.loc[grants["scope"] == "iom", "grant_id"]
    known = {key: key for key in sorted(own)} | {key: names[key] for key in _own(whole) if key in names}
    return _keys(t("donor or grant"), words, known, whole.every_name("donors", "short_name"))


def _own(whole: Programme) -> list[str]:
    """Donors of the programme's own grants: others are no choice."""
    grants = whole.frames["grants"]
    return sorted(set(grants.loc[grants["scope"] == "iom", "donor_id"]))


def _donors(words: Iterable[str], whole: Programme) -> tuple[str, ...]:
    names = whole.names("donors", "short_name")
    own = {key: names[key] for key in _own(whole) if key in names}
    return _keys(t("donor"), words, own, whole.every_name("donors", "short_name"))


def _keys(
    kind: str,
    words: Iterable[str],
    names: Mapping[str, str],
    spoken: Mapping[str, Iterable[str]] = MappingProxyType({}),
) -> tuple[str, ...]:
    """The keys of names; `spoken` has what each is called in other languages."""
    key_of = {name.casefold(): key for key, name in names.items()} | {key.casefold(): key for key in names}
    for key in names:
        for name in spoken.get(key, ()):
            key_of.setdefault(name.casefold(), key)
    wrong = [word for word in words if word.strip().casefold() not in key_of]
    if wrong:
        there = listed([t("{name} ({key})", name=name, key=key) if name != key else key for key, name in names.items()])
        near = extractOne(wrong[0].strip().casefold(), list(key_of), scorer=ratio, score_cutoff=_NEAR)
        meant = t("Did you mean {name}?", name=names[key_of[near[0]]]) if near else ""
        raise ProgrammeError(
            t("There is no {kind} “{word}” in these data.", kind=kind, word=printable(wrong[0])),
            " ".join(filter(None, (meant, t("There are: {listed}.", listed=there)))),
        )
    return tuple(sorted({key_of[word.strip().casefold()] for word in words}))


def _day(whole: Programme, text: str) -> date | None:
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise ProgrammeError(
            t("“{text}” is not a day.", text=printable(text)), t("Write it as in 2016-11-30.")
        ) from error
    last = whole.dataset.as_of
    if day > last:
        raise ProgrammeError(
            t("The data end on {last}, so nothing is known about {day}.", last=formats.day(last), day=formats.day(day)),
            t("Choose an earlier day."),
        )
    return day
