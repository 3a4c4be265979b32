"""Saved recipe: how files of one shape are read."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Recipe:
    """Answers by the id of their question, for files of one `shape` (see intake.recipe.shape); "" fits any."""

    name: str
    shape: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    saved_at: str = ""
    saved_by: str = ""
