"""The Targets page: are we on track?  Finding, thresholds, one row and one working for each target, drawings and table."""

import json
import re
import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.test_working import ROOT, alone

DEMONSTRATION = str(ROOT / "data" / "demonstration")
NATIONAL = (
    "fora_established_iom", "women_share_of_members", "trainings_and_campaigns_held", "workshops_held", "attendances",
    "community_attendances", "vehicles_handed_over", "equipment_handed_over", "stations_adapted", "headquarters_built",
)  # fmt: skip
LOCAL = ("IQG01", "IQG02", "IQG08", "IQG10", "IQG13", "IQG15", "IQG16")


def targets(folder: str = DEMONSTRATION, **scope: tuple[str, ...]) -> AppTest:
    """The page on a dataset, in a scope."""
    return alone("targets", folder, scope)


def plain(markdown: str) -> str:
    """Markdown as it is read: without escapes and joiners."""
    return markdown.replace("\\", "").replace("\u00a0", " ").replace("\u2060", "")


def workings(test: AppTest) -> list[str]:
    """The rows whose working can be opened, in their order."""
    return [str(button.key) for button in test.button if str(button.key).startswith("working-")]


def bars(test: AppTest) -> list[str]:
    """What the rows say, without their markup."""
    found = [html.proto.body for html in test.get("html") if 'class="bullet"' in html.proto.body]
    return [re.sub(r"<[^>]*>", " ", body) for body in found]


def legends(test: AppTest) -> list[list[str]]:
    """The entries of each legend, in the order of the page."""
    bodies = [html.proto.body for html in test.get("html") if 'class="legend"' in html.proto.body]
    return [re.findall(r"</i>(.*?)</span>", body) for body in bodies]


def test_the_finding_and_how_to_read_it() -> None:
    """The title says how many targets are off track and at risk; four entries of a legend stand before the first row, and the
    statuses with what they go by open."""
    test = targets()
    assert plain(test.title[0].value) == "3 of 17 targets are off track; 4 at risk"
    assert legends(test)[0] == [
        "reached since the baseline", "due by now", "target", "likely at the due date, in 80 of 100 cases",
    ]  # fmt: skip
    statuses = re.sub(r":color\[(.*?)\]\{.*?\}", r"\1", plain(test.markdown[0].value))
    assert statuses.split("  \n") == [
        "◆ Off track below 75 % of what is due by now, or past its date",
        "▲ At risk below 95 %, or a pace too slow to reach the target",
        "● On track from 95 %",
        "✓ Done target reached",
        "○ Too early to say fewer than 4 months of data, or nothing due yet",
    ]


def test_one_row_and_one_working_for_each_target() -> None:
    """Every indicator and place with a target has a row and its working, worst first."""
    test = targets()
    places = [f"fora_established_iom-{pcode}" for pcode in LOCAL]
    assert sorted(workings(test)) == sorted(f"working-{key}" for key in (*NATIONAL, *places))
    assert workings(test)[:3] == [
        "working-stations_adapted", "working-fora_established_iom-IQG15", "working-fora_established_iom",
    ]  # fmt: skip
    first = [re.sub(r"\s+", " ", row).strip() for row in bars(test)]
    assert first[2] == (
        "◆ Off track Fora established by IOM Iraq · by 31 Dec 2016 30 of 34 67 % of what is due −4 gap needs 3.9 a "
        "month seen 0.5 since Jan 2016 30 – 31 likely by then (80 %)"
    )
    assert len(first) == 17


def test_a_governorates_working_is_its_own() -> None:
    """The working of a governorate's row shows that governorate's figure, against its own target."""
    test = targets()
    test.button(key="working-fora_established_iom-IQG01").click().run()
    assert not test.exception
    said = plain(" ".join(element.value for element in test.tabs[0].markdown))
    assert said.startswith("## 1 forum")
    assert "1 of 2 by 31 Dec 2016" in said
    assert "The path leads from 0 on 1 Jan 2016 to 2 on 31 Dec 2016; 1 was due by now." in said


def test_rows_more_closely() -> None:
    """What needs attention is drawn first; the country's and the governorates' targets and all of it as a table follow."""
    test = targets()
    assert list(test.button_group(key="closer").options) == [
        "Needing attention (7)", "Whole country (10)", "Governorates (7)", "All as a table (17)",
    ]  # fmt: skip
    drawn = {}
    for group in ("attention", "country", "places"):
        test.button_group(key="closer").set_value(group).run()
        drawn[group] = len(test.get("plotly_chart"))
    assert drawn == {"attention": 7, "country": 10, "places": 7}
    test.button_group(key="closer").set_value("table").run()
    assert (len(test.get("plotly_chart")), len(test.dataframe[0].value)) == (0, 17)
    assert not test.exception


