"""Figures on a page: drawn with a description for those who cannot see them, a legend, and a designed empty state."""

from collections.abc import Callable, Collection, Sequence
from datetime import date
from typing import Any, Literal

import pandas as pd
import plotly.graph_objects as go
import pyarrow as pa
import streamlit as st

from community_policing.analysis.map.choropleth import Step
from community_policing.core import formats, palette
from community_policing.core.bidi import without_marks
from community_policing.core.i18n import language, speaking, t
from community_policing.export import provenance, workbook as workbooks
from community_policing.export.provenance import Line, about
from community_policing.export.rows import csv, file_name
from community_policing.export.table import figures, on_screen
from community_policing.measure.programme import Programme, has_value
from community_policing.measure.result import Result
from community_policing.protect.policy import Act
from community_policing.ui.charts.frame import Drawing, config, inert
from community_policing.ui.components import style
from community_policing.ui.components.arrow_cache import arrow, grid, kept
from community_policing.ui.shell import access, address, release_watch, state
from community_policing.ui.shell.markdown import escape

WIDEST = 420  # pixels of a column; longer texts are read by opening the cell
NARROW = 170  # where a table takes the place of a figure, its numbers must be seen beside their names
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def drawn(
    figure: go.Figure | Drawing, alt: str, key: str, table: Callable[[], pd.DataFrame] | None, programme: Programme, *,
    title: str = "", results: Sequence[Result] = (), published: bool = False, legend: str = "",
    beside: Programme | None = None, notes: Sequence[Line] = (),
) -> None:  # fmt: skip
    """Draw a chart, or, where the reader prefers it, its table; with the chart as PNG and SVG and its numbers as CSV and XLSX.

    `table` None: it stands on the page anyhow, with its downloads.  `title`, `results`, `published`, `beside` and `notes` as
    in `downloads`, `legend` as in `style.pictures`.
    """
    place = st.container()
    with st.container(horizontal=True, vertical_alignment="center", key=f"under-{key}"):
        as_table = table is not None and _as_table(key)
        if not as_table:
            name = title or " · ".join(result.label for result in results)
            pictures(figure, key, programme, name, published, legend, beside)
        if table is not None:
            _buttons(table, key, programme, title, results, published, notes, beside=beside)
    with place:
        if table is not None and as_table:
            _framed(table(), f"rows-{key}", "auto", NARROW)
        elif isinstance(figure, Drawing):
            style.drawing(key, figure.svg, alt, figure.wide, figure.ground)
        else:
            st.plotly_chart(figure, theme=None, key=key, config=config(), alt=alt)


def _as_table(key: str) -> bool:
    address.flag("table", key, f"as-table-{key}")
    return st.toggle(t("As a table"), key=f"as-table-{key}")


def pictures(
    figure: go.Figure | Drawing, key: str, programme: Programme, title: str, published: bool = False, legend: str = "",
    beside: Programme | None = None,
) -> None:  # fmt: skip
    """PNG and SVG of the chart of that key, for who may take files; what they say of themselves stands on them."""
    if access.may(Act.EXPORT):
        name = _name(key, programme, None if published else programme.as_of, "", beside)
        mapped = not figure.wide if isinstance(figure, Drawing) else "geo" in figure.to_dict()["layout"]
        note = provenance.on_picture(programme, mapped, published, beside)
        style.pictures(key, name, inert(title), inert(note), legend)


def _name(stem: str, programme: Programme, as_of: date | None, suffix: str, beside: Programme | None = None) -> str:
    """A file's name, with the dataset and the page that it was taken from."""
    release, dataset = state.RELEASE.get(), state.DATASET.get()
    shown = f"release-{release}" if release and dataset == release_watch.KEY else dataset
    return file_name(stem, programme, as_of, suffix, dataset=shown, page=address.page(), beside=beside)


