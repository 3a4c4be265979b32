"""Recipe choice: a saved recipe is proposed for files of its shape, and for no other."""

from community_policing.dataset.intake.recipe.choose import chosen, shape_text
from tests.dataset.recipe.sheets import sheet

HEADER = "Forum ID | Forum name | Governorate | Date of establishment | Number of women"
MONTH = f"Report of November\n\n{HEADER}\nF1 | Tal Keif | Ninewa | 2016-11-01 | 4"


def test_a_shape_is_the_headers_of_a_file() -> None:
    """Not its title, its rows, the order of its columns or the name of its sheet."""
    later = "Report of December\n\n" + "\n".join(
        " | ".join(reversed(line.split(" | "))) for line in (HEADER, "F2 | Zubayr | Basra | 2016-12-01 | 7")
    )
    assert shape_text([sheet(MONTH, "November")]) == shape_text([sheet(later, "December")])
    assert len(shape_text([sheet(MONTH)]).split("|")) == 5


def test_headers_of_all_sheets_make_the_shape_once() -> None:
    both = [sheet("forum_id | name\nF1 | A", "fora"), sheet("donor_id | name\nDE | Germany", "donors")]
    assert shape_text(both) == shape_text(both[::-1])
    assert len(shape_text(both).split("|")) == 3


def test_the_recipe_of_the_same_shape_is_taken() -> None:
    recipes = [("Works", "cost|item id|name", {"a": "1"}), ("Month", "forum id|name", {"b": "2"})]
    assert chosen(recipes, "forum id|name") == ("Month", {"b": "2"})


def test_a_file_of_another_shape_is_read_without_a_recipe() -> None:
    """Two of four headers are alike: not enough."""
    assert chosen([("Month", "forum id|governorate|name", {"b": "2"})], "date|governorate|name") == ("", {})
    assert chosen([], "forum id|name") == ("", {})


def test_a_header_more_or_less_is_the_same_shape() -> None:
    """Of four headers three are alike; of the recipes the one that fits best is taken."""
    recipes = [("Old", "forum id|governorate|name", {"a": "1"}), ("New", "forum id|governorate|name|note", {"a": "2"})]
    assert chosen(recipes[:1], "forum id|governorate|name|note") == ("Old", {"a": "1"})
    assert chosen(recipes, "forum id|governorate|name|note") == ("New", {"a": "2"})


def test_answers_for_any_file_stand_behind_those_of_the_shape() -> None:
    """A recipe without a shape is not the file's: its answers hold where the other says nothing."""
    recipes = [("Anything", "", {"a": "general", "b": "general"}), ("Month", "forum id|name", {"a": "own"})]
    assert chosen(recipes, "forum id|name") == ("Month", {"a": "own", "b": "general"})
    assert chosen(recipes, "item id") == ("", {"a": "general", "b": "general"})
