"""Missing columns: required ones that no header brings get one value for all rows, or ids that are made by a stated rule."""

import hashlib
from collections.abc import Collection, Mapping, Sequence

from community_policing.core.geography import folded, governorate_at, governorate_name, governorates, resolve
from community_policing.core.i18n import listed, t
from community_policing.core.labels import column_label, field_label, label
from community_policing.core.safe_text import printable
from community_policing.core.schema import Column, Kind
from community_policing.dataset.intake.recipe.headers.header_match import BOTH, CODE
from community_policing.dataset.intake.recipe.questions import Questions, Step
from community_policing.dataset.intake.recipe.readers import currencies
from community_policing.dataset.intake.recipe.readers.coordinates import point
from community_policing.dataset.intake.recipe.sheet import Shaped
from community_policing.dataset.intake.recipe.sheet_tables import LEAVE

MADE, POINT = "made", "point"
# What an id is made of: what stays the same from month to month, in any order of rows.
ID_PARTS: Mapping[str, tuple[str, ...]] = {
    "sources": ("title", "publisher"),
    "donors": ("name",),
    "phases": ("name",),
    "grants": ("donor_id", "phase_id", "implementer", "title"),
    "fora": ("governorate", "name"),
    "trainings": ("governorate", "place", "title", "starts_on"),
    "infrastructure": ("governorate", "place", "name", "agreed_on"),
    "facts": ("indicator", "governorate", "place", "as_of", "donor_id"),
    "places": ("governorate", "name"),
}
_PROPOSED: Mapping[tuple[str, str], str] = {
    ("", "record"): "programme", ("", "scope"): "iom", ("fora", "established_by"): "iom", ("fora", "status"): "established",
    ("trainings", "status"): "completed", ("trainings", "kind"): "training", ("infrastructure", "status"): "completed",
    ("attendance", "participant_group"): "community", ("attendance", "sex"): "not_recorded", ("targets", "baseline"): "0",
    ("infrastructure", "quantity"): "1",
}  # fmt: skip
_CERTAIN = frozenset({"record", "scope", "displacement"})  # a currency is asked: dinars are no dollars
_WHERE = {("fora", "established_on"): "established", ("fora", "planned_for"): "planned"}  # the status that needs a date
_CURRENCIES = ("USD", "IQD", "EUR")


def filled_by(shaped: Shaped) -> set[str]:
    """The columns of the schema that hold anything, both of a composite too."""
    found = {name for name, cells in shaped.columns.items() if any(cell.strip() for cell in cells)}
    return {part for name in found for part in name.removesuffix(CODE).split(BOTH)}


def complete(
    shaped: Shaped,
    questions: Questions,
    references: Mapping[str, Mapping[str, str]],
    linked: Collection[str] = (),
    known: bool = False,
) -> None:
    """Ask one value for each column that rows must have and the file lacks, and fill it in.

    Parameters
    ----------
    references
        Table -> the ids that a cell may refer to, with the names of their rows: choices, the last of which is proposed.
    linked
        Columns that are filled later, from the rows that these belong to.
    known
        Whether the release has most of the rows: then it may say what they lack, and is asked first (absent_columns).
    """
    table, there = shaped.table, filled_by(shaped) | set(linked)
    if not shaped.origins:
        return
    for column in table.columns:
        if column.name == "currency" and any(currencies.said(shaped)):
            _fill_unsaid(shaped, column, questions)
        elif column.name in there or not _is_needed(column, shaped) or (known and column.required != "yes"):
            continue
        elif (column.name,) == table.key and table.name in ID_PARTS:
            _ask_ids(shaped, questions)
        elif column.name == "governorate" and all(found := _at_points(shaped)):
            _ask_points(shaped, found, questions)
        elif _may_be_one(column):
            _fill(shaped, column.name, _ask_value(column, shaped, questions, references))


