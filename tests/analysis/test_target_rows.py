"""Targets as rows, bars, small drawings, sentences and a table: most at risk first, true, and never more than is known."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from community_policing.analysis.targets import rows as standing, wording
from community_policing.analysis.targets.rows import Bar, TargetRow
from community_policing.core.indicators import INDICATORS
from community_policing.core.palette import LIGHT
from community_policing.core.quantity import Quantity
from community_policing.export.table import on_screen
from community_policing.measure.compute import by_governorate, measure
from community_policing.measure.pace import Target, pace
from community_policing.measure.programme import Programme, Scope
from community_policing.measure.result import Result
from community_policing.ui.charts import targets as charts
from tests.conftest import Build

FORA = INDICATORS["fora_established_iom"]
YEAR = Target(0, 10, date(2016, 1, 1), date(2016, 12, 31), (), ())


def rows(programme: Programme) -> tuple[TargetRow, ...]:
    """The rows of the page."""
    country = [] if programme.scope.governorates else [measure(key, programme) for key in INDICATORS]
    local = [
        result
        for key, pcodes in standing.places_with_targets(programme).items()
        for result in by_governorate(key, programme, pcodes).values()
    ]
    return standing.with_targets((*country, *local))


def row(
    value: Quantity | float | None, day: str = "2016-07-01", target: Target = YEAR, key: str = FORA.key
) -> TargetRow:
    """A row whose value came evenly over the year until the day."""
    exact = Quantity.exactly(value) if isinstance(value, int | float) else value
    as_of, indicator = date.fromisoformat(day), INDICATORS[key]
    way = (as_of - date(as_of.year, 1, 1)).days
    count = int(exact.low) if exact else 0
    gains = [
        (date.fromordinal(date(as_of.year, 1, 1).toordinal() + way * k // count), 1.0) for k in range(1, count + 1)
    ]
    share = indicator.share
    stands = pace(target, exact, gains, as_of, whole=not share, adds_up=not share) if exact else None
    result = Result(indicator, Scope(), as_of, exact, target=target, pace=stands)
    return TargetRow(result, target, "", "Iraq")


def said(row: TargetRow) -> tuple[str, ...]:
    """What a row says, from left to right."""
    return (
        wording.word(row), wording.of_target(row.result), wording.of_due(row), wording.needs(row), wording.has_seen(row),
        wording.likely(row), wording.how_likely(row),
    )  # fmt: skip


def test_most_at_risk_first(programme: Programme) -> None:
    """Off track, at risk, too early, on track, done; among equals the one with the least of what is due."""
    assert [(row.status.value, row.key) for row in rows(programme)] == [
        ("off_track", "fora_established_iom"), ("off_track", "women_share_of_members"), ("off_track", "vehicles_handed_over"),
        ("at_risk", "attendances"), ("at_risk", "fora_established_iom-IQG15"),
        ("done", "trainings_and_campaigns_held"), ("done", "headquarters_built"), ("done", "fora_established_iom-IQG08"),
    ]  # fmt: skip


def test_rows_filter_with_the_scope(programme: Programme) -> None:
    """A governorate is held against its own target only; where a choice has none, there is no row."""
    there = {
        name: [row.title for row in rows(programme.within(scope))]
        for name, scope in {
            "Ninewa": Scope(governorates=("IQG15",)), "both": Scope(governorates=("IQG02", "IQG08", "IQG15")),
            "Basra": Scope(governorates=("IQG02",)), "P2": Scope(phases=("P2",)), "DE": Scope(donors=("DE",)),
        }.items()
    }  # fmt: skip
    assert there == {
        "Ninewa": ["Fora established by IOM, Ninewa"],
        "both": ["Fora established by IOM, Ninewa", "Fora established by IOM, Baghdad"],
        "Basra": [], "P2": ["Vehicles handed over, Iraq", "Headquarters built, Iraq"], "DE": [],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("shown", "words"),
    [
        (row(3), ("At risk", "3 of 10", "75 % of what is due", "needs 1.2 a month", "seen 0.5 since Jan 2016",
                  "3 – 10", "likely by then (80 %)")),
        (row(4), ("On track", "4 of 10", "100 % of what is due", "needs 1.0 a month",
                  "seen 0.7 since Jan 2016; nothing more is due before 2 Jul", "5 – 12", "likely by then (80 %)")),
        (row(0), ("Off track", "0 of 10", "0 % of what is due", "needs 1.7 a month", "none seen since Jan 2016",
                  "0 – 1", "likely by then (80 %)")),
        (row(10), ("Done", "10 of 10", "250 % of what is due", "target reached", "seen 1.7 since Jan 2016",
                   "15 – 26", "likely by then (80 %)")),
        (row(1, "2016-03-30"), ("Too early to say", "1 of 10", "50 % of what is due", "needs 1.0 a month",
                                "2 months of data, 4 are needed", "–", "too few months of data")),
        (row(0, "2016-02-01"), ("Too early to say", "0 of 10", "nothing was due yet", "needs 0.9 a month",
                                "1 month of data, 4 are needed", "–", "too few months of data")),
        (row(0, "2015-11-30"), ("Too early to say", "0 of 10", "nothing was due yet", "needs 0.8 a month",
                                "begins on 1 Jan 2016", "–", "too few months of data")),
        (row(7, "2017-01-01"), ("Off track", "7 of 10", "70 % of what is due", "3 short", "seen 0.6 since Jan 2016",
                                "–", "the date has passed")),
        (row(Quantity(2, 5)), ("Off track", "2 – 5 of 10", "50 – 125 % of what is due", "needs 1.3 a month",
                               "seen 0.3 since Jan 2016", "2 – 7", "likely by then (80 %)")),
        (row(None), ("No data", "– of 10", "", "No data.", "", "–", "")),
        (row(4, key="women_share_of_members"), ("At risk", "4 %, target 10 %", "80 % of what is due",
                                                "needs 1.0 points a month", "seen 0.7 points since Jan 2016",
                                                "–", "not projected")),
        (row(2, target=replace(YEAR, target=2, baseline=2)), ("Done", "2 of 2", "from 2", "target reached",
                                                              "seen 0.3 since Jan 2016", "2 – 7", "likely by then (80 %)")),
        (row(1, "2016-04-30", replace(YEAR, due_on=date(2017, 12, 31))),
         ("On track", "1 of 10", "100 % of what is due", "needs 0.4 a month",
          "seen 0.3 since Jan 2016; nothing more is due before 26 May", "–",
          "too far ahead to say")),
    ],
)  # fmt: skip
def test_words_of_a_row(shown: TargetRow, words: tuple[str, ...]) -> None:
    """Status, figure, progress, needed and seen rate, projection: each in plain words, none made up."""
    assert said(shown) == words


@pytest.mark.parametrize(
    ("shown", "told", "in_two"),
    [
        (row(3), "−7", ("−7", "gap")),
        (row(Quantity(2, 5)), "−8 to −5", ("−8 to −5", "gap")),
        (row(4), "6 to go", ("6", "to go")),
        (row(Quantity(4, 7)), "3 – 6 to go", ("3 – 6", "to go")),
        (row(Quantity.at_least(4)), "at most 6 to go", ("at most 6", "to go")),
        (row(Quantity(4, 4, about=True)), "about 6 to go", ("about 6", "to go")),
        (row(0, "2016-02-01"), "10 to go", ("10", "to go")),
        (row(5, key="women_share_of_members"), "5 points to go", ("5 points", "to go")),
        (row(4, key="women_share_of_members"), "−6 points", ("−6 points", "gap")),
        (row(11), "reached", ("reached", "")),
        (row(None), "–", ("–", "")),
    ],
)  # fmt: skip
def test_only_what_is_behind_has_a_minus(shown: TargetRow, told: str, in_two: tuple[str, str]) -> None:
    """What is on track, or too early to judge, has so many to go; bounds stay bounds, and of what may be all there so many at
    most."""
    assert (wording.gap(shown.result), wording.gap_in_two(shown.result)) == (told, in_two)


def test_a_slow_pace_on_track_says_why() -> None:
    """Five of six came by November, one in the year: no more is due before the last day, and the working says so too.  Where
    nearly all that is due is there, that is what it says; where the pace is enough, nothing."""
    six = Target(0, 6, date(2012, 1, 1), date(2016, 12, 31), (), ())
    slow = row(5, "2016-11-30", six)
    assert wording.needs(slow) == "needs 1.0 a month"
    assert wording.has_seen(slow).endswith("; nothing more is due before 31 Dec")
    assert "On track: nothing more is due before 31 Dec." in wording.explained(slow.result)
    nearly = row(49, "2016-07-01", replace(YEAR, target=104))  # 51 are due
    assert wording.has_seen(nearly).endswith("; on track from 95 %")
    assert wording.has_seen(row(6)) == "seen 1.0 since Jan 2016"


def of(*statuses: str) -> list[TargetRow]:
    """Rows that stand so."""
    made = {
        "off_track": row(0),
        "at_risk": row(3),
        "on_track": row(4),
        "done": row(10),
        "too_early": row(0, "2016-02-01"),
    }
    assert {name: made[name].status.value for name in made} == {name: name for name in made}
    return [made[status] if status else row(None) for status in statuses]


@pytest.mark.parametrize(
    ("statuses", "title"),
    [
        (["off_track", "off_track", "at_risk", "done"], "2 of 4 targets are off track; 1 at risk"),
        (["off_track", "done", "on_track"], "1 of 3 targets is off track"),
        (["at_risk", "at_risk", "on_track"], "2 of 3 targets are at risk; none is off track"),
        (["at_risk", "done"], "1 of 2 targets is at risk; none is off track"),
        (["on_track", "on_track", "done", "too_early"],
         "No target is off track or at risk: 2 on track, 1 done, 1 too early to say"),
        (["", ""], "No target is off track or at risk: no data yet"),
        (["off_track"], "Fora established by IOM, Iraq: off track, 0 of 10 by 31 Dec 2016"),
        ([""], "Fora established by IOM, Iraq: no data, – of 10 by 31 Dec 2016"),
    ],
)  # fmt: skip
def test_headline(statuses: list[str], title: str) -> None:
    """The page's title is the finding, singular and plural right."""
    assert wording.headline(of(*statuses)) == title


