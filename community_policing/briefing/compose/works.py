"""Infrastructure: how far sites, vehicles and equipment are, and what is overdue."""

from community_policing.analysis.works import items, pipeline
from community_policing.briefing.compose.cards import card, known_cards
from community_policing.briefing.compose.figures import Figures
from community_policing.briefing.compose.targets import late, none_late
from community_policing.briefing.compose.wording import foot, notes
from community_policing.briefing.model import Block, Cards, Cell, Number, Points, Slide, Table
from community_policing.briefing.presets import BriefingRequest
from community_policing.core import labels
from community_policing.core.i18n import n, t
from community_policing.core.quantity import Quantity
from community_policing.measure.result import Result

STAND = ("building_works_done", "works_agreed", "works_overdue", "vehicles_handed_over")
NAMED = 5  # items that are named as overdue


def infrastructure(figures: Figures, _: BriefingRequest) -> tuple[Slide, ...]:
    """The pipeline from agreed to handed over, beside what is overdue."""
    stand = figures.results(*STAND)
    blocks = (_cards(figures), _pipeline(figures), _late(figures))
    stages = t("The stage of an item on an earlier day is not recorded, so only what follows from dates is shown.")
    foots = foot(figures, stand, "" if items.recorded(figures.programme) or figures.published else stages)
    subtitle = t("Stations, venues, headquarters, vehicles and equipment")
    return (Slide("infrastructure", "infrastructure", items.headline(*stand), subtitle, blocks, foots, notes(stand)),)


def _cards(figures: Figures) -> Cards:
    done, agreed, overdue, vehicles = figures.results(*STAND)
    contracted, equipment = figures.results("vehicles_agreed", "equipment_handed_over")
    longest = () if figures.donor else items.longest(items.items(figures.programme))
    lines = ((done, items.out_of(agreed)), (overdue, longest), (vehicles, items.out_of(contracted)), (equipment, ()))
    return known_cards(card(figures, "infrastructure", result, *lines_of) for result, lines_of in lines)


def _pipeline(figures: Figures) -> Block:
    """A line for all sites and one for each kind of equipment, never added up; a column for each stage."""
    title, now = t("Progress of all items"), items.recorded(figures.programme)
    agreed = {lane: figures.result(key, "status" if now else "") for lane, key in pipeline.AGREED.items()}
    overdue = figures.result("works_overdue", "kind")
    lanes = pipeline.lanes(agreed, {} if now else _done(figures), overdue)
    if not lanes:
        return Points(title, (), _nothing(figures))
    stages = pipeline.STAGES if now else [f"{stage}_by_dates" for stage in pipeline.BY_DATES]
    names = [labels.label(stage) for stage in stages] if now else [t("Agreed by then"), t("Of these, done")]
    keys = {pipeline.lane_label(lane): lane for lane in agreed}
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (lane.label, *(
            _number(figures, keys[lane.label], agreed[keys[lane.label]], stage, cell, name)
            for stage, cell, name in zip(stages, lane.cells, names, strict=True)
        ), _number(figures, keys[lane.label], overdue, "overdue", lane.overdue, lane.label))
        for lane in lanes
    )  # fmt: skip
    return Table(title, (t("What"), *names, t("Overdue")), rows, _marks(rows), slot="main")


def _marks(rows: tuple[tuple[Cell, ...], ...]) -> tuple[str, ...]:
    """A mark for each line of which something is overdue."""
    return tuple("off_track" if isinstance(row[-1], Number) and row[-1].low else "" for row in rows)


def _number(figures: Figures, lane: str, result: Result, stage: str, cell: Quantity, text: str) -> Number:
    return figures.part(f"infrastructure/{lane}/{stage}", result, cell, text=text)


def _done(figures: Figures) -> dict[str, Quantity | None]:
    """What was done by the date, by lane."""
    kinds = figures.result("equipment_handed_over", "kind")
    done = {lane: kinds.part(lane) for lane in pipeline.AGREED}
    done["site"], done["vehicle"] = (
        figures.result(key).value for key in ("building_works_done", "vehicles_handed_over")
    )
    return done


def _nothing(figures: Figures) -> str:
    if figures.published:
        return t("The stage of the items is not published.")
    if figures.programme.scope.whole:
        return t("Nothing is agreed by this date.")
    return t("Nothing is agreed in this selection by this date.")


def _late(figures: Figures) -> Points:
    """What is overdue, the longest first."""
    points = late(figures)
    title, more = t("Overdue"), len(points) - NAMED
    if more > 0:
        title = n("Overdue: the longest, and {count} more", "Overdue: the longest, and {count} more", more)
    return Points(title, points[:NAMED], none_late(figures), "side")
