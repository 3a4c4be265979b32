"""Colours, marks and formats: the one language of shapes on screen, slides, PDF and workbook."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from babel.dates import format_date
from babel.numbers import format_decimal

from community_policing.core.i18n import language, mark, n, t
from community_policing.core.quantity import Quantity, Share, Under

FONT = "Noto Sans, Noto Sans Arabic, sans-serif"


@dataclass(frozen=True)
class Palette:
    """One mode's colours.  Contrast and distance are held by tests/core/test_theme.py."""

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
    no_data: str
    ramp: tuple[str, str, str, str, str]
    fewer: tuple[str, str, str, str, str]  # less than before, as far from the page as the same step of more
    neutral: tuple[str, str, str, str, str]  # more of what is no result: plans, agreements, what is overdue
    same: str  # as many as before, and not none
    groups: tuple[str, ...]  # participant groups, in the order of the vocabulary


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
    unknown="#697277",
    land="#ECE9E2",
    water="#DBE9F1",
    river="#5B9DC4",
    border="#C4CBCB",
    country="#33474F",
    zero="#FBFBF9",
    outside="#DAD6CD",
    no_data="#C4C1C4",
    ramp=("#D2E6DC", "#AFD0C4", "#84B6A7", "#54968A", "#1F6B62"),
    fewer=("#F3DFC6", "#E3BE90", "#C99556", "#A56E2C", "#774A12"),
    neutral=("#CED6E0", "#AFBBC9", "#8C9BAC", "#68798B", "#435466"),
    same="#DCCBEA",
    groups=("#A65E00", "#0E5148", "#142C53", "#965FA4", "#DB6C66", "#8E8C96"),
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
    zero="#2B3A41",
    outside="#222222",
    no_data="#403C3C",
    ramp=("#24443F", "#2F625A", "#3F8377", "#58A697", "#8AD0C2"),
    fewer=("#453420", "#63492A", "#8A673A", "#B58B54", "#E4BE8B"),
    neutral=("#2E475C", "#426078", "#5B7C97", "#7F9FBA", "#B3CEE4"),
    same="#503E6A",
    groups=("#F2A541", "#5CC4B6", "#35B3F8", "#945AA1", "#B55A3D", "#6F6D6C"),
)


def palette(mode: str | None) -> Palette:
    """The palette of a mode; light when the mode is not known."""
    return DARK if mode == "dark" else LIGHT


def number(value: float, decimals: int = 0) -> str:
    """A number in the language in force, with its thousands separators."""
    return _number(value, decimals, _babel())


@lru_cache(maxsize=4096)
def _number(value: float, decimals: int, locale: str) -> str:
    if abs(value) >= 1e15:  # beyond what can be counted; Babel cannot write it
        return f"{value:.6g}"
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return str(format_decimal(round(value, decimals), format=pattern, locale=locale))


def quantity(value: Quantity | None, unit: str = "") -> str:
    """A quantity as it may be read: its bounds are never dropped, and what nobody knows is a dash."""
    if value is None:
        return "–"
    if isinstance(value, Under) and value.high is not None:
        return t("under {count}", count=number(value.high + 1))
    figure = _bounds(value, " %" if unit == "percent" or isinstance(value, Share) else "")
    return t("about {figure}", figure=figure) if value.about else figure


def words_around() -> tuple[str, str]:
    """What stands before and after a number that is about so many, for a file's number format."""
    before, _, after = t("about {figure}", figure="\0").partition("\0")
    return before, after


def _bounds(value: Quantity, sign: str) -> str:
    low = _amount(value.low, bool(sign))
    if value.exact:
        return low + sign
    if value.high is None:
        return "≥ " + low + sign
    return f"{low} – {_amount(value.high, bool(sign))}{sign}"


def sentence(text: str) -> str:
    """The text as a sentence begins, which may be with a figure that is about so many."""
    return text[:1].upper() + text[1:]


def in_words(value: Quantity | None, unit: str) -> str:
    """A quantity with what it counts: "1 site", "≥ 30 vehicles", "62 %".  Its last number says whether it is one or many."""
    figure = quantity(value, unit)
    if unit == "percent":
        return figure
    last = value.low if value and value.high is None else value.high if value else None
    whole = last is not None and float(last).is_integer()
    one, many = _ONE.get(unit, unit), unit
    return f"{figure} {n(one, many, int(last) if whole and last is not None else 2)}"


