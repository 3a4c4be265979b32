"""Details of people: columns that would hold them, and cells that do.  A file with either is refused as a whole; where a
heading or a number may mean something else, it is asked."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from community_policing.core.geography import words
from community_policing.core.i18n import N_, t
from community_policing.core.safe_text import printable
from community_policing.core.schema import DATES, PERSONAL, TABLES, Kind
from community_policing.dataset.cells import DIGITS, tidy
from community_policing.dataset.csv_file import CELL_LIMIT, PersonalColumn, letter, refuse_personal
from community_policing.dataset.intake.large import Large, distinct, line_of
from community_policing.dataset.intake.places import in_words
from community_policing.dataset.intake.recipe.build_tables import Read
from community_policing.dataset.intake.recipe.narratives import told_in
from community_policing.dataset.intake.recipe.questions import NO, YES, Questions, Step
from community_policing.dataset.intake.recipe.sheet import RawSheet
from community_policing.dataset.intake.refusal import Refusal
from community_policing.dataset.load import SCANNED

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
# Headers that may name single people or what they work for: asked, unless the column counts.
_MAYBE = tuple(
    tuple(words(line))
    for line in (
        "facilitator", "facilitators", "trainer", "trainers", "interviewer", "enumerator", "data collector", "prepared by",
        "reported by", "filled by", "approved by", "supervisor", "المدرب", "اسم المدرب", "المحاضر", "اسم المحاضر",
        "الميسر", "اسم الميسر", "ناوی ڕاهێنەر", "معد التقرير", "اعداد", "ڕاهێنەر",
    )
)  # fmt: skip
# A title right before a name; a title before an office (Dr. of law, السيد المحافظ) names no single person here.
_TITLED = re.compile(
    r"\b(?:(?:Mr|Mrs|Ms|Dr|Col|Lt|Maj|Brig|Capt|Sgt)\b\.?|Colonel|Brigadier|Captain|Lieutenant|Sergeant) (?:Col\.? |Gen\.? )?"
    r"(?!(?:Director|Governor|Minister|Commander|Mayor|Chief|Head|General|Directorate)\b)[A-Z][a-z]+(?:[ -][A-Z][a-z]+)+"
    r"|(?<!\w)(?:السيد|السيدة|الدكتور|الدكتورة|العقيد|العميد|المقدم|الرائد|النقيب|الملازم|بەڕێز|عەقید|عەمید) "
    r"(?!ال|مدير|محافظ|قائد|وزير|رئيس|قائمقام|آمر|أول|بەڕێوەبەر)\w+ \w+"
)
_WHOLE = ("tel", "cell", "id no")  # such a header, and no more: Tel Afar is a town
_MORE = ("participant", "attendee", "trainee", "beneficiary", "contact", "respondent", "officer", "member", "person")
_PHONE = re.compile(
    r"(?<![\d/.-])(?:(?:\+|00)\d{1,3}[ ().-]{0,2}(?:\d[ ().-]{0,2}){7,11}|0?7[3-9]\d[ .-]?\d{3}[ .-]?\d{4})(?![\d.])"
)
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})*\.[A-Za-z]{2,}")
_MOBILE = re.compile(  # as nothing but a telephone is written
    r"(?<![\d/.-])(?:(?:\+|00)964[ ().-]{0,2}(?:\d[ ().-]{0,2}){7,11}|07[3-9]\d[ .-]?\d{3}[ .-]?\d{4})(?![\d.])"
)
_NATIONAL = re.compile(r"(?<![\d/.-])(?:19|20)\d{10}(?!\d)")  # Iraq's unified card: the year of birth comes first
_FOUND = (
    (_EMAIL, N_("an e-mail address")),
    (_PHONE, N_("a telephone number")),
    (_NATIONAL, N_("a national id number")),
)
_AMONG_NUMBERS = ((_EMAIL, N_("an e-mail address")), (_MOBILE, N_("a telephone number")))
_OWN_DIGITS = (Kind.COUNT, Kind.NUMBER, Kind.AMOUNT, *DATES)
_ADDRESSES = frozenset({"url"})
_PLAIN = frozenset(name.replace("_", "") for name in PERSONAL)
# A header of such words alone names a detail of people, and nothing that belongs to an office: names of participants.
_OF_PEOPLE = frozenset((
    *(word for name in PERSONAL for word in name.split("_")), *(word for line in _HEADERS for word in line), *_MORE, *_WHOLE,
    "and", "the", "their", "your", "no", "nr",
))  # fmt: skip


_YES_NO = frozenset({"yes", "no", "y", "n", "true", "false", "نعم", "لا", "كلا", "بەڵێ", "نەخێر"})
_COUNTS = re.compile(r"\d{1,4}")
_BEFORE = 3  # words before a number that may say what it is
_STAMP = re.compile(r"20[0-4]\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])[0-5]\d")  # a version of a form
_REFERENCE = frozenset((  # headers of numbers that look like telephones and ids, and are none
    "invoice", "order", "contract", "version", "reference", "ref", "serial", "po", "voucher", "receipt", "tender", "asset",
    "barcode", *words("فاتورة عقد طلب مرجع"),
))  # fmt: skip


def is_personal(header: str) -> bool:
    """Whether a column of that name may hold details of people."""
    header_words = set(words(tidy(header)[0]))
    return _is_named_so(header) or any(header_words.issuperset(line) for line in _HEADERS if line)


def is_plain(header: str) -> bool:
    """Whether the header says nothing but a detail of a person: `phone number`, and not `mobile units served`."""
    header_words = words(tidy(header)[0])
    plain = "".join(re.findall(r"[^\W_]+", header.casefold()))
    return (
        plain in _PLAIN
        or " ".join(header_words) in _WHOLE
        or all(word in _OF_PEOPLE or word.removesuffix("s") in _OF_PEOPLE for word in header_words)
    )


def _is_named_so(header: str) -> bool:
    """Whether a word of the header, or a run of words, names a detail of a person."""
    try:
        refuse_personal(header, "")
    except PersonalColumn:
        return True
    header_words = words(tidy(header)[0])
    if " ".join(header_words) in _WHOLE:
        return True
    return bool({"name", "names"} & set(header_words)) and any(word.removesuffix("s") in _MORE for word in header_words)


def may_be_personal(header: str) -> bool:
    """Whether a column of that name may hold names of people, or of what they work for."""
    return any(set(line) == set(words(tidy(header)[0])) for line in _MAYBE)


def in_cell(text: str, among_numbers: bool = False) -> str:
    """Name the personal detail that a cell holds, "" for none; among numbers and days only what can be nothing else."""
    if len(text) < 6:
        return ""
    digits = text.translate(DIGITS)
    looked_for = _AMONG_NUMBERS if among_numbers else _FOUND
    return next((t(what) for pattern, what in looked_for if pattern.search(digits)), "")


def is_doubtful(header: str, cell: str) -> bool:
    """Whether a number that looks like a detail of a person follows a word for something else: an invoice, an order."""
    digits = cell.translate(DIGITS)
    matches = [match for pattern in (_PHONE, _NATIONAL) for match in pattern.finditer(digits)]
    if _EMAIL.search(digits) or not matches:
        return False
    return bool(set(words(header)) & _REFERENCE) or all(
        _REFERENCE & set(words(digits[: match.start()])[-_BEFORE:]) for match in matches
    )


def _is_version(header: str) -> bool:
    return "version" in words(header.replace("_", " "))


@dataclass(frozen=True)
class Guard:
    """Refuses a file with details of people, in whatever sheet or column, and asks where it may err.

    A person's answer that a column holds none is an answer like any other: it is kept with the recipe, and logged.  A cell of
    more than `longest` characters is refused for its length.
    """

    questions: Questions
    longest: int = CELL_LIMIT

    def check(self, sheet: RawSheet, read: Read | None) -> None:
        """Refusal at the first cell or header that holds a detail of a person for certain."""
        body = read.header.body if read else 0
        names = read.header.names if read else [""] * (len(sheet.rows[0]) if sheet.rows else 0)
        used = _kinds(read) if read else {}
        for line, row in zip(sheet.lines[:body], sheet.rows[:body], strict=True):
            self._refuse_above(sheet, line, row)
        for at, position in told_in(read) if read else ():
            what = t("a narrative, where one word of a list belongs")
            raise refused_cell(sheet, sheet.lines[at], names[position], position, what)
        for position, header in enumerate(names):
            cells = [self._looked_at(row[position]) for row in sheet.rows[body:]]
            self._one(sheet, position, header, cells, used.get(position, Kind.TEXT), lambda at: sheet.lines[body + at])

    def check_long(self, long: Large) -> None:
        """The same of attendance that is read by columns: each distinct cell of every column, also of those left out."""
        kinds = {column.name: column.kind for column in TABLES[SCANNED].columns}
        for position, name in enumerate(long.names):
            self._one(
                long.sheet, position, long.sheet.rows[0][position].strip(), distinct(long.rows, position),
                kinds.get(name, Kind.TEXT), partial(line_of, long.rows, position),
            )  # fmt: skip

    def _one(
        self, sheet: RawSheet, position: int, header: str, cells: Sequence[str], kind: Kind, line: Callable[[int], int]
    ) -> None:
        if header and is_personal(header):
            self._column(sheet, position, header, cells)
        elif header and may_be_personal(header):
            self._maybe(sheet, position, header, cells)
        else:
            self._cells(sheet, position, header, cells, line, among_numbers=kind in _OWN_DIGITS)
            if kind not in _OWN_DIGITS:
                self._titled(sheet, position, header, cells, line)

    def _refuse_above(self, sheet: RawSheet, line: int, row: Sequence[str]) -> None:
        for position, cell in enumerate(row):
            if what := in_cell(self._looked_at(cell)):
                raise refused_cell(sheet, line, "", position, what)

    def _looked_at(self, cell: str) -> str:
        return cell if len(cell) <= self.longest else ""

    def _column(self, sheet: RawSheet, position: int, header: str, cells: Sequence[str]) -> None:
        """A header that names a detail of a person: nothing where it is empty, a question where it may mean something else."""
        filled = {cell.strip() for cell in cells if cell.strip()}
        if not filled or (not is_plain(header) and {cell.casefold() for cell in filled} <= _YES_NO):
            return
        certain = is_plain(header) or any(in_cell(cell) for cell in filled)
        counts = all(_COUNTS.fullmatch(cell.translate(DIGITS)) for cell in filled)
        if (certain and not counts) or self._ask(header, t("its heading"), len(filled)) == YES:
            raise _refused_column(sheet, position, header)

    def _maybe(self, sheet: RawSheet, position: int, header: str, cells: Sequence[str]) -> None:
        """A header of people or of what they work for: a question, unless it is empty or counts them."""
        filled = {cell.strip() for cell in cells if cell.strip()}
        counts = all(_COUNTS.fullmatch(cell.translate(DIGITS)) or cell.casefold() in _YES_NO for cell in filled)
        certain = any(in_cell(cell) for cell in filled)
        if filled and not counts and (certain or self._ask(header, t("its heading"), len(filled)) == YES):
            raise _refused_column(sheet, position, header)

    def _titled(
        self, sheet: RawSheet, position: int, header: str, cells: Sequence[str], line_at: Callable[[int], int]
    ) -> None:
        """A question where a cell names somebody with a title: “Col. Ali Kareem”."""
        suspect = {cell for cell in set(cells) if len(cell) > len("Mr. A B") and _TITLED.search(cell)}
        if not suspect:
            return
        at = next(at for at, cell in enumerate(cells) if cell in suspect)
        line = line_at(at)
        place = in_words(sheet.name, sheet.worksheet, line, header, position)
        what = t("a person's name with a title")
        if self._ask(header, t("{what} in {place}", what=what, place=place), len(suspect)) == YES:
            raise refused_cell(sheet, line, header, position, what)

    def _cells(
        self,
        sheet: RawSheet,
        position: int,
        header: str,
        cells: Sequence[str],
        line: Callable[[int], int],
        *,
        among_numbers: bool,
    ) -> None:
        suspect = {cell: what for cell in set(cells) if (what := in_cell(cell, among_numbers))}
        if _is_version(header):
            suspect = {cell: what for cell, what in suspect.items() if not _STAMP.fullmatch(cell.strip())}
        if not suspect:
            return
        doubtful = {cell for cell in suspect if is_doubtful(header, cell)}
        certain = suspect.keys() - doubtful
        at = next(at for at, cell in enumerate(cells) if cell in (certain or doubtful))
        what, number = suspect[cells[at]], line(at)
        place = in_words(sheet.name, sheet.worksheet, number, header, position)
        if certain or self._ask(header, t("{what} in {place}", what=what, place=place), len(doubtful)) == YES:
            raise refused_cell(sheet, number, header, position, what)

    def _ask(self, header: str, why: str, rows: int) -> str:
        """Whether a column holds details of people; until somebody says that it does not, nothing can be published."""
        text = t("Does “{header}” hold details of single people ({reason})?", header=printable(header), reason=why)
        choices = {NO: t("No, it holds none"), YES: t("Yes: refuse the file and forget it")}
        return self.questions.ask(Step.PERSONAL, header, text, choices, "", column=header, rows=rows)


def _kinds(read: Read) -> dict[int, Kind]:
    """Position -> what its cells hold; addresses of pages count as numbers, which have digits of their own."""
    kinds = {column.name: column.kind for column in read.table.columns}
    found = {at: kinds.get(name.split("+")[0], Kind.TEXT) for at, name in read.columns.targets.items()}
    found |= {at: Kind.NUMBER for at, name in read.columns.targets.items() if name in _ADDRESSES}
    return found | dict.fromkeys(read.wide.positions, Kind.COUNT)


def _refused_column(sheet: RawSheet, position: int, header: str) -> Refusal:
    problem = t("the column “{column}” would hold details of people. Delete it, and count people instead.",
                column=printable(header))  # fmt: skip
    refusal = Refusal("personal_data", problem, sheet.name)
    refusal.column, refusal.letter = printable(header), letter(position)
    return refusal


def refused_cell(sheet: RawSheet, line: int, header: str, position: int, what: str) -> Refusal:
    """The refusal of a file for one cell, which it names and does not quote."""
    problem = t("the cell holds {what}. Delete details of people before the file is loaded.", what=what)
    place = in_words(sheet.name, sheet.worksheet, line, header, position)
    refusal = Refusal("personal_data", problem, sheet.name, place)
    refusal.row, refusal.column, refusal.letter = line, printable(header), letter(position)
    return refusal
