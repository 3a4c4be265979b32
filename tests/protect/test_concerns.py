"""Concerns for everybody but analysts: cells that are large enough, each concern in one of them, and never a row."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise, product
from types import MappingProxyType

import pandas as pd
import pytest
from hypothesis import given, settings, strategies as st

from community_policing.briefing.audience import seen
from community_policing.briefing.presets import BriefingRequest
from community_policing.core.indicators import INDICATORS
from community_policing.core.protection_level import ConcernLevel, ProtectionLevel
from community_policing.core.schema import CONCERN_TOPICS
from community_policing.dataset.concern_cells import STAGES, concern_cells
from community_policing.dataset.issues import Issue, Severity
from community_policing.dataset.load import Dataset
from community_policing.measure.compute import measure
from community_policing.measure.programme import Programme, Scope
from community_policing.protect.concerns import COUNTRY_ONLY
from community_policing.protect.disclosure import protect
from community_policing.protect.random_rounding import Rounding
from tests.conftest import Build, Report

SECRET = bytes(range(32))
PLACES = ("IQG08", "IQG15", "IQG01")
CELLS = list(product(("housing_land_property", "drugs", *COUNTRY_ONLY), PLACES, ("open", "resolved")))
GUARDS = (
    ConcernLevel(),
    ProtectionLevel(own_grants=()),
    ProtectionLevel(own_grants=("DE",)),
    ProtectionLevel(5, own_governorates=("IQG15",)),
)
Counts = Mapping[tuple[str, str, str], int]
counts = st.lists(st.integers(0, 24), min_size=len(CELLS), max_size=len(CELLS)).map(
    lambda numbers: {cell: n for cell, n in zip(CELLS, numbers, strict=True) if n}
)
few = settings(max_examples=10, deadline=None)


@pytest.fixture(scope="module")
def base(build: Build) -> Dataset:
    """A forum in each of three governorates, and no concern yet."""
    return build({"fora": [{"forum_id": f"F{p}", "governorate": p, "established_on": "2013-01-31"} for p in PLACES]})


def holding(base: Dataset, those: Counts) -> Dataset:
    """The dataset with so many concerns of each topic, governorate and stage."""
    day = {"open": "2016-10-31", "open_long": "2016-05-31"}
    rows = [
        {"concern_id": f"C{topic}{place}{stage}{i}", "forum_id": f"F{place}", "topic": topic, "record": "programme",
         "raised_in": pd.Timestamp(day.get(stage, "2015-01-31")), "status": "raised" if stage in day else stage,
         "resolved_in": pd.Timestamp("2015-06-30") if stage == "resolved" else pd.NaT}
        for (topic, place, stage), n in those.items() for i in range(n)
    ]  # fmt: skip
    empty = base.tables["concerns"]
    frame = pd.DataFrame(rows, columns=empty.columns).assign(row=range(2, len(rows) + 2)).astype(dict(empty.dtypes))
    return replace(base, tables=MappingProxyType({**base.tables, "concerns": frame}))


def told(dataset: Dataset, secret: bytes = SECRET) -> dict[tuple[object, ...], int]:
    """The protected cells: (topic, governorate, stage), "" for what is not told, -> their number."""
    cells = protect(dataset, ConcernLevel(), secret).concern_cells
    assert cells is not None
    return {tuple(key): n for *key, n in cells.fillna("").itertuples(index=False, name=None)}


def meant(those: Counts, cells: Mapping[tuple[object, ...], int]) -> dict[tuple[object, ...], int]:
    """How many concerns each of the told cells stands for: those of a finer told cell are in none of the others."""
    found = dict.fromkeys(cells, 0)
    for (topic, place, stage), n in those.items():
        home = next((key for key in ((topic, place, stage), (topic, "", stage), ("", "", stage)) if key in found), None)
        if home:
            found[home] += n
    return found


@few
@given(those=counts)
def test_every_cell_that_is_told_is_large_and_none_overlaps_another(those: Counts, base: Dataset) -> None:
    """Ten concerns or more in each, off by less than the base: so no sum of cells, and no difference of sums, counts fewer."""
    cells = told(holding(base, those))
    true = meant(those, cells)
    assert all(n >= 10 and abs(cells[key] - n) < 5 and cells[key] % 5 == 0 for key, n in true.items())
    left_out = sum(those.values()) - sum(true.values())
    assert left_out < 15 * 2  # of each stage fewer than are ever told


@few
@given(those=counts)
def test_domestic_violence_and_trafficking_never_have_a_governorate(those: Counts, base: Dataset) -> None:
    """Nor has any cell whose topic is not told."""
    for topic, place, stage in told(holding(base, those)):
        assert not place or topic in CONCERN_TOPICS
        assert not place or topic not in COUNTRY_ONLY
        assert stage in STAGES


@few
@given(those=counts, others=st.lists(st.integers(1, 24), min_size=len(CELLS), max_size=len(CELLS)))
def test_cells_are_a_function_of_rounded_numbers(those: Counts, others: list[int], base: Dataset) -> None:
    """Rounded blindly, two truths of the same cells are told alike: no decision hangs on a count itself."""
    twin = {cell: n for cell, n in zip(CELLS, others, strict=True) if cell in those}
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Rounding, "__call__", lambda self, cell, _: self.base * self.offset(cell))
        assert told(holding(base, those)) == told(holding(base, twin))


def test_all_readers_but_analysts_get_the_same_cells(base: Dataset) -> None:
    """A chief, a field office in its own governorate, donors and the public; a chief's protected again, too."""
    dataset = holding(base, dict.fromkeys(CELLS, 13))
    chief = protect(dataset, ConcernLevel(), SECRET)
    assert not concern_cells(chief).empty
    for whole, guard in [*((dataset, guard) for guard in GUARDS), (chief, GUARDS[1])]:
        found = protect(whole, guard, SECRET)
        assert concern_cells(found).equals(concern_cells(chief))
        assert found.tables["concerns"].empty


