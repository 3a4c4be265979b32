"""Workbooks and zips that are damaged, hostile, or hold what cannot be read as it looks."""

import io
import stat
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date
from typing import Any

from tests.bad_input import Case, encoded, parts, table, workbook, zipped

SHEET = "xl/worksheets/sheet1.xml"
# What could take the process down that reads it; all the others are faulty and not dangerous.
HOSTILE = ("far-row", "farthest-cell", "entity-bomb", "texts-without-end", "bytes-turned")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + b"".join(
    b'<!ENTITY %c "&%c;&%c;&%c;&%c;&%c;&%c;&%c;&%c;&%c;&%c;">' % (c, *[c - 1] * 10) for c in b"bcdefghij"
) + b"]>"  # fmt: skip
_OUTSIDE = b'<!DOCTYPE x [<!ENTITY j SYSTEM "file:///etc/passwd">]>'


def _book(**changes: Any) -> bytes:
    return parts(workbook({"fora": table("fora")}), changes)


def _typed(declaration: bytes, used: bytes) -> bytes:
    """The workbook with a document type in its texts, and one text that uses it."""

    def change(xml: bytes) -> bytes:
        head, rest = xml.split(b"?>", 1)
        return head + b"?>" + declaration + rest.replace(b"Forum Baghdad 1", used, 1)

    return _book(**{"xl/sharedStrings.xml": change})


def _cell(row: str) -> bytes:
    """The workbook with one more row of its sheet."""
    return _book(**{SHEET: lambda xml: xml.replace(b"</sheetData>", row.encode() + b"</sheetData>")})


def _linked() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        entry = zipfile.ZipInfo("fora.csv")
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(entry, "/etc/passwd")
    return out.getvalue()


def _twice(name: str, content: bytes) -> bytes:
    out = io.BytesIO(content)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with zipfile.ZipFile(out, "a") as archive:
            archive.writestr(name, b"<other/>")
    return out.getvalue()


def _locked() -> bytes:
    """A zip whose entry says that it is encrypted."""
    content = bytearray(zipped({"fora.csv": encoded(table("fora"))}))
    for magic, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(magic) + place] |= 1
    return bytes(content)


def _spoilt() -> bytes:
    """A workbook with some bytes of its sheet turned over."""
    content = bytearray(_book())
    at = content.index(SHEET.encode()) + len(SHEET) + 200
    for i in range(at, at + 40):
        content[i] ^= 0xFF
    return bytes(content)


def _more(act: Any) -> bytes:
    """The workbook with something done to its sheet."""
    return workbook({"fora": table("fora")}, lambda _book, sheets: act(sheets["fora"]))


