"""INDICATORS: every indicator of the programme, declared once.

One entry gives card, target, chart, map, table, export, method text and tests.  To add one: write its `events` (what
happened, when, and how much it counts) in Narwhals' portable subset, add the entry to the module of its subject, add its
translations.
"""

from collections.abc import Mapping
from types import MappingProxyType

from community_policing.core.indicators.fora import FORA
from community_policing.core.indicators.forum_life import FORUM_LIFE, LONG_OPEN, REPORTING_PERIOD, STATES_OF_FORA
from community_policing.core.indicators.indicator import Indicator, Rows
from community_policing.core.indicators.infrastructure import DONE, INFRASTRUCTURE
from community_policing.core.indicators.reach import REACH
from community_policing.core.indicators.training import TRAINING

__all__ = ["COLUMNS", "DONE", "INDICATORS", "LONG_OPEN", "REPORTING_PERIOD", "STATES_OF_FORA", "Indicator", "Rows"]

INDICATORS: Mapping[str, Indicator] = MappingProxyType(
    {indicator.key: indicator for indicator in (*FORA, *FORUM_LIFE, *TRAINING, *REACH, *INFRASTRUCTURE)}
)

# Columns behind the dimensions' names, where they differ.  Donor is no column: it is reached through the grants.
COLUMNS: Mapping[str, str] = MappingProxyType({"phase": "phase_id"})
