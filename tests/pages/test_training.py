"""The Training page: the calendar's two windows, splits, and an event that is opened by choice, by state or by address."""

from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import streamlit
from streamlit.testing.v1 import AppTest

from community_policing.core import palette
from community_policing.ui.shell import session
from pages.training import panels
from tests.pages.test_working import DATASETS, ROOT, alone

DEMONSTRATION = str(ROOT / "data" / "demonstration")


def plain(test: AppTest) -> str:
    """All that the page says, without the marks that make it inert."""
    said = [*test.title, *test.header, *test.markdown, *test.caption]
    return "\n".join(element.value for element in said).replace("\\", "").replace("\u2060", "").replace("\u00a0", " ")


def opened(test: AppTest) -> str:
    """What the event that is open says; "" where none is."""
    return next(
        (
            m.value.replace("\\", "").replace("\u00a0", " ").replace("\u2060", "")
            for m in test.markdown
            if m.value.startswith("### ")
        ),
        "",
    )


def asked(
    row_id: str, by: str, scope: dict[str, tuple[str, ...]] | None = None, page: str = "training", key: str = "event"
) -> AppTest:
    """A page on its first run with a row asked for, in the session's state or in the address."""

    def script(page: str, scope: dict) -> None:  # type: ignore[type-arg]
        from pathlib import Path

        from community_policing.measure.programme import Scope
        from community_policing.ui.shell import address, session
        from pages import PAGES

        address.begin(page)
        data = session.recorded(Path(session.DATA / "demonstration"))
        PAGES[page].render(session.scoped(data, Scope(**scope)))
        address.write()
        address.notes()

    test = AppTest.from_function(script, default_timeout=60, args=(page, scope or {}))
    if by == "state":
        test.session_state[key] = row_id
    else:
        test.query_params[key] = row_id
    test.run()
    assert not test.exception, test.exception
    return test


def test_title_and_what_is_next() -> None:
    """The title says what was held and what is next; the plans follow one another in time."""
    test = alone("training", DEMONSTRATION, {})
    assert test.title[0].value == "25 events held; 4 are planned, the next for 4–6 Dec 2016 in Anbar (training)"
    lines = (
        next(m.value for m in test.markdown if m.value.startswith("1. "))
        .replace("\u00a0", " ")
        .replace("\u2060", "")
        .splitlines()
    )
    assert [line.split("**")[1] for line in lines] == ["4–6 Dec 2016", "5–7 Dec 2016", "6–7 Dec 2016", "6–8 Dec 2016"]


@pytest.mark.parametrize("by", ["state", "address"])
def test_an_event_that_is_asked_for_is_open(by: str) -> None:
    """`event` in the session's state, or in the address, opens that event on the page's first run."""
    test = asked("E11", by)
    assert "Solving local problems together, follow-up" in opened(test)
    assert "**Cohort.** C1: the same people, also at Solving local problems together, 8–11 Jun 2015" in opened(test)
    assert "43 seats filled. Within one event, one seat is one person." in plain(test)
    assert test.selectbox(key="event").value == "E11"


def test_an_event_that_is_chosen_opens_and_stands_in_the_address() -> None:
    """Choosing an event opens it, and the address then opens it for others; choosing none closes it."""
    test = alone("training", DEMONSTRATION, {})
    assert opened(test) == ""
    test.selectbox(key="event").set_value("E25").run()
    assert "Introduction to community policing" in opened(test)
    assert "The event has not taken place yet." in plain(test)
    assert test.query_params["event"] in ("E25", ["E25"])
    test.selectbox(key="event").set_value("").run()
    assert (opened(test), "event" in test.query_params) == ("", False)


@pytest.mark.parametrize(
    ("page", "key", "known", "title", "unknown"),
    [
        ("training", "event", "E11", "Solving local problems together, follow-up", ("E99", "T12")),
        ("infrastructure", "item", "W06", "Computers and printers", ("W99",)),
        ("fora", "forum", "CPF-29", "Forum Basra 4", ("CPF-99",)),
    ],
)
def test_events_and_items_open_by_the_same_rules(
    page: str, key: str, known: str, title: str, unknown: tuple[str, ...]
) -> None:
    """What a link or the search names opens in small letters too and whatever is filtered, with a word about that; an id that
    is not on record, or not by that date, is said to be so, and nothing is open."""
    scope = {"governorates": ("IQG08",)}
    test = asked(known.lower(), "address", scope, page, key)
    assert title in opened(test)
    assert f"This {key} is outside the current filters." in plain(test)
    assert test.selectbox(key=key).value == known
    for row_id in unknown:
        test = asked(row_id, "state", scope, page, key)
        assert (opened(test), test.selectbox(key=key).value) == ("", "")
        assert f"The programme has no {key} “{row_id}” recorded for this date." in plain(test)


