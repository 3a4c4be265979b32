"""Sentences made from Results: true, plain, singular and plural right, and never more than is known."""

from datetime import date
from types import MappingProxyType

import pytest

from community_policing.analysis import insights
from community_policing.analysis.map.choropleth import shades
from community_policing.core.indicators import INDICATORS
from community_policing.core.palette import LIGHT
from community_policing.core.quantity import Quantity
from community_policing.measure.compute import measure, over_time
from community_policing.measure.programme import Programme, Scope
from community_policing.measure.result import Result
from tests.edits import Edited, drop, put


def of(key: str, value: Quantity | None, **parts: float) -> Result:
    """A Result with that value and those parts."""
    shown = MappingProxyType({name: Quantity.exactly(part) for name, part in parts.items()})
    return Result(INDICATORS[key], Scope(), date(2016, 11, 30), value, parts=shown)


@pytest.mark.parametrize(
    ("fora", "planned", "sentence"),
    [
        (
            Quantity.exactly(43),
            Quantity.exactly(4),
            "43 fora are established: 30 by IOM, 13 by local police; 4 are planned",
        ),
        (
            Quantity.exactly(1),
            Quantity.exactly(1),
            "1 forum is established: 30 by IOM, 13 by local police; 1 is planned",
        ),
        (Quantity.at_least(30), Quantity.exactly(0), "At least 30 fora are established: 30 by IOM, 13 by local police"),
        (Quantity.exactly(0), Quantity.exactly(2), "No fora are established by 30 Nov 2016; 2 are planned"),
        (Quantity.exactly(5), None, "5 fora are established: 30 by IOM, 13 by local police"),
    ],
)
def test_headline(fora: Quantity | None, planned: Quantity | None, sentence: str) -> None:
    """Where the programme stands, in one line; what IOM set up and what the police did are told apart."""
    assert headline(fora, planned) == sentence


@pytest.mark.parametrize(
    ("iom", "police", "sentence"),
    [
        (Quantity.exactly(5), Quantity.exactly(0), "5 fora are established by IOM"),
        (Quantity.exactly(0), Quantity.exactly(5), "5 fora are established by local police"),
        (Quantity.exactly(5), Quantity(0, 2), "5 fora are established: 5 by IOM, 0 to 2 by local police"),
        (Quantity.exactly(5), None, "5 fora are established: 5 by IOM, – by local police"),
    ],
)
def test_headline_where_all_were_set_up_by_one(iom: Quantity, police: Quantity | None, sentence: str) -> None:
    """Nobody is told of zero; where it is not known that there are none, both are named."""
    stand = (of("fora_established_iom", iom), of("fora_established_police", police))
    assert insights.headline(of("fora_established", Quantity.exactly(5)), of("fora_planned", None), *stand) == sentence


def test_headline_of_a_choice_that_leaves_one_out(programme: Programme) -> None:
    """Who chooses IOM's fora is not told that nothing is known of the police's."""
    chosen = programme.within(Scope(established_by=("iom",)))
    keys = ("fora_established", "fora_planned", "fora_established_iom", "fora_established_police")
    assert insights.headline(*(measure(key, chosen) for key in keys)).startswith("3 fora are established by IOM")


def headline(fora: Quantity | None, planned: Quantity | None) -> str:
    iom, police = (of(f"fora_established_{who}", Quantity.exactly(n)) for who, n in (("iom", 30), ("police", 13)))
    return insights.headline(of("fora_established", fora), of("fora_planned", planned), iom, police)


@pytest.mark.parametrize("fora", [None, Quantity.at_least(0)])
def test_headline_of_what_nobody_knows(fora: Quantity | None) -> None:
    """That nobody knows how many fora there are is not said as if there were none."""
    assert "No fora" not in headline(fora, None)


def test_headline_says_when_an_older_figure_was_published(public_record: Programme) -> None:
    """The published stock of November 2016 never passes for that of a later day."""
    later = public_record.within(Scope(date(2018, 12, 31)))
    keys = ("fora_established", "fora_planned", "fora_established_iom", "fora_established_police")
    sentence = insights.headline(*(measure(key, later) for key in keys))
    assert sentence == "43 fora are established: at least 30 by IOM, 13 by local police (published for 30 Nov 2016)"


def test_against_target(programme: Programme) -> None:
    """Value, target and date; for a choice without a target of its own, that there is none."""
    whole, there = measure("fora_established_iom", programme), programme.within(Scope(governorates=("IQG02",)))
    assert insights.against_target(whole) == "3 of 6 by 31 Dec 2016"
    assert insights.against_target(measure("women_share_of_members", programme)) == "20 %, target 30 % by 31 Dec 2017"
    assert insights.against_target(measure("workshops_held", programme)) == "No target set."
    assert insights.against_target(measure("fora_established_iom", there)) == "No target for this selection."


def test_against_published(programme: Programme, public_record: Programme) -> None:
    """Published beside counted, and whether both agree; nothing where nothing was published, or nothing was counted."""
    iom, police = measure("fora_established_iom", programme), measure("fora_established_police", programme)
    assert insights.against_published(iom) == "As published: ≥ 3 ✓"
    assert insights.against_published(police) == "As published: 2 ◆ differs"
    seats = insights.against_published(measure("attendances", programme))
    assert seats == "As published for 31 May 2016: ≥ 20 ✓"  # 24 by then
    assert insights.against_published(measure("workshops_held", programme)) == ""
    assert insights.against_published(measure("workshops_held", public_record)) == ""


