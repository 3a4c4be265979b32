"""Records of targets and facts: read once for each release, and what of a printed figure can be compared."""

from datetime import date

import pytest

from community_policing.core.quantity import Quantity
from community_policing.measure.programme import Programme, Scope
from community_policing.measure.records import Fact, Source, TargetRecord


def test_targets_are_read_once_for_all_dates_of_a_choice(programme: Programme) -> None:
    """Every target of the choice as a typed record in the order of the table, "" where it is of the whole country or of no
    phase alone."""
    chosen = programme.within(Scope(governorates=("IQG08",)))
    assert chosen.targets == (
        TargetRecord(
            "fora_established_iom", "IQG08", "", date(2016, 1, 1), date(2016, 12, 31), 0, 1.0, 2.0, "illustrative", "S1"
        ),
    )
    assert chosen.within(Scope(date(2016, 1, 1), governorates=("IQG08",))).targets is chosen.targets
    assert len(programme.targets) == len(programme.frames["targets"])


@pytest.mark.parametrize(
    ("printed", "qualifier", "value"),
    [
        ("16", "exact", Quantity.exactly(16)),
        ("1,100", "at_least", Quantity.at_least(1100)),
        ("2.5", "exact", Quantity.exactly(2.5)),
        ("30", "about", None),
        ("4 (was 10)", "exact", None),
        ("yes", "exact", None),
        ("30", "", None),
    ],
)
def test_what_is_printed_is_a_quantity_only_where_it_says_a_number(
    printed: str, qualifier: str, value: Quantity | None
) -> None:
    """What is about so many, or no plain number, is never compared with a count."""
    assert Fact("F1", "fora", printed, qualifier, date(2016, 1, 1), "", "").value == value


def test_facts_are_the_programmes_own_in_the_order_of_their_days(public_record: Programme) -> None:
    """Other agencies' figures, and those of which nobody knows the day, are not among them."""
    table = public_record.frames["facts"].set_index("fact_id")
    ids = [fact.fact_id for fact in public_record.facts]
    assert set(ids) == set(table.index[(table["scope"] == "iom") & table["as_of"].notna()])
    days = [fact.as_of for fact in public_record.facts]
    assert days == sorted(days)
    assert public_record.facts is public_record.within(Scope(date(2015, 1, 1))).facts


def test_a_source_is_cited_as_far_as_it_is_known(public_record: Programme) -> None:
    """Id, title, publisher, date, address; what is not on record is left out, but that there is no date is said."""
    whole = Source("S1", "A page", "A publisher", date(2016, 12, 31), "month", "https://example.org")
    assert whole.cited == "S1 · A page · A publisher · Dec 2016 · https://example.org"
    assert whole.published == "A publisher, Dec 2016"
    bare = Source("S2", "A book", "", None, "", "")
    assert (bare.cited, bare.published) == ("S2 · A book · no date", "")
    table = public_record.frames["sources"]
    assert list(public_record.sources) == table["source_id"].tolist()
    dated = [source.published_on is not None for source in public_record.sources.values()]
    assert dated == table["published_on"].notna().tolist()
