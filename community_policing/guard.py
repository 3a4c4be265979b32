"""What a reader may see of a dataset: the thresholds and the exceptions of its protection."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Guard:
    """What a reader may see.  Rows of `own_governorates` stay as recorded; rows of `own_grants` (() = of all) are protected in
    full detail, and the others as safe totals: by governorate, year and group.  Figures of people below `threshold` are not
    shown."""

    threshold: int = 10
    base: int = 5
    own_governorates: tuple[str, ...] = ()
    own_grants: tuple[str, ...] = ()
