"""Notes on recorded things on the risk slide: what is being done, by whom and until when; never in a donor's briefing."""

from dataclasses import replace

import pytest

from community_policing.briefing.compose.composer import compose
from community_policing.briefing.model import Bullets, Note, Slide
from community_policing.briefing.presets import BriefingRequest
from community_policing.briefing.snapshot import as_json, frozen
from community_policing.dataset.releases.subject_note import SubjectNote
from community_policing.measure.programme import Programme

TARGET = "fora_established_iom/2016-12-31/"
WRITTEN = "2016-11-01T09:00:00+00:00"


def note(kind: str, subject: str, identifier: str = "a", **more: object) -> SubjectNote:
    """An open note of the Chief of Mission's, for 15 December."""
    fields = {"text": "Two are late", "owner": "chief", "due_on": "2016-12-15", "mitigation": "Meet the police", **more}
    return SubjectNote(identifier, 1, "own", kind, subject, written_at=WRITTEN, written_by="rana", **fields)  # type: ignore[arg-type]


def risk(programme: Programme, *notes: SubjectNote, **more: object) -> Slide:
    """The risk slide of the Chief's briefing."""
    draft = compose(programme, BriefingRequest("chief", subject_notes=notes, **more))  # type: ignore[arg-type]
    return next(slide for slide in draft.slides if slide.kind == "risk")


def doing(slide: Slide) -> tuple[str, ...]:
    """What is being done about each row, the worst first."""
    (bullets,) = (block for block in slide.blocks if isinstance(block, Bullets))
    return tuple(row.doing for row in bullets.rows)


def test_a_target_s_note_stands_beside_it(programme: Programme) -> None:
    """What is being done or, where nobody said, what is the matter; one that is closed, and those of another target, do not."""
    nothing = "no action noted yet"
    assert doing(risk(programme, note("target", TARGET))) == (
        "Meet the police · Chief of Mission · by 15 Dec 2016",
        *[nothing] * 3,
    )
    assert doing(risk(programme, note("target", TARGET, mitigation="", due_on="", owner="rana · 0a1b")))[0] == (
        "Two are late · rana · 0a1b"
    )
    others = (
        note("target", TARGET, status="done"), note("target", "fora_established_iom/2017-12-31/", "b"),
        note("target", f"{TARGET}governorate=IQG15", "c"), note("figure", "fora_established_iom/2016-12-01/", "d"),
    )  # fmt: skip
    assert doing(risk(programme, *others)) == (nothing,) * 4


def test_of_several_notes_two_are_told_those_due_first(programme: Programme) -> None:
    """On the target, on its figure of this or an earlier day, and from briefings."""
    figure = note("figure", "fora_established_iom/2016-10-31/", "b", due_on="2016-12-01", mitigation="x" * 80)
    briefing = Note("n", "b", "risk", "fora_established_iom", "action", "Call", "PM", "", "", "")
    found = doing(risk(programme, note("target", TARGET), figure, open_notes=(briefing,)))[0]
    assert found == (
        f"{'x' * 39}… · Chief of Mission · by 1 Dec 2016; Meet the police · Chief of Mission · by 15 Dec 2016"
    )
    both = doing(risk(programme, note("target", TARGET), open_notes=(briefing,)))[0]
    assert both == "Meet the police · Chief of Mission · by 15 Dec 2016; Call · PM"


def test_a_site_s_note_stands_where_it_is_overdue(programme: Programme) -> None:
    """After its name, in the line on what is overdue; the slide's foot stays one line."""
    slide = risk(programme, note("site", "I6"))
    (bullets,) = (block for block in slide.blocks if isinstance(block, Bullets))
    assert bullets.more == (
        "Overdue: Two venues in Diyala: due on 31 Oct 2016, 30 days late "
        "(Meet the police · Chief of Mission · by 15 Dec 2016)"
    )  # fmt: skip
    assert len(slide.footnote) <= 120


def test_the_next_briefing_goes_on_with_what_is_open(programme: Programme) -> None:
    """What was frozen stays as it was; the next one says what stands then, until it is closed."""
    first = frozen(compose(programme, BriefingRequest("chief", subject_notes=(note("target", TARGET),))), "AN")
    later = replace(note("target", TARGET), version=2, mitigation="Met; wait for the date")
    assert doing(risk(programme, later, previous=first))[0].startswith("Met; wait for the date · Chief of Mission")
    closed = replace(later, version=3, status="dropped")
    assert doing(risk(programme, note("target", TARGET), later, closed, previous=first))[0] == "no action noted yet"
    assert "Meet the police" in as_json(first)


@pytest.mark.parametrize(
    "asked", [BriefingRequest("donor", eyes="DE"), BriefingRequest("donor"), BriefingRequest("chief", "donor")],
    ids=["a donor", "the public", "a chief's for donors"],
)  # fmt: skip
def test_no_donor_s_briefing_holds_a_note(programme: Programme, asked: BriefingRequest) -> None:
    """Byte for byte the one without: neither text nor that there is one."""
    notes = tuple(note(kind, subject, f"{at}", text="canary", mitigation="canary") for at, (kind, subject) in enumerate(
        (("target", TARGET), ("figure", "fora_established_iom/2016-11-30/"), ("site", "I6"))
    ))  # fmt: skip
    assert compose(programme, replace(asked, subject_notes=notes)) == compose(programme, asked)
    internal = compose(programme, BriefingRequest("chief", subject_notes=notes))
    assert as_json(frozen(internal, "AN")).count("canary") >= 3