def test_no_rows(programme: Programme, public_record: Programme, build: Build) -> None:
    """Where no row has a target, the page says whether the dataset has none or the choice, and which there are."""

    def told(programme: Programme) -> tuple[str, str]:
        return wording.no_rows(programme)

    assert told(public_record) == (
        "No targets are set in this dataset",
        ("Figures are shown without a target to compare with."),
    )
    none = "No target for this selection"
    assert told(programme.within(Scope(governorates=("IQG02",)))) == (
        none, "Targets are set for the whole country, and for Baghdad, Ninewa; none for this selection.",
    )  # fmt: skip
    whole = (none, "Targets are set for the whole programme; none for this selection.")
    assert told(programme.within(Scope(donors=("DE",)))) == whole
    national = {
        "targets": [{"indicator": FORA.key, "target": "3"}],
        "fora": [{"forum_id": "F", "established_on": "2016-04-01"}],
    }
    assert told(Programme.of(build(national)).within(Scope(governorates=("IQG02",)))) == whole
    unknown = {"targets": [{"indicator": "fora", "target": "3"}]}
    assert told(Programme.of(build(unknown)))[0] == "No targets are set in this dataset"


def test_targets_of_phases_only(build: Build) -> None:
    """A target of one phase, while the figure is of others too, is not denied: it says which phase-only targets there are."""
    fora = [
        {"forum_id": "F1", "established_on": "2014-04-01", "phase_id": "P1"},
        {"forum_id": "F2", "established_on": "2016-04-01", "phase_id": "P2"},
    ]
    whole = Programme.of(build({"fora": fora, "targets": [{"indicator": FORA.key, "phase_id": "P2", "target": "9"}]}))
    assert rows(whole) == ()
    assert wording.no_rows(whole) == (
        "No target for this selection",
        "Its targets are set for one phase, but the figures include others. Select that phase.",
    )
    without = wording.without_target((), whole)
    assert without.endswith(f". Targets of one phase only, shown when it is selected: {FORA.label}.")
    assert without.count(FORA.label) == 1
    (shown,) = rows(whole.within(Scope(phases=("P2",))))
    assert wording.of_target(shown.result) == "1 of 9"


