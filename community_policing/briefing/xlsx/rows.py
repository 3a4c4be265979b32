"""Sheet rows made from a slide's blocks and numbers."""

from collections.abc import Sequence

from community_policing.briefing.model import (
    Answers,
    Bars,
    Block,
    Bullets,
    Cards,
    Locality,
    Map,
    Number,
    Points,
    Reading,
    Steps,
    Table,
)
from community_policing.briefing.xlsx.grid import Cell, Row, Shown
from community_policing.core.formats import quantity
from community_policing.core.i18n import N_, clauses, t
from community_policing.core.labels import label
from community_policing.core.palette import STATUS_GLYPHS
from community_policing.core.quantity import Quantity

Meaning = tuple[str, str, str, str]  # definition, method, caveat, sources
HEADS = (
    N_("Figure"), N_("Place"), N_("As shown"), N_("At least"), N_("At most"), N_("Unit"), N_("As of"),
    N_("Rows behind"), N_("Meaning"), N_("Withheld"),
)  # fmt: skip
MEANINGS = (
    N_("Definition"), N_("Method"), N_("Caveat"), N_("Sources"),
)  # fmt: skip


def titled(block: Block) -> str:
    """What a block is called, with the unit of what is drawn."""
    if isinstance(block, Cards):
        return t("Figures")
    unit = block.unit if isinstance(block, Bars | Steps) else ""
    return t("{title} ({unit})", title=block.title, unit=unit) if block.title and unit else block.title


def bare(block: Block) -> bool:
    """Whether the block's rows stand without heads, as sentences do."""
    return isinstance(block, Points)


def rows(block: Block) -> tuple[Sequence[str], Sequence[Row]]:
    """A block as heads and rows; numbers stay Numbers."""
    if isinstance(block, Points):
        return (), [(p.text, _word(p.status), p.detail) for p in block.points] or [(block.nothing or t("Nothing."),)]
    if isinstance(block, Table):
        return _table(block)
    if isinstance(block, Cards):
        heads = (t("Figure"), t("Place"), t("As shown"), t("Status"), t("Findings"))
        return heads, [
            (c.number.label, c.number.place, c.number, _word(c.status), "\n".join(c.lines)) for c in block.cards
        ]
    if isinstance(block, Bullets):
        return _bullets(block)
    if isinstance(block, Answers):
        return _answers(block)
    return _drawn(block)


def _table(block: Table) -> tuple[Sequence[str], Sequence[Row]]:
    if not block.rows:
        return block.heads, [(block.nothing or t("Nothing."),)]
    if not block.status:
        return block.heads, block.rows
    return (*block.heads, t("Status")), [
        (*row, _word(status)) for row, status in zip(block.rows, block.status, strict=True)
    ]


def _bullets(block: Bullets) -> tuple[Sequence[str], Sequence[Row]]:
    heads = (
        t("Figure"), t("Place"), t("Actual"), t("Target"), t("Baseline"), t("Due by now"), t("Likely from"), t("Likely to"),
        t("Status"),
    )  # fmt: skip
    return heads, [
        (
            b.label,
            b.place,
            b.actual,
            b.target,
            b.baseline,
            b.due,
            _or_dash(b.low),
            _or_dash(b.high),
            _said(b.status, b.said),
        )
        for b in block.rows
    ] or [(t("Nothing."),)]


def _answers(block: Answers) -> tuple[Sequence[str], Sequence[Row]]:
    """A row for each place, and the sentences below them."""
    wave = (t("95 % interval"), t("People asked"), t("When"))
    heads = (t("Place"), t("Question"), t("Earlier"), *wave, t("Later"), *wave, t("Change"))
    body: list[Row] = [
        (row.place, row.question, *_wave(row.earlier), *_wave(row.later), row.said) for row in block.rows
    ]
    return heads, [*body, *((callout.text,) for callout in block.more)]


def _wave(reading: Reading | None) -> tuple[Cell, ...]:
    if reading is None:
        return (Shown("–"), "", "", "")
    return reading.number, reading.interval, reading.asked, reading.wave


def _drawn(block: Bars | Steps | Map | Locality) -> tuple[Sequence[str], Sequence[Row]]:
    if isinstance(block, Bars):
        body = [
            (name, *(s.numbers[place] or Shown("–") for s in block.series))
            for place, name in enumerate(block.categories)
        ]
        return ("", *(series.name for series in block.series)), body or [(t("Nothing."),)]
    if isinstance(block, Steps):
        return (t("Line"), t("From"), t("Value")), [
            (line.name, day, value) for line in block.lines for day, value in line.points
        ] or [(t("Nothing."),)]
    if isinstance(block, Locality):
        kinds = {"iom": t("fora by IOM"), "police": t("fora by local police"), "planned": t("fora planned")}
        return (t("Kind"), t("Count"), t("Name")), [(kinds[pin.kind], pin.count, pin.name) for pin in block.pins] or [
            (t("Nothing."),)
        ]
    kinds = {"zero": t("none"), "no_data": t("no data"), "outside": t("not in this selection")}
    areas: list[Row] = [(a.name, a.pcode, a.number or Shown(kinds.get(a.kind, "–"))) for a in block.areas]
    return (t("Governorate"), t("P-code"), t("As shown")), [*areas, *([(block.note,)] if block.note else [])]


def meanings(listed_numbers: Sequence[Number]) -> tuple[Meaning, ...]:
    """What those numbers mean, each meaning once, in the order in which they are met."""
    return tuple(dict.fromkeys(_meaning(each) for each in listed_numbers))


def listed(listed_numbers: Sequence[Number], definitions: Sequence[Meaning]) -> Sequence[Row]:
    """Every number as it is shown, with its bounds as numbers and all that is its own; what it means by its place."""
    return [
        (each.label, each.place, Shown(each.text), _low(each), _high(each), each.unit, each.as_of, each.rows,
         definitions.index(_meaning(each)) + 1, each.withheld)
        for each in listed_numbers
    ]  # fmt: skip


def _meaning(each: Number) -> Meaning:
    return each.definition, each.method, each.caveat, clauses(each.sources)


def _low(each: Number) -> Cell:
    return Shown(t("not known")) if each.low is None else _bound(each, each.low)


def _high(each: Number) -> Cell:
    if each.high is None:
        return Shown(t("not known") if each.low is None else t("no bound"))
    return _bound(each, each.high)


def _bound(each: Number, bound: float) -> Cell:
    """A bound as a number; one of a figure that is about so many as what it is."""
    return Shown(quantity(Quantity(bound, bound, about=True))) if each.about else bound


def _or_dash(value: float | None) -> Cell:
    return Shown("–") if value is None else value


def _said(status: str, text: str) -> str:
    return f"{STATUS_GLYPHS.get(status, '')} {text}".strip()


def _word(status: str) -> str:
    return f"{STATUS_GLYPHS.get(status, '')} {label(status)}".strip() if status else ""
