"""Streamlit's private parts are taken in one module, so that one file and its tests say what an upgrade may break."""

import ast

from tests.conftest import ROOT
from tests.contracts.code import CODE, broken, dotted, tree

DOORS = ROOT / "community_policing" / "protect" / "streamlit_internals.py"
INNER = {
    f"st.{name}" for name in ("runtime", "web", "proto", "auth_util", "config", "delta_generator", "elements", "errors")
}
WORDS = ("/_stcore", "_streamlit_", "__streamlit")


def private(tree: ast.AST) -> list[str]:
    """What the code takes of Streamlit beyond `st`: its inner modules, its server's addresses, its cookies."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names if alias.name.startswith("streamlit.")]
        elif isinstance(node, ast.ImportFrom):
            found += [node.module] if (node.module or "").partition(".")[0] == "streamlit" and node.module else []
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            found += [word for word in WORDS if word in node.value]
        elif isinstance(node, ast.Attribute) and dotted(node) in INNER:
            found.append(dotted(node))
    return found


def test_one_module_alone_takes_them() -> None:
    """Everybody else says `st.something` that Streamlit documents."""
    assert list(broken(lambda file: private(tree(file)))) == [DOORS.relative_to(ROOT).as_posix()]


def test_that_module_is_seen_to() -> None:
    """The rule finds each way to them, in the module that has them and in a line of each kind, and lets `st` be."""
    assert DOORS in CODE
    assert len(private(tree(DOORS))) >= 10
    for line in ("import streamlit.config", "from streamlit import config", "from streamlit.proto.X_pb2 import X",
                 "st.runtime.exists()", "x = f'/_stcore/{name}'", "x = '_streamlit_user'"):  # fmt: skip
        assert len(private(ast.parse(line))) == 1, line
    assert private(ast.parse("import streamlit as st\nst.get_option('server.address')\nst.session_state['web']")) == []
