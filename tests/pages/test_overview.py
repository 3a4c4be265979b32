"""The Overview page: the answer, then what needs attention, each line of which opens what it speaks of, then the figures."""

from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.overview.trends import heights
from tests.edits import add, read, write
from tests.pages.test_one_status import cards
from tests.pages.test_targets import plain
from tests.pages.test_working import ROOT, alone

DEMONSTRATION = str(ROOT / "data" / "demonstration")
FIXTURE = ROOT / "tests" / "fixture"


def lines(test: AppTest) -> dict[str, str]:
    """What each line of attention opens, and what it says without its colour."""
    found = (button for button in test.main.button if str(button.key).startswith("attention-"))
    return {str(button.key): plain(button.label).split("]{")[-1].split("} · ")[-1] for button in found}


def framed(**address: str) -> AppTest:
    """The whole dashboard on its first page."""
    test = AppTest.from_file(str(ROOT / "community_policing" / "streamlit_app.py"), default_timeout=60)
    for name, value in address.items():
        test.query_params[name] = value
    return test.run()


def many(folder: Path, count: int) -> str:
    """The fixture with so many works more that are overdue."""
    tables = read(FIXTURE)
    for number in range(count):
        add("infrastructure", item_id=f"N{number}", name=f"Venue {number}", kind="new_venue", status="agreed", quantity="1",
            governorate="IQG08", agreed_on="2015-03-20", due_on="2015-09-30", phase_id="P2", record="illustrative",
            source="S1", scope="iom")(tables)  # fmt: skip
    write(tables, FIXTURE, folder, False)
    return str(folder)


def test_the_lines_say_what_is_behind_and_by_how_much() -> None:
    """What is off track or at risk in the demonstration, worst first: targets, the one work that is overdue, the fora; there is
    room for seven, and the last targets wait on their own page."""
    assert lines(alone("overview", DEMONSTRATION, {})) == {
        "attention-target-stations_adapted": "**Stations adapted or built**: 0 of 4 by 30 Jun 2017, −4",
        "attention-target-fora_established_iom-IQG15": "**Fora established by IOM, Ninewa**: 0 of 2 by 31 Dec, −2",
        "attention-target-fora_established_iom": "**Fora established by IOM**: 30 of 34 by 31 Dec, −4",
        "attention-item-W06": "**Computers and printers, Kirkuk**: 30 days overdue",
        "attention-target-trainings_and_campaigns_held": "**Trainings and campaigns held**: 20 of 24 by 31 Dec, −4",
        "attention-fora-fora_dormant": "**Fora that do not meet**: 10 have not met for three months, 2 not yet",
        "attention-fora-concerns_open_long": "**Concerns raised at fora**: 26 are open for over 90 days",
        "attention-more": "and 3 more: see all targets",
    }


def test_a_line_opens_the_rows_behind_its_figure() -> None:
    """One click from an alert to the rows: IOM's thirty fora, and none of the police."""
    test = alone("overview", DEMONSTRATION, {})
    test.button(key="attention-target-fora_established_iom").click().run()
    assert not test.exception
    assert [tab.label for tab in test.tabs] == ["Fora established by IOM"]
    assert test.tabs[0].markdown[0].value == "## 30 fora"
    assert list(test.tabs[0].dataframe[0].value["established_by"]) == ["IOM"] * 30


def test_an_item_opens_on_its_page() -> None:
    """One click from an overdue item to the item itself, with what is on record of it."""
    frame = framed()
    frame.button(key="attention-item-W06").click().run()
    assert not frame.exception
    assert frame.query_params["item"] == "W06"
    assert any(each.value.startswith("### Computers and printers") for each in frame.markdown)


def test_many_works_are_one_line_that_opens_their_page(tmp_path: Path) -> None:
    """5,000 items overdue are one line; the page stays short, and the line leads to the works."""
    test = alone("overview", many(tmp_path, 5_000), {})
    assert lines(test)["attention-works-"] == "**Works and deliveries**: 5,001 overdue, the oldest for 14 months"
    assert len(lines(test)) == 8


