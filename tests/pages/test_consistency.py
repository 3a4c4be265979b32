"""Consistency crawl: what a reader is told of a figure is the same on every page, slide and file, within that reader's grain."""

import re
from collections.abc import Iterator, Mapping
from datetime import date

import pytest

from community_policing.briefing.compose.composer import compose
from community_policing.briefing.model import KINDS
from community_policing.briefing.presets import BriefingRequest
from community_policing.core.protection_level import period_end
from community_policing.dataset.load import Dataset, load
from community_policing.measure.programme import Programme, Scope
from community_policing.protect.policy import Role, User, access_policy
from tests.conftest import ROOT, Report
from tests.hostile import RESTRICTED, Visit
from tests.pages import statements_of_slides
from tests.pages.statements import Key, Page, Statements

READERS = {"chief": User("the chief", Role.CHIEF), **RESTRICTED}
BAGHDAD, OWN, GERMANY = {"governorate": "IQG08"}, {"governorate": "IQG15"}, {"donor": "DE"}
# The pages that each is shown, and with which choice: whole, of one governorate, of a field office's own, of a donor's own.
VISITS: tuple[tuple[str, Mapping[str, str]], ...] = (
    ("map", {}), ("map", {"indicator": "attendances"}), ("targets", {}), ("reach", {}), ("training", {}), ("infrastructure", {}),
    ("governorate", {}), ("governorate", BAGHDAD), ("overview", BAGHDAD), ("reach", BAGHDAD), ("compare", {}),
    ("overview", GERMANY), ("reach", GERMANY), ("targets", GERMANY), ("compare", GERMANY),
    ("overview", {"as_of": "2016-08-31"}), ("targets", {"as_of": "2016-08-31"}), ("reach", {"as_of": "2016-08-31"}),
)  # fmt: skip
OF_ITS_OWN: Mapping[str, tuple[tuple[str, Mapping[str, str]], ...]] = {
    "field": (("overview", OWN), ("governorate", OWN), ("compare", OWN)),
}
DECKS = {"chief": BriefingRequest("chief", slides=KINDS, governorates=("IQG08",)),
         "donor": BriefingRequest("donor", "donor", slides=KINDS, governorates=("IQG08",), eyes="DE"),
         "public": BriefingRequest("donor", "donor", slides=KINDS, governorates=("IQG08",), eyes="")}  # fmt: skip


@pytest.fixture(scope="module")
def demonstration() -> Dataset:
    """The demonstration data."""
    return load(ROOT / "data" / "demonstration")


def crawl(role: str, dataset: Dataset, visit: Visit) -> Statements:
    """All that a reader is told: today, and on the day since which the overview says what changed."""
    told, before = Statements(), []

    def read(name: str, address: Mapping[str, str]) -> None:
        tab = visit.open(name, address)
        page = Page(tab, name, address.get("donor", ""), told)
        page.read(visit.given("csv-"))
        if name == "overview" and "as_of" not in address:
            before.append((tab.session_state["since"].day, address))

    read("overview", {})
    for name, address in (*VISITS, *OF_ITS_OWN.get(role, ())):
        read(name, address)
    for day, address in list(before):
        for name in ("overview", "training", "infrastructure", "reach"):
            read(name, {**address, "as_of": day.isoformat()})
        read("compare", {**address, "earlier": day.isoformat(), "compare": "attendances"})
    if role in DECKS:
        statements_of_slides.read(compose(Programme.of(dataset).within(Scope()), DECKS[role]), told)
    return told


def bounds(text: str) -> tuple[float, float | None, bool]:
    """A figure's bounds, and whether it is about so many."""
    ends = [float(number.replace("+", "").replace("−", "-")) for number in re.findall(r"[+−]?[0-9.]+", text)]
    if "under" in text:
        return 0, ends[0] - 1, False
    return ends[0], None if "≥" in text else ends[-1], "about" in text


