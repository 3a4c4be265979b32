"""The one style sheet: what config.toml cannot say.  The only HTML of ours: constants, and labels that are escaped."""

import html
from collections.abc import Sequence

import streamlit as st

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
:is([class*="st-key-card-"], .st-key-banner, .st-key-findings) [data-testid="stMarkdownContainer"] {margin-bottom: 0;}
[class*="st-key-card-"] > div:last-child {margin-top: auto;}
[class*="st-key-card-"] button {text-decoration: underline; text-underline-offset: 3px; min-height: 1.6rem; padding: 0;}
[class*="st-key-card-"] button p {font-size: .875rem;}
.st-key-banner {border-left: 4px solid #A65E00; background: rgba(166, 94, 0, .08); padding: .3rem .75rem; border-radius: 2px;}
.st-key-banner p {margin: 0; font-size: .9rem;}
.st-key-chips button {min-height: 1.8rem; padding: .1rem .6rem; border-radius: 1rem;}
.st-key-findings {gap: .45rem;}
.st-key-findings p {margin-bottom: 0; padding-left: 1.35rem; text-indent: -1.35rem;}
[data-testid="stDeckGlJsonChart"] {border-radius: 4px; overflow: hidden; background: light-dark(#DBE9F1, #0C1418);}
.legend {display: flex; flex-wrap: wrap; gap: .3rem 1rem; font-size: .875rem; align-items: center;}
.legend span {display: inline-flex; align-items: center; gap: .4rem; white-space: nowrap;}
.legend i {flex: none; width: 14px; height: 14px; box-sizing: border-box;}
button:focus-visible, a:focus-visible {outline: 2px solid currentColor; outline-offset: 2px;}
@media (min-width: 641px) {
  [data-testid="stSidebar"] {width: 15.5rem !important; min-width: 15.5rem !important;}
}
@media (max-width: 1500px) {
  [data-testid="stMainBlockContainer"] {padding: 1.2rem 1.25rem 1.5rem;}
  [data-testid="stMain"] h1 {font-size: 1.7rem;}
  [class*="st-key-card-"] {padding: .8rem;}
  [class*="st-key-card-"] h2 {font-size: 2.25rem;}
  [class*="st-key-card-"] p {font-size: .9375rem;}
}
@media (max-width: 640px) {
  [data-testid="stMainBlockContainer"] {padding: 2.6rem 1rem 2rem;}
  [data-testid="stMain"] h1 {font-size: 1.5rem;}
}
@media (prefers-reduced-motion: reduce) {* {transition: none !important; animation: none !important;}}
</style>"""

# A shared screen: the page takes the whole window; the control that set it stays to take it back.
_WIDE = """<style>
[data-testid="stSidebar"], [data-testid="stExpandSidebarButton"] {display: none;}
[data-testid="stMainBlockContainer"] {max-width: none; padding: .8rem 1rem 1rem;}
</style>"""


def wide() -> None:
    """Hides everything but the page."""
    st.html(_WIDE)


def legend(items: Sequence[tuple[str, str]]) -> None:
    """A line of swatches: each a look (our own CSS) and a label, which is escaped."""
    swatches = "".join(f'<span><i style="{look}"></i>{html.escape(label)}</span>' for look, label in items)
    st.html(f'<div class="legend">{swatches}</div>')


def apply() -> None:
    """Adds the style sheet to the page."""
    st.html(_CSS)
