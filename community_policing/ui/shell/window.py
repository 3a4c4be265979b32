"""Window size and graphics of the reader's browser, and what it remembers, as its page says (protect/streamlit_internals.py)."""

import re
from datetime import date

import streamlit as st

LAPTOP = (1366, 768)  # pixels: what is taken for a window that said nothing
_SIZE = re.compile(r"(\d{3,5})x(\d{3,5})")
_SEEN = re.compile(r"(\d{1,9})-(\d{4})(\d\d)(\d\d)", re.ASCII)


def size() -> tuple[int, int]:
    """Return width and height in pixels."""
    said = _SIZE.fullmatch(str(st.context.cookies.get("window")))
    return (int(said[1]), int(said[2])) if said else LAPTOP


def draws_webgl() -> bool:
    """Return whether the browser can draw the zoomable map; one that said nothing is taken to."""
    return st.context.cookies.get("webgl") != "no"


def is_introduced() -> bool:
    """Return whether its reader closed the note for new readers (static/scripts/first-use.js)."""
    return "introduced" in st.context.cookies


def alerts_seen() -> tuple[int, date] | None:
    """Return up to which row of their log its reader has seen the alerts, and since when (static/scripts/alerts-seen.js)."""
    said = _SEEN.fullmatch(str(st.context.cookies.get("alerts")))
    try:
        return (int(said[1]), date(int(said[2]), int(said[3]), int(said[4]))) if said else None
    except ValueError:  # no such day: a hand wrote it
        return None
