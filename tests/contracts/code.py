"""The product's modules, parsed, and what a rule finds wrong in them."""

import ast
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from tests.conftest import ROOT

CODE = sorted([*(ROOT / "community_policing").rglob("*.py"), *(ROOT / "pages").rglob("*.py"), ROOT / "app.py"])
Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def tree(file: Path) -> ast.Module:
    """The module, parsed once for all rules (conftest.py lets go of it)."""
    return ast.parse(file.read_text("utf-8"))


def broken(rule: Callable[[Path], object]) -> dict[str, object]:
    """What a rule finds wrong, by the module in which it does."""
    return {file.relative_to(ROOT).as_posix(): found for file in CODE if (found := rule(file))}


def functions(tree: ast.AST) -> Iterator[Function]:
    """Every function in it, inner ones too."""
    yield from (node for node in ast.walk(tree) if isinstance(node, Function))


def dotted(node: ast.AST) -> str:
    """`st.cache_data` for the expression that it is; "" for what is no dotted name."""
    if isinstance(node, ast.Call):
        return dotted(node.func)
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""
