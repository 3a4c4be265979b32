"""What the Overview says of a choice, as Dash components and figures: made once for each choice by the same measures as ours.

`session.result`, `board` and `trend` are the very functions that our page calls; the words are `analysis`' own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dash import html
from dash.development.base_component import Component

from community_policing.analysis import insights
from community_policing.analysis.attention import attention_lines
from community_policing.analysis.compare import wording as changes
from community_policing.analysis.map import choropleth
from community_policing.analysis.targets import wording
from community_policing.analysis.targets.answer import answer
from community_policing.core import formats, labels, palette
from community_policing.core.protection_level import month_end_before
from community_policing.measure.compute import over_time, overdue
from community_policing.measure.pace import Status
from community_policing.measure.programme import Programme, Scope, cached_on_programme
from community_policing.measure.result import Result
from community_policing.ui.charts.frame import figure
from community_policing.ui.charts.governorates import governorate_map
from community_policing.ui.components.style import Spark
from community_policing.ui.shell.session import marks, result
from pages.compare.cards import compared
from pages.compare.sides import at
from pages.overview.attention import MOST
from pages.overview.page import STAND
from pages.overview.since import MOST as MOST_MOVES, TOLD
from pages.overview.trends import trend as spark
from pages.targets.board import board

COLOURS = palette.LIGHT
HEIGHT = 250


@dataclass(frozen=True)
class Card:
    """A card: its title, its figure, further figures in words, and whether it has a small trend."""

    title: str
    first: Result
    lines: Sequence[tuple[str, Result]] = ()
    words: str = ""
    rises: bool = True


@cached_on_programme
def content(programme: Programme) -> tuple[Any, ...]:
    """Everything that a choice changes, in the order of the callback's outputs."""
    where, shades = _where(programme)
    split = result("fora_established", programme, "governorate")
    return (
        _answer(programme),
        _attention(programme),
        _since(programme),
        "Where fora are established" if where is split else "Where fora are planned",
        governorate_map(shades, marks(programme), COLOURS, HEIGHT, names=False).to_dict(),
        [_swatch(step) for step in choropleth.legend(where, shades, COLOURS)],
        [_card(card, programme) for card in _cards(programme)],
        _trend(programme),
    )


def _answer(programme: Programme) -> str:
    established = insights.headline(*(result(key, programme) for key in STAND))
    return answer(result("fora_established_iom", programme), board(programme).rows, established, programme)


def _attention(programme: Programme) -> list[Component]:
    late, waiting = result("works_overdue", programme), result("concerns_open_long", programme)
    silent = [result(key, programme) for key in ("fora_dormant", "fora_never_met")]
    lines = attention_lines(board(programme).rows, overdue(programme), late, silent, waiting)
    if not lines:
        return [html.Li(insights.none_bad(row.result for row in board(programme).rows))]
    return [html.Li([_status(each.status), html.B(each.name), f": {each.sentence}"]) for each in lines[:MOST]]


def _since(programme: Programme) -> str:
    """What moved since the end of the third month before."""
    earlier = at(programme, month_end_before(programme.as_of, 3))
    return " · ".join(changes.moves([compared(key, earlier, programme) for key in TOLD], MOST_MOVES))


def _where(programme: Programme) -> tuple[Result, tuple[choropleth.Shade, ...]]:
    """Fora established by governorate; where nobody knows that, those planned."""
    split = result("fora_established", programme, "governorate")
    known = split.split_known and split.value is not None
    shown = split if known else result("fora_planned", programme, "governorate")
    return shown, choropleth.shades(shown, COLOURS)


