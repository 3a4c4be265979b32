"""Slides of a briefing for pages that flow: what was split to fit a screen is together again."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from os.path import commonprefix

from community_policing.briefing.model import Block, Bullets, Points, Slide, Table

MOST = 12  # targets that are drawn together: a drawing is never broken across pages


def flowing(slides: Sequence[Slide]) -> tuple[Slide, ...]:
    """The same slides, those of one subject and headline as one, without the count of them in their subtitles."""
    whole: list[Slide] = []
    for _, group in groupby(slides, lambda slide: _subject(slide.key)):
        pages = tuple(group)
        same = commonprefix([page.subtitle for page in pages])  # noqa: RUF071  letters are meant, not folders
        subtitle = same.rstrip(" (") if len(pages) > 1 else same
        for _, alike in groupby(pages, lambda slide: slide.headline):
            whole.append(_one(tuple(alike), subtitle))
    return tuple(whole)


def _subject(key: str) -> str:
    """ "targets" for "targets-2"."""
    subject, _, page = key.rpartition("-")
    return subject if page.isdigit() else key


def _one(pages: Sequence[Slide], subtitle: str) -> Slide:
    blocks: list[Block] = []
    for block in (block for page in pages for block in page.blocks):
        before = next((place for place, each in enumerate(blocks) if _goes_on(each, block)), None)
        if before is None:
            blocks.append(block)
        else:
            blocks[before] = _longer(blocks[before], block)
    footnote = "\n".join(dict.fromkeys(page.footnote for page in pages if page.footnote))
    return replace(pages[0], subtitle=subtitle, footnote=footnote, blocks=tuple(blocks))


def _goes_on(before: Block, block: Block) -> bool:
    if type(before) is not type(block) or getattr(before, "title", "") != getattr(block, "title", ""):
        return False
    if isinstance(before, Bullets) and isinstance(block, Bullets):
        return len(before.rows) + len(block.rows) <= MOST
    return isinstance(before, Points) or (
        isinstance(before, Table) and isinstance(block, Table) and before.heads == block.heads
    )


def _longer(before: Block, block: Block) -> Block:
    if isinstance(before, Points) and isinstance(block, Points):
        return replace(before, points=before.points + block.points)
    if isinstance(before, Bullets) and isinstance(block, Bullets):
        return replace(before, rows=before.rows + block.rows, alt=f"{before.alt} {block.alt}")
    assert isinstance(before, Table)
    assert isinstance(block, Table)
    status = _marks(before) + _marks(block)
    return replace(before, rows=before.rows + block.rows, status=status if any(status) else ())


def _marks(table: Table) -> tuple[str, ...]:
    return table.status or ("",) * len(table.rows)
