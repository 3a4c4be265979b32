"""Reach panels: the crosstab of phase and donor with groups, the flow, time, cost and the methods; made once for all
readers who ask for the same."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from community_policing.analysis.reach import breakdown, counting_methods, wording
from community_policing.analysis.reach.costs import Cost, all_in
from community_policing.core import formats, labels, palette
from community_policing.core.bidi import without_marks
from community_policing.core.i18n import n, t
from community_policing.core.indicators import INDICATORS
from community_policing.export.table import figures as figure_columns, on_screen
from community_policing.measure.programme import Programme, Scope, cached_on_programme
from community_policing.measure.result import Result
from community_policing.ui.charts import reach as charts
from community_policing.ui.charts.frame import Drawn
from community_policing.ui.components import choices, figures, style, working
from community_policing.ui.components.cards import card
from community_policing.ui.shell import address
from community_policing.ui.shell.markdown import escape
from community_policing.ui.shell.session import result, scoped

BY = ("phase", "donor")
ACROSS = {"group": ("participant_group",), "sex": ("sex",), "both": ("participant_group", "sex")}
COUNTED = ("attendances", "people_reached")
PARAMETERS = {"count": "count", "funded": "funded", "across": "columns"}  # a switch and its name in the address
LISTED = 6  # cohorts on the screen
LONG = 9  # signs of a figure from which cards write it smaller, all alike


@dataclass(frozen=True, eq=False)
class Report:
    """A table as it is drawn, what is said under it, and the frame that its downloads hold."""

    frame: pd.DataFrame
    header: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]
    right: frozenset[int]
    notes: tuple[str, ...]
    heads: style.Heads

    @classmethod
    def of(
        cls, frame: pd.DataFrame, notes: tuple[str, ...] = (), screen: pd.DataFrame | None = None,
        heads: style.Heads = (),
    ) -> "Report":  # fmt: skip
        """Make one of a frame, or of its part for the `screen`; under `heads` a column says the last part of its name."""
        numeric_columns = figure_columns(frame)
        names = [str(name) for name in frame]
        lines = tuple(tuple(map(str, line)) for line in on_screen(frame if screen is None else screen).to_numpy())
        right = frozenset(place for place, name in enumerate(names) if name in numeric_columns)
        short = {place: name.split(" · ")[-1] for place, name in enumerate(names) if heads and place}
        header = tuple(short.get(place, name) for place, name in enumerate(names))
        return cls(frame, header, lines, right, notes, heads)


def cards(programme: Programme, colours: palette.Palette) -> None:
    """Seats, people, the community's seats, and how many events say who came; of a published record its two figures."""
    seats, community, people, events_held, silent = stand(programme)
    results = (seats, community) if seats.from_facts else (seats, people, community, events_held)
    long = any(len(without_marks(formats.quantity(r.value))) > LONG for r in results)
    with (
        st.container(key="long-figures" if long else "figures"),
        st.grid(columns=len(results), min_column_width=215, gap="small"),
    ):
        if seats.from_facts:
            source = programme.names("sources", "title")
            for one in (seats, community):
                card(one.label, one, programme, colours, tuple(source.get(key, key) for key in one.source_ids))
            return
        card(t("Attendances"), seats, programme, colours, (t("seats filled: a person at two events fills two"),))
        card(t("People reached"), people, programme, colours, counting_methods.between(people))
        card(t("Community attendances"), community, programme, colours, (t("part of all attendances"),))
        said = counting_methods.on_record(events_held, silent)
        card(t("Events held"), events_held, programme, colours, said, (silent,))


def stand(programme: Programme) -> tuple[Result, Result, Result, Result, Result]:
    """Attendances, those of the community, people, events held, and those without attendance on record."""
    keys = ("attendances", "community_attendances", "people_reached", "events_held", "events_without_attendance")
    seats, community, people, events_held, silent = (result(key, programme) for key in keys)
    return seats, community, people, events_held, silent


def how(programme: Programme) -> None:
    """The ledger: the method of every figure."""
    st.header(t("How these figures are counted"))
    table = _ledger(programme)
    _draw(table, "ledger", "told", programme, t("How the figures of reach are counted"), stand(programme)[:3])


