"""Comparison cards: both figures and the change, with the working of both."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import streamlit as st

from community_policing.analysis import scope_wording
from community_policing.analysis.compare import wording
from community_policing.analysis.compare.comparison import Comparison, lasts
from community_policing.core import formats
from community_policing.core.i18n import t
from community_policing.measure.programme import Programme, cached_on_programme
from community_policing.measure.result import Result
from community_policing.ui.components.cards import large
from community_policing.ui.components.working import show_working
from community_policing.ui.shell.markdown import escape
from community_policing.ui.shell.session import result, scoped

CARDS = (
    ("fora_established_iom",), ("fora_established_police",), ("fora_planned",), ("trainings_and_campaigns_held",),
    ("workshops_held",), ("attendances",), ("community_attendances",), ("vehicles_handed_over",),
    ("equipment_handed_over",), ("building_works_done", "works_agreed"),
)  # fmt: skip


def at(programme: Programme, day: date) -> Programme:
    """The same choice on another day."""
    return scoped(programme.whole, replace(programme.scope, as_of=day))


@cached_on_programme
def compared(key: str, a: Programme, b: Programme, by: str = "") -> Comparison:
    """One indicator on the days of two programmes of one choice."""
    return Comparison(result(key, a, by), result(key, b, by), lasts(key, b))


def headline(a: Programme, b: Programme) -> str:
    """What became of the fora."""
    return wording.headline(*(compared(f"fora_established{who}", a, b) for who in ("", "_iom", "_police")))


def cards(a: Programme, b: Programme) -> None:
    """What changed, each with both figures and the working of both."""
    with st.grid(columns=5, min_column_width=165, gap="small"):
        for key, text in _cards(a, b):
            with st.container(border=True, height="stretch", key=f"card-{key[0]}"):
                st.markdown(text)
                if st.button(t("Show the working"), key=f"working-{key[0]}", type="tertiary"):
                    open_working(key, a, b)


def open_working(keys: Sequence[str], a: Programme, b: Programme) -> None:
    """Opens the working of those figures on both dates."""
    show_working(results(keys, a, b), b)


def results(keys: Sequence[str], a: Programme, b: Programme) -> tuple[Result, ...]:
    """Those figures on both dates, or on the one that both are."""
    days = (b,) if a.as_of == b.as_of else (a, b)
    return tuple(result(key, programme) for key in keys for programme in days)


@cached_on_programme
def _cards(a: Programme, b: Programme) -> tuple[tuple[tuple[str, ...], str], ...]:
    """For each card its indicators and its text."""
    return tuple((keys, _card([compared(key, a, b) for key in keys])) for keys in CARDS)


def _card(comparisons: Sequence[Comparison]) -> str:
    first, *others = comparisons
    lines = [
        first.b.label,
        f"## {large(wording.signed(first.more, first.unit))}",
        escape(_both(first)),
    ]
    lines += [escape(f"{other.b.label}: {_both(other)}") for other in others]
    small = [
        scope_wording.not_narrowed(first.b),
        wording.why(first),
        *("" if first.one_statement else _stated(each) for each in (first.a, first.b)),
    ]
    return "\n\n".join([*lines, *(f":small[{escape(line)}]" for line in small if line)])


def _both(comparison: Comparison) -> str:
    if comparison.a.value is None and comparison.b.value is None:
        return t("not known on either date")
    figures = [
        formats.quantity(each.value, comparison.unit) if each.value else t("not known")
        for each in (comparison.a, comparison.b)
    ]
    return " → ".join(figures)


def _stated(result: Result) -> str:
    """For a published figure that speaks of another day: of which."""
    if not result.from_facts or result.published is None or result.published.as_of == result.as_of:
        return ""
    return t("{day}: as published for {then}", day=formats.day(result.as_of), then=formats.day(result.published.as_of))
