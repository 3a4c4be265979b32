"""Target slides: where every target stands on one page, and which are behind, with what is being done about them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from community_policing.analysis import grain_wording, insights, subject_notes
from community_policing.analysis.reach import counting_methods
from community_policing.analysis.targets import rows as standing, wording
from community_policing.analysis.targets.rows import TargetRow
from community_policing.analysis.works import items
from community_policing.analysis.works.items import Item
from community_policing.briefing.compose.bars import published
from community_policing.briefing.compose.figures import Figures, titles
from community_policing.briefing.compose.wording import foot, notes
from community_policing.briefing.model import Bars, Bullet, Bullets, Note, Number, Point, Slide
from community_policing.briefing.presets import BriefingRequest
from community_policing.core import formats, labels
from community_policing.core.geography import governorate_name
from community_policing.core.i18n import at, clauses, listed, n, plural, t
from community_policing.core.indicators import INDICATORS
from community_policing.core.protection_level import DAY
from community_policing.core.quantity import Quantity
from community_policing.core.safe_text import printable
from community_policing.dataset.releases.subject_note import SITE, NoteSubject, SubjectNote
from community_policing.measure.pace import Status, Why
from community_policing.measure.result import Result

ALONE, OF_TWO = 70, 40  # signs of a note on a slide
ROWS, BEHIND = 14, 4  # targets on one slide, and those of them that are told with their response
EVENTS = ("events_held", "events_without_attendance")
BAD = (Status.OFF_TRACK, Status.AT_RISK)
OPEN = (*BAD, Status.NOT_CERTAIN, Status.TOO_EARLY, Status.ON_TRACK)


def board(figures: Figures) -> tuple[TargetRow, ...]:
    """Every figure that has a target in this choice: the country's and each governorate's own, most at risk first."""
    scope = figures.programme.scope
    country = () if scope.governorates else figures.results(*INDICATORS)
    local = [
        figures.places(key).get(pcode) or figures.within(pcode).result(key)
        for key, pcodes in standing.places_with_targets(figures.programme).items()
        for pcode in pcodes
    ]
    return standing.with_targets((*country, *local))


def targets(figures: Figures, _: BriefingRequest) -> tuple[Slide, ...]:
    """Compose all targets on one page, the worst first; without any, what is known of the people reached."""
    rows, programme = board(figures), figures.programme
    if not rows:
        headline, why = wording.no_rows(programme)
        reached = _reached(figures)
        subtitle = t("{what}. {why}", what=reached.title, why=why)
        people = figures.results("attendances", "community_attendances", "people_reached", *EVENTS)
        if people[0].value and people[0].value.high != 0:
            headline = t("{finding}; no target to judge by", finding=counting_methods.headline(*people))
        return (Slide("targets", "targets", headline, subtitle, (reached,), foot(figures, ()), why),)
    results = [row.result for row in rows]
    drawn = Bullets(
        t("Progress toward targets"), f"{'. '.join(wording.in_words(row) for row in rows)}.",
        tuple(_bullet(figures, row, _short(row)) for row in rows[:ROWS]), more=_more(rows[ROWS:]),
    )  # fmt: skip
    read = " ".join((wording.rule(programme.grain == DAY), grain_wording.no_pace(programme)))
    told = "\n".join((notes(results), read, wording.without_target(rows, programme)))
    subtitle = t("Progress toward targets, most at risk first: the way from baseline to target, and what is due by now")
    return (Slide("targets", "targets", wording.headline(rows), subtitle, (drawn,), foot(figures, results), told),)


def _more(rows: Sequence[TargetRow]) -> str:
    """How those stand that are not drawn."""
    if not rows:
        return ""
    tally = Counter(wording.word_in_sentence(row) for row in rows)
    told = listed([t("{count} {status}", count=formats.number(count), status=word) for word, count in tally.items()])
    return n("Not drawn: {count} more ({listed})", "Not drawn: {count} more ({listed})", len(rows), listed=told)


def _reached(figures: Figures) -> Bars:
    keys = ("attendances", "community_attendances")
    return published(figures, t("People reached"), t("people"), keys, "reach", ("accent", "accent"))


def _short(row: TargetRow) -> str:
    """The status, and how much of what is due is there."""
    reached = row.pace is not None and row.pace.why is Why.REACHED
    due = "" if reached else wording.of_due(row)
    return t("{status}: {why}", status=wording.word(row), why=due) if due else wording.word(row)


def said(row: TargetRow) -> str:
    """The status and what it rests on: "At risk: 94 % of what is due; needs 4 a month"."""
    reached = row.pace is not None and row.pace.why is Why.REACHED
    due = "" if reached else wording.with_reason(wording.of_due(row), row.result)
    parts = [part for part in (due, wording.needs(row)) if part]
    return t("{status}: {why}", status=wording.word(row), why=clauses(parts)) if parts else wording.word(row)


def _bullet(figures: Figures, row: TargetRow, words: str, doing: str = "") -> Bullet:
    key, pace = f"targets/{row.result.indicator.key}/{row.pcode or 'country'}", row.pace
    actual = figures.number(key, row.result, place=row.place)
    projected = pace.projected if pace else None
    day = formats.day(row.target.due_on)
    when = t("{place} · by {day}", place=row.place, day=day) if row.pcode else t("by {day}", day=day)
    return Bullet(
        row.result.label, when, actual,
        _target(figures, actual, row), row.target.baseline, pace.due if pace else row.target.baseline, row.status.value, words,
        projected.low if projected else None, projected.high if projected else None, doing,
    )  # fmt: skip


def _target(figures: Figures, actual: Number, row: TargetRow) -> Number:
    """The target as a figure of its own."""
    target, unit = row.target, row.result.indicator.unit
    value = Quantity.exactly(target.target)
    made_up = t("The target is illustrative.") if "illustrative" in target.records else ""
    return replace(
        actual, key=f"{actual.key}/target", label=t("Target: {figure}", figure=actual.label),
        text=formats.quantity(value, unit), low=value.low, high=value.high, rows=0, withheld="", caveat=made_up,
        method=t("Set for {day}.", day=formats.day(target.due_on)), sources=titles(figures.programme, target.sources),
    )  # fmt: skip


def risk(figures: Figures, asked: BriefingRequest) -> tuple[Slide, ...]:
    """Compose what is furthest behind, why, and what is being done by whom; then what is overdue."""
    every = board(figures)
    bad = [row for row in every if row.status in BAD]
    rows = bad or [row for row in every if row.status in OPEN]
    overdue, late_there = figures.result("works_overdue"), late(figures)
    what = clauses([_late_and_noted(point, late_there, figures, asked) for point in late_there[:2]])
    more = t("Overdue: {what}", what=what) if late_there else none_late(figures)
    if rows:
        drawn: Bars | Bullets = Bullets(
            t("What is furthest behind"), f"{'. '.join(wording.in_words(row) for row in rows[:BEHIND])}.",
            tuple(_bullet(figures, row, said(row), _doing(row, asked)) for row in rows[:BEHIND]), more=more,
        )  # fmt: skip
    else:
        drawn = published(
            figures, t("Fora planned, not yet reported as set up"), t("fora"), ("fora_planned",), "risk", ("planned",)
        )
    results = [*(row.result for row in rows[:BEHIND]), overdue]
    subtitle = t("What may not be reached, why, and what is being done about it") if rows else drawn.title
    headline, foots = _headline(figures, bad, every), foot(figures, results)
    return (Slide("risk", "risk", headline, subtitle, (drawn,), foots, notes(results)),)


def _headline(figures: Figures, bad: Sequence[TargetRow], every: Sequence[TargetRow]) -> str:
    """What is furthest behind, or that nothing is or can be said to be; and what is overdue."""
    if bad:
        first = t("Furthest behind: {title}, {figure}", title=titled(bad[0]), figure=wording.of_target(bad[0].result))
    elif every:
        first = insights.none_bad(row.result for row in every).rstrip(".")
    else:
        first = t("What may slip cannot be told: no target and no due date is published")
    late_said = items.late(figures.result("works_overdue"))
    return t("{targets}; {late}", targets=first, late=late_said) if late_said else first


def titled(row: TargetRow) -> str:
    """What the row is about; of the whole country without saying so."""
    return row.title if row.pcode else row.result.label


def _doing(row: TargetRow, asked: BriefingRequest) -> str:
    """What was noted about that figure and is not done: what, by whom and until when.  Notes are free text and may name
    anything: a donor's briefing has none but what is written into its draft."""
    if asked.donor:
        return ""
    still = [note for note in asked.open_notes if not note.done_at]
    noted = [response(note) for note in still if note.indicator == row.result.indicator.key]
    own = _open_on(asked, *subject_notes.of_results((row.result,)))
    width = ALONE if len(own) + len(noted) == 1 else OF_TWO
    return clauses([*(_mitigation(note, width) for note in own), *noted][:2]) or t("no action noted yet")


