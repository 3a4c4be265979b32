"""A briefing says the same figures in every language, and nothing in another one than its own."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from community_policing.briefing.compose.composer import compose
from community_policing.briefing.presets import BriefingRequest
from community_policing.briefing.snapshot import as_json, frozen
from community_policing.core.bidi import without_marks
from community_policing.core.i18n import speaking
from community_policing.core.languages import SOURCE
from community_policing.dataset.load import load
from community_policing.measure.programme import Programme, Scope
from tests.conftest import ROOT
from tests.pages.test_three_languages import OTHERS, known_words, left, numbers

# What a snapshot holds besides texts that a person reads
_KEYS = {"kind", "key", "pcode", "fill", "ink", "colour", "status", "language", "tint", "at", "is", "slot", "indicator"}
RULE = {"95", "75"}  # of statuses: the last slide tells it where its lines have room


@pytest.mark.parametrize("preset", ["chief", "donor"])
def test_a_briefing_in_three_languages(preset: str) -> None:
    """Every text of every slide, its notes and its sources; each number, but of a line for which longer words leave no room."""
    programme = Programme.of(load(ROOT / "data" / "demonstration"))
    asked, scope = BriefingRequest(preset), Scope(donors=("DE",)) if preset == "donor" else Scope()
    said = {}
    for code in (SOURCE, *OTHERS):
        with speaking(code):
            briefing = frozen(compose(programme.within(scope), asked), "test")
        said[code] = [without_marks(text) for text in _texts(json.loads(as_json(briefing))["slides"])]
    for code in OTHERS:
        assert (code, list(dict.fromkeys(left(said[code], known_words())))) == (code, [])
        told, english = numbers(said[code]), numbers(said[SOURCE])
        assert (code, told - english) == (code, set())
        assert (code, english - told - RULE) == (code, set())


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, part in value.items():
            if key not in _KEYS:
                yield from _texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)
    elif isinstance(value, str):
        yield value
