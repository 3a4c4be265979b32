"""People bounds: between how many and how many different people can have filled the seats of several events.

Nobody writes down who came, so how many different people came to several events is not known, and only bounds are.  Within
one event a seat is a person.  Events of one cohort are attended by the same people, so that a cohort has as many people as
came to its largest event; an event without a cohort is one of its own.

- At least: the largest event.  If everybody else came to that one too, there were no more people than its seats.
- At most: the sum over the cohorts of their largest event.  If nobody belonged to two cohorts, all these are different people.

A cohort with events of 10 and 12 seats, and a single event of 30: at least 30 people, and at most 12 + 30 = 42.

Bounds never add up over parts: whoever came in one phase may have come in the next.
"""

from dataclasses import dataclass

import numpy as np

from community_policing.measure.events import Numbers, Places


@dataclass(frozen=True, eq=False)
class LargestEvents:
    """The largest event of each cohort under each key: codes of keys and cohorts, and the seats filled at it."""

    key: Places
    cohort: Places
    seats: Numbers

    @classmethod
    def of(cls, key: Places, event: Places, seats: Numbers, cohorts: Places) -> "LargestEvents":
        """Make bounds from lines of key, event and seats; `cohorts`: each event's cohort, by code below their number."""
        many = len(cohorts)
        at_event, place = np.unique(key.astype(np.int64) * many + event, return_inverse=True)
        filled = np.bincount(place, seats)  # at each event, of each key
        pairs = at_event // many * many + cohorts[at_event % many]  # a key and a cohort
        order = np.argsort(pairs, kind="stable")
        begins = np.flatnonzero(np.diff(pairs[order], prepend=-1))
        pairs = pairs[order][begins]
        return cls(pairs // many, pairs % many, np.maximum.reduceat(filled[order], begins))

    def bounds(self, keys: int) -> tuple[Numbers, Numbers]:
        """The least and the most people under each of so many keys."""
        low, high = np.zeros(keys), np.asarray(np.bincount(self.key, self.seats, keys), dtype=np.float64)
        np.maximum.at(low, self.key, self.seats)
        return low, high

    def twice(self, without: int, keys: int) -> Numbers:
        """Of each key, the people whom its upper bound counts and that of the key `without` counts too: of a cohort met under
        both, the fewer.  They are one cohort's people, and may be the same."""
        elsewhere = np.zeros(int(self.cohort.max(initial=0)) + 1)
        here = self.key == without
        elsewhere[self.cohort[here]] = self.seats[here]
        twice = np.bincount(self.key, np.where(here, 0, np.minimum(self.seats, elsewhere[self.cohort])), keys)
        return np.asarray(twice, dtype=np.float64)
