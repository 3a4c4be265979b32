"""Show the working: definition, formula, method, sources, caveats and the rows behind a figure.  It opens a Result; it
never recomputes one."""

from collections.abc import Callable

import streamlit as st

from community_policing import findings, theme
from community_policing.export.rows import behind, csv, file_name
from community_policing.findings import absent, against_published, against_target
from community_policing.programme import Programme
from community_policing.quantity import total
from community_policing.result import AT_RISK_FROM, ON_TRACK_FROM, Result
from community_policing.text import n, t
from community_policing.view import filters, session
from community_policing.view.markdown import escape


def show_working(results: tuple[Result, ...], programme: Programme) -> None:
    """Opens the dialog for one or more Results."""
    st.dialog(t("The working"), width="large")(_working)(results, programme)


def _working(results: tuple[Result, ...], programme: Programme) -> None:
    for result, tab in zip(results, st.tabs([t(r.indicator.label) for r in results]), strict=True):
        with tab:
            _one(result, programme)


def _one(result: Result, programme: Programme) -> None:
    indicator = result.indicator
    figure = theme.quantity(result.value, indicator.unit)
    st.markdown(f"## {escape(figure)} {escape(t(indicator.unit)) if indicator.unit != 'percent' else ''}")
    st.markdown("\n\n".join(f"**{name}** {text}" for name, text in _facts(result, programme) if text))
    _split(result, programme)
    if not result.row_ids:
        st.caption(absent(result) if result.absent else t("No row counts here."))
        return
    rows = behind(result, programme)
    st.markdown(f"**{n('{count} row behind it', '{count} rows behind it', len(rows))}**")
    st.dataframe(rows, hide_index=True, height=min(38 + 35 * len(rows), 320), key=f"rows-{indicator.key}")
    st.download_button(
        t("Download these rows (CSV)"),
        lambda: csv(rows),
        file_name(indicator.key, programme, result.as_of),
        "text/csv",
        key=f"download-{indicator.key}",
        on_click="ignore",
    )


def _facts(result: Result, programme: Programme) -> tuple[tuple[str, str], ...]:
    """Label and text of each line; texts are ours or escaped."""
    indicator, titles = result.indicator, programme.names("sources", "title")
    method = (
        t("Stated by the source; not counted from rows.")
        if result.from_facts and result.absent == ""
        else t(indicator.formula)
    )
    sources = "; ".join(titles.get(source, source) for source in result.source_ids)
    thresholds = t(
        "On track from {on} %, at risk from {risk} % of what a straight path asks for by now.",
        on=theme.number(100 * ON_TRACK_FROM), risk=theme.number(100 * AT_RISK_FROM),
    )  # fmt: skip
    made_up = t(" (illustrative)") if result.target and "illustrative" in result.target.records else ""
    return (
        (
            t("Definition."),
            escape(
                t(indicator.as_published) if result.from_facts and indicator.as_published else t(indicator.definition)
            ),
        ),
        (t("Method."), escape(method)),
        (t("As of."), escape(theme.day(result.as_of))),
        (
            t("Target."),
            escape(f"{against_target(result)}{made_up}. {thresholds}")
            if result.target
            else escape(against_target(result)),
        ),
        (t("Published."), escape(against_published((result,)))),
        (t("Caveat."), escape(" ".join(t(caveat) for caveat in _caveats(result)))),
        (t("Source."), escape(sources) or (t("Made up for demonstration.") if programme.dataset.synthetic else "")),
        (t("Data."), escape(f"{programme.dataset.title} · {t('release')} {programme.dataset.release}")),
    )


def _caveats(result: Result) -> tuple[str, ...]:
    """What to know of the figure, and of the published one beside it where that counts something else."""
    indicator = result.indicator
    published = (indicator.as_published,) if indicator.as_published and result.published else ()
    return published if result.from_facts else (*indicator.caveats, *published)


def _split(result: Result, programme: Programme) -> None:
    """The figure split by a dimension of the reader's choice, with the total that counts each row once."""
    key = result.indicator.key
    by = st.selectbox(
        t("Split by"), ["", *result.indicator.splits], format_func=_dimension, key=f"split-{key}", width=280
    )
    if not by:
        return
    split = session.result(key, programme, by)
    if not split.parts:
        st.caption(t("Nobody published this split.") if split.from_facts else t("No row counts here."))
        return
    st.dataframe(findings.split_rows(split, _names(by, programme)), hide_index=True, key=f"parts-{key}")
    if split.indicator.share:
        st.caption(t("Shares are never added: each is its own part of its own whole."))
    elif split.value and total(split.parts.values()).low > split.value.low:
        st.caption(t("A row that belongs to several parts counts under each, and once in the total."))


def _dimension(by: str) -> str:
    return theme.label(by) if by else t("nothing")


def _names(by: str, programme: Programme) -> Callable[[str], str]:
    """What a key of that dimension is called."""
    if by == "governorate":
        return filters.governorate_name
    tables = {"phase": ("phases", "name"), "donor": ("donors", "short_name")}
    known = programme.names(*tables[by]) if by in tables else {}
    return lambda key: known.get(key) or (theme.label(key) if key and by not in tables else t("Not on record"))