def test_low_before_the_period_begins() -> None:
    """What should fall and lies low already is not done, nor short of anything: it is too early, and when it begins is said."""
    shown = row(5, "2015-12-31", replace(YEAR, baseline=30, target=10))
    assert (wording.word(shown), wording.needs(shown), wording.has_seen(shown)) == (
        "Too early to say", "", "begins on 1 Jan 2016",
    )  # fmt: skip


def test_without_target(programme: Programme) -> None:
    """Indicators without a target are named, or counted within a choice; every indicator is a row or among them."""
    shown = rows(programme)
    held = {row.result.indicator.key for row in shown}
    names = wording.without_target(shown, programme).removeprefix("No target: ").removesuffix(".")
    assert names == ", ".join(each.label for key, each in INDICATORS.items() if key not in held)
    there = programme.within(Scope(governorates=("IQG15",)))
    others = f"{len(INDICATORS) - 1} other indicators have no target for this selection."
    assert wording.without_target(rows(there), there) == others


def test_reason(programme: Programme) -> None:
    """What needs attention says so where only the pace tells of it, or where the date has passed."""
    every = {row.key: wording.with_reason("1 of 2", row.result) for row in rows(programme)}
    assert {key: text for key, text in every.items() if text != "1 of 2"} == {
        "fora_established_iom-IQG15": "1 of 2, likely no more than 1 at this pace",
        "vehicles_handed_over": "1 of 2, a date that has passed",
    }


