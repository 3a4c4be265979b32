"""One number of a briefing, as it is shown."""

from dataclasses import dataclass
from types import MappingProxyType

# A field that snapshots of earlier versions do not have: at its default it is not written, so that their hash holds.
LATER = MappingProxyType({"later": True})


@dataclass(frozen=True)
class Number:
    """One number as it is shown, and what a reader may ask of it.

    Of one key there is one number in a briefing, wherever it is shown; in the next briefing the key means the same, so that
    two can be held against each other.  `low` None: nobody knows, `text` then says so; `high` None: at least `low`.
    `withheld` says what is not shown, and why; `rows` how many rows stand behind.
    """

    key: str
    label: str
    text: str
    low: float | None
    high: float | None
    unit: str = ""
    indicator: str = ""
    place: str = ""
    as_of: str = ""  # ISO date
    definition: str = ""
    method: str = ""
    caveat: str = ""
    withheld: str = ""
    sources: tuple[str, ...] = ()
    rows: int = 0

    @property
    def about(self) -> bool:
        """Whether the recorded number lies near this one, and not on it."""
        return bool(self.withheld and self.low)
