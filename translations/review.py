"""A workbook for reviewers: every message beside its translation; what a speaker confirms or corrects is read back."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import xlsxwriter

from translations.catalogues import Translation, forms_of, read
from translations.messages import Key
from translations.rules import faults

HEADS = ("English", "English, many", "reviewed", "files")
YES = "yes"


@dataclass(frozen=True)
class Review:
    """What a reviewed workbook brings: the catalogue as it is now, how much was confirmed, what cannot be taken."""

    translations: Mapping[Key, Translation]
    confirmed: int
    refused: tuple[str, ...]


def write_workbook(code: str, known: Mapping[Key, tuple[str, ...]], file: Path) -> None:
    """Every message with its forms; a reviewer corrects a form where it stands, and writes "yes" beside what is right."""
    there = read(code)
    forms = forms_of(code)
    with xlsxwriter.Workbook(str(file), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet(code)
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        native = book.add_format({"text_wrap": True, "valign": "top", "reading_order": 2})
        sheet.set_column(0, 1, 50, wrap)
        sheet.set_column(2, 1 + forms, 50, native)
        sheet.set_column(2 + forms, 3 + forms, 14, wrap)
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, [*HEADS[:2], *(f"{code} {form}" for form in range(forms)), *HEADS[2:]])
        for line, (key, files) in enumerate(known.items(), 1):
            translation = there.get(key, Translation(("",)))
            texts = [*translation.forms, *[""] * (forms - len(translation.forms))]
            cells = [
                key[0],
                key[1] if len(key) == 2 else "",
                *texts,
                YES if translation.reviewed else "",
                "\n".join(files),
            ]
            for column, text in enumerate(cells):
                sheet.write_string(line, column, text)
        sheet.autofilter(0, 0, len(known), 3 + forms)


def read_workbook(code: str, known: Mapping[Key, tuple[str, ...]], file: Path) -> Review:
    """Takes what is marked "yes" and holds the rules; a changed form without the mark stays a draft."""
    translations, confirmed, refused = dict(read(code)), 0, []
    for line, (key, translation) in enumerate(_rows(code, file), 2):
        if key not in known:
            refused.append(f"{file.name}, line {line}: the product no longer says “{key[0]}”")
        elif wrong := list(faults(code, key, translation.forms)):
            refused.append(f"{file.name}, line {line}: “{key[0]}”: {'; '.join(wrong)}")
        else:
            translations[key] = translation
            confirmed += translation.reviewed
    return Review(translations, confirmed, tuple(refused))


def _rows(code: str, file: Path) -> Iterator[tuple[Key, Translation]]:
    forms = forms_of(code)
    book = openpyxl.load_workbook(file, read_only=True, data_only=True)
    try:
        for cells in book[code].iter_rows(min_row=2, max_col=3 + forms, values_only=True):
            one, many, *texts, reviewed = (str(cell) if cell is not None else "" for cell in cells)
            key = (one, many) if many else (one,)
            yield key, Translation(tuple(texts if many else texts[:1]), reviewed.strip().casefold() == YES)
    finally:
        book.close()
