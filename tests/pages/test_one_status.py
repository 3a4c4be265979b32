"""A status, a target or a published figure stands beside the number that it judges: read from pages, slides and files."""

import csv
import io
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import streamlit
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block, Element

from community_policing.briefing.build.outputs import made
from community_policing.briefing.compose.composer import compose
from community_policing.briefing.model import Briefing, Bullet, Bullets, Card, Cards, Points
from community_policing.briefing.presets import BriefingRequest
from community_policing.briefing.snapshot import frozen
from community_policing.core import formats, labels, palette
from community_policing.core.geography import governorates
from community_policing.core.indicators import INDICATORS
from community_policing.export import provenance
from community_policing.measure.pace import Status
from community_policing.measure.programme import Programme, Scope
from community_policing.ui.shell import session
from tests.briefing.test_numbers import in_html, in_pptx
from tests.pages.test_working import ROOT, alone

PAGES = ("overview", "training", "infrastructure", "reach", "governorate", "targets")
SCOPES: tuple[dict[str, tuple[str, ...]], ...] = (
    {}, {"governorates": ("IQG08",)}, {"phases": ("P2",)}, {"donors": ("DE",)}, {"established_by": ("iom",)},
)  # fmt: skip
CASES = [*(("demonstration", scope) for scope in SCOPES), *(("public_record", scope) for scope in SCOPES[:2])]
LABELS = {indicator.label: key for key, indicator in INDICATORS.items()}
STATUSES = {labels.label(status): status for status in Status}
# What a card's further line counts, by how it reads.
LINES = {
    r"^(\S+|≥ \S+) by IOM$": "fora_established_iom",
    r"^(\S+|≥ \S+) by local police$": "fora_established_police",
    r"^(.+) by community members$": "community_attendances",
    r"^and (.+) workshops?$": "workshops_held",
    r"^Building works: (\S+) of \S+ done$": "building_works_done",
    r"^Building works: agreed; completion not published$": "building_works_done",
    r"^No building works agreed$": "building_works_done",
}
DAY = r"[0-9]{1,2} [A-Z][a-z]{2} [0-9]{4}"
AGAINST = re.compile(
    rf"(?P<value>(?:≥ |about )?[0-9,.–]+(?: %)?)(?: of |, target )(?P<target>[0-9,.]+(?: %)?) by (?P<day>{DAY})"
)
PUBLISHED = re.compile(rf"As published(?: for {DAY})?: (?P<value>(?:≥ )?[0-9,]+)(?: ✓| ◆ differs|$)")


class Judged(NamedTuple):
    """What is said of an indicator in a place: the status, the figure, its target and the day."""

    status: str
    value: str
    target: str
    day: str


Said = dict[tuple[str, str], dict[Any, list[str]]]  # indicator and place -> what is said of it -> where


def plain(text: str) -> str:
    """Markdown as it is read."""
    text = re.sub(r":color\[(.*?)\]\{.*?\}", r"\1", text.replace("\\", "").replace("\u00a0", " ").replace("\u2060", ""))
    text = re.sub(r"^## :small\[(.*?)\]", r"## \1", text, flags=re.MULTILINE)
    return re.sub(r"^:small\[(.*)\]$", r"\1", text, flags=re.MULTILINE)


def with_years(text: str) -> str:
    """A date that is written without its year is of the year of the figures, and stands beside its day as elsewhere."""
    return re.sub(r"(?:by|, due on) ([0-9]{1,2} [A-Z][a-z]{2})(?! [0-9])", r"by \1 2016", text)


def judged(text: str) -> Judged | None:
    """The status in a text with the figure and the target; None where there is none."""
    status, found = next((word for word in STATUSES if word in text), ""), AGAINST.search(text)
    return Judged(status, *(found[part].replace(",", "") for part in Judged._fields[1:])) if status and found else None


def blocks(tree: Block) -> Iterator[Block]:
    """Every block in it, itself too."""
    yield tree
    for child in tree.children.values():
        if isinstance(child, Block):
            yield from blocks(child)


