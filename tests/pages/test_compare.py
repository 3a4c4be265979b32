"""The Compare page: any two dates, whichever comes first, on any dataset; every figure with the working of both dates."""

import re
from datetime import date
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from streamlit.testing.v1 import AppTest

from community_policing.analysis.compare.comparison import COMPARED, NEUTRAL
from community_policing.core.indicators import INDICATORS
from tests.pages.test_address import follow
from tests.pages.test_releases import two as two  # a fixture
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
    """B is the dashboard's date, A the day one year before; the title and fifteen cards say what became of each figure."""
    assert days(page) == (date(2015, 11, 30), date(2016, 11, 30))
    assert page.title[0].value == "20 more fora on 30 Nov 2016 than on 30 Nov 2015: 7 by IOM, 13 by local police"
    shown = cards(page)
    assert len(shown) == 15
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


def shown_from(link: str) -> AppTest:
    """The page as a link opens it."""
    tab = follow(link, "compare")
    assert not tab.exception, tab.exception
    return tab


SIDES = {
    "kind=governorate&a=IQG08&b=IQG02": (
        "2 fewer fora for Basra than for Baghdad: −1 by IOM, −1 by local police", "Baghdad 7 · Basra 6"),
    "kind=governorate&a=Basra&b=بغداد": (
        "2 more fora for Baghdad than for Basra: 1 by IOM, 1 by local police", "Basra 6 · Baghdad 7"),
    "kind=donor&a=US&b=DE": ("20 fewer fora for Germany than for US Department of State: −20 by IOM, 0 by local police",
                             "US Department of State 26 · Germany 6"),
    "kind=phase&a=P2&b=P1": ("18 more fora for Phase 1 than for Phase 2: 18 by IOM, 0 by local police", "Phase 2 6 · Phase 1 24"),
    "kind=governorate&a=IQG08&b=IQG08": ("A and B are both Baghdad: choose two that differ", "Baghdad 7 · Baghdad 7"),
}  # fmt: skip


@pytest.mark.parametrize("link", SIDES)
def test_any_two_of_a_kind_stand_side_by_side(link: str) -> None:
    """Two governorates, donors or phases by key or name: the title, the cards, the numbers before them, and the link."""
    tab, (title, iom) = shown_from(link), SIDES[link]
    assert tab.title[0].value == title
    assert cards(tab)["Fora established by IOM"][1].replace("\u00a0", " ") == iom
    kind = parse_qs(link)["kind"][0]
    assert kind not in [
        key.replace("By ", "").lower() for key in tab.selectbox(key=f"by-fora_established-{kind}").options
    ]
    assert tab.query_params["kind"] in (kind, [kind])


def test_a_choice_takes_the_place_of_its_filter() -> None:
    """Of Basra by the filter, two donors are compared in Basra, and two governorates in the whole country, which is said."""
    tab = shown_from("kind=donor&a=US&b=DE&governorate=IQG02")
    assert tab.title[0].value.startswith("Basra – ")
    tab = shown_from("kind=governorate&governorate=IQG02")
    assert tab.selectbox(key="a-governorate").value == "IQG02"
    assert tab.title[0].value.endswith("for Baghdad than for Basra: 1 by IOM, 1 by local police")
    assert "A and B take the place of the filter of their kind." in said(tab)


def test_the_working_has_both_choices_apart() -> None:
    """One dialog, a tab for each side under its name, and each lists its own rows."""
    tab = shown_from("kind=governorate&a=IQG08&b=IQG02")
    tab.button(key="working-fora_established_iom").click().run()
    assert [each.label for each in tab.tabs] == [
        "Fora established by IOM · Baghdad", "Fora established by IOM · Basra",
    ]  # fmt: skip
    assert [len(each.dataframe[0].value) for each in tab.tabs] == [7, 6]