def _open_on(asked: BriefingRequest, *subjects: NoteSubject) -> list[SubjectNote]:
    """The open notes on these things, those due first before others."""
    found = subject_notes.about(subject_notes.index(asked.subject_notes), *subjects)
    return [note for note in found if note.is_open]


def _mitigation(note: SubjectNote, width: int) -> str:
    """What is being done, or what is the matter where nobody said that, who acts and until when; short, since a slide has two
    lines for it."""
    due = t("by {day}", day=subject_notes.due(note)) if note.due_on else ""
    what = printable(note.mitigation or note.text, width)
    return " · ".join(part for part in (what, subject_notes.owner(note.owner), due) if part)


def response(note: Note) -> str:
    """A note in one line: what, who and until when."""
    due = t("by {day}", day=formats.day(date.fromisoformat(note.due_on))) if note.due_on else ""
    return " · ".join(part for part in (note.text, note.owner, due) if part)


def late(figures: Figures) -> tuple[Point, ...]:
    """What is overdue: each item by name, the longest first; for donors how many there are in each governorate."""
    if figures.donor:
        return _late_by_place(figures)
    return tuple(_late(item) for item in items.items(figures.programme) if item.overdue)


def none_late(figures: Figures) -> str:
    """What to say where nothing is overdue, or nobody can say."""
    if figures.published:
        return t("No due date is published, so it is not known what is late.")
    return t("No recorded item is past its due date.")


