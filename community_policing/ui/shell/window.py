"""Window size and graphics of the reader's browser, and what it remembers, as its page says (protect/streamlit_internals.py)."""

import re
from datetime import date

import streamlit as st

LAPTOP = (1366, 768)  # pixels: what is taken for a window that said nothing
PHONE, WIDEST, REM = 640, 1840, 16  # pixels: a phone's width at most, and the page's, as app.css has it
STEP = 20
_SIZE = re.compile(r"(\d{3,5})x(\d{3,5})")
_SEEN = re.compile(r"(\d{1,9})-(\d{4})(\d\d)(\d\d)", re.ASCII)


def size() -> tuple[int, int]:
    """Return width and height in pixels."""
    said = _SIZE.fullmatch(str(st.context.cookies.get("window")))
    return (int(said[1]), int(said[2])) if said else LAPTOP


def room(part: float = 1) -> int:
    """Return about how many pixels a page has across, or a part of it, in steps for which a drawing is made once for all; on a
    phone one part stands below another."""
    across = size()[0]
    return across - 2 * REM if across <= PHONE else int((min(across, WIDEST) - 4 * REM) * part) // STEP * STEP


def column(least: int) -> int:
    """Return the same of one of at most three columns that are at least so wide (app.css)."""
    many = max(min((room() + 2 * REM) // (least + 2 * REM), 3), 1)
    return (room() - 2 * REM * (many - 1)) // many


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
