"""Draws what fora of the demonstration do: when they meet, who is at the table, and which concerns are raised."""

from collections.abc import Iterator, Sequence
from datetime import date
from random import Random

from data.demonstration.draw import working_day
from data.demonstration.plan import AS_OF
from data.demonstration.plan_outcomes import (
    CONCERNS,
    MONTH_ONLY,
    NEVER_MET,
    NEVER_RESOLVED,
    NOT_REFERRED,
    PAUSE,
    PAUSED,
    SKIPPED,
    TOPICS,
    UNCOUNTED,
    WITHDRAWN,
    Topic,
)

Row = dict[str, str]
Month = int  # months since the year 0

_POLICE_WOMEN = {0: 55, 1: 28, 2: 13, 3: 4}  # women of the police at a table, and of how many tables in a hundred
_NO_RECORD_OF_MEMBERS = (4, 12)  # women and men, where a forum's members are not recorded


def meetings(rng: Random, fora: Sequence[Row]) -> list[Row]:
    """The rows of `meetings`, by forum and day.  The last one of a forum is on its `last_met_on`, where that is known."""
    return [
        {"forum_id": forum["forum_id"], "met_on": day, **_people(rng, forum)}
        for forum in fora
        if forum["status"] == "established" and forum["forum_id"] not in NEVER_MET
        for day in _days(rng, forum)
    ]


def _days(rng: Random, forum: Row) -> Iterator[str]:
    """About one day a month from the month after its first on, with gaps; the last is the forum's own."""
    first, last = _month(forum["established_on"]) + 1, _month(forum["last_met_on"] or AS_OF)
    pause = _pause(rng, first, last)
    for month in range(first, last):
        if month not in pause and rng.random() >= SKIPPED:
            yield _day(rng, month)
    yield forum["last_met_on"] or _day(rng, last)


def _pause(rng: Random, first: Month, last: Month) -> range:
    """Some months in a row without a meeting, in some of the fora that are old enough for it."""
    start, length = rng.randint(first, max(first, last - 1)), rng.randint(*PAUSE)
    return range(start, start + length) if last - first >= 12 and rng.random() < PAUSED else range(0)


def _day(rng: Random, month: Month) -> str:
    """A working day of the month; early ones are sometimes known by their month only."""
    day = working_day(date(*_year_and_month(month), rng.randint(3, 28))).isoformat()
    return day[:7] if day < "2014" and rng.random() < MONTH_ONLY else day


def _people(rng: Random, forum: Row) -> Row:
    """Who is at the table, about as many as the forum has members; nothing for a few meetings where nobody counted."""
    women, men = (
        int(forum.get(column, usual))
        for column, usual in zip(("members_women", "members_men"), _NO_RECORD_OF_MEMBERS, strict=True)
    )
    present = round((women + men) * rng.uniform(0.6, 0.95))
    police, others = round(present * rng.uniform(0.2, 0.35)), rng.randint(0, 2)
    community = present - police - others
    of_community = round(community * min(1, women / (women + men) * rng.uniform(0.9, 1.7)))
    of_police = min(police, rng.choices(list(_POLICE_WOMEN), list(_POLICE_WOMEN.values()))[0])
    of_others = rng.randint(0, others)
    if rng.random() < UNCOUNTED:
        return {}
    counts = {
        "community_women": of_community, "community_men": community - of_community,
        "police_women": of_police, "police_men": police - of_police,
        "others_women": of_others, "others_men": others - of_others,
    }  # fmt: skip
    return {column: str(count) for column, count in counts.items()}


def concerns(rng: Random, held: Sequence[Row]) -> list[Row]:
    """The rows of `concerns`, by month: each is raised in the month of a meeting that was held."""
    raised = sorted((meeting["met_on"][:7], meeting["forum_id"]) for meeting in rng.choices(held, k=CONCERNS))
    weights = [topic.weight for topic in TOPICS.values()]
    return [
        {
            "concern_id": f"C{number:03d}",
            "forum_id": forum,
            "raised_in": month,
            "topic": (topic := rng.choices(list(TOPICS), weights)[0]),
            **_stage(rng, TOPICS[topic], _month(month)),
        }
        for number, (month, forum) in enumerate(raised, start=1)
    ]


def _stage(rng: Random, topic: Topic, raised: Month) -> Row:
    """How far a concern has come by the as-of date: resolved once its time has passed, open until then."""
    kind, resolved, fresh = rng.random(), raised + int(rng.expovariate(1 / topic.months)), rng.random() < NOT_REFERRED
    referred_to = {"referred_to": "" if fresh else rng.choice(topic.referred_to)}
    if kind < WITHDRAWN:
        return {"status": "withdrawn"}
    if kind >= WITHDRAWN + NEVER_RESOLVED and resolved <= _month(AS_OF):
        year, month = _year_and_month(resolved)
        return {"status": "resolved", "resolved_in": f"{year}-{month:02d}", **referred_to}
    return {"status": "raised" if fresh else "referred", **referred_to}


def _month(day: str) -> Month:
    return 12 * int(day[:4]) + int(day[5:7]) - 1


def _year_and_month(month: Month) -> tuple[int, int]:
    return month // 12, month % 12 + 1
