"""Coordinates: angles in any form, points in one cell, grids told by name, and columns that stand for each other."""

import pytest

from community_policing.core.schema import TABLES
from community_policing.dataset.intake.recipe.questions import By, Questions
from community_policing.dataset.intake.recipe.readers.coordinates import degrees, exchanged, point, read

LATITUDE, LONGITUDE = TABLES["fora"].column("latitude"), TABLES["fora"].column("longitude")


@pytest.mark.parametrize(
    "text",
    [
        "36°20'42\"N",
        "36° 20′ 42″ N",
        "36°20'42''N",
        "36 20.7 N",
        "N 36° 20.7'",
        "36 20 42",
        "36:20:42",
        "36d20m42s N",
        "٣٦° ٢٠' ٤٢\" ش",
        "36 20,7",
    ],
)
def test_degrees_and_minutes(text: str) -> None:
    """Degrees with minutes and seconds are decimal degrees to the sixth place."""
    assert degrees(text, "latitude") == "36.345000"


@pytest.mark.parametrize(
    ("text", "angle"),
    [("36.3456", "36.3456"), ("36,3456", "36.3456"), ("٣٦٫٣٤", "36.34"), ("36.34N", "36.34"), ("36.34 شمالا", "36.34"),
     ("36.3456°", "36.3456"), ("-36.3", "-36.3"), ("36.3 S", "-36.3")],
)  # fmt: skip
def test_decimal_degrees(text: str, angle: str) -> None:
    """Decimal degrees lose their sign and side, and a comma in them is a decimal mark."""
    assert degrees(text, "latitude") == angle


@pytest.mark.parametrize(
    "text", ["", "36 61 N", "36.5 20 N", "43 7.8 E", "Mosul", "36.3 N N", "36.35, 43.13", "1 2 3 4"]
)
def test_no_latitudes(text: str) -> None:
    """Minutes over 59, parts of a degree with minutes, the side of a longitude and two angles are no latitude."""
    assert degrees(text, "latitude") == ""


def test_case_44() -> None:
    """The cells of two columns: two forms read and shown, the police's own grid told by its name."""
    questions = Questions()
    texts = {"36°20'42\"N": 1, "36 20.7 N": 1, "38S LF 32060 23480": 1}
    latitudes = read(texts, LATITUDE, "fora", questions)
    assert latitudes.texts == {"36°20'42\"N": "36.345000", "36 20.7 N": "36.345000"}
    assert latitudes.problems == {
        "38S LF 32060 23480": (
            "grid_reference",
            "“38S LF 32060 23480” is a reference to the military grid (MGRS). Write decimal degrees, such as 36.345.",
        )
    }
    assert read({"43°07'48\"E": 1, "43 7.8 E": 1, "": 1}, LONGITUDE, "fora", questions).texts == {
        "43°07'48\"E": "43.130000", "43 7.8 E": "43.130000",
    }  # fmt: skip
    assert [(question.by, question.rows) for question in questions.asked.values()] == [(By.RULE, 2), (By.RULE, 2)]
    refused = Questions({"fora/reading/latitude degrees": "refuse"})
    assert read({"36 20.7 N": 1, "36,3": 1}, LATITUDE, "fora", refused).texts == {"36,3": "36.3"}


def test_metres_are_told() -> None:
    """Metres of a map grid are no degrees."""
    assert read({"332060": 1, "4023480.5": 1}, LATITUDE, "fora", Questions()).problems["332060"] == (
        "grid_reference",
        "“332060” looks like metres of a map grid (UTM). Write decimal degrees, such as 36.345.",
    )


@pytest.mark.parametrize(
    "text",
    [
        "36.35 43.13",
        "36.35 43.13 1228 4.8",
        "36.35, 43.13",
        "36.35,43.13",
        "36,35; 43,13",
        "36.35/43.13",
        "(36.35, 43.13)",
        "lat: 36.35, long: 43.13",
        "36.35N 43.13E",
        "43.13E 36.35N",
        "POINT (43.13 36.35)",
        "SRID=4326;POINT Z (43.13 36.35 228)",
    ],
)
def test_points(text: str) -> None:
    """Latitude and longitude of one cell, in the order of their sides where these are given."""
    assert point(text) == ("36.35", "43.13")


def test_points_in_minutes() -> None:
    """Two angles in degrees and minutes are a point too."""
    assert point("36°20'42\"N 43°07'48\"E") == point("36 20.7 N, 43 7.8 E") == ("36.345000", "43.130000")


@pytest.mark.parametrize("text", ["", "Mosul", "36.35", "36.35, Mosul", "36 20 42", "36 20.7", "1.5 2.5 3 4 5"])
def test_no_points(text: str) -> None:
    """One angle, a name, and more numbers than a point has are no point."""
    assert point(text) is None


def test_exchanged_columns() -> None:
    """Points of Iraq only when exchanged are asked about, and exchanged unless a person keeps them."""
    points = {("43.13", "36.35"): 2, ("36.35", "43.13"): 5, ("", ""): 1, ("43,13", "36°20'42\"N"): 1}
    questions = Questions()
    assert exchanged(points, "fora", questions) == {("43.13", "36.35"), ("43,13", "36°20'42\"N")}
    (question,) = questions.open
    assert (question.rows, question.sample[0]) == (3, ("43.13, 36.35", "36.35, 43.13"))
    assert exchanged(points, "fora", Questions({question.id: "keep"})) == frozenset()
    assert exchanged({("36.35", "43.13"): 5}, "fora", questions) == frozenset()
