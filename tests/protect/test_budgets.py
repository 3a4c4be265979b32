"""Budgets as each role sees them: who sees rows sees all, a donor the lines of its own grants, everybody else what is published."""

import pytest

from community_policing.dataset.load import Dataset
from community_policing.protect.disclosure import protect
from community_policing.protect.policy import POLICY, Role, User, access_policy
from tests.conftest import Build, Row

SECRET = bytes(range(32))
LINES: tuple[Row, ...] = (
    {"grant_id": "US-P2", "quarter": "2016-Q1", "planned": "11", "spent": "10", "currency": "USD", "note": "ours"},
    {"grant_id": "DE-P2", "quarter": "2016-Q2", "planned": "21", "spent": "20", "currency": "EUR", "note": "ours"},
    {"grant_id": "DE-P2", "quarter": "2016-Q3", "planned": "31", "currency": "EUR"},
    {
        "grant_id": "US-P3",
        "quarter": "2016-Q3",
        "planned": "41",
        "currency": "USD",
        "note": "as printed",
        "record": "published",
    },
)
ALL = ["US-P2 11", "DE-P2 21", "DE-P2 31", "US-P3 41"]
PUBLISHED = ["US-P3 41"]
# For every role whose accounts own something, or nothing: the lines seen.
SEEN = {
    User("a chief", Role.CHIEF): ALL,
    User("an analyst", Role.ANALYST): ALL,
    User("an office", Role.FIELD, governorates=("IQG08",)): PUBLISHED,
    User("Germany", Role.DONOR, grants=("DE",)): ["DE-P2 21", "DE-P2 31", "US-P3 41"],
    User("the US", Role.DONOR, grants=("US",)): ["US-P2 11", "US-P3 41"],
    User("one grant", Role.DONOR, grants=("US-P2",)): ["US-P2 11", "US-P3 41"],
    User("another donor", Role.DONOR, grants=("JP",)): PUBLISHED,
    User("somebody", Role.PUBLIC): PUBLISHED,
}


@pytest.fixture(scope="module")
def dataset(build: Build) -> Dataset:
    """Two donors with three grants, and the lines above."""
    grants = [
        {"grant_id": f"{donor}-{phase}", "donor_id": donor}
        for donor, phase in (("US", "P2"), ("DE", "P2"), ("US", "P3"))
    ]
    lines = [{"record": "programme", "source": "S1", **line} for line in LINES]
    return build({"sources": [{"source_id": "S1", "title": "A sheet"}], "donors": [{"donor_id": "DE"}, {"donor_id": "US"}],
                  "grants": grants, "budgets": lines})  # fmt: skip


def seen(dataset: Dataset, user: User) -> Dataset:
    """The dataset as that user gets it."""
    level = access_policy().protection(user)
    return protect(dataset, level, SECRET) if level else dataset


def test_every_role_is_tested() -> None:
    assert {user.role for user in SEEN} == set(POLICY)


@pytest.mark.parametrize("user", SEEN, ids=lambda user: user.account)
def test_each_role_sees_its_own_lines(user: User, dataset: Dataset) -> None:
    rows = seen(dataset, user).tables["budgets"]
    lines = [f"{grant} {planned:.0f}" for grant, planned in zip(rows["grant_id"], rows["planned"], strict=True)]
    assert lines == SEEN[user]
    assert dict(rows.dtypes) == dict(dataset.tables["budgets"].dtypes)


@pytest.mark.parametrize("user", [user for user in SEEN if not user.rights.rows], ids=lambda user: user.account)
def test_lines_tell_nothing_of_those_that_are_not_shown(user: User, dataset: Dataset) -> None:
    """Neither their number, nor who wrote what beside one that nobody published."""
    shown = seen(dataset, user)
    rows = shown.tables["budgets"]
    assert rows["row"].tolist() == list(range(1, len(rows) + 1))
    assert rows["note"].dropna().tolist() == ["as printed"]
    assert (shown.set_aside["budgets"].empty, shown.issues) == (True, ())
