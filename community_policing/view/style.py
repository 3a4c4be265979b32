"""The one style sheet: what config.toml cannot say.  The only HTML of ours: constants, and labels that are escaped."""

import html
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import streamlit as st

from community_policing.view.style_briefing import BRIEFING

_CSS = """<style>
[data-testid="stMainBlockContainer"] {padding: 1.4rem 2rem 2rem; max-width: 1840px;}
[data-testid="stHeader"] {height: 2.2rem; background: transparent;}
[data-testid="stSidebarHeader"] {height: 2.2rem; padding: .4rem .8rem 0; margin: 0;}
[data-testid="stSidebarUserContent"] {padding-top: .25rem;}
[data-testid="stMain"] {font-variant-numeric: tabular-nums;}
[data-testid="stMain"] h1 {font-size: 2rem; line-height: 1.2; padding: .2rem 0 .5rem; text-wrap: balance;}
[data-testid="stMain"] h3 {font-size: 1.2rem; line-height: 1.3; padding: .3rem 0 .3rem;}
[data-testid="stMain"] [data-testid="stCaptionContainer"] {font-size: .875rem; opacity: 1; color: #5A6A70; color: light-dark(#5A6A70, #9FB0B7);}
[class*="st-key-card-"] h2 {font-size: 2.75rem; line-height: 1; padding: .15rem 0 .4rem; font-weight: 600; white-space: nowrap;}
[class*="st-key-card-"] p {margin-bottom: .15rem;}
:is([class*="st-key-card-"], .st-key-banner, .st-key-banner-protected, .st-key-note, .st-key-note-release, .st-key-note-registry, .st-key-findings) [data-testid="stMarkdownContainer"] {margin-bottom: 0;}
[class*="st-key-card-"] p span[style*="font-size"] {color: #5A6A70; color: light-dark(#5A6A70, #9FB0B7);}
[class*="st-key-card-"] > div:last-child {margin-top: auto;}
[class*="st-key-card-"] button {text-decoration: underline; text-underline-offset: 3px; min-height: 1.6rem; padding: 0;}
[class*="st-key-card-"] button p {font-size: .875rem;}
[class*="st-key-working-"] button[kind="tertiary"] {text-decoration: underline; text-underline-offset: 3px; min-height: 1.6rem; padding: 0;}
[class*="st-key-csv-"] button, [class*="st-key-xlsx-"] button {min-height: 1.6rem; padding: 0 .15rem; opacity: .85;}
[class*="st-key-csv-"] button p, [class*="st-key-xlsx-"] button p {font-size: .875rem;}
.st-key-banner, .st-key-banner-protected {border-left: 4px solid #A65E00; background: rgba(166, 94, 0, .08); padding: .3rem .75rem; border-radius: 2px;}
.st-key-banner-protected {border-color: #14695F; background: rgba(20, 105, 95, .08);} :is(.st-key-note-release, .st-key-note-registry) {border-left: 4px solid #5A6A70; background: rgba(90, 106, 112, .08); padding: .3rem .75rem; border-radius: 2px;} :is(.st-key-banner, .st-key-banner-protected, .st-key-note-release, .st-key-note-registry) p {margin: 0; font-size: .9rem;}
.st-key-note-release button {text-decoration: underline; text-underline-offset: 3px; min-height: 1.6rem; padding: 0;}
[data-testid="stMain"] :is(button, a)[data-testid*="-primary"] p {color: #FFFFFF; color: light-dark(#FFFFFF, #10191D);}
[data-testid="stMultiSelectTagsContainer"] :is(span, button, svg) {color: #FFFFFF; color: light-dark(#FFFFFF, #10191D);}
.st-key-upload-refused, .st-key-carried {display: none;} [data-testid="stMain"]:has([data-testid="stFileChipIconError"]) .st-key-upload-refused {display: block;}
.st-key-chips button {min-height: 1.8rem; padding: .1rem .6rem; border-radius: 1rem;}
.st-key-found button {justify-content: flex-start; text-align: start; min-height: 0; padding: .25rem 0; line-height: 1.35;}
.st-key-found button p {font-size: .875rem;}
.st-key-note, .st-key-link-notes:has(p) {border-left: 4px solid #14695F; background: rgba(20, 105, 95, .07); padding: .2rem .75rem; border-radius: 2px; gap: .75rem;}
:is(.st-key-note, .st-key-link-notes) p {margin: 0; font-size: .9rem;}
:is(.st-key-note, .st-key-link-notes) button {min-height: 1.6rem; padding: 0 .3rem;} .st-key-link-notes {gap: .1rem !important;} .st-key-link-notes [data-testid="stMarkdownContainer"] {margin-bottom: 0;} [class*="st-key-link-note-"] {flex-wrap: nowrap;} [class*="st-key-link-note-"] > :first-child {flex: 0 1 auto; min-width: 0; width: auto !important;}
.st-key-since-line {gap: .25rem 1rem;}
.st-key-since-line p {margin: 0; font-size: .9375rem; line-height: 1.35;}
.st-key-since-line > div:nth-child(2) {flex: 1 1 18rem; width: auto !important;}
.st-key-since-line [data-testid="stMarkdownContainer"] {margin-bottom: 0;}
.st-key-since-line button p {text-decoration: underline; text-underline-offset: 3px;}
.st-key-two-dates button p {text-decoration: underline; text-underline-offset: 3px; font-size: .9375rem;}
.st-key-findings {gap: .45rem;}
.st-key-findings p {margin-bottom: 0; padding-left: 1.35rem; text-indent: -1.35rem;}
[data-testid="stDeckGlJsonChart"] {border-radius: 4px; overflow: hidden; background: light-dark(#DBE9F1, #0C1418);}
.legend {display: flex; flex-wrap: wrap; gap: .3rem 1rem; font-size: .875rem; align-items: center;}
.legend span {display: inline-flex; align-items: center; gap: .4rem; white-space: nowrap;}
.legend i {flex: none; width: 14px; height: 14px; box-sizing: border-box;}
.bullet {display: grid; grid-template-columns: 8.8rem minmax(9rem, 17.5rem) minmax(8rem, 1fr) 9rem 12.5rem 9.4rem; gap: 0 1.1rem; align-items: center;}
.bullet b, .bullet i {display: block; line-height: 1.3;}
.bullet b {font-weight: 600; font-size: .9375rem;}
.bullet i {font-style: normal; font-size: .8125rem; color: #5A6A70; color: light-dark(#5A6A70, #9FB0B7);}
.bar {position: relative; height: 1.5rem;}
.bar u, .legend u {position: absolute; text-decoration: none;}
.bar .band {inset-block: 0;}
.bar .reached {inset-block: .45rem; inset-inline-start: 0;}
.bar .tick {inset-block: -.15rem;}
.bar .likely {inset-block: .62rem; border-style: solid; border-width: 0 2px; }
.st-key-standings {display: grid !important; grid-template-columns: minmax(0, 1fr) auto; gap: 0 !important; align-items: stretch;}
.st-key-standings > div {border-top: 1px solid #DAD7D0; border-color: light-dark(#DAD7D0, #2E3D44); display: flex; align-items: center; justify-content: flex-start; padding: .35rem 0; width: 100% !important;}
.st-key-standings [data-testid="stHtml"] {width: 100%;}
.st-key-standings [data-testid="stButton"] {padding-inline-start: 1rem; width: auto;}
.st-key-standings button {text-decoration: underline; text-underline-offset: 3px; min-height: 1.6rem; padding: 0;}
.st-key-standings button p {font-size: .875rem; white-space: nowrap;}
.report {overflow-x: auto;}
.report table {border-collapse: collapse; width: 100%; font-size: .9375rem; line-height: 1.4;}
.report :is(th, td) {border: 0; border-top: 1px solid #DAD7D0; border-color: light-dark(#DAD7D0, #2E3D44); padding: .4rem .9rem .4rem 0; text-align: start; vertical-align: top; font-weight: 400;}
.report thead th {border-top: 0; font-size: .875rem; color: #5A6A70; color: light-dark(#5A6A70, #9FB0B7); vertical-align: bottom;}
.report tbody th {min-width: 9.5rem; position: sticky; inset-inline-start: 0; background: #FFFFFF; background: light-dark(#FFFFFF, #10191D);}
.report .n {text-align: end; white-space: nowrap; padding-inline: .9rem .25rem;}
.report thead :is(td, .over) {border: 0; padding-bottom: 0;}
.report .over {text-align: center; padding-inline: 1.4rem 0;}
.report .told .n {padding-inline-end: 1.4rem;}
.report .told tbody th {width: 22%;}
.report thead .n {white-space: normal;}
.report .strong tbody tr:last-child > * {font-weight: 600; border-top: 2px solid currentColor;}
.report .strong tbody tr > :last-child {font-weight: 600;}
.stages {display: none; font-size: .9375rem;}
.stages h4 {font-size: .875rem; font-weight: 400; margin: .7rem 0 .1rem; padding: 0; color: #5A6A70; color: light-dark(#5A6A70, #9FB0B7);}
.stages p {display: grid; grid-template-columns: 1fr auto; margin: 0 0 .35rem;}
.stages i {grid-column: 1 / -1; height: .55rem;}
.st-key-long-figures h2 {font-size: clamp(1.35rem, 1.9vw, 2.25rem) !important;}
.st-key-to-profile button {text-decoration: underline; text-underline-offset: 3px;}
.st-key-profile-panels {display: block !important; columns: 400px 3; column-gap: 2rem;}
.st-key-profile-panels > * {break-inside: avoid; margin-bottom: 1.1rem;}
.st-key-profile-panels table {width: 100%; font-size: .9375rem; border: 0; margin: 0;}
.st-key-profile-panels :is(th, td) {border: 0 solid #DAD7D0; border-color: light-dark(#DAD7D0, #2E3D44); border-bottom-width: 1px; padding: .28rem 0; padding-inline-end: .5rem; line-height: 1.35; vertical-align: top;}
.st-key-profile-panels th {font-weight: 600; font-size: .8125rem; color: #5A6A70; color: light-dark(#5A6A70, #9FB0B7); vertical-align: bottom;}
:is(.st-key-panel-ahead, .st-key-panel-neighbours) td:first-child {white-space: nowrap;}
.st-key-with-draft {gap: .25rem 1.25rem;}
.st-key-with-draft p {margin: 0; font-size: .9375rem; color: #5A6A70; color: light-dark(#5A6A70, #9FB0B7);}
:is(.st-key-with-draft, [class*="st-key-draft-"], .st-key-with-release) [data-testid="stMarkdownContainer"] {margin-bottom: 0;}
:is(.st-key-with-draft, [class*="st-key-draft-"]) button {min-height: 1.6rem; padding: 0;}
:is(.st-key-with-draft, [class*="st-key-draft-"]) button p {font-size: .875rem; color: inherit; text-decoration: underline; text-underline-offset: 3px;}
[class*="st-key-draft-"] {gap: .1rem 1.25rem; padding: .45rem 0; margin-bottom: -1rem; border-bottom: 1px solid #DAD7D0; border-color: light-dark(#DAD7D0, #2E3D44);}
[class*="st-key-draft-"] > div:first-child {flex: 1 1 16rem; width: auto !important;}
[class*="st-key-draft-"] p {margin: 0;}
[data-testid="stForm"] [data-testid="stTextInput"] {max-width: 44rem;}
.st-key-faults .report table {max-width: 84rem;}
.st-key-faults .report td:nth-child(2) {white-space: nowrap;}
.st-key-faults .report tbody th {overflow-wrap: anywhere;}
[class*="st-key-printed-"] .report {max-height: 29rem; overflow: auto;}
[class*="st-key-printed-"] .report table {width: auto; min-width: min(36rem, 100%);}
[class*="st-key-printed-"] .report tbody th {max-width: 30rem;}
[class*="st-key-printed-"] .report thead th {position: sticky; top: 0; z-index: 1; background: #FFFFFF; background: light-dark(#FFFFFF, #10191D);}
:is(button, a):focus-visible {outline: 2px solid currentColor; outline-offset: 2px;}
[data-testid="stSidebar"] [data-testid="stSidebarNavLink"]:is(:focus, :focus-visible):focus-visible {outline: 2px solid currentColor !important; outline-offset: 1px;}
@media (min-width: 641px) {
  .report .strong tbody th {white-space: nowrap;}
  [data-testid="stSidebar"] {width: 15.5rem !important; min-width: 15.5rem !important;}
}
@media (max-width: 1500px) {
  .bullet {grid-template-columns: 5.7rem minmax(8rem, 10.5rem) minmax(5rem, 1fr) 7.9rem 10.4rem 7.9rem; gap: 0 .7rem;}
  .bullet b {font-size: .875rem;}
  [data-testid="stMainBlockContainer"] {padding: 1.2rem 1.25rem 1.5rem;}
  [data-testid="stMain"] h1 {font-size: 1.7rem;}
  [class*="st-key-card-"] {padding: .8rem;}
  [class*="st-key-card-"] h2 {font-size: 2.25rem;}
  [class*="st-key-card-"] p {font-size: .9375rem;}
}
@media (max-width: 1150px) {
  .bullet {grid-template-columns: 1fr 1.3fr 1fr; gap: .15rem .75rem; align-items: start;}
  .bullet .name {grid-column: 1 / 3; grid-row: 1;}
  .bullet .status {grid-column: 3; grid-row: 1; text-align: end;}
  .bullet .bar {grid-column: 1 / -1; margin: .3rem 0 .2rem;}
  .st-key-standings [data-testid="stButton"] {padding-inline-start: 0;}
  .st-key-standings {grid-template-columns: minmax(0, 1fr);}
  .st-key-standings > div:has([data-testid="stButton"]) {border-top: 0; padding-top: 0;}
}
@media (max-width: 640px) {
  .st-key-panel-neighbours table {font-size: .8125rem;}
  .st-key-panel-neighbours :is(th, td) {padding-inline-end: .3rem;}
  .stages {display: block;}
  [data-testid="stGrid"]:not(.st-key-profile-cards):has([class*="st-key-card-"]) {grid-template-columns: minmax(0, 1fr) !important;}
  .st-key-long-figures h2 {font-size: 1.8rem !important;}
  .st-key-flow {display: none;}
  [data-testid="stMainBlockContainer"] {padding: 2.6rem 1rem 2rem;}
  [data-testid="stMain"] h1 {font-size: 1.5rem;}
  .report .told thead {display: none;}
  .report .told tr {display: grid; grid-template-columns: 1fr auto; padding: .3rem 0; border-top: 1px solid #DAD7D0; border-color: light-dark(#DAD7D0, #2E3D44);}
  .report .told :is(th, td) {border: 0; padding: .1rem 0;}
  .report .told :is(th, .n) {font-weight: 600;}
  .report .told tbody :is(th, .n) {width: auto; padding-inline-end: 0;}
  .report .told td:not(.n) {grid-column: 1 / -1; font-size: .875rem;}
  .report .told td:not(.n)[data-name]::before {content: attr(data-name) ": "; color: #5A6A70; color: light-dark(#5A6A70, #9FB0B7);}
}
@media print {
  * {print-color-adjust: exact; -webkit-print-color-adjust: exact;}
  :is([data-testid="stSidebar"], [data-testid="stHeader"], [data-testid="stButton"], [data-testid="stDownloadButton"], [data-testid="stSelectbox"], [data-testid="stCheckbox"], [data-testid="stButtonGroup"], .st-key-chips, .st-key-note, .st-key-timeline, .st-key-profile-head) {display: none !important;}
  [data-testid="stMainBlockContainer"] {padding: 0;}
  [data-testid="stGrid"] [class*="st-key-card-"] {height: 100% !important;}
}
/* The profile of a governorate is one A4 page: a sheet of 960 pixels, made smaller as a whole, so that no figure changes its size. */
@page profile {size: A4 portrait; margin: 9mm;}
@media print {
  body:has(.st-key-profile) {page: profile;}
  body:has(.st-key-profile) [data-testid="stMainBlockContainer"] {width: 960px; max-width: none; zoom: .755;}
  .st-key-profile-panels {columns: 2; column-gap: 20px;}
  .st-key-profile-panels [data-testid="stPlotlyChart"] {zoom: .88;}
  .st-key-profile-cards {grid-template-columns: repeat(6, minmax(0, 1fr)) !important; gap: 10px !important;}
  .st-key-profile-cards [class*="st-key-card-"] {padding: .6rem .7rem 0; gap: .3rem;}
}
@media (prefers-reduced-motion: reduce) {* {transition: none !important; animation: none !important;}}
</style>"""

# A shared screen: the page takes the whole window; the control that set it stays to take it back.
_WIDE = """<style>
[data-testid="stSidebar"], [data-testid="stExpandSidebarButton"] {display: none;}
[data-testid="stMainBlockContainer"] {max-width: none; padding: .8rem 1rem 1rem;}
</style>"""


# Import and Releases speak of all data: the choice in the sidebar stays as it is, and is out of sight.
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


def apply() -> None:
    """Adds the style sheet to the page."""
    st.html(_CSS)
    st.html(BRIEFING)
