"""The Overview in Dash (bench/peers) says what ours says, or the two could not be measured side by side."""

from typing import Any

import pytest

from bench.peers import overview
from tests.pages.test_one_status import cards
from tests.pages.test_overview import DEMONSTRATION
from tests.pages.test_targets import plain
from tests.pages.test_working import alone


def answered(places: tuple[str, ...]) -> dict[str, Any]:
    """What Dash's server answers to a click on those governorates, as its page asks it."""
    client = overview.server.test_client()
    callback = next(each for each in client.get("/_dash-dependencies").json if not each["clientside_function"])
    values = {"governorate": list(places), "phase": [], "donor": [], "as_of": "2016-11-30"}
    asked = {
        "output": callback["output"], "changedPropIds": ["governorate.value"], "state": [],
        "outputs": [{"id": name, "property": of} for name, of in overview.OUTPUTS],
        "inputs": [{**each, "value": values[each["id"]]} for each in callback["inputs"]],
    }  # fmt: skip
    answer: dict[str, Any] = client.post("/_dash-update-component", json=asked).json["response"]
    return answer


def texts(component: Any) -> list[str]:
    """The texts of a component and of all below it, in order."""
    if isinstance(component, list):
        return [text for each in component for text in texts(each)]
    if isinstance(component, dict):
        return texts(component["props"].get("children"))
    return [] if component is None else [str(component)]


@pytest.mark.parametrize("places", [(), ("IQG08",), ("IQG05", "IQG15")])
def test_it_says_what_ours_says(places: tuple[str, ...]) -> None:
    """The same answer, the same figure on each card, and a map and a trend of as many places and lines."""
    ours, answer = alone("overview", DEMONSTRATION, {"governorates": places}), answered(places)
    assert plain(ours.main.title[0].value).endswith(answer["answer"]["children"])  # ours names the choice before it
    figures = [texts(card)[1] for card in answer["cards"]["children"]]
    assert [plain(paragraphs[1]).removeprefix("## ") for _, paragraphs in cards(ours.main)] == figures
    assert len(answer["map"]["figure"]["data"][0]["locations"]) == 18
    assert {trace["type"] for trace in answer["trend"]["figure"]["data"]} == {"scatter"}
