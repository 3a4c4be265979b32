"""HTML of ours, and the only one: `Markup` whose format escapes every text.  The style sheet is static/styles/app.css."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import streamlit as st
from markupsafe import Markup

# Import, Releases, Log and Glossary do not depend on filters: the choice stays as it is, and is out of sight.
_WITHOUT_FILTERS = """<style>
.st-key-filters, .st-key-bar > :has(> .st-key-switch), .st-key-dataset, .st-key-release {display: none !important;}
</style>"""

# A shared screen: the line on the data, the finding and the map take the whole window.  Sent where it is asked for alone: while a
# style sheet hangs every part of the page on a switch, the browser restyles all of them whenever one element comes or goes.
_WHOLE_SCREEN = """<style>
[data-testid="stApp"]:has(.st-key-wide input:checked) {
  :is([data-testid="stSidebar"], [data-testid="stHeader"]) {display: none;}
  [data-testid="stMainBlockContainer"] {max-width: none; padding: .4rem .75rem;}
  [data-testid="stMainBlockContainer"] > [data-testid="stVerticalBlock"] {height: calc(100dvh - .8rem); min-height: 30rem; gap: .3rem;}
  [data-testid="stMainBlockContainer"] > [data-testid="stVerticalBlock"] > * {flex: none;}
  [data-testid="stMainBlockContainer"] > [data-testid="stVerticalBlock"] > :not(:has(h1, .st-key-map-stage, .st-key-header)) {display: none;}
  [data-testid="stMainBlockContainer"] > [data-testid="stVerticalBlock"] > :has(> .st-key-map-stage), :has(> .st-key-map-picture) {flex: 1 1 0; min-height: 0;}
  :is(.st-key-map-stage, .st-key-map-picture) {height: 100%;}
  [data-testid="stMain"] h1 {padding-bottom: .9rem;}
}
</style>"""  # noqa: E501


def without_filters() -> None:
    """Hides filters and dataset on a page that they do not touch."""
    st.html(_WITHOUT_FILTERS)


def whole_screen() -> None:
    """Gives the map the whole window."""
    st.html(_WHOLE_SCREEN)


def height(lines: int, seen: int) -> int:
    """Pixels of a table of so many lines; where more than `seen` follow, the last one is cut, which shows that they do."""
    return 38 + 35 * lines if lines <= seen else 38 + 35 * seen + 18


def legend(items: Sequence[tuple[str, str]]) -> None:
    """A line of swatches: each a look (our own CSS) and a label, which is escaped."""
    swatch = Markup('<span><i style="{}"></i>{}</span>').format
    st.html(Markup('<div class="legend">{}</div>').format(_joined(swatch(look, label) for look, label in items)))


@dataclass(frozen=True)
class Bullet:
    """A row: its status (colour, glyph and words), a bar of marks (each a kind and a look, both our own) and what is said in cells,
    in strong words and in quiet ones; the name first.  `alt` says the bar in words."""

    status: tuple[str, str, str]
    cells: tuple[tuple[str, str], ...]
    marks: tuple[tuple[str, str], ...]
    alt: str


def bullet(row: Bullet) -> None:
    """Draws the row; all its texts are escaped."""
    st.html(_bullet(row))


@lru_cache(maxsize=4096)
def _bullet(row: Bullet) -> Markup:
    name, *others = (Markup("<b>%s</b><i>%s</i>") % (strong, quiet) for strong, quiet in row.cells)
    bar = _joined(Markup('<u class="%s" style="%s"></u>') % (kind, look) for kind, look in row.marks)
    cells = _joined(Markup("<span>%s</span>") % cell for cell in others)
    return Markup(
        '<div class="bullet"><span class="status" style="color:%s"><b>%s <span>%s</span></b></span>'
        '<span class="name">%s</span><span class="bar" role="img" aria-label="%s">%s</span>%s</div>'
    ) % (*row.status, name, row.alt, bar, cells)


Heads = tuple[tuple[str, int], ...]  # headings over several columns: the text, and how many


def report(
    header: tuple[str, ...], lines: tuple[tuple[str, ...], ...], right: frozenset[int], kind: str, heads: Heads = ()
) -> None:
    """A table as in a printed report: the first column names the line, those in `right` hold figures; `heads` stand over the
    columns after the first.  `kind` is "strong" (the last line and column are totals), "told" (cells hold sentences; on a
    phone each line is a block) or "plain" (as wide as its texts, so that a number stands beside what it counts)."""
    st.html(_report(header, lines, right, kind, heads))


@lru_cache(maxsize=1024)
def _report(
    header: tuple[str, ...], lines: tuple[tuple[str, ...], ...], right: frozenset[int], kind: str, heads: Heads
) -> Markup:
    spanning, head = (
        Markup('<th scope="colgroup" class="over" colspan="%s">%s</th>'),
        Markup('<th scope="col"%s>%s</th>'),
    )
    over = _joined(spanning % (many, text) for text, many in heads)
    top = Markup("<tr><td></td>%s</tr>") % over if over else ""
    names = _joined(head % (" class=n" if at in right else "", name) for at, name in enumerate(header))
    return Markup(
        '<div class="report" tabindex="0"><table class="%s"><thead>%s<tr>%s</tr></thead><tbody>%s</tbody></table></div>'
    ) % (kind, top, names, _rows(header, lines, right))


def _rows(header: tuple[str, ...], lines: tuple[tuple[str, ...], ...], right: frozenset[int]) -> Markup:
    """The lines; each is filled in at once, since a cell of its own would cost more than all of its line."""
    figure, words = Markup('<td class="n">%s</td>'), Markup('<td data-name="%s">%s</td>')
    cells = _joined(figure if at in right else words for at in range(1, len(header)))
    row = Markup('<tr><th scope="row">%s</th>') + cells + Markup("</tr>")
    named = [() if at == 0 or at in right else (name,) for at, name in enumerate(header)]
    return _joined(
        row % tuple(part for name, text in zip(named, line, strict=True) for part in (*name, text)) for line in lines
    )


def _joined(parts: Iterable[str]) -> Markup:
    return Markup().join(parts)


def drawing(key: str, svg: str, alt: str, wide: int, ground: str = "") -> None:
    """Draws the SVG, `alt` in words for who cannot see it: a picture, which static/scripts/drawings.js makes a part of the page,
    with our font, colours on paper, and what its parts say under the pointer.  A chart made for a width gets narrower down to
    what can be read, and is then scrolled; a map (0) is cut to the place that it has, and lies on its `ground`, which is sent
    once."""
    with st.container(key=key):
        if ground:
            st.html(_drawing("ground mapped", ground, "", 0))
        st.html(_drawing("charted" if wide else "mapped", svg, alt, wide))


@lru_cache(maxsize=256)
def _drawing(kind: str, svg: str, alt: str, wide: int) -> Markup:
    for sign in "%#<>&\"'":
        svg = svg.replace(sign, f"%{ord(sign):02X}")
    look = Markup(' tabindex="0" style="--least:%spx"') % (wide * 12 // 13) if wide else ""
    image = Markup('<div class="drawing %s"%s><img src="data:image/svg+xml,%s" alt="%s"></div>')
    return image % (kind, look, svg, alt)


def pictures(chart: str, file: str, title: str, note: str, legend: str = "") -> None:
    """Two quiet buttons that save the chart of that key as a picture, with a title and a note: the browser draws it, nothing
    is asked of the server.  They are out of sight where static/scripts/charts.js is not served.  `legend`: the key of the
    container that holds the chart's legend, where that does not stand right before it."""
    button = Markup(
        '<button type="button" data-chart="{}" data-format="{}" data-file="{}" data-title="{}" data-note="{}" '
        'data-legend="{}">↓ {}</button>'
    )
    buttons = _joined(button.format(chart, kind, file, title, note, legend, kind.upper()) for kind in ("png", "svg"))
    st.html(Markup('<span class="pictures">{}</span>').format(buttons), width="content")


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
def _stages(parts: tuple[tuple[str, tuple[Bar, ...]], ...]) -> Markup:
    def line(bar: Bar) -> Markup:
        look = f"width:{bar.length:.1f}%;background:{bar.colour}"
        return Markup('<p><span>{}</span><b>{}</b><i style="{}"></i></p>').format(bar.name, bar.figure, look)

    blocks = (Markup("<h3>{}</h3>{}").format(heading, _joined(map(line, bars))) for heading, bars in parts)
    return Markup('<div class="stages">{}</div>').format(_joined(blocks))