def _is_needed(column: Column, shaped: Shaped) -> bool:
    if column.name == "currency":
        return bool(set(currencies.MONEY) & filled_by(shaped))
    when = _WHERE.get((shaped.table.name, column.name))
    if (
        when
        and set(shaped.columns.get("status", ())) == {when}
        and not filled_by(shaped) & {name for _, name in _WHERE}
    ):
        return True
    if column.required == "unpublished":
        return {cell.strip() for cell in shaped.columns.get("record", ())} != {"published"}
    return column.required == "yes"


def _may_be_one(column: Column) -> bool:
    """Whether one value may hold for all rows: a name or a key never does."""
    return bool(column.choices or column.refers_to) or column.kind is not Kind.TEXT or column.name == "currency"


def _fill(shaped: Shaped, column: str, value: str) -> None:
    if value:
        shaped.columns[column] = [value] * len(shaped.origins)
        shaped.positions.setdefault(column, None)


def _fill_unsaid(shaped: Shaped, column: Column, questions: Questions) -> None:
    """Ask the currency of the amounts that name none, where others of the file name theirs."""
    own = shaped.columns.get("currency") or [""] * len(shaped.origins)
    rows = [at for at in currencies.unsaid(shaped) if not own[at].strip()]
    if not rows:
        return
    text = t("Some amounts name their currency, and some do not. Which currency are the others in?")
    amounts = next(shaped.columns[name] for name in currencies.MONEY if name in shaped.columns)
    answer = questions.ask(
        Step.VALUE, "currency of others", text, _choices(column, {}), _CURRENCIES[0], table=shaped.table.name,
        column=column.name, rows=len(rows), sample=lambda answer: ((amounts[at], f"{amounts[at]} {answer}") for at in rows),
    )  # fmt: skip
    shaped.columns["currency"] = [answer if at in set(rows) else cell for at, cell in enumerate(own)]
    shaped.positions.setdefault("currency", None)


def _at_points(shaped: Shaped) -> list[str]:
    """The governorate that each row's point lies in, "" where it is none or has none; nothing without points."""
    columns = shaped.columns
    both = columns.get("latitude+longitude") or [
        f"{north}, {east}"
        for north, east in zip(columns.get("latitude", ()), columns.get("longitude", ()), strict=False)
    ]
    found = {text: point(text) for text in set(both)}
    at = {text: governorate_at(float(pair[1]), float(pair[0])) or "" if pair else "" for text, pair in found.items()}
    return [at[text] for text in both] or [""]


def _ask_points(shaped: Shaped, found: Sequence[str], questions: Questions) -> None:
    """Give each row the governorate of its point; a rule settles it, and a person may say no."""
    text = t("No column holds the governorate. Is it that in which the point of each row lies?")
    choices = {POINT: t("Yes, of each point"), LEAVE: t("No: I add the column")}
    pairs = [(printable(name), governorate_name(pcode)) for name, pcode in zip(_named(shaped), found, strict=True)]
    answer = questions.ask(
        Step.VALUE, "governorate", text, choices, POINT, certain=True, table=shaped.table.name, column="governorate",
        rows=len(found), sample=lambda answer: [(name, there if answer == POINT else "") for name, there in pairs],
    )  # fmt: skip
    if answer == POINT:
        shaped.columns["governorate"] = list(found)
        shaped.positions.setdefault("governorate", None)


def _named(shaped: Shaped) -> Sequence[str]:
    """What the rows are called."""
    return shaped.columns.get("name") or shaped.columns.get(shaped.table.key[0]) or [""] * len(shaped.origins)


def _ask_value(
    column: Column, shaped: Shaped, questions: Questions, references: Mapping[str, Mapping[str, str]]
) -> str:
    choices = _choices(column, references)
    proposed = _PROPOSED.get((shaped.table.name, column.name)) or _PROPOSED.get(("", column.name), "")
    if not proposed and column.refers_to:
        proposed = next(reversed(choices), "")
    if column.name == "currency":
        proposed = _CURRENCIES[0]
    text = t("No column holds “{column}”. Which value do all rows have?", column=field_label(column))
    return questions.ask(
        Step.VALUE, column.name, text, choices, proposed, certain=column.name in _CERTAIN, table=shaped.table.name,
        column=column.name, rows=len(shaped.origins), free=not column.choices and column.kind is not Kind.PCODE,
    )  # fmt: skip


