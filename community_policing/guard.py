"""What a reader may see of a dataset: the thresholds and the exceptions of its protection."""

from dataclasses import dataclass

from community_policing.quantity import Quantity, Under


@dataclass(frozen=True)
class Guard:
    """What a reader may see.  Rows of `own_governorates` stay as recorded; rows of `own_grants` (() = of all) are protected in
    full detail, and the others as safe totals: by governorate, year and group.  Figures of people below `threshold` are not
    shown."""

    threshold: int = 10
    base: int = 5
    own_governorates: tuple[str, ...] = ()
    own_grants: tuple[str, ...] = ()

    def shown(self, people: Quantity) -> Quantity:
        """A number of people as this reader may see it: small ones only as small, and a small lower bound as none."""
        if people.high is not None and people.high < self.threshold:
            return Under.threshold(self.threshold)
        return Quantity(0, people.high) if 0 < people.low < self.threshold else people
