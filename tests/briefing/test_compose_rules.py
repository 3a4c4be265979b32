"""Rules that every composed briefing keeps, whatever was chosen: texts, keys, lengths, and what a donor may not see."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from community_policing.briefing.compose.composer import BriefingRequest, compose
from community_policing.briefing.model import Bars, Briefing, Bullets, Cards, Number, Points, Table, numbers
from community_policing.briefing.presets import PRESETS
from community_policing.briefing.snapshot import as_json, frozen, read
from community_policing.core import formats
from community_policing.core.geography import governorates
from community_policing.core.indicators import INDICATORS
from community_policing.core.quantity import Quantity, Suppressed
from community_policing.dataset.load import load
from community_policing.measure.programme import Programme, Scope
from tests.conftest import ROOT

SCOPES = (
    Scope(), Scope(donors=("DE",)), Scope(governorates=("IQG08", "IQG15")), Scope(date(2003, 1, 1)),
    Scope(governorates=("IQG14",), phases=("P1",), donors=("DE",)),
)  # fmt: skip
FOLDERS = (ROOT / "data" / "demonstration", ROOT / "data" / "public_record", ROOT / "tests" / "fixture")


def texts(part: Any) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, tuple):
        for each in part:
            yield from texts(each)
    elif is_dataclass(part):
        for field in fields(part):
            yield from texts(getattr(part, field.name))


@pytest.fixture(scope="module", params=FOLDERS, ids=lambda folder: folder.name)
def whole(request: pytest.FixtureRequest) -> Programme:
    folder: Path = request.param
    return Programme.of(load(folder))


@pytest.fixture(scope="module")
def made(whole: Programme) -> list[Briefing]:
    """Every preset in every choice."""
    asked = [BriefingRequest(preset, governorates=("IQG15", "IQG14")) for preset in PRESETS]
    return [compose(whole.within(scope), each) for scope in SCOPES for each in asked]


def test_of_one_key_there_is_one_number(made: list[Briefing]) -> None:
    """Wherever it is shown, and slides have keys of their own."""
    for briefing in made:
        seen: dict[str, Number] = {}
        assert [number for number in numbers(briefing.slides) if seen.setdefault(number.key, number) != number] == []
        assert len({slide.key for slide in briefing.slides}) == len(briefing.slides)


def test_a_numbers_text_is_what_the_pages_show(made: list[Briefing]) -> None:
    """The formatter's text for its bounds and unit; what nobody knows is a dash; differences have signs of their own."""
    for briefing in made:
        for number in numbers(briefing.slides):
            if not number.key.startswith("since/difference/"):
                value = None if number.low is None else Quantity(number.low, number.high, number.about)
                if number.text == "under 10":
                    value = Suppressed.threshold(10)
                unit = (
                    INDICATORS[number.indicator].unit if number.indicator else number.unit
                )  # a survey's answer has its own
                assert number.text == formats.quantity(value, unit)


def test_everything_fits_its_slide(made: list[Briefing]) -> None:
    """At most two lines of headline, five cards, eight rows beside something and fifteen alone, fourteen targets, nine points."""
    most = {Bullets: 14, Points: 9}
    for slide in (slide for briefing in made for slide in briefing.slides):
        assert 0 < len(slide.headline) <= 150
        assert len(slide.footnote) <= 120
        for block in slide.blocks:
            if isinstance(block, Cards):
                assert 0 < len(block.cards) <= 5
                assert max(len(card.lines) for card in block.cards) <= 3
            if isinstance(block, Table):
                assert len(block.rows) <= (15 if block.slot == "wide" else 8)
                assert {len(row) for row in block.rows} <= {len(block.heads)}
                assert block.status == () or len(block.status) == len(block.rows)
                assert block.rows or block.nothing
            if isinstance(block, Bars):
                assert {len(series.numbers) for series in block.series} <= {len(block.categories)}
            if isinstance(block, Bullets | Points):
                held = block.rows if isinstance(block, Bullets) else block.points
                assert len(held) <= most[type(block)]
                assert held or (block.more if isinstance(block, Bullets) else block.nothing)


def test_every_text_is_whole(made: list[Briefing]) -> None:
    """No placeholder, no None and no gap is left where a name should be."""
    odd = re.compile(r"[{}]|\bNone\b|\bnan\b|  |: *;|^[;:]")
    assert [text for briefing in made for text in texts(briefing.slides) if odd.search(text)] == []


def test_what_is_read_back_is_what_was_composed(made: list[Briefing]) -> None:
    """The draft freezes, and its choice is plain JSON."""
    for draft in made:
        briefing = frozen(draft, "an analyst")
        assert read(as_json(briefing)) == briefing


def test_a_donor_sees_no_name_below_a_governorates(whole: Programme) -> None:
    """No forum, event, item or place by name, and no row's id, on any slide, whatever slides were asked for."""
    columns = {
        "fora": ("forum_id", "name", "place"), "trainings": ("training_id", "title", "place"),
        "infrastructure": ("item_id", "name", "place"),
    }  # fmt: skip
    ours = {place.name_en for place in governorates().values()} | {"Iraq", "Headquarters"}  # words that say no place
    hidden = {
        str(name)
        for table, names in columns.items() for column in names for name in whole.frames[table][column].dropna()
    } - ours  # fmt: skip
    for scope in SCOPES[:4]:
        briefing = compose(whole.within(scope), BriefingRequest("chief", "donor", governorates=("IQG15", "IQG08")))
        sources = {title for number in numbers(briefing.slides) for title in number.sources}
        shown = "\n".join(text for text in texts(briefing.slides) if text not in sources)
        assert [name for name in hidden if re.search(rf"\b{re.escape(name)}\b", shown)] == []
