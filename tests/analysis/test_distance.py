"""Distance to target by governorate, counted by hand on the fixture."""

from dataclasses import replace
from datetime import date

from community_policing.analysis.targets import distance
from community_policing.core.palette import DARK, LIGHT
from community_policing.core.quantity import Quantity
from community_policing.measure.compute import by_governorate
from community_policing.measure.programme import Programme
from community_policing.measure.result import Result

IOM = "fora_established_iom"


def results(programme: Programme) -> dict[str, Result]:
    """Baghdad has 2 of 2, Ninewa 1 of 2."""
    return by_governorate(IOM, programme, ("IQG08", "IQG15"))


def test_the_gap_is_the_figure_less_its_target(programme: Programme) -> None:
    """Bounds stay bounds: of at least one of two, at most one is missing."""
    found = results(programme)
    assert {pcode: each.gap for pcode, each in found.items()} == {
        "IQG08": Quantity.exactly(0), "IQG15": Quantity.exactly(-1),
    }  # fmt: skip
    open_ = replace(found["IQG15"], value=Quantity.at_least(1))
    assert (open_.gap, open_.to_go) == (Quantity.at_least(-1), Quantity(0, 1))
    assert replace(found["IQG15"], target=None).gap is None


def test_shades_tell_short_reached_uncertain_and_no_target_apart(programme: Programme) -> None:
    """Each with its words and a colour of its own, by day and by night; what is not chosen lies outside."""
    found = {**results(programme), "IQG01": replace(results(programme)["IQG15"], value=Quantity.at_least(1))}
    for colours in (LIGHT, DARK):
        shown = {shade.pcode: shade for shade in distance.shades(found, (), colours)}
        told = {pcode: (shown[pcode].figure, shown[pcode].kind) for pcode in ("IQG08", "IQG15", "IQG01", "IQG02")}
        assert told == {
            "IQG08": ("reached", "value"), "IQG15": ("−1", "value"), "IQG01": ("≥ −1", "not_certain"),
            "IQG02": ("no target", "no_data"),
        }  # fmt: skip
        assert len({shown[pcode].colour for pcode in told}) == 4
        legend = distance.legend(found, tuple(shown.values()), colours)
        assert [step.label for step in legend] == ["no target", "reached", "not certain", "1 short"]
        assert {step.colour for step in legend} == {shown[pcode].colour for pcode in told}
    outside = distance.shades(found, ("IQG08",), LIGHT)
    assert [shade.kind for shade in outside].count("outside") == 17


def test_the_farther_the_darker(programme: Programme) -> None:
    """Nine missing and one missing have the ends of the scale, and every step has its line."""
    one = results(programme)["IQG15"]
    target = one.target
    assert target
    found = {"IQG15": one, "IQG02": replace(one, target=replace(target, target=10))}
    shown = {shade.pcode: shade.colour for shade in distance.shades(found, (), LIGHT)}
    labels = {step.colour: step.label for step in distance.legend(found, distance.shades(found, (), LIGHT), LIGHT)}
    assert (labels[shown["IQG15"]], labels[shown["IQG02"]]) == ("1–3 short", "7–9 short")


def test_the_finding_and_the_table(programme: Programme) -> None:
    """How many are short and where most; the farthest first, with its target, when it is due and how it stands."""
    found = results(programme)
    label = found["IQG08"].label
    assert distance.finding(label, found) == (
        "Fora established by IOM: short of target in 1 of 2 governorates, most in Ninewa (−1)"
    )
    assert distance.finding(label, {"IQG08": found["IQG08"]}) == (
        "Fora established by IOM: target reached in the one governorate that has one"
    )
    assert distance.finding(label, {}) == "Fora established by IOM: no target by governorate in this selection"
    rows = distance.rows(label, found)
    assert rows.iloc[:, :5].to_numpy().tolist() == [
        ["Ninewa", Quantity.exactly(1), Quantity.exactly(1), Quantity.exactly(2), date(2016, 12, 31)],
        ["Baghdad", Quantity.exactly(0), Quantity.exactly(2), Quantity.exactly(2), date(2016, 12, 31)],
    ]
