"""Cells of shaped tables: two columns for a cell with both, exchanged coordinates, and names that the file itself gives."""

from community_policing.core.schema import TABLES
from community_policing.dataset.intake.recipe.cells import CellReader
from community_policing.dataset.intake.recipe.questions import Questions
from community_policing.dataset.intake.recipe.sheet import Origin, Shaped


def shaped(table: str, **columns: list[str]) -> Shaped:
    length = len(next(iter(columns.values())))
    return Shaped(TABLES[table], dict(columns), [Origin(table, line) for line in range(2, length + 2)])


def test_ranges_of_days() -> None:
    """A cell with the first and the last day fills both columns; one with a single day fills the first."""
    table = Shaped(
        TABLES["trainings"], {"starts_on+ends_on": ["6-8 Nov 2016", "15 Nov 2016", ""]}, [Origin("s", 2)] * 3
    )
    assert CellReader(Questions()).read({"trainings": table}) == []
    assert table.columns == {"starts_on": ["2016-11-06", "2016-11-15", ""], "ends_on": ["2016-11-08", "", ""]}


def test_exchanged_columns() -> None:
    """Latitudes in the column of longitudes change places with them, row by row, and a person is asked."""
    questions = Questions()
    table = shaped("fora", latitude=["43.13", "36.35", ""], longitude=["36.35", "43.13", ""])
    CellReader(questions).read({"fora": table})
    assert table.columns == {"latitude": ["36.35", "36.35", ""], "longitude": ["43.13", "43.13", ""]}
    assert len(questions.open) == 1


def test_a_grant_goes_by_its_donor() -> None:
    """The name of a donor with one grant means that grant; of a donor with two, either is asked."""
    donors = shaped("donors", donor_id=["DE", "US"], name=["Germany, Federal Foreign Office", "US Department of State"],
                    short_name=["Germany", "State"])  # fmt: skip
    grants = shaped("grants", grant_id=["DE-P2", "US-P1", "US-P2"], donor_id=["DE", "US", "US"])
    trainings = shaped("trainings", grants=["ألمانيا", "ألمانيا / أمريكا", "US-P1, US-P2"])
    questions = Questions()
    CellReader(questions).read({"donors": donors, "grants": grants, "trainings": trainings})
    assert trainings.columns["grants"] == ["DE-P2", "ألمانيا / أمريكا", "US-P1;US-P2"]
    assert [question.proposed for question in questions.open] == [""]
