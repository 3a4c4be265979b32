"""Files that look odd and are right: each is accepted, and one cell of what it comes to is known."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial

from tests.bad_input import Rows, encoded, parts, table, workbook, zipped
from tests.bad_input.texts import arabic

FORMULA = '=HYPERLINK("http://x","y")'
SCRIPT = "<script>alert(1)</script>"


@dataclass(frozen=True)
class Good:
    """A file, and what one cell of it is read as: the row with that id, the column, the value."""

    id: str
    file: str
    make: Callable[[], bytes]
    table: str
    key: str
    column: str
    value: object
    outcome: str = "accept"


def _fora(
    id: str, make: Callable[[], bytes], column: str = "name", value: object = "Forum Baghdad 1", file: str = "fora.csv"
) -> Good:
    return Good(id, file, make, "fora", "F1", column, value)


def _with(column: str, cell: str) -> Rows:
    return table("fora", {(2, column): cell})


def _numbers() -> list[list[object]]:
    """The fora with numbers and days as a spreadsheet holds them."""
    rows: list[list[object]] = [list(row) for row in table("fora")]
    for place in (4, 5, 13, 14):
        for row in rows[1:]:
            row[place] = float(str(row[place])) if row[place] else ""
    rows[1][8] = date(2014, 5, 10)
    return rows


def _formula() -> bytes:
    """A workbook with a formula whose value was saved."""

    def act(_book: object, sheets: dict[str, object]) -> None:
        sheets["fora"].write_formula("N2", "=1+2", None, 3)  # type: ignore[attr-defined]

    return workbook({"fora": table("fora")}, act)


def _linked() -> bytes:
    """A workbook that names another one, which nobody opens."""
    link = b'<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
    return parts(workbook({"fora": table("fora")}), {"xl/externalLinks/externalLink1.xml": link})


def _shown_as(day: date, style: str) -> bytes:
    """A workbook whose first forum has that day, shown as the style says."""

    def act(book: object, sheets: dict[str, object]) -> None:
        sheets["fora"].write_datetime(1, 8, day, book.add_format({"num_format": style}))  # type: ignore[attr-defined]

    return workbook({"fora": _with("established_on", "")}, act)


def _empty_formula() -> bytes:
    """A workbook with a formula that came to an empty text."""
    cell = b'<c r="D4" t="str"><f>""</f><v></v></c><c r="G4"'
    change = {"xl/worksheets/sheet1.xml": lambda xml: xml.replace(b'<c r="G4"', cell, 1)}
    return parts(workbook({"fora": table("fora")}), change)


def _merged_below() -> bytes:
    """A workbook with merged cells far below the table."""
    return workbook({"fora": table("fora")}, lambda _book, sheets: sheets["fora"].merge_range("B30:C31", ""))  # type: ignore[attr-defined]


def cases() -> Iterator[Good]:
    """Every case."""
    fora = table("fora")
    mosul = "منتدى بغداد"
    yield _fora("utf-8", lambda: encoded(arabic()), "name", mosul)
    yield _fora("utf-8-with-mark", lambda: encoded(arabic(), "utf-8-sig"), "name", mosul)
    yield _fora("utf-16", lambda: encoded(arabic(), "utf-16"), "name", mosul)
    yield _fora("utf-16-be", lambda: b"\xfe\xff" + encoded(arabic(), "utf-16-be"), "name", mosul)
    yield _fora("windows-1256", lambda: encoded(arabic(), "cp1256"), "name", mosul)
    yield _fora("windows-1256-semicolon", lambda: encoded(arabic(), "cp1256", ";"), "place", "بغداد")
    yield _fora("semicolon", lambda: encoded(fora, separator=";"), "grants", "US-P1")
    yield _fora("tab", lambda: encoded(fora, separator="\t"), file="fora.tsv")
    yield _fora("line-ends", lambda: encoded(fora, end="\r\n"))
    yield _fora("empty-lines", lambda: encoded(fora, end="\n\n"))
    yield _fora("no-last-line-end", lambda: encoded(fora).rstrip())
    yield _fora("comma-in-quotes", lambda: encoded(_with("name", "Forum, the first")), "name", "Forum, the first")
    yield _fora("line-end-in-quotes", lambda: encoded(_with("name", "Forum\none")), "name", "Forum\none")
    yield _fora("arabic-digits", lambda: encoded(_with("members_women", "١٢")), "members_women", 12)
    yield _fora(
        "day-first", lambda: encoded(_with("established_on", "15/05/2014")), "established_on", date(2014, 5, 15)
    )
    yield _fora("month-only", lambda: encoded(_with("established_on", "2014-05")), "established_on", date(2014, 5, 31))
    yield _fora(
        "month-in-words", lambda: encoded(_with("established_on", "10 May 2014")), "established_on", date(2014, 5, 10)
    )
    yield _fora("arabic-governorate", lambda: encoded(_with("governorate", "محافظة بغداد")), "governorate", "IQG08")
    yield _fora("kurdish-governorate", lambda: encoded(_with("governorate", "بەغدا")), "governorate", "IQG08")
    yield _fora("headings-in-words", lambda: encoded([[c.replace("_", " ").title() for c in fora[0]], *fora[1:]]))
    yield _fora("columns-in-another-order", lambda: encoded([row[::-1] for row in fora]))
    yield _fora("optional-column-missing", lambda: encoded([row[:15] + row[16:] for row in fora]))
    yield _fora("formula-as-name", lambda: encoded(_with("name", FORMULA)), "name", FORMULA)
    yield _fora("script-as-name", lambda: encoded(_with("name", SCRIPT)), "name", SCRIPT)
    yield _fora(
        "bobby-tables", lambda: encoded(_with("name", "x'); DROP TABLE fora;--")), "name", "x'); DROP TABLE fora;--"
    )
    yield _fora("choice-in-capitals", lambda: encoded(_with("status", " Established ")), "status", "established")
    yield _fora("stray-spaces", lambda: encoded(_with("forum_id", "\u00a0F1 \u200f")), "forum_id", "F1")
    yield _fora("zero", lambda: encoded(_with("members_women", "0")), "members_women", 0)
    yield _fora("book-of-texts", lambda: workbook({"fora": fora}), file="november.xlsx")
    yield _fora(
        "book-of-numbers", lambda: workbook({"fora": _numbers()}), "established_on", date(2014, 5, 10), "november.xlsx"
    )
    yield _fora(
        "book-formula-as-text", lambda: workbook({"fora": _with("name", FORMULA)}), "name", FORMULA, "november.xlsx"
    )
    yield _fora("book-with-formula", _formula, "members_women", 3, "november.xlsx")
    yield _fora("book-with-link", _linked, file="november.xlsx")
    yield _fora("book-sheet-in-capitals", lambda: workbook({"FORA": fora}), file="november.xlsx")
    yield _fora("book-with-notes", lambda: workbook({"notes": [["Read me"]], "fora": fora}), file="november.xlsx")
    yield _fora("book-with-empty-sheet", lambda: workbook({"fora": fora, "Sheet2": []}), file="november.xlsx")
    yield _fora(
        "zip",
        lambda: zipped({"fora.csv": encoded(fora), "attendance.csv": encoded(table("attendance"))}),
        file="tables.zip",
    )
    yield _fora("zip-in-folder", lambda: zipped({"export/fora.csv": encoded(fora)}), file="tables.zip")
    yield _fora("end-of-file-mark", lambda: encoded(fora) + b"\x1a")
    yield _fora(
        "separator-at-the-end", lambda: encoded([fora[0], *([*row, "", ""] for row in fora[1:])]), "source", "S1"
    )
    yield _fora("quotes-doubled", lambda: encoded(_with("name", 'Forum "A", north')), "name", 'Forum "A", north')
    for style, day, shows in (("mmm-yy", date(2014, 5, 1), "month"), ("[$-409]yyyy", date(2014, 1, 1), "year"),
                              ("mmm-yy", date(2014, 5, 10), "day"), ("d/m/yy", date(2014, 5, 1), "day")):  # fmt: skip
        make = partial(_shown_as, day, style)
        yield _fora(f"shown-as-{style}-{day}", make, "established_on_precision", shows, "november.xlsx")
    yield _fora("book-formula-empty", _empty_formula, file="november.xlsx")
    yield _fora("book-merged-below", _merged_below, file="november.xlsx")
    yield Good(
        "thousands",
        "grants.csv",
        lambda: encoded(table("grants", {(3, "amount"): "1,000,000"})),
        "grants",
        "US-P2",
        "amount",
        1e6,
    )
    yield Good("comma-for-decimals", "targets.csv", lambda: encoded(table("targets", {(3, "baseline"): "2,5"}), separator=";"),
               "targets", "fora_established_iom", "target", 2.0)  # fmt: skip
    yield Good(
        "phase-published",
        "trainings.csv",
        lambda: encoded(table("trainings", {(5, "phase_id"): ""})),
        "trainings",
        "E4",
        "phase_id",
        None,
    )
    for name, line, key, column, cell, value in _READ:
        make = partial(encoded, table(name, {(line, column): cell}))
        yield Good(f"read-{name}-{column}-{cell}", f"{name}.csv", make, name, key, column, value)
    yield _fora("id-column-missing", lambda: encoded([row[1:] for row in fora]))
    yield _fora("book-merged-texts", _merged_texts, "place", "Baghdad", "november.xlsx")
    yield _fora("book-strict", _strict, file="november.xlsx")


# What a rule reads, with nobody asked: (table, line, id, column, cell, value).
_READ = (
    ("fora", 2, "F1", "established_on", "2016-05-10 14:30", date(2016, 5, 10)),
    ("grants", 3, "US-P2", "amount", "1.000.000,00", 1e6),
    ("grants", 3, "US-P2", "currency", "$", "USD"),
    ("grants", 3, "US-P2", "currency", "dollars", "USD"),
    ("fora", 2, "F1", "latitude", "33°19'N", 33.316667),
    ("trainings", 2, "E1", "forum_id", "f1", "F1"),
    ("trainings", 2, "E1", "source", "Ѕ1", "S1"),
    ("trainings", 2, "E1", "grants", "US‑P1", "US-P1"),
    ("trainings", 2, "E1", "kind", "seminar", "workshop"),
    ("fora", 2, "F1", "status", "open", "established"),
    ("fora", 3, "F2", "grants", "DE-P2,US-P2", "DE-P2;US-P2"),
    ("fora", 3, "F2", "grants", "DE-P2 / US-P2", "DE-P2;US-P2"),
)


def _merged_texts() -> bytes:
    """A workbook where one place stands in cells that are merged over two rows."""
    return workbook({"fora": table("fora")}, lambda _book, sheets: sheets["fora"].merge_range("D2:D3", "Baghdad"))  # type: ignore[attr-defined]


def _strict() -> bytes:
    """A workbook that says it is Strict Open XML."""
    main, strict = (
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/",
        b"http://purl.oclc.org/ooxml/spreadsheetml/",
    )
    return parts(workbook({"fora": table("fora")}), {"xl/workbook.xml": lambda xml: xml.replace(main, strict)})
