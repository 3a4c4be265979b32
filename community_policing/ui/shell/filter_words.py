"""Filter words of a link: spellings, and what is said of a governorate, phase, donor or kind of forum nobody knows."""

from collections.abc import Mapping, Sequence
from functools import partial

from community_policing.core import formats, labels
from community_policing.core.districts import district_name
from community_policing.core.geography import Town, districts, governorate_name
from community_policing.core.i18n import n, plural, t
from community_policing.core.schema import ESTABLISHED_BY
from community_policing.measure.programme import Programme
from community_policing.ui.shell import address, state
from community_policing.ui.shell.address_words import (
    Names,
    governorate_names,
    in_all_languages,
    meant,
    placed,
    quoted,
    sorted_out,
)


def declare(whole: Programme, donors: Mapping[str, str]) -> None:
    """Declares the filters; `donors`: those that are a choice, by id."""
    address.several(
        "period", lambda: in_all_languages(whole.periods, formats.period), formats.period, partial(_unknown, "period")
    )
    address.read("governorate", [], _governorates, list)
    address.read("district", [], partial(_districts, whole), list)
    address.several(
        "phase",
        lambda: _called(whole, "phases"),
        lambda key: whole.names("phases", "name")[key],
        partial(_unknown, "phase"),
    )
    address.several("donor", lambda: _called(whole, "donors", donors), donors.__getitem__, partial(_unknown, "donor"))
    address.several(
        "established_by",
        lambda: in_all_languages(ESTABLISHED_BY, labels.label),
        labels.label,
        partial(_unknown, "established_by"),
    )


def _called(whole: Programme, table: str, only: Mapping[str, str] | None = None) -> Names:
    """What each row of a table is called, in short and in full, in any language."""
    called = whole.every_name(table, *(("name", "short_name") if table == "donors" else ("name",)))
    return {key: names for key, names in called.items() if only is None or key in only}


def _governorates(asked: Sequence[str]) -> tuple[list[str], str]:
    keys, unknown, towns = placed(asked)
    sentences = [_town(word, town) for word, town in towns]
    if unknown:
        sentences += [_unknown("governorate", unknown, not keys), meant(unknown, governorate_names(), governorate_name)]
    return list(keys), " ".join(filter(None, sentences))


def _districts(whole: Programme, asked: Sequence[str]) -> tuple[list[str], str]:
    """The districts of a link, which choose their governorates with them; a view that knows no district says so."""
    if whole.protected:
        return [], t("The link names a district: this view knows governorates alone, so it is left out.")
    names = {code: (place.name_en, place.name_ar, *place.spellings) for code, place in districts().items()}
    keys, unknown = sorted_out(asked, {code: names[code] for code in whole.districts})
    state.GOVERNORATE.set(sorted({*state.GOVERNORATE.get(), *(code[:5] for code in keys)}))
    sentence = _unknown("district", unknown, not keys) if unknown else ""
    return list(keys), f"{sentence} {meant(unknown, names, district_name)}".strip() if unknown else ""


def _town(word: str, town: Town) -> str:
    return t(
        "The link names {town}, a town: shown for its governorate, {name}.",
        town=quoted((word,)),
        name=governorate_name(town.pcode),
    )


def _unknown(kind: str, unknown: Sequence[str], alone: bool) -> str:
    """Say that the link names what the data do not have, and what is shown in its place."""
    return n(*_UNKNOWN[kind][0 if alone else 1], len(unknown), words=quoted(unknown))


_UNKNOWN = {  # alone: nothing of the kind is left to filter by
    "period": (
        plural("The link names a period {words} that is no choice in this view: shown for all years.",
               "The link names periods {words} that are no choice in this view: shown for all years."),
        plural("The link names a period {words} that is no choice in this view: left out.",
               "The link names periods {words} that are no choice in this view: left out."),
    ),
    "governorate": (
        plural("The link names a governorate {words} that is not in Iraq's 18: shown for all governorates.",
               "The link names governorates {words} that are not in Iraq's 18: shown for all governorates."),
        plural("The link names a governorate {words} that is not in Iraq's 18: left out.",
               "The link names governorates {words} that are not in Iraq's 18: left out."),
    ),
    "district": (
        plural("The link names a district {words} that these data do not know: shown for all districts.",
               "The link names districts {words} that these data do not know: shown for all districts."),
        plural("The link names a district {words} that these data do not know: left out.",
               "The link names districts {words} that these data do not know: left out."),
    ),
    "phase": (
        plural("The link names a phase {words} that is not in this dataset: shown for all phases.",
               "The link names phases {words} that are not in this dataset: shown for all phases."),
        plural("The link names a phase {words} that is not in this dataset: left out.",
               "The link names phases {words} that are not in this dataset: left out."),
    ),
    "donor": (
        plural("The link names a donor {words} that is not in this dataset: shown for all donors.",
               "The link names donors {words} that are not in this dataset: shown for all donors."),
        plural("The link names a donor {words} that is not in this dataset: left out.",
               "The link names donors {words} that are not in this dataset: left out."),
    ),
    "established_by": (
        plural("The link names a kind of forum {words} that does not exist: shown for all fora.",
               "The link names kinds of forum {words} that do not exist: shown for all fora."),
        plural("The link names a kind of forum {words} that does not exist: left out.",
               "The link names kinds of forum {words} that do not exist: left out."),
    ),
}  # fmt: skip
