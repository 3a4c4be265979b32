"""Of protected programmes every figure that may be added is the sum of its parts, and of the protected rows behind it."""

from datetime import date

import pytest

from community_policing.core.indicators import INDICATORS
from community_policing.measure.aggregate import select
from community_policing.measure.programme import Programme, Scope
from community_policing.protect.disclosure import protect
from community_policing.protect.policy import access_policy
from tests.conftest import Build
from tests.hostile import RESTRICTED, dataset

ADDED = [(key, by) for key, indicator in INDICATORS.items() for by in indicator.adds_over]
SCOPES = (
    Scope(date(2016, 11, 30)),
    Scope(date(2016, 3, 31), governorates=("IQG08",)),
    Scope(date(2015, 12, 31), donors=("DE",)),
    Scope(date(2016, 8, 17), governorates=("IQG08", "IQG15"), phases=("P2",)),
)


@pytest.fixture(scope="module", params=RESTRICTED)
def protected(request: pytest.FixtureRequest, build: Build) -> list[Programme]:
    """Three programmes as that role gets them."""
    guard = access_policy().guard(RESTRICTED[request.param])
    assert guard is not None
    return [Programme.of(protect(dataset(build, seed), guard, bytes(range(32)))) for seed in (1, 2, 3)]


@pytest.mark.parametrize(("key", "by"), ADDED, ids=str)
def test_every_protected_figure_is_the_sum_of_its_cells(key: str, by: str, protected: list[Programme]) -> None:
    """Over each dimension that an indicator adds over, in every choice: whole = sum of parts = sum of rows, before small numbers
    are said to be small."""
    for programme in protected:
        for scope in SCOPES:
            rows = select(INDICATORS[key], programme.within(scope))
            parts = rows.shares((by,))
            cells = float(rows.events.value[rows.mask].sum())
            assert float(sum(parts.values())) == sum(float(part) for part in rows.shares(()).values()), (key, by, scope)
            if not scope.donors:
                assert float(sum(parts.values())) == cells
            shown = rows.total()
            assert shown is not None
            assert shown.high is not None
            assert shown.low <= cells <= shown.high
