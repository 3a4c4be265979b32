"""Briefing, a frozen set of slides: all that the screen, slides, PDF, page and workbook may show, and nothing to measure.

What a reader sees is held as text, in the briefing's language, beside the bounds it was made from, so that no output
formats, rounds or counts anything again.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any, Literal, TypeAlias, get_args

from community_policing.briefing.number import LATER, Number as Number
from community_policing.core.i18n import clauses, t

Role: TypeAlias = (
    str  # a colour by its meaning: a field of Palette, or "groups.3", "ramp.0" for the n-th of a row of them
)
Slot: TypeAlias = Literal["cards", "main", "side", "wide"]
Kind: TypeAlias = Literal[
    "answer", "since", "map", "targets", "people", "money", "risk", "actions", "governorate", "ask", "annex"
]
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True)
class Card:
    """A figure with its one-line findings, most important first; `status` a key of STATUS_GLYPHS or ""."""

    number: Number
    lines: tuple[str, ...] = ()
    status: str = ""


@dataclass(frozen=True)
class Cards:
    """Up to five figures in a row."""

    cards: tuple[Card, ...]
    slot: Slot = "cards"


@dataclass(frozen=True)
class Point:
    """One sentence of a list, with a status where it has one, and the numbers it speaks."""

    text: str
    status: str = ""
    detail: str = ""
    numbers: tuple[Number, ...] = ()


@dataclass(frozen=True)
class Points:
    """A list of sentences under a title, or what to say where there is none."""

    title: str
    points: tuple[Point, ...]
    nothing: str = ""
    slot: Slot = "main"


@dataclass(frozen=True)
class Callout:
    """A sentence on a drawing: `at` the P-code that it points to on a map, "" for the drawing as a whole."""

    text: str
    at: str = ""
    numbers: tuple[Number, ...] = ()


@dataclass(frozen=True)
class Hero:
    """The one figure that a drawing is about, set at 120 points, and what is said of it below."""

    number: Number
    text: str
    colour: Role
    status: str = ""  # a key of STATUS_GLYPHS


Cell: TypeAlias = str | Number


@dataclass(frozen=True)
class Table:
    """Rows of cells under heads, as many cells as heads; numbers stand right, words left.  `status` per row as in Card, or ()."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    status: tuple[str, ...] = ()
    nothing: str = ""
    slot: Slot = "main"


@dataclass(frozen=True)
class Series:
    """One colour of a chart: a number for each category, None where there is nothing to draw."""

    name: str
    colour: Role
    numbers: tuple[Number | None, ...]


@dataclass(frozen=True)
class Bars:
    """Bars for each category, lying (words are long) or standing (time); several series are stacked."""

    title: str
    alt: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str
    standing: bool = False
    slot: Slot = "main"
    hero: Hero | None = field(default=None, metadata=LATER)
    callouts: tuple[Callout, ...] = field(default=(), metadata=LATER)


@dataclass(frozen=True)
class Bullet:
    """A figure on its way from baseline to target: `due` is what was due by the as-of date, `low` and `high` where it is likely
    to be at the due date (None: not projected)."""

    label: str
    place: str
    actual: Number
    target: Number
    baseline: float
    due: float
    status: str  # a key of STATUS_GLYPHS
    said: str  # the status and why, in words
    low: float | None = None
    high: float | None = None
    doing: str = field(default="", metadata=LATER)  # what is being done about it, by whom and until when
    colour: Role = field(default="", metadata=LATER)  # in the place of the status'

    @property
    def in_a_line(self) -> str:
        """The figure beside what it is held against."""
        words = {"figure": self.actual.text, "target": self.target.text}
        return t("{label}, {place}: {figure} / {target}", label=self.label, place=self.place, **words)


@dataclass(frozen=True)
class Bullets:
    """Targets, the worst first; each on its own scale from its baseline to its target.  `reading` says what the bars are where
    they are no targets; `more` what is said of those that are not drawn."""

    title: str
    alt: str
    rows: tuple[Bullet, ...]
    slot: Slot = "wide"
    reading: str = field(default="", metadata=LATER)
    more: str = field(default="", metadata=LATER)


@dataclass(frozen=True)
class Step:
    """A line that rises in steps: ISO day and value from that day on."""

    name: str
    colour: Role
    points: tuple[tuple[str, float], ...]
    last: Number | None = None  # what it stands at on the as-of date, written at its end
    dashed: bool = False  # a path that was planned, drawn straight from point to point
    # Known at the end of periods alone: points, with lines between
    straight: bool = field(default=False, metadata=LATER)

    def corners(self, until: date) -> list[tuple[date, float]]:
        """Where it turns: of steps also the foot of each, and on to that day; of what runs straight its points alone."""
        corners: list[tuple[date, float]] = []
        for day, value in self.points:
            on = date.fromisoformat(day)
            if corners and not (self.dashed or self.straight):
                corners.append((on, corners[-1][1]))
            corners.append((on, value))
        return (
            corners if self.dashed or self.straight or corners[-1][0] >= until else [*corners, (until, corners[-1][1])]
        )


@dataclass(frozen=True)
class Steps:
    """Running totals over time, up to the as-of date."""

    title: str
    alt: str
    lines: tuple[Step, ...]
    as_of: str
    unit: str
    slot: Slot = "main"
    hero: Hero | None = field(default=None, metadata=LATER)
    callouts: tuple[Callout, ...] = field(default=(), metadata=LATER)


@dataclass(frozen=True)
class Reading:
    """What people of a place said in one wave: the percentage, the ends of its 95 % interval in percent (None: they are not known)
    as they are shown, and how many were asked, "" where that is not published."""

    number: Number
    low: float | None
    high: float | None
    interval: str
    asked: str
    wave: str


