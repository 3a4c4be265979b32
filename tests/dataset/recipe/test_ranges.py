"""Ranges of dates in one cell: two days, of which the first takes the month and year of the last where it has none."""

import pytest

from community_policing.dataset.intake.recipe.readers.date_forms import form_of
from community_policing.dataset.intake.recipe.readers.ranges import range_of


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2016-11-06 - 2016-11-08", "2016-11-06", "2016-11-08"),
        ("2016-11-06/2016-11-08", "2016-11-06", "2016-11-08"),
        ("06/11/2016-08/11/2016", "06/11/2016", "08/11/2016"),
        ("06/11/2016 to 08/11/2016", "06/11/2016", "08/11/2016"),
        ("6-8 Nov 2016", "6 Nov 2016", "8 Nov 2016"),
        ("Nov 6–8, 2016", "Nov 6, 2016", "Nov 8, 2016"),
        ("6-8/11/2016", "6/11/2016", "8/11/2016"),
        ("6 & 8 Nov 2016", "6 Nov 2016", "8 Nov 2016"),
        ("28 Nov - 2 Dec 2016", "28 Nov 2016", "2 Dec 2016"),
        ("28/11 - 2/12/2016", "28/11/2016", "2/12/2016"),
        ("Jan - Mar 2016", "Jan 2016", "Mar 2016"),
        ("من 6 إلى 8 تشرين الثاني 2016", "6 تشرين الثاني 2016", "8 تشرين الثاني 2016"),
        ("٦ - ٨ تشرين الثاني ٢٠١٦", "6 تشرين الثاني 2016", "8 تشرين الثاني 2016"),
        ("from 28 Nov until 2 Dec 2016", "28 Nov 2016", "2 Dec 2016"),
        ("6 to 8 November 2016", "6 November 2016", "8 November 2016"),
        ("15 Dec 2016 - 3 Jan 2017", "15 Dec 2016", "3 Jan 2017"),
    ],
)
def test_ranges(text: str, first: str, last: str) -> None:
    """Both ends are dates that the reader of dates takes."""
    assert range_of(text) == (first, last)
    assert form_of(first)
    assert form_of(last)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2016-11-06",
        "06-11-2016",
        "6/11/16",
        "Nov 2016",
        "11-2016",
        "16-Oct-16",
        "Mosul - Erbil",
        "6 - 8",
        "10-15 sets",
    ],
)
def test_no_ranges(text: str) -> None:
    """One day, one month, and what is no date are no range."""
    assert range_of(text) is None
