"""Governorate profile in sentences and rows: what there is, what is planned next, and its neighbours."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from statistics import median_low

import pandas as pd

from community_policing.analysis.training import calendar
from community_policing.analysis.training.calendar import TrainingEvent
from community_policing.analysis.works import items as works
from community_policing.analysis.works.items import Item
from community_policing.core import formats, i18n, labels
from community_policing.core.geography import governorate_name
from community_policing.core.i18n import N_, n, name_order, t
from community_policing.core.indicators import DONE, INDICATORS
from community_policing.core.quantity import Quantity, grammatical_number
from community_policing.core.schema import SITE_KINDS
from community_policing.measure.compute import rows_behind
from community_policing.measure.names import names_of
from community_policing.measure.programme import Programme, cached_on_programme, has_value
from community_policing.measure.result import Result
from community_policing.measure.scope import Scope

# What governorates are compared by: indicator -> the head of its column.  IOM's fora and the police's stay apart.
COMPARED: Mapping[str, str] = {
    "fora_established_iom": N_("Fora, IOM"),
    "fora_established_police": N_("Fora, police"),
    "fora_planned": N_("Planned"),
    "events_held": N_("Events held"),
    "attendances": N_("Attendances"),
}


def no_target(scope: Scope) -> str:
    """What is said where a governorate has no target: that none is set, or none for what else was chosen."""
    alone = replace(scope, governorates=()).whole
    return t("No target is set for this governorate.") if alone else t("No target for this selection.")


@dataclass(frozen=True)
class Plan:
    """A forum that is planned, and by when, as far as that is known."""

    name: str
    place: str
    day: date
    when: str


@dataclass(frozen=True)
class Step:
    """One thing ahead: when, what, and of which kind; `late`: its day has passed and nobody reported it."""

    day: date
    when: str
    what: str
    kind: str
    late: bool


@cached_on_programme
def plans(programme: Programme) -> tuple[Plan, ...]:
    """The planned fora of the choice, in the order of their dates: exactly those that `fora_planned` counts."""
    rows = rows_behind(INDICATORS["fora_planned"], programme).sort_values("planned_for", kind="stable")
    return tuple(
        Plan(name, place if has_value(place) else "", day.date(), formats.day(day.date(), precision))
        for name, place, day, precision in zip(
            names_of(rows), rows["place"], rows["planned_for"], rows["planned_for_precision"], strict=True
        )
    )


def ahead(
    plans: Sequence[Plan], events: Sequence[TrainingEvent], items: Sequence[Item], as_of: date
) -> tuple[Step, ...]:
    """What comes next, in the order of the dates: fora and events planned, works due; first what is late without a word
    about it.  Works that are late are said to be so among the works."""
    forum = t("Forum")
    fora = [Step(plan.day, plan.when, plan.name, forum, plan.day < as_of) for plan in plans]
    planned = [
        Step(event.last if event.state == calendar.UNREPORTED else event.first, event.when, _event(event),
             labels.label(event.kind), event.state == calendar.UNREPORTED)
        for event in events if event.state in (calendar.PLANNED, calendar.UNREPORTED)
    ]  # fmt: skip
    work, delivery = t("Work due"), t("Delivery due")
    due = [
        Step(item.due, formats.day(item.due), item.name, work if item.kind in SITE_KINDS else delivery, False)
        for item in items
        if item.due and item.due >= as_of and not _done(item)
    ]
    return tuple(
        sorted((*fora, *planned, *due), key=lambda step: (step.day, name_order(step.kind), name_order(step.what)))
    )


def _event(event: TrainingEvent) -> str:
    return t("{name}, {place}", name=event.title, place=event.place) if event.place else event.title


def _done(item: Item) -> bool:
    return item.completed is not None or item.stage in (*DONE, "done")


def steps_table(steps: Iterable[Step]) -> pd.DataFrame:
    """What comes next as a table."""
    rows = [(step.when, step.what, step.kind, t("date passed") if step.late else "") for step in steps]
    return pd.DataFrame(rows, columns=[t("When"), t("What"), t("Kind"), t("Note")])


def title(place: str, fora: Result, iom: Result, police: Result, planned: Result, plans: Sequence[Plan]) -> str:
    """The finding: how many fora there are, set up by whom, and how many are to come by when."""
    coming = _coming(planned, plans, fora.as_of)
    if fora.value is None:
        established = t("the number of established fora is not published")
    elif fora.value.high == 0:
        return t("{place}: no forum yet, {coming}", place=place, coming=coming or t("and none is planned"))
    else:
        established = _established(fora, iom, police)
    if not coming:
        return t("{place}: {found}", place=place, found=established)
    return t("{place}: {found}; {coming}", place=place, found=established, coming=coming)


def _established(fora: Result, iom: Result, police: Result) -> str:
    """IOM's and the police's are told apart, or that all are of one of the two."""
    if iom.value == fora.value:
        return n("{figure} forum by IOM", "{figure} fora by IOM", _count(fora), figure=_figure(fora))
    if police.value == fora.value:
        return n("{figure} forum by local police", "{figure} fora by local police", _count(fora), figure=_figure(fora))
    return n("{figure} fora, {iom} by IOM and {police} by local police",
             "{figure} fora, {iom} by IOM and {police} by local police",
             _count(fora), figure=_figure(fora), iom=_figure(iom), police=_figure(police))  # fmt: skip


def _coming(planned: Result, plans: Sequence[Plan], as_of: date) -> str:
    if not _some(planned) or not plans:
        return ""
    words = {"figure": _figure(planned), "day": plans[-1].when}
    if plans[-1].day < as_of:
        return n("{figure} was due by {day}", "{figure} were due by {day}", _count(planned), **words)
    return n("{figure} is due by {day}", "{figure} are due by {day}", _count(planned), **words)


@dataclass(frozen=True, eq=False)
class ProfileCard:
    """A figure of the profile under its short name, the lines below it, and the Results that they are of."""

    label: str
    result: Result
    lines: tuple[str, ...] = ()
    others: tuple[Result, ...] = ()


def profile_cards(result: Callable[[str], Result], plans: Sequence[Plan]) -> tuple[ProfileCard, ...]:
    """The six figures of a profile: fora by IOM, by local police and planned, apart; events, attendances, works."""
    planned, seats, people = result("fora_planned"), result("attendances"), result("people_reached")
    held, trainings, workshops, coming = (
        result(key) for key in ("events_held", "trainings_and_campaigns_held", "workshops_held", "events_planned")
    )
    agreed, overdue, equipment, vehicles = (
        result(key) for key in ("works_agreed", "works_overdue", "equipment_handed_over", "vehicles_handed_over")
    )
    together = held.value is not None or trainings.value is None
    events = (t("Events held"), held) if together else (t("Trainings, campaigns"), trainings)
    of_agreed = works_said(agreed, overdue, equipment)
    return (
        ProfileCard(t("Fora, IOM"), result("fora_established_iom")),
        ProfileCard(t("Fora, police"), result("fora_established_police")),
        ProfileCard(t("Fora planned"), planned, planned_where(plans) if planned.value else ()),
        ProfileCard(*events, events_said(trainings, workshops, coming), (trainings, workshops, coming)),
        ProfileCard(seats.label, seats, people_said(people), (people,)),
        ProfileCard(t("Works done"), result("building_works_done"), of_agreed, (agreed, overdue, equipment, vehicles)),
    )


def planned_where(plans: Sequence[Plan]) -> tuple[str, ...]:
    """Where the planned fora are to be, and by when."""
    if not plans:
        return ()
    places = Counter(plan.place or t("place not recorded") for plan in plans)
    named = [
        place if count == 1 else t("{place} {figure}", place=place, figure=formats.number(count))
        for place, count in places.most_common()
    ]
    first = i18n.listed(named[:3])
    where = t("{names}, and others", names=first) if len(named) > 3 else first
    return where, t("by {day}", day=plans[-1].when)


def events_said(trainings: Result, workshops: Result, planned: Result | None = None) -> tuple[str, ...]:
    """The kinds of events held, which were published apart, and how many are planned; what nobody knows is left out."""
    lines = []
    if _some(trainings):
        figure = _figure(trainings)
        lines.append(
            n("{figure} training or campaign", "{figure} trainings, campaigns", _count(trainings), figure=figure)
        )
    if _some(workshops):
        lines.append(n("{figure} workshop", "{figure} workshops", _count(workshops), figure=_figure(workshops)))
    if planned and _some(planned):
        lines.append(t("{figure} planned", figure=_figure(planned)))
    return tuple(lines)


def people_said(people: Result) -> tuple[str, ...]:
    """How many different people that may be."""
    if not _some(people):
        return ()
    return (n("{figure} different people", "{figure} different people", _count(people), figure=_figure(people)),)


def works_said(agreed: Result, overdue: Result, equipment: Result) -> tuple[str, ...]:
    """Out of how many, what is overdue, and what was handed over besides; what nobody knows is left out."""
    lines = [t("of {figure} agreed", figure=_figure(agreed))] if _some(agreed) else []
    if _some(overdue):
        late = _figure(overdue)
        lines.append(
            n("{figure} work or delivery overdue", "{figure} works, deliveries overdue", _count(overdue), figure=late)
        )
    if _some(equipment):
        figure = _figure(equipment)
        lines.append(n("{figure} item handed over", "{figure} items handed over", _count(equipment), figure=figure))
    return tuple(lines)


def _some(result: Result) -> bool:
    return result.value is not None and result.value.high != 0


def _figure(result: Result) -> str:
    return formats.quantity(result.value)


def _count(result: Result) -> int:
    return grammatical_number(result.value) if result.value else 0


def stage(item: Item) -> str:
    """How far an item is, and against which date."""
    if item.overdue:
        return works.lateness(item)
    if item.completed:
        return t("{stage} {day}", stage=labels.label(item.stage), day=item.when_completed)
    if item.due:
        return t("{stage}, due {day}", stage=labels.label(item.stage), day=formats.day(item.due))
    return labels.label(item.stage)


def by_place(split: Result) -> bool:
    """Whether anybody knows the figure by governorate."""
    return split.value is not None and split.split_known


def listed(splits: Sequence[Result], pcodes: Sequence[str]) -> pd.DataFrame:
    """Those governorates with their figures, a line each; what nobody knows is None."""
    return _frame(_lines(splits, pcodes), splits)


def compared(splits: Sequence[Result], pcodes: Sequence[str], everywhere: Sequence[str]) -> pd.DataFrame:
    """Those governorates, and in the last line the median of all."""
    of_all = t("Median of all {count}", count=formats.number(len(everywhere)))
    return _frame([*_lines(splits, pcodes), [of_all, *(median(split, everywhere) for split in splits)]], splits)


def _lines(splits: Sequence[Result], pcodes: Sequence[str]) -> list[list[str | Quantity | None]]:
    return [[governorate_name(pcode), *(split.part(pcode) for split in splits)] for pcode in pcodes]


def _frame(lines: Sequence[Sequence[str | Quantity | None]], splits: Sequence[Result]) -> pd.DataFrame:
    heads = [t("Governorate"), *(t(COMPARED[split.indicator.key]) for split in splits)]
    return pd.DataFrame([list(line) for line in lines], columns=heads, dtype=object)


def median(split: Result, pcodes: Iterable[str]) -> Quantity | None:
    """What at least half of the governorates do not exceed; None where one of them is not known."""
    parts = [split.part(pcode) for pcode in pcodes]
    values = [part for part in parts if part is not None]
    if len(values) < len(parts) or not values:
        return None
    highs = [part.high for part in values if part.high is not None]
    most = median_low(highs) if len(highs) == len(values) else None
    return Quantity(median_low(part.low for part in values), most, any(part.about for part in values))


def choose(fora: Result, planned: Result, everywhere: Sequence[str]) -> str:
    """The start's title: how many governorates have a forum, or a planned one where only that is known; choose one."""
    chosen, split_known = fora.scope.governorates, by_place(fora)
    chosen_result = fora if split_known else planned
    count = sum(bool((part := chosen_result.part(pcode)) and part.low) for pcode in chosen or everywhere)
    words = {"all": formats.number(len(chosen or everywhere))}
    if not count:
        start = t("Choose a governorate to see its profile")
        return t("{start}: none has a forum yet", start=start) if split_known else start
    if split_known and chosen:
        return n("{count} of the {all} governorates chosen has a forum: choose one",
                 "{count} of the {all} governorates chosen have a forum: choose one", count, **words)  # fmt: skip
    if split_known:
        return n("{count} of {all} governorates has a forum: choose one to see its profile",
                 "{count} of {all} governorates have a forum: choose one to see its profile", count, **words)  # fmt: skip
    return n("{count} governorate has a planned forum: choose one to see its profile",
             "{count} governorates have a planned forum: choose one to see its profile", count)  # fmt: skip
