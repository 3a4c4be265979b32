"""Thresholds: the one home of what statuses, projections and alerts go by, read once from measure/thresholds.toml."""

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path

_FILE = Path(__file__).with_name("thresholds.toml")
_CHANCES = ("interval", "survey_confidence", "power")
_COUNTS = ("points", "window_months", "no_release_days")
_SHARES = ("on_track_from", "at_risk_from", "headline_moved", "completeness_fell")


@dataclass(frozen=True)
class Thresholds:
    """What statuses, projections and alerts go by (measure/thresholds.toml); a ValueError names the value that is wrong."""

    on_track_from: float
    at_risk_from: float
    points: int
    interval: float
    window_months: int
    windows_ahead: float
    survey_confidence: float
    design_effect: float
    power: float
    no_release_days: int
    headline_moved: float
    completeness_fell: float

    def __post_init__(self) -> None:
        for name in _COUNTS:
            if not isinstance(getattr(self, name), int) or getattr(self, name) < 1:
                raise ValueError(f"{name} must be a whole number from 1, not {getattr(self, name)!r}")
        for name in (*_SHARES, *_CHANCES):
            if not isinstance(getattr(self, name), int | float) or not 0 < getattr(self, name) <= 1:
                raise ValueError(f"{name} must be a share such as 0.8, not {getattr(self, name)!r}")
        if self.at_risk_from > self.on_track_from:
            raise ValueError("at_risk_from must not lie above on_track_from")
        if not isinstance(self.windows_ahead, int | float) or self.windows_ahead <= 0:
            raise ValueError(f"windows_ahead must be a number above 0, not {self.windows_ahead!r}")
        for name in _CHANCES:
            if getattr(self, name) == 1:
                raise ValueError(f"{name} must lie below 1: nothing is certain")
        if not isinstance(self.design_effect, int | float) or self.design_effect < 1:
            raise ValueError(f"design_effect must be a number from 1, not {self.design_effect!r}")
        if self.window_months < self.points:
            raise ValueError("window_months must not lie below points")

    @classmethod
    def read(cls, file: Path) -> "Thresholds":
        """The thresholds in that file, which names each of them and nothing else."""
        document = tomllib.loads(file.read_text("utf-8"))
        names = {field.name for field in fields(cls)}
        if wrong := sorted(names ^ document.keys()):
            raise ValueError(f"{file.name}: missing, or not known: {', '.join(wrong)}")
        try:
            return cls(**document)
        except ValueError as error:
            raise ValueError(f"{file.name}: {error}") from None


THRESHOLDS = Thresholds.read(_FILE)
