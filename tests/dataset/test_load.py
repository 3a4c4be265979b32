"""The verb: files -> Dataset.  No row vanishes, types never vary, and nothing from outside makes it fail."""

import csv
import io
import json
import tempfile
from contextlib import suppress
from pathlib import Path

import pandas as pd
import polars
import pytest
from hypothesis import given, settings, strategies as st

from community_policing.core.i18n import ProgrammeError
from community_policing.core.schema import PERSONAL, TABLES, Kind
from community_policing.dataset import csv_file
from community_policing.dataset.load import Dataset, load

PACKAGE: dict[str, object] = {"as_of": "2017-01-31", "synthetic": True}
DTYPES = {
    Kind.TEXT: "str", Kind.PCODE: "str", Kind.DISTRICT: "str", Kind.QUARTER: "str", Kind.GRANTS: "str",
    Kind.COUNT: "Int64", Kind.NUMBER: "Float64", Kind.AMOUNT: "Float64",
    Kind.DATE: "datetime64[us]", Kind.START: "datetime64[us]", Kind.MONTH: "datetime64[us]",
}  # fmt: skip


def write(folder: Path, tables: dict[str, str | bytes], **package: object) -> Dataset:
    """Write the tables and their datapackage.json into the folder, and load it."""
    resources = [{"name": name, "path": f"{name}.csv"} for name in tables]
    (folder / "datapackage.json").write_text(json.dumps({**PACKAGE, "resources": resources, **package}))
    for name, text in tables.items():
        (folder / f"{name}.csv").write_bytes(text.encode() if isinstance(text, str) else text)
    return load(folder)


def dtypes_of(name: str) -> dict[str, str]:
    """Column -> dtype that a loaded table must have, in order."""
    table = TABLES[name]
    columns = {c.name: DTYPES[c.kind] for c in table.columns}
    return {**columns, **{f"{d}_precision": "str" for d in table.dates}, "row": "int64"}


def test_types_of_empty_tables(tmp_path: Path) -> None:
    """Every table of the schema is there, with its columns and types, and nothing in it."""
    dataset = write(tmp_path, {})
    assert list(dataset.tables) == list(dataset.set_aside) == list(TABLES)
    for name, frame in dataset.tables.items():
        assert {c: str(d) for c, d in frame.dtypes.items()} == dtypes_of(name)
        assert len(frame) == len(dataset.set_aside[name]) == 0
        assert list(dataset.set_aside[name]) == [*(c.name for c in TABLES[name].columns), "row"]
        polars.from_pandas(frame)


def test_values(tmp_path: Path) -> None:
    """Cells arrive as values of their types, dates with their precision, and what an empty cell stands for."""
    trainings = (
        "Training ID,TITLE,kind,status,starts_on,governorate,phase_id,record,grants\n"
        "T1, Rights ,Awareness Campaign,completed,2016-05,نينوى,,published,\n"
    )
    dataset = write(tmp_path, {"phases": "phase_id,name\n", "trainings": trainings})
    frame = dataset.tables["trainings"]
    assert {c: str(d) for c, d in frame.dtypes.items()} == dtypes_of("trainings")
    assert {k: v for k, v in frame.iloc[0].items() if pd.notna(v)} == {
        "training_id": "T1",
        "title": "Rights",
        "kind": "awareness_campaign",
        "status": "completed",
        "starts_on": pd.Timestamp("2016-05-31"),
        "ends_on": pd.Timestamp("2016-05-31"),
        "governorate": "IQG15",
        "record": "published",
        "scope": "iom",
        "starts_on_precision": "month",
        "ends_on_precision": "month",
        "row": 2,
    }
    assert polars.from_pandas(frame)["starts_on"].dtype == polars.Datetime("us")


