"""The box in the bar: what it shows while a reader types, where a choice leads, and what is said of it there."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.test_working import ROOT


@pytest.fixture
def frame() -> AppTest:
    return AppTest.from_file(str(ROOT / "community_policing" / "streamlit_app.py"), default_timeout=60).run()


def answers(frame: AppTest) -> dict[str, str]:
    """Key -> label of the buttons under the box."""
    return {b.key: b.label.replace("\\", "") for b in frame.button if str(b.key).startswith("found-")}


def asked(frame: AppTest, question: str) -> dict[str, str]:
    """The answers to a question."""
    frame.text_input(key="search").set_value(question).run()
    assert not frame.exception
    return answers(frame)


def said(frame: AppTest) -> str:
    return (
        " ".join(element.value for element in (*frame.caption, *frame.markdown)).replace("\\", "").replace("\u2060", "")
    )


def test_an_empty_box_shows_nothing(frame: AppTest) -> None:
    """Without a question there are no answers and no words about them."""
    assert answers(frame) == {}
    assert asked(frame, "   ") == {}
    assert "called so" not in said(frame)


def test_an_answer_says_what_where_and_how_it_stands(frame: AppTest) -> None:
    """Each line has the mark of its kind, the name, the place with its governorate, and how it stood on the date."""
    found = asked(frame, "Al Qayara")
    assert list(found) == ["found-fora-CPF-P2", "found-fora-CPF-P3", "found-trainings-E28"]
    assert "○" in found["found-fora-CPF-P2"]
    assert found["found-fora-CPF-P2"].endswith(
        "**Forum Al-Qayyarah 1**  \nAl-Qayyarah, Ninewa · planned, not yet set up"
    )
    assert found["found-trainings-E28"].endswith("Al-Qayyarah, Ninewa · Training, planned")


def test_more_than_eight_are_counted(frame: AppTest) -> None:
    """Eight answers are shown, and how many more there are."""
    assert len(asked(frame, "forum")) == 8
    assert "and 42 more: type more to narrow them" in said(frame)


def test_did_you_mean(frame: AppTest) -> None:
    """A word with a mistake in it leads to the likest known one, by one click; nothing alike is said plainly."""
    assert asked(frame, "Ninewva") == {}
    frame.button(key="meant").click().run()
    assert frame.text_input(key="search").value == "Ninewa"
    assert len(answers(frame)) == 6
    assert asked(frame, "xyzzy") == {}
    assert "Nothing matches “xyzzy”." in said(frame)


def test_a_forum_leads_to_its_governorate(frame: AppTest) -> None:
    """Choosing a forum filters to its governorate, takes back what would hide it, and says both; the box is empty again."""
    frame.multiselect(key="phase").set_value(["P1"])
    frame.multiselect(key="donor").set_value(["US"])
    asked(frame, "نينوى")
    frame.button(key="found-fora-CPF-P2").click().run()
    assert frame.session_state["governorate"] == ["IQG15"]
    assert (frame.session_state["phase"], frame.session_state["donor"]) == ([], [])
    assert frame.session_state["search"] == ""
    page, _, row, hiding = frame.session_state["chosen"]
    assert (page, row.key, hiding) == ("map", "CPF-P2", ("phase", "donor"))


@pytest.mark.parametrize(
    ("key", "held", "page"),
    [("found-trainings-E28", ("event", "E28"), "training"), ("found-infrastructure-W07", ("item", "W07"), "infrastructure")],
)  # fmt: skip
def test_an_event_or_item_is_opened(key: str, held: tuple[str, str], page: str, frame: AppTest) -> None:
    """Choosing an event or an item tells its page which one; a filter that does not hide it stays."""
    frame.multiselect(key="governorate").set_value(["IQG15"])
    asked(frame, held[1])
    frame.button(key=key).click().run()
    assert frame.session_state[held[0]] == held[1]
    assert frame.session_state["governorate"] == ["IQG15"]
    assert frame.session_state["chosen"][0] == page


def test_a_governorate_in_any_spelling_leads_to_its_page(frame: AppTest) -> None:
    """Its name alone finds its profile before what lies in it; choosing that filters to it and goes there."""
    found = asked(frame, "ديالى")
    assert next(iter(found)) == "found-profile"
    assert found["found-profile"] == "**Diyala**  \nAll about this governorate, on one page"
    assert "found-profile" not in asked(frame, "forum")
    asked(frame, "diyala")
    frame.button(key="found-profile").click().run()
    assert (frame.session_state["governorate"], frame.session_state["search"]) == (["IQG10"], "")
    assert frame.title[0].value.startswith("Diyala\\: 2 fora by IOM")


def test_the_question_is_not_in_the_address(frame: AppTest) -> None:
    """What a reader looks for is nobody else's business."""
    asked(frame, "Baghdad")
    assert "search" not in frame.query_params
    assert "Baghdad" not in str(dict(frame.query_params))


def test_what_people_say_and_how_fora_fare_are_found(frame: AppTest) -> None:
    """A question of a survey, a community that was asked, a topic and a state lead to their pages, the question or the governorate
    chosen; the middle of a word finds nothing."""
    assert list(asked(frame, "trusts police")) == ["found-outcomes-trust_in_police"]
    frame.button(key="found-outcomes-trust_in_police").click().run()
    assert frame.selectbox(key="outcomes-question").value == "trust_in_police"
    assert "found-outcomes-IQG10-Khanaqin, Diyala" in asked(frame, "Khanaqin")
    frame.button(key="found-outcomes-IQG10-Khanaqin, Diyala").click().run()
    assert frame.multiselect(key="governorate").value == ["IQG10"]
    assert asked(frame, "drugs")["found-fora-drugs"] == "**Drugs**  \nA topic of concerns raised at fora"
    assert list(asked(frame, "dormant")) == ["found-fora-fora_dormant"]
    frame.button(key="found-fora-fora_dormant").click().run()
    assert frame.title[0].value.replace("\u00a0", " ").startswith("31 of 43 fora met")
    assert [key for key in asked(frame, "rusts") if key.startswith("found-outcomes")] == []


def test_a_protected_view_finds_no_community_by_its_name() -> None:
    """In the public's eyes communities have numbers, and their names find nothing."""
    frame = AppTest.from_file(str(ROOT / "community_policing" / "streamlit_app.py"), default_timeout=60)
    frame.query_params["seen_as"] = "public"
    frame.run()
    assert [key for key in asked(frame, "Khanaqin") if key.startswith("found-outcomes")] == []
    found = [key for key in asked(frame, "community diyala") if key.startswith("found-outcomes")]
    assert found == [f"found-outcomes-IQG10-Community {number} in Diyala" for number in (1, 2)]


def test_only_what_was_over_by_the_date_is_found() -> None:
    """Before the first survey nobody had been asked, and of the public record no meeting and no concern is on record."""
    frame = AppTest.from_file(str(ROOT / "community_policing" / "streamlit_app.py"), default_timeout=60)
    frame.query_params["dataset"] = "public_record"
    frame.run()
    assert asked(frame, "drugs") == asked(frame, "dormant") == {}
    assert [key for key in asked(frame, "trusts police") if key.startswith("found-outcomes")] == []
