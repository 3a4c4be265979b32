"""A reader of the peer without a browser: asks what Dash's page asks of its server, and times the answers."""

import time
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

import httpx

WIDGET = "governorate"
SECONDS = 60.0


class DashReader:
    """One browser tab, with the same face as `bench.readers.Reader`.  Entering waits for the first view."""

    def __init__(self, host: str, page: str = "") -> None:
        self.host, self.page = host, page
        self.payload_bytes = 0
        self._values: dict[str, str] = {}
        self._inputs: list[dict[str, Any]] = []
        self._asked: dict[str, Any] = {}

    async def __aenter__(self) -> "DashReader":
        """Reads layout and callbacks, and asks for the first view as the page does when it is loaded."""
        one = httpx.Limits(max_connections=1)  # of the six that a browser may have a click needs one
        self._client = httpx.AsyncClient(base_url=f"http://{self.host}/{self.page}", timeout=SECONDS, limits=one)
        try:
            layout, callbacks = [await self._read(name) for name in ("_dash-layout", "_dash-dependencies")]
            props = {each["id"]: each for each in _props(layout) if "id" in each}
            options = props[WIDGET]["options"]
            self._values = {option["label"]: option["value"] for option in options}
            callback = next(each for each in callbacks if not each["clientside_function"])
            self._inputs = [{**each, "value": props[each["id"]].get(each["property"])} for each in callback["inputs"]]
            outputs = [each.split(".") for each in callback["output"].strip(".").split("...")]
            self._asked = {
                "output": callback["output"], "state": [],
                "outputs": [{"id": name, "property": of} for name, of in outputs],
            }  # fmt: skip
            await self._ask([])
        except BaseException:
            await self._client.aclose()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        """Closes the tab."""
        await self._client.aclose()

    @property
    def options(self) -> tuple[str, ...]:
        """What the filter of governorates offers."""
        return tuple(self._values)

    async def click(self, chosen: Sequence[str]) -> float:
        """Chooses governorates; seconds from the click sent to its answer read."""
        return await self._ask([self._values[label] for label in chosen])

    async def _ask(self, chosen: list[str]) -> float:
        inputs = [each | {"value": chosen} if each["id"] == WIDGET else each for each in self._inputs]
        asked = self._asked | {"inputs": inputs, "changedPropIds": [f"{WIDGET}.value"]}
        began = time.perf_counter()
        answer = await self._client.post("_dash-update-component", json=asked)
        seconds = time.perf_counter() - began
        if answer.status_code != HTTPStatus.OK:
            raise RuntimeError(f"The peer answered {answer.status_code}: {answer.text[:300]}")
        self.payload_bytes += answer.num_bytes_downloaded
        return seconds

    async def _read(self, name: str) -> Any:
        answer = await self._client.get(name)
        answer.raise_for_status()
        return answer.json()


def _props(component: Any) -> list[dict[str, Any]]:
    """The properties of a component and of all below it."""
    if isinstance(component, list):
        return [props for each in component for props in _props(each)]
    if not isinstance(component, dict):
        return []
    props = component["props"]
    return [props, *_props(props.get("children"))]
