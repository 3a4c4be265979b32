"""Shares of targets: 0.35 in a table of per cents is asked about, as 35 is what most offices mean."""

import re
from collections.abc import Mapping
from decimal import Decimal

from community_policing.core.i18n import t
from community_policing.core.indicators import INDICATORS
from community_policing.core.schema import SURVEY_TARGET
from community_policing.dataset.intake.recipe.questions import Questions, Sample, Step
from community_policing.dataset.intake.recipe.sheet import Shaped

_SHARE = re.compile(r"0?\.\d+")
_PERCENT, _KEEP = "percent", "keep"


def read(shaped: Shaped, questions: Questions) -> None:
    """Turn parts of one into per cents, in each column whose shares are all below one, if a person agrees."""
    keys = shaped.columns.get("indicator", ())
    rows = [
        at
        for at, key in enumerate(keys)
        if key.startswith(SURVEY_TARGET) or (key in INDICATORS and INDICATORS[key].share)
    ]
    for name in ("baseline", "target"):
        texts = shaped.columns.get(name, ())
        cells = {at: texts[at] for at in rows if texts and texts[at].strip(" 0.")}
        if cells and all(map(_SHARE.fullmatch, cells.values())):
            meant = {cell: f"{Decimal(cell) * 100:f}".rstrip("0").rstrip(".") for cell in cells.values()}
            if _ask(meant, name, len(cells), questions) == _PERCENT:
                shaped.columns[name] = [meant[cells[at]] if at in cells else cell for at, cell in enumerate(texts)]


def _ask(meant: Mapping[str, str], column: str, rows: int, questions: Questions) -> str:
    """One question for the table; it shows the cells of the first of its columns."""

    def sample(answer: str) -> Sample:
        return ((cell, percent if answer == _PERCENT else cell) for cell, percent in meant.items())

    cell, number = next(iter(meant.items()))
    text = t("Shares are written in per cent here. Is {cell} meant as {number} %?", cell=cell, number=number)
    choices = {_PERCENT: t("Yes, per cents"), _KEEP: t("No, they are right")}
    return questions.ask(
        Step.READING, "shares", text, choices, _PERCENT, table="targets", column=column, rows=rows, sample=sample
    )
