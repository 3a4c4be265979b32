"""What holds for all of the code: the floors, what may never be called, sizes, and that it says what it does."""

import ast
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT
from tests.contracts.code import CODE, Function, broken, dotted, functions, tree

STYLE = ROOT / "community_policing" / "ui" / "components" / "style.py"
SCREEN = ROOT / "community_policing" / "ui" / "components" / "arrow_cache.py"


def forbidden(tree: ast.AST, in_style: bool = False) -> list[str]:
    """What is in the code and may not be, with its line."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword):
            if node.arg in ("unsafe_allow_html", "unsafe_allow_javascript"):
                found.append(f"{node.value.lineno}: {node.arg}")
            if node.arg in ("tooltip", "hovertemplate", "html") and _built(node.value):
                found.append(f"{node.value.lineno}: a template that is built")
        if isinstance(node, ast.Attribute):
            name = dotted(node)
            if (
                name.endswith((".LinkColumn", ".ImageColumn"))
                or ".components." in name
                or (name == "st.html" and not in_style)
            ):
                found.append(f"{node.lineno}: {name}")
        if isinstance(node, ast.Import | ast.ImportFrom) and "streamlit.components" in ast.unparse(node):
            found.append(f"{node.lineno}: {ast.unparse(node)}")
    return found


def _built(node: ast.expr) -> bool:
    """Whether text is put together from anything but constants and t("...") of ours."""
    if isinstance(node, ast.Constant) or (isinstance(node, ast.Call) and dotted(node) in ("t", "n")):
        return False
    if isinstance(node, ast.Dict):
        return any(_built(value) for value in node.values)
    if isinstance(node, ast.BinOp):
        return _built(node.left) or _built(node.right)
    return True


def leaks(tree: ast.AST) -> list[str]:
    """Functions cached for all readers whose value can depend on who reads: it looks at the reader, or takes a
    parameter that Streamlit leaves out of the key."""
    found = []
    for function in functions(tree):
        caches = [
            dotted(d)
            for d in function.decorator_list
            if dotted(d).startswith("st.cache") or "lru_cache" in dotted(d) or dotted(d) == "cached_on_programme"
        ]
        if any(name.startswith("st.") for name in caches):
            arguments = (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)
            found += [f"{function.name}({a.arg})" for a in arguments if a.arg.startswith("_")]
        if caches:
            names = {dotted(node) for node in ast.walk(function) if isinstance(node, ast.Attribute)}
            found += [
                f"{function.name}: {name}"
                for name in sorted(names)
                if name in ("st.user", "st.session_state", "st.context") or name.startswith("state.")
            ]
    return found


def long(tree: ast.AST, most: int = 50) -> list[str]:
    """Functions of more lines than that, their docstrings not counted: examples and parameters make no function long."""
    lengths = {f.name: (f.end_lineno or f.lineno) - f.lineno + 1 - _documented(f) for f in functions(tree)}
    return [f"{name}: {length}" for name, length in lengths.items() if length > most]


def _documented(function: Function) -> int:
    first = function.body[0]
    return (first.end_lineno or first.lineno) - first.lineno + 1 if ast.get_docstring(function) else 0


def silent(tree: ast.Module) -> list[str]:
    """Public functions, methods and classes without a docstring, and public functions that do not say their types."""
    found = []
    public = [node for node in tree.body if isinstance(node, Function | ast.ClassDef) and node.name[0] != "_"]
    methods = [member for node in public if isinstance(node, ast.ClassDef) for member in node.body]
    for node in [*public, *methods]:
        if isinstance(node, Function | ast.ClassDef) and not node.name.startswith("_"):
            if not ast.get_docstring(node):
                found.append(f"{node.name}: no docstring")
            if isinstance(node, Function):
                told = [a for a in (*node.args.args, *node.args.kwonlyargs) if a.arg not in ("self", "cls")]
                if node.returns is None or any(a.annotation is None for a in told):
                    found.append(f"{node.name}: no types")
    return found


def test_floors() -> None:
    """A module imports from lower floors only; Streamlit, plotly and pydeck stay where they belong."""
    tool = Path(sys.executable).with_name("lint-imports")
    ran = subprocess.run([tool, "--no-cache"], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert ran.returncode == 0, ran.stdout[-3000:] + ran.stderr


def test_nothing_forbidden() -> None:
    """No HTML from data, no scripts, no columns that fetch, no tooltip put together from data; st.html in style.py only."""
    assert broken(lambda file: forbidden(tree(file), in_style=file == STYLE)) == {}


def test_tables_are_drawn_in_one_place() -> None:
    """Every table passes `screen.grid`, which says what stands in a cell without a value: Streamlit writes None."""
    assert list(broken(lambda file: [node for node in ast.walk(tree(file)) if dotted(node) in TABLES])) == [
        SCREEN.relative_to(ROOT).as_posix()
    ]


TABLES = ("st.dataframe", "st.table", "st.data_editor")


def test_nothing_leaks() -> None:
    """What is cached for all readers does not depend on one of them."""
    assert broken(lambda file: leaks(tree(file))) == {}


def test_sizes() -> None:
    """Functions of 50 lines at most; files of 400, pages of 80, app.py of 60."""

    def too_long(file: Path) -> list[str]:
        count, most = len(file.read_text("utf-8").splitlines()), {"app.py": 60, "page.py": 80}.get(file.name, 400)
        return [*long(tree(file)), *([f"{count} lines"] if count > most else [])]

    assert broken(too_long) == {}


def test_says_what_it_does() -> None:
    """Every module and everything public in it has a docstring, and every public function its types."""
    assert broken(lambda file: not ast.get_docstring(tree(file))) == {}
    assert broken(lambda file: silent(tree(file))) == {}


BAD = """
import streamlit.components.v1 as components
from streamlit.components.v1 import html
st.markdown(text, unsafe_allow_html=True)
st.components.v1.html(text)
st.html(text)
st.column_config.LinkColumn("x")
st.column_config.ImageColumn("x")
pdk.Deck(tooltip={"html": f"<b>{name}</b>"})
figure.add_bar(hovertemplate="%{x}" + name)
@st.cache_data(ttl=3)
def rows(release, _role):
    return st.user
