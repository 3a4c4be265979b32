"""The Compare page: any two dates, whichever comes first, on any dataset; every figure with the working of both dates."""

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from community_policing.analysis.compare.comparison import COMPARED
from community_policing.core.indicators import INDICATORS
from tests.pages.test_working import ROOT, alone

DEMONSTRATION = str(ROOT / "data" / "demonstration")


@pytest.fixture
def page() -> AppTest:
    return alone("compare", DEMONSTRATION, {})


def cards(page: AppTest) -> dict[str, tuple[str, str]]:
    """Label of each card -> its figure and the two it comes from."""
    texts = [text.value.replace("\\", "").split("\n\n") for text in page.markdown if "\n\n## " in text.value]
    return {label: (figure.removeprefix("## "), both) for label, figure, both, *_ in texts}


def said(page: AppTest) -> str:
    return " ".join(element.value for element in (*page.caption, *page.markdown)).replace("\\", "")


def test_it_opens_on_the_last_year(page: AppTest) -> None:
    """B is the dashboard's date, A the day one year before; the title and ten cards say what became of each figure."""
    assert days(page) == (date(2015, 11, 30), date(2016, 11, 30))
    assert page.title[0].value == "20 more fora on 30 Nov 2016 than on 30 Nov 2015: 7 by IOM, 13 by local police"
    shown = cards(page)
    assert len(shown) == 10
    assert shown["Fora established by IOM"] == ("+7", "23 → 30")
    assert shown["Attendances"] == ("+699", "427 → 1,126")
    assert "Works agreed: 0 → 6" in said(page)


def test_the_working_has_both_dates_apart(page: AppTest) -> None:
    """One dialog, a tab for each date, and each lists its own rows."""
    page.button(key="working-fora_established_iom").click().run()
    assert [tab.label for tab in page.tabs] == [
        "Fora established by IOM · 30 Nov 2015", "Fora established by IOM · 30 Nov 2016",
    ]  # fmt: skip
    assert [len(tab.dataframe[0].value) for tab in page.tabs] == [23, 30]


def test_dates_may_come_in_any_order(page: AppTest) -> None:
    """A after B is read the other way round, and the page says so."""
    page.date_input(key="earlier").set_value(date(2016, 6, 30))
    page.date_input(key="later").set_value(date(2014, 6, 30)).run()
    assert page.title[0].value.endswith("more fora on 30 Jun 2016 than on 30 Jun 2014: 20 by IOM, 6 by local police")
    assert "the two dates are swapped" in said(page)


def test_one_date_twice_is_refused_plainly(page: AppTest) -> None:
    """Nothing differs from itself: the title asks for another date, and the working opens once."""
    page.date_input(key="earlier").set_value(date(2016, 11, 30)).run()
    assert page.title[0].value == "Both dates are 30 Nov 2016: choose two that differ"
    page.button(key="working-workshops_held").click().run()
    assert [tab.label for tab in page.tabs] == ["Workshops held"]


def test_no_date_before_the_first_day_nor_after_the_last(page: AppTest) -> None:
    """What the data cannot say is not offered."""
    for key in ("earlier", "later"):
        assert (page.date_input(key=key).min, page.date_input(key=key).max) == (date(2012, 10, 16), date(2016, 11, 30))


@pytest.mark.parametrize(
    ("choice", "day"),
    [("End of 2015", date(2015, 12, 31)), ("Before Phase 2", date(2016, 2, 29)), ("First recorded day", date(2012, 10, 16)),
     ("A year before B", date(2015, 11, 30))],
)  # fmt: skip
def test_quick_choices(choice: str, day: date, page: AppTest) -> None:
    """One click sets the earlier date."""
    next(button for button in page.button if button.label == choice).click().run()
    assert page.date_input(key="earlier").value == day


def following() -> AppTest:
    """The page under a dashboard whose date is set from outside."""

    def script(folder: str) -> None:
        from pathlib import Path

        import streamlit as st

        from community_policing.measure.programme import Scope
        from community_policing.ui.shell import session
        from pages.compare import page as compare

        compare.render(session.scoped(session.recorded(Path(folder)), Scope(st.session_state.get("day"))))

    return AppTest.from_function(script, default_timeout=60, args=(DEMONSTRATION,)).run()


def days(page: AppTest) -> tuple[date, date]:
    return page.date_input(key="earlier").value, page.date_input(key="later").value


def test_dates_that_were_not_moved_follow_the_dashboard() -> None:
    """Both dates go where the dashboard's date goes, but one that the reader has moved stays."""
    page = following()
    page.session_state["day"] = date(2015, 6, 30)
    assert days(page.run()) == (date(2014, 6, 30), date(2015, 6, 30))
    page.date_input(key="earlier").set_value(date(2013, 12, 31)).run()
    page.session_state["day"] = date(2016, 6, 30)
    assert days(page.run()) == (date(2013, 12, 31), date(2016, 6, 30))


def test_a_dashboard_before_the_first_day_has_one_date() -> None:
    """Where the dashboard stands before anything happened there is nothing earlier to compare with, and the page says so."""
    page = following()
    page.session_state["day"] = date(2012, 2, 1)
    assert days(page.run()) == (date(2012, 2, 1), date(2012, 2, 1))
    assert page.title[0].value == "Both dates are 1 Feb 2012: choose two that differ"


@pytest.mark.parametrize("key", COMPARED)
def test_every_indicator_can_be_looked_at_closely(key: str, page: AppTest) -> None:
    """Each indicator, split by each of its dimensions, has a finding and a table, and no error."""
    page.selectbox(key="compared").set_value(key).run()
    for by in INDICATORS[key].splits:
        page.selectbox(key=f"by-{key}").set_value(by).run()
        assert not page.exception
        assert page.header[0].value.replace("\\", "").startswith(INDICATORS[key].label)
        assert "The numbers on the maps" in said(page)


def test_the_public_record_says_what_was_not_published() -> None:
    """Of most dates nothing was published: each card says so, and no zero stands for it."""
    page = alone("compare", str(ROOT / "data" / "public_record"), {})
    assert page.title[0].value == "The number of fora on 31 Jul 2016 was not published"
    shown = cards(page)
    assert shown["Fora established by IOM"] == ("–", "not known → ≥\u00a030")
    assert shown["Fora planned"] == ("–", "4 → 4")
    assert "The same published figure stands for both dates" in said(page)
    assert "People reached" in shown


def test_a_choice_that_nothing_meets() -> None:
    """Where nothing is in the choice, nothing changed, and the bars say that there is none."""
    page = alone("compare", DEMONSTRATION, {"governorates": ("IQG09",), "donors": ("US",)})
    assert (
        page.title[0].value
        == "Duhok, paid for by US Department of State – As many fora on 30 Nov 2016 as on 30 Nov 2015"
    )
    assert "None on either date." in said(page)
