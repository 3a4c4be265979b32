"""Text files that cannot be read as they are: encodings, separators, quotes, headers, and what is no text at all."""

import bz2
import gzip
from collections.abc import Iterator

from tests.bad_input import Case, encoded, table, text, zipped

_ARABIC = {
    (2, "place"): "بغداد", (2, "name"): "منتدى بغداد", (3, "place"): "مركز الشرطة المجتمعية في بغداد", (5, "place"): "البصرة",
    (8, "place"): "الخالص", (4, "name"): "منتدى الموصل", (6, "name"): "منتدى البصرة",
}  # fmt: skip


def arabic() -> list[list[str]]:
    """The fora with Arabic names."""
    return table("fora", _ARABIC)


def cases() -> Iterator[Case]:
    """Every case."""
    fora = table("fora")
    plain = encoded(fora)
    whole = encoded(arabic())
    middle = whole.index("بغداد".encode()) + 3
    first, second, *rest = plain.split(b"\n")
    yield Case("iso-8859-6", "fora.csv", lambda: encoded(arabic(), "iso8859_6"), ("unclear_encoding",), ("CSV UTF-8",))
    yield Case(
        "utf-16-without-mark", "fora.csv", lambda: encoded(fora, "utf-16-le"), ("nul_character",), ("CSV UTF-8",)
    )
    yield Case(
        "utf-16-be-without-mark", "fora.csv", lambda: encoded(fora, "utf-16-be"), ("nul_character",), ("CSV UTF-8",)
    )
    yield Case("utf-16-odd", "fora.csv", lambda: encoded(fora, "utf-16")[:-1], ("unclear_encoding",), ("UTF-16",))
    yield Case("utf-32", "fora.csv", lambda: encoded(fora, "utf-32"), ("unclear_encoding",), ("UTF-32",))
    yield Case(
        "utf-8-cut",
        "fora.csv",
        lambda: whole[:middle] + whole[middle + 1 :],
        ("unclear_encoding",),
        ("cut or damaged",),
    )
    yield Case(
        "utf-8-spoilt",
        "fora.csv",
        lambda: whole.replace("البصرة".encode(), b"\xff\xfe\x80"),
        ("unclear_encoding",),
        ("CSV UTF-8",),
    )
    yield Case("ebcdic", "fora.csv", lambda: encoded(fora, "cp500"), ("unclear_encoding",), ("CSV UTF-8",))
    yield Case(
        "nul", "fora.csv", lambda: plain.replace(b"Forum", b"For\0m", 1), ("nul_character",), ("NUL", "CSV UTF-8")
    )
    yield Case("empty", "fora.csv", lambda: b"", ("empty_file",), ("empty", "Export"))
    yield Case("mark-only", "fora.csv", lambda: b"\xef\xbb\xbf\r\n", ("empty_file",), ("empty",))
    yield Case("spaces-only", "fora.csv", lambda: b"  \n \n\t\n", ("empty_file",), ("empty",))
    yield Case(
        "no-header", "fora.csv", lambda: b"\n".join([second, *rest]), ("header/",), ("Which row names",), outcome="ask"
    )
    double = [[*row, row[1]] for row in fora]
    yield Case(
        "column-twice",
        "fora.csv",
        lambda: encoded(double),
        ("fora/column/name",),
        ("another header is Name too",),
        outcome="ask",
    )
    yield Case(
        "row-too-long",
        "fora.csv",
        lambda: b"\n".join([first, second + b",more,more", *rest]),
        ("ragged_row",),
        ("20 cells", "18"),
        2,
    )
    yield Case(
        "row-too-short",
        "fora.csv",
        lambda: b"\n".join([first, b"F1,Forum", *rest]),
        ("ragged_row",),
        ("2 cells", "18"),
        2,
    )
    yield Case(
        "quote-open",
        "fora.csv",
        lambda: plain.replace(b"Forum Baghdad 1", b'"Forum Baghdad 1'),
        ("unclosed_quote",),
        ("Close it",),
        2,
    )
    wide = [[*row, *(f"c{i}" for i in range(400))] if j == 0 else [*row, *[""] * 400] for j, row in enumerate(fora)]
    yield Case("too-wide", "fora.csv", lambda: encoded(wide), ("too_many_columns",), ("300",))
    yield Case(
        "strange-separator",
        "november.csv",
        lambda: text(table("attendance")).replace(",", "^").encode(),
        ("unclear_separator",),
        ("semicolons", "CSV UTF-8"),
    )
    stranger = [["day", "rainfall"], ["2016-01-01", "3"]]
    yield Case(
        "stranger",
        "rainfall.csv",
        lambda: encoded(stranger),
        ("sheet/day | rainfall",),
        ("Which table",),
        outcome="ask",
    )
    yield Case("binary", "fora.csv", lambda: bytes(range(1, 256)) * 20, ("unclear_encoding",), ("CSV UTF-8",))
    yield Case("gzip", "fora.csv.gz", lambda: gzip.compress(plain), ("unknown_format",), ("gzip", ".xlsx"))
    yield Case("gzip-renamed", "fora.csv", lambda: gzip.compress(plain), ("unknown_format",), ("gzip",))
    yield Case("bzip2", "fora.csv", lambda: bz2.compress(plain), ("unknown_format",), ("bzip2",))
    page = b"<html><body><table><tr><td>forum_id</td></tr></table></body></html>"
    yield Case("html-as-xlsx", "fora.xlsx", lambda: page, ("unknown_format",), ("web page", ".xlsx"))
    yield Case(
        "html-as-csv", "fora.csv", lambda: b"\xef\xbb\xbf\n<!DOCTYPE html>" + page, ("unknown_format",), ("web page",)
    )
    yield Case("xml", "fora.csv", lambda: b'<?xml version="1.0"?><fora/>', ("unknown_format",), ("XML",))
    yield Case("json", "fora.csv", lambda: b'[{"forum_id": "F1", "name": "x"}]', ("unknown_format",), ("JSON",))
    yield Case("pdf", "fora.csv", lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", ("unknown_format",), ("PDF",))
    yield Case("picture", "fora.csv", lambda: b"\x89PNG\r\n\x1a\n" + bytes(40), ("unknown_format",), ("picture",))
    yield Case("program", "fora.xlsx", lambda: b"MZ\x90\0" + bytes(100), ("unknown_format",), ("program",))
    yield Case("rtf", "fora.csv", lambda: b"{\\rtf1 forum_id}", ("unknown_format",), ("text document",))
    yield from _rows_of_none(fora)


def _rows_of_none(fora: list[list[str]]) -> Iterator[Case]:
    """Rows, columns and cells that are none of the table, and files that hold no row."""
    plain, seats = encoded(fora), table("attendance")
    header, *body = plain.splitlines(keepends=True)
    for label, word in (("total", "Total"), ("total-arabic", "المجموع")):
        rows = [*seats, [word, "", "", "", "200"]]
        yield Case(label, "attendance.csv", lambda rows=rows: encoded(rows), ("rows_left_out",), ("totals", "left out"),
                   len(rows), outcome="warn")  # fmt: skip
    note = b"Source: monthly report\n"
    yield Case(
        "note-below", "fora.csv", lambda: plain + note, ("rows_left_out",), ("1 note",), len(fora) + 1, outcome="warn"
    )
    yield Case("header-only", "fora.csv", lambda: header, ("no_rows",), ("no row below its header", "leave it out"))
    two = {"fora.csv": header, "attendance.csv": encoded(seats)}
    yield Case("header-only-of-two", "tables.zip", lambda: zipped(two), ("no_rows",), ("fora.csv", "holds 7"))
    other = text(fora[1:2], ";").encode()
    yield Case(
        "separators-mixed",
        "fora.csv",
        lambda: header + other + b"".join(body[1:]),
        ("ragged_row",),
        ("one separator",),
        2,
    )
    quoted = plain.replace(b"Forum Baghdad 1", b'"Forum "Baghdad" 1"')
    yield Case("quotes-not-doubled", "fora.csv", lambda: quoted, ("stray_quote",), ("twice",), 2)
    beyond = plain.replace(b",S1\n", b",S1,look here\n", 1)
    yield Case("cell-beyond-header", "fora.csv", lambda: beyond, ("ragged_row",), ("above column S",), 2)
    people = plain.replace(b",S1\n", b",S1,0770 123 4567\n", 1)
    yield Case(
        "people-beyond-header",
        "fora.csv",
        lambda: people,
        ("personal_data",),
        ("column S", "telephone"),
        2,
        hidden="0770",
    )
    above = b"ask 0770 123 4567\n" + plain
    yield Case("people-above-header", "fora.csv", lambda: above, ("personal_data",), ("telephone",), 1, hidden="0770")
    index = [["" if at == 0 else str(at - 1), *row] for at, row in enumerate(fora)]
    yield Case(
        "column-unnamed",
        "fora.csv",
        lambda: encoded(index),
        ("unnamed_column",),
        ("column A", "left out"),
        2,
        outcome="warn",
    )
    lost = {"datapackage.json": b'{"resources": [{"name": "fora", "path": "nope.csv"}]}', "fora.csv": plain}
    yield Case("package-names-another", "tables.zip", lambda: zipped(lost), ("no_table",), ("nope.csv", "Add it"))
