"""Glossary: every term is two sentences, its example is the public record's, and a reader finds it by its name."""

import csv
import re
from itertools import pairwise

import pytest

from community_policing.analysis import glossary
from community_policing.analysis.glossary import TERMS
from community_policing.measure.pace import Status
from tests.conftest import ROOT

EVERY = pytest.mark.parametrize("key", TERMS)


@EVERY
def test_a_term_is_explained_in_two_sentences(key: str) -> None:
    """Two sentences fit beside another term, and no placeholder is left in them."""
    meaning = glossary.meaning(key)
    assert len(re.findall(r"\.(?: |$)", meaning)) == 2
    assert meaning.endswith(".")
    assert len(meaning) <= 320
    assert "{" not in meaning


@EVERY
def test_numbers_of_an_example_are_published(key: str) -> None:
    """Each number stands in a row of the public record that the term names, as its value, its date or in its note."""
    with (ROOT / "data" / "public_record" / "facts.csv").open(encoding="utf-8", newline="") as file:
        facts = {row["fact_id"]: row for row in csv.DictReader(file)}
    term = TERMS[key]
    rows = [facts[fact] for fact in term.facts]
    said = " ".join(f"{row['value']} {row['as_of']} {row['governorate']} {row['indicator']}" for row in rows)
    printed = {int(number) for number in re.findall(r"\d+", said)} | (
        {2} if any(r["phase_id"] == "P2" for r in rows) else set()
    )
    assert {int(number.replace(",", "")) for number in re.findall(r"\d[\d,]*", term.example)} <= printed
    assert bool(term.example) == bool(term.facts)


def test_terms_differ_and_stand_together_by_heading() -> None:
    """No name twice, and no heading is drawn twice."""
    groups = [term.group for term in TERMS.values()]
    assert len({term.name for term in TERMS.values()}) == len(TERMS)
    assert len(list(dict.fromkeys(groups))) == 1 + sum(a != b for a, b in pairwise(groups))


def test_the_statuses_are_those_that_figures_have() -> None:
    """A status that the page of targets shows, other than done and without a target, is named under Status."""
    from community_policing.core.labels import label

    said = glossary.meaning("status").casefold()
    named = set(Status) - {Status.DONE, Status.NO_TARGET}
    assert {label(status).casefold() for status in named if label(status).casefold() not in said} == set()
    assert "95 %" in said
    assert "75 %" in said


@pytest.mark.parametrize(
    ("question", "key"),
    [("seats", "seats"), ("ATTEND", "seats"), ("as-of", "as_of"), ("As of", "as_of"), ("round", "protected"), ("fo", ""),
     ("Basra", ""), ("", "")],
)  # fmt: skip
def test_a_question_finds_the_term_that_it_begins(question: str, key: str) -> None:
    """From three letters on, at the beginning of a word, in any case."""
    assert glossary.find(question) == key