_ONE = {  # a unit as an indicator declares it -> the same of one
    "fora": mark("forum"),
    "events": mark("event"),
    "attendances": mark("attendance"),
    "people": mark("person"),
    "vehicles": mark("vehicle"),
    "sites": mark("site"),
    "items": mark("item"),
    "items overdue": mark("item overdue"),
}


def _amount(value: float, percent: bool) -> str:
    """Shares of co-funded rows are no whole numbers: one decimal says so; percentages stay whole."""
    return number(value, 0 if percent or float(value).is_integer() else 1)


@lru_cache(maxsize=4096)
def _written(value: date, pattern: str, locale: str) -> str:
    return str(format_date(value, format=pattern, locale=locale))


def day(value: date, precision: str = "day") -> str:
    """A date such as 30 Nov 2016, or the month, quarter or year where no more is known, or may be."""
    pattern = {"day": "d MMM y", "month": "MMM y", "quarter": "QQQ y", "year": "y"}[precision]
    return _written(value, pattern, _babel())


def _babel() -> str:
    return {"ckb": "ckb", "ar": "ar"}.get(language(), "en")


def label(key: str, of: str = "") -> str:
    """A word of the closed vocabularies as a person reads it; `of` a dimension where the word means something else there."""
    return t(_LABELS.get(f"{of} {key}") or _LABELS[key])


_LABELS = {
    "chief": mark("Chief of Mission"),
    "analyst": mark("Analyst"),
    "field": mark("Field office"),
    "public": mark("Public"),
    "iom": mark("IOM"),
    "police": mark("Local police"),
    "participant_group police": mark("Police"),
    "planned": mark("Planned"),
    "established": mark("Established"),
    "closed": mark("Closed"),
    "training": mark("Training"),
    "awareness_campaign": mark("Awareness campaign"),
    "workshop": mark("Workshop"),
    "completed": mark("Completed"),
    "cancelled": mark("Cancelled"),
    "community": mark("Community"),
    "law_enforcement": mark("Law enforcement"),
    "civil_society": mark("Civil society"),
    "judiciary": mark("Judiciary"),
    "other": mark("Other"),
    "women": mark("Women"),
    "men": mark("Men"),
    "not_recorded": mark("Not recorded"),
    "displaced": mark("Displaced"),
    "returnee": mark("Returnees"),
    "host": mark("Host community"),
    "police_station_adaptation": mark("Police station adaptation"),
    "new_venue": mark("New venue"),
    "headquarters": mark("Headquarters"),
    "vehicle": mark("Vehicles"),
    "technical_equipment": mark("Technical equipment"),
    "security_equipment": mark("Security equipment"),
    "communication_equipment": mark("Communication equipment"),
    "agreed": mark("Agreed"),
    "under_way": mark("Under way"),
    "handed_over": mark("Handed over"),
    "published": mark("Published"),
    "programme": mark("Programme record"),
    "illustrative": mark("Illustrative"),
    "exact": mark("exactly"),
    "at_least": mark("at least"),
    "about": mark("about"),
    "parallel": mark("Other agencies"),
    "governorate": mark("Governorate"),
    "phase": mark("Phase"),
    "donor": mark("Donor"),
    "established_by": mark("Established by"),
    "kind": mark("Kind"),
    "status": mark("Status"),
    "participant_group": mark("Participant group"),
    "sex": mark("Sex"),
    "displacement": mark("Displacement"),
    "month": mark("Month"),
    "done": mark("Done"),
    "on_track": mark("On track"),
    "at_risk": mark("At risk"),
    "off_track": mark("Off track"),
    "no_target": mark("No target"),
    "too_early": mark("Too early to say"),
    "not_certain": mark("Not certain"),
    "forum": mark("Forum"),
    "forum_group": mark("Group of fora"),
    "programme_site": mark("Programme site"),
    "comparison_site": mark("Comparison site, no programme"),
}

MARKS = {
    "done": "✓",
    "on_track": "●",
    "at_risk": "▲",
    "off_track": "◆",
    "too_early": "○",
    "not_certain": "□",
    "no_target": "–",
}