@pytest.mark.parametrize(
    ("folder", "scope", "sentence"),
    [("public_record", {}, "No targets are set in this dataset or for this selection."),
     ("demonstration", {"governorates": ("IQG16",)}, "No target is off track or at risk.")],
    ids=str,
)  # fmt: skip
def test_nothing_behind_is_a_sentence(folder: str, scope: dict[str, tuple[str, ...]], sentence: str) -> None:
    """Without a line there is a sentence, and no empty box."""
    test = alone("overview", str(ROOT / "data" / folder), scope)
    assert (lines(test), plain(test.main.markdown[0].value)) == ({}, sentence)


def test_governorates_behind_lead_to_their_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where many governorates are behind, one line leads to their targets: those that need attention, by place."""
    tables = read(FIXTURE)
    for pcode in ("IQG01", "IQG02", "IQG07"):
        add("targets", indicator="fora_established_iom", governorate=pcode, period_starts_on="2016-01-01", due_on="2016-12-31",
            baseline="0", target="2", revision="0", record="illustrative", source="S1")(tables)  # fmt: skip
    write(tables, FIXTURE, tmp_path, False)
    monkeypatch.setenv("CPF_DATA", str(tmp_path))
    frame = framed()
    frame.button(key="attention-places-fora_established_iom").click().run()
    assert [plain(each.value) for each in frame.header][:5] == ["Anbar", "Basra", "Babil", "Whole country", "Ninewa"]
    assert (frame.query_params["group"], frame.query_params["status"]) == ("place", "attention")


def test_cards_have_the_gap_and_a_quiet_check() -> None:
    """Figure, target and gap come first, what was published last; only what is behind has a minus."""
    shown = dict(cards(alone("overview", DEMONSTRATION, {}).main))
    assert shown["trainings_and_campaigns_held"] == [
        "Trainings, campaigns", "## 20", "As published: 20 ✓", "▲ At risk 20 of 24 by 31 Dec, **−4**", "and 5 workshops",
        "● On track 5 of 6 by 31 Dec, 1 to go",
    ]  # fmt: skip
    assert shown["vehicles_handed_over"][3] == "✓ Done 24 of 24 by 30 Sep"


@pytest.mark.parametrize(("folder", "least", "seats", "community"), [
    ("demonstration", "30", "1,126", "358"), ("public_record", "≥ 30", "≥ 1,100", "≥ 350"),
])  # fmt: skip
def test_the_cards_show_what_was_published(folder: str, least: str, seats: str, community: str) -> None:
    """Both datasets: fora by IOM and by police, planned ones, trainings and workshops, attendances, vehicles."""
    shown = cards(alone("overview", str(ROOT / "data" / folder), {}).main)
    text = " | ".join(line for _, lines in shown for line in lines)
    published = ("## 43", f"{least} by IOM", "13 by local police", "## 4", "## 20", "and 5 workshops", seats, f"{community} by",
                 "## 24")  # fmt: skip
    assert [figure for figure in published if figure not in text] == []


def test_a_trend_stands_only_where_four_points_are_known() -> None:
    """The fora have thirty days and more, the vehicles one; what was only published has none."""
    alts = [
        html.proto.body
        for html in alone("overview", DEMONSTRATION, {}).get("html")
        if 'class="spark"' in html.proto.body
    ]
    said = [alt.split('aria-label="')[1].split('"')[0] for alt in alts]
    assert said == [
        "Fora established since 2012: 43 at the end", "Trainings and campaigns held since 2013: 20 at the end",
        "Attendances since 2013: 1,126 at the end",
    ]  # fmt: skip
    assert "spark" not in str(alone("overview", str(ROOT / "data" / "public_record"), {}).get("html"))


def test_a_trend_keeps_time_and_begins_at_zero() -> None:
    """Two of four fora on the first day, two more on the last of 28 days: flat at a half, then up; the axis is of time."""
    drawn = heights(((date(2016, 1, 1), 2), (date(2016, 1, 29), 4)), date(2016, 1, 29))
    assert drawn == (*[0.5] * 28, 1.0)
