"""The laws of counting people and seats, on random programmes: cohorts that span phases, co-funded events, silent rows.

How many examples were checked is printed at the end of the test run.
"""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from itertools import pairwise

from hypothesis import HealthCheck, given, settings, strategies as st

from community_policing.analysis.reach.breakdown import crosstab
from community_policing.core.indicators import INDICATORS
from community_policing.core.quantity import NOTHING
from community_policing.measure.aggregate import select
from community_policing.measure.compute import measure
from community_policing.measure.programme import Programme, Scope
from tests.conftest import Build, Report, Row

KEYS = ("attendances", "community_attendances", "people_reached")
PLACES, PAYERS = ("IQG15", "IQG08", "IQG02"), ("", "DE", "US", "DE;US", "DE;JP;US")
# From the whole programme down to one donor's part of one phase in one place at an earlier date, each step in any order.
STEPS = st.permutations([
    {"governorates": ("IQG08", "IQG15")}, {"governorates": ("IQG15",)}, {"phases": ("P2",)}, {"donors": ("DE", "US")},
    {"donors": ("DE",)}, {"as_of": date(2016, 9, 30)}, {"as_of": date(2015, 6, 30)},
])  # fmt: skip
GIVEN = settings(max_examples=20, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))

SEATS = st.dictionaries(
    st.tuples(st.sampled_from(["police", "community", "civil_society"]), st.sampled_from(["women", "men"])),
    st.integers(0, 30), max_size=4,
)  # fmt: skip
EVENT = st.fixed_dictionaries({
    "governorate": st.sampled_from(["", *PLACES]), "phase_id": st.sampled_from(["", "P1", "P2"]),
    "grants": st.sampled_from(PAYERS), "cohort": st.sampled_from(["", "", "C1", "C2"]),
    "kind": st.sampled_from(["training", "awareness_campaign", "workshop"]), "scope": st.sampled_from(["iom", "iom", "parallel"]),
    "starts_on": st.dates(date(2013, 1, 1), date(2016, 11, 30)).map(str),
})  # fmt: skip
EVENTS = st.lists(st.tuples(EVENT, SEATS), min_size=1, max_size=7)


def programme_of(build: Build, events: list[tuple[Row, dict[tuple[str, str], int]]]) -> Programme:
    """Those events with their seats by group and sex."""
    trainings = [{"training_id": f"E{at}", **event} for at, (event, _) in enumerate(events)]
    attendance = [
        {"training_id": f"E{at}", "participant_group": group, "sex": sex, "attendances": str(count)}
        for at, (_, seats) in enumerate(events)
        for (group, sex), count in seats.items()
    ]
    grants = [{"grant_id": donor, "donor_id": donor} for donor in ("DE", "US", "JP")]
    donors = [{"donor_id": donor} for donor in ("DE", "US", "JP")]
    return Programme.of(build({"donors": donors, "grants": grants, "trainings": trainings, "attendance": attendance}))


def narrowed(scope: Scope, step: dict[str, tuple[str, ...] | date]) -> Scope:
    """The scope with one more restriction; where it is restricted so already, what both allow."""
    ((name, value),) = step.items()
    held = getattr(scope, name)
    if isinstance(value, date):
        return replace(scope, as_of=min(held or value, value))
    return replace(scope, **{name: tuple(key for key in value if key in held) if held else value})


def check_bounds(programme: Programme, tally: Counter[str]) -> None:
    """max(parts) <= low <= high <= sum(parts), for every split of every figure of reach."""
    for key in KEYS:
        value = measure(key, programme).value
        assert value is not None
        assert value.high is not None
        for by in INDICATORS[key].splits:
            split = crosstab(key, programme, (by,), ())
            assert split is not None
            parts = split.row_totals.values()
            assert split.total == value
            assert max((part.low for part in parts), default=0) <= value.low <= value.high
            assert value.high <= sum(part.high or 0 for part in parts)
            tally["splits"] += 1


def check_places(programme: Programme, tally: Counter[str]) -> None:
    """A governorate has one figure, coloured on a map of more or chosen alone, and never more than all of them together."""
    for key in KEYS:
        split = measure(key, programme, "governorate")
        for pcode in programme.scope.governorates or PLACES:
            alone = replace(programme.scope, governorates=(pcode,))
            part = split.part(pcode)
            assert part == measure(key, programme.whole.within(alone), "governorate").part(pcode)
            assert part == measure(key, programme.whole.within(alone)).value
            assert part
            assert split.value
            assert (part.high or 0) <= (split.value.high or 0)
            tally["places"] += 1


def check_shares(programme: Programme, tally: Counter[str]) -> None:
    """Equal shares sum exactly to the same whole over whatever dimensions; without a choice of donors, to the total."""
    rows = select(INDICATORS["attendances"], programme)
    whole = sum(rows.shares(()).values())
    for by in (("donor",), ("phase", "donor"), ("phase", "kind"), ("donor", "participant_group", "sex")):
        assert sum(rows.shares(by).values()) == whole
        tally["shares"] += 1
    total = rows.total()
    assert total is not None
    assert whole == Fraction(total.low) if not programme.scope.donors else whole <= Fraction(total.low)


