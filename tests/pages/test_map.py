"""The Map page: what colours it, and the list on it that does what a click does."""

import pytest

from community_policing.core.indicators import INDICATORS
from pages.map.measure_choice import DISTANCE, GROUPS, MAPPED
from tests.conftest import ROOT
from tests.pages.statements import printed_tables
from tests.pages.test_working import alone

DEMONSTRATION, RECORD = (str(ROOT / "data" / name) for name in ("demonstration", "public_record"))


def plain(text: str) -> str:
    """Markdown as it is read."""
    return text.replace("\\", "").replace("\u00a0", " ").replace("\u2060", "")


def test_every_figure_by_governorate_is_in_one_group() -> None:
    """Together the groups offer each of them once, and the distance to target of those that have targets by governorate."""
    test = alone("map", DEMONSTRATION, {})
    offered = []
    for group in GROUPS:
        test.button_group(key="measure-group").set_value(group).run()
        offered.append(list(test.selectbox(key="indicator").options))
    assert sorted(label for members in offered[:-1] for label in members) == sorted(
        INDICATORS[key].label for key in MAPPED
    )
    assert offered[-1] == ["Fora established by IOM: distance to target"]


@pytest.mark.parametrize(("folder", "first"), [(DEMONSTRATION, "fora_established"), (RECORD, "fora_planned")])
def test_the_map_opens_on_a_figure_that_the_data_have(folder: str, first: str) -> None:
    """The public record says by governorate only where fora are planned: its map shows that, and not an empty country."""
    test = alone("map", folder, {})
    assert test.selectbox(key="indicator").value == first
    assert "no figure" not in test.title[0].value


def test_the_distance_to_target_is_a_figure_of_the_map() -> None:
    """Title, list and table speak of the same gaps."""
    test = alone("map", DEMONSTRATION, {})
    test.button_group(key="measure-group").set_value("targets").run()
    assert test.selectbox(key="indicator").value == f"{DISTANCE}fora_established_iom"
    assert plain(test.title[0].value) == (
        "Fora established by IOM: short of target in 3 of 7 governorates, most in Ninewa (−2)"
    )
    assert plain(test.button_group(key="map-listed").options[0]) == "Ninewa **−2**"
    assert printed_tables(test)[0][1][0] == "Ninewa"


def test_the_same_numbers_can_be_sorted_and_searched() -> None:
    """The printed table and the grid that a reader may have in its place say the same, cell for cell."""
    test = alone("map", DEMONSTRATION, {})
    (head, *lines), key = printed_tables(test)[0], "sorted-map-fora_established"
    assert (head[0], len(lines), len(test.dataframe)) == ("Governorate", 18, 0)
    test.toggle(key=key).set_value(True).run()
    grid = test.dataframe[0].value
    assert ([list(grid), *grid.astype(str).to_numpy().tolist()], printed_tables(test)) == ([head, *lines], [])


def test_the_list_on_the_map_filters_as_a_click_does() -> None:
    """A button of the list chooses its governorate."""
    test = alone("map", DEMONSTRATION, {})
    test.button_group(key="click").set_value("filters").run()
    assert plain(test.button_group(key="map-listed").options[0]) == "Baghdad **10**"
    test.button_group(key="map-listed").set_value("IQG08").run()
    assert test.session_state["governorate"] == ["IQG08"]


def test_the_list_on_the_map_leads_to_the_profile() -> None:
    """As the map opens, a button of the list goes to the profile of its governorate."""
    test = alone("map", DEMONSTRATION, {})
    test.button_group(key="map-listed").set_value("IQG15").run()
    assert (test.session_state["governorate"], test.session_state["jump"][0]) == (["IQG15"], "governorate")
