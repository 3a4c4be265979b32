"""Files from outside: what is read is read right, what is unsure is refused, and nothing they do reaches the parent."""

import csv
import io
import stat
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, strategies as st

from community_policing.core.i18n import ProgrammeError
from community_policing.core.paths import ROOT
from community_policing.core.schema import PERSONAL, TABLES
from community_policing.core.settings import Limits
from community_policing.dataset.intake import Checked, Metadata, check, large, read_draft
from community_policing.dataset.intake.base import write_base
from community_policing.dataset.intake.checker import Check, Job
from community_policing.dataset.intake.formats import text_file
from community_policing.dataset.intake.formats.encoding import decoded
from community_policing.dataset.intake.formats.separator import separator_of
from community_policing.dataset.intake.personal import in_cell, is_personal
from community_policing.dataset.intake.refusal import Refusal
from community_policing.dataset.intake.report import Fault, in_order
from community_policing.dataset.issues import Severity
from community_policing.dataset.load import Dataset
from community_policing.dataset.releases.release import Source
from community_policing.export.template.builder import template
from tests.conftest import FIXTURE

Inside = Callable[..., Checked]
FORA = (FIXTURE / "fora.csv").read_text("utf-8")
ROWS = list(csv.reader(io.StringIO(FORA)))


def _unheard(_step: str, _done: float) -> None:
    """Progress that nobody follows."""


def _unchanged(_book: openpyxl.Workbook) -> None:
    """A workbook as it was made."""


@pytest.fixture
def inside(tmp_path: Path, dataset: Dataset) -> Inside:
    """A function: content and name of a file -> what the child makes of it, in this process, against tests/fixture."""

    def checked(content: bytes | str, name: str = "fora.csv", base: bool = True, **asked: object) -> Checked:
        draft = tmp_path / "draft"
        draft.mkdir(exist_ok=True)
        (draft / "upload").write_bytes(content.encode() if isinstance(content, str) else content)
        if base:
            write_base(draft, dataset)
        Check(Job(draft / "upload", draft, Source(name, ""), has_base=base, **asked), _unheard).run()  # type: ignore[arg-type]
        return read_draft(draft)

    return checked


def rules(checked: Checked) -> list[str]:
    """The rules broken, in the order of the report."""
    return [issue.rule for issue in checked.issues]


def workbook(change: Callable[[openpyxl.Workbook], object] = _unchanged, **sheets: list[list[str]]) -> bytes:
    """A workbook of those sheets (the fixture's fora where none is given), changed."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in (sheets or {"fora": ROWS}).items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    change(book)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def zipped(**files: bytes | str) -> bytes:
    """A zip of those files; `__` in a name stands for its dot."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "."), content)
    return file.getvalue()


def same(left: Dataset, right: Dataset) -> None:
    """Both hold the same rows, wherever in their files these stood."""
    for name in TABLES:
        frames = [data.scans[name].all() if name in data.scans else data.tables[name] for data in (left, right)]
        columns = [c for c in frames[1] if c not in ("row", "row_id", "position")]
        pd.testing.assert_frame_equal(*(f[columns].reset_index(drop=True) for f in frames))


def test_child_reads_what_load_reads(dataset: Dataset, tmp_path: Path) -> None:
    """A folder with its package gives load's very tables, through the child; the draft is for its owner alone, survives a
    restart, and progress only grows."""
    steps: list[float] = []
    checked = check(FIXTURE, draft=tmp_path / "draft", base=None, progress=lambda _step, done: steps.append(done))
    again = read_draft(tmp_path / "draft")
    assert rules(checked) == ["target_is_baseline"]
    assert (checked.outcome, set(checked.tables)) == ("warn", set(TABLES))
    assert checked.dataset
    same(checked.dataset, dataset)
    assert again.dataset
    same(again.dataset, dataset)
    assert replace(again, dataset=None) == replace(checked, dataset=None)
    assert steps == sorted(steps)
    assert len(steps) > 3
    assert stat.S_IMODE((tmp_path / "draft").stat().st_mode) == 0o700


