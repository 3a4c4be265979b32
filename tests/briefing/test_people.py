"""The slide of what changed for people: the screen's sentences, intervals, no comparison place as a row, no survey no slide."""

import io
import re
from dataclasses import replace
from datetime import date

import pytest
from pptx import Presentation
from pptx.util import Pt

from community_policing.analysis.outcomes import verdicts
from community_policing.briefing.build.outputs import made
from community_policing.briefing.compose.composer import BriefingRequest, compose
from community_policing.briefing.html.deck import deck
from community_policing.briefing.model import Answers, Briefing, Reading, Slide, numbers
from community_policing.briefing.presets import PRESETS
from community_policing.briefing.snapshot import as_json, frozen, read
from community_policing.core.paths import DATA
from community_policing.dataset.load import load
from community_policing.measure.programme import Programme, Scope
from community_policing.measure.surveys import outcomes
from tests.conftest import Build
from tests.measure.test_outcomes import programme as of_waves, row

ALONE = BriefingRequest("chief", slides=("people",))


def composed(programme: Programme, asked: BriefingRequest = ALONE) -> tuple[Slide, Answers]:
    (slide,) = compose(programme, asked).slides
    (block,) = slide.blocks
    assert isinstance(block, Answers)
    return slide, block


@pytest.fixture(scope="module")
def demonstration() -> Programme:
    return Programme.of(load(DATA / "demonstration"))


def test_it_says_what_the_outcomes_page_says(programme: Programme) -> None:
    """The page's headline over the question that most places were asked, each place's change in the page's words, the comparison
    and the fora below; Missan, a comparison place, is no row."""
    slide, block = composed(programme)
    assert slide.headline == verdicts.headline(outcomes.changes(programme))
    assert slide.subtitle == "Trusts the police. Asked: “Do you trust the police?” Counted: yes."
    assert [(row.place, row.sign, row.said) for row in block.rows] == [
        ("Baghdad", "▲", "more: +20 points (+8 to +31)"),
        ("Basra", "≈", "no difference that this survey could see: +4 points (−13 to +20)"),
    ]
    first = block.rows[0]
    assert first.earlier
    assert first.later
    told = [(each.number.text, each.interval, each.asked, each.wave) for each in (first.earlier, first.later)]
    assert told == [("40 %", "32 – 48 %", "200", "18 Feb 2016"), ("60 %", "52 – 68 %", "220", "Oct 2016")]
    assert [each.text for each in block.more] == [
        "Beside places without the programme, answers improved more in 0 of 2 comparisons and less in 0; in 2 the survey could see "
        "no difference.",
        "2 of 4 fora met within the last three months.",
    ]


def test_without_a_survey_there_is_no_slide(programme: Programme, public_record: Programme) -> None:
    """Not before the first wave is over, nor where only comparison places were asked, nor in the record of 2016."""
    for here in (
        programme.within(Scope(date(2016, 2, 1))),
        programme.within(Scope(governorates=("IQG14",))),
        public_record,
    ):
        assert "people" not in [slide.kind for slide in compose(here, BriefingRequest("chief")).slides]
    assert compose(public_record, ALONE).slides == ()


def test_of_one_wave_alone_nothing_is_said_to_have_changed(programme: Programme) -> None:
    """What was said then is drawn."""
    slide, block = composed(programme.within(Scope(date(2016, 3, 1))))
    assert slide.headline == "What people say is known for one wave only: whether it changed cannot be told"
    assert {row.said for row in block.rows} == {"one wave only: 18 Feb 2016"}
    assert all(row.earlier is None and row.later for row in block.rows)


def test_of_several_waves_the_last_change_is_shown(build: Build) -> None:
    """A place has one row: from the wave before the last to the last."""
    _, block = composed(of_waves(build, row("baseline", "20"), row("midline", "24"), row("endline", "40")))
    assert [each.said for each in block.rows] == ["more: +16 points (+7 to +25)"]


def test_published_directions_are_arrows_without_a_number(public_record: Programme) -> None:
    """Of the survey of 2019: each of the nine, and no percentage beside them."""
    _, block = composed(public_record.within(Scope(date(2020, 6, 30))))
    assert [row.sign for row in block.rows] == ["↑"] * 9
    assert [row for row in block.rows if row.earlier or row.later] == []
    assert list(numbers(block)) == []


def test_donors_are_told_what_their_screen_tells(demonstration: Programme) -> None:
    """From the protected data: no community by name, samples rounded; a chosen donor narrows the fora alone, and that is said."""
    asked = BriefingRequest("donor", eyes="DE", slides=("people",))
    slide, block = composed(demonstration.within(Scope(donors=("DE",))), asked)
    assert not slide.headline.startswith("Paid for by")
    assert {row.place.rpartition(" in ")[0].rstrip("0123456789") for row in block.rows} == {"Community "}
    assert {
        int(each.asked) % 10 for row in block.rows for each in (row.earlier, row.later) if isinstance(each, Reading)
    } == {0}
    assert slide.footnote.endswith("founder or period: shown whole.")


def test_ten_minutes_stay_six_slides(demonstration: Programme) -> None:
    """The Chief's full briefing tells it; a donor's six slides stay six, and whoever wants a seventh adds it, where it belongs."""
    assert "people" in PRESETS["chief"].kinds
    assert [preset for preset in PRESETS if "people" in PRESETS[preset].offered] == list(PRESETS)
    assert len(compose(demonstration, BriefingRequest("donor", eyes="DE")).main) == 6
    asked = BriefingRequest("donor", eyes="DE", slides=PRESETS["donor"].offered)
    kinds = [slide.kind for slide in compose(demonstration, asked).main]
    assert kinds == ["answer", "map", "targets", "people", "money", "risk", "ask"]


@pytest.fixture(scope="module")
def briefing(demonstration: Programme) -> Briefing:
    return frozen(compose(demonstration, ALONE), "test")


def test_its_chart_takes_the_slide(briefing: Briefing) -> None:
    """60 % of it and more, no text of the page below 24 px and of PowerPoint below 12 points; nothing is cut."""
    (section,) = re.findall(r"<section\b.*?</section>", deck(briefing).decode(), re.DOTALL)
    (drawn,) = re.findall(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', section)
    assert float(drawn[0]) * float(drawn[1]) >= 0.6 * 1920 * 1080
    assert min(float(size) for size in re.findall(r'font-size="([\d.]+)"', section)) >= 24
    assert "…" not in re.sub(r"<[^>]+>", "", section)
    (slide,) = Presentation(io.BytesIO(made(briefing, "pptx"))).slides
    runs = [run for s in slide.shapes if s.has_text_frame for p in s.text_frame.paragraphs for run in p.runs]
    assert min(run.font.size for run in runs if run.font.size) >= Pt(12)
    assert [run.text for run in runs if "…" in run.text] == []


def test_a_snapshot_keeps_it(briefing: Briefing) -> None:
    """Read back it is the same; one whose interval was touched is refused by its hash elsewhere."""
    assert read(as_json(briefing)) == briefing
    assert as_json(replace(briefing, made_by="x")) != as_json(briefing)
