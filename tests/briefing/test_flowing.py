"""What was split for a screen is one again on paper: nothing lost, nothing said twice."""

from dataclasses import replace

import pytest

from community_policing.briefing.model import Block, Bullet, Bullets, Cards, Point, Points, Slide, Table, numbers
from community_policing.briefing.pdf.reflow import flowing
from tests.briefing_sample import number, sample

ONE = number("a", 1)


def slide(key: str, *blocks: Block, headline: str = "H", subtitle: str = "What", footnote: str = "F") -> Slide:
    """A slide of that key."""
    return replace(sample().slides[1], key=key, headline=headline, subtitle=subtitle, footnote=footnote, blocks=blocks)


def table(*rows: str, status: tuple[str, ...] = (), title: str = "T", head: str = "Head") -> Table:
    return Table(title, (head,), tuple((row,) for row in rows), status)


def points(*texts: str, title: str = "P") -> Points:
    return Points(title, tuple(Point(text) for text in texts))


def bullets(count: int) -> Bullets:
    bullet = Bullet("l", "p", ONE, ONE, 0.0, 0.5, "on_track", "s")
    return Bullets("B", f"{count} targets.", (bullet,) * count)


def test_pages_of_one_subject_are_one() -> None:
    """Rows and points go on under one title, the count goes from the subtitle, and the footnote is said once."""
    first = slide("map", table("a"), points("x"), subtitle="What (1 of 2)")
    second = slide("map-2", table("b"), points("y"), subtitle="What (2 of 2)")
    assert flowing([first, second]) == (
        replace(first, subtitle="What", blocks=(table("a", "b"), points("x", "y"))),
    )  # fmt: skip


def test_what_differs_stays_apart() -> None:
    """Other headlines are slides of their own, without the count; other titles and heads blocks of their own; other footnotes
    follow each other; subjects that only look alike are not mixed."""
    pages = [
        slide("sources", points("x"), headline="A", subtitle="S (1 of 3)"),
        slide("sources-2", table("a"), headline="B", subtitle="S (2 of 3)"),
        slide("sources-3", table("b", head="Other"), points("z"), headline="B", subtitle="S (3 of 3)", footnote="G"),
        slide("governorate-IQG15", table("c")),
        slide("governorate-IQG05", table("d")),
    ]
    assert flowing(pages) == (
        replace(pages[0], subtitle="S"),
        replace(pages[1], subtitle="S", footnote="F\nG", blocks=(table("a"), table("b", head="Other"), points("z"))),
        *pages[3:],
    )


@pytest.mark.parametrize(
    ("before", "after", "together"),
    [
        ((), (), ()),
        (("late",), (), ("late", "")),
        ((), ("late",), ("", "late")),
        (("done",), ("late",), ("done", "late")),
    ],
)
def test_each_row_keeps_its_status(before: tuple[str, ...], after: tuple[str, ...], together: tuple[str, ...]) -> None:
    """Also where one of the two tables has none."""
    (made,) = flowing([slide("t", table("a", status=before)), slide("t-2", table("b", status=after))])
    assert made.blocks == (table("a", "b", status=together),)


def test_drawings_that_would_not_fit_a_page_stay_apart() -> None:
    """Twelve targets are drawn together, and no more."""
    (made,) = flowing([slide("t", bullets(7)), slide("t-2", bullets(5)), slide("t-3", bullets(1))])
    assert [len(block.rows) for block in made.blocks if isinstance(block, Bullets)] == [12, 1]
    assert made.blocks[0] == replace(bullets(12), alt="7 targets. 5 targets.")


def test_cards_are_never_joined() -> None:
    """Each slide's figures in a row are its own."""
    cards = Cards(())
    (made,) = flowing([slide("t", cards), slide("t-2", cards)])
    assert made.blocks == (cards, cards)


def test_no_number_is_lost() -> None:
    """A briefing that flows speaks the same numbers in the same order within each subject."""
    slides = sample().slides
    assert sorted(map(str, numbers(flowing(slides)))) == sorted(map(str, numbers(slides)))