def test_child_that_asks_too_much_is_ended(tmp_path: Path) -> None:
    """Memory, work and time each have a limit; passing one is a refusal that names it, never a traceback."""
    file = tmp_path / "fora.csv"
    file.write_text(FORA)
    for limit, variable in (({"memory_mb": 150}, "MEMORY_MB"), ({"file_mb": 0}, "FILE_MB")):
        checked = check(file, draft=tmp_path / "draft", base=None, limits=Limits().model_copy(update=limit))
        assert (checked.outcome, checked.dataset) == ("refuse", None)
        assert rules(checked)[0] in ("too_demanding", "too_large")
        assert f"CPF_LIMIT_{variable}" in checked.issues[0].message


def test_details_of_people_are_not_kept(tmp_path: Path) -> None:
    """A file with a telephone number is refused as a whole, its draft holds no copy of it, and no message quotes it."""
    file = tmp_path / "fora.csv"
    file.write_text(FORA.replace("F7,", "F7 0770 123 4567,", 1))
    checked = check(file, draft=tmp_path / "draft", base=None)
    assert rules(checked) == ["personal_data"]
    assert checked.issues[0].message.startswith("fora.csv, line 8, column forum_id: ")
    assert [f for f in (tmp_path / "draft").rglob("*") if f.is_file() and b"123 4567" in f.read_bytes()] == []


def test_a_path_is_never_the_files_own_name(tmp_path: Path) -> None:
    """Whatever a file is called, its copy has our name, and messages show it without hidden characters."""
    file = tmp_path / "x.csv"
    file.write_text(FORA)
    checked = check(file, draft=tmp_path / "draft", base=None, name="../../fora\u202e.csv", table="fora")
    assert checked.source.name == "../../fora.csv"
    assert (tmp_path / "draft" / "upload").read_text() == FORA
    with pytest.raises(ProgrammeError, match="no table"):
        check(file, draft=tmp_path / "draft", base=None, table="people")


def test_same_rows_from_any_kind_of_file(inside: Inside, dataset: Dataset) -> None:
    """CSV with any mark, UTF-8 or UTF-16, a workbook, a zip: the same rows, the same release; the rest is the base's."""
    marks = {mark: "\n".join(mark.join(f'"{c}"' for c in row) for row in ROWS) for mark in ",;\t"}
    comma = [[c.replace(".", ",") if i in (4, 5) else c for i, c in enumerate(row)] for row in ROWS]
    files = [
        FORA, *marks.values(), FORA.encode("utf-16"), FORA.encode("utf-8-sig"), "sep=;\n" + marks[";"],
        "\n".join(";".join(f'"{c}"' for c in row) for row in comma), workbook(), zipped(fora__csv=FORA),
        workbook(notes=[["a"]], fora=ROWS, phases=[["phase_id", "name"]]), FORA.replace("forum_id", "Forum ID", 1),
        "\n".join([",".join(f"group/{c}" for c in ROWS[0]), *FORA.splitlines()[1:]]),
    ]  # fmt: skip
    checks = [inside(file) for file in files]
    assert [(c.outcome, c.tables) for c in checks] == [("accept", ("fora",))] * len(files)
    for checked in checks:
        assert checked.dataset
        same(checked.dataset, dataset)
    assert len({c.dataset.release for c in checks if c.dataset}) == 1


def test_template_comes_back_whole(inside: Inside, dataset: Dataset) -> None:
    """The template filled with a release gives that release; empty it holds no table, and changes nothing."""
    checked = inside(template(dataset), "template.xlsx")
    assert checked.dataset
    same(checked.dataset, dataset)
    assert rules(inside(template(), "template.xlsx")) == ["no_table"]


