"""What the import understands, as a section of the data dictionary: headers, words and forms, from the registries of the intake."""

from collections.abc import Iterable, Iterator, Mapping

from community_policing.core.schema import TABLES
from community_policing.dataset.intake.recipe.headers import header_dictionary as headers
from community_policing.dataset.intake.recipe.headers.all_headers import HEADERS
from community_policing.dataset.intake.recipe.headers.count_headers import TOTALS, WORDS as COUNTED
from community_policing.dataset.intake.recipe.headers.header_match import entries
from community_policing.dataset.intake.recipe.readers import date_forms, money, month_names, no_value, number_forms
from community_policing.dataset.intake.recipe.readers.vocabulary import WORDS

_ASKED = "?"  # before a header that is only likely
INTRODUCTION = """
# What the import understands

Beside the names above an office's own headers and words are read, in English, Arabic and Kurdish. Case, spaces, punctuation,
plural, the Arabic article, units in brackets, the order of words and letters that keyboards swap make no difference. A header
behind “asked:” is proposed and has to be confirmed. [Loading your data](../docs/loading.md) says how a file is read.
"""
# Texts of days and numbers in their usual forms; what they are read as is asked of the readers.
_DAYS = (
    "2016-10-15", "2016/10/15", "15/10/2016", "15.10.16", "05/10/2016", "15 October 2016", "October 15th, 2016", "16-Oct-16",
    "15 تشرين الأول 2016", "١٥/١٠/٢٠١٦", "15ی تشرینی یەکەمی 2016", "2016-10-15T09:30:00+03:00", "20161015", "42658", "2016-10",
    "10/2016", "Oct-16", "2016", "14 محرم 1438",
)  # fmt: skip
_NUMBERS = (
    "12,500.75", "12.500,75", "12 500", "1,250,000", "١٢٬٥٠٠٫٧٥", "$ 12,500", "12,500 دينار", "10 sets", "about 30", "1.5 million",
    "12 ألف", "1.2E+3", "12*",
)  # fmt: skip


def understood() -> str:
    """The whole section as Markdown."""
    parts = (INTRODUCTION, _headers(), _tags(), _words(), _counts(), _days(), _numbers(), _nothing())
    return "".join(parts)


def _headers() -> str:
    """Headers of every table, of columns that hold two of ours, and of each table."""
    every = {
        **HEADERS[headers.ANY],
        **headers.COMPOSITES,
        **{f"{k} (code)": v for k, v in headers.CODES.items()},
    }
    tables = {"every table that has the column": every} | {name: HEADERS[name] for name in TABLES if name in HEADERS}
    return "\n## Headers\n" + "".join(
        f"\n**{title}**\n\n" + _listed({column: _header(line) for column, line in lines.items()})
        for title, lines in tables.items()
    )


def _header(line: str) -> str:
    """The headers of a line, those that are asked behind the others."""
    names = entries(line)
    sure = [name for name in names if not name.startswith(_ASKED)]
    asked = [name.lstrip("? ") for name in names if name.startswith(_ASKED)]
    return " · ".join([*sure, *(["asked: " + " · ".join(asked)] if asked else ())])


def _tags() -> str:
    tags = {column: " · ".join(f"`{tag}`" for tag in sorted(found)) for column, found in sorted(_by_column().items())}
    return "\n## HXL tags\n\nIn a row below the header, with any further attributes.\n\n" + _listed(tags)


def _by_column() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for lines in headers.TAGS.values():
        for column, line in lines.items():
            found.setdefault(column, set()).update(entries(line))
    return found


def _words() -> str:
    """The words of closed lists, in the order of the schema."""
    choices = dict.fromkeys(
        choice for table in TABLES.values() for column in table.columns for choice in column.choices
    )
    return "\n## Words of closed lists\n\n" + _listed(
        {each: " · ".join(WORDS[each]) for each in choices if each in WORDS}
    )


def _counts() -> str:
    words = {value: " · ".join(entries(line)) for lines in COUNTED.values() for value, line in lines.items()}
    return (
        "\n## Headers of columns that count\n\nOne or several in one header (`police women`, `IDP men`, رجال): each such column "
        "becomes rows of attendance.\n\n"
        + _listed(words | {"a total, checked against them": " · ".join(entries(TOTALS))})
    )


def _days() -> str:
    read = {f"`{text}`": _day(text) for text in _DAYS}
    months = {str(month): " · ".join(names) for month, names in month_names.GREGORIAN.items()}
    return (
        "\n## Days and months\n\n"
        + _listed(read, code=False)
        + "\nNames of months, also beside the name of a weekday:\n\n"
        + _listed(months)
    )


def _day(text: str) -> str:
    """What a text is read as."""
    match date_forms.form_of(text):
        case date_forms.Day() as day:
            return day.text + {10: "", 7: ", the month", 4: ", the year"}[len(day.text)]
        case date_forms.Pair(month_first="") as pair:
            return pair.day_first
        case date_forms.Pair() as pair:
            return (
                f"{pair.day_first} or {pair.month_first}, as the other cells of the column show; asked where none does"
            )
        case date_forms.Serial() as serial:
            return f"{serial.text('1900')}, a day as Excel counts it: asked"
        case date_forms.Hijri(day=day):
            return f"a day of the Hijri calendar: told, with the day to write ({day})"
    raise AssertionError(text)


def _numbers() -> str:
    currencies = {code: " · ".join(dict.fromkeys((*names, *_signs(code)))) for code, names in money.CURRENCIES.items()}
    scales = {f"{scale:,}": " · ".join(names) for scale, names in number_forms.SCALES.items()}
    return (
        "\n## Numbers\n\n"
        + _listed({f"`{text}`": _number(text) for text in _NUMBERS}, code=False)
        + f"\nPer cent: % · {' · '.join(number_forms.PER_CENT)}. Words before a number: {' · '.join(number_forms.FIRST)}.\n\n"
        + _listed({**scales, **currencies})
    )


def _signs(code: str) -> Iterable[str]:
    return (sign for sign, of in money.SIGNS.items() if of == code)


def _number(text: str) -> str:
    """What a text is read as."""
    number = number_forms.written(text)
    if number is None:
        raise AssertionError(text)
    return number_forms.plain_number(number, True) + (
        ", with what stands beside it told and asked once" if number.beside else ""
    )


def _nothing() -> str:
    lines = {
        "no value": (*sorted(f"`{sign}`" for sign in no_value.SIGNS), *no_value.NOTHING),
        "0, or no value: asked once for the column": no_value.NONE,
        "0": no_value.ZERO,
        "no day yet": no_value.NOT_YET,
    }
    return "\n## Words for no value\n\n" + _listed(
        {what: " · ".join(texts) for what, texts in lines.items()}, code=False
    )


def _listed(lines: Mapping[str, str], *, code: bool = True) -> str:
    """A list, an entry a line."""
    return "".join(_lines(lines, "`" if code else ""))


def _lines(lines: Mapping[str, str], mark: str) -> Iterator[str]:
    for name, words in lines.items():
        yield f"- {mark}{name}{mark}: {words}\n"
