"""The Overview's line on what changed: counted by hand on the fixture (tests/conftest.py)."""

from tests.pages.test_working import ROOT, alone

FIXTURE = str(ROOT / "tests" / "fixture")


def told() -> list[str]:
    """Lines of differences, without the marks that keep Markdown from reading them."""
    test = alone("overview", FIXTURE, {})
    return [text.value.replace("\\", "") for text in test.markdown if "+" in text.value or "−" in text.value]


def test_the_line_says_what_moved_and_nothing_else() -> None:
    """From 31 August to 30 November 2016: one forum was set up and one closed, so their number stands; one plan came about, one
    building was done.  What did not move is not named."""
    assert told() == ["Fora planned −1 · Building works done +1"]


def test_the_choice_looks_back_to_days_on_record() -> None:
    """Three months back first, then the end of last year, then the eve of each phase: days within what is on record."""
    test = alone("overview", FIXTURE, {})
    assert test.selectbox(key="since").options == ["Since 31 Aug 2016", "Since 31 Dec 2015", "Since 29 Feb 2016"]
