"""Spend beside progress, drawn: what stands beside each bar and what the pointer tells, as counted by hand from tests/fixture."""

from itertools import pairwise

from community_policing.analysis.reach import counting_methods, spending
from community_policing.core.palette import LIGHT
from community_policing.measure.budgets import budgets
from community_policing.measure.pace import Status
from community_policing.measure.programme import Programme
from community_policing.ui.charts.frame import Drawn
from community_policing.ui.charts.spending import spending as drawing


def drawn(programme: Programme) -> Drawn:
    """The three grants; one target of each phase is off track, one done."""
    name = counting_methods.namer(programme)
    found = [spending.Spending.of(each, (Status.OFF_TRACK, Status.DONE), name) for each in budgets(programme)]
    return drawing(found, LIGHT)


def test_every_bar_and_tick_says_its_money_under_the_pointer(programme: Programme) -> None:
    """A bar of what is spent and a tick of the plan; where nothing is committed or planned there is no tick."""
    hovers = [
        (trace["type"], round(trace["x"][0], 4), trace["hovertext"][0].replace("<br>", " / "))
        for trace in drawn(programme).to_dict()["data"]
        if "hovertext" in trace
    ]
    us = "US · Phase 2 / USD 300,000 spent by 30 Sep 2016 / USD 270,000 planned by then / USD 1,000,000 committed"
    assert [hover for hover in hovers if hover[2].startswith("US")] == [
        ("bar", 1, "US · Phase 1 / USD 25,000 spent by 31 Dec 2015 / What was planned by then is not on record / "
                   "No committed amount and no plan on record"),
        ("bar", 0.3, us), ("scatter", 0.27, us),
        ("bar", 0.4098, "US · Phase 2 / 41 % of its time gone by, until 31 Dec 2017 / Targets of Phase 2: 1 off track, 1 done"),
    ]  # fmt: skip
    germany = (
        "Germany · Phase 2 / At least EUR 400,000 spent by 30 Sep 2016 / EUR 1,200,000 planned by then / EUR 4,000,000 committed / "
        "Spending not told of: Q3 2016"
    )
    assert [hover for hover in hovers if not hover[2].startswith("US")][:2] == [
        ("bar", 0.1, germany),
        ("scatter", 0.3, germany),
    ]


def test_no_two_lines_of_words_lie_on_each_other(programme: Programme) -> None:
    """Nor on a bar: each begins below the one before, and the drawing is as high as all of them."""
    layout, data = drawn(programme).to_dict()["layout"], drawn(programme).to_dict()["data"]
    tops = [note["y"] for note in layout["annotations"]]
    assert all(later - earlier >= 19 for earlier, later in pairwise(tops))
    bars = {trace["y"][0] for trace in data if trace["type"] == "bar"}
    assert all(bar + 6 <= top or top + 19 <= bar - 6 for bar in bars for top in tops)
    assert (layout["height"] >= tops[-1] + 19, layout["yaxis"]["range"]) == (True, [layout["height"], 0])
