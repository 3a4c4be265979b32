"""Session state: what one reader's session holds is declared once, with its type, in ui/shell/state.py."""

import ast
from collections import Counter
from pathlib import Path

from community_policing.ui.shell import state
from tests.conftest import ROOT
from tests.contracts.code import CODE, broken, dotted, tree

MAY = {
    "ui/shell/state.py",  # declares what there is
    "ui/shell/address.py",  # knows widgets by the parameters that they declare, and its own link of this session
}


def touches(tree: ast.AST) -> list[int]:
    """The lines that reach for Streamlit's session state, or declare an entry of it."""
    return [
        node.lineno
        for node in ast.walk(tree)
        if (isinstance(node, ast.Attribute) and dotted(node) == "st.session_state")
        or (isinstance(node, ast.Call) and ast.unparse(node.func).partition("[")[0].rpartition(".")[2] == "Entry")
        or (isinstance(node, ast.alias) and node.name == "session_state")
    ]


def test_one_module_holds_it() -> None:
    """Everybody else asks an entry of state.py, so that who writes a value and who reads it cannot disagree on its key."""

    def reaches(file: Path) -> list[int]:
        knows_streamlit = {"ui", "pages", "server", "streamlit_app.py"} & set(file.relative_to(ROOT).parts)
        return touches(tree(file)) if knows_streamlit and not any(file.match(name) for name in MAY) else []

    assert broken(reaches) == {}


def test_no_two_entries_share_a_key() -> None:
    """Each entry is one value."""
    entries = [value for value in vars(state).values() if isinstance(value, state.Entry)]
    assert (
        len(entries) > 30,
        [key for key, count in Counter(entry.key for entry in entries).items() if count > 1],
    ) == (True, [])


def test_every_entry_is_used() -> None:
    """Somebody sets it and somebody reads it: what is only written is a message that nobody sees."""
    names = {name for name, value in vars(state).items() if isinstance(value, state.Entry)}
    acts: dict[str, set[str]] = {name: set() for name in names}
    for file in CODE:
        for node in ast.walk(tree(file)):
            if isinstance(node, ast.Attribute) and (of := dotted(node.value).rpartition(".")[2]) in names:
                acts[of].add(node.attr)
    reads, widget = {"get", "take", "is_set"}, {"key"}
    by_loop = {
        "PERIOD",
        "PHASE",
        "DONOR",
        "ESTABLISHED_BY",
        "EVENT",
        "ITEM",
        "FORUM",
        "EARLIER",
        "LATER",
    }  # handed on as entries
    assert {name for name, done in acts.items() if not done & (reads | widget)} - by_loop == set()
    assert {name for name, done in acts.items() if not done & ({"set", "begin"} | widget)} - by_loop == set()


def test_a_touch_is_seen() -> None:
    """However it is written."""
    lines = ("st.session_state['x']", "st.session_state.get('x')", "Entry[str]('x', '')", "state.Entry('x', 0)")
    assert [len(touches(ast.parse(line))) for line in (*lines, "from streamlit import session_state")] == [1] * 5
    assert touches(ast.parse("state.DONE.set('x')\ntab.session_state['x']")) == []