def test_the_calendar_has_two_windows() -> None:
    """The last 12 months and what is ahead, or all years; the table below has every event whichever is drawn."""
    test = alone("training", DEMONSTRATION, {})
    programme, colours = session.recorded(Path(DEMONSTRATION)), palette.for_mode(None)
    drawn = {kind: panels._within(programme, kind == "all")[1] for kind in ("all", "year")}
    assert {kind: len(events) for kind, events in drawn.items()} == {"all": 29, "year": 20}
    assert all(panels._calendar(programme, colours, kind == "all")[0] for kind in drawn)
    for window in ("all", "year"):
        test.segmented_control(key="calendar-window").set_value(window).run()
        assert not test.exception
        assert len(test.dataframe[0].value) == 29


def test_no_chart_offers_the_table_that_stands_beside_it() -> None:
    """Calendar, timeline of the record and bars by governorate stand with their table: they offer no second one."""
    for page, key in (("training", "calendar"), ("record", "timeline"), ("compare", "dumbbells-governorate")):
        offered = [toggle.key for toggle in alone(page, DEMONSTRATION, {}).toggle]
        assert f"as-table-{key}" not in offered


@pytest.mark.parametrize("dimension", ["kind", "governorate", "participant_group", "sex", "displacement"])
@pytest.mark.parametrize("dataset", DATASETS)
def test_every_split_stands(dataset: str, dimension: str) -> None:
    """Every split can be chosen on either dataset; where nobody published it, the page says so and draws nothing."""
    test = alone("training", str(ROOT / "data" / dataset), {})
    test.segmented_control(key="split-by").set_value(dimension).run()
    assert not test.exception
    assert ("This split is not published." in plain(test)) == (dataset == "public_record")


def test_the_public_record_counts_nothing() -> None:
    """Of the published record its totals stand; single events are listed, none is counted."""
    test = alone("training", str(ROOT / "data" / "public_record"), {})
    assert test.title[0].value.startswith("20 trainings and campaigns and 5 workshops held, published for 30 Nov 2016")
    assert "## –\n" in plain(test) + "\n"
    test.selectbox(key="event").set_value("T02").run()
    assert "No attendance is recorded for this event." in plain(test)


def test_a_crowded_calendar_is_a_table_of_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Above a number of events their counts stand by month and governorate, also as a table that goes out."""
    monkeypatch.setattr(panels, "MOST", 5)
    test = alone("training", DEMONSTRATION, {})
    test.toggle(key="as-table-calendar").set_value(True).run()
    rows = test.dataframe[0].value.set_index("Governorate")
    assert (rows.loc["Baghdad", "Nov 2016"], rows.loc["Anbar", "Dec 2016, planned"]) == ("2", "1")
    assert len(test.dataframe[1].value) == 29


def test_the_events_of_a_choice_go_out_with_their_days(monkeypatch: pytest.MonkeyPatch) -> None:
    """One button above the calendar gives the filtered events as a workbook, in which days are dates and months are words."""
    files: dict[str, Callable[[], bytes]] = {}
    button = streamlit.download_button

    def watched(label: str, data: Callable[[], bytes], name: str, mime: str, **options: Any) -> Any:
        files[options["key"]] = data
        return button(label, data, name, mime, **options)

    monkeypatch.setattr(streamlit, "download_button", watched)
    alone("training", DEMONSTRATION, {"governorates": ("IQG01",)})
    lines = list(openpyxl.load_workbook(BytesIO(files["xlsx-events"]()))["Table (illustrative)"].iter_rows(min_row=2))
    head = [cell.value for cell in lines[0]]
    first = lines[1][head.index("First day")]
    assert {line[head.index("Governorate")].value for line in lines[1:]} == {"Anbar"}
    assert (first.value, first.is_date, first.number_format) == (datetime(2016, 12, 4), True, "d mmm yyyy")
