"""The time to resolve of the concerns that are drawn in tests/conftest.py, and who is told."""

from datetime import date

from community_policing.analysis import fora
from community_policing.core import formats
from community_policing.core.protection_level import ConcernLevel, ProtectionLevel
from community_policing.measure.programme import Programme, Scope
from community_policing.measure.time_to_resolve import TimeToResolve, times_to_resolve
from community_policing.protect.disclosure import protect
from tests.protect.test_cube import SECRET


def test_all_and_each_topic(programme: Programme) -> None:
    """Five were resolved after 1, 0, 5, 2 and 0 months; six are open, since 4, 3, 1, 0, 4 and 2; C8 was withdrawn."""
    found = times_to_resolve(programme)
    assert found[""] == TimeToResolve(5, 0, None, 5, 6)
    assert found["documents"] == TimeToResolve(0, 0, None, 2, 0)
    assert next(iter(found)) == ""
    assert "civil_unrest" not in found
    assert sum(each.resolved + each.still_open for topic, each in found.items() if topic) == 11
    then = times_to_resolve(programme.within(Scope(date(2016, 6, 30))))[""]
    assert (then.resolved, then.still_open) == (2, 2)


def test_how_it_is_said(programme: Programme) -> None:
    """In a sentence and as a table, where a dash stands for what is not known."""
    found = times_to_resolve(programme)
    assert fora.resolving(found) == (
        "Half of them are resolved within 5 months (95 % interval from 0 on, too few are resolved for its upper end). "
        "5 resolved and 6 still open are counted."
    )
    rows = {row[0]: [formats.quantity(cell) for cell in row[1:]] for row in fora.resolving_table(found).to_numpy()}
    assert (rows["All topics"], rows["Drugs"]) == (["5", "≥ 0", "5", "6"], ["–", "–", "0", "1"])
    assert fora.resolving({"": TimeToResolve(9, None, None, 1, 1)}) == (
        "Half of them are resolved within 9 months (too few are resolved for a 95 % interval). "
        "1 resolved and 1 still open are counted."
    )
    drugs = {"": found["drugs"]}
    assert fora.resolving(drugs) == "Too few are resolved to say how long half of them take: 0 are, 1 are open."


def test_it_is_told_to_who_sees_concerns_one_by_one(programme: Programme) -> None:
    """Whoever sees cells alone, the Chief among them, is told no time."""
    for level in (ConcernLevel(), ProtectionLevel(), ProtectionLevel(own_governorates=("IQG08",))):
        assert times_to_resolve(Programme.of(protect(programme.dataset, level, SECRET))) == {}
