"""Bounds on people: never fewer than can have been, never more, and told with what two bounds count both."""

import numpy as np
from hypothesis import given, strategies as st

from community_policing.measure.people_bounds import LargestEvents

LINE = st.tuples(st.integers(0, 2), st.integers(0, 5), st.integers(0, 9))  # key, event, seats


def largest(lines: list[tuple[int, int, int]], cohorts: list[int]) -> LargestEvents:
    key, event, seats = (np.array(column) for column in zip(*lines, strict=True))
    return LargestEvents.of(key, event, seats.astype(float), np.array(cohorts))


def test_the_example_of_the_method() -> None:
    """A cohort with events of 10 and 12 seats, and a single event of 30: at least 30 people, at most 12 + 30."""
    low, high = largest([(0, 0, 10), (0, 1, 12), (0, 2, 30)], [0, 0, 1]).bounds(1)
    assert (low.tolist(), high.tolist()) == ([30], [42])


def test_seats_of_one_event_are_different_people() -> None:
    """Groups and sexes of one event are lines of their own, and nobody is in two of them."""
    low, high = largest([(0, 0, 4), (0, 0, 6), (0, 1, 7)], [0, 1]).bounds(1)
    assert (low.tolist(), high.tolist()) == ([10], [17])


def test_a_cohort_met_under_two_keys_may_be_the_same_people_twice() -> None:
    """Of a cohort under a key and under none, the fewer are counted by both bounds; another cohort's people by one alone."""
    found = largest([(0, 0, 12), (1, 1, 9), (0, 2, 30)], [1, 1, 0])
    assert found.twice(without=1, keys=2).tolist() == [9, 0]


@given(st.lists(LINE, min_size=1, max_size=8), st.lists(st.integers(0, 3), min_size=6, max_size=6))
def test_the_bounds_are_those_of_all_ways_that_people_can_have_come(
    lines: list[tuple[int, int, int]], cohorts: list[int]
) -> None:
    """Under each key, with the people of each event of a cohort taken from one list of people: all cohorts drawn from one crowd
    are the fewest, each cohort a crowd of its own the most."""
    low, high = largest(lines, cohorts).bounds(3)
    for key in range(3):
        events: dict[int, int] = {}
        for _, event, seats in (line for line in lines if line[0] == key):
            events[event] = events.get(event, 0) + seats
        same = {person for seats in events.values() for person in range(seats)}
        apart = {(cohorts[event], person) for event, seats in events.items() for person in range(seats)}
        assert (low[key], high[key]) == (len(same), len(apart))
