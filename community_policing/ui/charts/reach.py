"""Reach, drawn: seats flowing from donor to participant group, and seats over time."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from community_policing.analysis.reach.breakdown import STAGES, Flow, Trend
from community_policing.analysis.reach.wording import payer
from community_policing.core.formats import quantity
from community_policing.core.i18n import in_line, language_in_force
from community_policing.core.palette import DARK, Palette
from community_policing.core.quantity import seats
from community_policing.core.schema import PARTICIPANT_GROUPS
from community_policing.ui.charts.frame import Drawn, figure, inert

NODE = 46  # pixels of height for each key of the longest stage
LAST = len(STAGES) - 1
GAP, EDGE, BAR = 22, 10, 12  # pixels between the keys of a stage, above and below them, and of a bar's width
Name: TypeAlias = Callable[[str, str], str]  # a dimension and a key of it -> what the key is called
Period: TypeAlias = Callable[[Any, int], str]


def group_colour(group: str, colours: Palette) -> str:
    """The colour of a participant group, the same wherever it is drawn."""
    return colours.groups[PARTICIPANT_GROUPS.index(group)] if group in PARTICIPANT_GROUPS else colours.unknown


def group_pattern(group: str) -> str:
    """The pattern over that colour where groups stand on each other: who does not see the hue tells neighbours by it."""
    at = PARTICIPANT_GROUPS.index(group) if group in PARTICIPANT_GROUPS else len(PARTICIPANT_GROUPS)
    return ("", "/", "-", "\\", "|", "x")[at % 6]


def group_swatch(group: str, colours: Palette) -> str:
    """The same as the look of a legend's swatch."""
    colour, turned = group_colour(group, colours), {"/": (-45,), "\\": (45,), "-": (0,), "|": (90,), "x": (45, -45)}
    strokes = f"transparent 0 3px, {colours.page} 3px 4px"
    lines = "".join(f"repeating-linear-gradient({at}deg, {strokes}), " for at in turned.get(group_pattern(group), ()))
    return f"background:{lines}linear-gradient({colour}, {colour})"


def flow(reach_data: Flow, name: Name, colours: Palette) -> Drawn:
    """Draw seats from donor to phase, kind and group, with every figure; links into a group have its colour."""
    keys = [(stage, key) for stage, parts in enumerate(reach_data.stages) for key in parts]
    longest = max(len(parts) for parts in reach_data.stages)
    height = 30 + NODE * longest
    labels = [
        f"{inert(in_line(payer(STAGES[s], key, reach_data, name)))}  <b>{_seats(reach_data.stages[s][key], reach_data.few)}</b>"
        for s, key in keys
    ]
    middles = [middle for parts in reach_data.stages for middle in _middles(list(parts.values()), longest, height)]
    ends = [at for at, (stage, _) in enumerate(keys) if stage == LAST]
    ours = list(range(len(keys))) if language_in_force().right_to_left else ends
    trace = {
        "type": "sankey", "arrangement": "fixed", "node": _nodes(keys, labels, middles, colours, ours),
        "link": _links(reach_data, {key: at for at, key in enumerate(keys)}, colours),
        "textfont": {"size": 14, "color": colours.text, "shadow": "none"},
    }  # fmt: skip
    longest_end = 10 + round(7.6 * max(len(labels[at]) - len("<b></b>") for at in ends))
    return figure(
        colours, height, [trace], annotations=[_label(labels[at], middles[at], keys[at][0]) for at in ours],
        margin={"t": EDGE, "b": EDGE, "l": 2, "r": longest_end},
    )  # fmt: skip


def _nodes(
    keys: Sequence[tuple[int, str]], labels: Sequence[str], middles: Sequence[float], colours: Palette, ours: Sequence[int]
) -> dict[str, Any]:  # fmt: skip
    """Each stage fills the height, its keys in their order: plotly would set them in an order of its own."""
    return {
        "label": ["" if at in ours else label for at, label in enumerate(labels)],
        "x": [min(max(stage / LAST, 0.001), 0.999) for stage, _ in keys], "y": middles, "customdata": labels,
        "pad": GAP, "thickness": BAR, "line": {"width": 0}, "hovertemplate": "%{customdata}<extra></extra>",
        "color": [group_colour(key, colours) if stage == LAST else colours.planned for stage, key in keys],
    }  # fmt: skip