def test_map_in_words(programme: Programme) -> None:
    """Title and description of the map name what is most and what is none, and outside a choice nothing."""
    result = measure("fora_established", programme, "governorate")
    shown = shades(result, LIGHT)
    assert insights.map_title(result, shown) == "Fora established: most in Baghdad (2); 15 governorates have none"
    assert insights.map_alt(shown) == "Map of Iraq by governorate: Basra 1, Baghdad 2, Ninewa 1."
    there = measure("fora_established", programme.within(Scope(governorates=("IQG15",))), "governorate")
    assert insights.map_title(there, shades(there, LIGHT)) == "Fora established: 1 in Ninewa"
    nowhere = measure("fora_established", programme.within(Scope(governorates=("IQG01",))), "governorate")
    assert insights.map_title(nowhere, shades(nowhere, LIGHT)) == "Fora established: none in this selection"
    assert insights.map_alt(shades(nowhere, LIGHT)) == "Map of Iraq by governorate: no figures."


def test_equal_governorates(programme: Programme) -> None:
    """Where several governorates have the most, none of them is said to have it alone."""
    result = of("fora_established", Quantity.exactly(4), IQG08=2, IQG15=2)
    title = insights.map_title(result, shades(result, LIGHT))
    assert ("Baghdad" in title) == ("Ninewa" in title)
    for figures, said in (
        ({"IQG08": 1, "IQG15": 1, "IQG01": 1}, "Fora established: 1 in each of 3 governorates; 15 governorates have none"),
        ({"IQG08": 2, "IQG15": 2, "IQG01": 2, "IQG02": 1},
         "Fora established: most in 3 governorates (2 each); 14 governorates have none"),
    ):  # fmt: skip
        made = of("fora_established", Quantity.exactly(sum(figures.values())), **figures)
        assert insights.map_title(made, shades(made, LIGHT)) == said


def test_map_rows(programme: Programme) -> None:
    """The map's numbers as a table: all governorates, most first, and what has no governorate in a line of its own."""
    result = measure("attendances", programme, "governorate")
    rows = insights.map_rows(result, shades(result, LIGHT))
    assert rows.iloc[[0, 1, -1]].to_numpy().tolist() == [
        ["Ninewa", Quantity(30, 36), "IQG15"], ["Baghdad", Quantity(24, 30), "IQG08"],
        ["Not on record", Quantity.exactly(6), ""],
    ]  # fmt: skip
    assert len(rows) == 19
    there = measure("fora_planned", programme.within(Scope(governorates=("IQG01", "IQG15"))), "governorate")
    chosen = insights.map_rows(there, shades(there, LIGHT))
    assert chosen.iloc[:3, 1:].to_numpy().tolist() == [
        [Quantity.exactly(1), "IQG15"], [Quantity.exactly(0), "IQG01"], ["outside this selection", chosen.iloc[2, 2]],
    ]  # fmt: skip


def test_trend_in_words(programme: Programme) -> None:
    """The trend says from when, and where both lines end; without a line it does not make one up."""
    iom, police = (over_time(f"fora_established_{who}", programme) for who in ("iom", "police"))
    assert insights.trend_alt(iom, police, (None, None)) == (
        "Fora over time since 1 Feb 2013: 3 by IOM and 1 by local police at the end."
    )
    assert (
        insights.trend_alt((), (), (None, None)) == "Fora over time since –: 0 by IOM and 0 by local police at the end."
    )


def test_card_lines(programme: Programme) -> None:
    """Lines of cards: who, where, and how many works of those agreed."""
    results = {key: measure(key, programme) for key in INDICATORS if key != "equipment_handed_over"}
    done = insights.works(results["building_works_done"], results["works_agreed"])
    none = programme.within(Scope(governorates=("IQG02",)))
    assert insights.works(measure("building_works_done", none), measure("works_agreed", none)) == (
        "No building works agreed",
    )
    planned = measure("fora_planned", programme, "governorate")
    iom, police = results["fora_established_iom"], results["fora_established_police"]
    assert insights.by_whom(iom, police) == (("3 by IOM", iom), ("1 by local police", police))
    assert insights.where_planned(planned) == ("Diyala\u00a01 · Ninewa\u00a01",)
    assert insights.and_more(results["workshops_held"]) == ("and 1 workshop",)
    assert insights.of_which(results["community_attendances"]) == ("38 by community members",)
    assert done == ("Building works: 1 of 4 done",)


def test_what_may_belong_is_never_denied(edited: Edited) -> None:
    """Where a card says "0 – 1", no panel says that there is none: it says of how many rows the record is silent."""
    chosen, unsaid = Scope(date(2016, 10, 30), donors=("DE",)), put("fora", "F2", grants="", record="published")
    none = edited(drop("fora", "F2")).within(chosen)
    assert insights.no_trend(none) == "No forum was set up in this selection by then."
    assert insights.nothing("None.", none, "fora") == "None."
    silent = edited(unsaid).within(chosen)
    assert measure("fora_established_iom", silent).value == Quantity(0, 1)
    said = "For certain, none: for 1 row the record does not say whether it belongs to this selection."
    assert insights.no_trend(silent) == insights.nothing("None.", silent, "fora") == said
    assert insights.nothing("None.", silent, "infrastructure") == said.replace("1 row", "2 rows").replace(
        "it belongs", "they belong"
    )