@pytest.mark.parametrize(
    ("link", "both", "notes"),
    [
        ("earlier=2015-11-30", "2015-11-30-2016-11-30",
         "A: The whole programme. As of 30 Nov 2015. B: The whole programme. As of 30 Nov 2016."),
        ("kind=governorate&a=IQG08&b=IQG02&governorate=IQG02", "baghdad-basra",
         "A: Governorate: Baghdad (IQG08). As of 30 Nov 2016. B: Governorate: Basra (IQG02). As of 30 Nov 2016."),
        ("kind=donor&a=US&b=DE&phase=P2", "phase-2-us-department-of-state-germany",
         "A: Phase: Phase 2. Donor: US Department of State. As of 30 Nov 2016. B: Phase: Phase 2. Donor: Germany."),
    ],
    ids=["dates", "governorates", "donors"],
)  # fmt: skip
def test_a_picture_is_of_both_sides(link: str, both: str, notes: str) -> None:
    """The name of each picture, and what it says of itself, hold what the two differ in; of a filter that both share once."""
    bodies = [unescape(each.proto.body) for each in shown_from(link).get("html") if "data-file" in each.proto.body]
    names = [name for body in bodies for name in re.findall('data-file="([^"]+)"', body)]
    assert len(names) == (2 if "governorate" in link else 8)
    assert [name for name in names if both not in name] == []
    assert all(notes in body for body in bodies)


def test_a_quarter_before_is_one_click(page: AppTest) -> None:
    """From November to August: the last day of a month stays one."""
    next(button for button in page.button if button.label == "A quarter before B").click().run()
    assert page.date_input(key="earlier").value == date(2016, 8, 31)


def test_what_stands_first() -> None:
    """The numbers of one figure stand before the cards of all, of dates and of choices alike."""
    for link in ("", "kind=governorate"):
        tab = shown_from(link)
        assert [each.value for each in tab.header][-1] == "All figures"
        assert len(tab.header) == 2


def test_releases_are_offered_where_there_are(two: Path) -> None:
    """Of published data any two releases, by number, each on its own date; of other data none."""
    assert two.is_dir()
    tab = shown_from("dataset=releases&kind=release&a=1&b=2")
    assert tab.title[0].value.startswith("39 fewer fora for Release 2, 30 Nov 2016 than for Release 1, ")
    tab.selectbox(key="dataset").set_value("demonstration").run()
    assert not tab.exception
    kinds = tab.button_group(key="compare-kind")
    assert (kinds.options, kinds.value) == (["Dates", "Governorates", "Donors", "Phases"], "dates")


LIFE = ("Active fora", "Meetings held", "Women's share at the table", "Concerns raised", "Concerns resolved")


def test_the_life_of_fora_is_compared() -> None:
    """Which fora meet and which concerns wait stand among the cards, of dates and of choices; nobody's number of silent fora is
    drawn as a result."""
    shown = {name: figures for name, figures in cards(follow("kind=dates", "compare")).items() if name in LIFE}
    assert {name: figures[0] for name, figures in shown.items()} == {
        "Active fora": "+12", "Meetings held": "+257", "Women's share at the table": "+0.9 points", "Concerns raised": "+147",
        "Concerns resolved": "+127",
    }  # fmt: skip
    assert set(LIFE) & set(cards(follow("kind=phase&dataset=public_record", "compare"))) == set()
    assert {"fora_dormant", "fora_never_met", "concerns_open", "concerns_open_long"} <= NEUTRAL


def test_what_is_told_for_one_day_alone_says_so() -> None:
    """In the public's eyes nobody knows how many fora met a year ago: the card and the figure in detail say why."""
    tab = follow("kind=dates&compare=fora_dormant&seen_as=public", "compare")
    (card,) = (each.value for each in tab.markdown if each.value.startswith("Active fora"))
    why = "Told in this view for the date of the data alone."
    assert why in card.replace("\\", "")
    assert "not known → 31" in card.replace("\u00a0", " ")
    assert why in [each.value.replace("\\", "") for each in tab.caption]
