"""What make.py draws from its seeded generator: points, members, last meetings, and how seats split."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from random import Random

from data.demonstration.plan import AS_OF, GROUPS, RETURNED_TO, Event, Forum

# Share of women among those who attend, by group; and how the community group splits by displacement.
WOMEN = {
    "police": 0.15,
    "community": 0.44,
    "law_enforcement": 0.15,
    "civil_society": 0.5,
    "judiciary": 0.3,
    "other": 0.4,
}
DISPLACED = {"displaced": 0.36, "host": 0.64}
RETURNED = {"returnee": 0.55, "host": 0.45}
UNRECORDED = {"not_recorded": 1.0}
# Shares of fora: without a record of members; whose last meeting is unknown; up to here, that met in ten weeks.
WITHOUT_MEMBERS, MEETING_UNKNOWN, MET_LATELY = 0.12, 0.08, 0.82


def point(rng: Random, town: dict[str, str]) -> dict[str, str]:
    """A point 1 to 2.5 km from the town's, in a random direction: illustrative, never a real building."""
    east, north = (rng.choice((-1, 1)) * rng.uniform(0.008, 0.016) for _ in range(2))
    return {
        "latitude": f"{float(town['latitude']) + north:.3f}",
        "longitude": f"{float(town['longitude']) + east:.3f}",
    }


def members(rng: Random, forum: Forum) -> dict[str, str]:
    """Members by sex: more women in later fora, fewer where police set it up; none for a few without a record."""
    members, recorded = rng.randint(12, 26), rng.random() >= WITHOUT_MEMBERS
    share = rng.uniform(0.1, 0.26) + 0.03 * (int(forum.on[:4]) - 2012) - (0.05 if forum.by == "police" else 0)
    women = round(members * share)
    return {"members_women": str(women), "members_men": str(members - women)} if recorded else {}


def last_met(rng: Random, forum: Forum) -> str:
    """Mostly in the last ten weeks, sometimes months ago, sometimes not known; never before the forum existed."""
    kind, recent, old = rng.random(), rng.randint(1, 70), rng.randint(120, 300)
    if kind < MEETING_UNKNOWN:
        return ""
    met = date.fromisoformat(AS_OF) - timedelta(days=recent if kind < MET_LATELY else old)
    return max(working_day(met).isoformat(), forum.on)


def working_day(day: date) -> date:
    """The day, or the Thursday before where it is a Friday or Saturday."""
    return day - timedelta(days=max(0, day.weekday() - 3)) if day.weekday() in (4, 5) else day


def attendance(rng: Random, training_id: str, event: Event) -> Iterator[dict[str, str]]:
    """The event's seats by group, sex and, for the community, displacement.  Splits add up; zeros are left out."""
    for seats in event.seats.split():
        group = GROUPS[seats[0]]
        by_sex = {"women": WOMEN[group], "men": 1 - WOMEN[group]} if event.sex_recorded else UNRECORDED
        for sex, of_sex in _split(rng, int(seats[1:]), by_sex).items():
            for displacement, count in _split(rng, of_sex, _displacement(group, event)).items():
                yield {
                    "training_id": training_id,
                    "participant_group": group,
                    "sex": sex,
                    "displacement": displacement,
                    "attendances": str(count),
                }


def _displacement(group: str, event: Event) -> Mapping[str, float]:
    """Shares to split by: only the community is asked, and where people return they are returnees and hosts."""
    if group != "community" or not event.sex_recorded:
        return UNRECORDED
    return RETURNED if event.town in RETURNED_TO else DISPLACED


def _split(rng: Random, count: int, shares: Mapping[str, float]) -> dict[str, int]:
    """`count` in whole parts, about by shares; the parts add up to it, and parts of nothing are left out."""
    parts = {name: int(count * share * rng.uniform(0.7, 1.3)) for name, share in shares.items()}
    largest = max(shares, key=lambda name: shares[name])
    parts[largest] = count - sum(part for name, part in parts.items() if name != largest)
    return {name: part for name, part in parts.items() if part}