@pytest.mark.parametrize(
    ("scope", "title", "sentence"),
    [
        ({"governorates": ("IQG11",)}, "Erbil – No target for this selection",
         "Targets are set for the whole country, and for Anbar, Basra, Baghdad, Diyala, Kirkuk, Ninewa, Salah "
         "al-Din; none for this selection."),
        ({"periods": ("2016-Q3",)}, "In Q3 2016 – No target for this selection",
         "A target counts from its own first day to its own date: clear the period to see progress."),
        ({"donors": ("US",)}, "Paid for by US Department of State – No target for this selection",
         "Targets are set for the whole programme; none for this selection."),
    ],
)  # fmt: skip
def test_where_there_is_no_target(scope: dict[str, tuple[str, ...]], title: str, sentence: str) -> None:
    """A choice without a target of its own says so, and which there are; it is held against nothing larger."""
    test = targets(**scope)
    assert plain(test.title[0].value) == title
    assert plain(test.markdown[0].value).removeprefix("–  ") == sentence
    assert workings(test) == bars(test) == []


def test_a_choice_is_held_against_its_own() -> None:
    """A governorate's page has its own target and no other; what has none is counted in a sentence."""
    test = targets(governorates=("IQG15",))
    assert plain(test.title[0].value) == "Fora established by IOM, Ninewa: off track, 0 of 2 by 31 Dec 2016"
    assert workings(test) == ["working-fora_established_iom-IQG15"]
    assert any("other indicators have no target for this selection" in caption.value for caption in test.caption)


@pytest.mark.parametrize("scope", [{}, {"governorates": ("IQG09",)}], ids=str)
def test_a_target_without_a_figure_is_not_denied(scope: dict[str, tuple[str, ...]], tmp_path: Path) -> None:
    """A governorate's target of a share that nobody knows there has a row, "No data", and a working, like the country's."""
    folder = tmp_path / "own"
    shutil.copytree(DEMONSTRATION, folder)
    with (folder / "targets.csv").open("a", encoding="utf-8") as file:
        file.write("women_share_of_members,IQG09,,2016-01-01,2017-12-31,20,30,0,illustrative,S00\n")
    test = targets(str(folder), **scope)
    told = dict(zip(workings(test), [re.sub(r"\s+", " ", row).strip() for row in bars(test)], strict=True))
    key = "working-women_share_of_members-IQG09"
    known = "Women&#39;s share of forum members Duhok · by 31 Dec 2017"
    assert told[key] == f"– No data {known} –, target 30 % – No data in this selection. –"
    assert len(told) == (1 if scope else 18)
    test.button(key=key).click().run()
    assert not test.exception


def test_what_was_only_published_has_no_targets() -> None:
    """The public record has no targets, and says so."""
    test = targets(str(ROOT / "data" / "public_record"))
    assert test.title[0].value == "No targets are set in this dataset"
    assert not test.get("plotly_chart")


def listed(test: AppTest) -> list[str]:
    """Indicator and place of each row, in their order."""
    return [re.sub(r".*<b>(.*?)</b><i>(.*?) · .*", r"\1, \2", html.proto.body.split('class="name"')[1].split("</span>")[0])
            for html in test.get("html") if 'class="bullet"' in html.proto.body]  # fmt: skip


def test_rows_are_filtered_grouped_and_sorted() -> None:
    """Counted by hand on the fixture: five of eight targets need attention; by place the country's stand first, since the worst is
    one of them; by date the vehicles' of September; by name, names."""
    fixture = str(ROOT / "tests" / "fixture")
    test = targets(fixture)
    assert len(listed(test)) == 8
    test.selectbox(key="status").set_value("attention").run()
    behind = [
        "Fora established by IOM, Iraq", "Women&#39;s share of forum members, Iraq", "Vehicles handed over, Iraq",
        "Attendances, Iraq", "Fora established by IOM, Ninewa",
    ]  # fmt: skip
    assert listed(test) == behind
    test.selectbox(key="group").set_value("place").run()
    assert [plain(each.value) for each in test.header] == ["Whole country", "Ninewa", "In detail"]
    test.selectbox(key="group").set_value("indicator").run()
    assert listed(test) == [behind[0], behind[4], *behind[1:4]]
    test.selectbox(key="group").set_value("none").run()
    test.selectbox(key="sort").set_value("due").run()
    assert listed(test) == [behind[2], behind[0], behind[3], behind[4], behind[1]]
    test.selectbox(key="sort").set_value("name").run()
    assert listed(test) == [behind[3], behind[0], behind[4], behind[2], behind[1]]
    test.selectbox(key="status").set_value("too_early").run()
    assert (listed(test), plain(test.markdown[0].value)) == ([], "–  No target has this status.")
    assert not test.exception


def test_drawings_of_a_kind_share_their_axes() -> None:
    """The governorates' fora are drawn on the same axes, which begin at zero, whatever each has; each ends in the mark of its
    status."""
    test = targets()
    test.button_group(key="closer").set_value("places").run()
    drawn = [json.loads(chart.proto.spec) for chart in test.get("plotly_chart")]
    heights = {tuple(chart["layout"]["yaxis"]["range"]) for chart in drawn}
    assert len(heights) == len({tuple(chart["layout"]["xaxis"]["range"]) for chart in drawn}) == 1
    ((low, high),) = heights
    assert high > 7 >= 0 >= low > -1
    ends = [chart["data"][-1]["marker"]["symbol"] for chart in drawn]
    assert ends == ["diamond", "triangle-up", "triangle-up", "star", "star", "star", "star"]
