"""What the template's first sheet says: how to fill it in, what may never be entered, and every column of every table.

It is made from core/schema.py, in the language in force, so that the notes and the checks cannot disagree.
"""

from collections.abc import Iterator

from community_policing.core import geography, labels
from community_policing.core.districts import district_name
from community_policing.core.i18n import N_, clauses, language, listed, t
from community_policing.core.indicators import INDICATORS
from community_policing.core.languages import SOURCE
from community_policing.core.schema import SURVEY_QUESTIONS, SURVEY_TARGET, TABLES, Column, Kind, Table

Note = tuple[str, ...]  # the cells of one line
_KINDS = {
    Kind.TEXT: N_("text"),
    Kind.COUNT: N_("whole number, 0 or more"),
    Kind.NUMBER: N_("number"),
    Kind.AMOUNT: N_("amount, 0 or more"),
    Kind.DATE: N_("day, month or year"),
    Kind.START: N_("day, month or year; a month or year counts from its first day"),
    Kind.MONTH: N_("month, such as 2016-07; a day in it is not kept"),
    Kind.QUARTER: N_("quarter, such as 2016-Q3"),
    Kind.PCODE: N_("governorate"),
    Kind.DISTRICT: N_("district"),
    Kind.GRANTS: N_("one or more ids, “;” between them"),
}
_REQUIRED = {"yes": N_("required"), "no": "", "unpublished": N_("required, unless record is “published”")}


def title() -> str:
    """The heading of the notes."""
    return t("Community policing data: how to fill in this workbook")


def rules() -> tuple[Note, ...]:
    """What to do, one line each: a word that names the subject, and the sentence."""
    never = t(
        "Never enter details of people: no names of participants or members, phone numbers, e-mail addresses, identity "
        "numbers, dates of birth, ranks or home addresses. Count people instead. A file with such a column is refused as a whole."
    )
    return (
        (t("People"), never),
        (t("Concerns"), t("A concern is a topic and a month, never a story: do not write who raised it, where or what happened. "
                          "Columns of sentences are left out, and a sentence in a column of the table refuses the file.")),
        (t("Sheets"), t("One sheet holds one table; its first line names the columns. Do not rename sheets or columns. "
                        "The order of the columns does not matter, and a column that is not required may be deleted: you are "
                        "then asked whether to keep or clear what the release holds in it.")),
        (t("Replaced"), t("A table that is loaded replaces the whole table of the current release: keep the earlier "
                          "rows and add yours. Delete the sheets that you do not want to change.")),
        (t("Required"), t("Columns with a dark heading are required, those with a striped heading are required unless "
                          "the row's record is “published”, and those with a light heading may stay empty.")),
        (t("Dates"), t("Write 2016-11-30, or 2016-11 or 2016 where only the month or year is known: it is kept as "
                       "known. 30/11/2016 is read with the day first; a month first is refused.")),
        (t("Places"), t("A governorate is chosen from the list, or written as its P-code, IQG01 to IQG18; a district "
                        "lies in the row's governorate. A place is a town or district, never a street or a station. "
                        "Points are decimal degrees, WGS 84.")),
        (t("Numbers"), t("Digits only. An empty cell means not known; it is not 0. Write 0 where there were none.")),
        (t("Ids"), t("You choose the ids. An id names one row for ever and must not identify a person.")),
        (t("Formulas"), t("Paste values, not formulas: a formula that was never calculated has no value to read.")),
        (t("dataset"), t("That sheet says what the file is: its date, its title and whether it is made up.")),
    )  # fmt: skip


def header() -> Note:
    """The headings of the list of columns."""
    return t("Table"), t("Column"), t("Required"), t("Holds"), t("Choices"), t("Meaning")


def lines() -> Iterator[Note]:
    """One line for each table, and one for each of its columns."""
    for table in TABLES.values():
        key = t("one row for each {key}", key=" + ".join(table.key))
        yield table.name, "", "", key, "", _sentence(t(table.meaning))
        for column in table.columns:
            choices = listed([_choice(word, column) for word in column.choices]) or reference(column)
            needed = _REQUIRED[column.required]
            yield table.name, _named(column.name), t(needed) if needed else "", holds(column), choices, meaning(column)


def _named(column: str) -> str:
    """A column as the sheet has it, and what it is called in another language than the sheet's."""
    return column if language() == SOURCE else t("{column} ({name})", column=column, name=labels.column_label(column))


def indicators() -> Iterator[Note]:
    """The keys that a target may have, with what each is and counts."""
    for indicator in INDICATORS.values():
        yield indicator.key, t(indicator.label), t(indicator.definition)
    meant = t("Percentage of those asked in a survey, judged by its interval.")
    for question in SURVEY_QUESTIONS:
        yield f"{SURVEY_TARGET}{question}", labels.label(question), meant


def districts() -> Iterator[Note]:
    """The districts by name, each with its P-code and its governorate."""
    for code, district in geography.districts().items():
        yield district_name(code), code, geography.governorate_name(district.pcode)


def meaning(column: Column) -> str:
    """What the column means, as a sentence."""
    return _sentence(t(column.meaning).replace("`", ""))


def holds(column: Column) -> str:
    """What kind of value its cells hold."""
    return t("one of the choices") if column.choices else t(_KINDS[column.kind])


def reference(column: Column) -> str:
    """The sheet whose ids the column's cells name; "" where they name none."""
    if not column.refers_to:
        return ""
    key = TABLES[column.refers_to].key[0]
    return t("{key} of the sheet “{sheet}”", key=key, sheet=column.refers_to)


def comment(table: Table, column: Column) -> str:
    """What the heading of a column says when it is pointed at."""
    needed = _REQUIRED[column.required]
    key = t("Part of the key that identifies a row.") if column.name in table.key else ""
    choices = t("One of: {choices}.", choices=listed(column.choices)) if column.choices else _sentence(
        clauses([*filter(None, (holds(column), reference(column)))])
    )  # fmt: skip
    sentences = (meaning(column), _sentence(t(needed)) if needed else t("May stay empty."), key, choices)
    return "\n".join(filter(None, sentences))


def dataset_lines() -> tuple[Note, ...]:
    """What the sheet “dataset” asks for: key and what to write beside it.  The reader of files looks for these keys."""
    return (
        ("as_of", t("The day that the data describe, such as 2016-11-30. Nothing that happened later is counted.")),
        ("title", t("The title of the data on every page and in every file.")),
        ("synthetic", t("yes if anything in it is made up, for training or demonstration; no for the programme's own data.")),
        ("licence", t("The terms under which the data may be used; empty where none are stated.")),
    )  # fmt: skip


def _choice(word: str, column: Column) -> str:
    """A word of a vocabulary, and how it reads in the language in force where that differs."""
    read = labels.label(word, column.name)
    return word if read.casefold().replace(" ", "_") == word else f"{word} ({read})"


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}" + ("" if text.endswith(".") else ".")
