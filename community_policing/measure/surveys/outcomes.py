"""Outcomes: what people said in surveys, how it changed from wave to wave, and how against comparison places.

Nothing here is added or averaged over places, sexes or sources: an answer is of those who were asked, and of nobody else.  Where
two sources give the same estimate both stand side by side, and a comparison is made with each of several comparison places.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from community_policing.measure import records
from community_policing.measure.programme import Programme, cached_on_programme
from community_policing.measure.records import Answer, Wave
from community_policing.measure.surveys.change import (
    Difference,
    Refusal,
    Response,
    change,
    change_against,
    smallest_detectable,
)

NOT_APPLIED = ("phases", "donors", "established_by", "periods")
"""What surveys do not say of a place, or, of periods, what a change between two waves lies across: no choice of it applies."""


@dataclass(frozen=True)
class Change:
    """An answer of one wave beside that of the wave before in the same place, and the change in percentage points.

    `earlier` is None where only a direction is published and the wave before has no row of it; the direction, if one is
    published, stands in `later`.  `could_have_seen` is the smallest change in whole points that would have been seen."""

    earlier: Answer | None
    later: Answer
    difference: Difference | Refusal
    could_have_seen: int | None = None


@dataclass(frozen=True)
class Contrast:
    """A programme place's change beside that of one comparison place between the same waves (None: there is none), and by how
    many points it changed more."""

    programme: Change
    comparison: Change | None
    difference: Difference | Refusal
    could_have_seen: int | None = None


def not_applied(programme: Programme) -> tuple[str, ...]:
    """Return the fields of the reader's choice that outcomes cannot follow, so that they are shown as if nothing were chosen."""
    return tuple(name for name in NOT_APPLIED if getattr(programme.scope, name))


def later_waves(programme: Programme) -> tuple[Wave, ...]:
    """Return the waves that were not over by the as-of date: their answers are there, and shown on a later date only."""
    waves = dict.fromkeys(answer.wave for answer in _all(programme))
    return tuple(wave for wave in waves if wave.fieldwork_to > programme.as_of)


@cached_on_programme
def answers(programme: Programme) -> tuple[Answer, ...]:
    """Return the answers of the waves that were over by the as-of date, in the chosen places; one for each estimate.

    An answer that does not say where it was given is outside any choice of places."""
    return tuple(answer for answer in _known(programme) if _inside(answer, programme))


@cached_on_programme
def changes(programme: Programme) -> tuple[Change, ...]:
    """Return the changes between consecutive waves of each survey, question, place, sex and group, and of each source.

    What cannot be compared has a refusal for its difference; a published direction has a change without a number."""
    return tuple(_changes(answers(programme)))


@cached_on_programme
def first_to_last(programme: Programme) -> tuple[Change, ...]:
    """Return, of each series of three waves or more that can be compared, the change from the first of them to the last wave.

    Waves that were asked otherwise, of other people, or are known by a direction alone are never among them, so the first is the
    first of the last wave's own wording."""
    return tuple(change for by_wave in _in_order(answers(programme)) for change in _across(by_wave))


@cached_on_programme
def against_comparison(programme: Programme) -> tuple[Contrast, ...]:
    """Return each programme place's changes against each comparison place of the same survey and question, sex and group.

    Comparison places are those in the same governorate, else all of the survey, whichever governorates are chosen."""
    found = list(_changes(_known(programme)))
    beside = [each for each in found if each.later.surveyed == "comparison" and each.earlier]
    own = [each for each in found if each.later.surveyed == "programme" and each.earlier]
    return tuple(
        _contrast(each, other) for each in own if _inside(each.later, programme) for other in _comparisons(each, beside)
    )


def _all(programme: Programme) -> tuple[Answer, ...]:
    """The answers of all waves, those to come with them."""
    frames = programme.whole.frames

    def read() -> tuple[Answer, ...]:
        return records.answers(frames["estimates"], records.waves(frames["surveys"]))

    return programme.whole.keep("answers", read)


def _known(programme: Programme) -> tuple[Answer, ...]:
    """The answers of the waves that were over by the as-of date."""
    return tuple(answer for answer in _all(programme) if answer.wave.fieldwork_to <= programme.as_of)


