"""What a release does: the rows that it adds, changes and removes, and every headline figure before and after, with the
difference explained cause by cause.  The same between any two releases, in any choice, on any date."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from community_policing.analysis.changes.figures import Sides, first_headlines, headlines
from community_policing.analysis.changes.model import DATE, FIGURE, PLACES, Headline, TableEffect
from community_policing.analysis.changes.rows import all_new, row_changes, table_effect
from community_policing.analysis.changes.wording import loses, moves, sentences
from community_policing.core.indicators import INDICATORS
from community_policing.core.schema import TABLES
from community_policing.measure.programme import Programme

FIFTH = Fraction(1, 5)  # more than this part of a table lost, or of a headline moved, has to be confirmed


@dataclass(frozen=True)
class Effect:
    """What became of the tables, whole, and of the headline figures, in the programmes' scope and on their dates.

    `before` and `after` are the as-of date of the figures and the content of the dataset; `before` None: the first release.
    """

    before: tuple[date, str] | None
    after: tuple[date, str]
    tables: Mapping[str, TableEffect]
    headlines: tuple[Headline, ...]

    @property
    def nothing(self) -> bool:
        """Whether nothing is different: no row, no figure, no date."""
        same_day = self.before is not None and self.before[0] == self.after[0]
        return same_day and not any(t.touched for t in self.tables.values()) and not any(self.moved)

    @property
    def moved(self) -> tuple[Headline, ...]:
        """The headlines that are not what they were."""
        return tuple(headline for headline in self.headlines if headline.moved)

    @property
    def confirmations(self) -> tuple[tuple[str, str], ...]:
        """What has to be confirmed by name before it is published, as (key, sentence): a table that loses more than a fifth
        of its rows, a figure that the new rows move by more than a fifth.  None for the first release."""
        if self.before is None:
            return ()
        tables = [t for t in self.tables.values() if t.removed > FIFTH * t.before]
        lost = [(f"table:{table.table}", loses(table)) for table in tables]
        return (*lost, *((f"{h.kind}:{h.key}", moves(h)) for h in self.headlines if _far(h)))

    def headline(self, key: str, kind: str = FIGURE) -> Headline:
        """The headline of that indicator; KeyError where there is none."""
        for found in self.headlines:
            if (found.key, found.kind) == (key, kind):
                return found
        raise KeyError(f"{kind} {key}")

    def reverse(self) -> "Effect":
        """Return the effect of going back: what was added is taken out, and each cause is taken back.

        Raises ValueError for the effect of a first release: there is nothing to go back to.
        """
        if self.before is None:
            raise ValueError("before the first release there was none")
        tables = {name: table.reverse() for name, table in self.tables.items()}
        return Effect(self.after, self.before, tables, tuple(headline.reverse() for headline in self.headlines))

    def sentences(self) -> tuple[str, ...]:
        """The effect in plain words: what became of the rows, then each figure that moved, and why."""
        dates = (self.before[0] if self.before else None, self.after[0])
        return sentences(dates, tuple(self.tables.values()), self.headlines, self.nothing)

    def as_json(self) -> dict[str, Any]:
        """Plain JSON, in a stable order."""
        sides = {
            name: {"as_of": side[0].isoformat(), "content": side[1]} if side else None
            for name, side in (("before", self.before), ("after", self.after))
        }
        return {
            **sides,
            "nothing": self.nothing,
            "tables": {name: table.as_json() for name, table in self.tables.items()},
            "headlines": [headline.as_json() for headline in self.headlines],
            "confirmations": [{"key": key, "sentence": sentence} for key, sentence in self.confirmations],
        }


def read_effect(stored: Mapping[str, Any]) -> Effect:
    """The effect that `as_json` wrote, as the registry keeps it: so that what a release did can be told in any language
    without reading its tables.  KeyError or ValueError where it is something else."""
    first, last = (
        (date.fromisoformat(side["as_of"]), str(side["content"])) if side else None
        for side in (stored["before"], stored["after"])
    )
    if last is None:
        raise ValueError("an effect has a release that it is of")
    tables = {name: TableEffect.read(name, table) for name, table in stored["tables"].items()}
    return Effect(first, last, tables, tuple(Headline.read(headline) for headline in stored["headlines"]))


def effect(before: Programme | None, after: Programme, keys: Collection[str] = tuple(INDICATORS)) -> Effect:
    """What `after` does to `before`: two releases, both within the same choice, each on its own date or both on one.

    `keys`: the indicators whose figures are wanted, all of them unless said.  Whether something is news is judged by the
    as-of date of the earlier release's dataset.  Raises ValueError where the two are within different choices.
    """
    last = (after.as_of, after.dataset.release)
    if before is None:
        return Effect(None, last, {name: all_new(name, after) for name in TABLES}, tuple(first_headlines(after, keys)))
    rows = row_changes(before, after)
    tables = {name: table_effect(changes, before, after) for name, changes in rows.items()}
    first = (before.as_of, before.dataset.release)
    moved = headlines(Sides.of(before, after, rows), keys)
    return Effect(first, last, tables, tuple(h.dated_back() if last[0] < first[0] else h for h in moved))


def _far(headline: Headline) -> bool:
    """Whether the rows move a figure by more than a fifth of what it was; what the date alone does needs nobody's consent."""
    if headline.kind not in (FIGURE, PLACES) or headline.before == headline.after:
        return False
    if headline.before is None or headline.after is None:
        return True
    dated = [part for part in headline.parts if part.cause == DATE]
    by_date = (sum((p.low or Fraction(0) for p in dated), Fraction(0)),
               sum((p.high or Fraction(0) for p in dated), Fraction(0)))  # fmt: skip
    limits = (headline.before.low, headline.before.high)
    return any(
        moved is not None and limit is not None and abs(moved - part) > FIFTH * abs(Fraction(limit))
        for moved, part, limit in zip(headline.difference, by_date, limits, strict=True)
    )
