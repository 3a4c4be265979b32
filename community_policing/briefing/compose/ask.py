"""Ask slide, the last that is told: what comes next, and what is asked of the reader; both can be rewritten in the draft."""

from collections import Counter
from dataclasses import replace

from community_policing.analysis import governorate, insights
from community_policing.analysis.governorate import Step
from community_policing.analysis.targets.rows import TargetRow
from community_policing.analysis.training import calendar
from community_policing.analysis.works import items
from community_policing.briefing.compose.figures import Figures
from community_policing.briefing.compose.money import donor_name, donor_of
from community_policing.briefing.compose.track import BAD, board, titled
from community_policing.briefing.compose.wording import foot, notes
from community_policing.briefing.model import Bars, Callout, Number, Series, Slide
from community_policing.briefing.presets import BriefingRequest
from community_policing.core import formats, labels
from community_policing.core.i18n import listed, n, t
from community_policing.core.protection_level import DAY
from community_policing.core.quantity import Quantity, grammatical_number
from community_policing.core.schema import TRAINING_KINDS

ANSWERED = "fora_established_iom"  # what the first slide is about: the ask comes back to it
ROWS, LINES = 8, 3  # bars, and lines of what is asked


def ask(figures: Figures, asked: BriefingRequest) -> tuple[Slide, ...]:
    """Compose what is planned next as bars, and the ask as headline and call-outs."""
    results = figures.results("fora_planned", "events_planned", "works_agreed")
    rows = [row for row in board(figures) if row.status in BAD]
    lines = tuple(Callout(line) for line in _lines(figures, rows)[:LINES])
    bars, subtitle = replace(_next(figures), callouts=lines), t("What comes next, and what we ask for")
    headline = _headline(figures, asked, rows)
    return (Slide("ask", "ask", headline, subtitle, (bars,), foot(figures, results), notes(results)),)


def _headline(figures: Figures, asked: BriefingRequest, rows: list[TargetRow]) -> str:
    """What is asked in one sentence: of a donor for help, inside IOM for a decision."""
    planned = figures.result("fora_planned")
    if rows:
        first = next((row for row in rows if row.result.indicator.key == ANSWERED and not row.pcode), rows[0])
        gap = insights.against_target(first.result)
        fora = first.result.indicator.key == ANSWERED and not first.pcode
        missing = t("the fora by IOM still missing") if fora else titled(first)
        what = t("{what} ({gap})", what=missing, gap=gap)
    elif planned.value and planned.value.high != 0:
        count = grammatical_number(planned.value)
        what = n(
            "the {figure} forum planned next",
            "the {figure} fora planned next",
            count,
            figure=formats.quantity(planned.value),
        )
    else:
        what = t("what comes next")
    if not asked.donor:
        return t("To decide: {what}", what=what)
    donor = donor_of(figures, asked)
    if donor:
        return t("We ask {donor} to support {what}", donor=donor_name(figures, donor), what=what)
    return t("We ask donors to support {what}", what=what)


def _lines(figures: Figures, rows: list[TargetRow]) -> list[str]:
    """What is asked for, a line each: the gaps, the planned fora, what is overdue."""
    others = [row for row in rows if row.result.indicator.key != ANSWERED or row.pcode]
    lines = [
        t("Close the gap – {title}: {figure}", title=titled(row), figure=insights.against_target(row.result))
        for row in others[:1]
    ]
    planned = figures.result("fora_planned", "governorate")
    if planned.value and planned.value.high != 0 and planned.parts:
        lines.append(t("Agree on the planned fora: {where}", where=insights.where_planned(planned)[0]))
    if late := items.late(figures.result("works_overdue")):
        lines.append(t("Set a new date: {late}", late=late))
    return lines


def _next(figures: Figures) -> Bars:
    """What comes next, a bar for each kind in each period, the first first."""
    programme = figures.programme
    plans = governorate.plans(programme)
    steps = governorate.ahead(plans, calendar.events(programme), items.items(programme), programme.as_of)
    counts = Counter((step.kind, _when(step, figures)) for step in steps if not step.late or step.kind == t("Forum"))
    rows = list(counts.items())[:ROWS]
    numbers = tuple(_number(figures, place, kind, when, count) for place, ((kind, when), count) in enumerate(rows))
    names = tuple(t("{kind}, {when}", kind=kind, when=when) for (kind, when), _ in rows)
    title = t("What is planned next")
    told = listed(
        [t("{name} {figure}", name=name, figure=each.text) for name, each in zip(names, numbers, strict=True)]
    )
    none = t("No event, forum or work is planned after this date.")
    alt = t("{title}: {periods}.", title=title, periods=told) if rows else none
    return Bars(title, alt, names, (Series("", "planned", numbers),) if rows else (), t("planned"), slot="wide")


def _when(step: Step, figures: Figures) -> str:
    """Its period: a month, or, where readers know no more, the quarter or year."""
    exact = figures.programme.grain == DAY or step.when == formats.day(step.day)
    return formats.day(step.day, "month") if exact else step.when


def _number(figures: Figures, place: int, kind: str, when: str, count: int) -> Number:
    events = {labels.label(key) for key in TRAINING_KINDS}
    key = "fora_planned" if kind == t("Forum") else "events_planned" if kind in events else "works_agreed"
    text = t("{kind}, {month}", kind=kind, month=when)
    return figures.part(f"ask/{place}/{key}", figures.result(key), Quantity.exactly(count), text=text)
