"""Recipe choice: the saved recipe whose files have the headers of this one."""

from collections.abc import Iterable, Sequence

from community_policing.dataset.intake.recipe.headers.header_match import tokens
from community_policing.dataset.intake.recipe.headers.header_rows import header_of
from community_policing.dataset.intake.recipe.questions import Answers, Questions
from community_policing.dataset.intake.recipe.shape import is_header_word
from community_policing.dataset.intake.recipe.sheet import RawSheet

NEAR = 0.6  # of the headers of either, from which a recipe is worth its answers
_JOIN = "|"


def shape_text(sheets: Iterable[RawSheet]) -> str:
    """The headers of a file's sheets, folded and in order: the same next month, whatever the sheets are called."""
    headers = {
        " ".join(tokens(name))
        for sheet in sheets
        for name in header_of(sheet, Questions(), is_header_word).names
        if name.strip()
    }
    return _JOIN.join(sorted(headers - {""}))


def chosen(recipes: Sequence[tuple[str, str, Answers]], shape: str) -> tuple[str, Answers]:
    """The name and answers of the recipe that fits best; answers to headers of any file (shape "") stand behind it."""
    general = {key: answer for _, of, answers in recipes if not of for key, answer in answers.items()}
    fits = [(_likeness(of, shape), name, answers) for name, of, answers in recipes if of]
    likeness, name, answers = max(fits, key=lambda fit: (fit[0], fit[1]), default=(0.0, "", {}))
    return (name, {**general, **answers}) if likeness >= NEAR else ("", general)


def _likeness(one: str, other: str) -> float:
    """How many of the headers of both are those of each."""
    first, second = set(one.split(_JOIN)), set(other.split(_JOIN))
    return len(first & second) / len(first | second)
