"""One slide as HTML: headline, cards, one block or two, and a foot of one line.

Sizes are those of a slide of 1920 x 1080; the deck scales it as a whole.
"""

from collections.abc import Sequence

from community_policing.briefing.drawing.text_width import fitted, width
from community_policing.briefing.html.blocks import block, cards
from community_policing.briefing.html.markup import Markup, clean, tag, together
from community_policing.briefing.model import Block, Briefing, Cards, Slide
from community_policing.core import formats
from community_policing.core.i18n import t

WIDTH, HEIGHT, EDGE, GAP = 1920, 1080, 88, 56
_WIDE, _MAIN, _SIDE = WIDTH - 2 * EDGE, 1.6, 1.0
# Between a headline of two lines and the foot; a row of cards; a line of the headline
_BODY, _CARDS, _LINE = (740, 220, 61)
_HEADLINE, _SMALL, _APART, _LEAST = 50, 24, 30, 200  # text; between two parts of the foot; what the source has at least


def section(briefing: Briefing, slide: Slide, at: int, total: int) -> Markup:
    """The slide `at` of `total`, as a section that says of itself where it stands."""
    named = t("Slide {at} of {total}: {headline}", at=at, total=total, headline=slide.headline)
    title = tag("h2", slide.headline, class_="headline")
    head = tag("header", title, tag("p", slide.subtitle, class_="subtitle") if slide.subtitle else "", class_="head")
    sheet = together(_logo(briefing), head, _body(slide, at))
    inside = tag("div", sheet, _foot(briefing, slide, at), class_=f"sheet {slide.kind}")
    return tag("section", inside, data_key=slide.key, aria_label=named, aria_roledescription=t("slide"))


def _logo(briefing: Briefing) -> Markup:
    if not briefing.logo:
        return Markup("")
    return tag("img", src=f"data:image/png;base64,{briefing.logo}", alt=briefing.donor, class_="logo")


def _body(slide: Slide, at: int) -> Markup:
    above = [each for each in slide.blocks if isinstance(each, Cards)]
    below = [each for each in slide.blocks if not isinstance(each, Cards)]
    if not slide.blocks:
        return tag("div", class_="body")
    rows = [cards(each) for each in above]
    short = width(slide.headline, _HEADLINE, True) < _WIDE * 0.97
    height = _BODY + _LINE * short - len(above) * _CARDS
    return tag("div", *rows, _below(below, height, at), class_="body")


def _below(blocks: Sequence[Block], room: float, at: int) -> Markup:
    """Blocks beside each other; `main` takes more room than `side`, and `wide` stands alone below."""
    beside = [each for each in blocks if each.slot != "wide"]
    wide = [each for each in blocks if each.slot == "wide"]
    lines = ([beside] if beside else []) + [[each] for each in wide]
    height = (room - GAP * (len(lines) - 1)) / max(1, len(lines))
    return together(*(_row(line, height, at) for line in lines))


def _row(blocks: Sequence[Block], height: float, at: int) -> Markup:
    shares = [_MAIN if each.slot == "main" else _SIDE for each in blocks]
    free = _WIDE - GAP * (len(blocks) - 1)
    columns = " ".join(f"minmax(0,{share}fr)" for share in shares)
    drawn = [block(each, free * share / sum(shares), height, at) for each, share in zip(blocks, shares, strict=True)]
    return tag("div", *drawn, class_="row", style=f"grid-template-columns:{columns}")


def _foot(briefing: Briefing, slide: Slide, at: int) -> Markup:
    """In one line: that the data are made up, for whom it is, as of when, what it rests on, its id, and the slide's number."""
    mark, number = clean(briefing.short_mark or briefing.mark), _number(briefing, slide, at)
    before = [briefing.donor, t("As of {day}", day=briefing.as_of_text)]
    own = t("Briefing {id}", id=briefing.id)
    rest = sum(width(clean(part), _SMALL, True) + _APART for part in (mark, *before, own, number) if part)
    source = fitted(clean(slide.footnote), max(_WIDE - rest, _LEAST), _SMALL, True)
    rests = tag("span", source, class_="rests", title=slide.footnote if source != slide.footnote else None)
    parts = (
        tag("b", mark, class_="mark", title=briefing.mark) if mark else "",
        *(tag("span", part) for part in before if part), rests if source else "", tag("span", own),
        tag("span", number, class_="at"),
    )  # fmt: skip
    return tag("footer", *(part for part in parts if part), class_="foot")


def _number(briefing: Briefing, slide: Slide, at: int) -> str:
    """The slide's number among those that are told; one of the annex has a number of its own."""
    told = len(briefing.main)
    if slide.kind == "annex":
        return t("Annex {number}", number=formats.number(at - told))
    return f"{formats.number(at)} / {formats.number(told)}"