@dataclass(frozen=True)
class AnswerRow:
    """Both waves of one question in one place, and the change in words; `earlier` and `later` None where no percentage is
    published.  `question` is "" where the slide has one question."""

    place: str
    question: str
    said: str
    sign: str
    colour: Role
    earlier: Reading | None
    later: Reading | None


@dataclass(frozen=True)
class Answers:
    """What people said, a row for each place, on an axis from 0 to 100 %; `more` are sentences below the rows."""

    title: str
    alt: str
    rows: tuple[AnswerRow, ...]
    more: tuple[Callout, ...] = ()
    slot: Slot = "wide"


@dataclass(frozen=True)
class Area:
    """A governorate on the map: `kind` value, zero, no_data or outside (of the choice), its fill, and the ink read on it."""

    pcode: str
    name: str
    kind: str
    fill: str  # "#rrggbb"
    ink: str
    number: Number | None = None
    marked: bool = False  # the one the slide speaks of: a heavier line around it


@dataclass(frozen=True)
class LegendStep:
    """One line of a legend."""

    text: str
    fill: str
    hatched: bool = False


@dataclass(frozen=True)
class Map:
    """The country by governorate; never a place inside one."""

    title: str
    alt: str
    areas: tuple[Area, ...]
    legend: tuple[LegendStep, ...]
    note: str  # about boundaries and names
    slot: Slot = "main"
    callouts: tuple[Callout, ...] = field(default=(), metadata=LATER)


@dataclass(frozen=True)
class Pin:
    """Fora of one kind at one place: `iom`, `police` or `planned`, as precise as the reader may know where they are."""

    kind: str
    longitude: float
    latitude: float
    count: int
    name: str  # of a forum that stands alone there


@dataclass(frozen=True)
class Locality:
    """One governorate seen from near, among its neighbours, with its fora."""

    title: str
    alt: str
    pcode: str
    pins: tuple[Pin, ...]
    slot: Slot = "main"


Block: TypeAlias = Cards | Points | Table | Bars | Bullets | Steps | Answers | Map | Locality
Drawing: TypeAlias = Bars | Bullets | Steps | Answers | Map | Locality
BLOCKS: tuple[type, ...] = get_args(Block)


@dataclass(frozen=True)
class Slide:
    """One slide.  Cards lie above; below them one block `wide`, or `main` beside `side` (1.6 to 1)."""

    key: str
    kind: Kind
    headline: str
    subtitle: str
    blocks: tuple[Block, ...]
    footnote: str  # what it rests on: sources, caveats
    notes: str = ""  # for the presenter


@dataclass(frozen=True)
class Briefing:
    """One frozen briefing.  `release` is the number of a published release (None: data that ship or a folder), `content` the
    hash of the data; `scope` the choice in force, as label and value; `mark` stands on every slide where data is made up.
    `sha256` is the hash of everything but `id`, `made_at`, `made_by` and itself."""

    id: str
    made_at: str  # ISO time, UTC
    made_by: str
    title: str
    preset: str
    audience: str
    language: str
    dataset: str
    release: int | None
    content: str
    as_of: str  # ISO date
    as_of_text: str
    scope: tuple[tuple[str, str], ...]
    choice: dict[str, Any]  # what it takes to compose it again: Scope as plain values, slides, governorates
    mark: str
    licence: str
    slides: tuple[Slide, ...]
    sha256: str = ""
    # The mark in two words, for a line that has no room for the sentence
    short_mark: str = field(default="", metadata=LATER)
    donor: str = field(default="", metadata=LATER)  # the donor through whose eyes it is made, by name
    # The mark of whom it is for, or of governorate profiles by: a PNG or SVG in base64
    logo: str = field(default="", metadata=LATER)

    @property
    def main(self) -> tuple[Slide, ...]:
        """The slides that are told; the annex behind them is looked up."""
        return tuple(slide for slide in self.slides if slide.kind != "annex")

    @property
    def day(self) -> date:
        """The as-of date."""
        return date.fromisoformat(self.as_of)

    @property
    def chosen(self) -> str:
        """The choice in force, in words."""
        said = clauses([t("{label}: {value}", label=label, value=value) for label, value in self.scope])
        return said or t("the whole programme")

    @property
    def data(self) -> str:
        """Which data, and which release of them; of data that were not published the first letters of their hash."""
        release = str(self.release) if self.release else self.content[:12]
        return t("{dataset}, release {release}", dataset=self.dataset, release=release)


@dataclass(frozen=True)
class Note:
    """A decision or an action noted while a briefing was presented: on which slide, about which indicator ("" = none), who is to
    act (a role, never a person's name), until when (ISO day, "" = not said).  `done_at` "" while it is open."""

    id: str
    briefing: str
    slide: str
    indicator: str
    kind: Literal["decision", "action"]
    text: str
    owner: str
    due_on: str
    made_at: str  # ISO time, UTC
    made_by: str
    done_at: str = ""


def numbers(part: Any) -> Iterator[Number]:
    """Every number in a briefing, a slide or a block, in the order in which it is read."""
    if isinstance(part, Number):
        yield part
    elif isinstance(part, tuple):
        for each in part:
            yield from numbers(each)
    elif type(part) in _PARTS:
        for field in fields(part):
            yield from numbers(getattr(part, field.name))


_PARTS = {Briefing, Slide, Card, Point, Series, Bullet, Step, Reading, AnswerRow, Area, Callout, Hero, *BLOCKS}
