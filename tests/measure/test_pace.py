"""Status, pace and projection of a figure against its target, each number by hand; thresholds and what is wrong with them."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st
from scipy.special import betainc

from community_policing.core.quantity import Quantity
from community_policing.measure import thresholds
from community_policing.measure.compute import by_governorate, measure
from community_policing.measure.pace import Pace, Status, Target, Why, pace
from community_policing.measure.programme import Programme
from community_policing.measure.projection import MONTH, Projection, Window
from community_policing.measure.result import Result
from community_policing.measure.thresholds import THRESHOLDS, Thresholds
from tests.conftest import Build

YEAR = Target(10, 30, date(2016, 1, 1), date(2016, 12, 31), (), ())
FALLING = Target(30, 10, date(2016, 1, 1), date(2016, 12, 31), (), ())
SLOW = Target(0, 1, date(2016, 1, 1), date(2017, 12, 31), (), ())
FEW = Target(0, 2, date(2016, 1, 1), date(2016, 12, 31), (), ())


def on(day: str, target: Target, value: Quantity | float, **known: object) -> Pace:
    """The pace on a day; what came on top of the baseline came evenly over the year until then."""
    exact = value if isinstance(value, Quantity) else Quantity.exactly(value)
    as_of = date.fromisoformat(day)
    days = range(1, 1 + int(max(0, exact.low - target.baseline)))
    year = (as_of - date(as_of.year, 1, 1)).days
    gains = [(date.fromordinal(date(as_of.year, 1, 1).toordinal() + year * k // len(days)), 1.0) for k in days]
    return pace(target, exact, **{"gains": gains, "as_of": as_of, **known})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("target", "value", "day", "status", "why"),
    [
        (YEAR, 30, "2016-02-01", Status.DONE, Why.REACHED),
        (YEAR, 30, "2018-01-01", Status.DONE, Why.REACHED),
        (YEAR, Quantity.at_least(30), "2016-12-31", Status.DONE, Why.REACHED),
        (YEAR, 29, "2017-01-01", Status.OFF_TRACK, Why.PAST_DUE),
        (YEAR, 10, "2016-01-01", Status.TOO_EARLY, Why.FEW_POINTS),
        (YEAR, 10, "2016-04-29", Status.TOO_EARLY, Why.FEW_POINTS),  # 3 months and 29 days
        (YEAR, 10, "2016-04-30", Status.OFF_TRACK, Why.PROGRESS),  # 4 months: 6 are due, none is there
        (SLOW, 0, "2016-12-31", Status.TOO_EARLY, Why.NOTHING_DUE),  # half of one is not yet due
        (SLOW, 0, "2017-12-30", Status.TOO_EARLY, Why.NOTHING_DUE),
        (SLOW, 0, "2017-12-31", Status.OFF_TRACK, Why.PROGRESS),
        (YEAR, 19, "2016-07-01", Status.ON_TRACK, Why.PROGRESS),  # 9 of 9
        (YEAR, 18, "2016-07-01", Status.AT_RISK, Why.PROGRESS),  # 8 of 9: 89 percent
        (YEAR, 16, "2016-07-01", Status.OFF_TRACK, Why.PROGRESS),  # 6 of 9: 67 percent
        (YEAR, 28, "2016-12-31", Status.AT_RISK, Why.PROGRESS),  # 18 of 20: 90 percent
        (YEAR, 25, "2016-12-31", Status.AT_RISK, Why.PROGRESS),  # 15 of 20: 75 percent
        (YEAR, 24, "2016-12-31", Status.OFF_TRACK, Why.PROGRESS),
        (YEAR, 29, "2016-12-31", Status.AT_RISK, Why.PACE),  # 95 percent, and no day is left for the last one
        (FEW, 1, "2016-11-30", Status.AT_RISK, Why.PACE),  # 1 of 1, but one in 11 months gives none in the last
        (YEAR, Quantity(0, 40), "2016-12-31", Status.OFF_TRACK, Why.PROGRESS),  # judged by what is certain
        (FALLING, 10, "2016-02-01", Status.DONE, Why.REACHED),
        (FALLING, 10, "2016-01-01", Status.DONE, Why.REACHED),
        (FALLING, 10, "2015-12-31", Status.TOO_EARLY, Why.FEW_POINTS),  # its period has not begun
        (YEAR, 30, "2015-12-31", Status.DONE, Why.REACHED),
        (FALLING, 21, "2016-07-01", Status.ON_TRACK, Why.PROGRESS),  # 9 less, and 9 were due
        (FALLING, 22, "2016-07-01", Status.AT_RISK, Why.PROGRESS),
        (FALLING, 24, "2016-07-01", Status.OFF_TRACK, Why.PROGRESS),
        (FALLING, Quantity(10, 24), "2016-07-01", Status.OFF_TRACK, Why.PROGRESS),
        (FALLING, Quantity.at_least(5), "2016-07-01", Status.OFF_TRACK, Why.PROGRESS),
    ],
)  # fmt: skip
def test_status(target: Target, value: Quantity | float, day: str, status: Status, why: Why) -> None:
    """Done when the target is reached; too early with fewer than 4 months or nothing due; else by the share of what a
    straight path asks for by then, in whole units, and never on track where the pace does not lead there."""
    found = on(day, target, value)
    assert (found.status, found.why) == (status, why)


def test_falling_target() -> None:
    """A target below its baseline works by sign: what is due falls, rates are losses, and nothing is projected."""
    found = on("2016-07-01", FALLING, Quantity(20, 25))
    days = 182 / MONTH
    assert found == Pace(
        21, Quantity(500 / 9, 1000 / 9), 6, date(2016, 1, 1), pytest.approx(-5 / days),
        pytest.approx(-15 / (183 / MONTH)), None, Status.OFF_TRACK, Why.PROGRESS,
    )  # fmt: skip
    early = on("2015-12-31", FALLING, 5)  # low, but not because of the period: there is no rate that it needs
    assert (early.due, early.progress, early.points, early.seen, early.needed) == (30, None, 0, None, None)
    unknown = on("2016-07-01", FALLING, Quantity.at_least(20))
    assert (unknown.progress, unknown.seen, unknown.needed) == (None, None, None)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 45), st.integers(1, 900), st.booleans())
def test_more_is_due_from_that_day_on(start: int, end: int, there: int, days: int, whole: bool) -> None:
    """On the day that more is due than is there, and not on the day before it; never where the target is reached."""
    target = Target(start, end, date(2016, 1, 1), date.fromordinal(date(2016, 1, 1).toordinal() + days), (), ())
    day, value = target.due_beyond(Quantity.exactly(there), whole), Quantity.exactly(there)

    def asks_more(on: date) -> bool:
        due = target.due_in_whole(on) if whole else target.due_by(on)
        return due > there + 1e-6 if target.rises else due < there - 1e-6

    assert (day is None) == target.reached(value)
    if day:
        assert target.starts_on <= day <= target.due_on
        assert asks_more(day)
        assert day == target.starts_on or not asks_more(date.fromordinal(day.toordinal() - 1))


def test_shares_are_due_in_fractions() -> None:
    """What is due of a share is not rounded, nor is it at the due date, whatever the fractions: 7 points are 7."""
    share = Target(18.4, 25.4, date(2016, 1, 1), date(2016, 12, 31), (), ())
    half = on("2016-07-01", share, 21.9, whole=False, adds_up=False)
    assert half.due == pytest.approx(18.4 + 7 * 182 / 365)
    last = on("2016-12-31", share, 24.9, whole=False, adds_up=False)
    assert (last.due, last.status, last.projected) == (
        pytest.approx(25.4),
        Status.AT_RISK,
        None,
    )  # 6.5 of 7: 93 percent
    assert on("2016-12-31", share, 24.9).due == pytest.approx(25.4)  # and 7 whole steps are 7, not 6.999...


@pytest.mark.parametrize(
    ("as_of", "starts", "since", "points"),
    [
        ("2016-11-30", "2016-01-01", "2016-01-01", 11),
        ("2016-11-29", "2016-01-01", "2016-01-01", 10),
        ("2016-11-30", "2012-01-01", "2015-12-01", 12),
        ("2016-12-31", "2016-01-01", "2016-01-01", 12),
        ("2016-02-28", "2012-01-01", "2015-02-28", 12),  # a year before 29 February
        ("2016-02-29", "2012-01-01", "2015-03-01", 12),
        ("2016-01-01", "2016-01-01", "2016-01-01", 0),
        ("2015-06-30", "2016-01-01", "2016-01-01", 0),  # the period is still ahead
    ],
)
def test_window(as_of: str, starts: str, since: str, points: int) -> None:
    """The window is the 12 months up to the as-of date, or begins with the period; its whole months are the data points."""
    target = Target(0, 100, date.fromisoformat(starts), date(2016, 12, 31), (), ())
    found = pace(target, Quantity.exactly(0), (), date.fromisoformat(as_of))
    assert (found.since, found.points) == (date.fromisoformat(since), points)
    assert (found.seen is None) == (points == 0)
    assert (found.projected is None) == (points < THRESHOLDS.points)


def test_nobody_knows_when() -> None:
    """Of a value that was only published nobody knows when it came about: no points, no pace, and no verdict but done or
    past its date."""
    target = Target(0, 9, date(2016, 1, 1), date(2016, 12, 31), (), ())
    found = {value: pace(target, Quantity.exactly(value), None, date(2016, 11, 30)) for value in (3, 9)}
    assert {value: (p.points, p.seen, p.projected, p.status) for value, p in found.items()} == {
        3: (0, None, None, Status.TOO_EARLY), 9: (0, None, None, Status.DONE),
    }  # fmt: skip
    assert pace(target, Quantity.exactly(3), None, date(2017, 1, 1)).status is Status.OFF_TRACK


def test_no_further_ahead_than_was_seen_twice() -> None:
    """Four months seen say what comes in eight, not in nine."""
    may, gains = date(2016, 4, 30), [(date(2016, month, 15), 1.0) for month in (1, 2, 3, 4)]
    due = {
        day: Target(0, 20, date(2016, 1, 1), date.fromisoformat(day), (), ()) for day in ("2016-12-28", "2017-01-31")
    }
    found = {day: pace(target, Quantity.exactly(4), gains, may).projected for day, target in due.items()}
    assert {day: projected is not None for day, projected in found.items()} == {"2016-12-28": True, "2017-01-31": False}


def cdf(more: float, shape: float, stays: float) -> float:
    """The chance of at most so much more: the negative binomial's, between whole numbers too."""
    return float(betainc(shape, more + 1, stays)) if more > -1 else 0.0