def _late(item: Item) -> Point:
    what = at(item.name, item.where)
    return Point(
        t("{item}: {late}", item=what, late=items.lateness(item)), Status.OFF_TRACK.value, labels.label(item.kind)
    )


def _late_and_noted(point: Point, late_there: Sequence[Point], figures: Figures, asked: BriefingRequest) -> str:
    """What is overdue, inside IOM with the first note on it."""
    if asked.donor or figures.donor:
        return point.text
    item = [item for item in items.items(figures.programme) if item.overdue][late_there.index(point)]
    noted = _open_on(asked, NoteSubject(SITE, item.item_id))[:1]
    return " ".join([point.text, *(t("({note})", note=_mitigation(note, OF_TWO)) for note in noted)])


def _late_by_place(figures: Figures) -> tuple[Point, ...]:
    split_up = figures.result("works_overdue", "governorate")
    overdue_in = Counter({pcode: int(part.low) for pcode, part in split_up.parts.items() if part.low})
    return tuple(_late_there(figures, split_up, pcode, count) for pcode, count in overdue_in.most_common())


def _late_there(figures: Figures, split_up: Result, pcode: str, count: int) -> Point:
    key, place = f"risk/works_overdue/{pcode or 'unplaced'}", governorate_name(pcode)
    number = figures.part(key, split_up, Quantity.exactly(count), place)
    pair = plural("{place}: {figure} work or delivery overdue", "{place}: {figure} works or deliveries overdue")
    return Point(n(*pair, count, place=place, figure=formats.number(count)), Status.OFF_TRACK.value, "", (number,))
