"""Spend beside progress in words and as tables: a grant's money to date, the time gone by, and the targets of its phase."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from community_policing.analysis.reach.counting_methods import Name, frame, label
from community_policing.core import formats, labels
from community_policing.core.i18n import clauses, listed, t
from community_policing.core.quantity import Quantity, Share
from community_policing.measure.budgets import Budget, asks_for_parts
from community_policing.measure.pace import WORST_FIRST, Status
from community_policing.measure.programme import Programme


@dataclass(frozen=True)
class Spending:
    """A budget, what its grant is called, and how the targets of its phase stand."""

    budget: Budget
    called: str
    phase: str
    statuses: tuple[Status, ...]

    @classmethod
    def of(cls, budget: Budget, statuses: Sequence[Status], name: Name) -> "Spending":
        """The budget with its names."""
        called = label((budget.donor, budget.phase), ("donor", "phase"), name)
        return cls(budget, called, name("phase", budget.phase), tuple(statuses))


def caveat() -> str:
    """Why nothing is divided."""
    return t(
        "Spend and progress stand side by side and are not divided: money is spent before results are counted, and a grant pays "
        "for more than what is counted. Other grants may pay for the same targets."
    )


def how_to_date() -> str:
    """What the sums hold."""
    return t("To date: the quarters that are over. Each currency stands by itself.")


def nothing(programme: Programme) -> str:
    """What stands where no budget is shown."""
    if asks_for_parts(programme):
        return t("Budgets are of whole grants: clear every filter but phase and donor to see them.")
    if programme.protected:
        return t(
            "No budget is shown in this view: a donor sees those of its own grants, everybody else what is published."
        )
    return t("No budget is on record in this selection.")


def money(currency: str, amount: Quantity) -> str:
    """An amount in its currency; a lower bound as one."""
    words = {"currency": currency, "amount": formats.number(amount.low)}
    return t("{currency} {amount}", **words) if amount.exact else t("at least {currency} {amount}", **words)


def spent(spending: Spending) -> str:
    """What was spent, and by which day."""
    budget = spending.budget
    if budget.until is None:
        return t("No quarter on record is over")
    day = formats.day(budget.until)
    if budget.spent is None:
        return t("Nothing is told of what was spent by {day}", day=day)
    return formats.sentence(t("{money} spent by {day}", money=money(budget.currency, budget.spent), day=day))


def planned(spending: Spending) -> str:
    """What was planned by the same day; "" where no quarter is over."""
    budget = spending.budget
    if budget.until is None:
        return ""
    if budget.planned is None:
        return t("What was planned by then is not on record")
    return formats.sentence(t("{money} planned by then", money=money(budget.currency, budget.planned)))


def committed(spending: Spending) -> str:
    """What is committed; where it is not on record, what the bar is drawn against."""
    budget = spending.budget
    if budget.committed is not None:
        return t("{money} committed", money=money(budget.currency, Quantity.exactly(budget.committed)))
    if any(line.planned for line in budget.lines):
        return t("No committed amount on record: bar against the plan")
    return t("No committed amount and no plan on record")


def untold(spending: Spending) -> str:
    """The quarters that are over and of which nothing is told; "" where there is none."""
    quarters = listed([formats.period(quarter) for quarter in spending.budget.untold])
    return t("Spending not told of: {quarters}", quarters=quarters) if quarters else ""


def elapsed(spending: Spending) -> str:
    """How much of the grant's time has gone by."""
    budget = spending.budget
    if budget.elapsed is None:
        return t("Start or end not on record: no share of its time")
    share = formats.quantity(Share.exactly(100 * budget.elapsed))
    assert budget.ends_on is not None
    return t("{share} of its time gone by, until {day}", share=share, day=formats.day(budget.ends_on))


def targets(spending: Spending) -> str:
    """How many of the targets of its phase stand how, worst first; they are counted and not averaged."""
    counts = Counter(spending.statuses)
    if not counts:
        return t("No target of {phase} is on record", phase=spending.phase)
    parts = [
        t("{count} {status}", count=formats.number(counts[status]), status=labels.in_sentence(status.value))
        for status in WORST_FIRST
        if counts[status]
    ]
    return t("Targets of {phase}: {statuses}", phase=spending.phase, statuses=listed(parts))


def in_words(spending: Spending) -> tuple[str, ...]:
    """Everything that is drawn of a grant, line by line."""
    lines = (
        spent(spending),
        planned(spending),
        committed(spending),
        untold(spending),
        elapsed(spending),
        targets(spending),
    )
    return (spending.called, *filter(None, lines))


def alt(spendings: Sequence[Spending]) -> str:
    """The drawing in words."""
    return " ".join(f"{'. '.join(in_words(each))}." for each in spendings)


def table(spendings: Sequence[Spending], programme: Programme) -> pd.DataFrame:
    """One line for each grant; amounts are in the currency of the line."""
    header = (
        t("Donor and phase"), t("Grant"), t("Currency"), t("Amount committed"), t("Planned to date"), t("Spent to date"),
        t("To date"), t("Spending not told of"), t("Time gone by"), t("Targets of the phase"), t("Sources"),
    )  # fmt: skip
    return frame(header, [_line(each, programme) for each in spendings])


def _line(spending: Spending, programme: Programme) -> tuple[object, ...]:
    budget = spending.budget
    committed = None if budget.committed is None else Quantity.exactly(budget.committed)
    gone = None if budget.elapsed is None else Share.exactly(round(100 * budget.elapsed))
    quarters = listed([formats.period(quarter) for quarter in budget.untold])
    sources = clauses([_source(key, programme) for key in budget.sources])
    return (
        spending.called, budget.title or budget.grant_id, budget.currency, committed, budget.planned, budget.spent,
        budget.until, quarters or None, gone, targets(spending), sources or None,
    )  # fmt: skip


def quarters(spendings: Sequence[Spending], programme: Programme) -> pd.DataFrame:
    """The rows behind the sums: every quarter of every grant, and whether it is in them."""
    header = (
        t("Donor and phase"), t("Quarter"), t("Currency"), t("Planned"), t("Spent"), t("In the sums to date"), t("Record"),
        t("Source"), t("Note"),
    )  # fmt: skip
    lines = [
        (each.called, formats.period(line.quarter), each.budget.currency,
         *(None if value is None else Quantity.exactly(value) for value in (line.planned, line.spent)),
         labels.label("yes" if line in each.budget.over else "no"), labels.label(line.record),
         _source(line.source, programme) or None, line.note or None)
        for each in spendings for line in each.budget.lines
    ]  # fmt: skip
    return frame(header, lines)


def _source(key: str, programme: Programme) -> str:
    return str(programme.names("sources", "title").get(key, key))