def test_explained(programme: Programme) -> None:
    """The working tells the path, what was due, what was seen and needed, and how the projection was made."""
    assert wording.explained(measure("attendances", programme)) == (
        "The path leads from 0 on 1 Jan 2012 to 66 on 31 Dec 2016; 64 was due by now. 94 % of that distance was "
        "covered. Seen since 1 Dec 2015: 4.0 a month (whole months: 12). Needed: 5.9 a month. Likely on 31 Dec 2016: "
        "60 to 68, in 80 of 100 cases (negative binomial prediction from the pace of these months; it does not "
        "foresee closures)."
    )
    assert wording.explained(measure("workshops_held", programme)) == ""
    assert wording.rule() == (
        "On track from 95 %, at risk from 75 % of what is due by now on the path to the target, and wherever the "
        "pace is too slow to reach it."
    )


def test_table(programme: Programme) -> None:
    """The table holds baseline, target, actual, progress, rates and projection of every row, in the rows' order."""
    shown = on_screen(wording.table(rows(programme)))
    assert shown.iloc[[0, 1, 4]].to_dict("records") == [
        dict(zip(shown.columns, line, strict=True)) for line in (
            ("◆ Off track", "Fora established by IOM", "Iraq", "2", "6", "31 Dec 2016", "3", "5", "33 %", "2.9", "0.2", "11",
             "3", "what is due by now"),
            ("◆ Off track", "Women's share of forum members", "Iraq", "15 %", "30 %", "31 Dec 2017", "20 %", "22 %", "73 %",
             "0.8 points", "0.5 points", "11", "–", "what is due by now"),
            ("▲ At risk", "Fora established by IOM", "Ninewa", "0", "2", "31 Dec 2016", "1", "1", "100 %", "1.0", "0.1", "11",
             "1", "the pace seen"),
        )
    ]  # fmt: skip
    assert list(shown.columns)[-5:] == [
        "Needed a month", "Seen a month", "Months", "Likely (80 %)", "Judged by",
    ]  # fmt: skip
    assert wording.table([row(None)]).iloc[0]["Judged by"] == "no data"


