"""Fora in words and tables: whether they meet, who sits at the table, and what becomes of the concerns they take up."""

from collections.abc import Mapping, Sequence

import pandas as pd

from community_policing.core import formats, labels
from community_policing.core.geography import governorate_name, governorate_order
from community_policing.core.i18n import N_, clauses, listed, n, t
from community_policing.core.quantity import MANY, NOTHING, Quantity, grammatical_number, in_unit
from community_policing.core.schema import TABLES
from community_policing.measure.forum_lives import STATES, ForumLife, State
from community_policing.measure.result import Result
from community_policing.measure.time_to_resolve import ALL, TimeToResolve

TOPICS = TABLES["concerns"].column("topic").choices
STUCK = 5  # pairs of topic and governorate that are named


def headline(active: Result, fora: Result, open_long: Result) -> str:
    """How many fora meet, and how many concerns wait for long."""
    if active.value is None:
        return t("Whether fora meet is not on record")
    words = {"active": formats.spoken(active.value), "fora": formats.spoken(fora.value)}
    meet = met_lately(fora.value, **words)
    if open_long.value is None or open_long.value.high == 0:
        return meet
    wait = n(
        "{figure} concern is open for over 90 days", "{figure} concerns are open for over 90 days",
        grammatical_number(open_long.value), figure=formats.spoken(open_long.value),
    )  # fmt: skip
    return t("{meet}; {wait}", meet=meet, wait=wait)


def met_lately(whole: Quantity | None, active: str, fora: str) -> str:
    """How many of so many fora met lately, both as they are read."""
    count = grammatical_number(whole) if whole else MANY
    return n("{active} of {fora} fora met within the last three months",
             "{active} of {fora} fora met within the last three months", count, active=active, fora=fora)  # fmt: skip


def in_words(result: Result) -> str:
    """A further figure of a card: "3 are dormant", "2 have not met yet"; "" where there is none."""
    if result.value is None:
        return ""
    return counted(result.indicator.key, grammatical_number(result.value), formats.quantity(result.value))


def counted(indicator: str, many: int, figure: str) -> str:
    """The same of a figure in words and the number that its grammar goes by."""
    words = {"figure": figure}
    match indicator:
        case "fora_active":
            return n("{figure} is active", "{figure} are active", many, **words)
        case "fora_dormant":
            return n("{figure} is dormant", "{figure} are dormant", many, **words)
        case "fora_never_met":
            return n("{figure} has not met yet", "{figure} have not met yet", many, **words)
        case "meetings_held":
            return n("at {figure} meeting", "at {figure} meetings", many, **words)
        case _:
            return n("{figure} is open in all", "{figure} are open in all", many, **words)


def out_of(raised: Result) -> str:
    """Of how many concerns; "" where none is on record."""
    return t("of {figure} raised", figure=formats.quantity(raised.value)) if raised.value else ""


def silent(life: ForumLife) -> str:
    """For how long a forum has not met, or that it never did; "" for one that meets or is closed."""
    if not life.gaps or life.closed or life.gaps[-1][1] != life.as_of:
        return ""
    since = formats.delay(life.last_met or life.set_up, life.as_of)
    return t("no meeting for {time}", time=since) if life.meetings else t("no meeting in {time}", time=since)


def months_with_meeting(life: ForumLife) -> str:
    """In how many of its months a forum met."""
    words = {"met": formats.number(life.months_met), "months": formats.number(life.months)}
    return n("met in {met} of {months} months", "met in {met} of {months} months", life.months, **words)


def meets(life: ForumLife) -> str:
    """Whether a forum meets, in a line: "dormant, met in 3 of 9 months, no meeting for 4 months"."""
    return listed([part for part in (t(_IN_SENTENCE[life.state]), months_with_meeting(life), silent(life)) if part])


_IN_SENTENCE = {
    State.DORMANT: N_("dormant"), State.NEVER_MET: N_("has not met yet"),
    State.ACTIVE: N_("active"), State.CLOSED: N_("closed"),
}  # fmt: skip


def lives_table(lives: Sequence[ForumLife]) -> pd.DataFrame:
    """Every forum, the worst first: how it stands, when it last met, and how often it does."""
    return pd.DataFrame(
        {
            t("Forum"): [life.name for life in lives],
            t("Governorate"): [governorate_name(life.pcode) for life in lives],
            t("Set up by"): [labels.label(life.established_by) for life in lives],
            t("State"): [t(STATES[life.state]) for life in lives],
            t("Set up on"): [life.set_up for life in lives],
            t("Last met"): [life.last_met for life in lives],
            t("Months since then"): [Quantity.exactly(life.months_silent) for life in lives],
            t("Meetings"): [Quantity.exactly(len(life.meetings)) for life in lives],
            t("Months with a meeting"): [life.share_met for life in lives],
        },
        dtype=object,
    )


