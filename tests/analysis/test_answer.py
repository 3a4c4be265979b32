"""The Overview's answer: true, with its bounds in words, and honest where there is nothing to answer with."""

from dataclasses import replace
from datetime import date

import pytest

from community_policing.analysis import insights
from community_policing.analysis.targets.answer import answer
from community_policing.core.quantity import Quantity
from community_policing.measure.compute import measure
from community_policing.measure.pace import Status
from community_policing.measure.programme import Programme, Scope
from tests.analysis.test_target_rows import rows
from tests.conftest import Build
from tests.edits import Edited, add, drop

STAND = ("fora_established", "fora_planned", "fora_established_iom", "fora_established_police")


def said(programme: Programme) -> str:
    """The answer for a choice."""
    stand = [measure(key, programme) for key in STAND]
    return answer(stand[2], rows(programme), insights.headline(*stand), programme)


@pytest.mark.parametrize(
    ("scope", "sentence"),
    [
        # F1, F2 and F3 stand, F4 was closed; nothing suggests a fourth.  Behind are IOM's fora, the women's share, the vehicles,
        # the attendances, and Ninewa; the trainings, the headquarters and Baghdad are done.
        (Scope(), "Off track: 3 of IOM's 6 fora by 31 Dec, likely no more; 5 of 8 targets need attention"),
        (Scope(date(2015, 12, 31)), "Done: 2 of IOM's 2 fora by 31 Dec; 2 of 8 targets need attention"),
        (Scope(date(2014, 12, 31)), "Done: 2 of IOM's 2 fora by 31 Dec 2015; 1 of 8 targets needs attention"),
        (Scope(date(2012, 1, 1)), "Too early to say: 0 of IOM's 2 fora by 31 Dec 2015; none of 8 targets needs attention"),
        (Scope(date(2017, 1, 1)), "Off track: 3 of IOM's 6 fora, due on 31 Dec 2016; 5 of 8 targets need attention"),
        (Scope(governorates=("IQG08",)), "Done: 2 of IOM's 2 fora by 31 Dec"),
        (Scope(governorates=("IQG08", "IQG15")),
         "At risk: 3 of IOM's 4 fora by 31 Dec, likely no more; 1 of 2 targets needs attention"),
        (Scope(phases=("P2",)), "Off track: Vehicles handed over 7 of 8, due on 30 Sep; 1 of 2 targets needs attention"),
        (Scope(governorates=("IQG02",)), "1 forum is established by local police; no target for this selection"),
        (Scope(donors=("DE",)), "2 fora are established by IOM; 1 is planned; no target for this selection"),
    ],
    ids=str,
)  # fmt: skip
def test_the_answer(scope: Scope, sentence: str, programme: Programme) -> None:
    """Counted by hand on the fixture, for the whole, past days, choices with a target, with another one, and with none."""
    assert said(programme.within(scope)) == sentence


@pytest.mark.parametrize(
    ("value", "words"),
    [(Quantity.at_least(3), "at least 3"), (Quantity(3, 5), "3 to 5"), (Quantity(3, 3, about=True), "about 3"),
     (Quantity(3, 5, about=True), "about 3 to 5")],
)  # fmt: skip
def test_bounds_are_words(value: Quantity, words: str, programme: Programme) -> None:
    """A figure of which only bounds are known is never said as if it were known."""
    row = next(row for row in rows(programme) if row.key == "fora_established_iom")
    fora = replace(row.result, value=value)
    sentence = answer(fora, (replace(row, result=fora),), "", programme)
    assert sentence == f"Off track: {words} of IOM's 6 fora by 31 Dec, 3 likely"


def test_what_is_not_certain_is_not_called_fine(programme: Programme) -> None:
    """Where a protected view cannot know a status, none of the targets is known to need attention, and no more is said."""
    row = rows(programme)[0]
    assert row.pace
    unsure = replace(row, result=replace(row.result, pace=replace(row.pace, status=Status.NOT_CERTAIN)))
    sentence = answer(unsure.result, (unsure, unsure), "", programme)
    assert sentence == (
        "Not certain: 3 of IOM's 6 fora by 31 Dec, likely no more; none of 2 targets is known to need attention"
    )


def test_no_targets_no_data_one_row(edited: Edited, build: Build) -> None:
    """Nothing is on track where nothing was aimed at."""
    none = edited(lambda tables: tables["targets"].clear())
    assert said(none) == "4 fora are established: 3 by IOM, 1 by local police; 2 are planned; no targets are set"
    assert said(Programme.of(build({}))) == "No fora are established by 30 Nov 2016; no targets are set"
    forum = {"forum_id": "F1", "established_on": "2016-05-10", "established_by": "iom"}
    one = Programme.of(build({"fora": [forum]}))
    assert said(one) == "1 forum is established by IOM; no targets are set"


def test_thousands(edited: Edited) -> None:
    """5,000 fora more, all of IOM's and in Baghdad: both targets of fora are reached, and the three others are not."""
    forum = {"governorate": "IQG08", "established_by": "iom", "status": "established", "established_on": "2016-06-01",
             "phase_id": "P2", "record": "illustrative", "source": "S1"}  # fmt: skip
    many = edited(*(add("fora", forum_id=f"N{number}", name=f"Forum {number}", **forum) for number in range(5_000)))
    assert said(many) == "Done: 5,003 of IOM's 6 fora by 31 Dec; 4 of 8 targets need attention"


def test_another_target_stands_in(edited: Edited) -> None:
    """Where IOM's fora have no target of the whole, the worst of the others is named, with its place where the page has none."""
    assert said(edited(drop("targets", "fora_established_iom"))).startswith(
        "Off track: Women's share of forum members 20 %, target 30 % by 31 Dec 2017; 3 of 5 targets need attention"
    )