def cards(tree: Block) -> Iterator[tuple[str, list[str]]]:
    """Each card: the indicator that its working opens, and its paragraphs in order; what stands quiet at its end is of its own
    figure, and is read with it."""
    for block in blocks(tree):
        own = [child for child in block.children.values() if isinstance(child, Element)]
        keys = [str(each.key) for each in own if each.type == "button" and str(each.key).startswith("working-")]
        texts, quiet = ([plain(each.value) for each in own if each.type == kind] for kind in ("markdown", "caption"))
        if keys and texts and "\n\n## " in texts[0]:
            parts = [part for text in texts for part in text.split("\n\n")]
            yield keys[0].removeprefix("working-"), [*parts[:2], *quiet, *parts[2:]]


def on_card(key: str, paragraphs: list[str]) -> Iterator[tuple[str, str, str]]:
    """Indicator, its figure on the card, and the paragraph: a paragraph belongs to the figure that stands last above it."""
    figure = ""
    for paragraph in paragraphs[1:]:
        line = next(
            ((re.match(pattern, paragraph), name) for pattern, name in LINES.items() if re.match(pattern, paragraph)),
            None,
        )
        if paragraph.startswith("## "):
            figure = paragraph.removeprefix("## ")
        elif line and line[0]:
            key, figure = line[1], (line[0].groups() or ("–",))[0]
        else:
            yield key, figure, paragraph


def of_page(page: str, folder: str, scope: dict[str, tuple[str, ...]], place: str, said: Said, checks: Said) -> None:
    """Reads one page of an analyst."""
    of_tab(alone(page, folder, scope), page, place, said, checks)


def of_tab(test: AppTest, page: str, place: str, said: Said, checks: Said) -> None:
    """Reads a page: its cards, its sentences, and its rows of targets."""
    for key, paragraphs in cards(test.main):
        for name, figure, paragraph in on_card(key, paragraphs):
            if found := judged(with_years(paragraph)):
                assert found.value == figure.replace(",", ""), (
                    f"{page}: {paragraph!r} stands under {figure}, a figure of {name}"
                )
                said[name, place][found].append(f"{page}, card")
            if published := PUBLISHED.search(paragraph):
                checks[name, place][published["value"]].append(f"{page}, card")
            assert ("As published: " in paragraph) <= bool(PUBLISHED.search(paragraph)), paragraph
    for label in (plain(each.label) for each in test.button if str(each.key).startswith("attention-target-")):
        match, found = re.match(r"^. .+? · \*\*([^:]+?)(?:, ([^:,]+))?\*\*: ", label), judged(with_years(label))
        assert match, label
        assert found, label
        said[LABELS[match[1]], match[2] or place][found].append(f"{page}, alert")
    for row in (each.proto.body for each in test.get("html") if 'class="bullet"' in each.proto.body):
        _of_row(row, said)


def _of_row(row: str, said: Said) -> None:
    strong, quiet = (
        [re.sub(r"&#39;", "'", plain(text)) for text in re.findall(rf"<{tag}>(.*?)</{tag}>", row)] for tag in "bi"
    )
    there, _, day = quiet[0].partition(" · by ")
    found = judged(f"{strong[0]} {strong[2]} by {day}")
    if found:
        said[LABELS[strong[1]], there][found].append("targets, row")


def of_file(data: bytes, said: Said) -> None:
    """Reads the table of targets as it goes out."""
    for row in csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")):
        value, target = row["Actual"], row["Target"]
        words = (
            f"{value} %, target {target} %" if INDICATORS[LABELS[row["Indicator"]]].share else f"{value} of {target}"
        )
        found = judged(f"{row['Status']} {words} by {formats.day(date.fromisoformat(row['Due']))}")
        if found:
            said[LABELS[row["Indicator"]], row["Place"]][found].append("targets.csv")


def of_slides(briefing: Briefing, said: Said) -> None:
    """Reads every card, row and sentence of a briefing; its cards also as its page and its slides have them."""
    pages = (in_html(made(briefing, "html"), briefing), in_pptx(made(briefing, "pptx"), briefing))
    texts = [re.sub(r"[\s|]+", " ", plain(" ".join(page))) for page in pages]
    for block in (block for slide in briefing.slides for block in slide.blocks):
        for card in block.cards if isinstance(block, Cards) else ():
            _of_card(card, texts, said)
        for row in block.rows if isinstance(block, Bullets) else ():
            _of_bullet(row, said)
        for point in block.points if isinstance(block, Points) else ():
            found = judged(f"{labels.label(point.status)} {point.text}") if point.status and point.numbers else None
            if found:
                number = point.numbers[0]
                assert found.value == plain(number.text).replace(",", "")
                said[number.indicator, number.place][found].append("slide, sentence")


