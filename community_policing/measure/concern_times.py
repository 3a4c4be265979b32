"""How long concerns of a programme took to resolve, in all and by topic, for who may see them one by one."""

from collections.abc import Mapping
from types import MappingProxyType

import pandas as pd

from community_policing.core.schema import TABLES
from community_policing.measure.programme import Programme, cached_on_programme
from community_policing.measure.time_to_resolve import Spell, TimeToResolve, spell, time_to_resolve

ALL = ""


def may_be_told(programme: Programme) -> bool:
    """Whether this reader sees concerns one by one; cells say in which month no concern was raised."""
    return not programme.protected and programme.dataset.concern_cells is None


@cached_on_programme
def times_to_resolve(programme: Programme) -> Mapping[str, TimeToResolve]:
    """Return topic -> the time to resolve of the scope's concerns by the as-of date, `ALL` first; empty where no concern was
    raised by then, or where it may not be told."""
    if not may_be_told(programme):
        return MappingProxyType({})
    rows = programme.frames["concerns"]
    by_topic: dict[str, list[Spell]] = {topic: [] for topic in TABLES["concerns"].column("topic").choices}
    for raised, resolved, status, topic in zip(
        rows["raised_in"], rows["resolved_in"], rows["status"], rows["topic"], strict=True
    ):
        ended = None if pd.isna(resolved) else resolved.date()
        if found := spell(raised.date(), ended, status, programme.as_of):
            by_topic[topic].append(found)
    everything = [each for spells in by_topic.values() for each in spells]
    found_in = {topic: time_to_resolve(spells) for topic, spells in by_topic.items() if spells}
    return MappingProxyType({ALL: time_to_resolve(everything), **found_in} if everything else {})
