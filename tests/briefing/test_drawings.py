"""Charts and maps of a briefing as SVG."""

import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from community_policing.briefing.drawing.draw import draw
from community_policing.briefing.drawing.text_width import UNKNOWN, breakable, fitted, lines, shown, width
from community_policing.briefing.model import Bars, Bullets, Drawing, Map, Series, Steps, numbers
from tests.briefing_sample import answers, number, sample

HOSTILE = (" <script>alert(1)</script>", " '\"&", " 😀", " نينوى", " " + "x" * 200, " \x00\x07\u202e")
DRAWN: list[Drawing] = [
    block for slide in sample().slides for block in slide.blocks if isinstance(block, Bars | Bullets | Steps | Map)
] + [answers()]


def texts(svg: str) -> list[str]:
    """Every line of text, in order; what is told to who points at it is left out."""
    elements = ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")
    return ["".join([text.text or "", *(child.tail or "" for child in text)]) for text in elements]


def spans(svg: str) -> list[tuple[str, float, float]]:
    """Every line of text, and from where to where it goes."""
    elements = ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")
    found = []
    for line, element in zip(texts(svg), elements, strict=True):
        wide = width(line, float(element.attrib["font-size"]), "font-weight" in element.attrib)
        part = {"middle": 0.5, "end": 1.0}.get(element.attrib.get("text-anchor", ""), 0.0)
        left = float(element.attrib["x"]) - wide * part
        found.append((line, left, left + wide))
    return found


@pytest.mark.parametrize("drawing", DRAWN, ids=lambda drawing: type(drawing).__name__)
def test_every_number_is_written_as_the_snapshot_has_it(drawing: Drawing) -> None:
    """A line of its own, or the end of a line, for each; nothing is rounded or counted again."""
    written = texts(draw(drawing, 1060, 700).svg())
    for each in numbers(drawing):
        assert any(line == each.text or line.endswith(f" {each.text}") for line in written), each.key


@pytest.mark.parametrize("drawing", DRAWN, ids=lambda drawing: type(drawing).__name__)
def test_equal_drawings_are_equal_bytes_and_share_no_id_with_others(drawing: Drawing) -> None:
    """Inlined side by side in one page no id clashes."""
    svg = draw(drawing, 1060, 700).svg()
    assert svg == draw(drawing, 1060, 700).svg()
    ids = set(re.findall(r'id="([^"]+)"', svg))
    assert not ids & set(re.findall(r'id="([^"]+)"', draw(replace(drawing, alt="another"), 1060, 700).svg()))


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_names_are_text_and_stay_inside(hostile: str) -> None:
    """Well-formed XML without a script, and no line of text is wider than the drawing."""
    for slide in sample(hostile).slides:
        for block in slide.blocks:
            if isinstance(block, Bars | Bullets | Steps | Map):
                svg = draw(block, 660, 500).svg()
                assert ElementTree.fromstring(svg).find(".//{http://www.w3.org/2000/svg}script") is None
                assert [line for line, left, right in spans(svg) if left < -1 or right > 661] == []
    svg = draw(answers(hostile), 660, 500).svg()
    assert ElementTree.fromstring(svg).find(".//{http://www.w3.org/2000/svg}script") is None
    assert [line for line, left, right in spans(svg) if left < -1 or right > 661] == []


