"""Of one day there is one total for every restricted reader, said to be about so many wherever it stands."""

import io
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import openpyxl
import pytest

from community_policing.briefing.build.outputs import made
from community_policing.briefing.compose.composer import compose
from community_policing.briefing.model import Briefing, numbers
from community_policing.briefing.presets import BriefingRequest
from community_policing.briefing.snapshot import frozen
from community_policing.core import formats
from community_policing.dataset.load import Dataset, load
from community_policing.measure.compute import measure
from community_policing.measure.programme import Programme, Scope
from community_policing.protect.policy import Role, User
from tests.briefing.test_numbers import in_html, in_pptx
from tests.conftest import ROOT, Build
from tests.hostile import ANALYST, OPEN, Visit, sent
from tests.pages.test_downloads import read_csv
from tests.pages.test_one_status import collected, of_file, of_slides, of_tab, plain

OWN = ("people in multiples of", 'class="languages"')  # what tells of the reader and not of figures

READERS = {
    "public": User("somebody", Role.PUBLIC),
    "donor": User("a donor", Role.DONOR, grants=("DE",)),
    "other donor": User("another donor", Role.DONOR, grants=("US",)),
    "field": User("a field office", Role.FIELD, governorates=("IQG15",)),
}
ALIKE = ("public", "donor", "other donor")  # none of them sees a row as recorded
CARDS = {"attendances": r"## (\S.*)", "community_attendances": r"(.+) by community members"}


