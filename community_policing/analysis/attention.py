"""What needs attention, worst first: targets that are not met, works past their date, fora that are silent, concerns
that wait for long; grouped where many."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from community_policing.analysis.targets.rows import TargetRow
from community_policing.analysis.targets.wording import gap, in_short
from community_policing.core import formats
from community_policing.core.geography import governorate_name
from community_policing.core.i18n import at, n, plural, t
from community_policing.core.quantity import NOTHING, grammatical_number
from community_policing.measure.compute import Overdue
from community_policing.measure.pace import BEHIND, WORST_FIRST, Status
from community_policing.measure.result import Result

MANY = 3  # of one kind are named; more are one line


@dataclass(frozen=True)
class AttentionLine:
    """One line: how bad it is, what it speaks of, what is wrong, and what it opens.

    `opens` says what `key` is: a target's row, an indicator with targets in many governorates, an item of the works, all
    works (""), or an indicator of the page of fora.
    """

    status: Status
    name: str
    sentence: str
    opens: Literal["target", "places", "item", "works", "fora"]
    key: str = ""


def attention_lines(
    rows: Sequence[TargetRow], overdue: Sequence[Overdue], late: Result, silent: Sequence[Result], waiting: Result
) -> tuple[AttentionLine, ...]:
    """List what needs attention, worst first: targets in the order of `rows`, works, then fora.

    `late` counts those `overdue`; `silent` are the fora that are dormant and those that never met, `waiting` the concerns that
    are open for long."""
    behind = [row for row in rows if row.status in BEHIND]
    listed: list[AttentionLine] = []
    for row in behind:
        alike = [each for each in behind if each.pcode and each.result.indicator == row.result.indicator]
        if not row.pcode or len(alike) <= MANY:
            listed.append(_target(row))
        elif row is alike[0]:
            listed.append(_places(alike))
    works = [_item(work, late.as_of) for work in overdue] if len(overdue) <= MANY else [_works(overdue, late)]
    return tuple(
        sorted((*listed, *works, *_fora(silent), *_concerns(waiting)), key=lambda line: WORST_FIRST.index(line.status))
    )


def shortened(found: Sequence[AttentionLine], most: int) -> tuple[AttentionLine, ...]:
    """Leave out the last targets where there are more lines than that; works stay, which no other line tells of."""
    surplus = max(0, len(found) - most)
    last = [line for line in found if line.opens == "target"][-surplus:] if surplus else []
    return tuple(line for line in found if line not in last)


def _target(row: TargetRow) -> AttentionLine:
    """One target: its figure, date and gap."""
    name = row.title if row.pcode else row.result.label
    sentence = t("{figure}, {gap}", figure=in_short(row.result), gap=gap(row.result))
    return AttentionLine(row.status, name, sentence, "target", row.key)


def _places(rows: Sequence[TargetRow]) -> AttentionLine:
    """Many governorates behind one indicator's targets: how many, and where most is missing."""
    furthest = min(rows, key=lambda row: row.result.gap.low if row.result.gap else 0)
    sentence = n(
        "{figure} governorate behind its targets, furthest {place} ({gap})",
        "{figure} governorates behind their targets, furthest {place} ({gap})",
        len(rows), figure=formats.number(len(rows)), place=furthest.place, gap=gap(furthest.result),
    )  # fmt: skip
    return AttentionLine(rows[0].status, rows[0].result.label, sentence, "places", rows[0].result.indicator.key)


def _item(work: Overdue, today: date) -> AttentionLine:
    """One work past its date."""
    name = at(work.name, governorate_name(work.pcode) if work.pcode else "")
    return AttentionLine(
        Status.OFF_TRACK, name, t("{delay} overdue", delay=formats.delay(work.due, today)), "item", work.item_id
    )


def _works(overdue: Sequence[Overdue], late: Result) -> AttentionLine:
    """Many works past their dates: how many, and for how long the oldest is."""
    figure, oldest = formats.spoken(late.value), min(work.due for work in overdue)
    sentence = t("{count} overdue, the oldest for {delay}", count=figure, delay=formats.delay(oldest, late.as_of))
    return AttentionLine(Status.OFF_TRACK, t("Works and deliveries"), sentence, "works")


def _fora(silent: Sequence[Result]) -> Sequence[AttentionLine]:
    """Fora that do not meet: how many are dormant, and how many have not met yet."""
    dormant, never = (each.value or NOTHING for each in silent)
    if dormant.high == 0 and never.high == 0:
        return ()
    words = {"dormant": formats.spoken(dormant), "never": formats.spoken(never)}
    pair = plural(
        "{dormant} has not met for three months, {never} not yet",
        "{dormant} have not met for three months, {never} not yet",
    )
    if never.high == 0:
        pair = plural("{dormant} has not met for three months", "{dormant} have not met for three months")
    sentence = n(*pair, grammatical_number(dormant), **words)
    return (AttentionLine(Status.AT_RISK, t("Fora that do not meet"), sentence, "fora", "fora_dormant"),)


def _concerns(waiting: Result) -> Sequence[AttentionLine]:
    """Concerns that nobody has resolved for long."""
    if waiting.value is None or waiting.value.low == 0:
        return ()
    pair = plural("{figure} is open for over 90 days", "{figure} are open for over 90 days")
    sentence = n(*pair, grammatical_number(waiting.value), figure=formats.spoken(waiting.value))
    return (AttentionLine(Status.AT_RISK, t("Concerns raised at fora"), sentence, "fora", waiting.indicator.key),)
