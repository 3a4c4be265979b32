"""Every number on a page equals the sum of the rows that its "Show the working" lists: all pages, all buttons."""

import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from community_policing.analysis import insights
from community_policing.core import formats
from community_policing.core.indicators import INDICATORS
from community_policing.ui.shell import session
from pages import PAGES

ROOT = Path(__file__).resolve().parent.parent.parent
DATASETS = ("demonstration", "public_record")
LABELS = {indicator.label: key for key, indicator in INDICATORS.items()} | {
    "People reached, as published": "attendances",  # what was published is of people: it is not called attendances
    "Community members reached, as published": "community_attendances",
}
SCOPES = ({}, {"governorates": ("IQG08",)}, {"phases": ("P2",)}, {"governorates": ("IQG15",)})


def alone(page: str, folder: str, scope: dict[str, tuple[str, ...]], words: Mapping[str, str] | None = None) -> AppTest:
    """One page inside a bare script, on one dataset and scope, opened with those words in its address."""

    def script(page: str, folder: str, scope: dict) -> None:  # type: ignore[type-arg]
        from pathlib import Path

        from community_policing.measure.programme import Scope
        from community_policing.ui.shell import address, session
        from pages import PAGES

        address.begin(page)
        PAGES[page].render(session.scoped(session.recorded(Path(folder)), Scope(**scope)))
        address.write()
        address.notes()

    test = AppTest.from_function(script, default_timeout=60, args=(page, folder, scope))
    test.query_params.update(words or {})
    test.run()
    assert not test.exception, test.exception
    return test


@pytest.mark.parametrize(("dataset", "scope"), [
    *(("demonstration", scope) for scope in SCOPES), *(("public_record", scope) for scope in SCOPES[:2]),
], ids=str)  # fmt: skip
@pytest.mark.parametrize("page", PAGES)
def test_every_figure_is_the_sum_of_the_rows_behind_it(
    page: str, dataset: str, scope: dict[str, tuple[str, ...]]
) -> None:
    """Opening every "Show the working" of a page: the figure in it is what its rows add up to, and what the card says."""
    test = alone(page, str(ROOT / "data" / dataset), scope)
    buttons = [button.key for button in test.button if (button.key or "").startswith("working-")]
    bare = (
        "alerts",
        "outcomes",
        "briefing",
        "record",
        "handon",
        "import",
        "releases",
        "log",
        "glossary",
    )  # and no target was published
    silent = page in bare or (page == "targets" and dataset == "public_record")
    assert bool(buttons) != silent
    checked = 0
    for key in buttons:
        test.button(key=key).click().run()
        assert not test.exception
        assert len(test.tabs) > 0
        for tab in test.tabs:
            name = LABELS[tab.label.partition(" · ")[0]]  # a figure on two dates has its date on each tab
            if len(tab.dataframe):
                shown = _sum(name, tab.dataframe[0].value)
                assert _says(tab.markdown[0].value, shown), (key, name, shown, tab.markdown[0].value)
                checked += 1
            else:
                assert re.match(r"## (0|–)( |$)", _plain(tab.markdown[0].value)), (key, name, tab.markdown[0].value)
    assert checked or silent or scope == {"governorates": ("IQG15",)} or dataset == "public_record"


def _sum(name: str, rows) -> str:  # type: ignore[no-untyped-def]
    """What the rows add up to, as a person reads it."""
    if INDICATORS[name].share:
        return formats.number(100 * rows["counts"].sum() / rows["of"].sum()) + " %"
    if INDICATORS[name].people:
        return _bounds(zip(rows["counts"], rows["training_id"], rows["cohort"], strict=True))
    return formats.number(sum(float(str(value).replace(",", "")) for value in rows["counts"]))


def _bounds(rows) -> str:  # type: ignore[no-untyped-def]
    """People, from the rows alone: the largest event, and the largest event of each cohort or event of its own together."""
    seats: Counter[tuple[str, str]] = Counter()
    for count, event, cohort in rows:
        seats[cohort or f"event {event}", event] += count
    largest = {unit: max(seats[key] for key in seats if key[0] == unit) for unit, _ in seats}
    low, high = max(largest.values()), sum(largest.values())
    return formats.number(low) if low == high else f"{formats.number(low)} – {formats.number(high)}"


def _says(figure: str, shown: str) -> bool:
    """Whether a heading of the dialog states the figure, its lower bound, or both bounds."""
    return bool(re.match(rf"## (≥ )?{re.escape(shown)}( |$)", _plain(figure)))


def _plain(heading: str) -> str:
    return heading.replace("\\", "").replace("\u00a0", " ").replace("\u2060", "")


@pytest.mark.parametrize("key", INDICATORS)
def test_the_map_of_every_figure_opens_its_rows(key: str) -> None:
    """Whatever the map is coloured by, the total under it is the sum of the rows that its working lists."""
    test = alone("map", str(ROOT / "data" / "demonstration"), {})
    test.button_group(key="measure-group").set_value(INDICATORS[key].table).run()
    test.selectbox(key="indicator").set_value(key).run()
    assert not test.exception
    test.button(key=f"working-{key}").click().run()
    tab = next(tab for tab in test.tabs if LABELS[tab.label] == key)
    if len(tab.dataframe):
        assert _says(tab.markdown[0].value, _sum(key, tab.dataframe[0].value))
    else:
        assert _plain(tab.markdown[0].value).startswith("## 0")


def test_a_split_by_donor_shows_each_contribution_and_the_total_once() -> None:
    """A co-funded forum counts under both donors, the total counts it once."""
    programme = session.recorded(ROOT / "data" / "demonstration")
    split = session.result("fora_established_iom", programme, "donor")
    rows = dict(insights.split_rows(split, str).to_numpy().tolist())
    total = rows.pop("Total, each counted once").low
    assert (total, sum(part.low for part in rows.values()) > total) == (30, True)
    test = AppTest.from_function(_split).run()
    test.selectbox(key="split-fora").set_value("donor").run()
    assert test.caption[-1].value.endswith("counts under each, and once in the total.")


def _split() -> None:
    from community_policing.ui.components import working
    from community_policing.ui.shell import session
    from tests.conftest import ROOT

    programme = session.recorded(ROOT / "data" / "demonstration")
    working._split(session.result("fora_established_iom", programme), programme, "fora")
