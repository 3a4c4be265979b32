"""Briefing composer: a scoped programme -> a draft, each slide with its finding and its numbers, measured once."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from types import MappingProxyType
from typing import Any

from community_policing.briefing.audience import eyes, seen
from community_policing.briefing.compose.actions import actions
from community_policing.briefing.compose.annex import annex
from community_policing.briefing.compose.answer import answer
from community_policing.briefing.compose.ask import ask
from community_policing.briefing.compose.figures import Figures
from community_policing.briefing.compose.governorate import profiles
from community_policing.briefing.compose.logo import logo
from community_policing.briefing.compose.money import donor_name, donor_of, money
from community_policing.briefing.compose.people import people
from community_policing.briefing.compose.since import since_briefing, since_earlier
from community_policing.briefing.compose.track import risk, targets
from community_policing.briefing.compose.where import on_map
from community_policing.briefing.compose.wording import choice, of_choice, whose
from community_policing.briefing.model import KINDS, Briefing, Kind, Slide
from community_policing.briefing.presets import (
    DONOR,
    PRESETS,
    BriefingRequest as BriefingRequest,  # what callers ask with
)
from community_policing.core import formats
from community_policing.core.geography import governorate_name, governorates
from community_policing.core.i18n import ProgrammeError, joined, language, listed, speaking, t
from community_policing.export import provenance
from community_policing.measure.programme import Programme, Scope

_SAME = ("scope", "dataset", "audience", "language")  # of two briefings that can be held against each other
NAMED = 3  # governorates that a title names
Make = Callable[[Figures, BriefingRequest], tuple[Slide, ...]]
_MADE: Mapping[Kind, Make] = MappingProxyType(
    {
        "answer": answer, "map": on_map, "targets": targets, "money": money, "risk": risk, "people": people, "actions": actions,
        "governorate": profiles, "ask": ask,
    }
)  # fmt: skip  # what changed and the annex are made of the other slides


def compose(programme: Programme, asked: BriefingRequest) -> Briefing:
    """Compose the draft of a briefing; its id is "" until it is frozen.

    Parameters
    ----------
    programme
        The programme, cut to its scope already.
    asked
        The preset, and what differs from it: slides, governorates, donor, title.

    Returns
    -------
    Briefing
        Its slides; every number on them carries label, text, as-of date and sources.

    Raises
    ------
    ProgrammeError
        A preset, slide or governorate does not exist, or a governorate briefing names none.

    Examples
    --------
    >>> from community_policing.core.paths import DATA
    >>> from community_policing.dataset.load import load
    >>> draft = compose(Programme.of(load(DATA / "public_record")), BriefingRequest("chief"))
    >>> draft.as_of, draft.slides[0].headline
    ('2016-11-30', '43 fora are established: at least 30 by IOM, 13 by local police; 4 are planned')
    """
    _check(programme, asked)
    if asked.preset == "governorate" and asked.governorates:  # all of it is about these
        programme = programme.within(programme.scope.at(asked.governorates))
    figures = Figures(seen(programme, asked), asked.donor)
    slides_of: dict[Kind, tuple[Slide, ...]] = {
        kind: tuple(of_choice(slide, figures) for slide in _MADE[kind](figures, asked))
        for kind in asked.kinds
        if kind in _MADE
    }
    draft = _draft(figures, asked)
    if "since" in asked.kinds:
        since = _since(figures, asked, replace(draft, slides=_ordered(slides_of, asked)))
        slides_of["since"] = tuple(of_choice(slide, figures) for slide in since)
    if "annex" in asked.kinds:
        slides_of["annex"] = annex(figures, asked, _ordered(slides_of, asked))
    return replace(draft, slides=_ordered(slides_of, asked))


def again(briefing: Briefing, programme: Programme, release: int | None = None) -> Briefing:
    """The same choice composed of that programme's data, on its date and in the briefing's own language."""
    choice = briefing.choice
    scope = Scope(programme.scope.as_of, **{name: tuple(keys) for name, keys in choice["scope"].items()})
    asked = BriefingRequest(
        choice["preset"], choice["audience"], tuple(choice["slides"]), tuple(choice["governorates"]), release,
        title=choice["title"], eyes=choice.get("eyes"),
    )  # fmt: skip
    with speaking(briefing.language):
        return compose(programme.whole.within(scope), asked)


def _check(programme: Programme, asked: BriefingRequest) -> None:
    if asked.preset not in PRESETS:
        keys = listed(tuple(PRESETS))
        raise ProgrammeError(
            t("There is no briefing “{preset}”.", preset=asked.preset), t("Choose one of: {known}.", known=keys)
        )
    unknown: list[str] = [kind for kind in asked.slides if kind not in KINDS]
    unknown += [pcode for pcode in asked.governorates if pcode not in governorates()]
    if unknown:
        raise ProgrammeError(t("There is no slide or governorate “{name}”.", name=unknown[0]), t("Check the spelling."))
    if asked.preset == "governorate" and not (asked.governorates or programme.scope.governorates):
        raise ProgrammeError(t("A governorate briefing needs a governorate."), t("Choose at least one."))


def _ordered(slides_of: Mapping[Kind, tuple[Slide, ...]], asked: BriefingRequest) -> tuple[Slide, ...]:
    return tuple(slide for kind in asked.kinds for slide in slides_of.get(kind, ()))


def _draft(figures: Figures, asked: BriefingRequest) -> Briefing:
    programme, donor = figures.programme, donor_of(figures, asked) if asked.donor else ""
    data = programme.dataset
    return Briefing(
        "", "", "", _named(figures, asked), asked.preset, DONOR if asked.donor else asked.audience, language(), data.title,
        asked.release, data.release, programme.as_of.isoformat(), formats.day(programme.as_of), choice(programme),
        _choice(programme, asked), provenance.made_up(programme), data.licence, (),
        short_mark=t("Illustrative data") if provenance.made_up(programme) else "",
        donor=donor_name(figures, donor) if donor else "", logo=logo(donor) if donor else "",
    )  # fmt: skip


def _choice(programme: Programme, asked: BriefingRequest) -> dict[str, Any]:
    """All it takes to ask for the same once more, as plain JSON."""
    scope = {name: list(keys) for name, keys in asdict(programme.scope).items() if name != "as_of"}
    return {
        "preset": asked.preset, "audience": asked.audience, "slides": list(asked.slides),
        "governorates": list(asked.governorates), "title": asked.title, "as_of": programme.as_of.isoformat(), "scope": scope,
        "eyes": eyes(asked, programme.scope) if asked.donor else None,
    }  # fmt: skip


def _named(figures: Figures, asked: BriefingRequest) -> str:
    """What the briefing is called: which governorates it is about, and whose money, where that was chosen."""
    if asked.title:
        return asked.title
    scope, donors = figures.programme.scope, whose(figures.programme)
    pcodes = asked.governorates if asked.preset == "governorate" and asked.governorates else scope.governorates
    place = joined([governorate_name(pcode) for pcode in pcodes]) if 0 < len(pcodes) <= NAMED else t("Iraq")
    if donors:
        return t("Community policing in {place}, paid for by {donors}", place=place, donors=donors)
    return t("Community policing in {place}", place=place)


def _alike(before: Briefing, draft: Briefing) -> bool:
    """Whether they are about the same, for readers who see the same."""
    same = all(getattr(before, name) == getattr(draft, name) for name in _SAME)
    return same and before.choice.get("eyes") == draft.choice.get("eyes")


def _since(figures: Figures, asked: BriefingRequest, draft: Briefing) -> tuple[Slide, ...]:
    """Compare with the previous briefing of the same choice and readers; else with an earlier month or period."""
    before = asked.previous
    if before and _alike(before, draft) and _true_then(before, figures):
        return since_briefing(figures, before, draft)
    return since_earlier(figures, other=before is not None)


def _true_then(before: Briefing, figures: Figures) -> bool:
    """Whether that briefing speaks of a day on which figures are true for these readers, or is of other data, with its own."""
    other_data = before.content != figures.programme.dataset.release
    return other_data or figures.programme.snapped(before.day) == before.day