def test_cells_of_a_workbook(inside: Inside) -> None:
    """Real dates are dates, 5.0 is 5; a bare serial number is asked; a fraction of a person, a formula without a value, Excel's
    errors are refused, each with sheet, row, letter and header."""

    def change(book: openpyxl.Workbook) -> None:
        sheet = book["fora"]
        sheet["I3"], sheet["N3"], sheet["O3"] = datetime(2016, 4, 20), 5.0, 12.5
        sheet["I4"], sheet["N4"], sheet["O4"] = 42704, "=1+1", "#REF!"

    checked = inside(workbook(change), "a.xlsx")
    assert [(i.rule, i.sheet, i.row, i.letter, i.column) for i in checked.issues] == [
        ("not_a_count", "fora", 3, "O", "members_men"),
        ("formula_error", "fora", 4, "O", "members_men"),
        ("formula_without_value", "fora", 4, "N", "members_women"),
    ]
    assert checked.issues[0].message == (
        "sheet “fora”, row 3, column O (members_men): “12.5” is not a whole number. Write digits only, such as 1126."
    )
    raw = pd.read_parquet(checked.draft / "raw" / "0.parquet")
    assert raw.loc[raw["row"] == 3, ["I", "N", "O"]].values.tolist() == [["2016-04-20", "5", "12.5"]]


def test_merged_and_hidden(inside: Inside) -> None:
    """A number in cells merged over several rows is refused; hidden rows and sheets are read, and said to be hidden."""

    def numbers_merged(book: openpyxl.Workbook) -> None:
        book["fora"]["N2"] = 3
        book["fora"].merge_cells("N2:N3")

    assert "merged_cells" in rules(inside(workbook(numbers_merged), "a.xlsx"))

    def hide(book: openpyxl.Workbook) -> None:
        book["fora"].row_dimensions[3].hidden = True

    assert rules(inside(workbook(hide), "a.xlsx")) == ["hidden_rows"]


