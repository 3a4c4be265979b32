"""Tables of the dataset as a zip of Parquet or CSV files, with a text that says what they are.

Of what is protected only tables go out whose rows the pages show: single fora, seats, meetings and concerns are none of them;
their numbers stand in the lines of `activities`.
"""

import io
import zipfile
from collections.abc import Callable, Iterator
from math import inf

import pandas as pd

from community_policing.core import schema
from community_policing.core.bidi import without_marks
from community_policing.core.i18n import t
from community_policing.dataset.typed_frames import filled
from community_policing.export import rows
from community_policing.export.handed_on.activities import stated
from community_policing.export.handed_on.five_w import table as activity_table
from community_policing.measure.frames import with_recorded_districts
from community_policing.measure.programme import Programme

# Beside what is published or describes the programme itself, only analysts see rows of concerns, and only who sees rows those of
_ROWS = ("fora", "trainings", "attendance", "infrastructure", "meetings", "grants", "phases")
ACTIVITIES = "activities"
_ALWAYS = ("facts", "targets", "donors", "sources")


def parquet(programme: Programme) -> bytes:
    """The tables as Parquet: numbers and dates keep their types."""
    return _zipped(programme, "parquet", lambda frame: bytes(frame.to_parquet(index=False) or b""))


def csv(programme: Programme) -> bytes:
    """The tables as CSV that spreadsheets open right."""
    return _zipped(programme, "csv", rows.csv)


def tables(programme: Programme) -> Iterator[tuple[str, pd.DataFrame]]:
    """Name and rows of each table in scope that has any, in the columns of the schema; first the activities of all kinds."""
    for name in names(programme):
        rows_of = table(name, programme)
        if len(rows_of) or name == ACTIVITIES:
            yield name, rows_of


def names(programme: Programme) -> tuple[str, ...]:
    """The tables that go out to this reader."""
    return (ACTIVITIES, *_ALWAYS, *(() if programme.protected else _ROWS))


def table(name: str, programme: Programme) -> pd.DataFrame:
    """The rows in scope of one of those tables."""
    if name == ACTIVITIES:
        frame, _ = activity_table(programme)
        return frame.map(lambda cell: None if cell is None else str(cell)).astype("str")
    held = with_recorded_districts(programme.frames[name])
    columns = [
        part
        for column in schema.TABLES[name].as_filled(filled(held)).columns
        for part in (column.name, f"{column.name}_precision")
        if part in held
    ]
    return held[columns].reset_index(drop=True).replace([inf, -inf], None)  # a baseline that is withheld


def _zipped(programme: Programme, suffix: str, write: Callable[[pd.DataFrame], bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as bundle:
        said = t("Statuses are those of {day}, the day of the release.", day=programme.dataset.as_of.isoformat())
        parts = [("about.txt", without_marks(f"{stated(programme)} {said}\n").encode())]
        parts += [(f"{name}.{suffix}", write(frame)) for name, frame in tables(programme)]
        for name, content in parts:  # of a fixed date: the same request gives the same bytes
            bundle.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return file.getvalue()
