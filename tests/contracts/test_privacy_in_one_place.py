"""Privacy: what is protected is decided in protect/ and asked of the Programme; nobody else reads the rules of protection."""

import ast
from collections import Counter
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.contracts.code import CODE, broken, dotted, tree

# Who reads a dataset's rules of protection (`.guard`), and how often: the owner, and two that are about the rules themselves.
READS = {
    "community_policing/measure/programme.py": "the questions that everybody else asks",
    "community_policing/measure/certainty.py": "how far rounding may have moved a figure, and so whether a status is certain",
    "community_policing/ui/shell/protection_notice.py": "tells the reader what the rules are",
}
KNOW = {
    *READS,
    "community_policing/measure/concern_bounds.py",  # how many concerns cells may leave untold
    "community_policing/dataset/load.py",  # a dataset carries the rules that it was protected by
    "community_policing/briefing/audience.py",  # protects anew, for the reader whom a briefing is for
    "community_policing/ui/shell/access.py",  # protects, for the reader of this run
} - {"community_policing/measure/programme.py"}
SUPPRESSED = {
    "community_policing/measure/aggregate.py": 1,  # every figure that is measured
    "community_policing/export/crosstab.py": 1,  # the cells in place of rows
    "community_policing/export/handed_on/activities.py": 1,  # the same cells, men and women beside each other
    "community_policing/analysis/reach/costs.py": 1,  # the seats of one grant
}


def place(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def reads(tree: ast.AST) -> bool:
    """Whether the code reads the rules that a dataset was protected by; `access.guard()` asks those of the reader."""
    called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    return any(
        isinstance(node, ast.Attribute) and node.attr == "guard" and id(node) not in called for node in ast.walk(tree)
    )


def knows(tree: ast.AST) -> bool:
    """Whether the code names the type of the rules."""
    return any(
        isinstance(node, ast.alias) and node.name in ("ProtectionLevel", "ConcernLevel") for node in ast.walk(tree)
    )


def suppressions(tree: ast.AST) -> int:
    """How often the code asks for a number of people as its reader may see it."""
    return sum(isinstance(node, ast.Call) and dotted(node).endswith(".suppress") for node in ast.walk(tree))


def test_nobody_else_reads_the_rules() -> None:
    """Above protect/ a Programme says what is protected, what is shown, and whose rows are as recorded."""

    def other(file: Path) -> bool:
        name = place(file)
        if "community_policing/protect/" in name or name == "community_policing/core/protection_level.py":
            return False
        return (reads(tree(file)), knows(tree(file))) != (name in READS, name in KNOW)

    assert broken(other) == {}


def test_people_are_suppressed_in_these_places() -> None:
    """A new one needs a reason here: a figure that is measured has been suppressed already, and twice tells more than once."""
    counts = Counter({place(file): suppressions(tree(file)) for file in CODE})
    assert +counts == Counter(SUPPRESSED)


@pytest.mark.parametrize(
    ("code", "seen"),
    [
        ("programme.dataset.guard", (True, False, 0)),
        ("if data.guard is None: pass", (True, False, 0)),
        ("held = access.guard()", (False, False, 0)),
        ("from community_policing.core.protection_level import DAY, ProtectionLevel", (False, True, 0)),
        ("from community_policing.core.protection_level import DAY", (False, False, 0)),
        ("rows.programme.suppress(figure, indicator)", (False, False, 1)),
        ("with suppress(ValueError): pass", (False, False, 0)),
    ],
)
def test_the_rules_see(code: str, seen: tuple[bool, bool, int]) -> None:
    """However it is written."""
    tree = ast.parse(code)
    assert (reads(tree), knows(tree), suppressions(tree)) == seen