def _cards(programme: Programme) -> tuple[Card, ...]:
    def of(key: str, by: str = "") -> Result:
        return result(key, programme, by)

    planned, workshops, community = of("fora_planned", "governorate"), of("workshops_held"), of("community_attendances")
    done, agreed = of("building_works_done"), of("works_agreed")
    by_whom = insights.by_whom(of("fora_established_iom"), of("fora_established_police"))
    return (
        Card("Fora established", of("fora_established"), by_whom),
        Card("Fora planned", planned, words=" ".join(insights.where_planned(planned)), rises=False),
        Card(
            "Trainings, campaigns", of("trainings_and_campaigns_held"),
            [(words, workshops) for words in insights.and_more(workshops)],
        ),
        Card(of("attendances").label, of("attendances"), [(words, community) for words in insights.of_which(community)]),
        Card("Vehicles", of("vehicles_handed_over"), [(words, done) for words in insights.works(done, agreed)]),
    )  # fmt: skip


def _card(card: Card, programme: Programme) -> Component:
    line = spark(card.first.indicator.key, programme, COLOURS) if card.rises else None
    further = [html.P([words, *_standing(of)]) for words, of in card.lines]
    children = [
        html.H3(card.title),
        html.Div(formats.quantity(card.first.value, card.first.indicator.unit), className="figure"),
        html.Small(_standing(card.first) or card.first.why_absent),
        html.Small(insights.unplaced(card.first)),
        html.P(card.words),
        *further,
        *([_spark(line)] if line else []),
        html.Small(insights.against_published(card.first)),
    ]
    return html.Div(children, className="card")


def _standing(of: Result) -> list[Any]:
    """The status, the figure beside its target, and the gap."""
    return [_status(of.status), f"{wording.in_short(of)}, {wording.gap(of)}"] if of.target and of.value else []


def _status(status: Status) -> Component:
    colour = getattr(COLOURS, palette.STATUS_COLOURS[status])
    return html.Span(f"{palette.STATUS_GLYPHS[status]} {labels.label(status)} ", style={"color": colour})


def _swatch(step: choropleth.Step) -> Component:
    return html.Div([html.I(style={"background": step.colour}), step.label])


def _spark(line: Spark) -> Component:
    """The small trend, drawn as ours is: two clipped areas, no script."""
    steps = len(line.heights) - 1
    points = [f"{100 * place / steps:.0f}% {92 - 84 * height:.0f}%" for place, height in enumerate(line.heights)]
    area = {"clipPath": f"polygon({','.join(points)},100% 100%,0% 100%)", "background": line.colour}
    return html.Div([html.I(style=area, title=line.alt), html.Small(line.caption)], className="spark")


def _trend(programme: Programme) -> dict[str, Any]:
    """Steps of fora set up by IOM and by local police, and the target's straight path."""
    iom, police = result("fora_established_iom", programme), result("fora_established_police", programme)
    names = insights.trend_names(iom.value, police.value)
    traces = [
        _steps(over_time(of.indicator.key, programme), name, colour, programme.as_of)
        for of, name, colour in zip((iom, police), names, (COLOURS.iom, COLOURS.police), strict=True)
    ]
    if iom.target:
        days = [iom.target.starts_on.isoformat(), iom.target.due_on.isoformat()]
        traces.append({
            "type": "scatter", "mode": "lines+markers", "x": days, "y": [iom.target.baseline, iom.target.target],
            "name": "Target", "line": {"dash": "dash", "color": COLOURS.planned},
        })  # fmt: skip
    drawn: dict[str, Any] = figure(COLOURS, HEIGHT, traces, yaxis={"rangemode": "tozero"}).to_dict()
    return drawn


def _steps(points: Sequence[tuple[date, float]], name: str, colour: str, until: date) -> dict[str, Any]:
    known = [*points, (until, points[-1][1])] if points else []
    return {
        "type": "scatter", "mode": "lines", "name": name, "line": {"shape": "hv", "color": colour},
        "x": [day.isoformat() for day, _ in known], "y": [value for _, value in known],
    }  # fmt: skip


def scope_of(places: Sequence[str], phases: Sequence[str], donors: Sequence[str], day: date | None) -> Scope:
    """A choice as our filters make it."""
    return Scope(day, tuple(sorted(places)), tuple(sorted(phases)), tuple(sorted(donors)))
