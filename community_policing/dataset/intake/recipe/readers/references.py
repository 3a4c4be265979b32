"""Reference reader: cells that name a row of another table instead of giving its id."""

from collections.abc import Mapping

from community_policing.core.geography import words
from community_policing.core.i18n import t
from community_policing.core.safe_text import printable
from community_policing.core.schema import Column
from community_policing.dataset.cells import EMPTY, tidy
from community_policing.dataset.intake.recipe.questions import Questions, Step
from community_policing.dataset.intake.recipe.readers.name_index import Known, NameIndex
from community_policing.dataset.intake.recipe.sheet import Reading

MOST = 40  # texts of a column that are asked about, and ids that a question offers
LONGEST = 120  # characters of a name
_FEW = 12  # rows of a table that may be meant by a word which is no name of theirs
_LEFT = ""
_NAMES, _IDS = "names", "ids"


def read(texts: Mapping[str, int], column: Column, table: str, questions: Questions, *, known: Known) -> Reading:
    """Read each distinct text as an id of the table that the column refers to.

    A name, or another spelling of an id, is certain; what is nearly a name is asked.  `known` are the ids of the release and
    of the file, each with the names of its row.
    """
    if not known:
        return Reading()
    index = NameIndex(known, phases=column.refers_to == "phases")
    exact: dict[str, str] = {}
    asked: dict[str, str] = {}
    unknown: list[str] = []
    for text in texts:
        plain = tidy(text)[0]
        if plain.lower() in EMPTY or plain in known or len(plain) > LONGEST:
            continue
        if found := index.exact(plain):
            exact[text] = found
        else:
            unknown.append(text)
    for text in sorted(unknown, key=lambda text: -texts[text])[:MOST]:
        if answer := ask(tidy(text)[0], texts[text], index, column, table, questions):
            asked[text] = answer
    return Reading(_agreed(exact, texts, column, table, questions) | asked)


def _agreed(
    exact: Mapping[str, str], texts: Mapping[str, int], column: Column, table: str, questions: Questions
) -> dict[str, str]:
    """The texts that are names, unless a person says that they are ids as they stand."""
    if not exact:
        return {}
    answer = questions.ask(
        Step.READING, f"{column.name} names", t("Some cells give a name or another spelling. They are read as the id of its row."),
        {_NAMES: t("Names of rows"), _IDS: t("Ids as they stand")}, _NAMES,
        certain=True, table=table, column=column.name, rows=sum(texts[text] for text in exact),
        sample=lambda answer: ((text, found if answer == _NAMES else text) for text, found in exact.items()),
    )  # fmt: skip
    return dict(exact) if answer == _NAMES else {}


def ask(text: str, rows: int, index: NameIndex, column: Column, table: str, questions: Questions) -> str:
    """The id that the text means, certain or asked; "" where it means none that is known, or a person says so."""
    exact = index.exact(text)
    proposed = exact or index.near(text)
    if not proposed and not (len(index.known) <= _FEW and _is_word(text) and index.known):
        return ""
    offered = list(index.known)[:MOST]
    choices = {identifier: index.label(identifier) for identifier in dict.fromkeys([*offered, proposed]) if identifier}
    choices[_LEFT] = t("None of them: it will be corrected in the file")
    return questions.ask(
        Step.WORD, f"{column.name} {' '.join(words(text)) or text}", t("What does “{word}” mean?", word=printable(text)),
        choices, proposed, certain=bool(exact), table=table, column=column.name, rows=rows,
        sample=lambda answer: [(text, answer or text)],
    )  # fmt: skip


def _is_word(text: str) -> bool:
    """Whether the text is a name rather than an id."""
    return len(text) > 3 and not any(letter.isdecimal() for letter in text)
