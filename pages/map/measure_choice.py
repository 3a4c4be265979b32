"""Choice of what colours the map: figures by group, those with targets by governorate also as distance to target."""

from collections.abc import Mapping

import streamlit as st

from community_policing.analysis.targets.rows import places_with_targets
from community_policing.core.i18n import N_, t
from community_policing.core.indicators import INDICATORS
from community_policing.measure.programme import Programme
from community_policing.ui.shell import address
from community_policing.ui.shell.session import result
from community_policing.ui.shell.state import MEASURE, MEASURE_GROUP, USUAL_MEASURE

MAPPED = tuple(key for key, indicator in INDICATORS.items() if "governorate" in indicator.splits)
DISTANCE = "distance-"  # begins the key of an indicator's distance to target
TARGETS = "targets"
GROUPS = {
    "fora": N_("Fora"), "meetings": N_("Meetings"), "concerns": N_("Concerns"), "attendance": N_("People"),
    "trainings": N_("Training"), "infrastructure": N_("Works"), TARGETS: N_("Targets"),
}  # fmt: skip


def choose(programme: Programme) -> str:
    """Draws the groups and the measures of one, and returns the key that is chosen."""
    groups, usual = _offered(programme), _usual(programme)
    keys = [key for members in groups.values() for key in members]
    if MEASURE.is_set() and (MEASURE.get() not in keys or MEASURE.get() == USUAL_MEASURE.get() != usual):
        MEASURE.set(usual)
    USUAL_MEASURE.set(usual)
    label = t("Colour governorates by")
    address.one("indicator", label, keys, name, usual=usual)
    MEASURE.begin(usual)
    MEASURE_GROUP.set(next(group for group, members in groups.items() if MEASURE.get() in members))
    st.segmented_control(
        t("Group of figures"), list(groups), format_func=lambda group: t(GROUPS[group]), key=MEASURE_GROUP.key,
        required=True, on_change=_regrouped, args=(groups,), label_visibility="collapsed",
    )  # fmt: skip
    return st.selectbox(
        label, groups[MEASURE_GROUP.get()], format_func=name, key=MEASURE.key, label_visibility="collapsed", width=350,
    )  # fmt: skip


def name(key: str) -> str:
    """What a measure is called."""
    label = t(INDICATORS[key.removeprefix(DISTANCE)].label)
    return t("{label}: distance to target", label=label) if key.startswith(DISTANCE) else label


def _offered(programme: Programme) -> Mapping[str, tuple[str, ...]]:
    """Group -> keys of the measures that this dataset can have."""
    on_record = [key for key in MAPPED if programme.records(INDICATORS[key])]
    groups = {group: tuple(key for key in on_record if INDICATORS[key].table == group) for group in GROUPS}
    groups[TARGETS] = tuple(f"{DISTANCE}{key}" for key in places_with_targets(programme.whole) if key in MAPPED)
    return {group: keys for group, keys in groups.items() if keys}


def _usual(programme: Programme) -> str:
    """What the map opens on: the first measure with a figure of any governorate; the public record has few."""
    known = (key for key in MAPPED if any(result(key, programme.whole, "governorate").parts))
    return next(known, MAPPED[0])


def _regrouped(groups: Mapping[str, tuple[str, ...]]) -> None:
    MEASURE.set(groups[MEASURE_GROUP.get()][0])
