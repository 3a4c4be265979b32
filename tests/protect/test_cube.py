"""One protected cube for all restricted roles: one total, nothing rounded anew, absent groups like small ones, others by year."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from community_policing.briefing.compose.composer import compose
from community_policing.briefing.presets import BriefingRequest
from community_policing.core import formats
from community_policing.core.protection_level import ProtectionLevel
from community_policing.core.quantity import Quantity
from community_policing.dataset.load import Dataset
from community_policing.measure.compute import measure
from community_policing.measure.programme import Programme, Scope
from community_policing.measure.result import WITHHELD
from community_policing.protect.disclosure import protect
from community_policing.protect.policy import Role, User, access_policy
from pages.briefing.draft import _about
from tests import hostile
from tests.conftest import Build

SECRET = bytes(range(32))
DAYS = (date(2015, 12, 31), date(2016, 11, 30))  # ends of years, and of the data: what every role may ask for
SPLITS = ("", "governorate", "phase", "donor", "kind", "participant_group")
READERS = {
    **hostile.RESTRICTED,
    "another donor": User("another donor", Role.DONOR, grants=("US",)),
    "both donors": User("both donors", Role.DONOR, grants=("DE", "US")),
}


def guard_of(reader: User) -> ProtectionLevel:
    """What is protected before that reader sees it, with one threshold for all."""
    guard = access_policy().guard(reader)
    assert guard is not None
    return replace(guard, threshold=10)


def figures(
    dataset: Dataset, guard: ProtectionLevel
) -> dict[tuple[str, str, date], tuple[Quantity | None, dict[str, Quantity]]]:
    """Every figure of people, at both dates, split by everything that all roles may see."""
    programme = Programme.of(protect(dataset, guard, SECRET))
    results = {
        (key, by, day): measure(key, programme.within(Scope(day)), by)
        for key in ("attendances", "community_attendances", "people_reached")
        for by in SPLITS
        for day in DAYS
        if by != "participant_group" or key != "community_attendances"
    }
    return {name: (result.value, dict(result.parts)) for name, result in results.items()}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_restricted_role_gets_one_total(seed: int, build: Build) -> None:
    """Public and donors read the same figures, in all and by every split; a field office the same where it has no rows."""
    made = hostile.dataset(build, seed)
    public = figures(made, guard_of(READERS["public"]))
    for name in ("donor", "another donor", "both donors"):
        assert figures(made, guard_of(READERS[name])) == public, name
    field = figures(made, guard_of(READERS["field"]))
    elsewhere = [
        (split[1][place], public[key][1][place])
        for key, split in field.items()
        if key[1] == "governorate"
        for place in set(hostile.PLACES) - set(READERS["field"].governorates)
    ]
    assert len(elsewhere) == 6
    assert [one for one, _ in elsewhere] == [other for _, other in elsewhere]


def test_a_group_that_is_absent_reads_like_a_small_one(build: Build) -> None:
    """Nobody of the police came to the workshops of Basra and 3 did in Baghdad: "under 10" both, by sex too. Where no event
    was held, or nobody noted who came, there is nothing: 0."""
    made = build({
        "trainings": [{"training_id": "E1", "governorate": "IQG08"}, {"training_id": "E2", "governorate": "IQG02"},
                      {"training_id": "E3", "governorate": "IQG15"}],
        "attendance": [
            {"training_id": "E1", "participant_group": "police", "sex": "women", "attendances": "3"},
            {"training_id": "E2", "participant_group": "community", "sex": "men", "attendances": "40"},
        ],
    })  # fmt: skip
    whole = Programme.of(protect(made, ProtectionLevel(), SECRET))
    read = {
        (place, by): {key: formats.quantity(part) for key, part in measure("attendances", inside, by).parts.items()}
        for place in ("IQG08", "IQG02", "IQG15", "IQG01")
        for inside in [whole.within(Scope(governorates=(place,)))]
        for by in ("participant_group", "sex")
    }
    under = "under 10"
    assert read == {
        ("IQG08", "participant_group"): {"police": under, "community": under},
        ("IQG08", "sex"): {"women": under, "men": under},
        ("IQG02", "participant_group"): {"police": under, "community": "about 40"},
        ("IQG02", "sex"): {"women": under, "men": "about 40"},
        ("IQG15", "participant_group"): {}, ("IQG15", "sex"): {},
        ("IQG01", "participant_group"): {}, ("IQG01", "sex"): {},
    }  # fmt: skip


def test_every_sum_is_a_multiple_of_the_base(build: Build) -> None:
    """Whatever rows are added, single events among them."""
    for reader in READERS.values():
        tables = protect(hostile.dataset(build, 2), guard_of(reader), SECRET).tables
        seats = tables["attendance"].merge(tables["trainings"], on="training_id")
        closed = seats[~seats["governorate"].isin(reader.governorates)]
        assert set(closed["attendances"] % access_policy().base) == {0}
        fora = tables["fora"][~tables["fora"]["governorate"].isin(reader.governorates)]
        assert set(fora[["members_women", "members_men"]].dropna().to_numpy().ravel() % access_policy().base) <= {0}


@pytest.mark.parametrize("reader", [READERS["donor"], READERS["public"]], ids=["donor", "public"])
def test_what_others_pay_for_comes_by_year_and_without_sex(reader: User, build: Build) -> None:
    """As access.toml says: every date of another donor's event, forum or work is the end of its year (or of the data); people
    are not told by sex.  Own rows have quarters and sexes."""
    guard = guard_of(reader)
    assert (guard.period, guard.period_of_others) == ("quarter", "year")
    tables = protect(hostile.dataset(build, 1), guard, SECRET).tables
    dates = {"trainings": ("starts_on", "ends_on"), "fora": ("established_on", "planned_for", "closed_on"),
             "infrastructure": ("agreed_on", "completed_on")}  # fmt: skip
    ends = [pd.Timestamp("2016-11-30")]
    for name, columns in dates.items():
        others = tables[name][~tables[name]["grants"].isin([f"{donor}-P2" for donor in reader.grants])]
        assert len(others)
        for column in columns:
            days = others[column].dropna()
            assert (days.isin(ends) | ((days.dt.month == 12) & (days.dt.day == 31))).all(), (name, column)
            assert set(others[f"{column}_precision"].dropna()) <= {"year"}, (name, column)
    fora = tables["fora"]
    assert fora[~fora["grants"].isin(["DE-P2"]) | (not reader.grants)]["members_women"].isna().all()
    seats = tables["attendance"].merge(tables["trainings"], on="training_id")
    assert set(seats[seats["grants"] == "US-P2"]["sex"]) == {"not_recorded"}


def test_a_share_that_would_tell_others_members_is_not_shown(build: Build) -> None:
    """A donor reads women's share of the own fora, and that of all fora nowhere, since it would differ from role to role."""
    made = hostile.dataset(build, 1)
    donor = Programme.of(protect(made, guard_of(READERS["donor"]), SECRET))
    own = measure("women_share_of_members", donor.within(Scope(donors=("DE",))))
    assert own.value is not None
    for scope in (Scope(), Scope(governorates=("IQG08",)), Scope(donors=("US",))):
        other = measure("women_share_of_members", donor.within(scope))
        assert (other.value, other.absent) == (None, WITHHELD)
        assert other.why_absent.startswith("Not shown in this view")


def test_a_release_is_named_by_a_keyed_digest(build: Build) -> None:
    """Whoever knows every row but one small number cannot try the rest: the name needs the secret, and is another for another."""
    made = hostile.dataset(build, 1)
    one, other = (protect(made, ProtectionLevel(), bytes([n] * 32)).release for n in (1, 2))
    assert len({made.release, one, other}) == 3
    assert protect(made, ProtectionLevel(own_grants=()), bytes([1] * 32)).release == one


def test_a_donors_draft_is_of_the_data_shown_now(build: Build) -> None:
    """Its keyed digest is no sign of other data: nobody is asked to prepare it again."""
    programme = Programme.of(hostile.dataset(build, 1)).within(Scope(donors=("DE",)))
    for preset in ("chief", "donor"):
        assert "other data" not in _about(compose(programme, BriefingRequest(preset)), programme)
