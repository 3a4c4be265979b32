"""Number forms: one cell's text -> the number that stands in it, its marks and what stands beside it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import reduce
from operator import or_

from community_policing.dataset.cells import DIGITS, tidy
from community_policing.dataset.intake.recipe.readers.folding import all_folded, folded
from community_policing.dataset.intake.recipe.readers.money import currency_of

_LONGEST = 80
_LIKE_DIGITS = frozenset("OolI")  # right beside a number: a slip for 0 and 1
_ALIKE = str.maketrans({"−": "-", "–": "-", "،": ",", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "’": "'", "٪": "%"})
_NUMBER = re.compile(r"(?:(?<![\w.,])[-+] ?)?\d+(?:[.,'٬٫]\d+| \d{3}(?!\d))*")
_GROUPED = re.compile(r"\d{1,3}(?:[' ٬]\d{3})+(?=[.,٫]\d+$|$)")  # marks that can only part thousands
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[eE]\+?\d{1,2}")
_MARKED = re.compile("[.,،]")
_PLAIN = re.compile(r"-?[0-9]+(?:[.,][0-9]+)*")
_FOOTNOTE = re.compile(r"(?<=[\d ])[\[(]\w{1,2}[\])]$")
FIRST = (
    "about", "around", "approx", "approximately", "ca", "circa", "c", "over", "more than", "at least", "some", "nearly", "almost",
    "est", "estimated", "no", "total", "number", "عدد", "ژمارە",
    "نحو", "حوالي", "تقريبا", "أكثر من", "ما يقارب", "على الأقل", "نزیکەی", "زیاتر لە",
)  # fmt: skip
SCALES = {
    1000: ("k", "thousand", "ألف", "الاف", "هەزار"),
    1_000_000: ("million", "millions", "mn", "mio", "mln", "مليون", "ملايين", "ملیۆن"),
    1_000_000_000: ("billion", "bn", "مليار", "ملیار"),
}
PER_CENT = ("percent", "per cent", "pct", "بالمئة", "بالمائة", "في المئة", "في المائة", "لەسەدا")


@dataclass(frozen=True)
class Written:
    """A number as it is written: `digits` with the marks `.` and `,` whose meaning is judged for the column.

    `decimal` is what stands behind an Arabic decimal mark, which can mean nothing else.  `scale` is 1000000 for millions;
    `beside` says that anything else stands in the cell, `money` that a currency does.
    """

    digits: str
    decimal: str = ""
    percent: bool = False
    scale: int = 1
    beside: bool = False
    money: bool = False


@dataclass(frozen=True)
class Marks:
    """The marks that can only part thousands, and those that can only part decimals, in some cells."""

    thousands: frozenset[str] = frozenset()
    decimals: frozenset[str] = frozenset()

    def __or__(self, other: "Marks") -> "Marks":
        return Marks(self.thousands | other.thousands, self.decimals | other.decimals)


def written(text: str) -> Written | None:
    """The one number in the text; None where there is none, or more than one, or what stands beside it changes it."""
    if _PLAIN.fullmatch(text):
        return Written(text)
    plain = tidy(text)[0].translate(DIGITS).translate(_ALIKE)
    if len(plain) > _LONGEST:
        return None
    if _SCIENTIFIC.fullmatch(plain):
        return Written(f"{Decimal(plain):f}", beside=True)
    bare = _FOOTNOTE.sub("", plain)
    found = _NUMBER.findall(bare)
    if len(found) != 1:
        return None
    before, _, after = bare.partition(found[0])
    if before[-1:] in _LIKE_DIGITS or after[:1] in _LIKE_DIGITS:
        return None
    if re.search(r"[<≤(]", before) or after.strip() == "-" or not (number := _number(found[0])):
        return None
    read = _with_words(number, before.strip(), after.strip())
    return replace(read, beside=True) if read and bare != plain else read


def _number(text: str) -> Written | None:
    digits = text.replace(" ", "") if re.match(r"[-+] ", text) else text
    sign = "-" if digits.startswith("-") else ""
    digits = digits.lstrip("+-")
    if re.search(r"[' ٬]", digits):
        if not _GROUPED.match(digits):
            return None
        digits = re.sub(r"[' ٬]", "", digits)
    whole, _, decimal = digits.partition("٫")
    if decimal and not decimal.isdecimal():
        return None
    return Written(sign + whole, decimal)


def _with_words(number: Written, before: str, after: str) -> Written | None:
    """The number, with what its words say of it; Sorani says per cent before it."""
    if folded(before) in all_folded(PER_CENT) and not after:
        return replace(number, percent=True)
    bare = before.strip("~≈>≥± .:%#")
    if folded(bare) not in all_folded(FIRST) and bare and not currency_of(bare):
        return None
    if "%" in (before, after[:1]) or folded(after) in all_folded(PER_CENT):
        rest = after[1:] if after.startswith("%") else ""
        return replace(number, percent=True, beside=bool(rest.strip() or before.strip("%")))
    word = folded(re.split(r"[\s.]+", after, maxsplit=1)[0])
    scale = next((size for size, names in SCALES.items() if word in all_folded(names)), 1)
    money = bool(currency_of(bare) or currency_of(after))
    others = [text for text in (bare, after) if text and not currency_of(text)]
    return replace(number, scale=scale, beside=bool(others or (before and not bare)), money=money)


def marks_of(texts: Iterable[str]) -> Marks:
    """What the numbers among these texts show of their marks."""
    return marks_shown(number for text in texts if _MARKED.search(text) and (number := written(text)))


def marks_shown(numbers: Iterable[Written]) -> Marks:
    """What the numbers show of their marks."""
    shown = {_shown(number) for number in numbers}
    return reduce(or_, shown, Marks())


def _shown(number: Written) -> Marks:
    marks = [mark for mark in number.digits if mark in ".,"]
    if not marks or ambiguous(number) or not plain_number(number, True):
        return Marks()
    if number.decimal or (len(marks) > 1 and len(set(marks)) == 1):
        return Marks(thousands=frozenset(marks))
    return Marks(frozenset(marks[:-1]), frozenset(marks[-1]))


def ambiguous(number: Written) -> str:
    """The mark with three digits behind it that may part thousands or decimals; "" where there is none."""
    found = re.fullmatch(r"-?[1-9]\d{0,2}([.,])\d{3}", number.digits)
    return found[1] if found and not number.decimal else ""


def plain_number(number: Written, thousands: bool) -> str:
    """The number as digits and a decimal point; "" where its marks part nothing.  `thousands` reads an ambiguous mark."""
    digits, decimal = number.digits, number.decimal
    marks = [mark for mark in digits if mark in ".,"]
    if marks and not decimal and not (ambiguous(number) and thousands) and marks.count(marks[-1]) == 1:
        digits, _, decimal = digits.rpartition(marks[-1])
        marks = marks[:-1]
    if len(set(marks)) > 1 or (marks and not re.fullmatch(r"-?\d{1,3}([.,]\d{2,3})*[.,]\d{3}", digits)):
        return ""
    digits = re.sub("[.,]", "", digits)
    if number.scale == 1:
        return digits + ("." + decimal if decimal else "")
    return shortest(Decimal(digits + "." + (decimal or "0")) * number.scale)


def shortest(number: str | Decimal) -> str:
    """Return the number without zeros that say nothing."""
    return f"{Decimal(number).normalize():f}"
