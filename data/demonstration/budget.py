"""Draws the illustrative budgets: what each grant planned and spent in a quarter.  All of it is made up."""

from collections.abc import Iterator
from random import Random
from typing import NamedTuple

from community_policing.core.periods import quarter_end
from data.demonstration.plan import AS_OF, GERMANY, US

Row = dict[str, str]


class Plan(NamedTuple):
    """A grant's plan: its currency, its first quarter, thousands planned in each from then on, and the share that is spent."""

    grant: str
    currency: str
    year: int
    quarter: int
    planned: tuple[int, ...]
    spent: tuple[float, float]


# What is committed to phase 2, EUR 4,000,000, was published; how it is spread over its quarters was not.  The phase began
# slowly.  Nothing was published of the money of phase 1.
PLANS = (
    Plan(US, "USD", 2013, 1, (60, 70, 80, 80, 90, 90, 90, 100, 130, 150, 160, 160, 100), (0.85, 1.08)),
    Plan(GERMANY, "EUR", 2016, 1, (60, 340, 560, 640, 640, 640, 620, 500), (0.68, 0.92)),
)


def budgets(rng: Random) -> Iterator[Row]:
    """A line for each quarter; what was spent where it is over by the day that the data speak of."""
    for plan in PLANS:
        for place, thousands in enumerate(plan.planned):
            year, at = divmod(4 * plan.year + plan.quarter - 1 + place, 4)
            quarter = f"{year}-Q{at + 1}"
            over = quarter_end(quarter).isoformat() <= AS_OF
            spent = round(10 * thousands * rng.uniform(*plan.spent)) * 100 if over else ""
            yield {
                "grant_id": plan.grant, "quarter": quarter, "planned": str(1000 * thousands), "spent": str(spent),
                "currency": plan.currency,
            }  # fmt: skip
