"""Saved recipes on the command line: `recipes list | show | export | delete`."""

import argparse
import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from community_policing.core.i18n import ProgrammeError, n, t

if TYPE_CHECKING:
    from community_policing.dataset.releases.recipe import Recipe
    from community_policing.dataset.releases.rows.recipe_rows import RecipeRows


def arguments(verb: argparse.ArgumentParser) -> None:
    """Add what may be done with recipes."""
    verb.add_argument("action", choices=("list", "show", "export", "delete"), help=t("what to do"))
    verb.add_argument("name", nargs="?", default="", help=t("name of the recipe"))
    verb.add_argument("--out", type=Path, help=t("the file that export writes; a file that is there is not replaced"))


def run(asked: argparse.Namespace, rows: "RecipeRows", by: str) -> tuple[dict[str, Any], list[str]]:
    """Do it; the answer as JSON and as lines."""
    saved = {recipe.name: recipe for recipe in rows.all()}
    if asked.action == "list":
        return {"recipes": [asdict(r) for r in saved.values()]}, [_line(r) for r in saved.values()] or [
            t("No recipe is saved.")
        ]
    if asked.name not in saved:
        raise ProgrammeError(
            t("There is no recipe “{name}”.", name=asked.name), t("`recipes list` names those there are.")
        )
    recipe = saved[asked.name]
    if asked.action == "delete":
        rows.delete(recipe.name, by)
        return {"deleted": recipe.name}, [t("Recipe “{name}” is deleted.", name=recipe.name)]
    if asked.action == "show":
        return {"recipe": asdict(recipe)}, [
            _line(recipe),
            *(f"  {key}: {answer}" for key, answer in recipe.answers.items()),
        ]
    return _export(recipe, asked.out)


def write_new(out: Path | None, document: Any) -> None:
    """Write JSON into a file that is not there yet.  ProgrammeError where none is named, or it cannot be written."""
    if out is None:
        raise ProgrammeError(t("Where to is not said."), t("Add --out with the name of a file."))
    try:
        with out.open("x", encoding="utf-8") as file:
            json.dump(document, file, ensure_ascii=False, indent=2)
    except OSError as error:
        raise ProgrammeError(t("“{path}” cannot be written ({reason}).", path=out, reason=error.strerror or ""),
                             t("Name a new file.")) from error  # fmt: skip


def _export(recipe: "Recipe", out: Path | None) -> tuple[dict[str, Any], list[str]]:
    write_new(out, asdict(recipe))
    return {"exported": str(out)}, [t("Recipe “{name}” is in {path}.", name=recipe.name, path=out)]


def _line(recipe: "Recipe") -> str:
    answers = n("{count} answer", "{count} answers", len(recipe.answers))
    return "  ".join(filter(None, (recipe.name, recipe.saved_at[:10], recipe.saved_by, answers)))