def _of_card(card: Card, texts: list[str], said: Said) -> None:
    against = next((line for line in map(plain, card.lines) if AGAINST.search(line)), "")
    if not card.status:
        assert not against, card
        return
    found = judged(f"{labels.label(card.status)} {against}")
    assert found is not None
    assert found.value == plain(card.number.text).replace(",", ""), card
    said[card.number.indicator, card.number.place][found].append("slide, card")
    status = f"{palette.STATUS_GLYPHS[card.status]} {labels.label(card.status)}"
    shown = f"{card.number.label} {plain(card.number.text)} {status} {against}"
    assert all(re.sub(r"\s+", " ", shown) in text for text in texts), shown


def _of_bullet(row: Bullet, said: Said) -> None:
    if row.actual.low is None or not row.status:
        return  # nobody knows the figure, or it is a part that nothing judges
    there, day = row.actual.place, plain(row.place).rpartition("by ")[2]
    share = INDICATORS[row.actual.indicator].share
    words = f"{plain(row.actual.text)}{', target ' if share else ' of '}{plain(row.target.text)} by {day}"
    assert row.said.startswith(labels.label(row.status))
    found = judged(f"{labels.label(row.status)} {words}")
    if found:
        said[row.actual.indicator, there][found].append("slide, row")


def collected() -> Said:
    """Nothing said yet."""
    return defaultdict(lambda: defaultdict(list))


@pytest.fixture
def files(monkeypatch: pytest.MonkeyPatch) -> dict[str, Callable[[], bytes]]:
    """What the pages offer for download."""
    offered: dict[str, Callable[[], bytes]] = {}
    button = streamlit.download_button

    def download_button(label: str, data: Callable[[], bytes], name: str, mime: str, **options: Any) -> Any:
        offered[options["key"]] = data
        return button(label, data, name, mime, **options)

    monkeypatch.setattr(streamlit, "download_button", download_button)
    return offered


@pytest.mark.parametrize(("dataset", "scope"), CASES, ids=str)
def test_every_status_target_and_check_is_said_alike_everywhere(
    dataset: str, scope: dict[str, tuple[str, ...]], files: dict[str, Callable[[], bytes]]
) -> None:
    """Of one indicator in one place there is one status, one figure, one target and one published figure, on every card, row,
    sentence, slide and file; and on a card each stands right below the figure that it judges."""
    folder = ROOT / "data" / dataset
    place = place_of(scope)
    said, checks = collected(), collected()
    for page in PAGES:
        of_page(page, str(folder), scope, place, said, checks)
    if "csv-targets" in files:
        of_file(files["csv-targets"](), said)
    programme = session.scoped(session.recorded(Path(folder)), Scope(**scope))
    of_slides(
        frozen(compose(programme, BriefingRequest("chief", governorates=scope.get("governorates", ()))), "test"), said
    )
    of_files(programme, place, checks)
    for (name, where), found in (*said.items(), *checks.items()):
        assert len(found) == 1, f"{name} in {where} is said in several ways: {dict(found)}"
    targeted = dataset == "demonstration" and "donors" not in scope
    assert max((len(seen) for found in said.values() for seen in found.values()), default=0) >= (4 if targeted else 0)
    assert bool(said) == targeted
    assert bool(checks) == (dataset == "demonstration" and not scope)


def of_files(programme: Programme, place: str, checks: Said) -> None:
    """Reads the published figure of every indicator as a workbook's first sheet has it."""
    for key in INDICATORS:
        lines = dict(provenance.about(programme, "", (session.result(key, programme),)).lines)
        if found := PUBLISHED.search(lines.get("Published", "").replace("\u00a0", " ")):
            checks[key, place][found["value"]].append("workbook")


def place_of(scope: dict[str, tuple[str, ...]]) -> str:
    """The place that a page's figures are of."""
    return ", ".join(governorates()[pcode].name_en for pcode in scope.get("governorates", ())) or "Iraq"
