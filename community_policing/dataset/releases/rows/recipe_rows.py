"""Saved recipes in the registry: how files of one shape are read.  Rows are only ever added; the last of a name counts."""

from datetime import UTC, datetime

import sqlalchemy as sa

from community_policing.dataset.releases.recipe import Recipe
from community_policing.dataset.releases.registry import RECIPES, Registry


class RecipeRows:
    """Reads, saves and deletes recipes.  Every error is a ReleaseError: the registry is unavailable, or damaged."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    def all(self) -> tuple[Recipe, ...]:
        """The last word on each name that was not deleted, by name."""
        asked = sa.select(RECIPES).order_by(RECIPES.c.number)
        with self._registry.connection.reading() as connection:
            last = {row["name"]: row for row in connection.execute(asked).mappings()}
        return tuple(
            Recipe(name, row["shape"], row["answers"], row["saved_at"], row["saved_by"])
            for name, row in sorted(last.items())
            if not row["deleted"]
        )

    def save(self, recipe: Recipe) -> Recipe:
        """The recipe as it stands now; one that says the same already is not written twice."""
        same = next((r for r in self.all() if r.name == recipe.name), None)
        if same and (same.shape, same.answers) == (recipe.shape, dict(recipe.answers)):
            return same
        return self._add(recipe, deleted=False)

    def delete(self, name: str, by: str) -> bool:
        """Whether there was one of that name; its rows stay on record."""
        there = any(recipe.name == name for recipe in self.all())
        if there:
            self._add(Recipe(name, saved_by=by), deleted=True)
        return there

    def _add(self, recipe: Recipe, *, deleted: bool) -> Recipe:
        moment = datetime.now(UTC).isoformat(timespec="seconds")
        row = {"name": recipe.name, "shape": recipe.shape, "answers": dict(recipe.answers), "saved_at": moment,
               "saved_by": recipe.saved_by, "deleted": deleted}  # fmt: skip
        with self._registry.connection.writing() as connection:
            connection.execute(sa.insert(RECIPES), row)
        self._registry.renew_spare()
        return Recipe(recipe.name, recipe.shape, recipe.answers, moment, recipe.saved_by)
