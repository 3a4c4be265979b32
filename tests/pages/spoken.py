"""What a person reads of a page: every text of its elements, tables and charts, without marks of HTML."""

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from google.protobuf.message import Message
from streamlit.testing.v1 import AppTest

# Fields of Streamlit's messages that are shown, or said by a screen reader
FIELDS = {
    "body",
    "label",
    "help",
    "placeholder",
    "options",
    "alt",
    "caption",
    "text",
    "heading",
    "title",
    "value",
    "tooltip",
}
_OF_CHART = {"text", "ticktext", "hovertext", "hovertemplate", "name", "customdata", "labels", "html"}
_HTML = re.compile(r"<[a-zA-Z!/]")


class _Words(HTMLParser):
    """The texts of HTML, and the attributes that are read out or shown under the pointer."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Attributes that a person reads."""
        self._silent += tag in ("style", "script")
        self.words += [value for name, value in attrs if name in ("alt", "title", "aria-label", "data-tip") and value]

    def handle_endtag(self, tag: str) -> None:
        """The end of what no person reads."""
        self._silent -= tag in ("style", "script")

    def handle_data(self, data: str) -> None:
        """A text."""
        if not self._silent and data.strip():
            self.words.append(data)


def marked_texts(tab: AppTest) -> list[str]:
    """All of them in the order of the page, with their marks of direction."""
    return [text for text in _of(tab._tree) if text.strip()]


def _of(node: Any) -> Iterator[str]:
    proto = getattr(node, "proto", None)
    if node.__class__.__name__ == "Dataframe":
        frame = node.value
        yield from map(str, frame.columns)
        yield from (str(cell) for row in frame.to_numpy().tolist() for cell in row)
    elif isinstance(proto, Message):
        yield from _of_message(proto)
    for child in getattr(node, "children", {}).values():
        yield from _of(child)


def _of_message(message: Message) -> Iterator[str]:
    for field, value in message.ListFields():
        if field.message_type is not None:
            parts = value if field.is_repeated else [value]
            yield from (text for part in parts if isinstance(part, Message) for text in _of_message(part))
        elif field.name == "spec" or (field.name == "tooltip" and value.startswith("{")):
            yield from _of_chart(json.loads(value))
        elif field.name in FIELDS and field.type == field.TYPE_STRING:
            for text in value if field.is_repeated else [value]:
                yield from _plain(text)


def _of_chart(value: Any, shown: bool = False) -> Iterator[str]:
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _of_chart(part, shown or key in _OF_CHART)
    elif isinstance(value, list):
        for part in value:
            yield from _of_chart(part, shown)
    elif shown and isinstance(value, str):
        yield from _plain(re.sub(r"%\{[^}]*\}", "", value))


def _plain(text: str) -> Iterator[str]:
    text = re.sub(r"\{foreground=[^}]*\}", "", text)
    if not _HTML.search(text):
        yield text
        return
    parser = _Words()
    parser.feed(text)
    yield from parser.words
