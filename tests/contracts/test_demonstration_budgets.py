"""Budgets of the demonstration: made up, in the currency and time of their grant, and no more than it."""

from datetime import date

from community_policing.core.periods import quarter_end
from community_policing.core.schema import TABLES
from tests.contracts.test_demonstration import AS_OF, DATA, GRANTS

BUDGETS = DATA["budgets"]


def test_every_line_says_that_it_is_made_up() -> None:
    assert BUDGETS[["record", "source"]].drop_duplicates().to_numpy().tolist() == [["illustrative", "S00"]]
    assert list(BUDGETS) == [column.name for column in TABLES["budgets"].columns]


def test_the_german_plan_is_what_was_published_as_committed() -> None:
    """EUR 4,000,000 in the eight quarters of 2016 and 2017; nothing of the other grant's amount was published."""
    german = BUDGETS[BUDGETS["grant_id"].eq("DE-P2")]
    assert german["planned"].astype(int).sum() == int(GRANTS.loc["DE-P2", "amount"]) == 4_000_000
    assert (set(german["currency"]), len(german)) == ({"EUR"}, 8)
    assert GRANTS.loc["US-P1", "amount"] == ""


def test_spent_is_told_of_every_quarter_that_is_over_and_of_no_other() -> None:
    over = BUDGETS["quarter"].map(quarter_end).le(date.fromisoformat(AS_OF))
    assert BUDGETS["spent"].ne("").tolist() == over.tolist()
    assert over.any()
    assert not over.all()
