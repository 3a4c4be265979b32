"""Pages of a protected view: dates are chosen among those it knows, and what changed is said between two of them."""

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.test_seen_as import framed


def words(test: AppTest) -> str:
    """All that is written on the page, as it is read."""
    found = (each.value for kind in (test.title, test.caption, test.markdown) for each in kind)
    return " ".join(found).replace("\\", "").replace("\N{NO-BREAK SPACE}", " ")


def test_a_day_within_a_year_is_shown_as_of_the_end_before_it() -> None:
    """The public chooses among ends of years; the address keeps the day, and one sentence says what is shown."""
    test = framed(seen_as="public", as_of="2016-08-31")
    box = test.selectbox(key="as_of-end")
    assert box.options == ["30 Nov 2016", *(f"End of {year}" for year in range(2015, 2010, -1))]
    assert box.value == date(2015, 12, 31)
    assert "This view shows ends of years: 31 Aug 2016 is shown as of 31 Dec 2015." in words(test)
    box.set_value(date(2014, 12, 31)).run()
    assert (test.query_params["as_of"], test.title[0].value) == ("2014-12-31", "8 fora are established by IOM")
    assert "is shown as of" not in words(test)
    test.selectbox(key="seen_as").set_value("").run()
    assert test.date_input(key="as_of").value == date(2014, 12, 31)  # the same day, for who knows every day


@pytest.mark.parametrize(
    ("address", "offered"),
    [({}, ["2015", "2014", "2013", "2012"]), ({"donor": "Germany"}, ["Q3 2016", "Q2 2016", "Q1 2016", "Q4 2015"])],
)
def test_a_donor_is_told_what_changed_since_the_end_of_a_period(address: dict[str, str], offered: list[str]) -> None:
    """Of everything since ends of years, of its own grants since ends of quarters."""
    test = framed(seen_as="donor:DE", **address)
    options = [each.replace("\N{NO-BREAK SPACE}", " ") for each in test.selectbox(key="since").options]
    assert options[:4] == [f"Since the end of {period}" for period in offered]


def test_what_changed_is_the_difference_of_two_figures_on_record() -> None:
    """30 fora by IOM and 13 by local police on 30 November 2016, 24 and none at the end of 2015: 6 and 13 more, no day between."""
    test = framed(seen_as="public")
    assert "Fora established by IOM +6 · Fora established by local police +13 · Fora planned +4" in words(test)