def table(
    rows: pd.DataFrame, stem: str, programme: Programme, whole: bool = False, published: bool = False, *, title: str = "",
    results: Sequence[Result] = (), notes: Sequence[Line] = (),
) -> None:  # fmt: skip
    """Draw a table with its downloads.

    Parameters
    ----------
    rows
        Cells as what they are: Quantity, `in_unit(value, unit)`, date, text, None.
    stem
        The table's name in keys and files.
    programme
        The programme that the rows are of.
    whole
        Show every line instead of a window that scrolls.
    published, title, results, notes
        As in `downloads`.

    Examples
    --------
    >>> from streamlit.testing.v1 import AppTest
    >>> def page() -> None:
    ...     import pandas as pd
    ...     from community_policing.core.paths import DATA
    ...     from community_policing.dataset.load import load
    ...     from community_policing.measure.programme import Programme
    ...     from community_policing.ui.components import figures
    ...     figures.table(pd.DataFrame({"Forum": []}), "fora", Programme.of(load(DATA / "public_record")))
    >>> AppTest.from_function(page).run().markdown[0].value
    '–  This dataset has no rows of this kind\\\\.'
    """
    if rows.empty:
        empty(t("This dataset has no rows of this kind."))
        return
    _framed(rows, f"table-{stem}", 38 + 35 * len(rows) if whole else "auto")
    downloads(lambda: rows, stem, programme, title=title, results=results, published=published, notes=notes)


def printed(
    rows: pd.DataFrame, stem: str, programme: Programme, *, title: str = "", results: Sequence[Result] = ()
) -> None:
    """Draw a short table as in a printed report, with its downloads: the grid that sorts and searches takes 250 KB of scripts,
    and is there for who asks for it.  As in `table` otherwise."""
    if rows.empty:
        empty(t("This dataset has no rows of this kind."))
        return
    place = st.container()
    with st.container(horizontal=True, vertical_alignment="center", key=f"under-{stem}"):
        address.flag("table", stem, f"sorted-{stem}")
        as_grid = st.toggle(t("Sort and search"), key=f"sorted-{stem}")
        _buttons(lambda: rows, stem, programme, title, results)
    with place:
        if as_grid:
            _framed(rows, f"table-{stem}", 38 + 35 * len(rows))
        else:
            style.report(*kept(f"printed in {language()}", rows, lambda: _printed(rows)), "plain")


def downloads(
    rows: Callable[[], pd.DataFrame], stem: str, programme: Programme, *, title: str = "", results: Sequence[Result] = (),
    published: bool = False, notes: Sequence[Line] = (), workbook: bool = True, beside: Programme | None = None,
) -> None:  # fmt: skip
    """Two quiet buttons, for who may take files: the rows as CSV, and as a workbook with what they are on its first sheet.
    Nothing is made before a click.

    `stem` is unique on the page.  `title`: plain text, what the file shows; without one, the Results' labels.
    `results`: those whose numbers these are, for definitions, methods, caveats, targets and sources.  `published`: it
    was published, is made up in no dataset, and hangs on nobody's choice.  `notes`: further lines, label and
    plain text, such as what the columns mean.
    `workbook` False: CSV alone, where there are too many rows.  `beside`: side A of a comparison whose side B is `programme`;
    names and notes say both.
    """
    with st.container(horizontal=True, vertical_alignment="center", key=f"under-{stem}"):
        _buttons(rows, stem, programme, title, results, published, notes, workbook, beside)


def _buttons(
    rows: Callable[[], pd.DataFrame], stem: str, programme: Programme, title: str, results: Sequence[Result],
    published: bool = False, notes: Sequence[Line] = (), workbook: bool = True, beside: Programme | None = None,
) -> None:  # fmt: skip
    if not access.may(Act.EXPORT):
        return
    code, as_of = language(), None if published else programme.as_of

    def as_xlsx() -> bytes:
        with speaking(code):
            facts = about(programme, title, results, published, notes, beside)
            return workbooks.workbook(rows(), facts)

    _csv_button(rows, stem, _name(stem, programme, as_of, "csv", beside))
    if workbook:
        _button("↓ XLSX", as_xlsx, _name(stem, programme, as_of, "xlsx", beside), XLSX, f"xlsx-{stem}")


