"""Questionnaire of one check: each decision on how a file is read, settled by rule, by a saved recipe or by a person.

A recipe is nothing but answers by the id of their question, so that page, command line and next month's file share it.
Ids are stable from month to month: they name tables and headers, never rows, file names or dates.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice

from community_policing.core.safe_text import printable
from community_policing.core.schema import WITHOUT_TEXT

SAMPLES = 5  # examples that a question shows
NO, YES = "no", "yes"  # whether a column holds details of people
Answers = Mapping[str, str]
Sample = Iterable[tuple[str, str]]


class By(StrEnum):
    """Who settled a question; an open one was settled by nobody, and its proposal is taken for the moment."""

    RULE = "rule"
    RECIPE = "recipe"
    PERSON = "person"
    NOBODY = ""


class Step(StrEnum):
    """What a question is about, in the order in which a person thinks of it."""

    SHEET = "sheet"  # which table a sheet is
    HEADER = "header"  # which rows are the header
    ROWS = "rows"  # rows that are none of the table
    COLUMN = "column"  # which column a header is
    VALUE = "value"  # one value for all rows
    READING = "reading"  # how the cells of a column are read: dates, numbers, lists
    WORD = "word"  # what a word of theirs means
    PLACE = "place"
    PERSONAL = "personal"  # whether a cell holds a detail of a person
    ABSENT = "absent"  # a column that the file lacks and the release has
    MODE = "mode"  # add, update or replace
    DATE = "as_of"


@dataclass(frozen=True)
class Question:
    """One decision.  `choices` are answer -> words; with `free` any other text is an answer too.  `sample` holds cells
    before and after the reading that is in force; `rows` is how many rows it touches."""

    id: str
    step: Step
    table: str
    column: str
    text: str
    choices: Mapping[str, str]
    proposed: str
    answer: str
    by: By
    rows: int = 0
    sample: tuple[tuple[str, str], ...] = ()
    free: bool = False

    @property
    def open(self) -> bool:
        """Whether a person has to answer before the file can be published."""
        return self.by is By.NOBODY


@dataclass
class Questions:
    """Asks each question once.  `answers` are a person's, `recipe` those saved for files of this shape."""

    answers: Answers = field(default_factory=dict)
    recipe: Answers = field(default_factory=dict)
    asked: dict[str, Question] = field(default_factory=dict)

    def ask(
        self,
        step: Step,
        key: str,
        text: str,
        choices: Mapping[str, str],
        proposed: str,
        *,
        certain: bool = False,
        table: str = "",
        column: str = "",
        rows: int = 0,
        sample: Callable[[str], Sample] = lambda _answer: (),
        free: bool = False,
        quiet: bool = False,
        remembered: str | None = None,
    ) -> str:
        """The answer in force.

        Parameters
        ----------
        step, key
            Together with `table` the question's id; `key` names a header, a column or a word, as plain text.
        text
            One sentence, translated, that a person can answer without the file at hand.
        choices
            Answer -> its words, translated.  An answer that is none of them is not taken, unless `free`.
        proposed
            The answer that is likeliest; it is in force until a person says otherwise.
        certain
            Whether a rule settles it: it is shown and can be changed, and nobody has to answer.
        sample
            Answer -> cells as they stand and as they are read with that answer; of a table without text only cells of
            its own columns are quoted.
        free
            Whether any other text is an answer too.
        quiet
            Whether it is no question unless somebody answered it: what only a name of ours decides needs no form.
        remembered
            The recipe's answer where it has none to this very id.

        Returns
        -------
        str
            The person's answer, else the recipe's, else the proposal.
        """
        identifier = "/".join(part for part in (table, step.value, printable(key, 200)) if part)
        if identifier in self.asked:
            return self.asked[identifier].answer
        answer, by = proposed, By.RULE if certain else By.NOBODY
        for source, given in ((By.RECIPE, self.recipe), (By.PERSON, self.answers)):
            said = given.get(identifier, remembered if source is By.RECIPE else None)
            if said is not None and (free or said in choices):
                answer, by = said, source
        if quiet and by is By.RULE:
            return answer
        quoted = table not in WITHOUT_TEXT or step in (Step.READING, Step.WORD)
        first = tuple(islice(sample(answer), SAMPLES)) if quoted else ()
        self.asked[identifier] = Question(
            identifier, step, table, column, text, dict(choices), proposed, answer, by, rows, first, free
        )
        return answer

    def remembered(self, step: Step, like: Callable[[str], bool]) -> str | None:
        """The recipe's answer to the only question of a step whose key is `like` one asked now; None for none, or several."""
        begins = f"{step.value}/"
        keys = [each for each in self.recipe if each.startswith(begins) and like(each.removeprefix(begins))]
        answers = {self.recipe[each] for each in keys}
        return answers.pop() if len(answers) == 1 else None

    @property
    def open(self) -> tuple[Question, ...]:
        """The questions that a person has to answer."""
        return tuple(question for question in self.asked.values() if question.open)

    @property
    def in_force(self) -> dict[str, str]:
        """Every answer in force: what a saved recipe holds."""
        return {question.id: question.answer for question in self.asked.values()}
