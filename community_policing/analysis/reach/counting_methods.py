"""The reach ledger: what every figure of reach counts and adds up over, in plain words; the cross as a table.

Seats, people within a cohort, and people are three different things; each line says which one it is.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeAlias

import pandas as pd

from community_policing.analysis.reach.breakdown import OTHERS, Cohort, Crosstab
from community_policing.core import formats, labels
from community_policing.core.i18n import beside, joined, listed, n, plural, t
from community_policing.core.quantity import Quantity, Suppressed, grammatical_number, total
from community_policing.measure.aggregate import Key
from community_policing.measure.programme import Programme
from community_policing.measure.result import Result

Name: TypeAlias = Callable[[str, str], str]  # a dimension and a key of it -> what the key is called


def namer(programme: Programme) -> Name:
    """What the keys of this programme are called; "" says what is not on record."""
    tables = {
        "phase": (programme.names("phases", "name"), t("no phase recorded")),
        "donor": (programme.names("donors", "short_name"), t("no donor recorded")),
    }

    def name(dimension: str, key: str) -> str:
        if dimension not in tables:
            return labels.label(key, dimension) if key else t("not on record")
        if key == OTHERS:
            return t("Other donors")
        names, nobody = tables[dimension]
        return names.get(key, key) if key else nobody

    return name


def headline(seats: Result, community: Result, people: Result, events_held: Result, silent: Result) -> str:
    """Both sentences in one line: seats, at how many events, and how many people that can be."""
    first = finding(seats, community, people, events_held, silent)
    if not (bounds := _people(seats, people)):
        return first
    return t("{finding}: {people}", finding=first, people=bounds)


def second_sentence(seats: Result, people: Result, events_held: Result, silent: Result) -> str:
    """Say how many people the seats can be, and at how many events nobody counted; "" where the finding says all."""
    if not (bounds := _people(seats, people)):
        return ""
    first = formats.sentence(t("{people}: a person at two events fills two seats.", people=bounds))
    if not (missing := _uncounted(events_held, silent)):
        return first
    silence = n("{figure} event has no attendance on record.", "{figure} events have no attendance on record.", missing,
                figure=formats.number(missing))  # fmt: skip
    return f"{first} {silence}"


def finding(seats: Result, community: Result, people: Result, events_held: Result, silent: Result) -> str:
    """Seats, and at how many events; of a published record, what was published."""
    if seats.from_facts:
        return _published(seats, community)
    if seats.value is None or people.value is None or not seats.value.high:
        if seats.scope.whole:
            return t("No attendance is recorded by {day}", day=formats.day(seats.as_of))
        return t("No attendance is recorded in this selection")
    if not seats.value.low and not isinstance(seats.value, Suppressed):
        return n(
            "No filled seat is recorded in this selection; {figure} may belong to it",
            "No filled seat is recorded in this selection; up to {figure} may belong to it",
            grammatical_number(seats.value), figure=formats.quantity(seats.value.highest),
        )  # fmt: skip
    figure = formats.quantity(seats.value)
    filled = n("{figure} seat filled", "{figure} seats filled", grammatical_number(seats.value), figure=figure)
    return t("{seats} at {events}", seats=formats.sentence(filled), events=_events(events_held, silent))


def _events(events_held: Result, silent: Result) -> str:
    """At how many events, and of how many where some have no attendance on record."""
    reported, held = with_attendance(events_held, silent), events_held.value
    figure = formats.quantity(reported)
    if held is None or not _uncounted(events_held, silent):
        return n("{figure} event", "{figure} events", grammatical_number(reported), figure=figure)
    return n(
        "{figure} of {held} event",
        "{figure} of {held} events",
        grammatical_number(held),
        figure=figure,
        held=formats.quantity(held),
    )


def _uncounted(events_held: Result, silent: Result) -> int:
    """How many events held have no attendance on record; 0 where that is not known for certain."""
    values = (events_held.value, silent.value)
    return int(silent.value.low) if silent.value and all(value and value.exact for value in values) else 0


def _people(seats_result: Result, people_result: Result) -> str:
    """The bounds of people behind seats of which some are certain; "" where there are none, or none but what was published."""
    seats, people = seats_result.value, people_result.value
    if seats_result.from_facts or seats is None or people is None or not seats.high:
        return ""
    if not seats.low and not isinstance(seats, Suppressed):
        return ""
    if people.exact or people.high is None:
        figure = formats.quantity(people)
        return n("{figure} different person", "{figure} different people", grammatical_number(people), figure=figure)
    low, high = formats.number(people.low), formats.number(people.high)
    pair = plural("between {low} and {high} different people", "between {low} and {high} different people")
    if people.about:
        pair = plural("about {low} to {high} different people", "about {low} to {high} different people")
    return n(*pair, grammatical_number(people), low=low, high=high)


def _published(seats: Result, community: Result) -> str:
    if seats.value is None or seats.published is None:
        return t("The number of people reached is not published for this date or selection")
    words = {"people": formats.quantity(seats.value), "day": formats.day(seats.published.as_of)}
    if community.value is None:
        return n(
            "{people} people reached, as published for {day}", "{people} people reached, as published for {day}",
            grammatical_number(seats.value), **words,
        )  # fmt: skip
    return n(
        "{people} people reached, {community} of them community members, as published for {day}",
        "{people} people reached, {community} of them community members, as published for {day}",
        grammatical_number(seats.value), community=formats.quantity(community.value), **words,
    )  # fmt: skip


def with_attendance(events_held: Result, silent: Result) -> Quantity:
    """How many events held have attendance on record."""
    both = (events_held.value or Quantity(0, 0), silent.value or Quantity(0, 0))
    low = both[0].low - both[1].low
    high = None if both[0].high is None or both[1].high is None else max(low, both[0].high - both[1].high)
    return Quantity(low, high)


def on_record(events_held: Result, silent: Result) -> tuple[str, ...]:
    """How many events have attendance on record, and what of the others."""
    if events_held.value is None or silent.value is None or not events_held.value.high:
        return ()
    reported = formats.quantity(with_attendance(events_held, silent))
    if not events_held.value.exact:
        return (t("{told} have recorded attendance", told=reported),)
    first = t("{told} of {held} have recorded attendance", told=reported, held=formats.quantity(events_held.value))
    if not silent.value.low:
        return (first,)
    return first, n(
        "{figure} without it is not counted here", "{figure} without it are not counted here",
        grammatical_number(silent.value), figure=formats.quantity(silent.value),
    )  # fmt: skip


def between(people: Result) -> tuple[str, ...]:
    """What the two bounds of people are."""
    if people.value is None or people.value.exact:
        return ()
    return (t("at least the largest event, at most all together"),)


def rows(seats: Result, community: Result, people: Result, cohorts: Sequence[Cohort], name: Name) -> pd.DataFrame:
    """The ledger: each figure, its value, its method in plain words, and what it adds over."""
    lines = [
        (seats.label, seats.value,
         t("Seats filled at events held, added up. A person who came to two events counts twice."),
         _adds(seats)),
        (community.label, community.value,
         t("The same for community members only. Part of all attendances: never add the two."), _adds(community)),
        *((t("People in cohort {name}", name=cohort.name), cohort.people, _method(cohort, name), t("nothing"))
          for cohort in cohorts),
        (people.label, people.value,
         t("At least the largest event or cohort, if all others came to it too; at most all events and cohorts together, "
           "if nobody came to two."), t("nothing: a person may be in several parts")),
    ]  # fmt: skip
    return frame((t("Figure"), t("Value"), t("Method"), t("Adds up over")), lines)


def _adds(result: Result) -> str:
    over = listed([labels.in_sentence(dimension) for dimension in result.indicator.adds_over])
    return t("{dimensions}; not donor", dimensions=over)


def _method(cohort: Cohort, name: Name) -> str:
    """The largest session; and where the cohort came under several phases or donors, under which."""
    sessions = n("{count} session", "{count} sessions", cohort.sessions)
    seats = n("{figure} seat", "{figure} seats", cohort.seats, figure=formats.number(cohort.seats))
    largest = t(
        "The largest of {sessions} with {seats}: the same people came each time.", sessions=sessions, seats=seats
    )
    phases, donors = (
        joined([name(dimension, key) for key in keys]) if len(keys) > 1 else ""
        for dimension, keys in (("phase", cohort.phases), ("donor", cohort.donors))
    )
    sentences = (
        largest,
        phases and t("In {phases}.", phases=phases),
        donors and t("Paid for by {donors}.", donors=donors),
    )
    return " ".join(sentence for sentence in sentences if sentence)


def cross_rows(
    cross: Crosstab, by: Sequence[str], across: Sequence[str], name: Name, donors: Sequence[str] = ()
) -> pd.DataFrame:
    """The cross as a table; the last line and the last column are measured, each row of the record counted once."""
    header = (
        beside([labels.label(dimension) for dimension in by]),
        *(label(key, across, name) for key in cross.columns),
        t("All"),
    )
    lines = [
        (label(row, by, name), *(cross.cell(row, column) for column in cross.columns), cross.row_totals[row])
        for row in cross.rows
    ]
    all_of_them = t("All parts of the selected donors") if cross.equally and donors else t("All, each counted once")
    last = (all_of_them, *(cross.column_totals[column] for column in cross.columns), cross.total)
    return frame(header, [*lines, last])


def heads(cross: Crosstab, across: Sequence[str], name: Name) -> tuple[tuple[str, int], ...]:
    """For columns of two dimensions: the first one's keys, each with the number of columns under it; else nothing."""
    if len(across) < 2:
        return ()
    first = [name(across[0], key[0]) for key in cross.columns]
    return tuple((head, first.count(head)) for head in dict.fromkeys(first))