def test_bar() -> None:
    """A bar runs from the baseline (0) to the target (1) and a little beyond; bands are shares of what is due by now."""
    assert standing.bar(row(4)) == Bar(0.4, 0.4, 0.4 * 0.75, 0.4 * 0.95, (0.5, 1.15))
    assert standing.bar(row(30)) == Bar(1.15, 0.4, 0.4 * 0.75, 0.4 * 0.95, None)  # reached: nothing is left to project
    assert standing.bar(row(None)) is None
    assert standing.bar(row(2, target=replace(YEAR, target=2, baseline=2))) is None  # no way to go
    falling = standing.bar(row(3, target=replace(YEAR, baseline=10, target=0)))
    assert falling is not None
    assert (falling.reached, falling.due, falling.likely) == (0.7, 0.4, None)


def path_of(programme: Programme, key: str) -> standing.TargetPath:
    """The path of a row of the page."""
    return standing.path(next(row for row in rows(programme) if row.key == key), programme)


def test_path(programme: Programme) -> None:
    """A small drawing shows the period in force, at most its last two years, with the figure over time in that place."""
    country, ninewa = (path_of(programme, key) for key in ("fora_established_iom", "fora_established_iom-IQG15"))
    assert ([step.target for step in country.targets], country.since, country.points[-1]) == (
        [6], date(2016, 1, 1), (date(2016, 10, 31), 3),
    )  # fmt: skip
    assert (ninewa.points, path_of(programme, "headquarters_built").points) == (
        ((date(2016, 10, 31), 1),), ((date(2016, 3, 1), 0),),
    )  # fmt: skip
    assert path_of(programme, "attendances").since == date(2014, 12, 1)
    before = path_of(programme.within(Scope(date(2015, 6, 30))), "fora_established_iom")
    assert [step.target for step in before.targets] == [2, 6]  # and the next one
    late = path_of(programme.within(Scope(date(2019, 12, 31))), "vehicles_handed_over")
    assert late.since < late.targets[0].due_on


def test_path_of_a_share(programme: Programme) -> None:
    """A share does not add up: it is read at the end of each month."""
    points = path_of(programme, "women_share_of_members").points
    assert (points[0], points[-1], len(points)) == ((date(2016, 1, 31), 10.0), (date(2016, 11, 30), 20.0), 11)


def test_path_of_what_was_only_published(build: Build) -> None:
    """Of a published figure nobody knows how it came about: a dot, and no line that was made up."""
    fact = {"fact_id": "X1", "indicator": "cpf_established_by_iom_cumulative", "value": "3", "governorate": "national"}
    target = {"indicator": FORA.key, "target": "9"}
    published = Programme.of(build({"facts": [fact], "targets": [target]}, basis="facts"))
    (shown,) = rows(published)
    path = standing.path(shown, published)
    names = [trace.name for trace in charts.path(shown, path, LIGHT).data]
    assert (said(shown)[0], path.points, names) == ("Too early to say", (), ["Target", "Reached"])


def drawing(programme: Programme, key: str) -> dict[str, Any]:
    """The small drawing of a row."""
    shown = next(row for row in rows(programme) if row.key == key)
    drawn: dict[str, Any] = json.loads(charts.path(shown, standing.path(shown, programme), LIGHT).to_json())
    return drawn


def told(drawn: dict[str, Any]) -> list[tuple[str, dict[str, str]]]:
    """What the pointer tells of each line: its name, and day -> value in words."""
    lines = (trace for trace in drawn["data"] if trace.get("hoverinfo") != "skip")
    return [(line["name"], dict(zip(line["x"], line["customdata"], strict=True))) for line in lines]


def test_a_revised_path_is_drawn_beside_the_one_in_force(programme: Programme) -> None:
    """Both from the same baseline; what was reached goes in steps, down too; at the end the fan, then a dot for today."""
    drawn = drawing(programme, "fora_established_iom")
    assert told(drawn) == [
        ("Before it was revised", {"2016-01-01": "2", "2016-12-31": "9"}),
        ("Target", {"2016-01-01": "2", "2016-12-31": "6"}),
        ("Likely", {"2016-12-31": "3"}),
        ("Reached", {"2016-01-01": "2", "2016-04-20": "3", "2016-09-15": "2", "2016-10-31": "3", "2016-11-30": "3"}),
        ("Reached", {"2016-11-30": "3"}),
    ]
    notes = [(note["text"], note["y"], note["font"]["color"]) for note in drawn["layout"]["annotations"]]
    assert notes == [("6", 6, LIGHT.text), ("was 9", 9, LIGHT.quiet)]
    above, below = ([note["yanchor"] for note in drawn["layout"]["annotations"]][place] for place in (1, 0))
    assert (above, below) == ("bottom", "top"), "labels that stand close make room for one another"


