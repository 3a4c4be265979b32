"""Style sheets: a class that Streamlit makes from a widget's key names a key that the code gives."""

import ast
import re

import pytest

from tests.conftest import ROOT
from tests.contracts.code import CODE

STYLED = [ROOT / "community_policing" / "static" / "styles" / "app.css", *CODE]
KEYS = sorted({key for file in STYLED for key in re.findall(r"st-key-([a-z0-9_-]+)", file.read_text("utf-8"))})


def constants(tree: ast.AST) -> set[str]:
    """The texts in the code; those with parts to fill in as far as the first."""
    return {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}


GIVEN = {text for file in CODE for text in constants(ast.parse(file.read_text("utf-8")))}
STARTS = tuple(text for text in GIVEN if len(text) > 3 and text.endswith("-"))


@pytest.mark.parametrize("key", KEYS)
def test_a_styled_key_is_given(key: str) -> None:
    """A key renamed in the code alone would lose its style without a word."""
    assert key in GIVEN or (not key.endswith("-") and key.startswith(STARTS))
