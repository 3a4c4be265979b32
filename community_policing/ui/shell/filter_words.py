"""Filter words of a link: spellings, and what is said of a governorate, phase, donor or kind of forum nobody knows."""

from collections.abc import Mapping, Sequence

from community_policing.core import labels
from community_policing.core.geography import Town, governorates
from community_policing.core.i18n import language, n, t
from community_policing.core.schema import ESTABLISHED_BY
from community_policing.measure.programme import Programme
from community_policing.ui.shell import address
from community_policing.ui.shell.address_words import Names, governorate_names, in_all_languages, meant, placed, quoted


def declare(whole: Programme, donors: Mapping[str, str]) -> None:
    """Declares the four filters; `donors`: those that are a choice, by id."""
    address.read("governorate", [], _governorates, list)
    address.several("phase", lambda: _called(whole, "phases"), lambda key: whole.names("phases", "name")[key], _phase)
    address.several("donor", lambda: _called(whole, "donors", donors), donors.__getitem__, _donor)
    address.several(
        "established_by", lambda: in_all_languages(ESTABLISHED_BY, labels.label), labels.label, _established_by
    )


def _called(whole: Programme, table: str, only: Mapping[str, str] | None = None) -> Names:
    """What each row of a table is called, in short and in full."""
    columns = ("name", "short_name") if table == "donors" else ("name",)
    called = [whole.names(table, column) for column in columns]
    return {key: tuple(names[key] for names in called) for key in called[0] if only is None or key in only}


def _governorates(asked: Sequence[str]) -> tuple[list[str], str]:
    keys, unknown, towns = placed(asked)
    sentences = [_town(word, town) for word, town in towns]
    if unknown:
        sentences += [_governorate(unknown, not keys), meant(unknown, governorate_names(), _name)]
    return list(keys), " ".join(filter(None, sentences))


def _name(pcode: str) -> str:
    place = governorates()[pcode]
    return {"ar": place.name_ar, "ckb": place.name_ckb}.get(language(), place.name_en)


def _town(word: str, town: Town) -> str:
    return t(
        "The link names {town}, a town: shown for its governorate, {name}.",
        town=quoted((word,)),
        name=_name(town.pcode),
    )


def _governorate(unknown: Sequence[str], alone: bool) -> str:
    words, count = quoted(unknown), len(unknown)
    if alone:
        return n("The link names a governorate {words} that is not in Iraq's 18: shown for all governorates.",
                 "The link names governorates {words} that are not in Iraq's 18: shown for all governorates.",
                 count, words=words)  # fmt: skip
    return n("The link names a governorate {words} that is not in Iraq's 18: left out.",
             "The link names governorates {words} that are not in Iraq's 18: left out.", count, words=words)  # fmt: skip


def _phase(unknown: Sequence[str], alone: bool) -> str:
    words, count = quoted(unknown), len(unknown)
    if alone:
        return n("The link names a phase {words} that is not in this dataset: shown for all phases.",
                 "The link names phases {words} that are not in this dataset: shown for all phases.",
                 count, words=words)  # fmt: skip
    return n("The link names a phase {words} that is not in this dataset: left out.",
             "The link names phases {words} that are not in this dataset: left out.", count, words=words)  # fmt: skip


def _donor(unknown: Sequence[str], alone: bool) -> str:
    words, count = quoted(unknown), len(unknown)
    if alone:
        return n("The link names a donor {words} that is not in this dataset: shown for all donors.",
                 "The link names donors {words} that are not in this dataset: shown for all donors.",
                 count, words=words)  # fmt: skip
    return n("The link names a donor {words} that is not in this dataset: left out.",
             "The link names donors {words} that are not in this dataset: left out.", count, words=words)  # fmt: skip


def _established_by(unknown: Sequence[str], alone: bool) -> str:
    words, count = quoted(unknown), len(unknown)
    if alone:
        return n("The link names a kind of forum {words} that does not exist: shown for all fora.",
                 "The link names kinds of forum {words} that do not exist: shown for all fora.", count, words=words)  # fmt: skip
    return n("The link names a kind of forum {words} that does not exist: left out.",
             "The link names kinds of forum {words} that do not exist: left out.", count, words=words)  # fmt: skip