def test_the_fan_opens_from_today_to_the_due_date(programme: Programme) -> None:
    """From what is reached to both ends of what is likely; the pointer tells the bounds once, and skips the fan itself."""
    drawn = drawing(programme, "attendances")
    target, fan, middle, likely, line, dot = drawn["data"]
    assert told(drawn) == [
        ("Target", {"2014-12-01": "about 38", "2016-12-31": "66"}),
        ("Likely", {"2016-12-31": "60 – 68"}),
        (
            "Reached",
            {"2014-12-01": "12", "2016-05-31": "24", "2016-07-12": "54", "2016-08-09": "60", "2016-11-30": "60"},
        ),
        ("Reached", {"2016-11-30": "60"}),
    ]
    assert (fan["x"], fan["y"], fan["fill"]) == (
        ["2016-11-30", "2016-12-31", "2016-12-31", "2016-11-30"], [60, 68, 60, 60], "toself",
    )  # fmt: skip
    assert (middle["y"], middle["line"]["dash"], likely["y"]) == ([60, 60], "dot", [60, 68])
    assert (target["line"]["dash"], target["line"]["color"], target["marker"]["size"]) == ("dash", LIGHT.quiet, [0, 10])
    assert (line["line"]["shape"], line["line"]["color"]) == ("hv", LIGHT.warn)
    assert (dot["marker"]["symbol"], dot["marker"]["color"]) == ("triangle-up", LIGHT.warn)


def test_a_share_is_drawn_from_month_to_month(programme: Programme) -> None:
    """Straight lines between the ends of months, in per cent on the axis too, and no fan: a share is not projected."""
    drawn = drawing(programme, "women_share_of_members")
    (target, reached, today) = told(drawn)
    assert target == ("Target", {"2016-01-01": "15 %", "2017-12-31": "30 %"})
    assert list(reached[1].values()) == ["10 %"] * 3 + ["18 %"] * 5 + ["20 %"] * 3
    assert today == ("Reached", {"2016-11-30": "20 %"})
    assert drawn["data"][1]["line"]["shape"] == "linear"
    assert drawn["layout"]["yaxis"]["ticksuffix"] == " %"
    assert [note["text"] for note in drawn["layout"]["annotations"]] == ["30 %"]


@pytest.mark.parametrize("key", ["fora_established_iom", "women_share_of_members", "attendances"])
def test_all_of_the_path_lies_in_the_drawing(key: str, programme: Programme) -> None:
    """No point of a line is cut off by an axis, and the labels have room beside the due date."""
    drawn = drawing(programme, key)
    (left, right), (low, high) = (drawn["layout"][f"{axis}axis"]["range"] for axis in "xy")
    for trace in drawn["data"]:
        assert left <= min(trace["x"]) <= max(trace["x"]) <= right
        assert low <= min(trace["y"]) <= max(trace["y"]) <= high
    assert drawn["layout"]["margin"]["r"] >= 40


@pytest.mark.parametrize("day", ["2012-01-01", "2013-06-30", "2016-02-29", "2016-10-01", "2016-12-31", "2019-12-31"])
def test_any_day_can_be_drawn(day: str, programme: Programme) -> None:
    """Every row can be drawn and told on every day; what happened later does not show."""
    then = programme.within(Scope(date.fromisoformat(day)))
    for shown in rows(then):
        path = standing.path(shown, then)
        assert charts.path(shown, path, LIGHT).to_json()
        assert wording.in_words(shown).startswith(shown.title)
        assert all(on <= max(then.as_of, path.since) for on, _ in path.points)
