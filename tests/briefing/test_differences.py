"""What moved between two briefings, by the keys of their numbers."""

from dataclasses import replace

from community_policing.briefing.differences import Moved, moved, sentence
from community_policing.briefing.model import Briefing, Card, Cards, Slide
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


def test_what_moved_is_said_with_its_difference() -> None:
    """With its sign and its bounds; where nobody knows by how much, both figures alone."""
    up = Moved("a", "Fora", "Iraq", number("a", 28, **IOM), number("a", 30, **IOM))
    share = {"indicator": "women_share_of_members"}
    assert sentence(up) == "Fora, Iraq: 28 → 30 (+2)"
    assert sentence(replace(up, after=number("a", 30, "≥ 30", None, **IOM))) == "Fora, Iraq: 28 → ≥ 30 (≥ +2)"
    assert sentence(replace(up, before=number("a", 20, "≥ 20", None, **IOM))) == "Fora, Iraq: ≥ 20 → 30"
    assert sentence(replace(up, before=None)) == "Fora, Iraq: 30, not in the earlier briefing"
    assert sentence(replace(up, after=None, place="")) == "Fora: was 28, no longer shown"
    points = Moved("w", "Women", "", number("w", 18, "18 %", **share), number("w", 20, "20 %", **share))
    assert sentence(points) == "Women: 18 % → 20 % (+2.0 points)"
