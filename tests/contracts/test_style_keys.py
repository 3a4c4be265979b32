"""Style sheets: a class that Streamlit makes from a widget's key names a key that the code gives."""

import ast
import re
from functools import cache

import pytest

from tests.conftest import ROOT
from tests.contracts.code import CODE, tree

STYLED = [ROOT / "community_policing" / "static" / "styles" / "app.css", *CODE]
KEYS = sorted({key for file in STYLED for key in re.findall(r"st-key-([a-z0-9_-]+)", file.read_text("utf-8"))})


def constants(module: ast.AST) -> set[str]:
    """The texts in the code; those with parts to fill in as far as the first."""
    return {node.value for node in ast.walk(module) if isinstance(node, ast.Constant) and isinstance(node.value, str)}


@cache
def given() -> tuple[set[str], tuple[str, ...]]:
    """All texts of the product, and those that are the beginning of a key."""
    texts = {text for file in CODE for text in constants(tree(file))}
    return texts, tuple(text for text in texts if len(text) > 3 and text.endswith("-"))


@pytest.mark.parametrize("key", KEYS)
def test_a_styled_key_is_given(key: str) -> None:
    """A key renamed in the code alone would lose its style without a word."""
    texts, starts = given()
    assert key in texts or (not key.endswith("-") and key.startswith(starts))
