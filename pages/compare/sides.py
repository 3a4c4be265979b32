"""Two sides of a comparison: any two dates, governorates, donors, phases or releases, in the address by key.

A side is the reader's own programme in another scope, or another release as this reader may see it: what is protected is so
before it is compared, and nothing is shown that a filter would not show.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

import streamlit as st

from community_policing.core import formats
from community_policing.core.geography import governorate_name, governorates
from community_policing.core.i18n import N_, name_order, t
from community_policing.measure.programme import Programme, Scope
from community_policing.ui.components import choices
from community_policing.ui.shell import access, address, filters, release_watch, session, state
from community_policing.ui.shell.address_words import not_offered, placed
from community_policing.ui.shell.markdown import escape
from pages.compare import date_pickers

DATES, RELEASES = "dates", "release"
# A kind of choice -> its field of the scope
FIELDS = {"governorate": "governorates", "donor": "donors", "phase": "phases"}
_LABELS = {
    DATES: N_("Dates"), "governorate": N_("Governorates"), "donor": N_("Donors"), "phase": N_("Phases"),
    RELEASES: N_("Releases"),
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Sides:
    """The two programmes; `names` of what is no date; `kind` is the dimension that they differ in."""

    kind: str
    a: Programme
    b: Programme
    names: tuple[str, str] | None = None

    @property
    def base(self) -> Programme:
        """What both have in common: the choice that a title names."""
        if self.kind not in FIELDS:
            return self.b
        return session.scoped(self.b.whole, _narrowed(self.b.scope, self.kind, ()))

    @property
    def named(self) -> tuple[tuple[str, Programme], tuple[str, Programme]]:
        """Each side with what it is called."""
        names = self.names or (formats.day(self.a.as_of), formats.day(self.b.as_of))
        return (names[0], self.a), (names[1], self.b)


def choose(programme: Programme) -> Sides | None:
    """Draws the kind and two of it.  None where there are no two dates, since nothing is dated."""
    offered = _offered(programme)
    labels = {kind: t(_LABELS[kind]) for kind in offered}
    with st.container(horizontal=True, vertical_alignment="bottom", key="sides"):
        label = t("Compare two")
        if state.COMPARED_KIND.is_set() and state.COMPARED_KIND.get() not in labels:  # of other data
            state.COMPARED_KIND.set(DATES)
        kind = choices.buttons("kind", label, list(labels), labels.__getitem__, key=state.COMPARED_KIND.key)
        if kind == DATES:
            found = _dates(programme)
        else:
            keys = _two(kind, offered[kind], _first(kind, programme, offered[kind]))
            named = (offered[kind][keys[0]], offered[kind][keys[1]])
            sides = _releases(keys, programme) if kind == RELEASES else _choices(kind, keys, programme)
            found = replace(sides, names=named), _note(sides, programme)
    if found and found[1]:
        st.caption(escape(found[1]))
    return found[0] if found else None


def _dates(programme: Programme) -> tuple[Sides, str] | None:
    """Two dates, and what is to be said of them."""
    days = date_pickers.choose(programme)
    if days is None:
        return None
    return Sides(DATES, at(programme, days[0]), at(programme, days[1])), days[2]


def _offered(programme: Programme) -> dict[str, Mapping[str, str]]:
    """What there are at least two of, by kind: key -> name."""
    whole = programme.whole
    places = sorted(
        ((key, governorate_name(key)) for key in governorates()), key=lambda each: name_order(each[1].casefold())
    )
    kinds: dict[str, Mapping[str, str]] = {
        "governorate": dict(places),
        "donor": filters.own_donors(whole),
        "phase": whole.names("phases", "name"),
        RELEASES: _history(),
    }
    return {DATES: {}} | {kind: names for kind, names in kinds.items() if len(names) > 1}


def _history() -> dict[str, str]:
    """The releases, the latest first; none where other data are shown."""
    if state.DATASET.get() != release_watch.KEY:
        return {}
    history = release_watch.watch().history
    return {
        str(each.number): t(
            "Release {number}, {day}", number=each.number, day=formats.day(date.fromisoformat(each.package["as_of"]))
        )
        for each in history
    }


def _two(kind: str, names: Mapping[str, str], first: tuple[str, str]) -> tuple[str, str]:
    """Draws both choices of a kind, and returns their keys."""
    chosen = []
    for letter, usual in zip("ab", first, strict=True):
        entry, label = state.side(letter, kind), letter.upper()
        if entry.is_set() and entry.get() not in names:
            entry.set(usual)
        if kind == "governorate":  # in any spelling
            read = partial(_place, label=label, usual=usual)
            address.read(letter, usual, read, lambda pcode: (str(pcode),), entry.key)
        else:
            address.one(letter, label, list(names), names.__getitem__, key=entry.key, usual=usual)
        place = list(names).index(usual)
        chosen.append(st.selectbox(label, list(names), place, format_func=names.__getitem__, key=entry.key, width=240))
    return chosen[0], chosen[1]


def _place(asked: Sequence[str], label: str, usual: str) -> tuple[str, str]:
    """The governorate that a link names; else the usual one, and what is said of it."""
    keys, *_ = placed(asked[-1:])
    return (keys[0], "") if keys else (usual, not_offered(asked[-1:], label, governorate_name(usual)))


def _first(kind: str, programme: Programme, names: Mapping[str, str]) -> tuple[str, str]:
    """Return the two at first: those filtered, else most fora, the release shown and the one before, or their order."""
    if kind == RELEASES:
        shown = str(state.RELEASE.get())
        older = [key for key in names if int(key) < int(shown)] or [key for key in names if key != shown]
        return older[0], shown
    filtered: Iterable[str] = getattr(programme.scope, FIELDS[kind])
    most: Iterable[str] = ()
    if kind == "governorate":
        everywhere = session.scoped(programme.whole, programme.scope.at(()))
        parts = session.result("fora_established", everywhere, "governorate").parts
        most = sorted(parts, key=lambda key: -parts[key].low)
    keys = [key for key in dict.fromkeys((*filtered, *most, *names)) if key in names]
    return keys[0], keys[1]


def at(programme: Programme, day: date) -> Programme:
    """The same choice on another day."""
    return session.scoped(programme.whole, replace(programme.scope, as_of=day))


def _narrowed(scope: Scope, kind: str, keys: tuple[str, ...]) -> Scope:
    """The scope with those keys in place of the filter of a kind."""
    if kind == "governorate":
        return scope.at(keys)
    return replace(scope, donors=keys) if kind == "donor" else replace(scope, phases=keys)


def _choices(kind: str, keys: tuple[str, str], programme: Programme) -> Sides:
    """Both choices in place of the filter of their kind, on one day: the last that both views know."""
    a, b = (session.scoped(programme.whole, _narrowed(programme.scope, kind, (key,))) for key in keys)
    if a.as_of != b.as_of:
        day = min(a.as_of, b.as_of)
        a, b = at(a, day), at(b, day)
    return Sides(kind, a, b)


def _releases(keys: tuple[str, str], programme: Programme) -> Sides:
    """Both releases in the reader's choice, each on its own date, unless the reader looks at an earlier one."""
    own = programme.asked >= programme.dataset.opens_on

    def side(key: str) -> Programme:
        whole = access.release(int(key))
        day = None if own else min(programme.asked, whole.dataset.as_of)
        return session.scoped(whole, replace(programme.scope, as_of=day))

    return Sides(RELEASES, side(keys[0]), side(keys[1]))


def _note(sides: Sides, programme: Programme) -> str:
    """Which filter the two take the place of, and of which day they are where it is not the page's."""
    notes = []
    if sides.kind in FIELDS and getattr(programme.scope, FIELDS[sides.kind]):
        notes.append(t("A and B take the place of the filter of their kind."))
    if sides.kind in FIELDS and sides.b.as_of != programme.as_of:
        notes.append(
            t("Both are shown for {day}, the last date that is known of both.", day=formats.day(sides.b.as_of))
        )
    return " ".join(notes)