def test_empty_cells_that_stand_for_something(tmp_path: Path) -> None:
    """An empty revision is 0, an empty displacement is not recorded."""
    targets = "indicator,period_starts_on,due_on,baseline,target,record\nfora,2016,2016,0,5,programme\n"
    dataset = write(tmp_path, {"targets": targets})
    assert dataset.tables["targets"]["revision"].tolist() == [0]
    attendance = "training_id,participant_group,sex,attendances\nT1,police,men,4\n"
    header = "training_id,title,kind,status,starts_on,governorate,phase_id,record"
    trainings = f"{header}\nT1,a,training,completed,2016,,,published\n"
    dataset = write(tmp_path, {"attendance": attendance, "trainings": trainings})
    assert dataset.tables["attendance"]["displacement"].tolist() == ["not_recorded"]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_lines_as_the_file_shows_them(newline: str, tmp_path: Path) -> None:
    """`row` is the line where a record begins, also after cells of several lines and empty lines."""
    lines = ["source_id,title", 'S1,"two', 'lines"', "", " , ", "S2,b", ",no key", "S3,c"]
    dataset = write(tmp_path, {"sources": newline.join(lines)})
    assert dataset.tables["sources"]["row"].tolist() == [2, 6, 8]
    assert [(i.row, i.column) for i in dataset.issues if i.table == "sources"] == [(7, "source_id")]


def test_set_aside_as_the_file_shows_it(tmp_path: Path) -> None:
    """A row with an error keeps its texts, untouched, extra cells too; unknown columns keep their names."""
    dataset = write(tmp_path, {"sources": "\ufeffSource-ID,title,row\nS1,a,x\nS2, ,y\nS3,c,z,more,yet\nS4\n"})
    assert dataset.tables["sources"]["source_id"].tolist() == ["S1"]
    expected = pd.DataFrame(
        {"source_id": ["S2", "S3", "S4"], "title": [" ", "c", None], "row_2": ["y", "z", None],
         "column_4": [None, "more,yet", None]}, dtype="str",
    ).assign(row=[3, 4, 5])  # fmt: skip
    pd.testing.assert_frame_equal(dataset.set_aside["sources"], expected)


def test_unusable_header_loses_nothing(tmp_path: Path) -> None:
    """Without a required column no row counts, and every row is set aside."""
    dataset = write(tmp_path, {"donors": "donor_id\nD1\nD2\n"})
    assert [(i.row, i.message) for i in dataset.issues if i.table == "donors"] == [
        (None, "donors.csv, column name, short_name: 2 columns are missing. Add them.")
    ]
    assert (len(dataset.tables["donors"]), dataset.set_aside["donors"]["donor_id"].tolist()) == (0, ["D1", "D2"])


def test_quote_left_open_in_the_header(tmp_path: Path) -> None:
    """A quotation mark that swallows the whole file is told, not taken for an empty table."""
    dataset = write(tmp_path, {"sources": 'source_id,title,"note\nS1,a,b\n'})
    assert [(i.rule, i.row) for i in dataset.issues if i.table == "sources"] == [("unclosed_quote", 1)]