def _inside(answer: Answer, programme: Programme) -> bool:
    scope = programme.scope
    return answer.governorate in (scope.governorates or (answer.governorate,)) and (
        not scope.districts or answer.district in scope.districts
    )


def _changes(of_all: Iterable[Answer]) -> Iterator[Change]:
    """The changes between consecutive waves, series by series in the order of the table."""
    for in_order in _in_order(of_all):
        for earlier, later in pairwise([[], *in_order]):
            yield from _between(earlier, later)


def _across(in_order: Sequence[Sequence[Answer]]) -> Iterator[Change]:
    """Each answer of the last wave beside the first that it can be compared with; where two waves can be, and more."""
    for later in in_order[-1]:
        waves = [list(_between(earlier, [later])) for earlier in in_order[:-1]]
        compared = [[each for each in found if not isinstance(each.difference, Refusal)] for found in waves]
        if len(told := [found for found in compared if found]) > 1:
            yield from told[0]


def _in_order(of_all: Iterable[Answer]) -> Iterator[list[list[Answer]]]:
    """The answers of each series wave by wave, the earliest first."""
    series: dict[tuple[str, ...], dict[str, list[Answer]]] = {}
    for answer in of_all:
        series.setdefault(_series(answer), {}).setdefault(answer.wave.wave, []).append(answer)
    for by_wave in series.values():
        yield sorted(by_wave.values(), key=_asked)


def _series(answer: Answer) -> tuple[str, ...]:
    """What the answers of one series share: survey, question, place and its kind, and who was asked."""
    place = (answer.governorate, answer.community, answer.surveyed)
    return (answer.wave.survey_id, answer.question, *place, answer.sex, answer.group)


def _asked(of_wave: Sequence[Answer]) -> tuple[date, date]:
    """When those of a wave were asked, to sort by."""
    wave = of_wave[0].wave
    return wave.fieldwork_to, wave.fieldwork_from or wave.fieldwork_to


def _between(earlier: Sequence[Answer], later: Sequence[Answer]) -> Iterator[Change]:
    """Each answer of a wave beside those of the wave before: of its own source, where that has both, else of every source."""
    before, after = {answer.source for answer in earlier}, {answer.source for answer in later}
    for answer in later:
        for other in earlier:
            if other.source == answer.source or not (answer.source in before and other.source in after):
                yield _change(other, answer)
        if not earlier and answer.direction:
            yield Change(None, answer, Refusal.DIRECTION_ONLY)


def _change(earlier: Answer, later: Answer) -> Change:
    before, after = _response(earlier), _response(later)
    difference = change(before, after)
    return Change(earlier, later, difference, _could_have_seen(difference, (before, after)))


def _comparisons(own: Change, beside: Iterable[Change]) -> Sequence[Change | None]:
    """The comparison places' changes between the same waves: those in the same governorate, else those of the survey, else
    None."""
    same = [other for other in beside if _beside(own) == _beside(other)]
    near = [other for other in same if other.later.governorate and other.later.governorate == own.later.governorate]
    return near or same or (None,)


def _beside(found: Change) -> tuple[object, ...]:
    """What a change shares with those that it may be set against."""
    later = found.later
    return found.earlier and found.earlier.wave, later.wave, later.question, later.sex, later.group


def _contrast(own: Change, other: Change | None) -> Contrast:
    if other is None:
        return Contrast(own, None, Refusal.COMPARISON_LACKING)
    assert own.earlier
    assert other.earlier
    four = [_response(answer) for answer in (own.earlier, own.later, other.earlier, other.later)]
    difference = change_against(four[0], four[1], (four[2], four[3]))
    return Contrast(own, other, difference, _could_have_seen(difference, four))


def _response(answer: Answer) -> Response:
    place = (answer.governorate, answer.community, answer.surveyed)
    people = (answer.wave.population, answer.sex, answer.group)
    return Response(place, people, answer.question, answer.wording, answer.answer, answer.estimate)


def _could_have_seen(difference: Difference | Refusal, responses: Iterable[Response]) -> int | None:
    """The smallest change that would have been seen; None where nothing is compared, or an n is not published."""
    if isinstance(difference, Refusal):
        return None
    before, after, *beside = [response.estimate for response in responses if response.estimate]
    comparison = (beside[0], beside[1]) if beside else None
    return smallest_detectable(before.percent, before.n or 0, after.n or 0, comparison)
