"""Answers on the command line: to the questions of a check, by a file, a saved recipe or an option."""

import argparse
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from community_policing.core.i18n import ProgrammeError, n, t

if TYPE_CHECKING:
    from community_policing.dataset.intake import Checked, Correction, Metadata
    from community_policing.dataset.releases import Releases
    from community_policing.dataset.releases.recipe import Recipe


def arguments(verb: argparse.ArgumentParser) -> None:
    """Add the answers to a command that checks a file."""
    help_text = t("a saved recipe, or a JSON file of one, that says how the file is read")
    verb.add_argument("--recipe", default="", metavar=t("name or file"), help=help_text)
    help_text = t("a JSON file of answers by the id of their question, as --json lists them; its “corrections” hold other texts "
                  "for single cells: sheet, row, letter, text")  # fmt: skip
    verb.add_argument("--answers", type=Path, metavar=t("file"), help=help_text)
    help_text = t("keep the answers in force under this name, for next month's file")
    verb.add_argument("--save-recipe", default="", metavar=t("name"), help=help_text)
    help_text = t("what becomes of the rows of the release; asked when left out")
    verb.add_argument("--mode", default="", choices=("add", "update", "replace"), help=help_text)
    help_text = t("the day of which the file speaks, as 2016-12-31")
    verb.add_argument("--as-of", default="", metavar=t("day"), help=help_text)


def given(asked: argparse.Namespace) -> dict[str, str]:
    """The answers of the file.  ProgrammeError where it is no object of texts."""
    return _texts(asked.answers) if asked.answers else {}


def corrections(asked: argparse.Namespace) -> "tuple[Correction, ...]":
    """The corrections of the file of answers.  ProgrammeError where they are none."""
    import msgspec

    from community_policing.dataset.intake import Correction

    document = _document(asked.answers) if asked.answers else {}
    said = document.get("corrections", []) if isinstance(document, dict) else []
    try:
        return msgspec.convert(said, tuple[Correction, ...])
    except msgspec.ValidationError as error:
        problem = t("“{path}” holds corrections that cannot be read ({error}).", path=asked.answers, error=error)
        raise ProgrammeError(problem, t("Write a list of objects with sheet, row, letter and text.")) from error


def recipes_for(asked: argparse.Namespace, releases: "Callable[[], Releases | None]") -> "tuple[Recipe, ...]":
    """The recipe that was named, or all that are saved, of which the file's shape chooses.  ProgrammeError for an unknown one."""
    from community_policing.dataset.releases.recipe import Recipe

    if asked.recipe and Path(asked.recipe).is_file():
        return (Recipe(Path(asked.recipe).stem, "", _texts(Path(asked.recipe))),)
    opened = releases()
    saved = opened.recipes.all() if opened else ()
    if not asked.recipe:
        return saved
    named = tuple(Recipe(r.name, "", r.answers) for r in saved if r.name == asked.recipe)
    if not named:
        raise ProgrammeError(
            t("There is no recipe “{name}”.", name=asked.recipe), t("`recipes list` names those there are.")
        )
    return named


def about(asked: argparse.Namespace) -> "Metadata":
    """What was said of the dataset.  ProgrammeError for a day that is none."""
    from community_policing.dataset.intake import Metadata

    try:
        return Metadata(as_of=date.fromisoformat(asked.as_of) if asked.as_of else None)
    except ValueError as error:
        raise ProgrammeError(t("“{day}” is no day.", day=asked.as_of), t("Write it as 2016-12-31.")) from error


def save(asked: argparse.Namespace, checked: "Checked", releases: "Callable[[], Releases]", by: str) -> None:
    """Keep the answers in force as a recipe, where a name for it was given."""
    from community_policing.dataset.releases.recipe import Recipe

    if asked.save_recipe:
        releases().recipes.save(Recipe(asked.save_recipe, checked.shape, checked.lasting_answers, saved_by=by))


def as_json(checked: "Checked") -> list[dict[str, Any]]:
    """The open questions, for a program that answers them."""
    return [
        {
            "id": q.id, "table": q.table, "column": q.column, "question": q.text, "rows": q.rows,
            "sample": [list(pair) for pair in q.sample], "choices": dict(q.choices), "free": q.free, "proposed": q.proposed,
        }
        for q in checked.open_questions
    ]  # fmt: skip


def lines(checked: "Checked") -> list[str]:
    """The open questions, for a person: each with its id, its choices and what is proposed."""
    if not checked.open_questions:
        return []
    count = len(checked.open_questions)
    title = n("{count} question is open:", "{count} questions are open:", count)
    listed = []
    for q in checked.open_questions:
        many = n("{count} choice, see --json", "{count} choices, see --json", len(q.choices))
        choices = ", ".join(q.choices) if len(q.choices) <= 12 else many  # what is typed
        listed.append(t("  {id}: {question} [{choices}] proposed: {proposed}", id=q.id, question=q.text, choices=choices,
                        proposed=q.proposed or "-"))  # fmt: skip
    return [title, *listed]


def _document(path: Path) -> Any:
    try:
        return json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise ProgrammeError(
            t("“{path}” cannot be read as JSON.", path=path), t("Write an object of texts.")
        ) from error


def _texts(path: Path) -> dict[str, str]:
    document = _document(path)
    bare = {key: said for key, said in document.items() if key != "corrections"} if isinstance(document, dict) else None
    answers = bare.get("answers", bare) if bare is not None else None
    if not isinstance(answers, dict) or not all(isinstance(answer, str) for answer in answers.values()):
        raise ProgrammeError(
            t("“{path}” holds no answers.", path=path), t("Write an object of question ids and answers.")
        )
    return answers
