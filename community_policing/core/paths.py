"""Folders that ship with the product: the package, and what lies beside it."""

from importlib.resources import files
from pathlib import Path

PACKAGE = Path(str(files("community_policing")))
STATIC = PACKAGE / "static"
ROOT = PACKAGE.parent
DATA, GEO, LOCALES = ROOT / "data", ROOT / "geo", ROOT / "locale"
