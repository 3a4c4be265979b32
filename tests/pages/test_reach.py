"""The Reach page: what its switches do, what it says of a published record, and what stands where there is nothing."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.test_states import ONE_FORUM, PHASE, written
from tests.pages.test_working import ROOT, alone

DEMONSTRATION, RECORD = (str(ROOT / "data" / name) for name in ("demonstration", "public_record"))


def html(test: AppTest) -> list[str]:
    """The page's own tables and bars."""
    return [element.proto.body for element in test.get("html")]


def cross(test: AppTest) -> str:
    """The table of phase and donor."""
    return next(body for body in html(test) if 'class="strong"' in body)


def said(test: AppTest) -> str:
    """All sentences of the page, unescaped."""
    return (
        "\n".join(e.value for e in (*test.markdown, *test.caption, *test.header))
        .replace("\\", "")
        .replace("\u2060", "")
        .replace("\u00a0", " ")
    )


def test_the_title_is_the_finding() -> None:
    """Seats and events, of as many as the card has; the bounds of people and the event of which nobody is on record stand in
    the next sentence; each card states one of them."""
    test = alone("reach", DEMONSTRATION, {})
    assert test.title[0].value == "1,126 seats filled at 24 of 25 events"
    page = said(test)
    for figure in (
        "Between 59 and 992 different people: a person at two events fills two seats. 1 event has no attendance on record.",
        "## 1,126",
        "## 59 – 992",
        "## 358",
        "24 of 25 have recorded attendance",
        "1 without it is not counted here",
    ):
        assert figure in page


def test_switches() -> None:
    """Seats or people, in full or in equal parts, by group or sex; the note under the table says which."""
    test = alone("reach", DEMONSTRATION, {})
    assert 'scope="row">Phase 2 · Germany</th><td class="n">230</td>' in cross(test)
    assert "once in the last line" in said(test)
    test.button_group(key="reach-funded").set_value("equal").run()
    assert '<td class="n">195.5</td>' in cross(test)
    assert "in equal parts for each of their donors" in said(test)
    test.button_group(key="reach-across").set_value("both").run()
    assert 'colspan="3">Community</th>' in cross(test)
    test.button_group(key="reach-count").set_value("people_reached").run()
    assert 'All, each counted once</th><td class="n">4 – 41</td>' in cross(test)
    assert "People cannot be shared: they count for each donor in full." in said(test)
    assert test.button_group(key="reach-funded").disabled
    assert not test.exception


def test_chosen_donors_parts() -> None:
    """With a donor chosen, equal parts are that donor's, and the last line says so."""
    test = alone("reach", DEMONSTRATION, {"donors": ("DE",)})
    test.button_group(key="reach-funded").set_value("equal").run()
    assert "All parts of the selected donors" in cross(test)
    assert '<td class="n">600</td></tr></tbody>' in cross(test)
    assert "661 seats, each shown once, as in the headline. A co-funded seat is split equally" in said(test)
    test.toggle(key="as-table-flow").set_value(True).run()
    parts = {
        (line["From"], line["To"]): line["Seats, shared equally"] for line in test.dataframe[0].value.to_dict("records")
    }
    assert (parts["Germany", "Phase 2"], parts["Other donors", "Phase 2"]) == ("600", "61")


def test_cost_is_all_in_or_not_shown() -> None:
    """A published amount over all seats, with what else it pays for; no figure where none is published; none for a place."""
    page = said(alone("reach", DEMONSTRATION, {}))
    for words in (
        "**EUR 6,051 for each seat**",
        "**No amount is published**",
        "also pays for buildings, vehicles and equipment",
        "illustrative",
    ):
        assert words in page
    page = said(alone("reach", DEMONSTRATION, {"governorates": ("IQG08",)}))
    assert "EUR" not in page
    assert "Amounts are published for whole grants" in page


