"""Pictures of the governorates' names for the WebGL map, in languages whose letters join (geo/name_pictures.py draws them)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from community_policing.core.i18n import language
from community_policing.core.paths import STATIC


@dataclass(frozen=True)
class NamePictures:
    """One language's: the file; P-code -> name; how high a picture is on the map, and how wide each name, in pixels; and where in
    the file the picture of a P-code is, and those of plates, by their lines and pixels of width (`2-44`)."""

    file: str
    names: Mapping[str, str]
    size: float
    widths: Mapping[str, float]
    places: Mapping[str, Mapping[str, Any]]

    def plate(self, lines: int, wide: float) -> str:
        """The key of the narrowest plate under so many lines that is so wide, or of the widest."""
        widths = [int(key.partition("-")[2]) for key in self.places if key.startswith(f"{lines}-")]
        return f"{lines}-{min((each for each in widths if each >= wide), default=max(widths))}"


def name_pictures() -> NamePictures | None:
    """Those of the language in force; None where its names are written as text."""
    return _read(language())


@cache
def _read(code: str) -> NamePictures | None:
    told = STATIC / f"names-{code}.json"
    if not told.is_file():
        return None
    return NamePictures(f"names-{code}.png", **json.loads(told.read_text("utf-8")))
