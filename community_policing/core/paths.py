"""Folders that ship with the product: the package, and what lies beside it in a checkout, or in `share` of an environment into
which it was installed."""

import sys
from importlib.resources import files
from pathlib import Path

PACKAGE = Path(str(files("community_policing")))
STATIC = PACKAGE / "static"
_CHECKOUT, _INSTALLED = PACKAGE.parent, Path(sys.prefix) / "share" / "community-policing"
ROOT = _CHECKOUT if (_CHECKOUT / "geo" / "governorates.csv").is_file() else _INSTALLED
DATA, GEO, LOCALES = ROOT / "data", ROOT / "geo", ROOT / "locale"
