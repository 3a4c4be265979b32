"""Messages: each reaches the catalogue, and is whole, so that any grammar can say it."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from community_policing.analysis.alerts.kinds import ALERTS
from community_policing.analysis.glossary import TERMS
from community_policing.briefing.build.outputs import OUTPUTS
from community_policing.briefing.presets import PRESETS
from community_policing.core import labels
from community_policing.core.indicators import INDICATORS
from community_policing.core.schema import TABLES, TRAINING_KINDS, WORK_STATUSES
from community_policing.measure.pace import Status
from tests.conftest import ROOT
from tests.contracts.code import CODE, dotted, tree

ROOMS = sorted({file.relative_to(ROOT).parts[:2] for file in CODE})
# Rooms that somebody is making whole at this time: to be empty once that is merged.
NOT_YET: set[tuple[str, ...]] = set()
WHOLE = [room for room in ROOMS if room not in NOT_YET]
# Joins that nobody reads as a sentence: a module, and why its commas or semicolons stay.
NO_SENTENCE = {
    "community_policing/briefing/drawing/svg.py": "families of fonts",
    "community_policing/briefing/html/deck.py": "directives of a policy, and rules of CSS",
    "community_policing/cli/answers.py": "answers as they are typed",
    "community_policing/dataset/csv_file.py": "names of columns, as the file has them",
    "community_policing/dataset/datapackage.py": "licences, as the dataset names them",
    "community_policing/dataset/intake/recipe/readers/coordinates.py": "a latitude and a longitude",
    "community_policing/export/handed_on/five_w.py": "a cell that programs part again",
    "community_policing/measure/thresholds.py": "an error for the operator, in English as the file is",
    "community_policing/protect/policy.py": "an error for the operator, in English as the file is",
    "community_policing/server/api/api.py": "a header, and a line of the audit log, which is kept in one form",
    "community_policing/server/api/endpoints.py": "a cell that programs part again",
    "community_policing/server/presentation.py": "a header",
    "community_policing/server/security_headers.py": "a header",
    "community_policing/server/startup_checks.py": "an error for the operator, in English as the file is",
    "community_policing/ui/charts/governorates.py": "shadows of CSS",
    "community_policing/ui/shell/access.py": "a line of the audit log, which is kept in one form",
}
SHOWN = {"t", "n"}
WORDS = {"label", "column_label", "field_label", "table_label", "value_label", "state_label", "word", *SHOWN}
CASES = {"lower", "upper", "capitalize", "title", "casefold", "swapcase"}


def files(room: tuple[str, ...]) -> list[Path]:
    """The modules of a room."""
    return [file for file in CODE if file.relative_to(ROOT).parts[: len(room)] == room]


def called(node: ast.AST, names: set[str]) -> bool:
    """Whether it is a call of one of those functions, whatever module they are named by."""
    return isinstance(node, ast.Call) and dotted(node.func).rpartition(".")[2] in names


def calls(file: Path, *names: str) -> Iterator[ast.Call]:
    """The calls of those functions of `i18n` in a module; i18n itself has them as parameters."""
    if file.name != "i18n.py":
        yield from (node for node in ast.walk(tree(file)) if isinstance(node, ast.Call) and dotted(node.func) in names)


def methods(file: Path) -> Iterator[tuple[ast.Call, ast.expr, str]]:
    """The calls of methods in a module: the call, what it is called of, and the method."""
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node, node.func.value, node.func.attr


def literal(node: ast.AST) -> bool:
    """Whether it is a text as it stands in the code."""
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def declared(node: ast.AST) -> bool:
    """Whether it leads to texts that were marked where they stand: a name, a field, an entry of a table, or one of two such."""
    if isinstance(node, ast.IfExp):
        return declared(node.body) and declared(node.orelse)
    if isinstance(node, ast.BoolOp):
        return all(map(declared, node.values))
    if called(node, {"N_"}):
        return True
    if isinstance(node, ast.Call):
        return dotted(node.func).endswith(".get") and all(map(declared, node.args[1:]))
    return isinstance(node, ast.Name | ast.Attribute | ast.Subscript)


def told(file: Path, nodes: Iterator[ast.AST]) -> list[str]:
    """Where they stand."""
    return [f"{file.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}: {ast.unparse(node)[:100]}" for node in nodes]


def found(room: tuple[str, ...], rule: str) -> list[str]:
    """What a rule finds wrong in a room."""
    return [each for file in files(room) for each in told(file, RULES[rule](file))]


def unmarked(file: Path) -> Iterator[ast.AST]:
    """Messages that no extractor of messages sees."""
    yield from (call for call in calls(file, "t") if not (literal(call.args[0]) or declared(call.args[0])))
    yield from (call for call in calls(file, "N_") if not literal(call.args[0]))
    yield from (call for call in calls(file, "plural") if not all(map(literal, call.args)))
    for call in calls(file, "n"):
        pair = isinstance(call.args[0], ast.Starred) and isinstance(call.args[0].value, ast.Name | ast.Subscript)
        if not pair and not all(map(literal, call.args[:2])):
            yield call


def inside_text(file: Path) -> Iterator[ast.AST]:
    """Messages within an f-string, which Babel does not look into, or added to a text: the whole would be no message."""
    for node in ast.walk(tree(file)):
        sides = [node.left, node.right] if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add) else []
        if isinstance(node, ast.JoinedStr):
            yield from (inner for inner in ast.walk(node) if called(inner, SHOWN))
        yield from (side for side in sides if called(side, SHOWN))


def in_another_case(file: Path) -> Iterator[ast.AST]:
    """Words in small or capital letters where they are shown: where they stand in a sentence they are another message."""
    yield from (node for node, of, attribute in methods(file) if attribute in CASES and called(of, WORDS))


def glued(file: Path) -> Iterator[ast.AST]:
    """Lists with English commas: `listed`, `joined` and `clauses` have those of the language."""
    if file.relative_to(ROOT).as_posix() in NO_SENTENCE or file.name == "i18n.py":
        return
    for node, of, attribute in methods(file):
        if attribute == "join" and isinstance(of, ast.Constant) and of.value in (", ", "; "):
            yield node


RULES = {each.__name__: each for each in (unmarked, inside_text, in_another_case, glued)}


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("room", WHOLE, ids="/".join)
def test_messages_are_whole(room: tuple[str, ...], rule: str) -> None:
    """A room's messages are marked where they stand, whole, in the case and with the commas that their language has."""
    assert found(room, rule) == []