def test_the_ledger_keeps_its_bounds(build: Build, report: Report) -> None:
    """On any programme and in any choice: a figure lies between its largest part and the sum of its parts; a governorate
    has the same bounds on a map and alone, within those of the whole; no filter ever raises its upper bound; co-funded
    seats are shared without a remainder."""
    tally: Counter[str] = Counter()

    @GIVEN
    @given(EVENTS, STEPS)
    def laws(
        events: list[tuple[Row, dict[tuple[str, str], int]]], steps: list[dict[str, tuple[str, ...] | date]]
    ) -> None:
        whole, scopes = programme_of(build, events), [Scope()]
        for step in steps[:4]:
            scopes.append(narrowed(scopes[-1], step))
        seen = [whole.within(scope) for scope in scopes]
        for programme in seen:
            check_bounds(programme, tally)
            check_places(programme, tally)
            check_shares(programme, tally)
        for wider, narrower in pairwise(seen):
            for key in KEYS:
                before, after = (measure(key, programme).value or NOTHING for programme in (wider, narrower))
                assert (after.high or 0) <= (before.high or 0)
                tally["filters"] += 1
        tally["programmes"] += 1

    laws()
    assert tally["programmes"] >= 20
    report(
        f"the reach ledger: {tally['programmes']} random programmes, {tally['splits']} splits and "
        f"{tally['places']} governorates within their bounds, "
        f"{tally['filters']} filters that raised none, {tally['shares']} equal shares without a remainder"
    )


@dataclass(frozen=True)
class Person:
    """One of those whom nobody records: a group and a sex."""

    group: str
    sex: str


PEOPLE = st.lists(
    st.builds(Person, st.sampled_from(["police", "community"]), st.sampled_from(["women", "men"])), min_size=1, max_size=9
)  # fmt: skip
CAME = st.lists(
    st.tuples(EVENT, st.sets(st.integers(0, 8), min_size=1), st.sampled_from(PLACES)), min_size=1, max_size=6
)
Came = list[tuple[Row, set[int], str]]


def attended(people: list[Person], came: Came) -> list[frozenset[int]]:
    """Who was at each event.  A cohort is the same people, who fall away one after the other: what the method rests on."""
    there = [[at for at in sorted(who) if at < len(people)] for _, who, _ in came]
    order: dict[str, list[int]] = {}
    for (event, _, _), who in zip(came, there, strict=True):
        order[event["cohort"]] = max(order.get(event["cohort"], who), who, key=len)
    cohorts = [
        order[event["cohort"]] if event["cohort"] else who for (event, _, _), who in zip(came, there, strict=True)
    ]
    return [frozenset(cohort[: len(who)]) for cohort, who in zip(cohorts, there, strict=True)]


def test_the_truth_lies_within_the_bounds(build: Build, report: Report) -> None:
    """Where we know who came, the number of different people lies within the bounds that attendance alone gives: in all, in
    each part, and in a governorate whatever place a silent event had."""
    tally: Counter[str] = Counter()

    @GIVEN
    @given(PEOPLE, CAME)
    def laws(people: list[Person], came: Came) -> None:
        there = attended(people, came)
        seats = [Counter((people[at].group, people[at].sex) for at in who) for who in there]
        programme = programme_of(
            build, [(event, dict(count)) for (event, _, _), count in zip(came, seats, strict=True)]
        )
        held = [at for at, (event, _, _) in enumerate(came) if event["scope"] == "iom"]

        def check(scope: Scope, split: tuple[str, str] | None, true: set[int]) -> None:
            bounds = measure("people_reached", programme.within(scope), split[0] if split else "")
            value = bounds.parts.get(split[1], NOTHING) if split else bounds.value
            assert value is not None
            assert value.low <= len(true) <= (value.high or 0)
            tally["truths"] += 1

        check(Scope(), None, {who for at in held for who in there[at]})
        for name in ("governorate", "phase_id", "kind"):
            for key in {came[at][0][name] for at in held}:
                true = {who for at in held if came[at][0][name] == key for who in there[at]}
                check(Scope(), (name.removesuffix("_id"), key), true)
        for donor in ("DE", "US", "JP"):
            true = {who for at in held if donor in came[at][0]["grants"].split(";") for who in there[at]}
            check(Scope(), ("donor", donor), true)
        for name in ("group", "sex"):
            for key in {getattr(person, name) for person in people}:
                true = {who for at in held for who in there[at] if getattr(people[who], name) == key}
                check(Scope(), ("participant_group" if name == "group" else name, key), true)
        for place in PLACES:  # a silent event was somewhere all the same
            true = {who for at in held if (came[at][0]["governorate"] or came[at][2]) == place for who in there[at]}
            check(Scope(governorates=(place,)), None, true)
        tally["programmes"] += 1

    laws()
    assert tally["programmes"] >= 20
    report(
        f"people as bounds: {tally['truths']} true numbers of people in {tally['programmes']} random programmes, all within them"
    )
