"""Slides that go on: what does not fit on one is split into further ones with keys of their own."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TypeVar

from community_policing.briefing.model import Block, Slide
from community_policing.core import formats
from community_policing.core.i18n import t

T = TypeVar("T")
BESIDE, WIDE = 8, 12  # rows of a table beside something, and of one that has the slide's width


def split(items: Sequence[T], most: int) -> tuple[tuple[T, ...], ...]:
    """The items in pages of at most so many, as even as can be; one empty page for none."""
    count = -(-len(items) // most) or 1
    edges = [round(page * len(items) / count) for page in range(count + 1)]
    return tuple(tuple(items[start:end]) for start, end in pairwise(edges))


def paged(first: Slide, more: Sequence[tuple[Block, ...]]) -> tuple[Slide, ...]:
    """The slide, and one for each further page of blocks: "targets-2", "(2 of 3)"."""
    count = len(more) + 1
    if count == 1:
        return (first,)
    pages = (first.blocks, *more)
    return tuple(
        replace(
            first, key=f"{first.key}-{page}" if page > 1 else first.key, blocks=blocks, notes=first.notes if page == 1 else "",
            subtitle=t("{what} ({page} of {pages})", what=first.subtitle, page=formats.number(page), pages=formats.number(count)),
        )
        for page, blocks in enumerate(pages, start=1)
    )  # fmt: skip
