"""Sources, method and caveats; what was decided and is still to be done."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeAlias

from community_policing.analysis.targets import wording
from community_policing.briefing.compose.figures import Figures
from community_policing.briefing.compose.pagination import WIDE, paged, split
from community_policing.briefing.compose.wording import foot
from community_policing.briefing.model import Block, Note, Number, Point, Points, Slide, Table, numbers
from community_policing.briefing.presets import BriefingRequest
from community_policing.core import formats
from community_policing.core.geography import attribution
from community_policing.core.i18n import n, t
from community_policing.core.indicators import INDICATORS
from community_policing.core.protection_level import DAY
from community_policing.export import provenance
from community_policing.measure.programme import Programme

Texts: TypeAlias = tuple[str, ...]
SOURCES = 6  # on a slide
LINES, ACROSS, NARROW = 11, 92, 30  # lines of text on a slide, signs in one of a table's wider and its narrower column


def sources(figures: Figures, asked: BriefingRequest, slides: Sequence[Slide]) -> tuple[Slide, ...]:
    """The sources that the slides rest on, how their figures are to be read, then what each of them counts."""
    listed = tuple(numbers(tuple(slides)))
    cited = _cited(figures.programme, dict.fromkeys(title for number in listed for title in number.sources))
    pages = split(cited, SOURCES)
    blocks: list[tuple[Block, ...]] = [(_reading(figures, asked),), *((_sources(page),) for page in pages)]
    for title, head, rows in (
        (t("What the figures count"), t("What is counted"), _definitions(figures, listed)),
        (t("What to know about them"), t("What to know"), _caveats(figures, listed)),
    ):
        blocks += [(Table(title, (t("Figure"), head), page, slot="wide"),) for page in _by_length(rows, ACROSS)]
    headline = _finding(figures, len(cited))
    first = Slide(
        "sources", "sources", headline, t("Sources, method and caveats"), blocks[0], foot(figures, (), attribution())
    )
    reading, *others = paged(first, blocks[1:])
    return (reading, *(replace(slide, headline=_holds(slide, len(cited))) for slide in others))


def _holds(slide: Slide, cited: int) -> str:
    """What a further slide is about, in place of the first one's finding."""
    block = slide.blocks[0]
    if isinstance(block, Points):
        return n("The figures rest on {count} source", "The figures rest on {count} sources", cited)
    return block.title if isinstance(block, Table) else slide.headline


def _finding(figures: Figures, count: int) -> str:
    if provenance.made_up(figures.programme):
        return t("These data are illustrative: do not quote them as results")
    if figures.published:
        return n(
            "Every figure is as published, by {count} source", "Every figure is as published, by {count} sources", count
        )
    if not count:
        return t("Every figure is counted from the programme's own record")
    return n("Every figure is counted from the record and rests on {count} source",
             "Every figure is counted from the record and rests on {count} sources", count)  # fmt: skip