def is_difference(change: str, a: str, b: str) -> bool:
    """Whether a change is what lies between two figures: exactly between exact ones, shares within what rounding takes, else
    within their bounds; about where one of them is."""
    (low, high, about), (a_low, a_high, a_about), (b_low, b_high, b_about) = map(bounds, (change, a, b))
    if about != (a_about or b_about) and (low, high) != (0, 0):
        return False
    least = None if a_high is None else b_low - a_high
    most = None if b_high is None else b_high - a_low
    if a_low == a_high and b_low == b_high:
        rounding = 1 if "points" in change else 0  # shares are told in whole percent: half a point off, each
        return low == high and abs(low - (b_low - a_low)) <= rounding
    return (least is None or low >= least) and (most is None or (high is not None and high <= most))


def changes(told: Statements) -> Iterator[tuple[Key, str, str, str]]:
    """Each change of which both figures were told as well: the change, and the two."""
    for key, said in told.told.items():
        if key.kind == "change" and key.since:
            total = key._replace(kind="total", since=None)
            ends = [told.told.get(total._replace(day=day), {}) for day in (key.since, key.day)]
            if all(ends):
                yield key, next(iter(said)), next(iter(ends[0])), next(iter(ends[1]))


def too_fine(reader: User, told: Statements, last: date) -> list[Key]:
    """What is told of a day that this reader does not know."""
    guard = access_policy().guard(reader)
    if guard is None:
        return []

    def known(key: Key, day: date) -> bool:
        own = key.place in ("Ninewa",) and reader.governorates
        grain = guard.grain(reader.governorates if own else (), (key.choice,) if key.choice else ())
        return day == last or day == period_end(day, grain)

    return [key for key in told.told if not all(known(key, day) for day in (key.day, key.since) if day)]


@pytest.mark.parametrize("role", READERS)
def test_what_a_reader_is_told_agrees_with_itself(
    role: str, demonstration: Dataset, monkeypatch: pytest.MonkeyPatch, report: Report
) -> None:
    """Of one indicator, place, choice and day there is one total, one status and one share of what is due, marks included, in each
    sentence, card, row, map, table, file and slide; a change is the difference of the two totals; no day is finer than the
    reader's grain."""
    visit = Visit(READERS[role], monkeypatch)
    visit.show(demonstration)
    told = crawl(role, demonstration, visit)
    moved = list(changes(told))
    wrong = [each for each in moved if not is_difference(*each[1:])]
    agreed = told.count() - sum(len(where) for said in told.at_odds().values() for where in said.values())
    report(
        f"consistency, {role}: {agreed} of {told.count()} statements agree (of {len(told.told)} figures, {told.repeated()} of them "
        f"told more than once); {len(moved) - len(wrong)} of {len(moved)} changes are the difference of two totals"
    )
    assert told.at_odds() == {}
    assert wrong == []
    assert too_fine(READERS[role], told, demonstration.as_of) == []
    assert min(told.count() / 1500, told.repeated() / 280, len(moved) / 100) > 1  # it read what it is meant to read


@pytest.mark.parametrize(
    ("change", "a", "b", "right"),
    [("+6", "24", "30", True), ("+7", "24", "30", False), ("0", "0", "0", True), ("about +710", "about 420", "about 1130", True),
     ("+710", "about 420", "about 1130", False), ("+2 – +3", "8", "10 – 11", True), ("+2 – +4", "8", "10 – 11", False),
     ("≥ +3", "8", "≥ 11", True), ("about +20", "under 10", "about 20", True), ("+0.2 points", "26 %", "27 %", True),
     ("+2.1 points", "26 %", "27 %", False)],
)  # fmt: skip
def test_what_a_change_may_say(change: str, a: str, b: str, right: bool) -> None:
    """Exactly what lies between exact figures, within their bounds otherwise, and about so many where one of them is."""
    assert is_difference(change, a, b) == right
