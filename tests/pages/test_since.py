"""The Overview's line on what changed: counted by hand on the fixture (tests/conftest.py); unknown is said as unknown."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from community_policing.analysis.compare import wording
from community_policing.ui.shell import session
from pages.compare import cards, sides
from pages.overview.since import TOLD
from tests.pages.test_working import DATASETS, ROOT, alone

FIXTURE = str(ROOT / "tests" / "fixture")


def lines(test: AppTest) -> list[str]:
    """Sentences on differences, without the marks that keep Markdown from reading them."""
    words = re.compile(r"headline figure|not known|[+−≈]", re.IGNORECASE)
    texts = (text.value.replace("\\", "").replace("\u00a0", " ") for text in test.markdown)
    return [text for text in texts if words.search(text) and "\n" not in text]  # cards have a gap with its sign, too


def test_the_line_says_what_moved_and_nothing_else() -> None:
    """From 31 August to 30 November 2016: one forum was set up and one closed, so their number stands; one plan came about, one
    building was done.  What did not move is not named."""
    assert lines(alone("overview", FIXTURE, {})) == ["Fora planned −1 · Building works done +1"]


def test_the_choice_looks_back_to_days_on_record() -> None:
    """Three months back first, then the end of last year, then the eve of each phase: days within what is on record."""
    test = alone("overview", FIXTURE, {})
    assert test.selectbox(key="since").options == ["Since 31 Aug 2016", "Since 31 Dec 2015", "Since 29 Feb 2016"]


@pytest.mark.parametrize("scope", [{}, {"governorates": ("IQG15",)}, {"established_by": ("police",)}], ids=str)
@pytest.mark.parametrize("dataset", DATASETS)
def test_what_nobody_knows_never_passes_for_unmoved(dataset: str, scope: dict[str, tuple[str, ...]]) -> None:
    """Whatever day is looked back to: that no figure moved is said only where every difference is known to be none; one that is
    not known is said to be so, in Compare's own words."""
    test = alone("overview", str(ROOT / "data" / dataset), scope)
    whole = session.recorded(ROOT / "data" / dataset)
    programme = session.scoped(whole, session.Scope(**scope))
    for option in test.selectbox(key="since").options:
        test.selectbox(key="since").select(option).run()
        said = lines(test)[0]
        day = test.session_state["since"].day
        held = [cards.compared(key, sides.at(programme, day), programme) for key in TOLD]
        inside = [each for each in held if "outside_scope" not in (each.a.absent, each.b.absent)]
        unknown = [each for each in inside if each.more is None]
        assert ("No headline figure changed." in said) == all(
            each.more and not (each.more.low or each.more.high) for each in inside
        )
        assert ("difference not known" in said) == bool(unknown)
        if 0 < len(unknown) < len(inside):
            assert unknown[0].b.label in said
        for each in unknown:
            assert "difference not known" in wording.finding(each, ())


def test_the_public_record_knows_no_difference_since_august() -> None:
    """Of 31 August 2016 nothing was published: the line says so, and no longer that nothing moved."""
    test = alone("overview", str(ROOT / "data" / "public_record"), {})
    assert lines(test) == ["Headline figures: difference not known · Not published for 31 Aug 2016."]
