"""Show the working: definition, formula, method, sources, caveats and the rows behind a figure.  It opens a Result; it
never recomputes one."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

import pandas as pd
import streamlit as st

from community_policing.analysis import insights, scope_wording, subject_notes
from community_policing.core import formats, labels
from community_policing.core.districts import district_name
from community_policing.core.geography import governorate_name
from community_policing.core.i18n import beside, n, t
from community_policing.core.quantity import total
from community_policing.export import provenance
from community_policing.export.rows import behind, in_cells, meanings
from community_policing.export.table import on_screen
from community_policing.measure.compute import splits_of
from community_policing.measure.programme import Programme
from community_policing.measure.result import Result
from community_policing.ui.components import figures, notes, style
from community_policing.ui.components.arrow_cache import grid
from community_policing.ui.shell import session
from community_policing.ui.shell.markdown import escape

LISTED = 1_000  # rows on the screen
MOST = 100_000  # rows in a workbook: more take a server's memory and a reader's patience


Sides = Sequence[tuple[str, Programme]]


def show_working(results: tuple[Result, ...], programme: Programme, sides: Sides = ()) -> None:
    """Open the dialog for Results; `sides`: of compared figures, in turn, the name and the programme of each."""
    st.dialog(t("The working"), width="large")(_working)(results, programme, sides)


def button(name: str, results: tuple[Result, ...], programme: Programme) -> None:
    """Draw the button that opens the working of those Results; `name` is unique on the page."""
    if st.button(notes.marked(t("Show the working"), results), key=f"working-{name}", type="tertiary"):
        show_working(results, programme)


def _working(results: tuple[Result, ...], programme: Programme, sides: Sides) -> None:
    apart = len(sides) > 1  # the same figure of two sides
    of = [sides[place % len(sides)] if sides else ("", programme) for place in range(len(results))]
    labels = [beside((_label(r), name)) if apart else _label(r) for r, (name, _) in zip(results, of, strict=True)]
    for place, (result, tab) in enumerate(zip(results, st.tabs(labels), strict=True)):
        with tab:
            letter = f"-{'ab'[place % 2]}" if apart else ""
            _one(result, of[place][1], f"{result.indicator.key}{letter}")


def _stated(result: Result) -> bool:
    """Whether the figure is a publisher's own, of something else than what we count."""
    return result.from_facts and bool(result.indicator.as_published)


def _label(result: Result) -> str:
    return t("{label}, as published", label=result.label) if _stated(result) else result.label


def _one(result: Result, programme: Programme, key: str) -> None:
    indicator = result.indicator
    if result.scope != programme.scope:  # one place's figure, opened where more is shown
        programme = session.scoped(programme.whole, replace(result.scope, as_of=result.as_of))
    figure = formats.in_words(result.value, indicator.unit)
    if _stated(result):
        stated = formats.quantity(result.value, indicator.unit)
        figure = t("{figure} people reached, as published", figure=stated)
    st.markdown(f"## {escape(figure)}")
    notes.show(subject_notes.of_results((result,)), f"working-{key}")
    st.markdown("\n\n".join(f"**{name}** {escape(text)}" for name, text in _facts(result, programme) if text))
    _split(result, programme, key)
    _rows(result, programme, key)


def _in_words(rows: pd.DataFrame) -> pd.DataFrame:
    """Words of the closed vocabularies as a person reads them."""
    return rows.assign(
        **{name: rows[name].map(partial(_in_word, column=name)) for name in labels.IN_WORDS if name in rows}
    )


def _in_word(cell: object, column: str) -> object:
    return labels.value_label(cell, column) if isinstance(cell, str) else cell