def label(key: Key, dimensions: Sequence[str], name: Name) -> str:
    """A key of several dimensions in words: "Phase 2 · Germany"."""
    return formats.sentence(beside([name(dimension, part) for dimension, part in zip(dimensions, key, strict=True)]))


def cross_notes(cross: Crosstab, equally: bool, donors: Sequence[str], base: int = 0) -> tuple[str, ...]:
    """How the cells are to be read: why the lines do, or do not, add up to the last one.  `base` as in `of_rounded`."""
    if cross.indicator.people:
        bounds = t(
            "At least the largest event or cohort, at most all together. A person may be in several lines and columns: never "
            "add them up."
        )
        return (bounds, t("People cannot be shared: they count for each donor in full.")) if equally else (bounds,)
    if cross.equally and donors:
        return (t("Co-funded seats in equal parts; only those of the selected donors are shown."), *of_rounded(base))
    if cross.equally:
        return (
            t("Co-funded seats in equal parts for each of their donors: the lines add up to the last one."),
            *of_rounded(base),
        )
    if total(cross.row_totals.values()).low > cross.total.low:
        return (
            t("A seat that several donors paid for counts for each of them, and once in the last line: the lines above it "
              "add up to more."),
        )  # fmt: skip
    return ()


def of_rounded(base: int) -> tuple[str, ...]:
    """Why equal parts need not be the multiples that a protected view promises; nothing where no number is rounded (0)."""
    sentence = t(
        "The parts are shares of numbers rounded to multiples of {base}, and need not be multiples.", base=base
    )
    return (sentence,) if base else ()


def frame(header: Sequence[str], lines: Iterable[Sequence[Any]]) -> pd.DataFrame:
    """A table whose cells stay what they are."""
    return pd.DataFrame(lines, columns=list(header), dtype=object)