WAY = 15 * 334 / 730  # of the way from 15 to 30 percent in two years
FIXTURE = {  # due, progress, points, seen, needed, status, why; then what came in the window, the dispersion, months ahead
    "fora_established_iom": (  # from 2 to 6: 3.66 of 4 on the 335th of 366 days; F2 and F3 came, F4 has closed
        (5, 100 / 3, 11, 2 / (335 / MONTH), 3 / (31 / MONTH), Status.OFF_TRACK, Why.PROGRESS), (2, 1, 31)),
    "women_share_of_members": (
        (15 + WAY, 100 * 5 / WAY, 11, 5 / (334 / MONTH), 10 / (396 / MONTH), Status.OFF_TRACK, Why.PROGRESS), None),
    "trainings_and_campaigns_held": (  # 2.95 of 3; done
        (2, 150, 12, 2 / (366 / MONTH), None, Status.DONE, Why.REACHED), (2, 1, 31)),
    "attendances": (  # E2, E3 and E4 came: 48; they and E1 are 12, 12, 30 and 6 at once: 1224 / 60
        (64, 100 * 60 / 64, 12, 48 / (366 / MONTH), 6 / (31 / MONTH), Status.AT_RISK, Why.PROGRESS), (48, 20.4, 31)),
    "vehicles_handed_over": (  # 5 and 2 of 8 by 30 September
        (8, 87.5, 9, 7 / (275 / MONTH), None, Status.OFF_TRACK, Why.PAST_DUE), None),
    "headquarters_built": (  # from 0 to 0
        (0, None, 9, 0, None, Status.DONE, Why.REACHED), (0, 1, 304)),
    "IQG08": (  # F1 was there: the baseline; F2 came
        (1, None, 11, 1 / (335 / MONTH), None, Status.DONE, Why.REACHED), (1, 1, 31)),
    "IQG15": (
        (1, 100, 11, 1 / (335 / MONTH), 1 / (31 / MONTH), Status.AT_RISK, Why.PACE), (1, 1, 31)),
}  # fmt: skip