@pytest.fixture
def counted(build: Build) -> Dataset:
    """40 events in three governorates, paid by one of two donors or both: 28 seats of the police and 33 of the community at
    each, so that every total has four digits and is written with a comma: 2,440 and 1,320."""
    events = [
        {"training_id": f"E{i:02}", "governorate": ("IQG08", "IQG15", "IQG01")[i % 3], "phase_id": "P2",
         "grants": ("DE-P2", "US-P2", "DE-P2;US-P2")[i // 3 % 3], "kind": ("training", "workshop")[i % 2],
         "starts_on": date(2015 + i // 20, i % 11 + 1, 3).isoformat()}
        for i in range(40)
    ]  # fmt: skip
    seats = [
        {"training_id": f"E{i:02}", "participant_group": group, "sex": ("women", "men")[i % 2], "attendances": str(came)}
        for i in range(40) for group, came in (("police", 28), ("community", 33))
    ]  # fmt: skip
    targets = [
        {"indicator": key, "period_starts_on": "2015-01-01", "due_on": "2017-12-31", "baseline": "0", "target": target,
         "revision": "0", "record": "illustrative"} for key, target in (("attendances", "4000"), ("community_attendances", "1900"))
    ]  # fmt: skip
    return build({"trainings": events, "attendance": seats, "targets": targets})


def read(tab: Any) -> str:
    """All that the server sent for a page, as text: tables, charts and maps too."""
    text = (
        b"\n".join(sent(tab))
        .decode("utf-8", "replace")
        .replace("\\u2013", "–")
        .replace("\u00a0", " ")
        .replace("\u2060", "")
    )
    return re.sub(r":small\[(about)\]", r"\1", text)


def bare(text: str, total: str) -> list[str]:
    """Where the total stands without "about": alone, or as the upper bound of a range that says it."""
    said = rf"[Aa]bout (?:[0-9,]+ (?:–|to) )?{total}"
    found = re.finditer(rf"(?<![0-9,]){total}(?![0-9,])", text)
    return [
        text[max(0, at.start() - 40) : at.end() + 10] for at in found if not re.search(f"{said}$", text[: at.end()])
    ]


def on_overview(tab: Any) -> dict[str, str]:
    """Each total of people as the overview's card says it."""
    lines = "\n\n".join(plain(each.value) for each in tab.markdown).split("\n\nAttendances\n\n")[1].split("\n\n")
    return {
        key: next(found[1] for line in lines if (found := re.fullmatch(pattern, line)))
        for key, pattern in CARDS.items()
    }


def in_files(visit: Visit, number: float) -> Iterator[str]:
    """Cells of the files that the last run offers with that number, and nothing that says it is about: their column's name,
    or, in a workbook, their format."""
    for key, data in list(visit.files.items()):
        if key.startswith("csv-"):
            head, *body = read_csv(data())
            for row in body:
                yield from (f"{key}: {name}" for name, cell in zip(head, row, strict=True)
                            if cell == f"{number:.0f}" and ", about" not in name)  # fmt: skip
        elif key.startswith("xlsx-"):
            rows = [row for row in openpyxl.load_workbook(io.BytesIO(data())).worksheets[1].iter_rows() if len(row) > 1]
            names = next(row for row in rows if row[1].value is not None)
            for row in rows:
                yield from (f"{key}: {head.value}" for head, cell in zip(names, row, strict=True) if cell.value == number
                            and ", about" not in str(head.value) and '"about "' not in cell.number_format)  # fmt: skip


def test_every_total_is_the_same_for_all_and_said_to_be_about(
    counted: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The public, two donors and a field office, page by page and file by file: the cards say one total of each indicator,
    which stands nowhere without "about"; the recorded one stands nowhere; and where a field office's own rows are part of it,
    the card says so."""
    cards: dict[str, dict[str, str]] = {}
    for role, reader in READERS.items():
        visit = Visit(reader, monkeypatch)
        visit.show(counted)
        for page in OPEN:
            tab = visit.open(page)
            text = read(tab)
            if page == "overview":
                cards[role] = on_overview(tab)
                assert ("Your own governorates as recorded" in text) == (role == "field")
            for figure in cards[role].values():
                total = figure.removeprefix("about ")
                assert bare(text, total) == [], (role, page)
                assert list(in_files(visit, float(total.replace(",", "")))) == [], (role, page)
            assert not re.search("2,440|1,320", text), (role, page)
    assert len({tuple(cards[role].items()) for role in ALIKE}) == 1
    assert all(re.fullmatch(r"about [0-9],[0-9]{3}", figure) for held in cards.values() for figure in held.values())


@pytest.mark.parametrize("role", READERS)
def test_a_reader_is_told_one_status_of_each_figure(
    role: str, monkeypatch: pytest.MonkeyPatch, demonstration: Dataset
) -> None:
    """On every card, row, sentence and file of that reader, and in the deck that is made through a donor's eyes: one figure, one
    status, one target for each indicator and place, "about" and "not certain" included."""
    said, checks = collected(), collected()
    visit = Visit(READERS[role], monkeypatch)
    visit.show(demonstration)
    for page in ("overview", "targets", "reach", "training", "infrastructure"):
        of_tab(visit.open(page), page, "Iraq", said, checks)
        if "csv-targets" in visit.files:
            of_file(visit.files["csv-targets"](), said)
    if READERS[role].grants or role == "public":
        of_slides(deck(demonstration, "".join(READERS[role].grants)), said)
    assert {where: dict(found) for where, found in (*said.items(), *checks.items()) if len(found) > 1} == {}
    of_people = [found for (key, _), held in said.items() if key in CARDS for found in held]
    assert [found.value.partition(" ")[0] for found in of_people] == ["about", "about"]
    assert {found.status for found in of_people} == {"Not certain"}


@pytest.fixture(scope="module")
def demonstration() -> Dataset:
    """The demonstration data."""
    return load(ROOT / "data" / "demonstration")


def deck(dataset: Dataset, donor: str) -> Briefing:
    """The donor briefing on all of the programme, through those eyes ("" = the public's)."""
    return frozen(compose(Programme.of(dataset).within(Scope()), BriefingRequest("donor", "donor", eyes=donor)), "test")


def test_a_deck_shows_what_its_donor_sees(counted: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each total of people in the slides, the page and the workbook of Germany's deck is the one of Germany's screen, about so
    many; so is every number of the answer and the targets; the title says whose eyes these are."""
    visit = Visit(READERS["donor"], monkeypatch)
    visit.show(counted)
    screen = on_overview(visit.open("overview"))
    briefing = deck(counted, "DE")
    assert "as DE sees it" in briefing.slides[0].subtitle
    texts = [*in_html(made(briefing, "html"), briefing), *in_pptx(made(briefing, "pptx"), briefing)]
    for figure in screen.values():
        held = [
            text.replace("\u00a0", " ")
            for text in texts
            if figure.removeprefix("about ") in text.replace("\u00a0", " ")
        ]
        assert held
        assert [bare(text, figure.removeprefix("about ")) for text in held] == [[]] * len(held)
    assert not any(re.search("2,440|1,320", text) for text in texts)
    totals = [float(figure.removeprefix("about ").replace(",", "")) for figure in screen.values()]
    assert list(_unmarked(made(briefing, "xlsx"), totals)) == []
    people = read(visit.open("reach", {}, {"reach-count": "people_reached"}))
    pages = "\n".join([people, *(read(visit.open(page)) for page in ("overview", "targets", "reach"))])
    slides = [slide for slide in briefing.slides if slide.kind in ("answer", "targets")]
    shown = {(each.key, each.text.replace("\u00a0", " ")) for each in numbers(tuple(slides))}
    assert len(shown) >= 8
    assert {(key, text) for key, text in shown if text not in pages} == set()


def _unmarked(data: bytes, totals: list[float]) -> Iterator[str]:
    """Cells of a workbook that hold one of those totals as a number that is not said to be about."""
    for sheet in openpyxl.load_workbook(io.BytesIO(data)).worksheets:
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            if cell.value in totals and '"about "' not in cell.number_format:
                yield f"{sheet.title} {cell.coordinate}"


@pytest.mark.parametrize(
    ("donors", "asked", "told"),
    [((), None, "as the public sees it"), (("DE",), None, "as DE sees it"), (("DE", "US"), None, "as the public sees it"),
     (("DE", "US"), "US", "as US sees it"), (("DE",), "", "as the public sees it")],
)  # fmt: skip
def test_whose_eyes_a_deck_is_made_through(
    donors: tuple[str, ...], asked: str | None, told: str, counted: Dataset
) -> None:
    """The only donor chosen, unless another is asked for; for several or none the public, who sees no donor's own."""
    whole = Programme.of(counted).within(Scope(donors=donors))
    briefing = compose(whole, BriefingRequest("donor", "donor", slides=("answer",), eyes=asked))
    assert told in briefing.slides[0].subtitle


def test_seen_as_a_donor_is_what_that_donor_sees(counted: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    """What an analyst sees as Germany is, figure for figure, what Germany sees when signed in; and so for the public."""
    for role, chosen in (("donor", "donor:DE"), ("public", "public")):
        visits = [(Visit(READERS[role], monkeypatch), {}), (Visit(ANALYST, monkeypatch), {"seen_as": chosen})]
        for visit, _ in visits:
            visit.show(counted)
        for page in ("overview", "reach", "targets"):
            shown = []
            for visit, address in visits:
                tab = visit.open(page, address)
                shown.append([each.value for each in (*tab.title, *tab.main.markdown, *tab.main.caption, *tab.main.get("html"))
                              if not any(own in str(each.value) for own in OWN)])  # fmt: skip
            assert shown[0] == shown[1], (role, page)


@pytest.mark.parametrize("role", [*ALIKE, "analyst"])
def test_parts_of_rounded_seats_are_said_to_be_shares(
    role: str, counted: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Co-funded seats in equal parts are no multiples of 5: the cross table and the flow say so, where numbers are rounded."""
    visit = Visit(READERS.get(role, ANALYST), monkeypatch)
    visit.show(counted)
    tab = visit.open("reach", {"funded": "equal"})
    said = "The parts are shares of numbers rounded to multiples of 5, and need not be multiples."
    assert sum(said in plain(each.value) for each in tab.caption) == (0 if role == "analyst" else 2)


def test_the_total_is_that_of_the_cube(counted: Dataset) -> None:
    """So that the tests above read what they think they read: 2,440 seats were recorded."""
    value = measure("attendances", Programme.of(counted).within(Scope(counted.as_of))).value
    assert formats.quantity(value) == "2,440"