def test_what_breaks_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each rule sees what it is for."""
    monkeypatch.setitem(globals(), "ROOT", tmp_path)
    file = tmp_path / "broken.py"
    file.write_text(
        'one = "fora"\nt(f"{one} fora")\nn(one, one, 2)\nN_(one)\nplural(one, one)\n'
        'f"{one}: {t(one)}"\none + n("forum", "fora", 2)\n'
        'labels.label("iom").lower()\nt("Fora").casefold()\n", ".join(one)\n"; ".join(one)\n'
    )
    assert {name: len(list(rule(file))) for name, rule in RULES.items()} == {
        "unmarked": 4, "inside_text": 2, "in_another_case": 2, "glued": 2,
    }  # fmt: skip


@cache
def marked() -> frozenset[str]:
    """Every text that an extractor of messages sees as one by itself."""
    return frozenset(
        call.args[0].value
        for file in CODE for call in calls(file, "t", "N_")
        if isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str)
    )  # fmt: skip


def test_a_singular_has_one_plural() -> None:
    """A catalogue knows a pair by its singular, so that two pairs with one singular would be one entry."""
    pairs: dict[str, set[str]] = {}
    for file in CODE:
        for call in calls(file, "n", "plural"):
            texts = [each.value for each in call.args[:2] if isinstance(each, ast.Constant)]
            if len(texts) == 2:
                pairs.setdefault(str(texts[0]), set()).add(str(texts[1]))
    assert {one: many for one, many in pairs.items() if len(many) > 1} == {}


def test_what_is_declared_is_marked() -> None:
    """Texts that tables of the code declare and a page translates later are messages of the catalogue."""
    texts = [
        text
        for each in INDICATORS.values()
        for text in (each.label, each.definition, each.formula, each.unit, each.as_published,
                     each.published_label, *each.caveats)
    ]  # fmt: skip
    texts += [text for table in TABLES.values() for text in (table.meaning, *(each.meaning for each in table.columns))]
    texts += [text for kind in ALERTS.values() for text in (kind.label, kind.rule)]
    texts += [text for term in TERMS.values() for text in (term.name, term.meaning)]
    texts += [each.label for table in (PRESETS, OUTPUTS) for each in table.values()]
    assert sorted({text for text in texts if text} - marked()) == []


def test_columns_have_names() -> None:
    """What a column is called is a message of its own, not made of its name in the schema."""
    columns = [column for table in TABLES.values() for column in table.columns]
    names = [labels.column_label(column.name) for column in columns] + [labels.field_label(each) for each in columns]
    assert set(names) <= marked()


def test_words_within_a_sentence() -> None:
    """A status, kind, stage or dimension has a message for where it stands within a sentence; in English it is in small letters."""
    dimensions = {dimension for indicator in INDICATORS.values() for dimension in indicator.adds_over}
    for key in {*dimensions, *map(str, Status), *TRAINING_KINDS, *WORK_STATUSES, "done"}:
        assert labels.in_sentence(key) == labels.label(key).lower()


def test_reasons_are_of_joins() -> None:
    """A module that has no such join any more needs no reason."""
    commas = {
        file.relative_to(ROOT).as_posix() for file in CODE
        for _, of, attribute in methods(file)
        if attribute == "join" and isinstance(of, ast.Constant) and of.value in (", ", "; ")
    }  # fmt: skip
    assert set(NO_SENTENCE) <= commas
