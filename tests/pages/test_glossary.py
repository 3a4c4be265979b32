"""The Glossary page, and terms of it in the search box and in tooltips."""

from streamlit.testing.v1 import AppTest

from community_policing.analysis import glossary
from tests.pages.test_working import ROOT, alone


def _plain(text: str) -> str:
    return text.replace("\\", "").replace("\u00a0", " ").replace("\u2060", "")


def test_every_term_is_explained_once() -> None:
    """Its name and meaning, under the heading of its group."""
    test = alone("glossary", str(ROOT / "data" / "public_record"), {})
    entries = [_plain(each.value) for each in test.main.markdown]
    assert [each.partition("  \n")[0] for each in entries] == [f"**{term.name}**" for term in glossary.TERMS.values()]
    assert [each.value for each in test.header] == list(dict.fromkeys(term.group for term in glossary.TERMS.values()))
    assert entries[6] == (
        "**Seats filled (attendances)**  \nOne person at one event fills one seat, so a person who comes to two events fills "
        "two. Seats add up over events; they are not a number of people."
    )


def test_a_term_is_explained_where_it_is_searched_for_or_chosen() -> None:
    """The search box answers with the meaning; Help tells what the filters' own terms mean."""
    test = AppTest.from_file(str(ROOT / "community_policing" / "streamlit_app.py"), default_timeout=60).run()
    for term in ("as_of", "established_police"):
        assert any(glossary.meaning(term) in _plain(each.value) for each in test.caption)
    test.text_input(key="search").set_value("cohort").run()
    assert f"**Cohort:** {glossary.meaning('cohort')}" in [_plain(each.value) for each in test.caption]
    assert not any("Nothing matches" in each.value for each in test.caption)