def cases() -> Iterator[Case]:
    """Every case."""
    book = _book()
    yield Case(
        "zip-bomb",
        "fora.xlsx",
        lambda: _book(**{"xl/media/x.bin": bytes(60_000_000)}),
        ("unpacks_too_large",),
        ("CPF_LIMIT_RATIO",),
    )
    yield Case(
        "zip-of-zeros",
        "tables.zip",
        lambda: zipped({"fora.csv": bytes(60_000_000)}),
        ("unpacks_too_large",),
        ("times its size",),
    )
    rows: Any = table("fora")
    dated = [rows[0], [date(2016, 5, 10), *rows[1][1:]], *rows[2:]]
    yield Case("id-made-a-date", "fora.xlsx", lambda: workbook({"fora": dated}), ("date_as_id",), ("2016-05-10", "as text"), 2,
               "forum_id")  # fmt: skip
    for name in ("Remarks", "notes"):
        sheets = {"fora": rows, name: [["who", "how"], ["the trainer", "0770 123 4567"]]}
        yield Case(f"people-on-{name}", "book.xlsx", lambda sheets=sheets: workbook(sheets), ("personal_data",),
                   ("telephone", name), 2, hidden="0770")  # fmt: skip
    yield Case(
        "far-row",
        "fora.xlsx",
        lambda: _cell('<row r="1048576"><c r="A1048576"><v>1</v></c></row>'),
        ("too_many_rows",),
        ("250,000", "CSV"),
    )
    yield Case(
        "far-cell",
        "fora.xlsx",
        lambda: _cell('<row r="9"><c r="XFD9"><v>1</v></c></row>'),
        ("too_many_columns",),
        ("XFD", "300"),
    )
    yield Case(
        "farthest-cell",
        "fora.xlsx",
        lambda: _cell('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
        ("too_many_columns",),
        ("XFD",),
    )
    yield Case("entity-bomb", "fora.xlsx", lambda: _typed(_BOMB, b"&j;"), ("damaged",), ("save it again",))
    yield Case(
        "outside-entity",
        "fora.xlsx",
        lambda: _typed(_OUTSIDE, b"&j;"),
        ("damaged",),
        ("save it again",),
        hidden="root:",
    )
    yield Case(
        "macros", "fora.xlsm", lambda: _book(**{"xl/vbaProject.bin": OLE}), ("macros",), ("without them", ".xlsx")
    )
    yield Case("macros-renamed", "fora.xlsx", lambda: _book(**{"xl/vbaProject.bin": OLE}), ("macros",), ("macros",))
    yield Case(
        "macro-sheet", "fora.xlsx", lambda: _book(**{"xl/macrosheets/sheet1.xml": b"<x/>"}), ("macros",), ("macros",)
    )
    password = OLE + bytes(512) + "EncryptedPackage".encode("utf-16-le") + bytes(64)
    yield Case("password", "fora.xlsx", lambda: password, ("password_protected",), ("password", "Remove it"))
    yield Case("password-zip", "tables.zip", _locked, ("password_protected",), ("password",))
    yield Case(
        "old-xls",
        "fora.xls",
        lambda: OLE + bytes(512) + "Workbook".encode("utf-16-le"),
        ("damaged",),
        ("damaged", "save it again"),
    )
    yield Case("old-xls-renamed", "fora.xlsx", lambda: OLE + bytes(1024), ("unknown_format",), ("old Office",))
    yield Case(
        "xlsb",
        "fora.xlsx",
        lambda: zipped({"[Content_Types].xml": b"<x/>", "xl/workbook.bin": b"x"}),
        ("damaged",),
        ("damaged",),
    )
    yield Case(
        "ods",
        "fora.xlsx",
        lambda: zipped({"mimetype": b"application/vnd.oasis", "content.xml": b"<x/>"}),
        ("unknown_format",),
        ("OpenDocument",),
    )
    yield Case(
        "word",
        "fora.xlsx",
        lambda: zipped({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"}),
        ("unknown_format",),
        ("no workbook",),
    )
    yield Case("cut", "fora.xlsx", lambda: book[: len(book) // 2], ("damaged",), ("damaged", "save it again"))
    yield Case("cut-at-the-end", "fora.xlsx", lambda: book[:-30], ("damaged",), ("damaged",))
    yield Case("zip-head-only", "fora.xlsx", lambda: book[:30], ("damaged",), ("damaged",))
    yield Case("bytes-turned", "fora.xlsx", _spoilt, ("damaged",), ("damaged",))
    two = workbook({"fora": table("fora"), "attendance": table("attendance")})
    lost = {"xl/worksheets/sheet2.xml": None}
    yield Case("no-sheet", "book.xlsx", lambda: parts(two, lost), ("damaged",), ("does not hold", "save it again"))
    endless = b"<si><t>x</t></si>" * 1_000_000
    longer = {"xl/sharedStrings.xml": lambda xml: xml.replace(b"</sst>", endless + b"</sst>")}
    yield Case("texts-without-end", "fora.xlsx", lambda: _book(**longer), ("unpacks_too_large",), ("sharedStrings",))
    yield Case("no-texts", "fora.xlsx", lambda: _book(**{"xl/sharedStrings.xml": None}), ("damaged",), ("damaged",))
    yield Case(
        "no-list-of-sheets",
        "fora.xlsx",
        lambda: _book(**{"xl/workbook.xml": None}),
        ("unknown_format",),
        ("list of sheets",),
    )
    yield Case("sheet-not-xml", "fora.xlsx", lambda: _book(**{SHEET: b"forum_id,name"}), ("damaged",), ("damaged",))
    yield Case(
        "sheet-cut", "fora.xlsx", lambda: _book(**{SHEET: lambda xml: xml[: len(xml) // 2]}), ("damaged",), ("damaged",)
    )
    yield Case(
        "text-out-of-range",
        "fora.xlsx",
        lambda: _cell('<row r="9"><c r="A9" t="s"><v>99999</v></c></row>'),
        ("damaged",),
        ("damaged",),
    )
    yield Case("part-twice", "fora.xlsx", lambda: _twice(SHEET, book), ("duplicate_entry",), ("twice", "sheet1.xml"))
    many = {f"t{i}.csv": b"x" for i in range(501)}
    yield Case("too-many-files", "tables.zip", lambda: zipped(many), ("too_many_files",), ("501", "500"))
    yield Case(
        "path-up",
        "tables.zip",
        lambda: zipped({"../../fora.csv": encoded(table("fora"))}),
        ("unsafe_path",),
        ("../../fora.csv",),
    )
    yield Case(
        "path-absolute", "tables.zip", lambda: zipped({"/etc/cron.d/fora.csv": b"x"}), ("unsafe_path",), ("outside",)
    )
    yield Case("path-of-windows", "tables.zip", lambda: zipped({"c:\\fora.csv": b"x"}), ("unsafe_path",), ("outside",))
    yield Case("link", "tables.zip", _linked, ("unsafe_path",), ("fora.csv",))
    yield Case(
        "zip-in-zip",
        "tables.zip",
        lambda: zipped({"fora.csv": zipped({"fora.csv": b"x"})}),
        ("nested_archive",),
        ("by itself",),
    )
    yield Case(
        "zip-without-tables", "tables.zip", lambda: zipped({"photo.jpg": b"\xff\xd8\xff"}), ("no_table",), ("table",)
    )
    yield Case("zip-empty", "tables.zip", lambda: zipped({}), ("no_table",), ("table",))
    yield Case(
        "formula-unread",
        "fora.xlsx",
        lambda: _cell('<row r="9"><c r="A9"><f>1+1</f></c></row>'),
        ("formula_without_value",),
        ("Excel", "save it"),
        9,
        "forum_id",
    )
    yield Case(
        "error-cell",
        "fora.xlsx",
        lambda: _cell('<row r="9"><c r="A9" t="str"><v>F9</v></c><c r="N9" t="e"><v>#REF!</v></c></row>'),
        ("formula_error",),
        ("#REF!",),
        9,
        "members_women",
    )
    yield Case(
        "merged",
        "fora.xlsx",
        lambda: _more(lambda s: s.merge_range("N2:N3", 3)),
        ("merged_cells",),
        ("Unmerge",),
        2,
        "members_women",
    )
    yield Case(
        "no-table",
        "book.xlsx",
        lambda: workbook({"Sheet1": [["day", "rainfall"], ["2016", "3"]]}),
        ("sheet/day | rainfall",),
        ("Which table",),
        outcome="ask",
    )
    yield Case("empty-book", "book.xlsx", lambda: workbook({"fora": []}), ("no_table",), ("table",))
    both = {"fora": table("fora"), "Fora ": table("fora")}
    yield Case(
        "table-twice", "book.xlsx", lambda: workbook(both), ("duplicate_key",), ("repeats the key", "Delete one")
    )
    unseen = {"xl/workbook.xml": lambda xml: xml.replace(b'sheetId="1"', b'sheetId="1" state="hidden"')}
    yield Case(
        "hidden-sheet", "fora.xlsx", lambda: _book(**unseen), ("hidden_sheet",), ("hidden", "read"), outcome="warn"
    )
    yield Case(
        "hidden-row",
        "fora.xlsx",
        lambda: _more(lambda s: s.set_row(3, None, None, {"hidden": True})),
        ("hidden_rows",),
        ("hidden",),
        outcome="warn",
    )
    above = [["Fora of the programme"], [], *table("fora")]
    yield Case(
        "title-above",
        "fora.xlsx",
        lambda: workbook({"fora": above}),
        ("rows_above_header",),
        ("above",),
        outcome="warn",
    )
    yield Case("stranger-sheet", "fora.xlsx", lambda: workbook({"fora": table("fora"), "my sums": [["a", "b"], ["1", "2"]]}),
               ("unknown_table",), ("my sums",), outcome="warn")  # fmt: skip
    yield Case("stranger-column", "fora.csv", lambda: encoded([[*r, "x" if i else "colour"] for i, r in enumerate(table("fora"))]),
               ("columns_left_out",), ("left out",), outcome="warn")  # fmt: skip
    yield from _unseen_parts()


def _unseen_parts() -> Iterator[Case]:
    """What a reader of the sheet does not see where it stands, and a format that only looks like ours."""
    rows = table("fora")
    yield Case("hidden-column", "fora.xlsx", lambda: _more(lambda s: s.set_column(13, 13, None, None, {"hidden": True})),
               ("hidden_columns",), ("column N", "hidden"), column="members_women", outcome="warn")  # fmt: skip
    beyond = [*rows[:3], [*rows[3], "", "look here"], *rows[4:]]
    yield Case("cell-beyond-header-of-book", "fora.xlsx", lambda: workbook({"fora": beyond}), ("unnamed_column",),
               ("row 4, column T", "without a header"), 4, outcome="warn")  # fmt: skip
    below = [*rows, [], ["Source: monthly report"]]
    yield Case(
        "note-below-book",
        "fora.xlsx",
        lambda: workbook({"fora": below}),
        ("rows_left_out",),
        ("1 note",),
        len(rows) + 2,
        outcome="warn",
    )
    double = [[*row, row[1] if at else "Name "] for at, row in enumerate(rows)]
    yield Case(
        "column-twice-in-book",
        "fora.xlsx",
        lambda: workbook({"fora": double}),
        ("fora/column/Name",),
        ("another header is Name too",),
        outcome="ask",
    )
