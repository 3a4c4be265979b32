"""Training panels: the calendar, what is next, and the figures split, each made once for all users."""

from datetime import date, timedelta

import pandas as pd
import streamlit as st

from community_policing.analysis import insights
from community_policing.analysis.training import calendar as schedule, heat as heats
from community_policing.analysis.training.calendar import TrainingEvent
from community_policing.analysis.training.heat import Heat
from community_policing.core import formats, labels, palette
from community_policing.core.i18n import listed, n, plural, t
from community_policing.core.protection_level import DAY, last_end
from community_policing.measure.programme import Programme, cached_on_programme
from community_policing.measure.result import Result
from community_policing.ui.charts.calendar import MOST, calendar
from community_policing.ui.charts.event_heat import event_heat
from community_policing.ui.charts.frame import Drawn
from community_policing.ui.charts.split import ordered, split
from community_policing.ui.components import choices, figures, style, working
from community_policing.ui.components.working import names
from community_policing.ui.shell.markdown import escape
from community_policing.ui.shell.session import result
from pages.training import event

YEAR = timedelta(days=365)
NEXT = 6  # events that are named as coming next
SPLITS = ("kind", "governorate", "participant_group", "sex", "displacement")


def when(programme: Programme, colours: palette.Palette) -> None:
    """The calendar of the last 12 months and what is ahead, or of all years."""
    latest = t("Last 12 months and ahead") if programme.grain == DAY else t("This and the last year, and ahead")
    windows = {"year": latest, "all": t("All years")}
    with st.container(horizontal=True, vertical_alignment="bottom", key="calendar-head"):
        st.header(t("Calendar"))
        window = choices.buttons(
            "calendar", t("Time shown"), list(windows), windows.__getitem__, key="calendar-window", label_visibility="collapsed"
        )  # fmt: skip
        events = schedule.events(programme)
        if events:  # here, where nobody scrolls for them; they are those of the table below
            st.caption(t("All events:"), width="content")
            event.downloads(programme, events)
    everything = window == "all"
    if not events:
        figures.empty(_nothing(programme))
    elif crowded(programme, everything):
        _crowded(programme, colours, everything)
    else:
        _single(programme, colours, everything)


def crowded(programme: Programme, everything: bool = False) -> bool:
    """Whether the calendar has too many events to tell apart."""
    return len(_within(programme, everything)[1]) > MOST


def _single(programme: Programme, colours: palette.Palette, everything: bool) -> None:
    """A mark for each event."""
    drawing, alt, silent = _calendar(programme, colours, everything)
    if drawing is None:
        figures.empty(t("No event in the 12 months before this date, and none ahead: choose all years."))
        return
    _legend(colours, silent)
    # its events stand in the table below
    figures.drawn(drawing, alt, "calendar", None, programme, title=t("Events by governorate"))


def _crowded(programme: Programme, colours: palette.Palette, everything: bool) -> None:
    """Too many events to tell apart: their numbers by governorate and period."""
    drawing, alt, table = _heat(programme, colours, everything)
    style.legend([
        (f"background:{colours.ramp[0]}", t("few events held")), (f"background:{colours.ramp[-1]}", t("many")),
        (f"border:2px solid {colours.planned};border-radius:50%", t("planned")),
    ])  # fmt: skip
    title = {1: t("Events by month and governorate"), 3: t("Events by quarter and governorate")}.get(
        table.months, t("Events by year and governorate")
    )
    figures.drawn(drawing, alt, "calendar", lambda: heats.rows(table), programme, title=title)
    if table.unreported:
        pair = plural(
            "{figure} plan not reported as held is not in this chart.",
            "{figure} plans not reported as held are not in this chart.",
        )
        st.caption(n(*pair, table.unreported, figure=formats.number(table.unreported)))


@cached_on_programme
def _heat(programme: Programme, colours: palette.Palette, everything: bool) -> tuple[Drawn, str, Heat]:
    """The numbers of events, drawn, in words and as they are."""
    start, within = _within(programme, everything)
    table = heats.heat(within, start, programme.as_of, programme.grain)
    return event_heat(table, programme.as_of, colours), schedule.alt(within), table


def _nothing(programme: Programme) -> str:
    if programme.dataset.basis == "facts":
        everywhere = t("Single events are not published for this date; totals are above.")
        here = t("Single events of this selection are not published for this date; totals are above.")
        return everywhere if programme.scope.whole else here
    if programme.scope.whole:
        return t("No event was held or planned by this date.")
    none = t("No event was held or planned in this selection by this date.")
    return insights.nothing(none, programme, "trainings")


@cached_on_programme
def _within(programme: Programme, everything: bool) -> tuple[date, tuple[TrainingEvent, ...]]:
    """The first day of the calendar, and the events from then on; those cancelled have no place in it."""
    not_cancelled = [each for each in schedule.events(programme) if each.state != schedule.CANCELLED]
    start = programme.as_of - YEAR
    if everything:
        start = min((each.first for each in not_cancelled), default=start)
    elif programme.grain != DAY:
        start = last_end(start, programme.grain) + timedelta(days=1)  # a period is shown whole, or not at all
    return start, schedule.since(not_cancelled, start)


