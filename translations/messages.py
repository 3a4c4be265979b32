"""Messages of the product, read from its code: what `t`, `N_`, `n` and `plural` are given.

By our own walk, since Babel's extractor does not look into f-strings on Python 3.11 and no extractor follows `n(*pair, count)`.
Conflicts of the public record are the one place where messages stand in data.
"""

import ast
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

from community_policing.core.paths import DATA, ROOT

Key = tuple[str, ...]  # a message, or the singular and the plural of one

_PRODUCT = ("app.py", "community_policing", "pages")
_SINGLES, _PAIRS = ("t", "N_"), ("n", "plural")


def messages() -> Mapping[Key, tuple[str, ...]]:
    """Each message of the product with the files it stands in, in the order of the files."""
    found: dict[Key, dict[str, None]] = {}
    for file in _files():
        for key in of_source(file.read_text("utf-8")):
            found.setdefault(key, {})[file.relative_to(ROOT).as_posix()] = None
    conflicts = DATA / "public_record" / "conflicts.toml"
    for key in _of_conflicts(conflicts):
        found.setdefault(key, {})[conflicts.relative_to(ROOT).as_posix()] = None
    pairs = {text for key in found if len(key) == 2 for text in key[:1]}
    # gettext knows a message by its singular: what stands alone, too, is read from the pair
    return {key: tuple(files) for key, files in found.items() if len(key) == 2 or key[0] not in pairs}


def of_source(source: str) -> Iterator[Key]:
    """The messages of a piece of Python, in its order."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    for call in sorted(calls, key=lambda call: (call.lineno, call.col_offset)):
        name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
        texts = tuple(text for argument in call.args[:2] if (text := _text(argument)) is not None)
        if name in _SINGLES and texts and texts[0] and _text(call.args[0]) is not None:
            yield texts[:1]
        elif name in _PAIRS and len(texts) == 2:
            yield texts


def _of_conflicts(file: Path) -> Iterator[Key]:
    for conflict in tomllib.loads(file.read_text("utf-8"))["conflicts"]:
        yield (conflict["title"],)
        yield from ((sentence["text"],) for sentence in conflict["sentences"])


def _text(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _files() -> Iterator[Path]:
    for name in _PRODUCT:
        place = ROOT / name
        yield from sorted(place.rglob("*.py")) if place.is_dir() else [place]
