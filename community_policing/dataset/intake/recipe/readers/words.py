"""Word reader: the words of closed lists in other forms and languages, each unknown one asked once."""

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from rapidfuzz import fuzz, process

from community_policing.core.geography import words as words_of
from community_policing.core.i18n import language, t
from community_policing.core.labels import label
from community_policing.core.safe_text import printable
from community_policing.core.schema import Column
from community_policing.dataset import cells
from community_policing.dataset.intake.recipe.questions import Questions, Step
from community_policing.dataset.intake.recipe.readers.folding import folded
from community_policing.dataset.intake.recipe.readers.vocabulary import WORDS
from community_policing.dataset.intake.recipe.sheet import Reading

MOST = 40  # unknown words of a column that are asked about; a column with more holds no such words
LONGEST = 120  # characters of a word or phrase
_NEAR = 78  # of 100: one or two letters
_EMPTY, _LEFT = "empty", ""


def read(texts: Mapping[str, int], column: Column, table: str, questions: Questions) -> Reading:
    """Read each distinct text as a word of the column's list; known words are certain, every other is asked once."""
    known = known_words(column.choices, column.name, language())
    meant: dict[str, str] = {}
    unknown = 0
    for group in sorted(_groups(texts, column).values(), key=lambda group: -sum(texts[text] for text in group)):
        ours = known.get(folded(group[0]), "")
        unknown += not ours
        if ours or unknown <= MOST:
            answer = _ask(group, ours or near(group[0], known), bool(ours), texts, column, table, questions)
            if answer != _LEFT:
                meant |= dict.fromkeys(group, "" if answer == _EMPTY else answer)
    return Reading(meant)


def _groups(texts: Mapping[str, int], column: Column) -> dict[str, list[str]]:
    """The texts that are no word of ours as they stand, those together that differ in case and signs only."""
    groups: dict[str, list[str]] = {}
    for text in texts:
        plain = cells.tidy(text)[0]
        if len(text) <= LONGEST and plain.lower() not in cells.EMPTY and cells.choice(plain) not in column.choices:
            groups.setdefault(_key(plain), []).append(text)
    return groups


def _key(text: str) -> str:
    return " ".join(words_of(text)) or text


def _ask(
    group: list[str],
    proposed: str,
    certain: bool,
    texts: Mapping[str, int],
    column: Column,
    table: str,
    questions: Questions,
) -> str:
    choices = {word: label(word, column.name) for word in column.choices}
    if column.required != "yes":
        choices[_EMPTY] = t("No value: an empty cell")
    choices[_LEFT] = t("None of them: it will be corrected in the file")
    return questions.ask(
        Step.WORD, f"{column.name} {_key(cells.tidy(group[0])[0])}", t("What does “{word}” mean?", word=printable(group[0])),
        choices, proposed, certain=certain, table=table, column=column.name, rows=sum(texts[text] for text in group),
        sample=lambda answer: ((text, choices.get(answer, text) if answer else text) for text in group),
    )  # fmt: skip


@lru_cache(maxsize=256)
def known_words(choices: tuple[str, ...], column: str, _language: str) -> Mapping[str, str]:
    """Every folded word of a closed list -> our word: its name, its label and how offices write it."""
    named = {folded(word): ours for ours in choices for word in (*WORDS.get(ours, ()), label(ours, column))}
    return MappingProxyType(named | {folded(ours): ours for ours in choices})


def near(text: str, known: Mapping[str, str]) -> str:
    """Our word that the text is likeliest to mean: nearly one of the known words, or with only one of them in it."""
    plain = folded(text)
    if len(plain) > 3 and (best := process.extractOne(plain, list(known), scorer=fuzz.ratio, score_cutoff=_NEAR)):
        return known[best[0]]
    inside = {known[word] for word in words_of(cells.tidy(text)[0]) if len(word) > 3 and word in known}
    return inside.pop() if len(inside) == 1 else ""
