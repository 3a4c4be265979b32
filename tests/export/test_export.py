"""Files that leave: the rows behind a figure add up to it, no cell acts, and the name says what it is."""

import csv as reader
import io
import re
import sys
import unicodedata
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings, strategies as st

from community_policing.core.formulas import acts, guarded, unguarded
from community_policing.core.indicators import INDICATORS
from community_policing.core.quantity import Quantity
from community_policing.core.schema import TABLES, Column, Kind
from community_policing.dataset.cells import EMPTY
from community_policing.dataset.csv_file import read_sheet
from community_policing.dataset.issues import IssueLog
from community_policing.dataset.load import Dataset
from community_policing.dataset.releases import write_package
from community_policing.dataset.typed_frames import typed_frame
from community_policing.export.rows import behind, csv, file_name
from community_policing.measure.compute import measure
from community_policing.measure.programme import Programme, Scope

SCOPES = (Scope(), Scope(governorates=("IQG08",)), Scope(donors=("US", "DE")), Scope(established_by=("police",)))


def read(content: bytes) -> list[list[str]]:
    """CSV bytes as rows of cells."""
    return list(reader.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("scope", SCOPES, ids=["all", "Baghdad", "co-funded", "police"])
@pytest.mark.parametrize("key", INDICATORS)
def test_rows_behind_add_up(key: str, scope: Scope, programme: Programme) -> None:
    """The column `counts` adds up to the figure's lower bound; of a share, `counts` of `of`; people may have come more than
    once, so theirs add up to no less than the upper one; one line for each row."""
    within = programme.within(scope)
    result = measure(key, within)
    rows = behind(result, within)
    assert len(rows) == len(result.row_ids)
    counted = rows["counts"].dropna().astype(float).sum()
    if result.value and result.indicator.share:
        assert 100 * counted / rows["of"].astype(float).sum() == result.value.low
    elif result.value and result.indicator.people:
        assert result.value.low <= (result.value.high or 0) <= counted
    elif result.value:
        assert counted == result.value.low


def test_rows_behind_say_where_they_stand(programme: Programme) -> None:
    """Each line carries its line in the file and its cells, dates as precisely as they are known; empty columns go."""
    rows = behind(measure("fora_established_iom", programme), programme)
    assert rows[["row", "counts", "forum_id", "established_on", "grants"]].to_dict("list") == {
        "row": [2, 3, 4], "counts": [1, 1, 1], "forum_id": ["F1", "F2", "F3"],
        "established_on": [date(2014, 5, 10), date(2016, 4, 20), "Oct 2016"], "grants": ["US-P1", "DE-P2;US-P2", "DE-P2"],
    }  # fmt: skip
    assert not {"closed_on", "last_met_on", "row_id", "plan_from"} & set(rows)


def test_rows_behind_a_split_and_nothing(programme: Programme) -> None:
    """A split lists the same rows once; a figure without rows lists none, with its columns."""
    split = behind(measure("attendances", programme, "donor"), programme)
    assert split.equals(behind(measure("attendances", programme), programme))
    assert behind(measure("headquarters_built", programme), programme).empty


def test_rows_behind_a_published_figure(public_record: Programme) -> None:
    """Behind a published figure stands the fact that states it, as printed."""
    rows = behind(measure("fora_established_iom", public_record), public_record)
    assert rows[["counts", "fact_id", "qualifier", "source"]].to_dict("records") == [
        {"counts": "30", "fact_id": "F017", "qualifier": "at_least", "source": "S01"}
    ]
    planned = behind(measure("fora_planned", public_record.within(Scope(governorates=("IQG15",)))),
                     public_record.within(Scope(governorates=("IQG15",))))  # fmt: skip
    assert list(planned["forum_id"]) == ["CPF-P2", "CPF-P3"]


FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", '=HYPERLINK("http://x")', "=", "-", "|calc", "＝1", "＋1",
            "－1", "＠A", "﹣1", "｜x", "%0A=1", "%3D1", "％0A1", "'=1", "''=1"]  # fmt: skip
HARMLESS = ["F1", "a=b", "1-2", "10 %", "% of all", "'90s", "O'Neil", "", "'", "الأنبار", "(=1)", "_", "…"]
UNSEEN = [chr(point) for point in range(sys.maxunicode + 1) if unicodedata.category(chr(point))[0] in "CZ"]
COUNTED = [c for c in UNSEEN if unicodedata.category(c) not in ("Cs", "Co", "Cn")]


@pytest.mark.parametrize("cell", FORMULAS)
def test_no_cell_is_a_formula(cell: str) -> None:
    """No spreadsheet takes a cell for a formula: what begins like one is quoted as text, and numbers stay numbers."""
    assert read(csv(pd.DataFrame({"a": [cell], "b": [-1]}))) == [["a", "b"], ["'" + cell, "-1"]]
    assert read(csv(pd.DataFrame({cell: ["x"]}))) == [["'" + cell], ["x"]]


def test_nothing_unseen_hides_a_formula() -> None:
    """Every character of the categories "other" and "separator" before a sign is passed over, alone and between others."""
    assert len(COUNTED) > 200
    assert [hex(ord(c)) for c in COUNTED for sign in "=+-@|" if guarded(f"{c}{sign}1") != f"'{c}{sign}1"] == []
    assert [hex(ord(c)) for c in UNSEEN if not acts(f" {c}\u200b=1")] == []


@pytest.mark.parametrize("cell", HARMLESS)
def test_what_is_no_formula_stays(cell: str) -> None:
    """A text that no spreadsheet takes for a formula goes out as it is, and comes back so."""
    assert (acts(cell), guarded(cell), unguarded(cell)) == (False, cell, cell)


