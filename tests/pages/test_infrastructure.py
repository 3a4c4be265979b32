"""The Infrastructure page: overdue first, the pipeline, every item, on any date and either dataset."""

from datetime import date

import pytest

from tests.pages.test_training import asked, plain
from tests.pages.test_working import ROOT, alone

DEMONSTRATION = str(ROOT / "data" / "demonstration")


def test_title_and_what_is_late() -> None:
    """The title says what is done and what is late; what is late is named first, with its days."""
    test = alone("infrastructure", DEMONSTRATION, {})
    assert test.title[0].value == "0 of 6 building works done; 1 item is overdue; 24 vehicles handed over"
    assert "**Computers and printers**, Kirkuk: due on 31 Oct 2016, 30 days late" in plain(test)
    items = test.dataframe[0].value
    assert (len(items), items.iloc[0]["Status"], items.iloc[0]["Days late"]) == (15, "Under way", "30")


def test_no_cost_is_said() -> None:
    """Where no cost is on record the page says so, and shows no column for it."""
    test = alone("infrastructure", DEMONSTRATION, {})
    assert "No cost is recorded." in plain(test)
    assert "Cost" not in test.dataframe[0].value


def test_the_pipeline_as_a_table() -> None:
    """A line for all sites and one for each kind of equipment; never a sum over kinds."""
    test = alone("infrastructure", DEMONSTRATION, {})
    test.toggle(key="as-table-pipeline").set_value(True).run()
    rows = test.dataframe[0].value
    assert rows["All agreed"].tolist() == ["6", "24", "72", "44", "124"]
    assert rows["Handed over"].tolist() == ["0", "24", "48", "24", "84"]
    assert rows["Overdue, entries of the list"].tolist() == ["0", "0", "1", "0", "0"]


def test_an_earlier_day_says_what_it_cannot_know() -> None:
    """On an earlier day only agreed and done are told apart, and the page says why."""
    test = alone("infrastructure", DEMONSTRATION, {"as_of": date(2016, 10, 31)})
    assert test.title[0].value == "0 of 5 building works done; nothing is overdue; 24 vehicles handed over"
    assert plain(test).count("The stage of an item on an earlier day is not recorded") == 2
    test.toggle(key="as-table-pipeline").set_value(True).run()
    assert list(test.dataframe[0].value) == [
        "What", "All agreed", "Agreed by then", "of these, done", "Overdue, entries of the list",
    ]  # fmt: skip


def test_the_items_of_one_governorate() -> None:
    """The list can be cut to one governorate, and to what has none on record."""
    test = alone("infrastructure", DEMONSTRATION, {})
    test.selectbox(key="works-governorate").set_value("IQG16").run()
    assert test.dataframe[0].value["Item"].tolist() == [
        "Adaptation of a police station", "New community-friendly venue", "Radio sets",
    ]  # fmt: skip
    test.selectbox(key="works-governorate").set_value("").run()
    assert test.dataframe[0].value["Item"].tolist() == ["Police vehicles"]
    assert "Governorate not recorded, so not on the map: Police vehicles (24)." in plain(test)


@pytest.mark.parametrize("day", [date(2016, 11, 30), date(2022, 12, 31)], ids=str)
def test_the_public_record_lists_and_does_not_count(day: date) -> None:
    """Of the published record items are named, without quantities where none is published; other agencies' never are."""
    test = alone("infrastructure", str(ROOT / "data" / "public_record"), {"as_of": day})
    assert test.title[0].value.startswith("The number of building works done is not published; 24 vehicles handed over")
    items = test.dataframe[0].value
    assert len(items) == 8
    assert items["Quantity"].tolist().count("not published") == 6
    assert "No due date is published, so it is not known what is late." in plain(test)


@pytest.mark.parametrize("by", ["state", "address"])
def test_an_item_that_is_asked_for_is_open(by: str) -> None:
    """`item` in the session's state, or in the address, opens that item."""
    test = asked("W06", by, page="infrastructure", key="item")
    assert "### Computers and printers" in plain(test)
    assert "**Overdue.** due on 31 Oct 2016, 30 days late" in plain(test)
    assert test.selectbox(key="item").value == "W06"
    test.selectbox(key="item").set_value("W13").run()
    assert "### New community-friendly venue" in plain(test)
    assert test.query_params["item"] in ("W13", ["W13"])
    test.selectbox(key="item").set_value("").run()
    assert "### " not in plain(test)
