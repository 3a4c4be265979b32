"""Targets for survey answers: a percentage of one question to reach in a place, judged by the interval of the survey alone.

A target is reached where the whole interval of an answer lies at the target or beyond it, and in every other case not shown by this
survey.  Between waves nothing is projected.  Each place asked is judged for itself; of the country only an estimate of the country.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from community_policing.core.schema import SURVEY_QUESTIONS, SURVEY_TARGET
from community_policing.measure.pace import Target
from community_policing.measure.programme import Programme, cached_on_programme
from community_policing.measure.records import Answer, TargetRecord
from community_policing.measure.surveys.outcomes import answers
from community_policing.measure.targets import in_force_of


class SurveyStatus(StrEnum):
    """What the survey shows of a target."""

    REACHED = "reached"
    NOT_SHOWN = "not_shown"  # by this survey: it may be reached all the same
    NO_INTERVAL = "no_interval"  # only a direction, or a percentage of nobody knows how many
    NOT_MEASURED = "not_measured"  # no wave between the first day of the period and the last
    NO_ESTIMATE = "no_estimate"  # of that place: percentages of other places are never averaged
    NOT_TOLD = "not_told"  # a protected view withholds estimates, and cannot say of one whether there is none


@dataclass(frozen=True)
class SurveyTarget:
    """A target in force (`governorate` "" = the country) with the first answer of one place and the one that is judged; None where
    there is none.  `elsewhere` are the places that were asked where the country itself was not."""

    question: str
    governorate: str
    target: Target
    status: SurveyStatus
    first: Answer | None = None
    latest: Answer | None = None
    elsewhere: tuple[Answer, ...] = ()


@cached_on_programme
def survey_targets(programme: Programme) -> tuple[SurveyTarget, ...]:
    """Return the targets for answers in the chosen governorates, or everywhere, by question; each place asked is one."""
    chosen, rows = programme.scope.governorates, programme.targets
    asked: dict[tuple[str, str], list[TargetRecord]] = {}
    for row in rows:
        if row.indicator.startswith(SURVEY_TARGET) and (row.governorate in chosen or not chosen):
            asked.setdefault((row.indicator.removeprefix(SURVEY_TARGET), row.governorate), []).append(row)
    ordered = sorted(asked, key=lambda each: (SURVEY_QUESTIONS.index(each[0]), each[1]))
    return tuple(found for each in ordered for found in _of_place(*each, asked[each], programme))


def _of_place(
    question: str, governorate: str, rows: Sequence[TargetRecord], programme: Programme
) -> Iterator[SurveyTarget]:
    target = in_force_of(rows, programme.as_of)
    if target is None:
        return
    everyone = [
        answer for answer in answers(programme)
        if answer.question == question and answer.surveyed == "programme" and not (answer.sex or answer.group)
    ]  # fmt: skip
    own = [answer for answer in everyone if answer.governorate == governorate]
    whole = [answer for answer in own if not answer.community]
    of = whole if whole or not governorate else own
    series: dict[tuple[str, ...], list[Answer]] = {}
    for answer in sorted(of, key=lambda each: each.wave.fieldwork_to):
        series.setdefault((answer.wave.survey_id, answer.community, answer.source), []).append(answer)
    for found in series.values():
        yield _judged(question, governorate, target, found, programme.protected)
    if not series:
        elsewhere = () if governorate else tuple(everyone)
        status = SurveyStatus.NOT_TOLD if programme.protected else SurveyStatus.NO_ESTIMATE
        yield SurveyTarget(question, governorate, target, status, elsewhere=elsewhere)


def _judged(question: str, governorate: str, target: Target, found: Sequence[Answer], protected: bool) -> SurveyTarget:
    measured = [answer for answer in found if target.starts_on <= answer.wave.fieldwork_to <= target.due_on]
    latest = measured[-1] if measured else None
    status = _status(target, latest) if latest or not protected else SurveyStatus.NOT_TOLD
    return SurveyTarget(question, governorate, target, status, found[0], latest)


def _status(target: Target, latest: Answer | None) -> SurveyStatus:
    if latest is None:
        return SurveyStatus.NOT_MEASURED
    ends = latest.interval
    if ends is None:
        return SurveyStatus.NO_INTERVAL
    beyond = ends.low >= target.target if target.rises else ends.high <= target.target
    return SurveyStatus.REACHED if beyond else SurveyStatus.NOT_SHOWN
