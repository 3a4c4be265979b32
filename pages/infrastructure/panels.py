"""Infrastructure panels: pipeline, what is late, timeline, map and list, each made once for all users."""

from collections.abc import Iterable, Sequence
from functools import partial

import pandas as pd
import streamlit as st

from community_policing.analysis import insights
from community_policing.analysis.map import choropleth
from community_policing.analysis.works import items, pipeline as pipelines
from community_policing.core import formats, i18n, labels, palette
from community_policing.core.geography import governorate_name, governorate_order
from community_policing.core.i18n import N_, at, clauses, t
from community_policing.core.quantity import Quantity
from community_policing.export.table import figures as quantities, on_screen
from community_policing.measure.programme import Programme, cached_on_programme
from community_policing.measure.result import Result
from community_policing.ui.charts.frame import Drawn
from community_policing.ui.charts.governorates import governorate_map
from community_policing.ui.charts.works import MOST, pipeline, works_timeline
from community_policing.ui.components import figures, style, working
from community_policing.ui.components.arrow_cache import arrow, grid
from community_policing.ui.components.selected_row import LISTED
from community_policing.ui.shell import address, window
from community_policing.ui.shell.address_words import not_offered, placed
from community_policing.ui.shell.markdown import escape
from community_policing.ui.shell.session import result

MAP_HEIGHT = 360
NAMED = 3  # items that are named as overdue; of more the number is told
ROWS = 20  # lines of the list that are seen at once
WIDTHS = {  # pixels of the columns that stand together on a screen of 1366
    N_("Item"): 245, N_("Paid by"): 165, N_("Where"): 190, N_("Status"): 95, N_("Days late"): 75, N_("Due"): 95,
    N_("Quantity"): 75, N_("Agreed"): 95, N_("Completed"): 100,
}  # fmt: skip


def stages(programme: Programme, colours: palette.Palette) -> None:
    """The pipeline, a lane for all sites and one for each kind of equipment, and its working."""
    st.header(t("Progress of all items"))
    drawing, alt, rows = _pipeline(programme, colours)
    if unsure := _unsure(programme):
        st.caption(escape(unsure))
    if drawing is None:
        everywhere, here = t("Nothing is agreed by this date."), t("Nothing is agreed in this selection by this date.")
        published = t("The stage of the items is not published; the recorded items are listed below.")
        none = everywhere if programme.scope.whole else here
        figures.empty(published if programme.dataset.basis == "facts" else none)
    else:
        if not items.recorded(programme):
            st.caption(_by_dates())
        figures.drawn(
            drawing, alt, "pipeline", lambda: rows, programme, title=t("Progress of all items"),
            results=_worked(programme),
        )  # fmt: skip
    working.button("pipeline", _worked(programme), programme)


def _worked(programme: Programme) -> tuple[Result, ...]:
    """The Results that the pipeline is made of."""
    done = () if items.recorded(programme) else ("building_works_done", "vehicles_handed_over", "equipment_handed_over")
    return tuple(result(key, programme) for key in (*pipelines.AGREED.values(), "works_overdue", *done))


def _by_dates() -> str:
    return t("The stage of an item on an earlier day is not recorded, so only what follows from dates is shown.")


@cached_on_programme
def _pipeline(programme: Programme, colours: palette.Palette) -> tuple[Drawn | None, str, pd.DataFrame]:
    now = items.recorded(programme)
    lanes = pipelines.lanes(
        _agreed(programme), {} if now else _done(programme), result("works_overdue", programme, "kind")
    )
    if not lanes:
        return None, "", pd.DataFrame()
    by_dates = {t("Agreed by then"): t("agreed by then"), t("of these, done"): t("of these, done")}
    columns = {labels.label(stage): labels.in_sentence(stage) for stage in pipelines.STAGES} if now else by_dates
    rows = pd.DataFrame(
        {t("What"): [lane.label for lane in lanes], t("All agreed"): [lane.agreed for lane in lanes]}
        | {stage: [lane.cells[place] for lane in lanes] for place, stage in enumerate(columns)}
        | {t("Overdue, entries of the list"): [lane.overdue for lane in lanes]},
        dtype=object,
    )
    alt = clauses([f"{lane.label}: {_cells(lane, columns.values())}" for lane in lanes])
    return pipeline(lanes, columns, colours), alt, rows


def _cells(lane: pipelines.Lane, stages: Iterable[str]) -> str:
    return i18n.listed([f"{stage} {formats.quantity(cell)}" for stage, cell in zip(stages, lane.cells, strict=True)])