def _choices(column: Column, references: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    if column.choices:
        return {word: label(word, column.name) if word != "other" else label(word) for word in column.choices}
    if column.kind is Kind.PCODE:
        return {pcode: governorate_name(pcode) for pcode in governorates()} | {"": t("None")}
    if column.name == "currency":
        return {code: code for code in _CURRENCIES}
    return dict(references.get(column.refers_to, {}))


def give_currency(shaped: Shaped, header: str, currency: str, questions: Questions) -> None:
    """Fill in the currency that a header names, where the file has no column of it."""
    if "currency" in filled_by(shaped):
        return
    text = t("“{header}” names a currency. Is it that of all rows?", header=header)
    choices = {code: code for code in dict.fromkeys((currency, *_CURRENCIES))} | {LEAVE: t("No")}
    answer = questions.ask(Step.VALUE, "currency", text, choices, currency, certain=True, table=shaped.table.name,
                           column="currency", rows=len(shaped.origins))  # fmt: skip
    _fill(shaped, "currency", "" if answer == LEAVE else answer)


def _ask_ids(shaped: Shaped, questions: Questions) -> None:
    """Whether ids are made; they are once the cells they are made of are read (`make_ids`)."""
    key = shaped.table.key[0]
    parts = [part for part in ID_PARTS[shaped.table.name] if part in filled_by(shaped)]
    if not parts:
        return
    names = listed([field_label(shaped.table.column(part)) for part in parts])
    text = t(
        "No column holds “{column}”. Make it of {parts}, so that a row has the same one each month?",
        column=column_label(key),
        parts=names,
    )
    choices = {MADE: t("Yes, make it"), LEAVE: t("No: I add the column")}
    answer = questions.ask(
        Step.VALUE, key, text, choices, MADE, certain=True, table=shaped.table.name, column=key,
        rows=len(shaped.origins),
    )  # fmt: skip
    if answer == MADE:
        shaped.columns[key] = [MADE] * len(shaped.origins)
        shaped.positions.setdefault(key, None)


def make_ids(shaped: Shaped, release: Mapping[str, Sequence[str]] | None = None) -> None:
    """Make the ids that were asked for, of cells that are read by now: letters that keyboards swap make no difference.

    A row that the release has, by all that the id is made of, has the id that it has there.
    """
    key = shaped.table.key[0]
    if shaped.table.name not in ID_PARTS or set(shaped.columns.get(key, ())) != {MADE}:
        return
    parts = [part for part in ID_PARTS[shaped.table.name] if part in shaped.columns]
    there = _ids_of(release, key, parts) if release else {}
    prefix = shaped.table.name[:1].upper()
    digests = map(_digest, zip(*(shaped.columns[part] for part in parts), strict=True))
    shaped.columns[key] = [there.get(each) or f"{prefix}-{each}" for each in digests]


def _ids_of(release: Mapping[str, Sequence[str]], key: str, parts: Sequence[str]) -> dict[str, str]:
    """Digest -> the only id of the release that has it."""
    ids: dict[str, set[str]] = {}
    for identifier, *cells in zip(release[key], *(release[part] for part in parts), strict=True):
        ids.setdefault(_digest(cells), set()).add(identifier)
    return {each: found.pop() for each, found in ids.items() if len(found) == 1}


def _digest(cells: Sequence[str]) -> str:
    plain = "|".join(resolve(cell).pcode or "".join(folded(cell).split()) for cell in cells)
    return hashlib.sha256(plain.encode()).hexdigest()[:8]
