"""Protection of rows, places and small groups of people, once for each release."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import numpy as np
import pandas as pd
import pytest

from community_policing.analysis.reach import wording as words
from community_policing.analysis.reach.costs import all_in
from community_policing.core import formats
from community_policing.core.geography import governorates
from community_policing.core.protection_level import ProtectionLevel
from community_policing.core.quantity import Suppressed
from community_policing.dataset.load import Dataset
from community_policing.measure.compute import measure
from community_policing.measure.programme import Programme, Scope
from community_policing.protect.disclosure import protect
from tests.conftest import Build, Report

SECRET = bytes(range(32))
GROUPS, SEXES = ("police", "community", "judiciary"), ("women", "men")
PEOPLE = ("attendances", "community_attendances", "people_reached")


def seen(dataset: Dataset, guard: ProtectionLevel | None = None, secret: bytes = SECRET) -> Programme:
    """The programme as a restricted reader gets it."""
    return Programme.of(protect(dataset, guard or ProtectionLevel(), secret))


def generated(build: Build, seed: int) -> Dataset:
    """40 events in 3 governorates over two years, each with a few people of each group and sex; 12 fora with a place."""
    draw = np.random.default_rng(seed)
    events = [
        {"training_id": f"E{i}", "governorate": str(draw.choice(["IQG08", "IQG15", "IQG01"])),
         "grants": str(draw.choice(["DE-P2", "US-P2"])),
         "kind": str(draw.choice(["training", "workshop"])), "phase_id": "P2", "place": f"Town {i}", "cohort": "C" if i < 3 else "",
         "starts_on": (date(2015, 1, 1) + timedelta(days=17 * i)).isoformat()}
        for i in range(40)
    ]  # fmt: skip
    seats = [
        {"training_id": f"E{i}", "participant_group": group, "sex": sex, "attendances": str(draw.integers(1, 14))}
        for i, group, sex in product(range(40), GROUPS, SEXES)
        if draw.random() < 0.8
    ]
    fora = [
        {"forum_id": f"F{i}", "name": f"Forum of Town {i}", "governorate": "IQG08", "place": f"Town {i}", "latitude": "33.3125",
         "longitude": "44.3615", "established_by": "iom", "established_on": f"2016-{i % 11 + 1:02}-03",
         "members_women": str(i), "members_men": str(20 - i)}
        for i in range(12)
    ]  # fmt: skip
    return build({"trainings": events, "attendance": seats, "fora": fora})


@pytest.fixture(params=[1, 2, 3])
def made(request: pytest.FixtureRequest, build: Build) -> Dataset:
    return generated(build, request.param)


def choices(programme: Programme) -> Iterator[Scope]:
    """Dates, governorates, donors and years as a reader may combine them."""
    days = [date(2015, 3, 31), date(2015, 8, 17), date(2016, 2, 1), date(2016, 11, 30)]
    for day, place, donor, years in product(days, ((), ("IQG08",), ("IQG15",)), ((), ("DE-P2",)), ((), ("2015",))):
        yield Scope(day, governorates=place, donors=donor, periods=years)


def test_a_protected_figure_is_the_sum_of_its_cells(made: Dataset) -> None:
    """Whatever was chosen, attendances are the sum of the protected rows inside; no other number is behind them."""
    programme = seen(made)
    for scope in choices(programme):
        inside = programme.within(scope)
        held = inside.frames["trainings"]
        past = held[held["ends_on"].fillna(held["starts_on"]) <= pd.Timestamp(inside.as_of)]["training_id"]
        rows = inside.frames["attendance"]
        came = int(rows[rows["training_id"].isin(past)]["attendances"].sum())
        shown = measure("attendances", inside).value
        assert shown is not None
        assert shown == Suppressed.threshold(10) if came < 10 and len(past) else shown.low == came
        assert came % 5 == 0


def test_a_protected_view_has_years_and_no_quarters(made: Dataset) -> None:
    """Some of its rows stand at the end of their year: a quarter would hold what it does not."""
    programme = seen(made)
    assert set(programme.periods) <= {"2015", "2016", "2017"}
    assert len(programme.periods) >= 2
    assert programme.within(Scope(periods=("2015", "2016-Q4"))).scope == Scope(periods=("2015",))


def test_equal_counts_round_equally_in_every_release(made: Dataset) -> None:
    """A later release that adds events elsewhere leaves every cell of before as it was; so does protecting again."""
    events, seats = made.tables["trainings"], made.tables["attendance"]
    fewer = events[events["governorate"] != "IQG01"]
    earlier = replace(
        made,
        tables={
            **made.tables,
            "trainings": fewer,
            "attendance": seats[seats["training_id"].isin(fewer["training_id"])],
        },
    )
    now, before = (measure("attendances", seen(each), "governorate").parts for each in (made, earlier))
    assert {pcode: now[pcode] for pcode in before} == dict(before)
    assert measure("attendances", seen(made), "governorate").parts == now


@pytest.mark.parametrize("made", [1], indirect=True)  # 30 secrets tell as much of one programme as of three
def test_rounding_is_without_bias(made: Dataset, report: Report) -> None:
    """Over 30 secrets the mean of the protected total is the total, within three standard errors."""
    truth = int(made.tables["attendance"]["attendances"].sum())
    totals = np.array(
        [float(seen(made, secret=bytes([n] * 32)).frames["attendance"]["attendances"].sum()) for n in range(30)]
    )
    assert abs(totals.mean() - truth) < 3 * totals.std(ddof=1) / np.sqrt(30)
    report(f"protected totals of {truth} seats: mean {totals.mean():.1f}, standard deviation {totals.std(ddof=1):.1f}")


def test_nothing_says_where_a_forum_is_or_what_it_is_called(made: Dataset) -> None:
    """No name, town, coordinate, cohort, link or exact date of a recorded row is anywhere in the protected tables."""
    tables = protect(made, ProtectionLevel(), SECRET).tables
    words = " ".join(
        str(cell) for frame in tables.values() for column in frame for cell in frame[column].dropna().unique()
    )
    assert "Town" not in words
    assert "33.3125" not in words
    point = governorates()["IQG08"]
    assert set(zip(tables["fora"]["latitude"], tables["fora"]["longitude"], strict=True)) == {
        (point.label_lat, point.label_lon)
    }
    assert tables["trainings"][["cohort", "forum_id", "district", "place", "note"]].isna().all(axis=None)
    assert set(tables["fora"]["established_on"]) <= {
        pd.Timestamp(day) for day in ("2016-03-31", "2016-06-30", "2016-09-30", "2016-11-30")
    }


def test_events_of_a_cell_cannot_be_told_apart(made: Dataset) -> None:
    """Rows of one cell differ in nothing but their number, and by at most one unit of the base in each group and in all."""
    tables = protect(made, ProtectionLevel(), SECRET).tables
    cell = ["governorate", "kind", "grants", "phase_id", "ends_on", "status"]
    same = tables["trainings"].drop(columns=["training_id", "row"]).drop_duplicates()
    assert len(same) == len(tables["trainings"][cell].drop_duplicates())
    seats = tables["attendance"].merge(tables["trainings"], on="training_id")
    for by in (["participant_group", "sex"], ["participant_group"], []):
        events = seats.groupby([*cell, *by, "training_id"], dropna=False)["attendances"].sum()
        assert set(events.groupby([*cell, *by], dropna=False).agg(np.ptp)) == {0, 5}


def test_own_governorates_stay_as_recorded(made: Dataset) -> None:
    """A field reader sees own rows as they are: ids, places, seats; those of other governorates are protected."""
    tables = protect(made, ProtectionLevel(5, own_governorates=("IQG15",)), SECRET).tables
    raw = made.tables["trainings"].query("governorate == 'IQG15'")
    own = tables["trainings"].query("governorate == 'IQG15'")
    assert set(own["training_id"]) == set(raw["training_id"])
    assert set(own["place"]) == set(raw["place"])
    ids = raw["training_id"].tolist()
    columns = ["training_id", "participant_group", "sex", "attendances"]
    held, given = (frame[frame["training_id"].isin(ids)][columns].sort_values(columns[:3]).to_numpy().tolist()
                   for frame in (made.tables["attendance"], tables["attendance"]))  # fmt: skip
    assert given == held


def test_other_donors_rows_come_as_safe_totals(made: Dataset) -> None:
    """What a donor does not pay for has no sex and a year for a date; own grants keep both."""
    tables = protect(made, ProtectionLevel(own_grants=("DE-P2",)), SECRET).tables
    seats = tables["attendance"].merge(tables["trainings"], on="training_id")
    other = seats[seats["grants"] != "DE-P2"]
    assert set(other["sex"]) == {"not_recorded"}
    assert set(other["ends_on"]) == {pd.Timestamp("2015-12-31"), pd.Timestamp("2016-11-30")}
    assert set(seats[seats["grants"] == "DE-P2"]["sex"]) == set(SEXES)


def test_small_numbers_of_people_read_as_small(build: Build) -> None:
    """3 police at one event and 40 community members at another: "under 10" and "about 40"; of the judiciary, whom nobody has on
    record in these data, 0."""
    dataset = build({
        "trainings": [{"training_id": "E1", "governorate": "IQG08"}, {"training_id": "E2", "governorate": "IQG15"}],
        "attendance": [{"training_id": "E1", "participant_group": "police", "attendances": "3"},
                       {"training_id": "E2", "participant_group": "community", "attendances": "40"}],
    })  # fmt: skip
    result = measure("attendances", seen(dataset), "participant_group")
    shown = {group: formats.quantity(result.part(group)) for group in GROUPS}
    assert shown == {"police": "under 10", "community": "about 40", "judiciary": "0"}


def small_cells(dataset: Dataset) -> dict[tuple[object, ...], int]:
    """Governorate, day, kind, donor, group -> how many came, where fewer than 10 did: what an attacker is after."""
    seats = dataset.tables["attendance"].merge(dataset.tables["trainings"], on="training_id")
    keys = ["governorate", "starts_on", "kind", "grants", "participant_group"]
    sums = seats.groupby(keys)["attendances"].sum()
    return {key: int(count) for key, count in sums.items() if count < 10}


def guessed(programme: Programme, cell: tuple[object, ...]) -> float:
    """What differencing gives for a cell: the figure with the event's day less the one of the day before, in its governorate and of
    its donor, split by group; where the difference is not shown, the middle of what it can be."""
    pcode, day, _, grant, group = cell
    on = pd.Timestamp(str(day)).date()
    figures = []
    for until in (on, on - timedelta(days=1)):
        scope = Scope(until, governorates=(str(pcode),), donors=(str(grant),))
        part = measure("attendances", programme.within(scope), "participant_group").parts.get(str(group))
        figures.append(0.0 if part is None else (part.low + (part.high or part.low)) / 2)
    return figures[0] - figures[1]


def test_differencing_recovers_no_small_cell_beyond_blind_guessing(build: Build, report: Report) -> None:
    """On three generated programmes: with protection off the attack finds every small cell; with it, fewer than the best
    constant guess does."""
    found = blind = alone = 0
    for seed in (1, 2, 3):
        dataset = generated(build, seed)
        cells = small_cells(dataset)
        open_, protected = Programme.of(dataset), seen(dataset)
        assert all(guessed(open_, cell) == count for cell, count in cells.items())
        found += sum(guessed(protected, cell) == count for cell, count in cells.items())
        blind += max(np.bincount(list(cells.values())))
        alone += len(cells)
    report(
        f"differencing: {alone} of {alone} small cells without protection, {found} with it, {blind} by blind guessing"
    )
    assert found <= blind


def test_what_few_seats_cost_is_not_told(dataset: Dataset) -> None:
    """A grant that paid for fewer seats than may be shown has neither their number nor what one of them cost."""
    grants = dataset.tables["grants"].assign(amount=6000.0, currency="EUR", record="published")
    paid = replace(dataset, tables={**dataset.tables, "grants": grants})
    costs = all_in(seen(paid, ProtectionLevel(threshold=1_000)))
    assert {(cost.seats, cost.each) for cost in costs} == {(Suppressed.threshold(1_000), None)}
    assert {words.cost_figure(cost) for cost in costs} == {"Too few seats to say"}
    open_ = [words.cost_figure(cost) for cost in all_in(Programme.of(paid))]
    assert open_ == ["EUR 500 for each seat", "EUR 500 for each seat", "EUR 125 for each seat"]


def test_a_secret_that_can_be_guessed_is_refused(dataset: Dataset) -> None:
    """Less than 32 bytes is no secret."""
    with pytest.raises(ValueError, match="32 bytes"):
        protect(dataset, ProtectionLevel(), b"short")