def test_three_rows_are_not_too_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of exactly the limit loads."""
    monkeypatch.setattr(csv_file, "ROWS_LIMIT", 3)
    dataset = write(tmp_path, {"sources": "source_id,title\nS1,a\nS2,b\nS3,c\n"})
    assert len(dataset.tables["sources"]) == 3


def test_issues_in_order(tmp_path: Path) -> None:
    """Errors first, then by table, row, column."""
    dataset = write(tmp_path, {"sources": "source_id,title,published_on,hue\nS1,,soon,\n,a,,\n"})
    assert [(i.severity.value, i.table, i.row, i.column) for i in dataset.issues] == [
        ("error", "sources", 2, "published_on"),
        ("error", "sources", 2, "title"),
        ("error", "sources", 3, "source_id"),
        ("warning", "fora", None, ""),
        ("warning", "infrastructure", None, ""),
        ("warning", "phases", None, ""),
        ("warning", "sources", None, "hue"),
        ("warning", "trainings", None, ""),
    ]


PEOPLE = [*PERSONAL, "Full Name", "FULL-NAME", "FullName", "E-mail", "e mail", "Email", "Phone number", "\u200bphone"]


@pytest.mark.parametrize("column", PEOPLE)
def test_columns_of_people_are_refused(column: str, tmp_path: Path) -> None:
    """A file with a column that would hold details of people does not enter, whatever its spelling."""
    with pytest.raises(ProgrammeError) as error:
        write(tmp_path, {"sources": f"source_id,title,{column}\n"})
    assert str(error.value) == (
        f"sources.csv has a column “{column.lstrip(chr(0x200B))}”, which would hold details of people. "
        "Delete the column, and count people instead, before the file is loaded."
    )


def test_no_column_of_the_schema_is_refused(tmp_path: Path) -> None:
    """No column of the schema looks like a column of people."""
    tables: dict[str, str | bytes] = {n: ",".join(c.name for c in table.columns) for n, table in TABLES.items()}
    assert write(tmp_path, tables).issues == ()


def data_rows(text: str) -> int:
    """How many rows a file holds, counted apart from the code under test: records that hold anything, but the first."""
    records = [r for r in csv.reader(io.StringIO(text, newline="")) if any(cell.strip() for cell in r)]
    return max(0, len(records) - 1)


CELLS = st.sampled_from(
    ["", "T1", "F1", "P1", "2016-05-01", "30/11/2016", "13/13/2016", "12", "-3", "1,126", "36.34", "43.13", "Ninewa",
     "IQ-TS", "planned", "completed", "established", "training", "police", "men", "programme", "published", "x;y",
     "=1+1", "٣", "\u202e", "a\nb", '"', "-", "9" * 40],
) | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)  # fmt: skip


@st.composite
def tables_of_texts(draw: st.DrawFn) -> dict[str, str]:
    """A few tables with right headers and arbitrary cells, some rows too short or too long."""
    tables = {}
    for name in draw(st.lists(st.sampled_from(list(TABLES)), min_size=1, max_size=3, unique=True)):
        width = len(TABLES[name].columns)
        rows = draw(st.lists(st.lists(CELLS, min_size=width - 1, max_size=width + 1), max_size=4))
        stream = io.StringIO()
        csv.writer(stream).writerows([[c.name for c in TABLES[name].columns], *rows])
        tables[name] = stream.getvalue()
    return tables


def nothing_vanishes(tables: dict[str, str]) -> None:
    """Load the tables; every row of every file is either in its table or set aside, and types are what they must be."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            dataset = write(Path(folder), dict(tables))
        except ProgrammeError:
            return  # a column of people: the only refusal that a table can bring about
    for name, text in tables.items():
        frame, aside = dataset.tables[name], dataset.set_aside[name]
        assert len(frame) + len(aside) == data_rows(text)
        assert {c: str(d) for c, d in frame.dtypes.items()} == dtypes_of(name)
        assert not set(frame["row"]) & set(aside["row"])
        assert set(aside["row"]) >= {
            i.row for i in dataset.issues if i.table == name and i.row and i.severity == "error"
        } - {1}
        polars.from_pandas(frame)


@settings(max_examples=60, deadline=None)
@given(tables_of_texts())
def test_any_cells_give_a_dataset(tables: dict[str, str]) -> None:
    """Any cells under the right headers give tables or issues, never a traceback; no row is lost."""
    nothing_vanishes(tables)


@settings(max_examples=60, deadline=None)
@given(
    st.text(
        st.sampled_from('abS1,\n\r"; \t\ufeff\u2028-')
        | st.characters(exclude_categories=["Cs"], exclude_characters="\0")
    )
)
def test_any_text_gives_a_dataset(body: str) -> None:
    """Any text below a right header, and any text as the whole file, gives a table or issues; no row is lost."""
    nothing_vanishes({"sources": f"source_id,title\n{body}"})
    with tempfile.TemporaryDirectory() as folder, suppress(ProgrammeError):  # a column of people, as above
        assert len(write(Path(folder), {"sources": body}).tables["sources"]) <= data_rows(body)


@settings(max_examples=40, deadline=None)
@given(st.binary())
def test_any_bytes_give_a_dataset(content: bytes) -> None:
    """Any bytes as a file give a table or issues."""
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), {"sources": content})