def results(programme: Programme) -> dict[str, Result]:
    """The fixture's Results that have a target, national ones by indicator, those of governorates by place."""
    country = {key: measure(key, programme) for key in FIXTURE if key[0] != "I"}
    return country | by_governorate("fora_established_iom", programme, ("IQG08", "IQG15"))


def test_fixture(on_each_engine: Programme) -> None:
    """Every target of the fixture: what is due, progress, months seen, rates and status; since 2016 or phase 2 began."""
    begins = {"vehicles_handed_over": date(2016, 3, 1), "headquarters_built": date(2016, 3, 1)}
    begins |= {"trainings_and_campaigns_held": date(2015, 12, 1), "attendances": date(2015, 12, 1)}
    for name, result in results(on_each_engine).items():
        (due, progress, points, seen, needed, status, why), _ = FIXTURE[name]
        found = result.pace
        assert found is not None
        assert found.since == begins.get(name, date(2016, 1, 1))
        assert (found.due, found.progress and found.progress.low) == (
            pytest.approx(due),
            progress and pytest.approx(progress),
        )
        assert (found.points, found.status, found.why) == (points, status, why)
        assert (found.seen, found.needed) == (pytest.approx(seen), needed and pytest.approx(needed))
        assert (result.status, result.progress) == (found.status, found.progress)