def test_spend_stands_beside_progress() -> None:
    """The caveat, the same in both workbooks; the sums to date are those of the quarters under them, each currency by itself."""
    test = alone("reach", DEMONSTRATION, {})
    page = said(test)
    assert "Spend beside progress" in page
    assert (
        "Spend and progress stand side by side and are not divided: money is spent before results are counted" in page
    )
    test.button(key="spend-quarters").click().run()
    assert "**Caveat** Spend and progress stand side by side" in said(test)
    quarters = next(each.value for each in test.dataframe if "In the sums to date" in each.value)
    over = quarters[quarters["In the sums to date"].eq("Yes")]
    sums = {
        name: tuple(rows[column].str.replace(",", "").astype(int).sum() for column in ("Spent", "Planned"))
        for name, rows in over.groupby("Donor and phase")
    }
    assert sums == {"Germany · Phase 2": (780_000, 960_000), "US Department of State · Phase 1": (1_355_600, 1_360_000)}
    test.toggle(key="as-table-reach-spend").set_value(True).run()
    table = next(each.value for each in test.dataframe if "Planned to date" in each.value).set_index("Donor and phase")
    assert table[["Currency", "Spent to date", "Planned to date", "To date", "Time gone by"]].to_numpy().tolist() == [
        ["USD", "1,355,600", "1,360,000", "31 Mar 2016", "–"],
        ["EUR", "780,000", "960,000", "30 Sep 2016", "41 %"],
    ]


@pytest.mark.parametrize(
    ("scope", "words"),
    [({"governorates": ("IQG08",)}, "Budgets are of whole grants: clear every filter but phase and donor to see them."),
     ({"periods": ("2016",)}, "Budgets are of whole grants: clear every filter but phase and donor to see them.")],
)  # fmt: skip
def test_no_budget_is_said_in_words(scope: dict[str, tuple[str, ...]], words: str) -> None:
    page = said(alone("reach", DEMONSTRATION, scope))
    assert words in page
    assert "EUR 780,000" not in page


def test_a_published_record_is_not_split() -> None:
    """Two figures with their source and day, one sentence, and neither table nor picture nor cost."""
    test = alone("reach", RECORD, {})
    assert test.title[0].value == (
        "≥ 1,100 people reached, ≥ 350 of them community members, as published for 30 Nov 2016"
    )
    page = said(test)
    for words in (
        "## ≥ 1,100",
        "## ≥ 350",
        "Nothing more was published",
        "whether it counts seats or different people",
    ):
        assert words in page
    assert (html(test), len(test.get("plotly_chart")), len(test.header)) == ([], 0, 0)


@pytest.mark.parametrize("rows", [{}, {"phases": [PHASE], "fora": [ONE_FORUM]}], ids=["empty", "one forum"])
def test_nothing_on_record(rows: dict[str, list[dict[str, str]]], tmp_path: Path) -> None:
    """Without attendance there are four cards and one sentence, and nothing is drawn."""
    test = alone("reach", written(tmp_path, rows), {})
    assert test.title[0].value == "No attendance is recorded by 30 Nov 2016"
    assert "nothing to split or compare" in said(test)
    assert (len(test.get("plotly_chart")), len(test.header)) == (0, 0)


def test_only_what_may_belong(tmp_path: Path) -> None:
    """Where seats may belong to a choice and none does for certain, tables have bounds and pictures a sentence."""
    trainings = [{"training_id": "E1", "title": "Round table", "kind": "workshop", "status": "completed",
                  "starts_on": "2016-06-01", "phase_id": "P2", "record": "published"}]  # fmt: skip
    attendance = [
        {"training_id": "E1", "participant_group": "community", "sex": "women", "attendances": "6"},
    ]
    folder = written(tmp_path, {"phases": [PHASE], "trainings": trainings, "attendance": attendance})
    test = alone("reach", folder, {"governorates": ("IQG08",)})
    assert test.title[0].value == "Baghdad – No filled seat is recorded in this selection; up to 6 may belong to it"
    assert 'no donor recorded</th><td class="n">0 – 6</td>' in cross(test)
    assert said(test).count("No attendance is recorded in this selection.") == 2


def test_downloads_beside_every_table_and_picture() -> None:
    """The ledger, the cross, the flow, the trend and the cost each have CSV and XLSX."""
    test = alone("reach", DEMONSTRATION, {})
    keys = {
        element.proto.id.rsplit("-csv-", 1)[-1]
        for element in test.get("download_button")
        if "-csv-" in element.proto.id
    }
    assert keys == {"reach-ledger", "reach-cross", "flow", "reach-trend", "reach-cost", "reach-spend"}
