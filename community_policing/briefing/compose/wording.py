"""Wording shared by slides: the scope, the sources of a slide, and the presenter's notes."""

from collections.abc import Sequence
from dataclasses import replace

from community_policing.analysis import scope_wording
from community_policing.briefing.compose.figures import Figures
from community_policing.briefing.model import Slide, numbers
from community_policing.core.geography import governorate_name
from community_policing.core.i18n import clauses, joined, n, t
from community_policing.core.indicators import INDICATORS
from community_policing.export import provenance
from community_policing.measure.programme import Programme
from community_policing.measure.result import Result
from community_policing.measure.surveys import outcomes

NAMED = 1  # publishers that a footnote names: it is one line
_PLACED = ("map", "targets", "risk", "ask")  # slides whose headline may name the only place itself


def choice(programme: Programme) -> tuple[tuple[str, str], ...]:
    """The choice in force, as label and value; () where nothing but the date was chosen."""
    places = [governorate_name(pcode) for pcode in programme.scope.governorates]
    return provenance.chosen(programme.scope, programme, places)


def of_choice(slide: Slide, figures: Figures) -> Slide:
    """The slide with the choice that it is of in its headline, and under it which figures a filter does not narrow."""
    if slide.kind == "actions":
        return slide
    programme, places = figures.programme, figures.programme.scope.governorates
    keys = list(dict.fromkeys(number.indicator for number in numbers(slide) if number.indicator)) or list(INDICATORS)
    itself = slide.kind in _PLACED and len(places) == 1 and governorate_name(places[0]) in slide.headline
    named: tuple[str, ...] = ("governorates",) if itself or slide.kind == "governorate" else ()
    payers = programme.names("donors", "short_name")
    if slide.kind == "people":  # what surveys do not say of a place; the slide says so
        named = outcomes.NOT_APPLIED
    if any(payers.get(donor, donor) in slide.headline for donor in programme.scope.donors):
        named = (*named, "donors")  # the headline says itself whose money it is about
    chosen = scope_wording.in_title(programme, keys, (*named, *scope_wording.says_who(slide.headline, programme.scope)))
    foot_note = " ".join(part for part in (slide.footnote, scope_wording.note(programme, keys)) if part)
    return replace(slide, headline=scope_wording.titled(slide.headline, chosen), footnote=foot_note)


def whose(programme: Programme) -> str:
    """The donors chosen, by name, in a sentence; "" where none is."""
    names, donors = programme.names("donors", "short_name"), programme.scope.donors
    return joined([names.get(donor, donor) for donor in donors])


def foot(figures: Figures, results: Sequence[Result], *notes: str) -> str:
    """What a slide rests on, in a line: who published it, or the dataset; and what to know of it."""
    programme = figures.programme
    lines = [t("Source: {source}", source=published_by(programme, results) or programme.dataset.title)]
    return " ".join([*lines, *(note for note in notes if note)])


def published_by(programme: Programme, results: Sequence[Result]) -> str:
    """The publishers of published figures, each with its date, the first few by name; "" for figures counted from rows."""
    cited = dict.fromkeys(key for result in results if result.from_facts for key in result.source_ids)
    if not cited:
        return ""
    named = [programme.sources[key].published if key in programme.sources else key for key in cited]
    distinct = list(dict.fromkeys(named))
    return and_more(clauses(distinct[:NAMED]), len(distinct) - NAMED)


def and_more(what: str, more: int) -> str:
    """A list or its title, and how many there are besides those shown."""
    return n("{what}, and {count} more", "{what}, and {count} more", more, what=what) if more > 0 else what


def notes(results: Sequence[Result]) -> str:
    """For the presenter: what each figure counts, and what to know of it."""
    lines = [
        " ".join(
            part for part in (f"{result.label}:", provenance.definition(result), provenance.caveat(result)) if part
        )
        for result in {result.indicator.key: result for result in results}.values()
    ]
    return "\n".join(lines)