def _by_length(rows: Sequence[Texts], across: int) -> tuple[tuple[Texts, ...], ...]:
    """The rows in as few pages as hold them, about equally full; a row's last text has so many signs a line."""
    lines = [max(len(row[-1]) // across, len(row[0]) // NARROW) + 1 for row in rows]
    full = sum(lines) / max(-(-sum(lines) // LINES), 1)
    pages: list[list[Texts]] = []
    filled = full
    for row, height in zip(rows, lines, strict=True):
        if filled >= full or len(pages[-1]) >= WIDE:
            pages.append([])
            filled = 0.0
        pages[-1].append(row)
        filled += height
    return tuple(tuple(page) for page in pages)


def _sources(cited: Sequence[Point]) -> Points:
    nothing = t("No source is named: the figures are counted from the programme's own record.")
    return Points(t("Sources"), tuple(cited), nothing, "wide")


def _cited(programme: Programme, titles: Iterable[str]) -> tuple[Point, ...]:
    """Each source by title, publisher and date."""
    published = {source.title: source.published for source in programme.sources.values()}
    return tuple(Point(title, detail=published.get(title, "")) for title in titles)


def _reading(figures: Figures, asked: BriefingRequest) -> Points:
    """What to know before any figure is quoted."""
    data = figures.programme.dataset
    release = f"{asked.release} ({data.release})" if asked.release else data.release
    basis = (
        t("Only published figures are shown.")
        if figures.published
        else t("Figures are counted from rows of the record.")
    )
    hidden = provenance.protected(figures.programme)
    rule = wording.rule(figures.programme.grain == DAY)
    lines = (
        provenance.made_up(figures.programme),
        hidden,
        t("As of {day}. {basis}", day=formats.day(figures.programme.as_of), basis=basis),
        t("Data: {title}, release {release}.", title=data.title, release=release),
        t("Licence: {licence}.", licence=data.licence.rstrip(".")) if data.licence else "",
        t("≥ means “at least”, a dash means not known. Neither is 0."),
        t("Fora set up by IOM and by local police are counted apart; planned is never counted as established."),
        "" if figures.published else t("Seats are not people: a person who came to two events filled two seats."),
        "" if figures.published or hidden else rule,  # which stands at the foot of each slide of targets
    )  # fmt: skip
    return Points(t("How to read the figures"), tuple(Point(line) for line in lines if line), slot="wide")


def _definitions(figures: Figures, listed: Iterable[Number]) -> tuple[Texts, ...]:
    """Each kind of figure once, and what it counts."""
    definitions = {number.indicator: number.definition for number in listed}
    return tuple((figures.result(key).label, definitions[key]) for key in INDICATORS if key in definitions)


def _caveats(figures: Figures, listed: Iterable[Number]) -> tuple[Texts, ...]:
    """What to know of these figures, each thing once, after the figures that it is about."""
    caveats: dict[str, str] = {}
    for number in listed:
        caveats[number.indicator] = f"{caveats.get(number.indicator, '')} {number.caveat}"
    about_it: dict[str, list[str]] = {}
    for key in (key for key in INDICATORS if key in caveats):
        for text in (t(text) for text in _of(key) if t(text) in caveats[key]):
            about_it.setdefault(text, []).append(figures.result(key).label)
    return tuple((_whose(names), text) for text, names in about_it.items())


def _whose(names: Sequence[str]) -> str:
    """The first of them, and how many more."""
    more = len(names) - 1
    return n("{name} and {count} more", "{name} and {count} more", more, name=names[0]) if more else names[0]


def _of(key: str) -> tuple[str, ...]:
    return (*INDICATORS[key].caveats, *((INDICATORS[key].as_published,) if INDICATORS[key].as_published else ()))


def actions(figures: Figures, asked: BriefingRequest) -> tuple[Slide, ...]:
    """Decisions and actions that are open, overdue ones first, then by due date."""
    today = figures.programme.as_of
    still = (note for note in asked.open_notes if not note.done_at)
    open_notes = sorted(still, key=lambda note: (not note.due_on, note.due_on, note.made_at))
    late = [note for note in open_notes if _late(note, today)]
    pages = [_table(page, today) for page in split(open_notes, WIDE)]
    title = t("Decisions and actions noted in earlier briefings")
    first = Slide("actions", "actions", _headline(open_notes, late, today), title, (pages[0],), foot(figures, ()))
    return paged(first, [(page,) for page in pages[1:]])


def _headline(open_notes: Sequence[Note], late: Sequence[Note], today: date) -> str:
    if not open_notes:
        return t("No decision or action is open")
    counts = [
        n("{count} action", "{count} actions", count)
        if kind == "action"
        else n("{count} decision", "{count} decisions", count)
        for kind in ("action", "decision")
        if (count := sum(note.kind == kind for note in open_notes))
    ]
    what = counts[0] if len(counts) == 1 else t("{one} and {other}", one=counts[0], other=counts[1])
    are = n("{what} is open", "{what} are open", len(open_notes), what=what)
    if not late:
        return t("{open}; none is overdue on {day}", open=are, day=formats.day(today))
    return n("{open}; {count} is overdue on {day}", "{open}; {count} are overdue on {day}", len(late), open=are,
             day=formats.day(today))  # fmt: skip


def _late(note: Note, today: date) -> bool:
    return bool(note.due_on) and date.fromisoformat(note.due_on) < today


def _table(page: Sequence[Note], today: date) -> Table:
    kinds = {"action": t("Action"), "decision": t("Decision")}
    rows = tuple(
        (kinds[note.kind], note.text, note.owner or "–", formats.day(date.fromisoformat(note.due_on)) if note.due_on else "–",
         t("overdue") if _late(note, today) else t("open"))
        for note in page
    )  # fmt: skip
    marks = tuple("off_track" if _late(note, today) else "" for note in page)
    heads = (t("Kind"), t("What"), t("Owner"), t("Due"), t("State"))
    nothing = t("Nothing noted in an earlier briefing is still open.")
    return Table(t("Open decisions and actions"), heads, rows, marks if rows else (), nothing, "wide")
