"""Lines of other languages begin at the right: our looks follow the line, and never name a side."""

import re
from collections.abc import Iterator

from community_policing.core.paths import STATIC
from tests.conftest import ROOT
from tests.contracts.code import CODE

SIDES = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border)-(?:left|right)\b[\w-]*|border-(?:top|bottom)-(?:left|right)-radius|(?:left|right))\s*:"
    r"|(?<![\w-])(?:text-align|float|clear)\s*:\s*(?:left|right)\b"
)
FOUR = re.compile(r"(?<![\w-])(?:margin|padding|inset)\s*:\s*([^;{}!]+)")
VALUE = re.compile(r"(?:[^\s()]|\([^()]*\))+")
ON_PURPOSE = {
    "right: -3px;": "the end of a small trend: time runs to the right in every language",
    "text-align: right;": "figures: units stand under units in every language",
}


def sides(css: str) -> Iterator[str]:
    """The declarations that name a side, or give the left another value than the right."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    for found in SIDES.finditer(css):
        yield css[found.start() : css.find(";", found.start()) + 1].strip()
    for found in FOUR.finditer(css):
        values = VALUE.findall(found[1])
        if len(values) == 4 and values[1] != values[3]:
            yield found[0].strip()


def test_the_style_sheets_follow_the_line() -> None:
    """But for what is drawn in an order of its own."""
    named = [each for file in sorted((STATIC / "styles").glob("*.css")) for each in sides(file.read_text("utf-8"))]
    assert named == list(ON_PURPOSE)


def test_looks_in_the_code_follow_the_line() -> None:
    """Those that pages and parts of the page write beside the style sheet, and plain pages."""
    places = (
        "community_policing/ui/components/",
        "community_policing/ui/shell/",
        "community_policing/server/",
        "pages/",
    )
    written = {
        f"{file.relative_to(ROOT)}: {each}"
        for file in CODE
        if file.relative_to(ROOT).as_posix().startswith(places)
        for text in re.findall(r"style=\"[^\"]*\"|<style>.*?</style>", file.read_text("utf-8"), re.DOTALL)
        for each in sides(text)
    }
    assert written == set()


def test_a_side_is_seen() -> None:
    """Each way to name one; what follows the line, and the same on both sides, is let be."""
    for line in ("a {margin-left: 1px;}", "a {left:0;}", "a {border-right-color: red;}", "a {border-top-left-radius: 1px;}",
                 "a {text-align: right;}", "a {float:left;}", "a {padding: 1px 2px 3px 4px;}"):  # fmt: skip
        assert len(list(sides(line))) == 1, line
    fine = "a {margin-inline-start: 1px; padding: 1px 2px 3px 2px; inset: 0; text-align: start; justify-content: left}"
    assert list(sides(f"{fine} /* left: 0; */ b {{--left: 1px}}")) == []