def test_an_answer_lies_on_its_interval() -> None:
    """On an axis from 0 to 100 %: a disc at the percentage, a bar from end to end; a direction alone has no mark."""
    svg = draw(answers(), 1700, 700, 26).svg()
    zero, hundred = (
        next(left + (right - left) / 2 for line, left, right in spans(svg) if line == f"{at} %") for at in (0, 100)
    )

    def at(percent: float) -> float:
        return zero + (hundred - zero) * percent / 100

    discs = sorted({float(x) for x in re.findall(r'<circle cx="([\d.]+)"', svg)})
    assert discs[-2:] == pytest.approx([at(40), at(60)], abs=0.2)
    bars = re.findall(r'd="M([\d.]+) [\d.]+l([\d.]+) 0"[^>]*stroke-width="4.2"', svg)
    assert [(float(left), float(left) + float(long)) for left, long in bars[:2]] == [
        (pytest.approx(at(32), abs=0.2), pytest.approx(at(48), abs=0.2)),
        (pytest.approx(at(52), abs=0.2), pytest.approx(at(67), abs=0.2)),
    ]
    lines = [line for line, *_ in spans(svg)]
    assert "200 → 220 people asked" in lines
    assert lines[lines.index("Basra") + 2 :][:2] == ["↑ increased; by how much is not", "published"]


def test_nothing_to_draw_is_said() -> None:
    """A chart without bars, targets or days is a sentence, never an empty axis."""
    empty = (Bars("t", "a", (), (), "fora"), Bullets("t", "a", ()), Steps("t", "a", (), "2016-11-30", "fora"))
    assert [texts(draw(drawing, 600, 400).svg()) for drawing in empty] == [
        ["There is nothing to draw."], ["No target is set."], ["Nothing is dated by then."],
    ]  # fmt: skip


def test_a_bar_is_as_long_as_its_number() -> None:
    """20 is twice as long as 10; what nobody counted has neither bar nor number, and 0 a number without a bar."""
    series = Series("", "iom", (number("a", 10), number("b", 20), None, number("c", 0)))
    svg = draw(Bars("t", "a", ("A", "B", "C", "D"), (series,), "fora"), 1000, 400).svg()
    bars = [float(wide) for wide in re.findall(r'<rect [^>]*width="([\d.]+)"[^>]*fill="#0B4F9E"', svg)]
    assert bars[1] == pytest.approx(2 * bars[0], abs=0.2)
    assert len(bars) == 2
    assert sorted(texts(svg)) == ["0", "10", "20", "A", "B", "C", "D"]


def test_areas_without_data_are_hatched_and_the_one_meant_is_outlined() -> None:
    """Of the sample's 18 governorates 15 have no data, one is zero and two have values; Ninewa is marked."""
    country = next(block for block in DRAWN if isinstance(block, Map))
    svg = draw(country, 1060, 700).svg()
    assert len(re.findall(r'<path [^>]*fill="url\(#', svg)) == 15
    assert len(re.findall(r'stroke-width="5"', svg)) == 1


def test_text_is_cut_only_where_it_has_no_room() -> None:
    """An ellipsis ends what is cut; lines break between words, and inside a word that is longer than a line."""
    assert fitted("fora", 500, 24) == "fora"
    cut = fitted("governorate", 80, 24)
    assert cut.endswith("…")
    assert width(cut, 24) <= 80
    assert lines("one two three", width("one two", 24) + 1, 24, 2) == ["one two", "three"]
    assert all(width(line, 24) <= 100 for line in lines("y" * 60, 100, 24, 9))


def test_what_cannot_be_seen_is_made_visible_or_left_out() -> None:
    """Control characters and letters no font of ours has become a box; marks that turn a line's direction go."""
    assert shown("a\x00b\u202ec\td漢") == f"a{UNKNOWN}bc d{UNKNOWN}"
    assert shown("\u200e≥ 30\u200e") == "\u200e≥ 30\u200e"  # which keep a figure in order, and take no room
    assert width("\u200f\u200e≥ 30\u200e", 24) == width("≥ 30", 24)
    assert breakable("x" * 30) == "\u200b".join(["x" * 12, "x" * 12, "x" * 6])
    assert breakable("\u0628\u064e" * 24) == "\u0628\u064e" * 24  # 24 letters, each with its vowel sign
    assert breakable("\u0628\u064e" * 25).split("\u200b") == ["\u0628\u064e" * 12, "\u0628\u064e" * 12, "\u0628\u064e"]
