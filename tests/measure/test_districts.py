"""Districts of rows and of a choice: recorded or likely, never in a protected view; parts add up with what is not on record."""

import pytest

from community_policing.core.indicators import INDICATORS
from community_policing.core.paths import DATA
from community_policing.core.quantity import total
from community_policing.dataset.load import load
from community_policing.measure.compute import by_governorate, measure
from community_policing.measure.programme import Programme, Scope
from community_policing.measure.surveys.outcomes import answers
from community_policing.protect.disclosure import protect
from community_policing.protect.policy import access_policy
from tests.conftest import Build
from tests.hostile import RESTRICTED

RISAFA, KARKH, MAHMUDIYA = "IQG08Q06", "IQG08Q03", "IQG08Q05"
FORA = [
    {"forum_id": "F1", "governorate": "IQG08", "district": KARKH, "latitude": "33.34", "longitude": "44.40"},
    {"forum_id": "F2", "governorate": "IQG08", "latitude": "33.34", "longitude": "44.40"},
    {"forum_id": "F3", "governorate": "IQG08", "latitude": "33.06", "longitude": "44.36"},
    {"forum_id": "F4", "governorate": "IQG08"},
    {"forum_id": "F5", "governorate": "IQG02"},
]
ROWS = [{**row, "status": "established", "established_on": "2016-01-05"} for row in FORA]


@pytest.fixture
def programme(build: Build) -> Programme:
    """Four fora of Baghdad, one with a district on record, two with a point alone, and one of Basra."""
    return Programme.of(
        build({"fora": ROWS, "meetings": [{"forum_id": "F2", "met_on": "2016-02-01", "record": "published"}]})
    )


@pytest.fixture(scope="module")
def demonstration() -> Programme:
    """The demonstration."""
    return Programme.of(load(DATA / "demonstration"))


def test_a_point_gives_a_likely_district(programme: Programme) -> None:
    """What is recorded stays, though the point lies elsewhere; a point gives another row one, and says that it is likely;
    a meeting is where its forum is."""
    fora, meetings = programme.frames["fora"], programme.frames["meetings"]
    assert [str(code) for code in fora["district"].fillna("")] == [KARKH, RISAFA, MAHMUDIYA, "", ""]
    assert fora["district_likely"].tolist() == [False, True, True, False, False]
    assert (meetings["district"].tolist(), meetings["district_likely"].tolist()) == ([RISAFA], [True])
    assert programme.districts == tuple(f"IQG08Q0{number}" for number in range(1, 8))
    assert programme.likely_districts() == programme.likely_districts("fora") == {RISAFA, MAHMUDIYA}
    assert programme.likely_districts("trainings") == frozenset()


def test_parts_add_up_with_what_is_not_on_record(programme: Programme) -> None:
    """Of one governorate: its districts and what has none on record sum to it; each district may have that, too."""
    split = measure("fora_established", programme.within(Scope(governorates=("IQG08",))), "district")
    assert {key: part.low for key, part in split.parts.items()} == {KARKH: 1, RISAFA: 1, MAHMUDIYA: 1, "": 1}
    assert total(split.parts.values()) == split.value
    seen = [part and (part.low, part.high) for part in map(split.part, (KARKH, "IQG08Q01", ""))]
    assert seen == [(1, 2), (0, 1), (1, 1)]


def test_a_choice_of_districts(programme: Programme) -> None:
    """Rows of the governorate without a district may be inside, others are not; a district chooses its governorate with it, and
    no target stands beside it."""
    within = programme.within(Scope(districts=(RISAFA, KARKH)))
    value = measure("fora_established", within).value
    assert value is not None
    assert (value.low, value.high, within.scope.governorates) == (2, 3, ("IQG08",))
    assert within.frames["fora"]["forum_id"].tolist() == ["F1", "F2"]
    assert within.targets == ()
    assert {code: each.target for code, each in by_governorate("fora_established_iom", within, ("IQG08",)).items()} == {
        "IQG08": None
    }


def test_a_survey_follows_districts(demonstration: Programme) -> None:
    """An answer of another district, or of none, is outside."""
    inside = answers(demonstration.within(Scope(districts=(MAHMUDIYA,))))
    assert {(answer.community, answer.district) for answer in inside} == {("Mahmudiyah", MAHMUDIYA)}


@pytest.mark.parametrize("role", RESTRICTED)
def test_a_protected_view_knows_no_district(role: str, demonstration: Programme) -> None:
    """Whatever a role sees in detail: no row has a district, none is offered, and a choice of one chooses nothing."""
    guard = access_policy().guard(RESTRICTED[role])
    assert guard is not None
    seen = Programme.of(protect(demonstration.dataset, guard, bytes(32)))
    assert all(rows["district"].isna().all() for rows in seen.frames.values() if "district" in rows)
    assert (seen.districts, seen.likely_districts()) == ((), frozenset())
    chosen = seen.within(Scope(districts=(MAHMUDIYA,)))
    assert chosen.scope == Scope()
    for key in INDICATORS:
        assert measure(key, chosen).value == measure(key, seen).value
        assert set(measure(key, seen, "district").parts) <= {""}
