"""Text in HTML: escaped by what it stands in, not by who remembers to."""

import ast
from pathlib import Path

import pytest

from community_policing.server.plain_page import plain_page
from community_policing.ui.components import style
from tests.contracts.code import broken, tree

# A page of a briefing is made of elements, and its text is also rid of signs that no page can show.
BY_HAND = "community_policing/briefing/html/markup.py"
HOSTILE, INERT = "<b>\"&'", "&lt;b&gt;&#34;&amp;&#39;"


def test_nobody_escapes_by_hand() -> None:
    """`Markup(...).format` escapes whatever it is given; ruff (S704) sees to it that only literals become Markup."""

    def by_hand(file: Path) -> bool:
        imports = (node for node in ast.walk(tree(file)) if isinstance(node, ast.Import))
        return any(alias.name == "html" for node in imports for alias in node.names)

    assert list(broken(by_hand)) == [BY_HAND]


def test_texts_of_a_line_of_swatches_are_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also within quotes, and beside what is HTML."""
    drawn: list[str] = []
    monkeypatch.setattr(style.st, "html", lambda body, **_: drawn.append(body))
    style.legend([("color:red", HOSTILE)])
    style.stages(((HOSTILE, (style.Bar(HOSTILE, "5", 10, "red"),)),))
    assert drawn == [
        f'<div class="legend"><span><i style="color:red"></i>{INERT}</span></div>',
        f'<div class="stages"><h3>{INERT}</h3><p><span>{INERT}</span><b>5</b><i style="width:10.0%;background:red"></i></p></div>',
    ]


def test_what_is_written_on_a_picture_is_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """The title and the note of a saved chart travel as attributes of its two buttons."""
    drawn: list[str] = []
    monkeypatch.setattr(style.st, "html", lambda body, **_: drawn.append(body))
    style.pictures("flow", HOSTILE, HOSTILE, HOSTILE)
    assert drawn[0].count(f'data-file="{INERT}" data-title="{INERT}" data-note="{INERT}"') == 2
    assert "<b>" not in drawn[0]


def test_texts_of_a_plain_page_are_text() -> None:
    """Each of them, the address of its link too."""
    page = bytes(plain_page(HOSTILE, HOSTILE, (HOSTILE, HOSTILE), 403).body).decode("utf-8")
    assert page.endswith(f'<h1>{INERT}</h1><p>{INERT}</p><p><a href="{INERT}">{INERT}</a></p></main></html>')
