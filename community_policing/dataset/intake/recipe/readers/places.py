"""Place reader: governorates by district code, town, choice name or slip."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from community_policing.core import geography
from community_policing.core.geography import governorates, resolve, words
from community_policing.core.i18n import t
from community_policing.core.safe_text import printable
from community_policing.core.schema import Column
from community_policing.dataset.cells import EMPTY, tidy
from community_policing.dataset.intake.recipe.questions import Questions, Step
from community_policing.dataset.intake.recipe.readers.folding import all_folded, folded
from community_policing.dataset.intake.recipe.sheet import Reading

MOST = 200  # unknown names of a column that are looked at, those of most rows first
LONGEST = 120  # characters of a name
COUNTRY = (
    "Iraq", "all Iraq", "whole country", "all country", "countrywide", "country wide", "nationwide", "national", "all governorates",
    "all", "federal Iraq", "العراق", "كل العراق", "عموم العراق", "جميع المحافظات", "كل المحافظات", "عێراق",
    "هەموو عێراق", "هەموو پارێزگاکان",
)  # fmt: skip
_LEFT, _NONE = "", "none"
_CODED = re.compile(r"\bIQ(?P<district>G\d{2})Q\d{2}\w*|\bIQ-?G\d{2}\b|\bIQ-[A-Z]{2}\b", re.IGNORECASE)
_CHOICE = re.compile(
    r"(?:iq|irq|iraq|gov|governorate|admin1|adm1)[\W_]+|[\W_]+(?:iq|irq|iraq|gov|governorate)$", re.IGNORECASE
)
_OTHER_CODE = re.compile(r"(?:IQ|IRQ|IZ)[\W_]*\d+(?:[._]\d+)*", re.IGNORECASE)  # GADM, GAUL, FIPS and serial numbers
_PARTS = re.compile(r"\s*[/|\\>،,;:()\n]\s*|\s+[-–]\s+")


@dataclass(frozen=True)
class Found:
    """The P-code that a text may mean, "" for none; `certain` where nothing else can be meant."""

    pcode: str = ""
    certain: bool = False


def read(texts: Mapping[str, int], column: Column, table: str, questions: Questions) -> Reading:
    """Read each distinct text as a governorate; what `cells.read` knows already has no entry."""
    meant: dict[str, str] = {}
    problems: dict[str, tuple[str, str]] = {}
    unknown = [text for text in texts if tidy(text)[0].lower() not in EMPTY and not resolve(tidy(text)[0]).pcode]
    for text in sorted(unknown, key=lambda text: -texts[text])[:MOST]:
        plain, rows = tidy(text)[0], texts[text]
        if len(plain) > LONGEST:
            continue
        if _OTHER_CODE.fullmatch(plain):
            problems[text] = _unknown_code(plain)
        elif folded(plain) in all_folded(COUNTRY):
            meant[text] = _ask(plain, _NONE, table == "targets", rows, column, table, questions)
        elif (found := find(plain)).pcode:
            meant[text] = _ask(plain, found.pcode, found.certain, rows, column, table, questions)
    answered = {text: "" if pcode == _NONE else pcode for text, pcode in meant.items() if pcode != _LEFT}
    return Reading(answered, {}, problems)


def find(text: str) -> Found:
    """The governorate that the text names by a district's code, a choice's name, a town, or all of these, or is a slip for."""
    if codes := list(_CODED.finditer(text)):
        return _coded(codes, _CODED.sub("", text).strip(" ()[]-–,;:"))
    if (bare := _CHOICE.sub("", text)) and bare != text and (pcode := resolve(bare).pcode):
        return Found(pcode, True)
    if parted := split(text):
        return Found(parted[0], True)
    return Found(geography.home(text) or geography.nearest(text))


def _coded(codes: Sequence[re.Match[str]], name: str) -> Found:
    """The governorate of the codes, unless they are of several or the name beside them is that of another, or unknown."""
    meant = {(code["district"] or resolve(code[0]).pcode or "")[-3:].upper() for code in codes}
    pcode = f"IQ{meant.pop()}" if len(meant) == 1 else ""
    agrees = not name or pcode in (geography.home(name), resolve(name).pcode)
    return Found(pcode, True) if pcode in governorates() and agrees else Found()


def split(text: str) -> tuple[str, str] | None:
    """Split “Ninewa / Tal Keif” into P-code and place; None for another cell, or a place known to lie elsewhere."""
    parts = [part for part in _PARTS.split(tidy(text)[0]) if part]
    if len(parts) != 2:
        return None
    for governorate, place in (parts, reversed(parts)):
        pcode = resolve(governorate).pcode
        home = geography.home(place)
        if pcode and home in ("", pcode) and (home or not resolve(place).pcode):
            return pcode, place
    return None


def _ask(text: str, proposed: str, certain: bool, rows: int, column: Column, table: str, questions: Questions) -> str:
    choices = {pcode: geography.governorate_name(pcode) for pcode in governorates()}
    if proposed == _NONE:
        choices = {_NONE: t("No governorate: the whole country"), **choices}
    choices[_LEFT] = t("None of them: it will be corrected in the file")
    return questions.ask(
        Step.PLACE, f"{column.name} {' '.join(words(text)) or text}",
        t("Which governorate is “{place}”?", place=printable(text)), choices, proposed,
        certain=certain, table=table, column=column.name, rows=rows,
        sample=lambda answer: [(text, choices[answer] if answer else text)],
    )  # fmt: skip


def _unknown_code(text: str) -> tuple[str, str]:
    sentence = t("“{value}” is a code of a list that is not known here; its numbers are not those of the P-codes. "
                 "Write one of IQG01 to IQG18, or the name.", value=printable(text))  # fmt: skip
    return "unknown_governorate", sentence
