"""Overview headline: whether the programme is on track, in one sentence made from its Results."""

from collections.abc import Sequence

from community_policing.analysis.targets.rows import TargetRow, with_targets
from community_policing.analysis.targets.wording import has_targets, word
from community_policing.core import formats
from community_policing.core.i18n import n, plural, t
from community_policing.core.quantity import Quantity
from community_policing.measure.pace import BEHIND, Status, Why
from community_policing.measure.programme import Programme
from community_policing.measure.result import Result


def answer(fora: Result, rows: Sequence[TargetRow], established: str, programme: Programme) -> str:
    """Return how IOM's fora stand against their target, and how many targets need attention.

    Where IOM's fora have no target, the worst target is named in their place.  Where nothing has one, the answer is
    `established`, which says how many fora there are, and that there is no target to judge them by.
    """
    if not rows:
        if has_targets(programme):
            return t("{established}; no target for this selection", established=established)
        return t("{established}; no targets are set", established=established)
    first = next((row for row in (*with_targets((fora,)), *rows) if row.pace), None)
    if first is None:
        return t("{established}; no data to compare with the targets", established=established)
    standing = _standing(first, programme)
    return standing if len(rows) == 1 else t("{standing}; {rest}", standing=standing, rest=_rest(rows))


def _standing(row: TargetRow, programme: Programme) -> str:
    """How one target stands, with its date and where the pace leads by then."""
    words = {
        "status": word(row),
        "figure": _figure(row, programme),
        "day": formats.day_near(row.target.due_on, row.result.as_of),
    }
    if row.result.as_of > row.target.due_on and row.status is not Status.DONE:
        return t("{status}: {figure}, due on {day}", **words)
    likely = _likely(row)
    if not likely:
        return t("{status}: {figure} by {day}", **words)
    return t("{status}: {figure} by {day}, {likely}", likely=likely, **words)


def _likely(row: TargetRow) -> str:
    """Where the pace leads by the due date; "" where nobody can say, or it is reached or today."""
    pace, value = row.pace, row.result.value
    if pace is None or pace.projected is None or value is None or pace.why is Why.REACHED:
        return ""
    if row.result.as_of == row.target.due_on:
        return ""
    at_end = Quantity(pace.projected.low, pace.projected.high)
    return t("likely no more") if at_end == value else t("{figure} likely", figure=formats.spoken(at_end))


def _figure(row: TargetRow, programme: Programme) -> str:
    """The figure beside its target, and what it counts; IOM's fora are never called all fora."""
    unit, aim = row.result.indicator.unit, row.target.target
    # The page's title names its own choice
    elsewhere = bool(row.pcode) and programme.scope.governorates != (row.pcode,)
    words = {"value": formats.spoken(row.result.value, unit), "target": formats.number(aim)}
    if row.result.indicator.key == "fora_established_iom":
        figure = n("{value} of IOM's {target} forum", "{value} of IOM's {target} fora", int(aim), **words)
        return t("{place}, {figure}", place=row.place, figure=figure) if elsewhere else figure
    name = row.title if elsewhere else row.result.label
    if unit == "percent":
        return t("{name} {value}, target {target} %", name=name, **words)
    return t("{name} {value} of {target}", name=name, **words)


def _rest(rows: Sequence[TargetRow]) -> str:
    """How many of all targets need attention, and whether that is certain where none is known to."""
    behind, total = sum(row.status in BEHIND for row in rows), formats.number(len(rows))
    if behind:
        pair = plural("{figure} of {total} targets needs attention", "{figure} of {total} targets need attention")
        return n(*pair, behind, figure=formats.number(behind), total=total)
    if any(row.status is Status.NOT_CERTAIN for row in rows):
        pair = plural(
            "none of {total} targets is known to need attention", "none of {total} targets is known to need attention"
        )
    else:
        pair = plural("none of {total} targets needs attention", "none of {total} targets needs attention")
    return n(*pair, len(rows), total=total)
