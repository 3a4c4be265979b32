"""Wording of the Briefing page.  Knows no Streamlit."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from types import MappingProxyType

from community_policing.briefing.archive import BriefingEntry
from community_policing.briefing.compose.track import response
from community_policing.briefing.differences import Moved
from community_policing.briefing.model import (
    Bars,
    Block,
    Briefing,
    Bullets,
    Callout,
    Kind,
    Note,
    Number,
    Slide,
    Step,
    numbers,
)
from community_policing.briefing.presets import PRESETS
from community_policing.core import formats
from community_policing.core.i18n import N_, clauses, n, plural, t

KINDS: Mapping[Kind, str] = MappingProxyType(
    {
        "answer": N_("The answer"),
        "since": N_("What changed since the last one"),
        "map": N_("Where"),
        "targets": N_("Are we on track"),
        "people": N_("What changed for people"),
        "money": N_("What the money did"),
        "risk": N_("Risks, and what is being done"),
        "actions": N_("Open actions"),
        "governorate": N_("A page for each governorate"),
        "ask": N_("What is next, and what we ask"),
        "annex": N_("Annex: method and sources"),
    }
)
HOLDS: Mapping[str, str] = MappingProxyType(
    {
        "chief": N_(
            "The answer, where, targets, what changed for people, money, risks and what to decide, with what was agreed last time. "
            "For use inside IOM."
        ),
        "donor": N_(
            "Six slides and an annex, as that donor sees the figures. Nothing finer than a governorate, no notes. What changed for "
            "people can be added as a seventh."
        ),
        "governorate": N_("A page for each governorate chosen, with its targets and sources. For use inside IOM."),
    }
)
AUDIENCES: Mapping[str, str] = MappingProxyType({"internal": N_("for use inside IOM"), "donor": N_("for donors")})
_NUMBER = re.compile(r"\d+(?:[.,\u202f\u00a0]\d+)*")
LINES = ("ask", "risk")  # slides of which lines are written as well: what is asked, what is being done
_UNSEEN = ("notes", "key", "alt", "kind", "slot", "status", "colour", "pcode", "fill", "ink", "as_of")  # read by nobody
FIGURES = 4  # of a slide that stand beside its headline


def title(history: Sequence[BriefingEntry], moved: Sequence[Moved] | None) -> str:
    """How many there are, and whether the last one still says what the data say (`moved` None: that is not known)."""
    if not history:
        return t("No briefing yet: make the first one from what is shown")
    day = formats.day(date.fromisoformat(history[0].as_of))
    figure = formats.number(len(history))
    head = n("1 briefing, of {day}", "{figure} briefings, the last one of {day}", len(history), day=day, figure=figure)
    return head if moved is None else clauses((head, differs(moved)))


def differs(moved: Sequence[Moved]) -> str:
    """In how many of its figures a briefing differs from today's data; what these hold besides is no difference."""
    count = len({_line(each) for each in moved if each.before and _reads_otherwise(each)})
    if not count:
        return t("nothing has changed since")
    pair = plural("it differs from today's data in 1 figure", "it differs from today's data in {figure} figures")
    return n(*pair, count, figure=formats.number(count))


def opened(briefing: Briefing, moved: Sequence[Moved] | None) -> str:
    """The title of one briefing that is open."""
    head = t("{preset} briefing, {day}", preset=preset(briefing.preset), day=briefing.as_of_text)
    return head if moved is None else t("{briefing}: {differs}", briefing=head, differs=differs(moved))


def preset(key: str) -> str:
    """What a preset is called; one that is known no more, by its key."""
    return t(PRESETS[key].label) if key in PRESETS else key


def facts(briefing: Briefing) -> tuple[str, ...]:
    """What identifies a frozen briefing, part by part."""
    number, content = briefing.release, briefing.content
    release = t("release {number}", number=number) if number else t("data {content}", content=content)
    return (
        t("Briefing {id}", id=briefing.id),
        briefing.chosen,
        t("{dataset}, {release}", dataset=briefing.dataset, release=release),
        t(AUDIENCES.get(briefing.audience, briefing.audience)),
        t("frozen {when} by {who}", when=when(briefing.made_at), who=briefing.made_by),
        t("SHA-256 {digest}", digest=briefing.sha256[:12]),
    )  # fmt: skip


def listed(entry: BriefingEntry, dataset_title: str) -> tuple[str, str]:
    """One line of the list: what it is, and what tells it from others; its dataset where that is not `dataset_title`."""
    day = formats.day(date.fromisoformat(entry.as_of))
    what = t("{preset} briefing, as of {day}", preset=preset(entry.preset), day=day)
    other = "" if entry.dataset == dataset_title else entry.dataset
    data = t("release {number}", number=entry.release) if entry.release else other
    caption = (t("frozen {when} by {who}", when=when(entry.made_at), who=entry.made_by), data, entry.id)
    return what, " · ".join(part for part in caption if part)


