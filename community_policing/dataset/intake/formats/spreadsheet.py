"""XLS, XLSB, ODS and Strict XLSX -> sheets, by calamine: values alone, without number formats."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from community_policing.core.i18n import t
from community_policing.core.settings import Limits
from community_policing.dataset.intake.formats.file_type import damaged
from community_policing.dataset.intake.formats.sheet_cells import check_size, text_of
from community_policing.dataset.intake.recipe.sheet import RawSheet, Remark
from community_policing.dataset.intake.refusal import Refusal


def sheets(path: Path, limits: Limits) -> Iterator[RawSheet]:
    """The sheets that hold anything.  Refusal where the file is damaged, protected by a password or passes a limit."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

    try:
        with path.open("rb") as stream, CalamineWorkbook.from_filelike(stream) as book:
            metadata = [about for about in book.sheets_metadata if about.typ == SheetTypeEnum.WorkSheet]
            if len(metadata) > limits.sheets:
                problem = t("the workbook has more than {limit} sheets (CPF_LIMIT_SHEETS).", limit=limits.sheets)
                raise Refusal("too_many_files", problem)
            for about in metadata:
                sheet = book.get_sheet_by_name(about.name)
                check_size(about.name, sheet.total_height, sheet.total_width, limits)
                remarks: list[Remark] = []
                if hidden := about.visible != SheetVisibleEnum.Visible:
                    text = t("the sheet is hidden. It was read all the same.")
                    remarks.append(("hidden_sheet", None, None, text, ""))
                if raw := _sheet(about.name, sheet.to_python(skip_empty_area=False), remarks, sheet.merged_cell_ranges):
                    yield replace(raw, hidden=hidden)
    except PasswordError as error:
        problem = t("the workbook is protected by a password. Remove it (File, Info, Protect Workbook) and save again.")
        raise Refusal("password_protected", problem) from error
    except (CalamineError, OSError, ValueError) as error:
        raise damaged(error) from error


def _sheet(name: str, cells: Sequence[Sequence[object]], remarks: list[Remark], merged: object) -> RawSheet | None:
    rows = [(number, [text_of(value) for value in row]) for number, row in enumerate(cells, 1)]
    filled = [(number, texts) for number, texts in rows if any(text.strip() for text in texts)]
    if not filled:
        return None
    width = max(place + 1 for _, texts in filled for place, text in enumerate(texts) if text.strip())
    areas = [(a[0] + 1, b[0] + 1, a[1], b[1]) for a, b in merged or ()]  # type: ignore[attr-defined]
    return RawSheet(
        name, [texts[:width] for _, texts in filled], [number for number, _ in filled], merged=areas, remarks=remarks
    )