def made_file(data: Callable[[], bytes], stem: str, programme: Programme, suffix: str, mime: str) -> None:
    """One button, for who may take files: a file of the programme that is made at a click."""
    if not access.may(Act.EXPORT):
        return
    code = language()

    def made() -> bytes:
        with speaking(code):  # a click is answered outside the page's run
            return data()

    _button(f"↓ {suffix.upper()}", made, _name(stem, programme, programme.as_of, suffix), mime, f"made-{stem}")


def csv_alone(rows: Callable[[], pd.DataFrame], stem: str) -> None:
    """One quiet button, for who may take files: rows that are no programme's, as CSV."""
    if access.may(Act.EXPORT):
        _csv_button(rows, stem, f"{stem}.csv")


def _csv_button(rows: Callable[[], pd.DataFrame], stem: str, name: str) -> None:
    code = language()

    def as_csv() -> bytes:
        with speaking(code):  # a click is answered outside the page's run
            return csv(rows())

    _button("↓ CSV", as_csv, name, "text/csv", f"csv-{stem}")


def _button(label: str, data: Callable[[], bytes], name: str, mime: str, key: str) -> None:
    st.download_button(label, access.taken(name, data), name, mime, key=key, on_click="ignore", type="tertiary")


def _printed(rows: pd.DataFrame) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...], frozenset[int]]:
    """Header, lines, and which columns hold figures."""
    shown, right, none = on_screen(rows), figures(rows), formats.quantity(None)
    header = tuple(map(str, shown))
    lines = tuple(
        tuple(str(cell) if has_value(cell) else none for cell in line) for line in shown.itertuples(index=False)
    )
    return header, lines, frozenset(place for place, name in enumerate(header) if place and name in right)


def _framed(rows: pd.DataFrame, key: str, height: int | Literal["auto"], widest: int = WIDEST) -> None:
    """As wide as its texts, so that a number stands beside what it counts; numbers are aligned on their last digit."""
    frame, looks = kept(f"framed in {language()}, {widest}", rows, lambda: _looks(rows, widest))
    grid(frame, key, height=height, width="content", column_config=looks)


def _looks(rows: pd.DataFrame, widest: int) -> tuple[pa.Table, dict[str, Any]]:
    frame, right = on_screen(rows), figures(rows)
    looks = {
        name: st.column_config.Column(
            width=_width(name, frame[name].iloc[:200], widest), alignment="right" if name in right else None
        )
        for name in map(str, frame)
    }
    return arrow(frame), looks


def _width(name: str, cells: "pd.Series[Any]", widest: int) -> int:
    longest = max((len(without_marks(str(cell))) for cell in (name, *cells)), default=0)
    return min(7 * longest + 30, widest)


def legend(
    steps: tuple[Step, ...], colours: palette.Palette, kinds: Collection[str] = (), states: Collection[str] = ()
) -> None:
    """Draw a map's legend: its colours, those of no data dashed, then the `kinds` of fora that have a mark, and what the signs on
    marks say of fora in those `states`."""
    boxes = [
        (f"background:{s.colour};border:1px {'dashed' if s.kind == 'no_data' else 'solid'} {colours.unknown}", s.label)
        for s in steps
    ]
    shapes = {
        "iom": (f"background:{colours.iom};border-radius:50%", t("fora by IOM")),
        "police": (f"background:{colours.police}", t("fora by local police")),
        "planned": (f"border:3px solid {colours.planned};border-radius:50%", t("fora planned")),
    }
    diamond, triangle = "polygon(50% 0,100% 50%,50% 100%,0 50%)", "polygon(50% 0,100% 100%,0 100%)"
    signs = {
        "active": ("display:none", t("active: no sign")),
        "dormant": (f"background:{colours.bad};clip-path:{diamond}", t("dormant")),
        "never_met": (f"background:{colours.warn};clip-path:{triangle}", t("not met yet")),
    }
    shown = [shape for kind, shape in shapes.items() if kind in kinds]
    style.legend(boxes + shown + [sign for state, sign in signs.items() if state in states])


def empty(sentence: str) -> None:
    """What stands where a figure would, when there is nothing to draw."""
    with st.container(border=True):
        st.markdown(f"–  {escape(sentence)}")
