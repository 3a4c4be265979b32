"""Changes between the waves of a survey, alone and against comparison places, with their intervals.

A change is a difference of two percentages with Newcombe's hybrid score interval (R. G. Newcombe, "Interval estimation for the
difference between independent proportions: comparison of eleven methods", Statistics in Medicine 17, 1998), and a change
against a comparison place a difference of two changes; both are the method of variance estimates recovery (G. Y. Zou and
A. Donner, Statistics in Medicine 27, 2008), which needs each answer's interval and nothing else, so that published intervals
serve as well as computed ones.  The waves are taken for independent samples: of people asked twice it claims too little.
What cannot be compared is refused, and never raises.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt
from statistics import NormalDist

from community_policing.measure.survey_intervals import Estimate, Interval, effective, interval, two_sided
from community_policing.measure.thresholds import THRESHOLDS

_SLACK = 1e-9  # so that 7 % less 7 points are none


class Verdict(StrEnum):
    """What a survey can say of a difference."""

    MORE = "more"
    FEWER = "fewer"
    NO_DIFFERENCE_SEEN = "no_difference_seen"  # by this survey: there may be one all the same


class Refusal(StrEnum):
    """Why two answers are not compared."""

    OTHER_WORDING = "other_wording"  # or the wording of one of them is not known
    OTHER_ANSWER = "other_answer"  # another answer is counted
    OTHER_PEOPLE = "other_people"  # another place or population
    LACKS_N = "lacks_n"  # neither n nor an interval is published
    DIRECTION_ONLY = "direction_only"  # there is no percentage
    COMPARISON_LACKING = "comparison_lacking"  # no comparison place was asked the same in both waves


@dataclass(frozen=True)
class Response:
    """What people said in one wave: of whom it speaks (`place` and `people`: population, sex, group), how they were asked,
    which answer is counted, and the estimate; None where only a direction is published."""

    place: tuple[str, ...]
    people: tuple[str, ...]
    question: str
    wording: str
    answer: str
    estimate: Estimate | None


@dataclass(frozen=True)
class Difference:
    """A difference in percentage points and the ends of its 95 % interval; positive where more gave the answer later."""

    points: float
    low: float
    high: float

    @property
    def verdict(self) -> Verdict:
        """What the interval lets one say."""
        if self.low > 0:
            return Verdict.MORE
        return Verdict.FEWER if self.high < 0 else Verdict.NO_DIFFERENCE_SEEN


def change(earlier: Response, later: Response) -> Difference | Refusal:
    """Return the change from one wave to a later one in the same place, or why there is none to tell."""
    if earlier.place != later.place:
        return Refusal.OTHER_PEOPLE
    return _difference([(earlier, -1), (later, 1)])


def change_against(
    earlier: Response, later: Response, comparison: tuple[Response, Response] | None
) -> Difference | Refusal:
    """Return by how many points a place changed more than a comparison place did between the same waves (its earlier and later
    response; None where it has none), or why that cannot be told.  The difference may lie between -200 and 200."""
    if comparison is None:
        return Refusal.COMPARISON_LACKING
    before, after = comparison
    if earlier.place != later.place or before.place != after.place or before.place == earlier.place:
        return Refusal.OTHER_PEOPLE
    return _difference([(earlier, -1), (later, 1), (before, 1), (after, -1)])


def smallest_detectable(
    baseline: float, n_before: int, n_after: int, comparison: tuple[Estimate, Estimate] | None = None
) -> int | None:
    """Return the smallest change in whole points that the samples would tell from none with the power asked for.

    It is of a two-sided test of two proportions (Fleiss, Levin and Paik, Statistical Methods for Rates and Proportions, 3rd
    ed., chapter 4) from `baseline` percent, on effective numbers of people, and against a comparison place whose answers vary
    too: a rise or a fall, whichever is harder to see.  None where no change that is possible would be seen, or where the
    number of people is not known.
    """
    if not all((n_before, n_after, *(each.n for each in comparison or ()))):
        return None
    before, after = effective(n_before), effective(n_after)
    beside = sum(_variance(each.percent / 100, effective(each.n or 0)) for each in comparison or ())
    found = [
        next((p for p in range(1, 101) if _seen(baseline / 100, way * p / 100, before, after, beside)), None)
        for way in (1, -1)
    ]
    return max((points for points in found if points is not None), default=None)


def expected_by_chance(compared: int) -> int:
    """Return how many of so many intervals would leave 0 out if nothing had changed anywhere."""
    return round(compared * (1 - THRESHOLDS.survey_confidence))


def _seen(first: float, step: float, before: float, after: float, beside: float) -> bool:
    """Whether a step from the first share is possible, and told from none; `beside` is the variance of the comparison."""
    second = first + step
    if not -_SLACK <= second <= 1 + _SLACK:
        return False
    pooled = (first * before + second * after) / (before + after)
    none = sqrt(_variance(pooled, before) + _variance(pooled, after) + beside)
    some = sqrt(_variance(first, before) + _variance(second, after) + beside)
    return abs(step) >= two_sided() * none + NormalDist().inv_cdf(THRESHOLDS.power) * some


def _variance(share: float, people: float) -> float:
    """The variance of a share of so many people."""
    return max(0.0, share * (1 - share)) / people


def _difference(signed: list[tuple[Response, int]]) -> Difference | Refusal:
    """The sum of signed answers with its interval, or why they cannot be set against one another."""
    responses = [response for response, _ in signed]
    estimates = [response.estimate for response in responses if response.estimate]
    if len(estimates) < len(responses):
        return Refusal.DIRECTION_ONLY
    if refusal := _refusal(responses):
        return refusal
    intervals = [found for found in map(interval, estimates) if found]
    if len(intervals) < len(estimates):
        return Refusal.LACKS_N
    signs = [sign for _, sign in signed]
    return _recovered(zip(signs, (e.percent for e in estimates), intervals, strict=True))


def _refusal(responses: list[Response]) -> Refusal | None:
    """Whether the responses are to one question, by one kind of people, with one answer counted."""
    if len({tuple(map(_plain, response.people)) for response in responses}) > 1:
        return Refusal.OTHER_PEOPLE
    if len({(response.question, _plain(response.wording)) for response in responses}) > 1:
        return Refusal.OTHER_WORDING
    return Refusal.OTHER_ANSWER if len({_plain(response.answer) for response in responses}) > 1 else None


def _plain(text: str) -> str:
    """The text without what makes no other question of it: capitals, and spaces."""
    return " ".join(text.casefold().split())


def _recovered(terms: Iterable[tuple[int, float, Interval]]) -> Difference:
    """The signed sum of percentages; its ends are as far off as those of its terms, squared, summed and rooted."""
    points = below = above = 0.0
    for sign, percent, ends in terms:
        points += sign * percent
        down, up = (percent - ends.low) ** 2, (ends.high - percent) ** 2
        below += down if sign > 0 else up
        above += up if sign > 0 else down
    return Difference(points, points - sqrt(below), points + sqrt(above))
