"""Exports of collection tools (KoboToolbox, ODK): their own columns, options of select_multiple, groups and GPS parts."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from community_policing.dataset.intake.recipe.headers import header_dictionary as dictionary
from community_policing.dataset.intake.recipe.headers.header_match import is_exactly

_GPS = re.compile(
    r"(?:^|[/:.])(?:_(?P<kobo>[^/:.]+)_|(?P<odk>[^/:.]+)[-:])(?P<part>latitude|longitude|altitude|precision|accuracy)$",
    re.IGNORECASE,
)
_OPTION = frozenset({"", "0", "1", "0.0", "1.0", "true", "false", "yes", "no"})
_CHOSEN = frozenset({"1", "1.0", "true", "yes"})
_SEPARATORS = "/.:-"
Cells = Callable[[int], Sequence[str]]  # the cells of a column by its position


@dataclass(frozen=True)
class Export:
    """What of a sheet's columns a tool made.  `own` and `options` are positions that are left out; `points` says which
    hold a degree north or east; `cut` are headers without their groups."""

    own: frozenset[int] = frozenset()
    options: frozenset[int] = frozenset()
    points: dict[int, str] = field(default_factory=dict)
    cut: dict[int, str] = field(default_factory=dict)


def export_of(names: Sequence[str], cells: Cells) -> Export:
    """What a collection tool made of a sheet with these headers; of any other sheet only columns that no office has."""
    separator = _separator(names)
    points, parts = _points(names)
    own = {at for at, name in enumerate(names) if _is_own(name, separator, cells, at)} | parts
    options = _options(names, separator or "/", cells) - own - set(points)
    cut = {
        at: name.rsplit(separator, 1)[1]
        for at, name in enumerate(names)
        if separator and separator in name and at not in own | options and at not in points
    }
    return Export(frozenset(own), frozenset(options), points, cut)


def _separator(names: Sequence[str]) -> str:
    """What stands between groups and fields; "" where the sheet is no export."""
    signs = sum(is_exactly(name, dictionary.TOOL_SIGNS) for name in names)
    groups = {mark: Counter(name.split(mark)[0] for name in names if mark in name.strip(mark)) for mark in _SEPARATORS}
    grouped = next(
        (mark for mark in "/:" if 2 * sum(groups[mark].values()) > len(names) and max(groups[mark].values()) > 1), ""
    )
    if grouped and all(" / " not in name for name in names):
        return grouped
    if not signs:
        return ""
    return next((mark for mark in _SEPARATORS if groups[mark]), "/")


def _is_own(name: str, separator: str, cells: Cells, at: int) -> bool:
    last = name.rsplit("/", 1)[-1]
    if is_exactly(name, "phonenumber | username"):
        return not any(cell.strip() for cell in cells(at))  # a filled one is for the guard of personal details
    if is_exactly(name, dictionary.TOOL_ALWAYS) or re.match(r"_submission__|SET-OF-|meta[/:-]|@", name):
        return True
    if not separator:
        return False
    return is_exactly(name, dictionary.TOOL_IN_EXPORTS) or is_exactly(
        last, "instanceID | instanceName | deviceid | audit"
    )


def _points(names: Sequence[str]) -> tuple[dict[int, str], set[int]]:
    """The columns of degrees north and east, and those of the same point that nobody needs: altitude, precision, the whole."""
    matches = {at: match for at, name in enumerate(names) if (match := _GPS.search(name.strip()))}
    degrees: dict[int, str] = {}
    wholes: set[str] = set()
    for at, match in matches.items():
        if (part := match["part"].lower()) in ("latitude", "longitude"):
            degrees[at] = part
            wholes.add(match["kobo"] or match["odk"])
    rest = {at for at in matches if at not in degrees} if degrees else set()
    return degrees, rest | {at for at, name in enumerate(names) if degrees and re.split(r"[/:]", name)[-1] in wholes}


def _options(names: Sequence[str], separator: str, cells: Cells) -> set[int]:
    """Columns `question/option` of a select_multiple: beside their question, or several with nothing but yes and no."""
    found = set()
    parents = Counter(name.rsplit(separator, 1)[0] for name in names if separator in name and " / " not in name)
    for at, name in enumerate(names):
        parent = name.rsplit(separator, 1)[0] if separator in name else ""
        if parent and (parent in names or (parents[parent] > 1 and _ticks(cells(at)))):
            found.add(at)
    return found


def ticked(names: Sequence[str], cells: Cells) -> dict[str, dict[int, str]]:
    """Question -> position -> option, of the questions that stand in their options' columns alone."""
    separator = _separator(names) or "/"
    found: dict[str, dict[int, str]] = {}
    for at in sorted(_options(names, separator, cells)):
        question, _, option = names[at].rpartition(separator)
        if question not in names:
            found.setdefault(question, {})[at] = option
    return found


def is_ticked(cell: str) -> bool:
    """Whether an option was chosen."""
    return cell.strip().casefold() in _CHOSEN


def _ticks(cells: Sequence[str]) -> bool:
    distinct = {cell.strip().casefold() for cell in cells}
    return distinct <= _OPTION and bool(distinct - {""})