def _rows(result: Result, programme: Programme, key: str) -> None:
    """The rows behind the figure: the first of them on the screen, all of them in the downloads."""
    count = result.behind.count
    if not count:
        st.caption(result.why_absent or t("No row counts towards this figure."))
        return
    figure = formats.number(count)
    cells = in_cells(result, programme)
    if cells:
        st.markdown(t("**The cells behind it**"))
        st.caption(
            t(
                "This view lists cells, never single rows. A cell adds up all rows of one governorate, period, kind, phase, "
                "donor and group."
            )
        )
    else:
        st.markdown(n("**{figure} row behind it**", "**{figure} rows behind it**", count, figure=figure))
    rows = on_screen(_in_words(behind(result, programme, LISTED)))
    heads = {str(name): st.column_config.Column(label=labels.column_label(str(name))) for name in rows}
    grid(rows, f"rows-{key}", height=style.height(len(rows), 8), column_config=heads)
    if len(rows) == LISTED < count:
        some = {"most": formats.number(LISTED), "count": figure}
        st.caption(
            t("Here are the first {most} of {count}; the downloads contain all.", **some)
            if count <= MOST
            else t("Here are the first {most} of {count}; the download contains all.", **some)
        )
    title = _title(result, cells)
    figures.downloads(lambda: behind(result, programme), key, programme, title=title, results=(result,),
                      notes=meanings(result, programme), workbook=count <= MOST)  # fmt: skip
    if count > MOST:
        st.caption(t("Tables of more than {most} rows download as CSV only.", most=formats.number(MOST)))


def _title(result: Result, cells: bool) -> str:
    words = {"label": result.label}
    return t("Cells behind: {label}", **words) if cells else t("Rows behind: {label}", **words)


def _facts(result: Result, programme: Programme) -> tuple[tuple[str, str], ...]:
    """Label and plain text of each line."""
    dataset = programme.dataset
    return (
        (t("Definition."), provenance.definition(result)),
        (t("Method."), provenance.method(result)),
        (t("As of."), formats.day(result.as_of)),
        (t("Target."), provenance.target(result)),
        (t("Published."), insights.against_published(result)),
        (t("Caveat."), provenance.caveat(result)),
        (t("Selection."), scope_wording.not_narrowed(result)),
        (t("Protected."), provenance.protected(programme) if result.indicator.persons else ""),
        (t("Source."), provenance.source(programme, result)),
        (t("Data."), beside((dataset.title, t("release {number}", number=dataset.release)))),
    )


def _split(result: Result, programme: Programme, key: str) -> None:
    """The figure split by a dimension of the reader's choice, with the total that counts each row once."""
    by = st.selectbox(
        t("Split by"),
        ["", *splits_of(result.indicator, programme)],
        format_func=_dimension,
        key=f"split-{key}",
        width=280,
    )
    if not by:
        return
    split = session.result(result.indicator.key, programme, by)
    if not split.parts:
        st.caption(t("This split is not published.") if split.from_facts else t("No row counts towards this figure."))
        return
    rows, title = insights.split_rows(split, names(by, programme, result.indicator.table)), _by(split)
    figures.table(rows, f"{key}-by-{by}", programme, title=title, results=(split,))
    if split.indicator.share:
        st.caption(t("Shares do not add up: each is a share of a different whole."))
    elif split.value and total(split.parts.values()).low > split.value.low:
        st.caption(t("A row that belongs to several parts counts under each, and once in the total."))


def _by(split: Result) -> str:
    return t("{label} by {dimension}", label=split.label, dimension=labels.in_sentence(split.by))


def _dimension(by: str) -> str:
    return labels.label(by) if by else t("nothing")


def names(by: str, programme: Programme, table: str = "") -> Callable[[str], str]:
    """What a key of that dimension is called; a district is likely where it is for a row of that table, or of any."""
    if by == "district":
        likely = programme.likely_districts(table)
        return lambda key: district_name(key, key in likely)
    if by == "governorate":
        return governorate_name
    tables = {"phase": ("phases", "name"), "donor": ("donors", "short_name")}
    name_of = programme.names(*tables[by]) if by in tables else {}
    return lambda key: name_of.get(key) or (labels.label(key, by) if key and by not in tables else t("Not on record"))
