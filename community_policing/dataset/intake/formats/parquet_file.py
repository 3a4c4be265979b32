"""Parquet file -> sheet: its columns as texts; attendance stays in the file, which may be too long for memory."""

from pathlib import Path

from community_policing.core.i18n import t
from community_policing.core.settings import Limits
from community_policing.dataset.intake.formats.file_type import damaged
from community_policing.dataset.intake.formats.sheet_cells import text_of
from community_policing.dataset.intake.recipe.headers.header_rows import Header
from community_policing.dataset.intake.recipe.sheet import RawSheet
from community_policing.dataset.intake.recipe.sheet_tables import by_name, fits
from community_policing.dataset.intake.refusal import Refusal
from community_policing.dataset.load import SCANNED


def read(name: str, path: Path, limits: Limits, table: str = "") -> RawSheet:
    """The file's rows; of attendance, by its name or its columns, the header alone and where the file lies."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        header = pq.read_schema(path).names
        rows = pq.ParquetFile(path).metadata.num_rows
        table = table or by_name(name)
        if (table or next((fit.table for fit in fits(Header(header, 1))), "")) == SCANNED:
            return RawSheet(name, [header], [1], worksheet=False, table=SCANNED, data=path)
        if rows > limits.sheet_rows:
            problem = t(
                "the file has more than {limit} rows (CPF_LIMIT_SHEET_ROWS). Split it.", limit=f"{limits.sheet_rows:,}"
            )
            raise Refusal("too_many_rows", problem, name)
        if len(header) > limits.columns:
            problem = t("the file has more than {limit} columns (CPF_LIMIT_COLUMNS).", limit=limits.columns)
            raise Refusal("too_many_columns", problem, name)
        columns = [[text_of(value) for value in column.to_pylist()] for column in pq.read_table(path).columns]
    except (pa.ArrowException, OSError) as error:
        raise damaged(error) from error
    body = [list(row) for row in zip(*columns, strict=True)]
    return RawSheet(name, [header, *body], range(1, len(body) + 2), worksheet=False, table=table)