@dataclass(frozen=True)
class Spark:
    """A small line without axes: heights from 0 to 1 at equal distances of time, a colour of ours, a caption and it in words."""

    heights: tuple[float, ...]
    colour: str
    caption: str
    alt: str


def spark(line: Spark) -> None:
    """Draws the line over its area, from zero, with a dot at its end; texts are escaped."""
    st.html(_spark(line))


@lru_cache(maxsize=1024)
def _spark(line: Spark) -> Markup:
    steps = len(line.heights) - 1
    points = [(100 * place / steps, 92 - 84 * height) for place, height in enumerate(line.heights)]
    upper = ",".join(f"{x:.0f}% {y:.0f}%" for x, y in points)
    lower = ",".join(f"{x:.0f}% calc({y:.0f}% + 2px)" for x, y in reversed(points))
    area = f"opacity:.14;clip-path:polygon({upper},100% 100%,0% 100%)"
    stroke, end = f"clip-path:polygon({upper},{lower})", f"top:{points[-1][1]:.0f}%"
    return Markup(
        '<div class="spark"><span role="img" aria-label="%s" style="color:%s"><i style="%s"></i><i style="%s"></i>'
        '<u style="%s"></u></span><small>%s</small></div>'
    ) % (line.alt, line.colour, area, stroke, end, line.caption)
