"""Reach charts in words and as tables: the flow, seats over time, and the cost of a seat."""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from community_policing.analysis.reach.breakdown import STAGES, Flow, Trend
from community_policing.analysis.reach.costs import Cost
from community_policing.analysis.reach.counting_methods import Name, frame, label
from community_policing.core import formats, labels
from community_policing.core.i18n import listed, n, t
from community_policing.core.quantity import Quantity, Suppressed, grammatical_number, seats as seats_shown
from community_policing.measure.programme import Programme
from community_policing.measure.result import Result


def nothing(programme: Programme) -> str:
    """What stands where seats would be drawn, when there are none."""
    if programme.scope.whole:
        return t("No attendance is recorded.")
    return t("No attendance is recorded in this selection.")


def flow_rows(flow: Flow, name: Name) -> pd.DataFrame:
    """The flow as a table, one line for each link."""
    lines = [
        (label((link.source,), (STAGES[link.stage],), name), label((link.target,), (STAGES[link.stage + 1],), name),
         seats_shown(link.seats, flow.few))
        for link in flow.links
    ]  # fmt: skip
    return frame((t("From"), t("To"), t("Seats, shared equally") if flow.split else t("Seats")), lines)


def flow_alt(flow: Flow, name: Name) -> str:
    """The flow in words: every stage with its parts."""
    stages = [
        t(
            "{stage}: {parts}",
            stage=labels.label(stage),
            parts=listed(
                [
                    t("{name} {figure}", name=name(stage, key), figure=formats.quantity(seats_shown(seats, flow.few)))
                    for key, seats in parts.items()
                ]
            ),
        )
        for stage, parts in zip(STAGES, flow.stages, strict=True)
    ]
    return n(
        "Flow of {seats} seats. {stages}.",
        "Flow of {seats} seats. {stages}.",
        _count(flow),
        seats=filled(flow.seats, flow),
        stages=". ".join(stages),
    )


def flow_title(flow: Flow) -> str:
    """What the flow shows; that it is an equal split is said where it splits anything."""
    if flow.split:
        return t("From donor to participant group, an equal split of co-funded seats")
    return t("From donor to participant group")


def flow_note(flow: Flow, seats: Result) -> str:
    """How the drawing counts: the seats of the headline, each once, and how co-funded ones are split."""
    drawn, every = filled(flow.seats, flow), seats.value
    words = {"seats": drawn, "all": formats.quantity(every)}
    if every is None or every.exact:
        first = n(
            "{seats} seats, each shown once, as in the headline.", "{seats} seats, each shown once, as in the headline.",
            _count(flow), **words,
        )  # fmt: skip
    else:
        first = n(
            "{seats} seats, each shown once; the headline, {all}, has those that may belong here as well.",
            "{seats} seats, each shown once; the headline, {all}, has those that may belong here as well.",
            _count(flow), **words,
        )  # fmt: skip
    split = (
        t("A co-funded seat is split equally among its donors, so parts of a seat can appear.") if flow.split else ""
    )
    return " ".join(filter(None, (formats.sentence(first), split)))


def payer(stage: str, key: str, flow: Flow, name: Name) -> str:
    """What a key of a stage is called; of a donor whose seats hold parts of co-funded ones, that these are an equal split."""
    called = name(stage, key)
    return t("{donor} (equal split)", donor=called) if stage == STAGES[0] and key in flow.split else called


def filled(seats: float, flow: Flow) -> str:
    """Seats of a flow as they may be read; shares with one decimal."""
    return formats.quantity(seats_shown(seats, flow.few))


def _count(flow: Flow) -> int:
    return grammatical_number(seats_shown(flow.seats, flow.few))


def trend_rows(trend: Trend) -> pd.DataFrame:
    """The trend as a table, one line a period."""
    header = (
        {1: t("Month"), 3: t("Quarter"), 12: t("Year")}[trend.months],
        *(labels.label(group, "participant_group") for group in trend.seats),
        t("All"),
    )
    lines = [
        (period(start, trend.months), *(seats_shown(count, trend.few) for count in (*counts, sum(counts))))
        for start, counts in zip(trend.starts, zip(*trend.seats.values(), strict=True), strict=True)
    ]
    return frame(header, lines)


def trend_title(trend: Trend) -> str:
    """What the trend shows, and in which periods."""
    return {1: t("Seats filled by month"), 3: t("Seats filled by quarter"), 12: t("Seats filled by year")}[trend.months]


def period(start: date, months: int) -> str:
    """A month, quarter or year in words."""
    if months != 3:
        return formats.day(start, "month" if months == 1 else "year")
    return t("{year}, quarter {quarter}", year=formats.day(start, "year"), quarter=start.month // 3 + 1)


def trend_alt(trend: Trend) -> str:
    """The trend in words: each group's seats."""
    named = (
        (labels.label(group, "participant_group"), formats.quantity(seats_shown(sum(seats), trend.few)))
        for group, seats in trend.seats.items()
    )
    groups = listed([t("{name} {figure}", name=group, figure=seats) for group, seats in named])
    return t("Seats filled since {first}: {groups}.", first=period(trend.starts[0], trend.months), groups=groups)


def cost_rows(costs: Sequence[Cost], name: Name) -> pd.DataFrame:
    """Each grant, its amount as published, the seats it paid for, and one for the other."""
    lines = [
        (
            label((cost.donor, cost.phase), ("donor", "phase"), name), cost.title, cost.currency,
            t("no amount is published") if cost.amount is None else Quantity.exactly(cost.amount),
            cost.ends_on, cost.seats, _whole(cost.each),
        )
        for cost in costs
    ]  # fmt: skip
    header = (
        t("Donor and phase"), t("Grant"), t("Currency"), t("Amount committed"), t("Runs until"),
        t("Seats it paid for, in all phases"), t("All-in, for each seat"),
    )  # fmt: skip
    return frame(header, lines)


def cost_figure(cost: Cost) -> str:
    """What a seat cost, in its currency; or that no amount is published, which is not nothing."""
    if cost.amount is None:
        return t("No amount is published")
    if cost.each is None:
        return t("Too few seats to say") if isinstance(cost.seats, Suppressed) else t("No seat yet")
    return t("{currency} {amount} for each seat", currency=cost.currency, amount=formats.quantity(_whole(cost.each)))


def cost_line(cost: Cost) -> str:
    """What that figure is made of."""
    figure = formats.quantity(cost.seats)
    seats = n(
        "{figure} seat paid for in all phases", "{figure} seats paid for in all phases",
        grammatical_number(cost.seats), figure=figure,
    )  # fmt: skip
    if cost.amount is None:
        return seats
    amount = {"currency": cost.currency, "amount": formats.number(cost.amount)}
    if cost.ends_on:
        day = formats.day(cost.ends_on)
        return t("{currency} {amount} committed until {day}, {seats}", day=day, seats=seats, **amount)
    return t("{currency} {amount} committed, {seats}", seats=seats, **amount)


def cost_note(costs: Sequence[Cost], programme: Programme) -> str:
    """Why that is no price: what else a grant pays for, what is not spent yet, whose seats they are."""
    if not any(cost.each for cost in costs):
        return ""
    all_in = t(
        "All-in: the whole amount divided by all seats filled so far. The grant also pays for buildings, vehicles and "
        "equipment; it is committed, not spent; a co-funded seat counts for each grant in full."
    )
    return " ".join((all_in, t("The seats are illustrative."))) if programme.dataset.synthetic else all_in


def _whole(each: Quantity | None) -> Quantity | None:
    if each is None:
        return None
    return Quantity(float(round(each.low)), None if each.high is None else float(round(each.high)), each.about)
