"""Random rounding of numbers of people by fixed keyed offsets: unbiased, repeatable, and the same in every release.

A cell's count n becomes floor((n + o) / base) * base, where the offset o is drawn uniformly from 0 .. base - 1 by
HMAC-SHA256(secret, cell).  The expected value is n, so this is unbiased random rounding (Nargundkar and Saveland 1972), made
repeatable as in the cell-key method of the ABS and ONS (Fraser and Wooton 2005): the draw belongs to the cell, not to the
answer.  Unlike there, the offset hangs on no count and no record: it is the random start of systematic sampling, fixed.  Whatever
is answered about a cell in whatever number of releases follows from n + o, so that averages, and increments known from elsewhere,
tell n + o at the most, and never which part of it is n.
"""

import hmac
from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Counts: TypeAlias = NDArray[np.integer[Any]]


class Rounding:
    """Unbiased random rounding to multiples of a base, by one fixed offset for each cell."""

    def __init__(self, secret: bytes, base: int) -> None:
        self._secret, self.base = secret, base

    def __call__(self, cell: Sequence[object], count: float) -> int:
        """Round the count of that cell; 0 stays 0."""
        return int((count + self.offset(cell)) // self.base) * self.base

    def offset(self, cell: Sequence[object]) -> int:
        """Draw the cell's offset: uniform on 0 .. base - 1, the same for ever."""
        key = "\x1f".join(str(part) if _known(part) else "" for part in cell)
        return int.from_bytes(hmac.digest(self._secret, key.encode(), "sha256"), "big") % self.base

    def dealt(self, quantity: str, rows: pd.DataFrame, key: list[str], counts: pd.DataFrame) -> Counts:
        """Round the counts of each cell and deal them out, in units of the base and in turn, to the rows of `rows`.

        `rows` has the `cell` of each row and the columns of its key; `counts` a line for each cell and a column for each
        part of it, whose name ends the key.  Returns a line for each row, a column for each part."""
        keys = rows.drop_duplicates("cell").set_index("cell").loc[counts.index, key].itertuples(index=False)
        parts = [part if isinstance(part, tuple) else (part,) for part in counts]
        units = np.array(
            [
                [
                    self((quantity, *cell, *part), n) // self.base if n else 0
                    for part, n in zip(parts, line, strict=True)
                ]
                for cell, line in zip(keys, counts.to_numpy(), strict=True)
            ],
            dtype=np.int64,
        ).reshape(len(counts), len(parts))
        at = counts.index.get_indexer(pd.Index(rows["cell"]))
        cells = rows.groupby("cell")["cell"]
        turn, among = (each.to_numpy(dtype=np.int64)[:, None] for each in (cells.cumcount(), cells.transform("size")))
        until = units.cumsum(axis=1)
        shares: Counts = _taken(until[at], turn, among) - _taken((until - units)[at], turn, among)
        return shares * self.base


def _taken(units: Counts, turn: Counts, among: Counts) -> Counts:
    """Count which of the first `units` units go to whoever takes every `among`-th, beginning with number `turn`."""
    return (units - turn + among - 1) // among


def _known(part: Any) -> bool:
    return part is not None and part is not pd.NA and bool(part == part)