def _agreed(programme: Programme) -> dict[str, Result]:
    """What was agreed, by lane; split by status where that is known."""
    by = "status" if items.recorded(programme) else ""
    return {lane: result(key, programme, by) for lane, key in pipelines.AGREED.items()}


@cached_on_programme
def _unsure(programme: Programme) -> str:
    return pipelines.uncertain(_agreed(programme))


def _done(programme: Programme) -> dict[str, Quantity | None]:
    """What was done by the date, by lane."""
    kinds = result("equipment_handed_over", programme, "kind")
    done = {lane: kinds.part(lane) for lane in pipelines.AGREED}
    done["site"] = result("building_works_done", programme).value
    done["vehicle"] = result("vehicles_handed_over", programme).value
    return done


def late(programme: Programme, colours: palette.Palette) -> None:
    """What is overdue: a few items by name, many as a number; and who pays."""
    if overdue := _late(programme, colours):
        with st.container(key="works-overdue"):
            st.markdown(overdue)
    elif programme.dataset.basis == "facts":
        st.caption(t("No due date is published, so it is not known what is late."))


@cached_on_programme
def _late(programme: Programme, colours: palette.Palette) -> str:
    """The items that are overdue, the longest first, or, where they are many, their number and the oldest, as Markdown."""
    overdue = [item for item in items.items(programme) if item.overdue]
    mark = f':color[{palette.STATUS_GLYPHS["off_track"]}]{{foreground="{colours.bad}"}}'
    if len(overdue) <= NAMED:
        return "\n\n".join(f"{mark} {_named(item)}" for item in overdue)
    split = result("works_overdue", programme, "donor")
    lines = (
        f"{mark} **{escape(items.overdue_in_all(split, overdue))}**: {_named(overdue[0])}.",
        escape(" ".join(filter(None, (items.payers_of(split, programme), t("They stand first in the list below."))))),
    )
    return "  \n".join(lines)


def _named(item: items.Item) -> str:
    """An overdue item with its place, its delay and who pays, as Markdown."""
    paid = t("paid for by {donors}", donors=item.paid_by) if item.paid_by else t("no donor recorded")
    words = {"name": item.name, "place": item.where, "lateness": items.lateness(item), "paid": paid}
    return t("**{name}**, {place}: {lateness} · {paid}", **{name: escape(text) for name, text in words.items()})


@cached_on_programme
def _small_print(programme: Programme) -> str:
    """What was cancelled, and what everything cost, as Markdown."""
    listed, off = items.items(programme), items.cancelled(programme)
    lines = []
    if off:
        some = t("Cancelled, and not counted: {items}, and others.", items=clauses(off[:4]))
        lines = [some if len(off) > 4 else t("Cancelled, and not counted: {items}.", items=clauses(off))]
    lines += [items.costs(listed, programme)] if listed else []
    return "\n\n".join(escape(line) for line in lines)


def timeline(programme: Programme, colours: palette.Palette) -> None:
    """Every dated item from agreement to completion or due date, against the as-of date."""
    st.header(t("Against the due dates"))
    drawing, alt = _timeline(programme, colours, window.room())
    if drawing is None:
        whole = programme.scope.whole
        figures.empty(
            t("No item has a recorded date.") if whole else t("No item of this selection has a recorded date.")
        )
    else:
        _legend(colours)
        figures.drawn(
            drawing, alt, "works-timeline", lambda: _table(programme, None), programme,
            title=t("Items and their dates"),
        )  # fmt: skip
    listed_items = items.items(programme)
    drawn = t("The chart shows the first {count}, overdue first; the list has them all.", count=MOST)
    notes = (drawn if len(listed_items) > MOST else "", escape(items.undated(listed_items) or ""))
    if any(notes):
        st.caption("\n\n".join(note for note in notes if note))


@cached_on_programme
def _timeline(programme: Programme, colours: palette.Palette, wide: int) -> tuple[Drawn | None, str]:
    dated = [item for item in items.items(programme) if item.agreed or item.due or item.completed]
    if not dated:
        return None, ""
    named = clauses(
        [
            f"{at(item.name, item.where)}: {items.lateness(item) or labels.in_sentence(item.stage)}"
            for item in dated[:MOST]
        ]
    )
    return works_timeline(dated, programme.as_of, colours, programme.grain, wide), named