@given(st.text(st.sampled_from("'=+-@|%0A \t\n\u00ad\u180eaF1")))
def test_a_guard_is_taken_away_again(text: str) -> None:
    """Whatever a text is, guarded it acts no more, and unguarded it is what it was."""
    assert unguarded(guarded(text)) == text
    assert not acts(guarded(text))


def _is_free(column: Column) -> bool:
    return column.kind is Kind.TEXT and not column.choices and not column.refers_to and column.name != "currency"


@pytest.mark.parametrize("name", [name for name in TABLES if name != "attendance"])
def test_a_guarded_cell_loads_as_it_was(name: str, dataset: Dataset, tmp_path: Path) -> None:
    """A release written as a folder and read again has every free text as it was, in every table, whatever it begins with;
    in the file no cell but a number acts.  Attendance has no free text."""
    table, texts = TABLES[name], [cell for cell in FORMULAS if cell == cell.strip() and cell not in EMPTY]
    free = [column.name for column in table.columns if _is_free(column)]
    wild = pd.concat([dataset.tables[name].head(1)] * len(texts), ignore_index=True)
    wild = wild.assign(**{column: pd.array(texts, dtype="str") for column in free})
    write_package(replace(dataset, tables={**dataset.tables, name: wild}), tmp_path / "out")
    content = (tmp_path / "out" / f"{name}.csv").read_bytes()
    acting = [cell for line in read(content) for cell in line if acts(cell) and not re.fullmatch(r"-?[\d.]+", cell)]
    findings = IssueLog({})
    again = typed_frame(read_sheet(content, table, findings), findings)
    assert (acting, findings.sorted()) == ([], ())
    assert again[free].to_dict("list") == wild[free].to_dict("list")


def test_csv_opens_right() -> None:
    """UTF-8 with a mark, CRLF, quotes where needed, Arabic letters whole, numbers as numbers, nothing for nothing."""
    content = csv(pd.DataFrame({"name": ['الأنبار, "A"', None], "counts": pd.array([-3, pd.NA], dtype="Int64")}))
    assert content == '\ufeffname,counts\r\n"الأنبار, ""A""",-3\r\n,\r\n'.encode()


def test_a_long_table_goes_out_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """A table written part by part is the one written at once; a bound in its last line has its columns from the first on."""
    bounds = pd.Series([Quantity.exactly(n) for n in range(9)] + [Quantity.at_least(9)], dtype=object)
    frames = pd.DataFrame({"a": range(10), "b": "x"}), pd.DataFrame({"a": range(10), "b": bounds})
    whole = [csv(frame) for frame in frames]
    monkeypatch.setattr("community_policing.export.rows.AT_ONCE", 3)
    assert [csv(frame) for frame in frames] == whole
    assert [len(read(content)) for content in whole] == [11, 11]
    assert read(whole[1])[::10] == [["a", "b", "b: at least", "b: at most"], ["9", "≥ 9", "9", ""]]


@settings(deadline=None)  # a busy machine is no fault of the text
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1), min_size=1))
def test_csv_keeps_text(cells: list[str]) -> None:
    """Whatever text goes in comes out, but for the quote before what looks like a formula."""
    _, *lines = read(csv(pd.DataFrame({"a": cells, "b": "x"})))
    assert len(lines) == len(cells)
    assert all(line[0] in (cell, "'" + cell) for line, cell in zip(lines, cells, strict=True))


def test_file_name(programme: Programme, public_record: Programme) -> None:
    """The name says what, as of when, from which release, and that made-up data is made up."""
    release = programme.dataset.release
    assert file_name("fora", programme, programme.as_of) == f"fora-illustrative-2016-11-30-{release}.csv"
    assert file_name("fora", programme, programme.as_of, "xlsx") == f"fora-illustrative-2016-11-30-{release}.xlsx"
    assert file_name("facts", programme, None, "xlsx") == f"facts-{release}.xlsx"
    assert "illustrative" not in file_name("fora", public_record, public_record.as_of)


def test_file_name_carries_the_choice(programme: Programme) -> None:
    """Dataset, page and filters stand in the name, more than two of a kind as their number; the page once."""
    chosen = programme.within(
        Scope(programme.as_of, ("IQG01",), ("P1", "P2"), ("DE",), ("iom",)),
    )
    release, named = programme.dataset.release, {"dataset": "public_record", "page": "training"}
    assert file_name("events", chosen, chosen.as_of, "xlsx", **named) == (
        f"public-record-training-events-anbar-phase-1-phase-2-germany-iom-illustrative-2016-11-30-{release}.xlsx"
    )
    many = programme.within(Scope(governorates=("IQG01", "IQG08", "IQG15")))
    assert file_name("reach-flow", many, many.as_of, "", page="reach") == (
        f"reach-flow-3-governorates-illustrative-2016-11-30-{release}"
    )
    a, b = programme.within(Scope(date(2015, 11, 30), ("IQG08",))), programme.within(Scope(governorates=("IQG02",)))
    assert file_name("compare-fora", b, b.as_of, beside=a) == (
        f"compare-fora-baghdad-basra-illustrative-2015-11-30-2016-11-30-{release}.csv"
    )


@pytest.mark.parametrize("text", ["نینوا", "../../etc", "a b\\c:d*?", "Éire", "", "x" * 300])
def test_file_names_are_safe(text: str, programme: Programme) -> None:
    """Whatever a stem, page or dataset is called, the name has small Latin letters, digits, hyphens and its suffix alone."""
    name = file_name(text, programme, None, dataset=text, page=text)
    assert re.fullmatch(r"[a-z0-9-]{1,200}\.csv", name)