def test_fixture_projected(programme: Programme) -> None:
    """Each bound is the nearest whole number to its quantile: half a unit less has less than its chance, half a unit more
    has more, by the negative binomial written as an incomplete beta function."""
    projected = {name: result.pace and result.pace.projected for name, result in results(programme).items()}
    assert projected == {
        "fora_established_iom": Projection(3, 3, 3), "women_share_of_members": None, "vehicles_handed_over": None,
        "trainings_and_campaigns_held": Projection(3, 3, 3), "attendances": Projection(60, 60, 68),
        "headquarters_built": Projection(0, 0, 1), "IQG08": Projection(2, 2, 2), "IQG15": Projection(1, 1, 1),
    }  # fmt: skip
    for name, result in results(programme).items():
        if not (drawn := FIXTURE[name][1]) or not (found := projected[name]) or not result.pace or not result.value:
            continue
        came, dispersion, days = drawn
        window = ((date(2016, 11, 30) - result.pace.since).days + 1) / MONTH
        shape, stays = 0.5 + came / dispersion, window / (window + days / MONTH)
        for bound, chance in ((found.low, 0.1), (found.middle, 0.5), (found.high, 0.9)):
            more = bound - result.value.low
            assert cdf((more + 0.5) / dispersion, shape, stays) >= chance
            assert more == 0 or cdf((more - 0.5) / dispersion, shape, stays) <= chance


def test_dispersion() -> None:
    """Variance over mean of the parts, at least 1, and at least what comes at once."""
    even, lumps = Window((2, 2, 2, 2), 4), Window((0, 8, 0, 0), 4)
    assert (even.dispersion(1), even.dispersion(30), Window((0, 0), 2).dispersion(1)) == (1, 30, 1)
    assert lumps.dispersion(1) == (36 + 3 * 4) / 2 / 3  # squares of the distances from 2, over the mean, over 3
    assert lumps.projection(8, 4, 1).high > even.projection(8, 4, 1).high


def test_parts_of_the_window() -> None:
    """Parts are equally long; both ends of the window are in it, and nothing else is."""
    days = ("2015-12-31", "2016-01-01", "2016-02-14", "2016-02-15", "2016-03-30", "2016-03-31")
    gains = [(date.fromisoformat(day), 10.0**place) for place, day in enumerate(days)]
    window = Window.of(gains, date(2016, 1, 1), date(2016, 3, 30), 2)  # 90 days
    assert (window.parts, window.months) == ((110.0, 11000.0), 90 / MONTH)


AMOUNTS = st.lists(
    st.tuples(st.dates(date(2014, 1, 1), date(2016, 11, 30)), st.integers(0, 500).map(float)), max_size=30
)


