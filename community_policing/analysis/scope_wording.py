"""The choice in force, in words: what a title is of, and which filter does not narrow a figure.

An indicator's declared dimensions (`splits`) say which filters narrow it: fora alone say who set them up.  A period narrows all.
"""

from collections.abc import Collection, Mapping, Sequence

from community_policing.core import formats, labels
from community_policing.core.districts import district_name
from community_policing.core.geography import governorate_name
from community_policing.core.i18n import joined, listed, n, plural, t
from community_policing.core.indicators import INDICATORS
from community_policing.measure.programme import Programme
from community_policing.measure.result import Result
from community_policing.measure.scope import Scope

DIMENSIONS: Mapping[str, str] = {  # a scope's field -> the dimension that it narrows; "": it narrows any indicator
    "periods": "", "districts": "district", "governorates": "governorate", "phases": "phase", "donors": "donor",
    "established_by": "established_by",
}  # fmt: skip
_NAMED = 2  # names of a kind that a title has room for
_COUNTS: Mapping[str, tuple[str, str]] = {
    "periods": plural("{count} period", "{count} periods"),
    "districts": plural("{count} district", "{count} districts"),
    "governorates": plural("{count} governorate", "{count} governorates"),
    "phases": plural("{count} phase", "{count} phases"),
    "donors": plural("{count} donor", "{count} donors"),
}


def titled(finding: str, choice: str) -> str:
    """Return a finding with the choice that it is of before it: "Basra, Phase 2 – 8 fora are established"."""
    return t("{choice} – {finding}", choice=formats.sentence(choice), finding=finding) if choice else finding


def in_title(programme: Programme, keys: Collection[str], without: Collection[str] = ()) -> str:
    """Return the choice that narrows any of those indicators, in short; `without` the fields that the finding names itself."""
    scope = programme.scope
    fields = [field for field in DIMENSIONS if getattr(scope, field) and field not in without]
    narrowing = [field for field in fields if any(_narrows(field, key) for key in keys)]
    return listed([_named(field, getattr(scope, field), programme) for field in narrowing])


def says_who(finding: str, scope: Scope) -> tuple[str, ...]:
    """Return the filter by who set fora up where the finding names them itself, so that a title says it once."""
    by = {"iom": t("by IOM"), "police": t("by local police")}
    named = scope.established_by and all(by.get(key, labels.label(key)) in finding for key in scope.established_by)
    return ("established_by",) if named else ()


def _named(field: str, chosen: Sequence[str], programme: Programme) -> str:
    if field == "established_by":
        return t("fora by {who}", who=listed([_who(key) for key in chosen]))
    names = {key: key for key in chosen} | _names(field, programme)
    called = joined([names[key] for key in chosen])
    if len(chosen) > _NAMED:
        called = n(*_COUNTS[field], len(chosen))
    if field == "periods":
        return t("in {periods}", periods=called)
    return t("paid for by {donors}", donors=called) if field == "donors" else called


def _narrows(field: str, key: str) -> bool:
    """Whether a filter narrows that indicator."""
    return DIMENSIONS[field] in ("", *INDICATORS[key].splits)


def _names(field: str, programme: Programme) -> dict[str, str]:
    if field == "periods":
        return {key: formats.period(key) for key in programme.scope.periods}
    if field == "districts":
        likely = programme.likely_districts()
        return {key: district_name(key, key in likely) for key in programme.scope.districts}
    if field == "governorates":
        return {key: governorate_name(key) for key in programme.scope.governorates}
    return programme.whole.names(*{"phases": ("phases", "name"), "donors": ("donors", "short_name")}[field])


def _who(key: str) -> str:
    """Return who set fora up, as within a sentence."""
    return {"iom": t("IOM"), "police": t("local police")}.get(key, labels.label(key))


def not_narrowed(result: Result) -> str:
    """Return that a chosen filter does not narrow the figure; "" where each one does."""
    left = _left(result.scope, result.indicator.key)
    return t("Not filtered by “{choice}”", choice=listed(left)) if left else ""


def note(programme: Programme, keys: Collection[str]) -> str:
    """Return that a chosen filter does not narrow some of those figures, and why; "" where it narrows all."""
    left = list(dict.fromkeys(choice for key in keys for choice in _left(programme.scope, key)))
    if not left:
        return ""
    return t("Not filtered by “{choice}”: figures that are not about fora.", choice=listed(left))


def _left(scope: Scope, key: str) -> list[str]:
    """Return the choices that do not narrow that indicator, as their chips name them."""
    return [labels.label(value) for field in DIMENSIONS for value in getattr(scope, field) if not _narrows(field, key)]
