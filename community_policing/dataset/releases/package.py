"""A dataset as a folder that anybody can read and load() reads back: datapackage.json and one CSV file for each table.

Values come back the same: dates with the precision they were known in, numbers in full, and a text that a spreadsheet would
take for a formula with an apostrophe before it, which load() takes away again.  A table that is scanned stays a Parquet file.
"""

import csv
import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from community_policing.core.formulas import guarded
from community_policing.core.i18n import ProgrammeError, t
from community_policing.core.schema import TABLES, Column, Table
from community_policing.dataset.datapackage import FILE
from community_policing.dataset.load import Dataset
from community_policing.dataset.package_description import resource
from community_policing.dataset.parquet import SUFFIX
from community_policing.dataset.releases.release import Release
from community_policing.dataset.typed_frames import DTYPES, cell_texts, filled

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest a zip can say: the same release gives the same bytes


def write_package(dataset: Dataset, folder: Path, release: Release | None = None) -> None:
    """Write the dataset into a new or empty folder.  ProgrammeError where that is not possible, or something is there."""
    remedy = t("Name a folder that is new or empty.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise ProgrammeError(t("{folder} is not empty, and nothing in it is overwritten.", folder=folder), remedy)
        for name, data in _contents(dataset, release):
            (folder / name).write_bytes(data)
    except OSError as error:
        problem = t("{folder} cannot be written to ({reason}).", folder=folder, reason=error.strerror)
        raise ProgrammeError(problem, remedy) from error


def zipped(dataset: Dataset, release: Release | None = None) -> bytes:
    """The same folder as one zip; the same release gives the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in _contents(dataset, release):
            packed.writestr(zipfile.ZipInfo(name, _EPOCH), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _contents(dataset: Dataset, release: Release | None) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each file; tables before the description, so that a folder cut short is not taken for whole."""
    for table in _shapes(dataset):
        scan = dataset.scans.get(table.name)
        yield _path(dataset, table.name), scan.path.read_bytes() if scan else _csv(dataset.tables[table.name], table)
    yield FILE, _described(dataset, release).encode()


def _shapes(dataset: Dataset) -> list[Table]:
    """The tables as their files have them."""
    return [table.as_filled(filled(dataset.tables[name])) for name, table in TABLES.items()]


def _path(dataset: Dataset, name: str) -> str:
    return f"{name}{SUFFIX if name in dataset.scans else '.csv'}"


def _csv(frame: pd.DataFrame, table: Table) -> bytes:
    """UTF-8 with BOM, so that spreadsheets read Arabic right."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(column.name for column in table.columns)
    cells = [_cells(frame, column) for column in table.columns]
    writer.writerows(zip(*cells, strict=True))
    return out.getvalue().encode("utf-8-sig")


def _cells(frame: pd.DataFrame, column: Column) -> list[str]:
    texts = cell_texts(frame, column)
    return [guarded(text) for text in texts] if DTYPES[column.kind] == "str" else texts


def _described(dataset: Dataset, release: Release | None) -> str:
    description = dataset.description_json()
    licence = description.pop("licence")
    about: dict[str, Any] = {
        "profile": "tabular-data-package",
        **description,
        **({"licenses": [{"name": licence, "title": licence}]} if licence else {}),
        **({"release": _of(release)} if release else {}),
        "resources": [resource(table, _path(dataset, table.name)) for table in _shapes(dataset)],
    }
    return json.dumps(about, ensure_ascii=False, indent=2) + "\n"


def _of(release: Release) -> Mapping[str, Any]:
    document = release.as_json()
    names = ("number", "content", "published_at", "published_by", "note", "kind", "base", "points_at", "source")
    return {name: document[name] for name in names}