@cached_on_programme
def _ledger(programme: Programme) -> Report:
    seats, community, people, *_ = stand(programme)
    cohorts, name = breakdown.cohorts(programme), counting_methods.namer(programme)
    frame = counting_methods.rows(seats, community, people, cohorts, name)
    more = len(cohorts) - LISTED
    rows = counting_methods.rows(seats, community, people, cohorts[:LISTED], name)
    others = n("and {count} more cohort, in the file", "and {count} more cohorts, in the file", more)
    return Report.of(frame, (others,) if more > 0 else (), rows)


@st.fragment
def whom(programme: Programme) -> None:
    """Phase and donor by participant group, sex, or both, in seats or people, co-funded ones in full or in parts."""
    st.header(t("Whom each phase and donor reached"))
    with st.container(horizontal=True, vertical_alignment="bottom", key="cross-switches"):
        key = _switch("count", t("Count"), {"attendances": t("Seats"), "people_reached": t("People")})
        whole = INDICATORS[key].people  # people cannot be shared
        parts = {"full": t("Counted for each donor"), "equal": t("Shared equally")}
        funded = _switch("funded", t("Co-funded"), parts, disabled=whole)
        across = _switch(
            "across", t("Columns"),
            {"group": labels.label("participant_group"), "sex": labels.label("sex"), "both": t("Group and sex")},
        )  # fmt: skip
    address.write_part()
    table = _cross(programme, key, across, funded == "equal")
    label, shared = t(INDICATORS[key].label), funded == "equal" and not INDICATORS[key].people
    title = t("{label} by phase and donor, counted for each donor", label=label)
    if shared:
        title = t("{label} by phase and donor, co-funded seats shared equally", label=label)
    both = tuple(result(key, programme) for key in COUNTED)
    ordered = both if key == COUNTED[0] else both[::-1]
    _draw(table, "cross", "strong", programme, title, ordered[:1], opened=ordered)


def _switch(key: str, label: str, options: dict[str, str], disabled: bool = False) -> str:
    name, say = PARAMETERS[key], options.__getitem__
    return choices.buttons(name, label, list(options), say, key=f"reach-{key}", disabled=disabled)


@cached_on_programme
def _cross(programme: Programme, key: str, across: str, equally: bool) -> Report:
    cross = breakdown.crosstab(key, programme, BY, ACROSS[across], equally)
    assert cross is not None  # the page does not ask for it of a published record
    name = counting_methods.namer(programme)
    notes = counting_methods.cross_notes(cross, equally, programme.scope.donors, breakdown.base(programme))
    rows = counting_methods.cross_rows(cross, BY, ACROSS[across], name, programme.scope.donors)
    return Report.of(rows, notes, heads=counting_methods.heads(cross, ACROSS[across], name))


def flow(programme: Programme, colours: palette.Palette) -> None:
    """Seats from donor to participant group, drawn."""
    title, drawing, alt, rows, note, bars = _flow(programme, colours)
    st.header(title)
    if drawing is None:
        figures.empty(wording.nothing(programme))
        return
    seats = result("attendances", programme)
    st.caption(escape(note))
    style.stages(bars)
    figures.drawn(drawing, alt, "flow", lambda: rows, programme, title=title, results=(seats,))
    working.button("flow", (seats,), programme)


Bars = tuple[tuple[str, tuple[style.Bar, ...]], ...]


@cached_on_programme
def _flow(programme: Programme, colours: palette.Palette) -> tuple[str, Drawn | None, str, pd.DataFrame, str, Bars]:
    """The title, the picture, in words, as a table, what it counts, and as bars for a phone."""
    flow, name = breakdown.flow(programme), counting_methods.namer(programme)
    if flow is None:
        return t("From donor to participant group"), None, "", pd.DataFrame(), "", ()
    note = " ".join(
        (wording.flow_note(flow, result("attendances", programme)), *counting_methods.of_rounded(flow.base))
    )
    bars = _bars(flow, name, colours)
    alt, rows = wording.flow_alt(flow, name), wording.flow_rows(flow, name)
    return wording.flow_title(flow), charts.flow(flow, name, colours), alt, rows, note, bars