def places_table(results: Sequence[Result]) -> pd.DataFrame:
    """Each governorate with a figure, by name, and a column for each of the Results, which are split by governorate."""
    pcodes = sorted(
        {pcode for result in results for pcode in result.parts}, key=lambda p: (not p, governorate_order(p))
    )
    columns = {
        result.label: [in_unit(result.part(pcode), result.indicator.unit) for pcode in pcodes] for result in results
    }
    return pd.DataFrame({t("Governorate"): [governorate_name(pcode) for pcode in pcodes]} | columns, dtype=object)


def topics(results: Sequence[Result]) -> tuple[str, ...]:
    """The topics that any of the Results, which are split by topic, has a figure of: most open first, then most raised."""
    raised, _, waiting, _ = results
    found = [topic for topic in TOPICS if any(topic in result.parts for result in results)]
    return tuple(sorted(found, key=lambda topic: [-(each.part(topic) or NOTHING).low for each in (waiting, raised)]))


def topics_table(results: Sequence[Result]) -> pd.DataFrame:
    """Each topic and a column for each of the Results."""
    found = topics(results)
    columns = {result.label: [result.part(topic) for topic in found] for result in results}
    return pd.DataFrame({t("Topic"): [labels.label(topic) for topic in found]} | columns, dtype=object)


def bounds(concerns: Result) -> str:
    """Why a reader is told between which numbers concerns lie, and not how many there are; "" where that is told."""
    if concerns.value is None or not concerns.value.about:
        return ""
    return t(
        "Concerns are told in groups that are large enough to point to nobody; those in no such group may be of any topic and "
        "place, so that each figure lies between two bounds."
    )


def stuck(open_long: Mapping[tuple[str, ...], Quantity]) -> tuple[str, ...]:
    """Where which concerns wait for over 90 days: most first, then in the order of topics."""
    longest = sorted(open_long.items(), key=lambda each: (-each[1].low, TOPICS.index(each[0][1]), each[0][0]))
    return tuple(
        t("{topic}, {place}: {figure}", topic=labels.label(topic), place=governorate_name(pcode), figure=formats.quantity(many))
        for (pcode, topic), many in longest[:STUCK] if many.high != 0
    )  # fmt: skip


def resolving(times: Mapping[str, TimeToResolve]) -> str:
    """How long it takes until half of all concerns are resolved; or that this cannot be told yet."""
    found = times[ALL]
    words = {"resolved": formats.number(found.resolved), "open": formats.number(found.still_open)}
    if found.median is None:
        return t("Too few are resolved to say how long half of them take: {resolved} are, {open} are open.", **words)
    said = n(
        "Half of them are resolved within {count} month ({interval}).",
        "Half of them are resolved within {count} months ({interval}).",
        found.median, interval=_interval(found),
    )  # fmt: skip
    return t("{said} {resolved} resolved and {open} still open are counted.", said=said, **words)


def _interval(found: TimeToResolve) -> str:
    if found.low is None:
        return t("too few are resolved for a 95 % interval")
    low = formats.number(found.low)
    if found.high is None:
        return t("95 % interval from {low} on, too few are resolved for its upper end", low=low)
    return t("95 % interval {low} to {high}", low=low, high=formats.number(found.high))


def resolving_table(times: Mapping[str, TimeToResolve]) -> pd.DataFrame:
    """The time to resolve of all and of each topic: the median with its interval in whole months, and of how many it is."""
    found = list(times.values())
    return pd.DataFrame(
        {
            t("Topic"): [labels.label(topic) if topic else t("All topics") for topic in times],
            t("Median, months"): [None if each.median is None else Quantity.exactly(each.median) for each in found],
            t("95 % interval, months"): [_between(each) for each in found],
            t("Resolved"): [Quantity.exactly(each.resolved) for each in found],
            t("Still open"): [Quantity.exactly(each.still_open) for each in found],
        },
        dtype=object,
    )


def _between(found: TimeToResolve) -> Quantity | None:
    return None if found.low is None else Quantity(found.low, found.high)


def lives_alt(lives: Sequence[ForumLife]) -> str:
    """The lines of the drawing in words."""
    return clauses(
        [
            t(
                "{forum}: {state}, {months}",
                forum=life.name,
                state=t(STATES[life.state]),
                months=months_with_meeting(life),
            )
            for life in lives
        ]
    )
