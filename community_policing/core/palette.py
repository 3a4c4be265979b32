"""Palette: the colours of light and dark mode, the font, and the glyph of each status."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

FONT = "Noto Sans, Noto Sans Arabic, sans-serif"


@dataclass(frozen=True)
class Palette:
    """One mode's colours.  Contrast and distance are held by tests/core/test_palette.py."""

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
    border="#10191E",  # the page's, but told apart from it on paper
    country="#9FB0B7",
    zero="#2B3A41",
    outside="#222222",
    no_data="#403C3C",
    ramp=("#24443F", "#2F625A", "#3F8377", "#58A697", "#8AD0C2"),
    fewer=("#453420", "#63492A", "#8A673A", "#B58B54", "#E4BE8B"),
    neutral=("#2E475C", "#426078", "#5B7C97", "#7F9FBA", "#B3CEE4"),
    groups=("#F2A541", "#5CC4B6", "#35B3F8", "#945AA1", "#B55A3D", "#6F6D6C"),
)


def for_mode(mode: str | None) -> Palette:
    """The palette of a mode; light when the mode is not known."""
    return DARK if mode == "dark" else LIGHT


def on_paper() -> Mapping[str, str]:
    """Return each colour of the dark mode with the light one of its role; of roles that share one, the first."""
    pairs: dict[str, str] = {}
    for role in fields(Palette):
        dark, light = getattr(DARK, role.name), getattr(LIGHT, role.name)
        for one, other in [(dark, light)] if isinstance(dark, str) else zip(dark, light, strict=True):
            pairs.setdefault(one, other)
    return pairs


STATUS_COLOURS = {  # a status -> the field of a Palette
    "done": "good",
    "on_track": "good",
    "at_risk": "warn",
    "off_track": "bad",
    "too_early": "quiet",
    "not_certain": "quiet",
    "no_target": "quiet",
}
STATUS_GLYPHS = {
    "done": "✓",
    "on_track": "●",
    "at_risk": "▲",
    "off_track": "◆",
    "too_early": "○",
    "not_certain": "□",
    "no_target": "–",
}