@cached_on_programme
def _calendar(programme: Programme, colours: palette.Palette, everything: bool) -> tuple[Drawn | None, str, bool]:
    """The calendar, the same in words, and whether any plan in it was not reported on."""
    start, within = _within(programme, everything)
    if not within:
        return None, "", False
    drawing = calendar(within, start, programme.as_of, colours, programme.grain)
    return drawing, schedule.alt(within), bool(schedule.in_state(within, schedule.UNREPORTED))


def _legend(colours: palette.Palette, silent: bool) -> None:
    """What shapes and fillings mean.  All texts are ours."""
    pointed = "clip-path:polygon(0 8%,100% 8%,50% 96%);"
    looks = [
        (f"background:{colours.iom};border-radius:50%", labels.label("training")),
        (f"background:{colours.iom}", labels.label("workshop")),
        (f"{pointed}background:{colours.iom}", labels.label("awareness_campaign")),
        (f"background:{colours.iom};border-radius:50%;width:8px;height:8px", t("the larger, the more seats")),
        (f"border:2px solid {colours.planned};border-radius:50%", t("hollow: planned")),
    ]
    if silent:
        looks.append((f"border:2px solid {colours.warn};border-radius:50%", t("hollow with ?: not reported as held")))
    style.legend(looks)


@cached_on_programme
def title(programme: Programme) -> str:
    """The finding of the page."""
    stand = ("events_held", "trainings_and_campaigns_held", "workshops_held", "events_planned")
    events = schedule.events(programme)
    return schedule.headline([result(key, programme) for key in stand], events)


def ahead(programme: Programme) -> None:
    """The planned events in order, then the plans that nobody reported on, then what was cancelled."""
    st.header(t("What is next"))
    plans, silent, small = _ahead(programme)
    if plans:
        st.markdown(plans)
    else:
        here = t("No event is planned in this selection after this date.")
        figures.empty(t("No event is planned after this date.") if programme.scope.whole else here)
    if silent:
        st.markdown(silent)
    if small:
        st.caption(small)


@cached_on_programme
def _ahead(programme: Programme) -> tuple[str, str, str]:
    """What is planned, what nobody reported, and the small print, as Markdown."""
    shown = schedule.events(programme)
    plans, silent = schedule.ahead(shown), schedule.in_state(shown, schedule.UNREPORTED)
    numbered = "\n".join(f"{place}. {_line(plan)}" for place, plan in enumerate(plans[:NEXT], start=1))
    listed = "\n".join(f"- {_line(plan)}" for plan in silent[:NEXT])
    unknown = programme.as_of < programme.dataset.as_of and programme.dataset.basis == "rows"
    small = (
        t("The next events are named here; the table has all.") if len(plans) > NEXT else "",
        t("The dates when plans were made are not recorded: each plan is assumed to exist from the start of its phase.")
        if plans and unknown else "",
        schedule.called_off(shown),
    )  # fmt: skip
    head = f"**{escape(schedule.state_label(schedule.UNREPORTED))}**"
    return numbered, f"{head}\n\n{listed}" if silent else "", "\n\n".join(escape(line) for line in small if line)


def _line(plan: TrainingEvent) -> str:
    words = {"when": plan.when, "title": plan.title, "kind": labels.in_sentence(plan.kind), "place": plan.where}
    return t("**{when}** · {title} ({kind}), {place}", **{name: escape(text) for name, text in words.items()})


def by(programme: Programme, colours: palette.Palette) -> None:
    """Events held and attendances by one dimension, each with the same Results' working."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="split-head"):
        st.header(t("Events and attendances by"))
        dimension = choices.buttons(
            "split", t("Split by"), SPLITS, labels.label, key="split-by", label_visibility="collapsed"
        )
    results = tuple(
        result(key, programme, dimension)
        for key in ("events_held", "attendances")
        if dimension in result(key, programme).indicator.splits
    )
    for column, each in zip(st.columns(2, gap="large"), results, strict=False):
        with column:
            _bars(each, programme, colours)
    working.button("split", results, programme)


def _bars(split_result: Result, programme: Programme, colours: palette.Palette) -> None:
    label = split_result.label
    st.markdown(f"**{escape(label)}: {escape(formats.quantity(split_result.value))}**")
    if not split_result.parts:
        silent = (
            t("No row counts towards this figure.") if split_result.split_known else t("This split is not published.")
        )
        figures.empty(split_result.why_absent or silent)
        return
    drawing, alt, rows = _split(split_result.indicator.key, split_result.by, programme, colours)
    figures.drawn(
        drawing, alt, f"by-{split_result.indicator.key}", lambda: rows, programme, title=label, results=(split_result,)
    )


@cached_on_programme
def _split(key: str, dimension: str, programme: Programme, colours: palette.Palette) -> tuple[Drawn, str, pd.DataFrame]:
    split_result = result(key, programme, dimension)
    name, label = names(dimension, programme), split_result.label
    parts = ordered(split_result)
    rows = pd.DataFrame(
        {labels.label(dimension): [name(part) for part, _ in parts], label: [quantity for _, quantity in parts]},
        dtype=object,
    )
    alt = listed([f"{name(part)} {formats.quantity(quantity)}" for part, quantity in parts])
    return split(split_result, name, colours), f"{label}: {alt}.", rows