def when(moment: str) -> str:
    """A moment in UTC, as everybody reads it alike."""
    read = datetime.fromisoformat(moment).astimezone(UTC)
    return f"{formats.day(read.date())} {read:%H:%M} UTC"


def figures(slide: Slide) -> tuple[str, ...]:
    """The first figures of a slide, in words, none twice; those of several places by their place."""
    figures_listed = tuple(dict.fromkeys((each.label, each.place, each.text) for each in numbers(slide)))
    places = {label: {where for other, where, _ in figures_listed if other == label} for label, _, _ in figures_listed}
    lines = (
        f"{label} {text}" if len(places[label]) == 1
        else f"{place} {text}" if len(places) == 1
        else t("{name}, {place} {figure}", name=label, place=place, figure=text)
        for label, place, text in figures_listed
    )  # fmt: skip
    return tuple(lines)[:FIGURES]


def lines(slide: Slide) -> tuple[str, ...]:
    """The lines of a slide that can be written anew: what is asked for, or what is being done about each row."""
    for block in slide.blocks if slide.kind in LINES else ():
        if isinstance(block, Bars):
            return tuple(callout.text for callout in block.callouts)
        if isinstance(block, Bullets):
            return tuple(row.doing for row in block.rows)
    return ()


def with_lines(slide: Slide, written: Sequence[str]) -> Slide:
    """The slide with these lines: each an ask, or what is being done about the row in its place."""
    return replace(slide, blocks=tuple(_with_lines(block, written) for block in slide.blocks))


def _with_lines(block: Block, written: Sequence[str]) -> Block:
    if isinstance(block, Bars):
        return replace(block, callouts=tuple(Callout(line) for line in written if line))
    if isinstance(block, Bullets):
        doing = [*written, *[""] * len(block.rows)]
        return replace(
            block, rows=tuple(replace(row, doing=line) for row, line in zip(block.rows, doing, strict=False))
        )
    return block


def noted_about(slide: Slide, notes: Sequence[Note]) -> tuple[str, ...]:
    """Open notes about the figures of a slide, in one line each."""
    keys = {number.indicator for number in numbers(slide)}
    return tuple(response(note) for note in notes if not note.done_at and note.indicator in keys)


def foreign(headline: str, slide: Slide) -> tuple[str, ...]:
    """Numbers in a headline that stand nowhere on its slide."""
    numbers_on_slide = set(_NUMBER.findall(" ".join(_texts(slide))))
    return tuple(each for each in dict.fromkeys(_NUMBER.findall(headline)) if each not in numbers_on_slide)


def _texts(part: object) -> list[str]:
    """Every text that a slide shows but the presenter's notes, which nobody sees."""
    if isinstance(part, Number):
        return [part.text, part.label, part.place]
    if isinstance(part, Step):  # its days are drawn, not written
        return _texts((part.name, part.last))
    if isinstance(part, str):
        return [part]
    if isinstance(part, tuple | list):
        return [text for each in part for text in _texts(each)]
    attributes = vars(part) if hasattr(part, "__dict__") else {}
    return [text for name, value in attributes.items() if name not in _UNSEEN for text in _texts(value)]


def changes(moved: Sequence[Moved]) -> tuple[tuple[str, ...], ...]:
    """List what moved, none twice: figure, place, what the briefing says, what the data say now; what came or went is last."""
    ordered = sorted(filter(_reads_otherwise, moved), key=lambda each: not (each.before and each.after))
    return tuple(dict.fromkeys(map(_line, ordered)))


def _reads_otherwise(each: Moved) -> bool:
    """Whether a reader sees the difference: a share may move by less than is shown."""
    return not (each.before and each.after) or each.before.text != each.after.text


def _line(each: Moved) -> tuple[str, ...]:
    before = each.before.text if each.before else t("not in it")
    return each.label, each.place, before, each.after.text if each.after else t("no longer shown")


def noted(note: Note, slides: Mapping[str, int]) -> str:
    """Who is to act until when, on which slide it was said, and when."""
    due = formats.day(date.fromisoformat(note.due_on)) if note.due_on else ""
    said = (
        note.owner,
        t("due {day}", day=due) if due else "",
        t("slide {number}", number=slides[note.slide]) if note.slide in slides else "",
        t("noted {when}", when=when(note.made_at)),
    )
    return " · ".join(part for part in said if part)