def test_the_release_in_which_a_cell_appears_does_not_tell_its_count(base: Dataset, report: Report) -> None:
    """Grown by one a release, it is first told at 11 to 15, by a key that nobody knows; later by steps of the base alone."""
    cell, first = CELLS[0], set()
    releases = [holding(base, {cell: n}) for n in range(10, 16)]
    for secret in (0, 1, 4, 7, 10):  # one for each offset
        series = [told(release, bytes([secret] * 32)).get(cell, 0) for release in releases]
        first.add(next(n for n, shown in enumerate(series, start=10) if shown))
        assert {after - before for before, after in pairwise(series)} <= {0, 5, 15}
    report(f"a cell of concerns that grows by one is first told at {sorted(first)}, by the secret")
    assert first == {11, 12, 13, 14, 15}


def test_two_releases_tell_no_more_than_rounded_cells(base: Dataset, report: Report) -> None:
    """One more concern in a small cell: what an attacker sees change is 0 or a multiple of the base, and mostly nothing."""
    those = {cell: 3 + place for place, cell in enumerate(CELLS)}
    small = [cell for cell, n in those.items() if n < 10]
    before, silent = told(holding(base, those)), 0
    for cell in small:
        after = told(holding(base, {**those, cell: those[cell] + 1}))
        steps = {after.get(key, 0) - before.get(key, 0) for key in {*before, *after}}
        assert all(step % 5 == 0 for step in steps)
        assert cell not in after
        silent += after == before
    report(f"one more concern in a small cell: {silent} of {len(small)} releases say nothing of it")
    assert silent >= len(small) // 2


def test_what_is_recorded_is_counted_in_the_same_shape(base: Dataset) -> None:
    """On 30 November: of 1 September or later is open, of 31 August open long (91 days); a later month is not there yet."""
    dataset = holding(base, {("drugs", "IQG08", stage): n for n, stage in enumerate(STAGES, start=1)})
    rows = dataset.tables["concerns"].copy()
    later = rows.iloc[:1].assign(raised_in=pd.Timestamp("2016-12-31"))
    border = rows.iloc[:2].assign(raised_in=[pd.Timestamp("2016-08-31"), pd.Timestamp("2016-09-02")])
    tables = {**dataset.tables, "concerns": pd.concat([rows, later, border], ignore_index=True)}
    cells = concern_cells(replace(dataset, tables=tables))
    assert list(cells.itertuples(index=False, name=None)) == [
        ("drugs", "IQG08", "open", 2), ("drugs", "IQG08", "open_long", 3), ("drugs", "IQG08", "resolved", 3),
        ("drugs", "IQG08", "withdrawn", 4),
    ]  # fmt: skip


def test_a_chief_sees_all_else_as_recorded(base: Dataset) -> None:
    """But for concerns: no row, no row set aside, no warning about one."""
    wrong = Issue(Severity.WARNING, "concerns", 3, "topic", "choice", "a neighbour's quarrel", "not a topic")
    other = replace(wrong, table="fora")
    aside = {**base.set_aside, "concerns": pd.DataFrame({"concern_id": ["C9"], "row": [3]})}
    dataset = replace(holding(base, dict.fromkeys(CELLS, 3)), issues=(wrong, other), set_aside=aside)
    chief = protect(dataset, ConcernLevel(), SECRET)
    assert chief.issues == (other,)
    assert chief.set_aside["concerns"].empty
    assert chief.tables["concerns"].empty
    assert (chief.guard, chief.release, chief.concern_level) == (None, dataset.release, ConcernLevel())
    assert all(chief.tables[name] is frame for name, frame in dataset.tables.items() if name != "concerns")


def test_no_briefing_is_made_of_rows_of_concerns(base: Dataset) -> None:
    """Chiefs read what an analyst has frozen; without a concern on record the programme is the same one."""
    asked = BriefingRequest("chief")
    open_ = Programme.of(holding(base, dict.fromkeys(CELLS, 3)))
    assert seen(open_, asked).dataset.tables["concerns"].empty
    assert not open_.frames["concerns"].empty
    none = Programme.of(base)
    assert seen(none, asked) is none


@pytest.mark.parametrize("guard", GUARDS, ids=["chief", "public", "donor", "field"])
def test_few_concerns_and_none_read_alike_and_never_as_no_data(
    base: Dataset, guard: ConcernLevel | ProtectionLevel
) -> None:
    """Where no cell is large enough every figure of them says so, by topic and by governorate too, in the whole and in a part."""
    keys = [key for key, indicator in INDICATORS.items() if indicator.table == "concerns"]
    for dataset in (base, holding(base, {CELLS[0]: 3})):
        whole = Programme.of(protect(dataset, guard, SECRET))
        for programme, key, by in product(
            (whole, whole.within(Scope(governorates=("IQG08",)))), keys, ("", "topic", "governorate")
        ):
            found = measure(key, programme, by)
            assert (found.value, found.why_absent) == (None, "None is on record, or too few to be told in this view.")
    analyst = measure(keys[0], Programme.of(base))
    assert (analyst.value, analyst.why_absent) == (None, "No data.")