def _bars(flow: breakdown.Flow, name: counting_methods.Name, colours: palette.Palette) -> Bars:
    return tuple(
        (labels.label(stage), tuple(
            style.Bar(wording.payer(stage, key, flow, name), wording.filled(seats, flow), 100 * seats / flow.seats,
                      charts.group_colour(key, colours) if stage == breakdown.STAGES[-1] else colours.planned)
            for key, seats in parts.items()
        ))
        for stage, parts in zip(breakdown.STAGES, flow.stages, strict=True)
    )  # fmt: skip


def over_time(programme: Programme, colours: palette.Palette) -> None:
    """Seats by group in each month, quarter or year, drawn."""
    drawing, alt, rows, groups, title = _trend(programme, colours)
    st.header(title)
    if drawing is None:
        figures.empty(wording.nothing(programme))
        return
    style.legend([(charts.group_swatch(group, colours), labels.label(group, "participant_group")) for group in groups])
    seats = result("attendances", programme)
    figures.drawn(drawing, alt, "reach-trend", lambda: rows, programme, title=title, results=(seats,))
    working.button("trend", (seats,), programme)


@cached_on_programme
def _trend(
    programme: Programme, colours: palette.Palette
) -> tuple[Drawn | None, str, pd.DataFrame, tuple[str, ...], str]:
    seats_by_period, title = breakdown.trend(programme), t("Seats filled over time")
    if seats_by_period is None:
        return None, "", pd.DataFrame(), (), title
    title = wording.trend_title(seats_by_period)
    drawing = charts.trend(seats_by_period, counting_methods.namer(programme), wording.period, colours)
    return (
        drawing,
        wording.trend_alt(seats_by_period),
        wording.trend_rows(seats_by_period),
        tuple(seats_by_period.seats),
        title,
    )


def cost(programme: Programme) -> None:
    """What a seat cost, where a grant's amount is published; and why that is no price."""
    st.header(t("Cost of a seat, all-in"))
    if programme.scope.governorates or programme.scope.periods:
        figures.empty(t("Amounts are published for whole grants: clear governorates and periods to see them."))
        return
    costs, rows, notes = _cost(programme)
    if not costs:
        figures.empty(t("No grant is recorded in this selection."))
        return
    st.markdown(notes)
    everywhere = scoped(programme.whole, Scope(programme.as_of, donors=programme.scope.donors))
    title, seats = t("Grants and the seats they paid for"), result("attendances", everywhere)
    with st.container(horizontal=True, vertical_alignment="center", key="below-cost"):
        for each in costs:
            if each.each:
                own = result("attendances", scoped(programme.whole, Scope(programme.as_of, donors=(each.donor,))))
                working.button(f"cost-{each.grant_id}", (own,), programme)
        figures.downloads(lambda: rows, "reach-cost", everywhere, title=title, results=(seats,))


@cached_on_programme
def _cost(programme: Programme) -> tuple[tuple[Cost, ...], pd.DataFrame, str]:
    """The grants, as a table, and as they are read: the figure first, then what it is made of."""
    costs, name = all_in(programme), counting_methods.namer(programme)
    lines = []
    for held in costs:
        label = counting_methods.label((held.donor, held.phase), ("donor", "phase"), name)
        figure, made_of = wording.cost_figure(held), wording.cost_line(held)
        lines.append(f"{escape(label)}  \n**{escape(figure)}**  \n{escape(made_of)}")
    note = f":small[{escape(wording.cost_note(costs, programme))}]" if any(held.each for held in costs) else ""
    return costs, wording.cost_rows(costs, name), "\n\n".join(line for line in (*lines, note) if line)


def _draw(
    table: Report, stem: str, kind: str, programme: Programme, title: str, results: tuple[Result, ...],
    opened: tuple[Result, ...] = (),
) -> None:  # fmt: skip
    """The table, what is said of it, its working and its downloads."""
    style.report(table.header, table.lines, table.right, kind, table.heads)
    if table.notes:
        st.caption(escape(" ".join(table.notes)))
    with st.container(horizontal=True, vertical_alignment="center", key=f"below-{stem}"):
        if opened:
            working.button(stem, opened, programme)
        notes = ((t("How to read it"), " ".join(table.notes)),) if table.notes else ()
        figures.downloads(lambda: table.frame, f"reach-{stem}", programme, title=title, results=results, notes=notes)