@settings(max_examples=60, deadline=None)
@given(AMOUNTS, st.dates(date(2016, 5, 1), date(2016, 12, 31)))
def test_laws(gains: list[tuple[date, float]], as_of: date) -> None:
    """On any gains: the bounds stand in order, at or above what is there; nearer to the date nothing new may come in."""
    known = [(day, amount) for day, amount in gains if day <= as_of]
    value = sum(amount for _, amount in known)
    target = Target(0, 10_000, date(2014, 1, 1), date(2016, 12, 31), (), ())
    found = pace(target, Quantity.exactly(value), known, as_of)
    assert found.projected is not None
    assert value <= found.projected.low <= found.projected.middle <= found.projected.high
    if as_of == target.due_on:
        assert found.projected == Projection(value, value, value)


def test_measured_of_what_was_published_only(build: Build) -> None:
    """A dataset of published facts has a figure and no rows: no pace is made up for it."""
    fact = {"fact_id": "X1", "indicator": "cpf_established_by_iom_cumulative", "value": "3", "governorate": "national"}
    target = {"indicator": "fora_established_iom", "target": "9"}
    programme = Programme.of(build({"facts": [fact], "targets": [target]}, basis="facts"))
    found = measure("fora_established_iom", programme).pace
    assert found is not None
    assert (found.points, found.seen, found.projected, found.why) == (0, None, None, Why.FEW_POINTS)


GOOD = {
    "on_track_from": 0.95,
    "at_risk_from": 0.75,
    "points": 4,
    "interval": 0.8,
    "window_months": 12,
    "windows_ahead": 2.0,
    "survey_confidence": 0.95,
    "design_effect": 1.5,
    "power": 0.8,
    "no_release_days": 45,
    "headline_moved": 0.2,
    "completeness_fell": 0.1,
}


def test_thresholds() -> None:
    """The thresholds that ship are those agreed, each with a comment that says what it is."""
    assert Thresholds(**GOOD) == THRESHOLDS
    lines = Path(thresholds.__file__).with_name("thresholds.toml").read_text("utf-8").splitlines()
    places = [place for place, line in enumerate(lines) if "=" in line]
    assert len(places) == len(GOOD)
    assert all(lines[place - 1].startswith("# ") for place in places)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ("at_risk_from = 75", "thresholds.toml: at_risk_from must be a share such as 0.8, not 75"),
        ("on_track_from = 0.5", "at_risk_from must not lie above on_track_from"),
        ("interval = 1", "interval must lie below 1"),
        ("survey_confidence = 1", "survey_confidence must lie below 1"),
        ("power = 80", "power must be a share such as 0.8, not 80"),
        ("design_effect = 0.5", "design_effect must be a number from 1, not 0.5"),
        ("points = 0", "points must be a whole number from 1, not 0"),
        ("points = 2.5", "points must be a whole number from 1, not 2.5"),
        ("window_months = 3", "window_months must not lie below points"),
        ("windows_ahead = -1", "windows_ahead must be a number above 0, not -1"),
        ("no_release_days = 0", "no_release_days must be a whole number from 1, not 0"),
        ("no_release_days = 44.5", "no_release_days must be a whole number from 1, not 44.5"),
        ("headline_moved = 20", "headline_moved must be a share such as 0.8, not 20"),
        ("completeness_fell = 0", "completeness_fell must be a share such as 0.8, not 0"),
        ("interval = 'most'", "interval must be a share such as 0.8, not 'most'"),
        ("hue = 1", "missing, or not known: hue"),
        ("points", "missing, or not known: points"),
    ],
)
def test_wrong_thresholds(changed: str, told: str, tmp_path: Path) -> None:
    """What is wrong in the file is told with the file's name, the threshold's and what it should be."""
    name, _, value = changed.partition(" = ")
    values = {key: repr(each) for key, each in GOOD.items() if key != name} | ({name: value} if value else {})
    file = tmp_path / "thresholds.toml"
    file.write_text("\n".join(f"{key} = {each}" for key, each in values.items()), "utf-8")
    with pytest.raises(ValueError, match=r"^thresholds\.toml: ") as refused:
        Thresholds.read(file)
    assert told in str(refused.value)
