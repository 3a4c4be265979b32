"""Confirmations of large changes: what somebody who publishes has to mean."""

from fractions import Fraction

from community_policing.analysis.changes.causes import CAUSES, DATE
from community_policing.analysis.changes.diff import ReleaseDiff
from community_policing.analysis.changes.figures import FigureChange
from community_policing.analysis.changes.rows import TableChange
from community_policing.analysis.changes.wording import before_and_after, title
from community_policing.core import formats
from community_policing.core.i18n import N_, n, t
from community_policing.core.labels import label

FIFTH = Fraction(1, 5)  # of a table's rows lost, or of a figure moved by rows, has to be confirmed


def confirmations(diff: ReleaseDiff) -> dict[str, str]:
    """Return a key and a sentence for each table that loses, and each figure that moves by, more than a fifth.

    What the date of the data alone does to a figure that adds up needs no confirmation, nor does a first release.
    """
    if diff.before is None:
        return {}
    lost = {name: table for name, table in diff.tables.items() if table.removed > FIFTH * table.before}
    far = [figure for figure in diff.figures if figure.kind in ("figure", "places") and _far(figure)]
    return {f"table:{name}": _loses(name, table) for name, table in lost.items()} | {
        f"{figure.kind}:{figure.key}": _moves(figure) for figure in far
    }


def _far(figure: FigureChange) -> bool:
    if figure.before is None or figure.after is None:
        return figure.before != figure.after
    by_date = next(((part.low, part.high or 0) for part in figure.contributions if part.cause == CAUSES[DATE]), (0, 0))
    return any(
        moved is not None and limit is not None and abs(moved - part) > FIFTH * abs(Fraction(limit))
        for moved, part, limit in zip(figure.difference, by_date, (figure.before.low, figure.before.high), strict=True)
    )


def _loses(name: str, table: TableChange) -> str:
    return n(
        "{table}: {removed} of {before} row is removed, more than a fifth.",
        "{table}: {removed} of {before} rows are removed, more than a fifth.",
        table.before, table=label(name, "table"),
        removed=formats.number(table.removed), before=formats.number(table.before),
    )  # fmt: skip


def _moves(figure: FigureChange) -> str:
    before, after = before_and_after(figure)
    text = N_("{name} goes from {before} to {after}, by more than a fifth.")
    if figure.before is None or figure.after is None:
        text = N_("{name} goes from {before} to {after}: one of the two is not known.")
    return t(text, name=title(figure), before=before, after=after)