def _legend(colours: palette.Palette) -> None:
    """What lines and marks mean.  All texts are ours."""
    turned = "transform:rotate(45deg) scale(.75);"
    style.legend(
        [
            (f"background:{colours.good};border-radius:50%", t("done")),
            (f"background:{colours.iom};height:6px", t("agreed, time passed")),
            (f"border:2px solid {colours.planned};border-radius:50%", t("due")),
            (f"{turned}background:{colours.bad}", t("overdue")),
        ]
    )


def where(programme: Programme, colours: palette.Palette) -> None:
    """Sites by governorate on the drawn map, their working, and what has no governorate on record."""
    st.header(t("Where building works are agreed"))
    agreed = result("works_agreed", programme, "governorate")
    if agreed.value is None:
        figures.empty(t("The number of sites by governorate is not published; the list shows what is."))
    else:
        drawing, alt, rows, steps = _map(programme, colours)
        figures.legend(steps, colours)
        figures.drawn(drawing, alt, "works-map", lambda: rows, programme, results=(agreed,))
    working.button("works-map", (result("works_agreed", programme),), programme)
    if unplaced := items.unplaced(items.items(programme)):
        st.caption(escape(unplaced))


@cached_on_programme
def _map(
    programme: Programme, colours: palette.Palette
) -> tuple[Drawn, str, pd.DataFrame, tuple[choropleth.Step, ...]]:
    agreed = result("works_agreed", programme, "governorate")
    shades = choropleth.shades(agreed, colours)
    return (
        governorate_map(shades, (), colours, MAP_HEIGHT, names=False), insights.map_alt(shades),
        insights.map_rows(agreed, shades),
        choropleth.legend(agreed, shades, colours),
    )  # fmt: skip


def listed(programme: Programme) -> None:
    """Every item, overdue first, of one governorate where the reader chooses one."""
    st.header(t("Every item"))
    held = items.items(programme)
    if not held:
        everywhere = t("No site, vehicle or equipment is recorded by this date.")
        here = t("No site, vehicle or equipment is recorded in this selection by this date.")
        none = everywhere if programme.scope.whole else here
        figures.empty(insights.nothing(none, programme, "infrastructure"))
        return
    pcodes = sorted({item.pcode for item in held}, key=lambda pcode: (not pcode, governorate_order(pcode)))
    label = t("Governorate of the items")
    read = partial(_read_place, pcodes=pcodes, label=label)
    address.read("items_in", None, read, lambda pcode: (pcode or "none",), "works-governorate")
    chosen = st.selectbox(
        label, [None, *pcodes], key="works-governorate", width=280,
        format_func=lambda pcode: t("All") if pcode is None else governorate_name(pcode),
    )  # fmt: skip
    screen, right, whole = _screen(programme, chosen)
    notes = [] if items.recorded(programme) else [_by_dates()]
    if not whole:
        notes.append(t("The first {count} are listed, overdue first; the downloads have them all.", count=LISTED))
    if len(screen) > ROWS:
        notes.append(t("Scroll in the table for more lines."))
    if notes:
        st.caption("  \n".join(notes))
    widths = {t(name): width for name, width in WIDTHS.items()}
    grid(arrow(screen), "table-works", right, widths, height=style.height(len(screen), ROWS))
    figures.downloads(lambda: _table(programme, chosen), "works", programme, title=t("Sites, vehicles and equipment"))
    if small := _small_print(programme):
        st.caption(small)


def _read_place(words: Sequence[str], pcodes: Sequence[str], label: str) -> tuple[str | None, str]:
    """The governorate that a link names, of those in the list; "none" is what has no governorate on record."""
    if words[-1] == "none" and "" in pcodes:
        return "", ""
    keys, _, _ = placed(words[-1:])
    if keys and keys[0] in pcodes:
        return keys[0], ""
    return None, not_offered(words[-1:], label, t("All"))


def _table(programme: Programme, pcode: str | None) -> pd.DataFrame:
    listed_items = [item for item in items.items(programme) if pcode is None or item.pcode == pcode]
    return items.table(listed_items)


@cached_on_programme
def _screen(programme: Programme, pcode: str | None) -> tuple[pd.DataFrame, tuple[str, ...], bool]:
    """The list as the screen shows it, the columns that hold figures, and whether it holds every item."""
    rows = _table(programme, pcode)
    screen = rows.iloc[:LISTED].drop(columns=t("Kind"))  # an item's name says it; the downloads and its panel have it
    return on_screen(screen), quantities(rows), len(rows) <= LISTED
