"""Upsert of a file's rows into the current release: add, update by key, or replace a table or one part of it."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from community_policing.core.geography import governorate_name
from community_policing.core.i18n import listed, n, t
from community_policing.core.labels import table_label
from community_policing.core.safe_text import printable
from community_policing.core.schema import Table
from community_policing.dataset.intake.base import texts_of
from community_policing.dataset.intake.recipe.questions import Questions, Step

ADD, UPDATE, REPLACE = "add", "update", "replace"
_PART = "replace:"  # and the governorate or month whose rows the file replaces
_FEW = 0.2  # of the release's rows: a file with all others is the whole table once more
_NAMED = 5  # rows that a sentence names
Key = tuple[Any, ...]


@dataclass(frozen=True)
class Overlap:
    """The rows of a file beside those of the release, by the columns that identify a row."""

    new: tuple[Key, ...]
    known: tuple[Key, ...]
    gone: tuple[Key, ...]  # in the release and not in the file


@dataclass(frozen=True)
class Merged:
    """The table after the file, indexed by line: rows of the release that stay, then those that the file adds.

    `lines` are line here -> line of the file, for rows that the file brings or updates.  `repeated` are lines of the file that
    say what the release says already; `unknown` and `taken` those that cannot be updated, or added, because of their key.
    """

    frame: pd.DataFrame
    lines: Mapping[int, int]
    repeated: Collection[int] = ()
    unknown: Collection[int] = ()
    taken: Collection[int] = ()


def overlap(frame: pd.DataFrame, base: pd.DataFrame, table: Table, named: Collection[tuple[str, ...]] = ()) -> Overlap:
    """Return which rows of the file the release has, and which it has beyond; `named`: keys of rows set aside, too."""
    ours, theirs = _keys(base, table), _keys(frame, table)
    there, here = set(ours), set(theirs)
    texts = zip(*(texts_of(base, key) for key in table.key), strict=True)
    return Overlap(
        tuple(key for key in theirs if key not in there),
        tuple(key for key in theirs if key in there),
        tuple(key for key, text in zip(ours, texts, strict=True) if key not in here and text not in named),
    )


def mode_of(
    frame: pd.DataFrame,
    base: pd.DataFrame,
    table: Table,
    names: Collection[str],
    questions: Questions,
    given: str = "",
    named: Collection[tuple[str, ...]] = (),
) -> str:
    """What becomes of the release's rows: a person's answer, what the command line gave, or what the keys propose.

    It is certain where the file brings every row of the release again, where nothing is there to lose, and where the columns of
    the file leave one choice.  `named` are the keys of all rows of the file.
    """
    if base.empty or frame.empty:
        return REPLACE
    rows = overlap(frame, base, table, named)
    lacking = [c.name for c in table.columns if c.required == "yes" and c.name not in names]
    proposed = _proposed(rows, lacking, len(base))
    choices = dict(_choices(frame, base, table, rows, lacking))
    if given in choices:
        return given
    text = n(
        "The file has {count} row of “{table}”; the release has {there}. What becomes of them?",
        "The file has {count} rows of “{table}”; the release has {there}. What becomes of them?",
        len(frame), table=table_label(table.name), there=f"{len(base):,}",
    )  # fmt: skip
    certain = (proposed == REPLACE and not rows.gone) or len(choices) == 1
    return questions.ask(Step.MODE, "rows", text, choices, proposed, certain=certain, table=table.name, rows=len(frame))


def _proposed(rows: Overlap, lacking: list[str], there: int) -> str:
    if lacking:
        return UPDATE
    if len(rows.gone) == there:
        return ADD
    return REPLACE if len(rows.gone) <= _FEW * there else UPDATE


def _choices(
    frame: pd.DataFrame, base: pd.DataFrame, table: Table, rows: Overlap, lacking: list[str]
) -> Iterator[tuple[str, str]]:
    counts = {"known": f"{len(rows.known):,}", "new": f"{len(rows.new):,}"}
    if not lacking and rows.known:
        yield ADD, t("Add the rows with new keys ({new}), leave those that the release has ({known})", **counts)
    elif not lacking:
        yield ADD, n("Add {count} new row", "Add {count} new rows", len(rows.new))
    if rows.new and not lacking:
        yield UPDATE, t("Update the rows whose key the release has ({known}), add the others ({new})", **counts)
    else:
        yield UPDATE, n("Update {count} row by its key", "Update {count} rows by their keys", len(rows.known))
    if lacking:
        return
    yield REPLACE, _replaced(t("“{table}”", table=table_label(table.name)), rows.gone)
    for part, label in _parts(frame, base, table):
        yield part, _replaced(label, overlap(frame, base[_in_part(base, part)], table).gone)


def _replaced(what: str, gone: tuple[Key, ...]) -> str:
    """The choice to replace, with the rows that it removes by name."""
    if not gone:
        return t("Replace all of {what}: no row is removed", what=what)
    keys = ("/".join(_part(part) for part in key if part is not None) for key in gone[:_NAMED])
    named = listed([printable(key, 60) for key in keys])
    return n(
        "Replace all of {what}: {count} row is removed ({named})", "Replace all of {what}: {count} rows are removed ({named})",
        len(gone), what=what, named=named + (" …" if len(gone) > _NAMED else ""),
    )  # fmt: skip


def _part(value: object) -> str:
    """A part of a key as a person writes it: a day without an hour."""
    return value.date().isoformat() if isinstance(value, pd.Timestamp) else str(value)


def _parts(frame: pd.DataFrame, base: pd.DataFrame, table: Table) -> Iterator[tuple[str, str]]:
    """The parts of the release that the file may replace alone: the only governorate it speaks of, the only month."""
    columns = {column.name for column in table.columns}
    if "governorate" in columns and base["governorate"].nunique() > 1:
        there = frame["governorate"].dropna().unique()
        if len(there) == 1 and frame["governorate"].notna().all():
            yield f"{_PART}governorate={there[0]}", governorate_name(str(there[0]))
    dates = next(
        (name for name in ("starts_on", "established_on", "agreed_on", "met_on", "raised_in") if name in columns), ""
    )
    if dates and frame[dates].notna().all() and len(months := frame[dates].dt.strftime("%Y-%m").unique()) == 1:
        yield f"{_PART}{dates}={months[0]}", str(months[0])


def _in_part(base: pd.DataFrame, part: str) -> "pd.Series[bool]":
    column, _, value = part.removeprefix(_PART).partition("=")
    cells = base[column]
    texts = cells.dt.strftime("%Y-%m") if pd.api.types.is_datetime64_any_dtype(cells) else cells
    return texts.eq(value).fillna(value=False).astype(bool)


def merged(frame: pd.DataFrame, base: pd.DataFrame, table: Table, names: Collection[str], mode: str) -> Merged:
    """The table after the file.  Updated rows keep their place and every cell of a column that the file has not."""
    if mode == REPLACE:
        return Merged(frame, {line: line for line in frame.index})
    if mode.startswith(_PART):
        return _stacked(base[~_in_part(base, mode)], frame)
    place_of = {key: place for place, key in enumerate(_keys(base, table))}
    keys = _keys(frame, table)
    known = [(at, place_of[key]) for at, key in enumerate(keys) if key in place_of]
    fresh = [at for at, key in enumerate(keys) if key not in place_of]
    brought = [cell for column in table.columns if column.name in names for cell in _cells(column.name, table)]
    same = _same(frame, base, brought, known)
    line_of = frame.index.tolist()
    repeated = [line_of[at] for at in sorted(same)]
    if mode == ADD:
        taken = [line_of[at] for at, _ in known if at not in same]
        return replace(_stacked(base, frame.iloc[fresh]), repeated=repeated, taken=taken)
    if any(column.required == "yes" and column.name not in names for column in table.columns):
        unknown, fresh = [line_of[at] for at in fresh], []
    else:
        unknown = []
    updated, changed = base.copy(), [(at, place) for at, place in known if at not in same]
    there = updated.index[[place for _, place in changed]]
    for name in [cell for cell in brought if cell not in table.key]:
        updated.loc[there, name] = frame[name].iloc[[at for at, _ in changed]].to_numpy()
    whole = _stacked(updated, frame.iloc[fresh])
    lines = {int(line): line_of[at] for line, (at, _) in zip(there, changed, strict=True)}
    return replace(whole, lines={**lines, **whole.lines}, repeated=repeated, unknown=unknown)


def _stacked(release: pd.DataFrame, added: pd.DataFrame) -> Merged:
    """Rows of the release with rows of the file below, whose lines follow on those of the release."""
    return Merged(pd.concat([release, added]) if len(release) else added, {line: line for line in added.index})


def _same(frame: pd.DataFrame, base: pd.DataFrame, columns: list[str], known: list[tuple[int, int]]) -> set[int]:
    """The places of file rows all of whose cells the release has already."""
    if not known:
        return set()
    here = frame[columns].iloc[[at for at, _ in known]].reset_index(drop=True)
    there = base[columns].iloc[[place for _, place in known]].reset_index(drop=True)
    equal = (here.eq(there).fillna(value=False) | (here.isna() & there.isna())).all(axis=1)
    return {at for (at, _), alike in zip(known, equal, strict=True) if alike}


def _cells(column: str, table: Table) -> tuple[str, ...]:
    return (column, f"{column}_precision") if column in table.dates else (column,)


def _keys(frame: pd.DataFrame, table: Table) -> list[Key]:
    """The key of each row, an absent part as None."""
    parts = frame[list(table.key)].astype(object)
    return list(parts.where(parts.notna(), None).itertuples(index=False, name=None))
