"""Corrections: other texts for single cells, typed by who loads a file, in force before anything in it is read.

They belong to one load and to no recipe: a cell is named by its place, and next month something else stands there.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from community_policing.core.i18n import n, speaking, t
from community_policing.core.languages import SOURCE
from community_policing.core.safe_text import printable
from community_policing.dataset.csv_file import position_of
from community_policing.dataset.intake.recipe.sheet import RawSheet

_LETTERS = re.compile("[A-Z]{1,3}")


@dataclass(frozen=True)
class Correction:
    """Another text for one cell, named as a Fault names it; `was`: what the file has there, None: whatever that is."""

    sheet: str
    row: int
    letter: str
    text: str
    was: str | None = None

    @property
    def cell(self) -> tuple[str, int, str]:
        """Which cell it is."""
        return self.sheet, self.row, self.letter


Lost = tuple[Correction, str]  # one that could not be made, and why


def corrected(sheet: RawSheet, corrections: Sequence[Correction]) -> tuple[RawSheet, list[Correction], list[Lost]]:
    """The sheet with its corrections, those that were made with what stood there, and those that could not be.

    What was noticed of a cell while the file was read holds for its old text, and goes with it.
    """
    at = {line: index for index, line in enumerate(sheet.lines)}
    rows = list(sheet.rows)
    made: dict[tuple[int, int], Correction] = {}
    lost: list[Lost] = []
    for each in corrections:
        index, position = at.get(each.row, -1), position_of(each.letter) if _LETTERS.fullmatch(each.letter) else -1
        if index < 0 or not 0 <= position < len(rows[index]):
            lost.append((each, t("the file has no such cell, so “{text}” was not written. Take the correction back.",
                                 text=printable(each.text))))  # fmt: skip
        elif each.was not in (None, was := sheet.rows[index][position]):
            problem = t("the cell holds “{now}” and not “{was}”, so “{text}” was not written. Take the correction back.",
                        now=printable(was), was=printable(each.was or ""), text=printable(each.text))  # fmt: skip
            lost.append((each, problem))
        else:
            rows[index] = [*rows[index][:position], each.text, *rows[index][position + 1 :]]
            made[each.row, position] = replace(each, was=was)
    remarks = [remark for remark in sheet.remarks if (remark[1], remark[2]) not in made]
    return replace(sheet, rows=rows, remarks=remarks), list(made.values()), lost


@dataclass
class Corrected:
    """The corrections that were made and those that could not be, and the sheets as they were before."""

    made: list[Correction] = field(default_factory=list)
    lost: list[Lost] = field(default_factory=list)
    before: list[RawSheet] = field(default_factory=list)


def correct(
    sheets: list[RawSheet], corrections: Sequence[Correction], whole: Callable[[RawSheet], RawSheet]
) -> Corrected:
    """Write the corrections into the sheets, in their list; a long text is read on (`whole`) for that."""
    done = Corrected()
    for at, sheet in enumerate(sheets):
        if own := [each for each in corrections if each.sheet == sheet.name and not sheet.data]:
            done.before.append(whole(sheet))
            sheets[at], made, lost = corrected(done.before[-1], own)
            done.made += made
            done.lost += lost
    there = {sheet.name: sheet.data for sheet in sheets}
    done.lost += [_lost_in_file(each, there) for each in corrections if there.get(each.sheet, True)]
    return done


def _lost_in_file(correction: Correction, names: Iterable[str]) -> Lost:
    """A correction of a sheet that is not there, or that is read where it lies."""
    if correction.sheet in names:
        problem = t(
            "the table is read where it lies, so its cells are corrected in the file. Take the correction back."
        )
    else:
        problem = t("the file has no such sheet, so “{text}” was not written. Take the correction back.",
                    text=printable(correction.text))  # fmt: skip
    return correction, problem


def sentence(correction: Correction) -> str:
    """What was corrected: where, what stood there, and what stands there now."""
    where = t("{sheet}, cell {cell}", sheet=printable(correction.sheet), cell=f"{correction.letter}{correction.row}")
    was, now = (
        t("“{text}”", text=printable(text)) if text else t("empty") for text in (correction.was, correction.text)
    )
    return t("{place}: {was} is now {now}", place=where, was=was, now=now)


def in_words(name: str, count: int) -> str:
    """The name of a file, with how many of its cells were corrected, as the log holds it: in one language for all."""
    if not count:
        return name
    with speaking(SOURCE):
        return n("{file}, {count} cell corrected", "{file}, {count} cells corrected", count, file=name)


def with_corrections(effect: Mapping[str, Any], corrections: Sequence[Correction]) -> Mapping[str, Any]:
    """What a release did, as its record keeps it, with the cells that were corrected on the way."""
    return {**effect, "corrections": as_json(corrections)} if corrections else effect


def as_json(corrections: Iterable[Correction]) -> list[dict[str, Any]]:
    """The corrections as a file of answers, a report or a release holds them."""
    return [dict(vars(each)) for each in corrections]
