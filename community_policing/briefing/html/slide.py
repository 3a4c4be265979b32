"""One slide as HTML: headline, cards, one block or two, and a foot that says what it rests on.

Sizes are those of a slide of 1920 x 1080; the deck scales it as a whole.
"""

from collections.abc import Sequence

from community_policing.briefing.cover_facts import facts
from community_policing.briefing.html.blocks import block, cards
from community_policing.briefing.html.markup import Markup, tag, together
from community_policing.briefing.model import Block, Briefing, Cards, Slide
from community_policing.core import formats
from community_policing.core.i18n import t

WIDTH, HEIGHT, EDGE, GAP = 1920, 1080, 88, 56
_WIDE, _MAIN, _SIDE = WIDTH - 2 * EDGE, 1.6, 1.0
_HEAD, _FOOT, _CARDS = 190, 112, 220  # what head, foot and a row of cards take as a rule


def section(briefing: Briefing, slide: Slide, at: int, total: int) -> Markup:
    """The slide `at` of `total`, as a section that says of itself where it stands."""
    named = t("Slide {at} of {total}: {headline}", at=at, total=total, headline=slide.headline)
    sheet = _title(briefing, slide, at) if slide.kind == "title" else _sheet(slide, at)
    inside = tag("div", sheet, _foot(briefing, slide, at, total), class_=f"sheet {slide.kind}")
    return tag("section", inside, data_key=slide.key, aria_label=named, aria_roledescription=t("slide"))


def _title(briefing: Briefing, slide: Slide, at: int) -> Markup:
    """The first slide: what this is, of when, and what it covers; blocks below where it has any."""
    rows = [tag("div", tag("dt", asked), tag("dd", answer)) for asked, answer in facts(briefing)]
    head = tag(
        "header", tag("h2", slide.headline, class_="headline"), _line("subtitle", slide.subtitle), class_="cover"
    )
    return together(head, tag("dl", *rows, class_="facts"), _body(slide, at))


def _sheet(slide: Slide, at: int) -> Markup:
    head = tag("header", tag("h2", slide.headline, class_="headline"), _line("subtitle", slide.subtitle), class_="head")
    return together(head, _body(slide, at))


def _body(slide: Slide, at: int) -> Markup:
    above = [each for each in slide.blocks if isinstance(each, Cards)]
    below = [each for each in slide.blocks if not isinstance(each, Cards)]
    if not slide.blocks:
        return tag("div", class_="body")
    rows = [cards(each) for each in above]
    return tag("div", *rows, _below(below, len(above), at), class_="body")


def _below(blocks: Sequence[Block], rows: int, at: int) -> Markup:
    """Blocks beside each other; `main` takes more room than `side`, and `wide` stands alone below."""
    beside = [each for each in blocks if each.slot != "wide"]
    wide = [each for each in blocks if each.slot == "wide"]
    lines = ([beside] if beside else []) + [[each] for each in wide]
    height = (HEIGHT - _HEAD - _FOOT - EDGE - rows * _CARDS) / max(1, len(lines)) - GAP
    return together(*(_row(line, height, at) for line in lines))


def _row(blocks: Sequence[Block], height: float, at: int) -> Markup:
    shares = [_MAIN if each.slot == "main" else _SIDE for each in blocks]
    free = _WIDE - GAP * (len(blocks) - 1)
    columns = " ".join(f"minmax(0,{share}fr)" for share in shares)
    drawn = [block(each, free * share / sum(shares), height, at) for each, share in zip(blocks, shares, strict=True)]
    return tag("div", *drawn, class_="row", style=f"grid-template-columns:{columns}")


def _foot(briefing: Briefing, slide: Slide, at: int, total: int) -> Markup:
    lines = [
        tag("span", f"{t('As of')} {briefing.as_of_text}"), tag("span", briefing.chosen), tag("span", briefing.data),
        tag("span", f"{t('Briefing')} {briefing.id}", class_="id"),
    ]  # fmt: skip
    number = tag("span", f"{formats.number(at)} / {formats.number(total)}", class_="at")
    mark = tag("p", tag("b", briefing.mark), class_="mark") if briefing.mark else Markup("")
    return tag(
        "footer", mark, _line("rests", slide.footnote), tag("p", *lines, number, class_="imprint"), class_="foot"
    )


def _line(kind: str, text: str) -> Markup:
    return tag("p", text, class_=kind) if text else Markup("")
