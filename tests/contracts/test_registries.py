"""What is declared once is declared whole: every indicator, every word of a vocabulary, every page."""

import ast
import csv
import re
from collections.abc import Iterator

import pytest

from community_policing.core import engine, labels, schema
from community_policing.core.indicators import COLUMNS, INDICATORS, Indicator
from community_policing.measure.compute import measure
from community_policing.measure.programme import Programme
from tests.conftest import ROOT

EVERY = pytest.mark.parametrize("indicator", INDICATORS.values(), ids=INDICATORS)
SOURCE = [
    line
    for file in sorted((ROOT / "community_policing" / "core" / "indicators").glob("*.py"))
    for line in ast.parse(file.read_text("utf-8")).body
]


@EVERY
def test_indicator_says_what_it_is(indicator: Indicator) -> None:
    """Label, definition, formula and unit are there; sentences end; the table exists."""
    texts = (indicator.label, indicator.definition, indicator.formula, indicator.unit)
    assert all(text and text == text.strip() for text in texts)
    assert all(sentence.endswith(".") for sentence in (indicator.definition, *indicator.caveats))
    assert indicator.table in schema.TABLES
    assert INDICATORS[indicator.key] is indicator
    assert re.fullmatch("[a-z_]+", indicator.key)


def test_labels_differ() -> None:
    """No two indicators have the same label."""
    assert len({indicator.label for indicator in INDICATORS.values()}) == len(INDICATORS)


@EVERY
def test_indicator_adds_over_some_of_its_splits(indicator: Indicator) -> None:
    """It adds over dimensions that it can be split by, never over donors, since co-funded rows count for each; a share
    adds over none."""
    assert set(indicator.adds_over) <= set(indicator.splits)
    assert "donor" not in indicator.adds_over
    assert not (indicator.share and indicator.adds_over)
    assert (indicator.unit == "percent") == indicator.share


@EVERY
def test_events_have_what_is_promised(indicator: Indicator, on_each_engine: Programme) -> None:
    """The events carry position, value, on, until and a column for every split but donor; a share has its whole."""
    columns = set(indicator.events(on_each_engine.tables).collect_schema().names())
    needed = {"position", "value", "on", "until"} | {COLUMNS.get(by, by) for by in indicator.splits if by != "donor"}
    assert needed <= columns
    assert not indicator.share or "whole" in columns


@EVERY
def test_every_split_can_be_measured(indicator: Indicator, on_each_engine: Programme) -> None:
    """Whatever is offered can be asked for, and every key has a name to show: a word, a place, a phase, a donor."""
    for by in indicator.splits:
        assert labels.label(by)
        for key in measure(indicator.key, on_each_engine, by).parts:
            assert by in ("governorate", "district", "phase", "donor") or labels.label(key)


def test_published_names_exist() -> None:
    """What an indicator is held against is published under that very name, as the programme's own."""
    with (ROOT / "data" / "public_record" / "facts.csv").open(encoding="utf-8", newline="") as file:
        own = {row["indicator"] for row in csv.DictReader(file) if row["scope"] == "iom"}
    assert {indicator.published for indicator in INDICATORS.values()} - {""} <= own


@pytest.mark.parametrize("folder", ["demonstration", "public_record"])
def test_targets_name_indicators(folder: str) -> None:
    """A target of a dataset that ships belongs to an indicator, or to a question of surveys."""
    questions = {f"{schema.SURVEY_TARGET}{question}" for question in schema.SURVEY_QUESTIONS}
    with (ROOT / "data" / folder / "targets.csv").open(encoding="utf-8", newline="") as file:
        assert {row["indicator"] for row in csv.DictReader(file)} <= {*INDICATORS, *questions}


WORDS = sorted({word for table in schema.TABLES.values() for column in table.columns for word in column.choices})


@pytest.mark.parametrize("word", WORDS)
def test_every_word_has_a_label(word: str) -> None:
    """Every word of a closed vocabulary is shown in words, not as its key."""
    label = labels.label(word)
    assert label == label.strip() != ""
    assert "_" not in label


def test_pages() -> None:
    """Every page has a title, an address of its own that needs no escaping, and something that draws it."""
    from pages import PAGES

    assert len({page.url_path for page in PAGES.values()}) == len({page.title for page in PAGES.values()}) == len(PAGES)
    assert all(
        re.fullmatch("[a-z-]*", page.url_path) and page.title and callable(page.render) for page in PAGES.values()
    )


def test_engines() -> None:
    """Pandas is there, and polars; another name is refused."""
    assert {"pandas", "polars"} <= set(engine.ENGINES)
    with pytest.raises(KeyError):
        engine.tables({"fora": None}, "abacus")  # type: ignore[dict-item]


def _declared() -> Iterator[ast.Call]:
    for node in (node for line in SOURCE for node in ast.walk(line)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Indicator":
            yield node


def _marked(node: ast.expr) -> bool:
    """Whether the expression is N_("..."), or the name of a constant that is."""
    if isinstance(node, ast.Name):
        return any(
            isinstance(line, ast.Assign) and isinstance(line.targets[0], ast.Name)
            and line.targets[0].id == node.id and _marked(line.value)
            for line in SOURCE
        )  # fmt: skip
    return (
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "N_"
        and isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str)
    )  # fmt: skip


def test_texts_are_marked_for_translation() -> None:
    """Label, definition, formula and caveats are string constants within N_(), where the extractor of
    messages finds them."""
    from dataclasses import fields

    names = [field.name for field in fields(Indicator)]
    calls = list(_declared())
    assert len(calls) == len(INDICATORS)
    for call in calls:
        given = dict(zip(names, call.args, strict=False)) | {keyword.arg: keyword.value for keyword in call.keywords}
        assert isinstance(given["caveats"], ast.Tuple)
        texts = [given[name] for name in ("label", "definition", "formula")] + given["caveats"].elts
        assert [ast.unparse(text) for text in texts if not _marked(text)] == []


def _looked_up() -> Iterator[str]:
    """Texts that are translated where they are shown, though no call of t("...") holds them."""
    yield from labels._LABELS.values()
    yield from (indicator.unit for indicator in INDICATORS.values())


def test_looked_up_texts_are_marked() -> None:
    """Words that t() is given by way of a table or a field stand in N_("...") or t("...") somewhere in the code."""
    code = "".join(
        file.read_text("utf-8") for folder in ("community_policing", "pages") for file in (ROOT / folder).rglob("*.py")
    )
    found = set(re.findall(r"\b(?:N_|t)\(\s*\"([^\"]+)\"", code))
    assert sorted(set(_looked_up()) - found) == []
