"""HTML of ours, and the only one: constants, and labels that are escaped.  The style sheet is static/styles/app.css."""

import html
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import streamlit as st

# A shared screen: the page takes the whole window; the control that set it stays to take it back.
_WIDE = """<style>
[data-testid="stSidebar"], [data-testid="stExpandSidebarButton"] {display: none;}
[data-testid="stMainBlockContainer"] {max-width: none; padding: .8rem 1rem 1rem;}
</style>"""


# Import, Releases, Log and Glossary do not depend on filters: the choice in the sidebar stays as it is, and is out of sight.
_WITHOUT_FILTERS = """<style>
[data-testid="stSidebar"] :is(.st-key-dataset, .st-key-release, .st-key-as_of, .st-key-governorate, .st-key-phase,
  .st-key-donor, .st-key-established_by, .st-key-clear) {display: none;}
</style>"""


def without_filters() -> None:
    """Hides the choice in the sidebar, on a page that it does not touch."""
    st.html(_WITHOUT_FILTERS)


def wide() -> None:
    """Hides everything but the page."""
    st.html(_WIDE)


def height(lines: int, seen: int) -> int:
    """Pixels of a table of so many lines; where more than `seen` follow, the last one is cut, which shows that they do."""
    return 38 + 35 * lines if lines <= seen else 38 + 35 * seen + 18


def legend(items: Sequence[tuple[str, str]]) -> None:
    """A line of swatches: each a look (our own CSS) and a label, which is escaped."""
    swatches = "".join(f'<span><i style="{look}"></i>{html.escape(label)}</span>' for look, label in items)
    st.html(f'<div class="legend">{swatches}</div>')


@dataclass(frozen=True)
class Bullet:
    """A row: its status (colour and words), a bar of marks (each a kind and a look, both our own) and what is said in cells,
    in strong words and in quiet ones; the name first.  `alt` says the bar in words."""

    status: tuple[str, str]
    cells: tuple[tuple[str, str], ...]
    marks: tuple[tuple[str, str], ...]
    alt: str


def bullet(row: Bullet) -> None:
    """Draws the row; all its texts are escaped."""
    st.html(_bullet(row))


@lru_cache(maxsize=4096)
def _bullet(row: Bullet) -> str:
    name, *others = (f"<b>{html.escape(strong)}</b><i>{html.escape(quiet)}</i>" for strong, quiet in row.cells)
    bar = "".join(f'<u class="{kind}" style="{look}"></u>' for kind, look in row.marks)
    return (
        f'<div class="bullet"><span class="status" style="color:{row.status[0]}"><b>{html.escape(row.status[1])}</b></span>'
        f'<span class="name">{name}</span><span class="bar" role="img" aria-label="{html.escape(row.alt)}">{bar}</span>'
        + "".join(f"<span>{cell}</span>" for cell in others) + "</div>"
    )  # fmt: skip


Heads = tuple[tuple[str, int], ...]  # headings over several columns: the text, and how many


def report(
    header: tuple[str, ...], lines: tuple[tuple[str, ...], ...], right: frozenset[int], kind: str, heads: Heads = ()
) -> None:
    """A table as in a printed report: the first column names the line, those in `right` hold figures; `heads` stand over the
    columns after the first.  `kind` is "strong" (the last line and column are totals) or "told" (cells hold sentences; on a
    phone each line is a block)."""
    st.html(_report(header, lines, right, kind, heads))


@lru_cache(maxsize=1024)
def _report(
    header: tuple[str, ...], lines: tuple[tuple[str, ...], ...], right: frozenset[int], kind: str, heads: Heads
) -> str:
    over = "".join(
        f'<th scope="colgroup" class="over" colspan="{many}">{html.escape(text)}</th>' for text, many in heads
    )
    names = (f'<th scope="col"{" class=n" if at in right else ""}>{html.escape(h)}</th>' for at, h in enumerate(header))
    rows = ("".join(_cell(at, text, header[at], at in right) for at, text in enumerate(line)) for line in lines)
    top = f"<tr><td></td>{over}</tr>" if over else ""
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    return (
        f'<div class="report" tabindex="0"><table class="{kind}"><thead>{top}<tr>{"".join(names)}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _cell(place: int, text: str, name: str, figure: bool) -> str:
    if place == 0:
        return f'<th scope="row">{html.escape(text)}</th>'
    look = ' class="n"' if figure else f' data-name="{html.escape(name)}"'
    return f"<td{look}>{html.escape(text)}</td>"


@dataclass(frozen=True)
class Bar:
    """A labelled bar: its name, its figure in words, its length in percent, and its colour (our own)."""

    name: str
    figure: str
    length: float
    colour: str


def stages(parts: tuple[tuple[str, tuple[Bar, ...]], ...]) -> None:
    """Bars under headings, in the place of a picture that needs more width than a phone has; hidden elsewhere."""
    st.html(_stages(parts))


@lru_cache(maxsize=256)
def _stages(parts: tuple[tuple[str, tuple[Bar, ...]], ...]) -> str:
    def line(bar: Bar) -> str:
        look = f"width:{bar.length:.1f}%;background:{bar.colour}"
        return f'<p><span>{html.escape(bar.name)}</span><b>{html.escape(bar.figure)}</b><i style="{look}"></i></p>'

    blocks = (f"<h4>{html.escape(heading)}</h4>{''.join(map(line, bars))}" for heading, bars in parts)
    return f'<div class="stages">{"".join(blocks)}</div>'
