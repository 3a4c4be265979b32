"""Filters above the page and in the address, remembered across pages; each choice can be taken back where it stands."""

from collections.abc import Iterable
from dataclasses import replace

import streamlit as st

from community_policing.core import formats, labels
from community_policing.core.districts import district_name
from community_policing.core.geography import governorate_name, governorates
from community_policing.core.i18n import name_order, t
from community_policing.core.schema import ESTABLISHED_BY
from community_policing.measure.programme import Programme, Scope, cached_on_programme
from community_policing.ui.shell import address, as_of, filter_words, state

FILTERS = tuple(state.FILTERS)
# Pixels of a filter: six and the button in the 1,326 of a laptop's page, or seven where districts stand among them, places wider
_NARROW, _WIDE, _OF_SEVEN, _PLACES = 150, 190, 145, 175


def dataset(names: dict[str, str]) -> str:
    """The dataset the reader looks at; `names` is key -> label."""
    label = t("Dataset")
    address.one(state.DATASET.key, label, list(names), names.__getitem__)
    return st.selectbox(label, list(names), format_func=names.__getitem__, key=state.DATASET.key)


def scope(whole: Programme) -> Scope:
    """Draws the filters in one line and returns the choice."""
    filter_words.declare(whole, own_donors(whole))
    when = st.container(key="as-of", width=_NARROW)
    districts = _districts(whole)
    wide, places = (_OF_SEVEN, _PLACES) if districts else (_WIDE, _WIDE)
    periods = {key: formats.period(key) for key in whole.periods}
    chosen = {
        "period": _choice("period", t("Period"), t("All years"), periods, wide),
        "governorate": _choice("governorate", t("Governorate"), t("All governorates"), _by_name(governorates()), places),
        "district": _choice("district", t("District"), t("All districts"), districts, places) if districts else (),
        "phase": _choice("phase", t("Phase"), t("All phases"), _phases(whole), wide),
        "donor": _choice("donor", t("Donor"), t("All donors"), own_donors(whole), wide),
        "established_by": _choice(
            "established_by", t("Fora established by"), t("IOM and police"),
            {who: labels.label(who) for who in ESTABLISHED_BY}, wide + 8,
        ),
    }  # fmt: skip
    st.button(t("Clear filters"), on_click=clear, disabled=not any(chosen.values()), key="clear", type="tertiary")
    both = len(chosen["established_by"]) == len(ESTABLISHED_BY)
    choice = Scope(
        None, chosen["governorate"], chosen["phase"], chosen["donor"], () if both else chosen["established_by"],
        chosen["period"], chosen["district"],
    )  # fmt: skip
    with when:  # before the others, and drawn after them: which dates there are hangs on what is chosen
        return replace(choice, as_of=as_of.choose(whole, choice))


def _by_name(pcodes: Iterable[str]) -> dict[str, str]:
    """Governorates in the alphabet of their names."""
    return dict(
        sorted(((pcode, governorate_name(pcode)) for pcode in pcodes), key=lambda each: name_order(each[1].casefold()))
    )


def _districts(whole: Programme) -> dict[str, str]:
    """The districts of the chosen governorates, where rows are known to lie in some, by name; what was chosen of others goes with
    its governorate."""
    places = state.GOVERNORATE.get()
    state.DISTRICT.set([code for code in state.DISTRICT.get() if code[:5] in places])
    likely = whole.likely_districts()
    offered = {code: district_name(code, code in likely) for code in whole.districts if code[:5] in places}
    return dict(sorted(offered.items(), key=lambda each: name_order(each[1].casefold())))


def clear() -> None:
    """Takes every choice but the date back."""
    for entry in state.FILTERS.values():
        entry.set([])


def choose_governorate(pcode: str) -> None:
    """Filters the whole dashboard to one governorate, or takes that back when it was the only one chosen."""
    state.GOVERNORATE.set([] if state.GOVERNORATE.get() == [pcode] else [pcode])


def choose_district(code: str) -> None:
    """Filters the whole dashboard to one district, or takes that back when it was the only one chosen."""
    state.DISTRICT.set([] if state.DISTRICT.get() == [code] else [code])


def _choice(name: str, label: str, everything: str, options: dict[str, str], width: int) -> tuple[str, ...]:
    """One filter; `everything` stands in it where nothing is chosen, and its label is for those who hear it."""
    state.FILTER_LABELS.set({**state.FILTER_LABELS.get(), name: options})
    chosen = st.multiselect(
        label, list(options), format_func=lambda key: options.get(key, key), key=name, placeholder=everything,
        label_visibility="collapsed", width=width,
    )  # fmt: skip
    return tuple(sorted(chosen))


def label(name: str, value: str) -> str:
    """What a choice is called."""
    return state.FILTER_LABELS.get().get(name, {}).get(value, value)


@cached_on_programme
def _phases(whole: Programme) -> dict[str, str]:
    return whole.names("phases", "name")


@cached_on_programme
def own_donors(whole: Programme) -> dict[str, str]:
    """Donors of the programme's own grants; donors of other agencies' programmes are no filter here."""
    grants = whole.frames["grants"]
    own = set(grants.loc[grants["scope"] == "iom", "donor_id"])
    return {key: name for key, name in whole.names("donors", "short_name").items() if key in own}