def _label(label: str, middle: float, stage: int) -> dict[str, Any]:
    """A label beside its bar.  Plotly would set a group's on the links, among the labels of the stage before, and, in a flow
    from right to left, every other one there."""
    part = stage / LAST
    return {
        "text": label, "x": part, "xref": "paper", "xanchor": "left", 
        "xshift": 5 + round(BAR * (1 - part)), "y": 1 - middle, "yref": "paper",
        "yanchor": "middle", "showarrow": False, "font": {"size": 14},
    }  # fmt: skip


def _middles(parts: Sequence[float], longest: int, height: int) -> list[float]:
    """The middle of each key's bar, from 0 above to 1 below, where plotly draws bars so that the longest stage just fits."""
    room = height - 2 * EDGE
    bars = [part / sum(parts) * (room - GAP * (longest - 1)) for part in parts]
    gap = (room - sum(bars)) / (len(parts) - 1) if len(parts) > 1 else 0.0
    first = 0.0 if len(parts) > 1 else (room - sum(bars)) / 2
    tops = [first + sum(bars[:at]) + gap * at for at in range(len(bars))]
    return [(top + bar / 2) / room for top, bar in zip(tops, bars, strict=True)]


def _links(reach_data: Flow, place: Mapping[tuple[int, str], int], colours: Palette) -> dict[str, Any]:
    return {
        "source": [place[link.stage, link.source] for link in reach_data.links],
        "target": [place[link.stage + 1, link.target] for link in reach_data.links],
        "value": [link.seats for link in reach_data.links],
        "color": [
            _pale(group_colour(link.target, colours) if link.stage + 1 == LAST else colours.planned, colours)
            for link in reach_data.links
        ],
        "customdata": [_seats(link.seats, reach_data.few) for link in reach_data.links],
        "hovertemplate": "%{source.customdata} → %{target.customdata}: %{customdata}<extra></extra>",
    }  # fmt: skip


def _pale(colour: str, colours: Palette) -> str:
    """The colour with the page showing through, since links cross; less of a dark page, which swallows them."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red},{green},{blue},{0.5 if colours == DARK else 0.32})"


def _seats(filled: float, few: int) -> str:
    return quantity(seats(filled, few))


def trend(reach_data: Trend, name: Name, period: Period, colours: Palette) -> Drawn:
    """Bars of the seats of each period, the groups one upon the other, in the order of the vocabulary."""
    periods = [period(start, reach_data.months) for start in reach_data.starts]
    traces = [
        {
            "type": "bar", "name": inert(name("participant_group", group)), "x": list(reach_data.starts), "y": list(counts),
            "xperiod": f"M{reach_data.months}", "xperiodalignment": "middle",
            "customdata": [[when, quantity(seats(filled, reach_data.few))] for when, filled in zip(periods, counts, strict=True)],
            "marker": {
                "color": group_colour(group, colours), "line": {"color": colours.page, "width": 1},
                "pattern": {"shape": group_pattern(group), "fillmode": "replace", "bgcolor": group_colour(group, colours),
                            "fgcolor": colours.page, "size": 6, "solidity": 0.2},
            },
            "hovertemplate": "%{customdata[0]}<br>%{fullData.name}: %{customdata[1]}<extra></extra>",
        }
        for group, counts in reach_data.seats.items()
    ]  # fmt: skip
    return figure(
        colours, 340, traces, "time", barmode="stack", bargap=0.18, hovermode="closest", yaxis={"rangemode": "tozero"},
        xaxis={"type": "date", "tickformat": "%b\n%Y" if reach_data.months == 1 else "%Y", "ticks": "outside",
               "tickcolor": colours.line, **({} if reach_data.months == 1 else {"dtick": "M12"})},
    )  # fmt: skip