def public(x): pass
"""
GOOD = '''
def drawn(x: int) -> None:
    """Fine."""
    pdk.Deck(tooltip={"text": "{label}"})
    figure.add_bar(hovertemplate=t("Target") + " %{x}<extra></extra>")
@st.cache_data
def rows(release: str) -> str:
    """Fine."""
'''


def test_the_rules_see() -> None:
    """The rules of this file find every bad line, and let good ones be."""
    bad, good = ast.parse(BAD), ast.parse(GOOD)
    assert sorted({int(line.split(":")[0]) for line in forbidden(bad)}) == [2, 3, 4, 5, 6, 7, 8, 9, 10]
    assert leaks(bad) == ["rows(_role)", "rows: st.user"]
    assert silent(bad) == ["rows: no docstring", "rows: no types", "public: no docstring", "public: no types"]
    assert long(ast.parse("def f():\n" + "    x = 1\n" * 50)) == ["f: 51"]
    assert (forbidden(good), leaks(good), silent(good), long(good)) == ([], [], [], [])


def test_only_briefings_are_built_with_their_libraries() -> None:
    """python-pptx, lxml, Typst and fontTools stand in briefing/ alone, so that no reader waits for them; and lxml in the IATI
    file, which is imported at a click."""

    def heavy(file: Path) -> set[str]:
        found = set()
        for node in ast.walk(tree(file)):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            found |= {name.partition(".")[0] for name in names} & {"pptx", "lxml", "typst", "fontTools"}
        return found

    outside = {file for file in broken(heavy) if not file.startswith("community_policing/briefing/")}
    assert outside == {"community_policing/export/handed_on/iati.py"}


# Who opens what is recorded: the doors themselves, what only those reach who see rows, and the command line.
MAY = {
    "session.recorded": {"ui/shell/access.py", "ui/shell/session.py", "streamlit_app.py", "pages/data_import/first_use.py"},
    "release_watch.recorded": {
        "ui/shell/access.py", "pages/data_import/steps.py", "pages/data_import/publish.py", "streamlit_app.py",
    },
    ".dataset(": {"ui/shell/release_watch.py", "cli/commands.py", "cli/brief.py", "briefing/mail/opened.py"},
    "load(": {"ui/shell/session.py", "cli/commands.py", "cli/brief.py"},
    "protect(": {"ui/shell/access.py", "briefing/audience.py", "briefing/mail/opened.py", "cli/hand_on.py"},
    "reader": {"ui/shell/access.py", "ui/shell/bar.py", "ui/shell/window.py"},  # the last reads how large a window is
}  # fmt: skip


def opened(tree: ast.AST) -> set[str]:
    """Which of those doors the code goes through: what is recorded, and who is reading."""
    found = set()
    own = {node.name for node in ast.walk(tree) if isinstance(node, Function)}
    for node in ast.walk(tree):
        name = dotted(node.func) if isinstance(node, ast.Call) else ""
        found |= {door for door in ("session.recorded", "release_watch.recorded") if name == door}
        found |= {f"{bare}(" for bare in ("load", "protect") if name == bare and bare not in own}
        if name.split(".")[-2:] == ["releases", "dataset"]:
            found.add(".dataset(")
        if dotted(node) in ("st.user", "st.context.cookies"):
            found.add("reader")
    return found


def test_only_those_open_what_is_recorded_who_may() -> None:
    """Everybody else gets a Programme from ui/shell/access.py, cut to who reads it; and beside it only the
    frame, for the line that says who is signed in, asks who does."""

    def uninvited(file: Path) -> set[str]:
        name = file.relative_to(ROOT).as_posix().removeprefix("community_policing/")
        return {door for door in opened(tree(file)) if name not in MAY[door]}

    assert broken(uninvited) == {}


def test_what_is_cached_for_all_takes_plain_values_or_a_programme() -> None:
    """No reader and no rows among the parameters of cached functions, and none whose type nobody says: these make no key."""
    never = {"", "Any", "object", "User", "Identity", "AccessPolicy", "Dataset", "pd.DataFrame"}
    strange = []
    for file in CODE:
        if not {"ui", "pages"} & set(file.relative_to(ROOT).parts):
            continue
        for function in functions(tree(file)):
            if any(
                dotted(d).startswith("st.cache") or dotted(d) == "cached_on_programme" for d in function.decorator_list
            ):
                told = [(a.arg, ast.unparse(a.annotation) if a.annotation else "") for a in function.args.args]
                strange += [
                    f"{file.name}: {function.name}({arg}: {kind})"
                    for arg, kind in told
                    if never & {kind, *kind.split(" | ")}
                ]
    assert strange == []


def test_the_doors_are_seen() -> None:
    """Each of them, however it is gone through."""
    code = "session.recorded(f)\nrelease_watch.recorded(1)\nwatch().releases.dataset(x)\nload(f)\nprotect(d, g, s)\nst.user.name\n"
    assert opened(ast.parse(code)) == set(MAY)
