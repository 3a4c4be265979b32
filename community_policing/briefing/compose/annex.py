"""Annex of at most two slides: what the figures count, and how to read them and where they come from."""

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from community_policing.analysis.targets import wording
from community_policing.briefing.compose.figures import Figures
from community_policing.briefing.compose.wording import foot
from community_policing.briefing.model import Number, Point, Points, Slide, Table, numbers
from community_policing.briefing.presets import BriefingRequest
from community_policing.core import formats
from community_policing.core.geography import attribution
from community_policing.core.i18n import n, t
from community_policing.core.indicators import INDICATORS
from community_policing.core.protection_level import DAY
from community_policing.export import provenance
from community_policing.measure.programme import Programme

Texts: TypeAlias = tuple[str, ...]
LINES, ACROSS, NARROW = 15, 96, 34  # lines of a page, signs in one of a table's wider and its narrower column
SOURCES = 6  # that are named
MAIN = 74  # signs in a line of the wider of two lists


def annex(figures: Figures, asked: BriefingRequest, slides: Sequence[Slide]) -> tuple[Slide, ...]:
    """Compose the annex of the slides before it; what has no room stands in the workbook."""
    listed = tuple(numbers(tuple(slides)))
    cited = _cited(figures.programme, dict.fromkeys(title for number in listed for title in number.sources))
    return (_definitions(figures, listed), _sources(figures, asked, cited))


def _definitions(figures: Figures, listed: Sequence[Number]) -> Slide:
    """Each kind of figure once, and what it counts."""
    definitions = {number.indicator: number.definition for number in listed if number.indicator}
    rows = [(figures.result(key).label, definitions[key]) for key in INDICATORS if key in definitions]
    shown = _fitting(rows)
    more = len(rows) - len(shown)
    words = t("Definitions; each figure's own working is in the workbook")
    if more:
        words = n("Definitions; {count} more is in the workbook", "Definitions; {count} more are in the workbook", more)
    table = Table("", (t("Figure"), t("What is counted")), tuple(shown), slot="wide",
                  nothing=t("No figure is shown."))  # fmt: skip
    return Slide("annex-definitions", "annex", t("What the figures count"), words, (table,), foot(figures, ()))


def _fitting(rows: Sequence[Texts]) -> list[Texts]:
    """As many of the rows as a page has lines for."""
    left, shown = LINES, []
    for row in rows:
        left -= max(len(row[1]) // ACROSS, len(row[0]) // NARROW) + 1
        if left < 0:
            break
        shown.append(row)
    return shown


def _sources(figures: Figures, asked: BriefingRequest, cited: Sequence[Point]) -> Slide:
    """How to read the figures, beside the sources they rest on."""
    title, more = t("Sources"), len(cited) - SOURCES
    if more > 0:
        title = n("Sources, and {count} more in the workbook", "Sources, and {count} more in the workbook", more)
    nothing = t("No source is named: the figures are counted from the programme's own record.")
    blocks = (_reading(figures, asked), Points(title, tuple(cited[:SOURCES]), nothing, "side"))
    subtitle = t("How to read the figures, and where they come from")
    return Slide(
        "annex-sources", "annex", _finding(figures, len(cited)), subtitle, blocks, foot(figures, ()), attribution()
    )


def _finding(figures: Figures, count: int) -> str:
    if provenance.made_up(figures.programme):
        return t("These data are illustrative: do not quote them as results")
    if figures.published:
        return n(
            "Every figure is as published, by {count} source", "Every figure is as published, by {count} sources", count
        )
    if not count:
        return t("Every figure is counted from the programme's own record")
    return n("Every figure is counted from the record and rests on {count} source",
             "Every figure is counted from the record and rests on {count} sources", count)  # fmt: skip


def _cited(programme: Programme, titles: Iterable[str]) -> tuple[Point, ...]:
    """Each source by title, publisher and date."""
    published = {source.title: source.published for source in programme.sources.values()}
    return tuple(Point(title, detail=published.get(title, "")) for title in titles)


def _reading(figures: Figures, asked: BriefingRequest) -> Points:
    """What to know before any figure is quoted, the most important first, as far as the page has room."""
    data, programme = figures.programme.dataset, figures.programme
    release = t("{name} ({key})", name=asked.release, key=data.release) if asked.release else data.release
    published, counted = t("Only published figures are shown."), t("Figures are counted from rows of the record.")
    basis = published if figures.published else counted
    lines = (
        provenance.made_up(programme),
        provenance.protected(programme),
        t("As of {day}. {basis}", day=formats.day(programme.as_of), basis=basis),
        t("Data: {title}, release {release}.", title=data.title, release=release),
        t("Fora set up by IOM and by local police are counted apart; planned is never counted as established."),
        t("≥ means “at least”, a dash means not known. Neither is 0."),
        "" if figures.published else t("Seats are not people: a person who came to two events filled two seats."),
        "" if figures.published else wording.rule(programme.grain == DAY),
        t("Licence: {licence}.", licence=data.licence.rstrip(".")) if data.licence else "",
    )
    left, shown = LINES - 1, []
    for line in filter(None, lines):
        left -= len(line) // MAIN + 1
        if left >= 0:
            shown.append(Point(line))
    return Points(t("How to read the figures"), tuple(shown), slot="main")
