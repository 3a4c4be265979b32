"""Colours, marks and formats: the one language of shapes on screen, slides, PDF and workbook."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from babel.dates import format_date
from babel.numbers import format_decimal

from community_policing.quantity import Quantity
from community_policing.text import language, t

FONT = "Noto Sans, Noto Sans Arabic, sans-serif"


@dataclass(frozen=True)
class Palette:
    """One mode's colours.  Contrast and distance are held by tests/unit/test_theme.py."""

    text: str
    quiet: str
    page: str
    panel: str
    line: str
    accent: str
    iom: str
    police: str
    planned: str
    good: str
    warn: str
    bad: str
    unknown: str
    land: str
    water: str
    river: str
    border: str
    country: str
    zero: str
    outside: str
    ramp: tuple[str, str, str, str, str]


LIGHT = Palette(
    text="#1D2B30",
    quiet="#5A6A70",
    page="#FFFFFF",
    panel="#F7F6F3",
    line="#DAD7D0",
    accent="#14695F",
    iom="#0B4F9E",
    police="#A65E00",
    planned="#5A6A70",
    good="#17694A",
    warn="#8F5600",
    bad="#B3261E",
    unknown="#6B7479",
    land="#EFEDE8",
    water="#DBE9F1",
    river="#5B9DC4",
    border="#FFFFFF",
    country="#33474F",
    zero="#F4F4F1",
    outside="#E3E1DB",
    ramp=("#E7F0EB", "#B9D6CB", "#8ABBAC", "#54968A", "#1F6B62"),
)
DARK = Palette(
    text="#E8EEF0",
    quiet="#9FB0B7",
    page="#10191D",
    panel="#18242A",
    line="#2E3D44",
    accent="#5CC4B6",
    iom="#7FB2FF",
    police="#F2A541",
    planned="#9FB0B7",
    good="#6FD3A0",
    warn="#F2B84B",
    bad="#FF8A7A",
    unknown="#93A1A7",
    land="#1B272C",
    water="#0C1418",
    river="#3E7291",
    border="#10191D",
    country="#9FB0B7",
    zero="#26343A",
    outside="#212D32",
    ramp=("#24443F", "#2F625A", "#3F8377", "#58A697", "#8AD0C2"),
)


def palette(mode: str | None) -> Palette:
    """The palette of a mode; light when the mode is not known."""
    return DARK if mode == "dark" else LIGHT


@lru_cache(maxsize=4096)
def number(value: float, decimals: int = 0) -> str:
    """A number in the language in force, with its thousands separators."""
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return str(format_decimal(round(value, decimals), format=pattern, locale=_babel()))


def quantity(value: Quantity | None, unit: str = "") -> str:
    """A quantity as it may be read: its bounds are never dropped, and what nobody knows is a dash."""
    if value is None:
        return "–"
    sign = " %" if unit == "percent" else ""
    if value.exact:
        return number(value.low) + sign
    if value.high is None:
        return "≥ " + number(value.low) + sign
    return f"{number(value.low)} – {number(value.high)}{sign}"


def day(value: date, precision: str = "day") -> str:
    """A date such as 30 Nov 2016, or the month or year where no more is known."""
    pattern = {"day": "d MMM y", "month": "MMM y", "year": "y"}[precision]
    return str(format_date(value, format=pattern, locale=_babel()))


def _babel() -> str:
    return {"ckb": "ckb", "ar": "ar"}.get(language(), "en")


def label(key: str) -> str:
    """A word of the closed vocabularies as a person reads it."""
    return t(_LABELS[key])


_LABELS = {
    "iom": "IOM",
    "police": "Local police",
    "planned": "Planned",
    "established": "Established",
    "closed": "Closed",
    "training": "Training",
    "awareness_campaign": "Awareness campaign",
    "workshop": "Workshop",
    "completed": "Completed",
    "cancelled": "Cancelled",
    "community": "Community",
    "law_enforcement": "Law enforcement",
    "civil_society": "Civil society",
    "judiciary": "Judiciary",
    "other": "Other",
    "women": "Women",
    "men": "Men",
    "not_recorded": "Not recorded",
    "displaced": "Displaced",
    "returnee": "Returnees",
    "host": "Host community",
    "police_station_adaptation": "Police station adaptation",
    "new_venue": "New venue",
    "headquarters": "Headquarters",
    "vehicle": "Vehicles",
    "technical_equipment": "Technical equipment",
    "security_equipment": "Security equipment",
    "communication_equipment": "Communication equipment",
    "agreed": "Agreed",
    "under_way": "Under way",
    "handed_over": "Handed over",
    "published": "Published",
    "programme": "Programme record",
    "illustrative": "Illustrative",
    "exact": "exactly",
    "at_least": "at least",
    "about": "about",
    "parallel": "Other agencies",
    "governorate": "Governorate",
    "phase": "Phase",
    "donor": "Donor",
    "established_by": "Established by",
    "kind": "Kind",
    "participant_group": "Participant group",
    "sex": "Sex",
    "displacement": "Displacement",
    "month": "Month",
    "done": "Done",
    "on_track": "On track",
    "at_risk": "At risk",
    "off_track": "Off track",
    "no_target": "No target",
    "forum": "Forum",
    "forum_group": "Group of fora",
    "programme_site": "Programme site",
    "comparison_site": "Comparison site, no programme",
}

MARKS = {"done": "✓", "on_track": "●", "at_risk": "▲", "off_track": "◆", "no_target": "–"}
