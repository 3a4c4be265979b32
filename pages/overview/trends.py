"""Small trends of the Overview's cards: a running total from its first day to the as-of date, on an axis that begins at zero."""

from collections.abc import Sequence
from datetime import date, timedelta

from community_policing.core import formats, palette
from community_policing.core.bidi import without_marks
from community_policing.core.i18n import t
from community_policing.measure.compute import over_time
from community_policing.measure.programme import Programme, cached_on_programme
from community_policing.ui.components import style
from community_policing.ui.shell.session import result

_FINEST = {"quarter": "quarter", "year": "year"}  # a protected view knows no months
LEAST = 4  # points: of fewer a line tells nothing
WIDEST = 6  # signs of a figure that leaves room beside it
STEPS = 28  # heights that are drawn, however many points there are


@cached_on_programme
def trend(key: str, programme: Programme, colours: palette.Palette) -> style.Spark | None:
    """Make an indicator's small trend; None where too few points are known."""
    points, measured = over_time(key, programme), result(key, programme)
    if len(points) < LEAST or measured.value is None or len(without_marks(formats.quantity(measured.value))) > WIDEST:
        return None
    first = points[0][0]
    since = formats.day(first, "year" if first.year < programme.as_of.year else _FINEST.get(programme.grain, "month"))
    return style.Spark(
        heights(points, programme.as_of),
        colours.accent,
        t("since {day}", day=since),
        t("{label} since {day}: {figure} at the end", label=measured.label, day=since, figure=formats.spoken(measured.value)),
    )  # fmt: skip


def heights(points: Sequence[tuple[date, float]], until: date) -> tuple[float, ...]:
    """Read the running total at equal distances of time, as parts of its highest value."""
    first, most = points[0][0], max(value for _, value in points) or 1
    days = [first + timedelta(days=(until - first).days * step / STEPS) for step in range(STEPS + 1)]
    found, place = [], 0
    for day in days:
        while place + 1 < len(points) and points[place + 1][0] <= day:
            place += 1
        found.append(points[place][1] / most)
    return tuple(found)
