"""What a reader may see of a dataset: the thresholds and the exceptions of its protection."""

from dataclasses import dataclass

from community_policing.quantity import Quantity, Under

PERIODS = {"quarter": "Q", "year": "Y"}  # as the configuration names them, and as pandas does


@dataclass(frozen=True)
class Guard:
    """What a reader may see.  Rows of `own_governorates` stay as recorded; rows paid by `own_grants` (grants, or donors with
    all of theirs; None = every row) are protected in full detail, by `period`, and the others as safe totals: by governorate,
    `period_of_others` and group.  Numbers of people below `threshold` are not shown."""

    threshold: int = 10
    base: int = 5
    period: str = "quarter"
    period_of_others: str = "year"
    own_governorates: tuple[str, ...] = ()
    own_grants: tuple[str, ...] | None = None

    def shown(self, people: Quantity) -> Quantity:
        """A number of people as this reader may see it: small ones only as small, and a small lower bound as none."""
        if people.high is not None and people.high < self.threshold:
            return Under.threshold(self.threshold)
        return Quantity(0, people.high) if 0 < people.low < self.threshold else people
