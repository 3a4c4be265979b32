"""The one style sheet: what config.toml cannot say.  A constant; nothing from data ever enters it."""

import streamlit as st

_CSS = """<style>
[data-testid="stMainBlockContainer"] {padding: 2.6rem 2rem 2rem; max-width: 1800px;}
[data-testid="stHeader"] {height: 2.4rem; background: transparent;}
[data-testid="stMain"] h1 {font-size: 1.85rem; line-height: 1.25; padding: 0 0 .15rem; text-wrap: balance;}
[data-testid="stMain"] h3 {font-size: 1.15rem; padding: .1rem 0;}
[data-testid="stMain"] * {font-variant-numeric: tabular-nums;}
[class*="st-key-card-"] h2 {font-size: 2.75rem; line-height: 1; padding: .1rem 0 .35rem; font-weight: 600; white-space: nowrap;}
[class*="st-key-card-"] p {margin-bottom: .2rem;}
[class*="st-key-card-"] > div:last-child {margin-top: auto;}
[class*="st-key-card-"] [data-testid="stCaptionContainer"] {font-size: .875rem; opacity: 1;}
.st-key-banner {border-left: 4px solid var(--st-primary-color, #14695F); padding: .15rem 0 .15rem .75rem;}
.st-key-banner p {margin: 0; font-size: .9rem;}
.st-key-chips button {min-height: 1.8rem; padding: .1rem .6rem; border-radius: 1rem;}
.st-key-legend p {font-size: .875rem; margin: 0;}
[data-testid="stDeckGlJsonChart"] {background: #DBE9F1; border-radius: 4px; overflow: hidden;}
.st-key-dark [data-testid="stDeckGlJsonChart"] {background: #0C1418;}
[data-testid="stSidebarUserContent"] {padding-top: .5rem;}
button:focus-visible, a:focus-visible {outline: 2px solid currentColor; outline-offset: 2px;}
@media (max-width: 640px) {[data-testid="stMainBlockContainer"] {padding: 3rem 1rem 2rem;} [data-testid="stMain"] h1 {font-size: 1.5rem;}}
@media (prefers-reduced-motion: reduce) {* {transition: none !important; animation: none !important;}}
</style>"""


def apply() -> None:
    """Adds the style sheet to the page."""
    st.html(_CSS)
