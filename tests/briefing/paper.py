"""Pages of a PDF as ink: what of them is blank."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any, TypeAlias

import numpy as np
import pytest
import typst
from numpy.typing import NDArray
from PIL import Image

from community_policing.briefing.build.outputs import made
from community_policing.briefing.model import Briefing

Ink: TypeAlias = NDArray[np.bool_]
MM = 40 / 25.4  # pixels of a page


def inked(briefing: Briefing, output: str, monkeypatch: pytest.MonkeyPatch) -> Sequence[Ink]:
    """Where each page of that output has ink, by the compiler that sets the PDF."""
    compile_, seen = typst.compile, []

    def rasterised(template: str, **settings: Any) -> bytes:
        settings.pop("pdf_standards", None)
        pngs = compile_(template, format="png", ppi=MM * 25.4, **settings)
        seen.extend(pngs if isinstance(pngs, list) else [pngs])
        return b""

    with monkeypatch.context() as patched:
        patched.setattr(typst, "compile", rasterised)
        made(briefing, output)
    return [np.asarray(Image.open(BytesIO(png)).convert("L")) < 250 for png in seen]


def blank(ink: Ink) -> float:
    """The largest part of the height in which no line has ink."""
    lines, longest, run = ink.any(axis=1), 0, 0
    for has_ink in lines:
        run = 0 if has_ink else run + 1
        longest = max(longest, run)
    return longest / len(lines)
