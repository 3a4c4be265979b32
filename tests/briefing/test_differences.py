"""What moved between two briefings, by the keys of their numbers."""

from dataclasses import replace

from community_policing.briefing.differences import Moved, moved
from community_policing.briefing.model import Briefing, Card, Cards, Slide
from community_policing.core.quantity import Quantity
from tests.briefing_sample import draft, number


def briefing(*shown: object) -> Briefing:
    """A briefing of those numbers."""
    cards = Cards(tuple(Card(each) for each in shown))  # type: ignore[arg-type]
    return replace(draft(), slides=(Slide("stand", "stand", "h", "s", (cards,), "f"),))


IOM = {"indicator": "fora_established_iom", "place": "Iraq"}


def test_what_reads_differently_has_moved_and_nothing_else() -> None:
    """A figure that differs, one whose bounds do, one that came and one that went; differences told as such are left out."""
    before = briefing(
        number("a", 28, **IOM), number("b", 3, "≥ 3", 5), number("same", 7), number("gone", 1), number("since/x", 1)
    )
    after = briefing(
        number("a", 30, **IOM), number("b", 3, "≥ 3", None), number("same", 7), number("came", 2), number("since/x", 2)
    )
    assert [(each.key, each.before and each.before.text, each.after and each.after.text) for each in moved(before, after)] == [
        ("a", "28", "30"), ("b", "≥ 3", "≥ 3"), ("came", None, "2"), ("gone", "1", None),
    ]  # fmt: skip


def test_a_briefing_does_not_differ_from_itself() -> None:
    """Not even where a number stands on several slides."""
    assert moved(draft(), draft()) == ()


def test_a_difference_has_its_bounds_and_its_unit() -> None:
    """None where nobody knows by how much; shares differ by points."""
    up = Moved("a", "Fora", "Iraq", number("a", 28, **IOM), number("a", 30, **IOM))
    assert (up.more, up.unit) == (Quantity(2, 2), "fora")
    assert replace(up, after=number("a", 30, "≥ 30", None, **IOM)).more == Quantity(2, None)
    assert replace(up, before=number("a", 20, "≥ 20", None, **IOM)).more is None
    assert (replace(up, before=None).more, replace(up, after=None).more) == (None, None)
    points = {"indicator": "women_share_of_members"}
    assert (
        Moved("w", "Women", "", number("w", 18, "18 %", **points), number("w", 20, "20 %", **points)).unit == "percent"
    )
