"""Charts in a language that is read from the right: what turns round, months in its words, and lines that keep their order.

A page draws every chart from left to right (`direction: ltr`), since plotly sets its texts by their left and right ends.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Literal, TypeAlias

from babel.dates import get_month_names

from community_policing.core.i18n import SOURCE, language_in_force
from community_policing.core.languages import Language

Along: TypeAlias = Literal["values", "time", "map"]  # what runs from left to right in English
Plain: TypeAlias = dict[str, Any]
# A page alone draws these texts: its browser hides both marks, and they isolate each line, whatever its first letter is
_START, _END = "\u2067", "\u2069"
_EITHER = "\u2068"  # begins a name within a line: it is read as its first letter says, the line goes on from the right
RLM = "\u200f"
_UNIT = re.compile(
    "\u200e([^\u200e]*)\u200e"
)  # a figure between marks, whose sign Chromium loses in SVG with fonts of a page
_ARABIC = re.compile("[\u0590-\u08ff]")
_FIELD = re.compile(r"%\{\w+(\[\d+\])?\}")
_NAME = re.compile(r"%\{\w+\.\w+\}")  # of another part of the chart: %{source.customdata}
_DAY = re.compile(r"%d %b %Y")
_SPACE = re.compile("[ \u00a0]")  # CLDR joins the words of one month
_TURNED = {"left": "right", "right": "left"}
_TEXTS = ("text", "hovertext", "name", "customdata", "label", "ticktext", "x", "y")
LINE = 17  # pixels of a line of ticks


def turned(along: Along, traces: Sequence[Mapping[str, Any]], layout: Plain) -> tuple[list[Plain], Plain]:
    """Those traces and their layout as the language in force has them.

    Values and categories run from the right, and their axis stands there; time runs on from the left, its categories and
    values stand at the right but where the axis has a `side`, and the names above its rows begin at the left, away from the
    marks of the last years; a map is no mirror image in any language.
    """
    spoken = language_in_force()
    layout = {**layout, "annotations": [_note(each, along) for each in layout.get("annotations", ())]}
    layout["hoverlabel"] = {**layout["hoverlabel"], "align": "right"}
    if along == "values":
        margin = layout["margin"]
        layout["margin"] = {**margin, "l": margin["r"], "r": margin["l"]}
        layout["xaxis"] = _reversed(layout["xaxis"])
    if along == "time":
        layout["xaxis"], lines = _dated(layout["xaxis"])
        layout["height"] += LINE * lines
    if along != "map":
        layout["yaxis"] = {"side": "right", **layout["yaxis"]}
    layout["yaxis"] = _written(layout["yaxis"], spoken)
    layout["xaxis"] = _written(layout["xaxis"], spoken)
    return [_trace(_written(each, spoken), along) for each in traces], layout


def line(text: str) -> str:
    """A text of one line or more, each with Arabic letters, or a name that is isolated, read from the right as a whole."""
    return "<br>".join(
        _UNIT.sub("\u2066\\1\u2069", f"{_START}{each.replace('→', '←')}{_END}")
        if _ARABIC.search(each) or RLM in each
        else each
        for each in text.split("<br>")
    )


def _written(part: Mapping[str, Any], spoken: Language) -> Plain:
    """A trace or an axis, its texts isolated line by line."""
    own = {key: _each(value) if key in _TEXTS else value for key, value in part.items()}
    for inner in ("node", "link"):  # of a Sankey diagram
        if inner in own:
            own[inner] = _written(own[inner], spoken)
    if "hovertemplate" in own:
        own["hovertemplate"] = _template(own["hovertemplate"], spoken)
    return own


def _each(value: Any) -> Any:
    if isinstance(value, str):
        return line(value)
    return [_each(each) for each in value] if isinstance(value, list | tuple) else value


def _template(template: str, spoken: Language) -> str:
    """A hover's lines from the right; one that is a field alone is isolated where it is written."""
    shown, end, _ = template.partition("<extra>")
    dated = _NAME.sub(rf"{_EITHER}\g<0>{_END}", _DAY.sub(_day_of(spoken), shown).replace("→", "←"))
    lines = (each if _FIELD.fullmatch(each) else f"{_START}{each}{_END}" for each in dated.split("<br>"))
    return "<br>".join(lines) + ("<extra></extra>" if end else "")


def _day_of(spoken: Language) -> str:
    """The language's pattern of a day (CLDR) as d3 writes it."""
    return spoken.day.replace("'", "").replace("MMM", "%B").replace("y", "%Y").replace("d", "%-d")


def _note(each: Mapping[str, Any], along: Along) -> Plain:
    """An annotation on its other side where values are turned; time and maps keep theirs where they are."""
    own = {**each, "text": line(each["text"])}
    if along != "values":
        return own
    for key in ("xanchor", "align"):
        if key in own:
            own[key] = _TURNED.get(own[key], own[key])
    if "xshift" in own:
        own["xshift"] = -own["xshift"]
    return own | {"x": 1 - own["x"]} if own.get("xref") == "paper" else own


def _reversed(axis: Mapping[str, Any]) -> Plain:
    if "range" in axis:
        return {**axis, "range": list(reversed(axis["range"]))}
    return {**axis, "autorange": "reversed"}


def _dated(axis: Mapping[str, Any]) -> tuple[Plain, int]:
    """A time axis whose months and quarters are written one word a line, and how many lines it is longer for it.  A format
    that begins with a number says that the line is read from the right."""
    if "ticktext" in axis:
        texts = [_SPACE.sub("<br>", text) for text in axis["ticktext"]]
        longer = max(map(_lines, texts), default=0) - max(map(_lines, axis["ticktext"]), default=0)
        return {**axis, "ticktext": texts, "tickangle": 0}, longer
    if "%b" not in axis.get("tickformat", ""):
        return {**axis}, 0
    return {**axis, "tickformat": RLM + axis["tickformat"], "tickangle": 0}, 1


def _lines(text: str) -> int:
    return text.count("<br>")


def _trace(trace: Plain, along: Along) -> Plain:
    """A trace with its labels on the other side of its points; a flow runs from its last stage, which stands at the left, on."""
    if along != "values":
        return trace
    if "textposition" in trace:
        trace["textposition"] = _aside(trace["textposition"])
    if trace["type"] == "sankey":
        node, link = trace["node"], trace["link"]
        trace["node"] = {**node, "x": [1 - x for x in node["x"]]}
        trace["link"] = {**link, "source": link["target"], "target": link["source"]}
        trace["link"]["hovertemplate"] = (
            link["hovertemplate"].replace("source", "\0").replace("target", "source").replace("\0", "target")
        )
    return trace


def _aside(position: Any) -> Any:
    if isinstance(position, str):
        return " ".join(_TURNED.get(word, word) for word in position.split())
    return [_aside(each) for each in position]


@cache
def locale(code: str, cldr: str) -> Mapping[str, Any]:
    """Plotly's locale, which travels with the figure: the names of months, on ticks one word a line."""
    whole = get_month_names("abbreviated", locale=cldr)
    months = [str(whole[month]) for month in range(1, 13)]
    short = [_SPACE.sub("<br>", name) for name in months]
    return {"locale": code, "locales": {code: {"dictionary": {}, "format": {"months": months, "shortMonths": short}}}}


def config(own: Mapping[str, Any]) -> dict[str, Any]:
    """That configuration in the language in force."""
    spoken = language_in_force()
    return {**own, **({} if spoken.code == SOURCE else locale(spoken.code, spoken.locale))}
