"""Rules: each that a check can break has a severity, without which its report could not be written."""

import ast
from collections.abc import Iterator

from community_policing.dataset.issues import OUTSIDE, RULES
from tests.conftest import ROOT


def _rules() -> Iterator[str]:
    """The rule of every `log.add(rule, table, row, column, problem)`."""
    for file in (ROOT / "community_policing" / "dataset").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            match node:
                case ast.Call(ast.Attribute(attr="add"), [ast.Constant(value=rule), _, _, _, _, *_]):
                    yield str(rule)


def test_every_rule_has_a_severity() -> None:
    found = set(_rules())
    assert {"unknown_key", "taken_key", "already_there", "no_rows"} <= found
    assert found - {*RULES, *OUTSIDE} == set()
