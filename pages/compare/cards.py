"""Comparison cards: both figures and the difference, with the working of both."""

from collections.abc import Sequence

import streamlit as st

from community_policing.analysis import scope_wording
from community_policing.analysis.compare import wording
from community_policing.analysis.compare.comparison import Comparison, lasts
from community_policing.core import formats
from community_policing.core.i18n import t
from community_policing.core.indicators import INDICATORS
from community_policing.measure.programme import Programme, cached_on_programme
from community_policing.measure.result import Result
from community_policing.ui.components.cards import large
from community_policing.ui.components.working import show_working
from community_policing.ui.shell.markdown import escape
from community_policing.ui.shell.session import result
from pages.compare.sides import Sides

CARDS = (
    ("fora_established_iom",), ("fora_established_police",), ("fora_planned",), ("trainings_and_campaigns_held",),
    ("workshops_held",), ("attendances",), ("community_attendances",), ("vehicles_handed_over",),
    ("equipment_handed_over",), ("building_works_done", "works_agreed"), ("fora_active", "fora_dormant", "fora_never_met"),
    ("meetings_held",), ("women_share_at_meetings",), ("concerns_raised",), ("concerns_resolved", "concerns_open_long"),
)  # fmt: skip


@cached_on_programme
def compared(key: str, a: Programme, b: Programme, by: str = "", names: tuple[str, str] | None = None) -> Comparison:
    """One indicator of two programmes: of one choice on two days, or, with `names`, of two choices."""
    return Comparison(result(key, a, by), result(key, b, by), names is None and lasts(key, b), names)


def headline(sides: Sides) -> str:
    """What became of the fora, or how they differ."""
    fora = (f"fora_established{who}" for who in ("", "_iom", "_police"))
    return wording.headline(*(compared(key, sides.a, sides.b, "", sides.names) for key in fora))


def cards(sides: Sides) -> None:
    """What differs, each with both figures and the working of both."""
    st.header(t("All figures"))
    with st.grid(columns=5, min_column_width=165, gap="small"):
        for key, text in _cards(sides.a, sides.b, sides.names):
            with st.container(border=True, height="stretch", key=f"card-{key[0]}"):
                st.markdown(text)
                if st.button(t("Show the working"), key=f"working-{key[0]}", type="tertiary"):
                    open_working(key, sides)


def open_working(keys: Sequence[str], sides: Sides) -> None:
    """Opens the working of those figures on both sides."""
    show_working(results(keys, sides), sides.b, named(sides))


def named(sides: Sides) -> tuple[tuple[str, Programme], ...]:
    """Each side with what it is called; one, where both are the same."""
    return sides.named if sides.a is not sides.b else sides.named[:1]


def results(keys: Sequence[str], sides: Sides) -> tuple[Result, ...]:
    """Those figures on both sides, or on the one that both are."""
    return tuple(result(key, programme) for key in keys for _, programme in named(sides))


@cached_on_programme
def _cards(a: Programme, b: Programme, names: tuple[str, str] | None) -> tuple[tuple[tuple[str, ...], str], ...]:
    """For each card its indicators and its text; none for what is on record on neither side."""
    recorded = (keys for keys in CARDS if any(side.records(INDICATORS[keys[0]]) for side in (a, b)))
    return tuple((keys, _card([compared(key, a, b, "", names) for key in keys])) for keys in recorded)


def _card(comparisons: Sequence[Comparison]) -> str:
    first, *others = comparisons
    lines = [first.b.label, f"## {large(wording.signed(first.more, first.unit))}", escape(_both(first))]
    lines += [escape(f"{other.b.label}: {_both(other)}") for other in others]
    small = [
        scope_wording.not_narrowed(first.b),
        wording.why(first),
        *("" if first.one_statement else _stated(each) for each in (first.a, first.b)),
    ]
    return "\n\n".join([*lines, *(f":small[{escape(line)}]" for line in small if line)])


def _both(comparison: Comparison) -> str:
    if comparison.a.value is None and comparison.b.value is None:
        return t("not known on either date") if comparison.dated else t("not known of either")
    figures = [
        formats.quantity(each.value, comparison.unit) if each.value else t("not known")
        for each in (comparison.a, comparison.b)
    ]
    if comparison.dated:
        return t("{before} → {after}", before=figures[0], after=figures[1])
    return " · ".join(f"{name} {figure}" for name, figure in zip(comparison.sides, figures, strict=True))


def _stated(result: Result) -> str:
    """For a published figure that speaks of another day: of which."""
    if not result.from_facts or result.published is None or result.published.as_of == result.as_of:
        return ""
    return t("{day}: as published for {then}", day=formats.day(result.as_of), then=formats.day(result.published.as_of))
