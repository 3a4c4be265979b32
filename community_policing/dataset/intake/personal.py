"""Details of people: columns that would hold them, and cells that do.  A file with either is refused as a whole."""

import re
from collections.abc import Iterable, Sequence

from community_policing.core.geography import words
from community_policing.core.i18n import N_, t
from community_policing.core.safe_text import printable
from community_policing.core.schema import Kind, Table
from community_policing.dataset.cells import DIGITS, tidy
from community_policing.dataset.csv_file import PersonalColumn, letter, refuse_personal
from community_policing.dataset.intake.grid import Grid, where
from community_policing.dataset.intake.refusal import Refusal

# Words of headers, beyond the schema's, as geography.words leaves them; every word of one line must be in the header.
_HEADERS = tuple(
    tuple(words(line))
    for line in (
        "الاسم الكامل", "الاسم الثلاثي", "الاسم الرباعي", "الاسم الاول", "اسم المشارك", "اسم المشاركة", "اسم المتدرب", "اسم العضو",
        "اسم الاب", "اسم الام", "اسم العائلة", "اللقب", "رقم الهاتف", "رقم الموبايل", "الهاتف", "الموبايل", "الجوال", "رقم الهوية",
        "البطاقة الوطنية", "رقم البطاقة", "جواز السفر", "البريد الالكتروني", "الايميل", "تاريخ الميلاد", "تاريخ الولادة", "الرتبة",
        "عنوان السكن", "الصورة", "ناوی تەواو", "ناوی سیانی", "ناوی چواری", "ناوی بەشداربوو", "ژمارەی مۆبایل", "ژمارەی تەلەفۆن",
        "مۆبایل", "تەلەفۆن", "ئیمەیڵ", "ژمارەی ناسنامە", "کارتی نیشتیمانی", "پاسپۆرت", "بەرواری لەدایکبوون", "پلە",
        "contact person", "contact number", "contact no", "contact details", "focal point", "trainer name", "whatsapp", "dob",
        "birth date", "birthdate", "birthday", "signature",
    )
)  # fmt: skip
_WHOLE = ("tel", "cell", "id no")  # such a header, and no more: Tel Afar is a town
_MORE = ("participant", "attendee", "trainee", "beneficiary", "contact", "respondent", "officer", "member", "person")
_PHONE = re.compile(
    r"(?<![\d/.-])(?:(?:\+|00)\d{1,3}[ ().-]{0,2}(?:\d[ ().-]{0,2}){7,11}|0?7[3-9]\d[ .-]?\d{3}[ .-]?\d{4})(?![\d.])"
)
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})*\.[A-Za-z]{2,}")
_NATIONAL = re.compile(r"(?<![\d/.-])(?:19|20)\d{10}(?!\d)")  # Iraq's unified card: the year of birth comes first
_FOUND = (
    (_EMAIL, N_("an e-mail address")),
    (_PHONE, N_("a telephone number")),
    (_NATIONAL, N_("a national id number")),
)
_OWN_DIGITS = (Kind.COUNT, Kind.NUMBER, Kind.AMOUNT, Kind.DATE, Kind.START)
_ADDRESSES = frozenset({"url"})


def is_personal(header: str) -> bool:
    """Whether a column of that name would hold details of people."""
    try:
        refuse_personal(header, "")
    except PersonalColumn:
        return True
    header_words = words(tidy(header)[0])
    if any(set(line) <= set(header_words) for line in _HEADERS if line):
        return True
    if " ".join(header_words) in _WHOLE:
        return True
    return bool({"name", "names"} & set(header_words)) and any(word.removesuffix("s") in _MORE for word in header_words)


def in_cell(text: str) -> str:
    """What detail of a person a cell holds, in words; "" for none that can be told."""
    if len(text) < 6:
        return ""
    digits = text.translate(DIGITS)
    return next((t(what) for pattern, what in _FOUND if pattern.search(digits)), "")


def looked_at(names: Iterable[str], table: Table) -> list[int]:
    """The positions of the columns whose cells are looked at: all but numbers, dates and addresses of pages, which have
    digits of their own."""
    kinds = {column.name: column.kind for column in table.columns}
    return [
        i for i, name in enumerate(names) if kinds.get(name, Kind.TEXT) not in _OWN_DIGITS and name not in _ADDRESSES
    ]


def refuse_cells(name: str, rows: Iterable[tuple[int, Sequence[str]]], *, sheet: bool) -> None:
    """Refusal where any cell of these rows, which are those of no table, holds a detail of a person."""
    for line, cells in rows:
        for position, cell in enumerate(cells):
            if what := in_cell(cell):
                raise refused_cell(Grid(name, [], [], [], sheet=sheet), line, position, what)


def refused_cell(grid: Grid, row: int, position: int, what: str) -> Refusal:
    """The refusal of a file for one cell, which it names and does not quote."""
    header = printable(grid.header[position]) if position < len(grid.header) else ""
    place = where(grid, row, header, position, {"sheet": printable(grid.name)})
    problem = t("the cell holds {what}. Delete details of people before the file is loaded.", what=what)
    refusal = Refusal("personal_data", problem, grid.name, place)
    refusal.row, refusal.column, refusal.letter = row, header, letter(position)
    return refusal