@pytest.mark.parametrize(
    ("rule", "content"),
    [
        ("empty_file", b""), ("empty_file", b"\xef\xbb\xbf \r\n"), ("unknown_format", b"<html><table>"),
        ("unknown_format", b"\x1f\x8bxx"), ("unknown_format", b"%PDF-1.4"), ("unknown_format", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        ("password_protected", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")),
        ("damaged", workbook()[:3000]), ("damaged", b"PK\x03\x04" + b"x" * 100),
        ("macros", zipped(**{"xl/workbook.xml": "", "xl/vbaProject.bin": ""})),
        ("unknown_format", zipped(mimetype="application/vnd.oasis.opendocument.spreadsheet")),
        ("unsafe_path", zipped(**{"../fora.csv": FORA})), ("nested_archive", zipped(a__xlsx=workbook())),
        ("nested_archive", zipped(fora__csv=workbook())), ("unpacks_too_large", zipped(fora__csv="a" * 3_000_000)),
        ("duplicate_entry", zipped(fora__csv=FORA, FORA__csv=FORA)), ("nul_character", FORA[:50] + "\0" + FORA[50:]),
        ("unclear_encoding", FORA.replace("Forum", "منتدى الكوت").encode("iso8859_6")),
        ("too_many_columns", workbook(lambda book: book["fora"].cell(2, 16_384, "x"))),
        ("too_many_rows", workbook(lambda book: book["fora"].cell(1_048_576, 1, "x"))),
        ("personal_data", FORA.replace("place", "الاسم الكامل", 1)),
    ],
)  # fmt: skip
def test_refused_as_a_whole(rule: str, content: bytes | str, inside: Inside) -> None:
    """What cannot be read safely and for certain is refused, with the reason."""
    checked = inside(content, "file")
    assert (checked.outcome, rules(checked)[0], checked.dataset) == ("refuse", rule, None)


def test_references(inside: Inside) -> None:
    """A lone table is held against the base; into a table that nobody has a reference cannot be checked, which is said;
    a slip in an id is asked about."""
    assert {i.rule for i in inside(FORA, base=False).issues} == {"reference_not_checked"}
    slip = inside(FORA.replace(",US-P1,", ",US-P11,", 1))
    assert [(question.table, question.answer) for question in slip.open_questions] == [("fora", "US-P1")]


def test_strangers_columns(inside: Inside) -> None:
    """A header that is nearly a column's name is asked, with that column proposed, and an answer is followed."""
    strange = FORA.replace("established_by", "establishd_by", 1)
    checked = inside(strange)
    [asked] = checked.open_questions
    assert (asked.id, asked.answer, asked.column) == ("fora/column/establishd_by", "established_by", "establishd_by")
    assert inside(strange, answers={asked.id: "established_by"}).outcome == "accept"


def test_separators() -> None:
    """The mark that parts most cells of the header."""
    assert [separator_of(text) for text in ("a,b;c,d", "a;b", "a\tb", "a")] == [",", ";", "\t", ","]


def test_what_follows_from_another_error_comes_last() -> None:
    """Errors before warnings; rows that refer to what was set aside after their causes, in the order in which tables refer."""
    told = (
        ("warning", "fora", "point_elsewhere"), ("error", "attendance", "unresolved_reference"),
        ("error", "trainings", "unresolved_reference"), ("error", "attendance", "not_a_number"), ("error", "", "unreadable"),
    )  # fmt: skip
    issues = [Fault(Severity(severity), table, 1, "", rule, "", "") for severity, table, rule in told]
    ordered = in_order(issues)
    assert [told.index((i.severity, i.table, i.rule)) for i in ordered] == [3, 4, 2, 1, 0]


def test_damaged_letters(inside: Inside) -> None:
    """Letters that were damaged before the file was saved are told at their cell, in any table."""
    for wrong in ("منتدى".encode().decode("cp1252", "replace"), "منتدى".encode("cp1256").decode("cp1252"), "?????"):
        assert rules(inside(FORA.replace("F1,", f"F1,{wrong} ", 1).replace(f"{wrong} ", wrong, 1)))[0] == "garbled_text"


def test_about(inside: Inside) -> None:
    """The as-of date is the file's, else the caller's, else the base's, else the latest day on record, never one to come;
    what does not say so is made up."""
    phases = "phase_id,name\nP1,One\nP2,Two\n"
    lone = inside("phase_id,name,starts_on\nP2,Two,2016-03\n", "phases.csv", base=False)
    assert lone.dataset
    assert (lone.dataset.as_of.isoformat(), lone.dataset.synthetic) == ("2016-03-01", True)
    told = inside(
        phases, "phases.csv", base=False, about=Metadata(as_of=datetime(2016, 12, 1).date(), synthetic=False)
    ).dataset
    assert told
    assert (told.as_of.isoformat(), told.synthetic) == ("2016-12-01", False)
    said = [["as_of", "2016-12-31"], ["synthetic", "no"]]
    book = inside(workbook(dataset=said, fora=ROWS), "a.xlsx").dataset
    assert book
    assert (book.as_of.isoformat(), book.synthetic) == ("2016-12-31", False)
    assert rules(inside(workbook(dataset=[["as_of", "2999-01-01"]], fora=ROWS), "a.xlsx")) == ["package_value"]


def test_the_child_imports_what_every_file_needs_and_no_more() -> None:
    """Libraries of one format, of the database and of the map are imported where a file needs them."""
    dear = {"openpyxl", "python_calamine", "geopandas", "pyogrio", "polars", "shapely", "sqlalchemy", "streamlit"}
    code = f"import sys, community_policing.dataset.intake.checker; print(sorted({dear} & sys.modules.keys()))"
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)
    assert ran.stdout.strip() == "[]"


def test_long_attendance_is_read_by_columns(inside: Inside, monkeypatch: pytest.MonkeyPatch) -> None:
    """By rows or by columns, the same rows, the same rules, the same lines."""
    text = (FIXTURE / "attendance.csv").read_text("utf-8")
    bad = text.rstrip("\n") + "\nE1,police,women,host,many\nE9,police,women,host,-1\n"
    by_rows = [inside(content, "attendance.csv") for content in (text, bad)]
    kept = by_rows[0].dataset
    monkeypatch.setattr(text_file, "LARGE", 1)
    whole = inside(text, "attendance.csv")
    assert whole.dataset
    assert kept
    assert whole.dataset.scans["attendance"].rows == len(kept.tables["attendance"])
    same(whole.dataset, kept)
    broken = inside(bad, "attendance.csv")
    found = [{(i.row, i.column, i.rule) for i in checked.issues} for checked in (by_rows[1], broken)]
    assert {row for row, _, _ in found[0]} == {row for row, _, _ in found[1]}
    assert (whole.outcome, broken.outcome) == ("accept", "refuse")


def _quoted(text: str, separator: str = ",") -> str:
    """The same table with every cell in quotes."""
    out = io.StringIO()
    csv.writer(out, delimiter=separator, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows(
        csv.reader(io.StringIO(text))
    )
    return out.getvalue()


@pytest.mark.parametrize(
    "last", ["", "E1,police,women,host,many\nE9,police,women,host,-1\n", "E1,police,women,ho???st,2\n"]
)
@pytest.mark.parametrize("separator", [",", ";"])
def test_long_attendance_in_quotes(inside: Inside, monkeypatch: pytest.MonkeyPatch, last: str, separator: str) -> None:
    """A table with every cell in quotes is read by columns too; the same rows are blamed in the same words, damaged letters
    among them."""
    text = _quoted((FIXTURE / "attendance.csv").read_text("utf-8").rstrip("\n") + "\n" + last, separator)
    assert large.table_of(text.encode(), len(text.splitlines()[0].split(separator)), separator) is not None
    by_rows = inside(text, "attendance.csv")
    monkeypatch.setattr(text_file, "LARGE", 1)
    by_columns = inside(text, "attendance.csv")
    assert bool(by_columns.dataset and by_columns.dataset.scans) is not bool(last)
    found = [{i.row for i in checked.issues} for checked in (by_rows, by_columns)]
    assert found[0] == found[1]
    assert [(i.rule, i.message) for i in by_rows.issues if i.rule in ("choice", "garbled_text")] == [
        (i.rule, i.message) for i in by_columns.issues if i.rule in ("choice", "garbled_text")
    ]


def test_long_attendance_hides_no_details_of_people(
    inside: Inside, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Below the head too, in a column that is left out, the file is refused at the cell, and nothing of it is kept."""
    monkeypatch.setattr(text_file, "LARGE", 1)
    monkeypatch.setattr(text_file, "HEAD", 2)
    header, *rows = (FIXTURE / "attendance.csv").read_text("utf-8").splitlines()
    cells = [f"{header},aside", *(f"{row},x" for row in rows[:-1]), f"{rows[-1]},0780 123 4567"]
    (found,) = inside("\n".join(cells) + "\n", "attendance.csv").issues
    assert (found.rule, found.row, found.letter) == ("personal_data", len(cells), "F")
    assert list((tmp_path / "draft" / "tables").iterdir()) == []


@given(
    st.lists(st.lists(st.text("ab\",;\r\n é", max_size=6), min_size=2, max_size=2), min_size=1, max_size=6),
    st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]), st.sampled_from(["\n", "\r\n"]),
)  # fmt: skip
def test_columns_see_the_cells_that_rows_see(rows: list[list[str]], quoting: int, end: str) -> None:
    """Whatever stands in the cells, Arrow reads what Python's csv reads, each row on its own line, or the file is left to
    the row path."""
    out = io.StringIO(newline="")
    csv.writer(out, quoting=quoting, lineterminator=end).writerows([["x", "y"], *rows])  # type: ignore[arg-type]
    text = out.getvalue()
    found = large.table_of(text.encode(), 2, ",")
    if found is not None:
        wanted = list(csv.reader(io.StringIO(text, newline="")))[1:]
        assert [list(row.values()) for row in found.to_pylist()] == wanted
        assert len(text.splitlines()) == len(wanted) + 1


def test_the_base_stays_with_its_draft(inside: Inside, dataset: Dataset, tmp_path: Path) -> None:
    """A draft held against a release whose attendance is scanned stays whole when that file goes; one that is begun after
    it went is told so, and not taken for a release without attendance."""
    frame = dataset.tables["attendance"][[c.name for c in TABLES["attendance"].columns]]
    frame.to_parquet(tmp_path / "a.parquet")
    base = inside((tmp_path / "a.parquet").read_bytes(), "attendance.parquet").dataset
    assert base
    stored = (tmp_path / "draft" / "upload").rename(tmp_path / "stored")
    base = replace(base, scans={"attendance": replace(base.scans["attendance"], path=stored)})
    file = tmp_path / "fora.csv"
    file.write_text(FORA)
    assert check(file, draft=tmp_path / "later", base=base).outcome == "accept"
    stored.unlink()
    again = read_draft(tmp_path / "later").dataset
    assert again
    assert len(again.scans["attendance"].all()) == len(frame)
    with pytest.raises(ProgrammeError, match="attendance of the current release is no longer"):
        check(file, draft=tmp_path / "third", base=base)


@pytest.mark.parametrize(
    ("ending", "how"), [("os.abort()", "SIGABRT"), ("os.kill(os.getpid(), 11)", "SIGSEGV"), ("os._exit(3)", "exit 3")]
)
def test_a_crash_is_told_as_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str, how: str) -> None:
    """A reading process that crashes is no file that asks too much: what happened is said, and what to do."""
    monkeypatch.setattr(
        "community_policing.dataset.intake.supervisor._CHILD", (sys.executable, "-c", f"import os; {ending}")
    )
    file = tmp_path / "fora.csv"
    file.write_text(FORA)
    checked = check(file, draft=tmp_path / "draft", base=None)
    assert (checked.outcome, rules(checked)) == ("refuse", ["crashed"])
    assert how in checked.issues[0].message
    assert "save it again" in checked.issues[0].message


@pytest.mark.parametrize("sheet", ["Remarks", "notes", "dataset"])
def test_people_on_a_sheet_that_is_no_table(inside: Inside, sheet: str) -> None:
    """Details of people are found on every sheet, for the file is kept with its draft."""
    told = inside(workbook(fora=ROWS, **{sheet: [["about"], ["ask for 0770 123 4567"]]}), "book.xlsx").issues[0]
    assert (told.rule, told.sheet, told.row, told.letter) == ("personal_data", sheet, 2, "A")
    text = inside(zipped(fora__csv=FORA, other__csv="a,b\n1,a.b@c.org\n"), "tables.zip").issues[0]
    assert (text.rule, text.sheet, text.row, text.letter) == ("personal_data", "other.csv", 2, "B")
    assert "c.org" not in text.message


def test_attendance_as_parquet(inside: Inside, dataset: Dataset, tmp_path: Path) -> None:
    """Attendance may be a Parquet file, by itself or in a zip; a column of people in it refuses it."""
    frame = dataset.tables["attendance"][[c.name for c in TABLES["attendance"].columns]]
    frame.to_parquet(tmp_path / "a.parquet")
    content = (tmp_path / "a.parquet").read_bytes()
    for file in (content, zipped(attendance__parquet=content)):
        checked = inside(file, "attendance.parquet")
        assert (checked.outcome, checked.tables) == ("accept", ("attendance",))
        assert checked.dataset
        same(checked.dataset, dataset)
    frame.assign(phone="1").to_parquet(tmp_path / "a.parquet")
    assert rules(inside((tmp_path / "a.parquet").read_bytes(), "attendance.parquet")) == ["personal_data"]


def test_entities_are_not_expanded(inside: Inside) -> None:
    """defusedxml is in effect: a workbook whose XML declares entities is refused."""
    bomb = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "xxxx">]><sst>&b;</sst>'
    with zipfile.ZipFile(io.BytesIO(workbook())) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    checked = inside(zipped(**{**parts, "xl/worksheets/sheet1.xml": bomb}), "a.xlsx")
    assert rules(checked) == ["damaged"]
    assert "EntitiesForbidden" in checked.issues[0].message


def test_encodings() -> None:
    """UTF-8, UTF-16 and Windows-1256 are read to the letter; the same words in another table are refused."""
    text = "forum_id,name,place\nF1,منتدى الشرطة المجتمعية في بغداد,الكرخ\nF2,Café,البصرة\n"
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "cp1256"):
        assert decoded(text.encode(encoding)) == text
    for encoding in ("iso8859_6", "mac_arabic", "cp720", "utf-16-le", "utf-32"):
        with pytest.raises(Refusal):
            decoded(text.replace("é", "e").encode(encoding))
    for data in (text.encode()[:40], "a,b\nÄpfel,Öl\n".encode("cp1252"), "а,б\nПривет,мир\n".encode("cp1251")):
        with pytest.raises(Refusal):
            decoded(data[:-1] if data[-1] >= 128 else data)


def test_people() -> None:
    """Columns and cells that hold details of people are known in English, Arabic and Kurdish; nothing of ours is one."""
    assert all(
        map(is_personal, (*PERSONAL, "Participant names", "اسم المشارك", "رقم الهاتف", "ناوی تەواو", "ژمارەی مۆبایل"))
    )
    assert not any(is_personal(column.name) for table in TABLES.values() for column in table.columns)
    assert all(map(in_cell, ("+964 770 123 4567", "٠٧٧٠١٢٣٤٥٦٧", "7701234567", "a.b@c.org", "198512345678")))
    assert not any(map(in_cell, ("CPF-01", "2016-11-30", "33.325", "1,126", "http://x.org/2016/12345678", "4000000")))


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_title_above_the_header_of_a_text(inside: Inside, separator: str) -> None:
    """Rows above the header of a text are left out, which is said; places are still those of the file."""
    rows = [row.copy() for row in ROWS]
    rows[3][rows[0].index("members_men")] = "x"
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator="\n").writerows([["Fora"], ["November 2016", "IOM"], [], *rows])
    found = {issue.rule: issue for issue in inside(out.getvalue()).issues}
    assert set(found) == {"not_a_count", "rows_above_header"}
    assert (found["not_a_count"].row, found["not_a_count"].column) == (7, "members_men")
    assert found["not_a_count"].message.startswith("fora.csv, line 7, column members_men: ")
    assert found["rows_above_header"].message == "fora.csv, line 1: 2 rows above the header were left out."


def test_a_separator_that_is_none_of_ours(inside: Inside) -> None:
    """Cells between bars are no file with one long column of people's details: what to do is said."""
    assert rules(inside(FORA.replace(",", "|"))) == ["unclear_separator"]


def test_a_refused_place_is_told_in_full(inside: Inside) -> None:
    """Of a column or cell with details of people, and of a table that comes twice, table, sheet and column are named."""
    column = inside(FORA.replace("forum_id,", "Participant name,forum_id,", 1), "x.csv", table="fora").issues[0]
    assert (column.table, column.sheet, column.column) == ("fora", "x.csv", "Participant name")
    cell = inside(FORA.replace("F7,", "F7 0770 123 4567,", 1)).issues[0]
    assert (cell.table, cell.sheet, cell.row, cell.column) == ("fora", "fora.csv", 8, "forum_id")
    twice = inside(workbook(**{"fora": ROWS, "fora (2)": ROWS}), "book.xlsx").issues[0]
    assert (twice.table, twice.sheet, twice.rule) == ("fora", "fora (2)", "duplicate_key")
    assert inside(b"", "x.csv", table="fora").issues[0].table == "fora"


@pytest.mark.parametrize(
    "header", ["Contact person", "Contact number", "Tel.", "DOB", "Focal point", "WhatsApp", "Signature"]
)
def test_headers_of_peoples_details(header: str) -> None:
    """Headers under which forms ask for people are refused, and a town that is called Tel Afar is none."""
    assert is_personal(header)
    assert not is_personal("Tel Afar")
    assert [c.name for table in TABLES.values() for c in table.columns if is_personal(c.name)] == []


@pytest.mark.parametrize("path", ["/dev/zero", "/dev/null", "nowhere.csv", "x" * 5000, "a\0b"])
def test_what_is_no_file_is_not_read(path: str, tmp_path: Path) -> None:
    """A device that never ends, nothing at all, and a name that no file can have are told, and no draft is begun."""
    with pytest.raises(ProgrammeError, match="no file or folder"):
        check(Path(path), draft=tmp_path / "draft", base=None)
    assert not (tmp_path / "draft").exists()
