"""Links: any spelling becomes a key in the address, and what nobody knows is said above the page until the reader acts."""

from urllib.parse import parse_qs

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from pages import PAGES
from tests.conftest import ROOT

FRAME = str(ROOT / "community_policing" / "streamlit_app.py")


def follow(link: str, page: str = "overview") -> AppTest:
    """A new tab that opens this link."""
    tab = AppTest.from_file(FRAME, default_timeout=120)
    tab._page_hash = calc_hash(PAGES[page].url_path if page != "overview" else "overview")
    for name, words in parse_qs(link, keep_blank_values=True).items():
        tab.query_params[name] = words
    return again(tab)


def again(tab: AppTest) -> AppTest:
    """The tab after another run."""
    tab.run()
    assert not tab.exception, tab.exception
    return tab


def address(tab: AppTest) -> dict[str, list[str]]:
    """What stands in the address."""
    return {name: [said] if isinstance(said, str) else list(said) for name, said in dict(tab.query_params).items()}


def notes(tab: AppTest) -> list[str]:
    """What is said of the link, as a person reads it."""
    said = [each.value for each in tab.markdown if "link" in each.value or "recorded for this date" in each.value]
    return [each.replace("\\", "").replace("\u2060", "").replace("\u00a0", " ") for each in said]


KEYS = [
    ("governorate=IQG15", "governorate=IQG15"), ("governorate=Nineveh", "governorate=IQG15"),
    ("governorate=نینوا", "governorate=IQG15"), ("governorate=نەینەوا", "governorate=IQG15"),
    ("governorate=ninewa&governorate=بغداد", "governorate=IQG08&governorate=IQG15"),
    ("phase=p2", "phase=P2"), ("phase=PHASE 2", "phase=P2"), ("donor=de", "donor=DE"), ("donor=germany", "donor=DE"),
    ("donor=Germany, Federal Foreign Office", "donor=DE"),
    ("period=2016-q4", "period=2016-Q4"), ("period=Q4 2016&period=2014", "period=2016-Q4&period=2014"),
    ("district=IQG08Q05", "governorate=IQG08&district=IQG08Q05"),
    ("district=المحمودية&governorate=Basra", "governorate=IQG02&governorate=IQG08&district=IQG08Q05"),
    ("established_by=police", "established_by=police"), ("established_by=Local police", "established_by=police"),
    ("dataset=public_record", "dataset=public_record"), ("dataset=Public record", "dataset=public_record"),
    ("as_of=2016-06-30", "as_of=2016-06-30"), ("as_of=٢٠١٦-٠٦-٣٠", "as_of=2016-06-30"),
    ("embed=true&utm_source=mail&donor=", ""),
]  # fmt: skip


@pytest.mark.parametrize(("link", "keys"), KEYS)
def test_any_spelling_becomes_a_key(link: str, keys: str) -> None:
    """A key, a label and a name in another language or case choose the same; the address has the key, and nothing is said."""
    tab = follow(link)
    assert (address(tab) | {}, notes(tab)) == (parse_qs(keys) | {k: ["true"] for k in ("embed",) if k in link}, [])


def test_a_key_and_a_label_show_the_same_figures() -> None:
    """The same link in two spellings shows the same title, cards and tables."""
    both = [follow(f"governorate={place}&phase={phase}") for place, phase in (("IQG08", "P1"), ("بغداد", "phase 1"))]
    assert [each.value for each in both[0].markdown] == [each.value for each in both[1].markdown]
    assert both[0].title[0].value == both[1].title[0].value != follow("").title[0].value


UNKNOWN = {
    "donor=Germny": "The link names a donor “Germny” that is not in this dataset: shown for all donors. "
                    "Did you mean Germany?",
    "donor=Utopia": "The link names a donor “Utopia” that is not in this dataset: shown for all donors.",
    "donor=DE&donor=Utopia": "The link names a donor “Utopia” that is not in this dataset: left out.",
    "donor=Utopia&donor=Erewhon": "The link names donors “Utopia”, “Erewhon” that are not in this dataset: "
                                  "shown for all donors.",
    "period=1999": "The link names a period “1999” that is no choice in this view: shown for all years.",
    "seen_as=public&period=2016&period=2016-Q4": "The link names a period “2016-Q4” that is no choice in this view: left out.",
    "phase=P9": "The link names a phase “P9” that is not in this dataset: shown for all phases.",
    "established_by=army": "The link names a kind of forum “army” that does not exist: shown for all fora.",
    "governorate=Gondor": "The link names a governorate “Gondor” that is not in Iraq's 18: shown for all governorates.",
    "governorate=Mosul": "The link names “Mosul”, a town: shown for its governorate, Ninewa.",
    "governorate=الموصل": "The link names “الموصل”, a town: shown for its governorate, Ninewa.",
    "district=Al-Kark": "The link names a district “Al-Kark” that these data do not know: shown for all districts. "
                        "Did you mean Al-Karkh?",
    "seen_as=public&district=IQG08Q05": "The link names a district: this view knows governorates alone, so it is left out.",
    "as_of=2030-01-01": "The link names 1 Jan 2030 for “As of”, after the last day of these data: 30 Nov 2016 is shown.",
    "as_of=1999-01-01": "The link names 1 Jan 1999 for “As of”, before the first day of these data: 1 Jan 2012 is shown.",
    "as_of=2016-13-45": "The link names “2016-13-45” for “As of”, which is no date (they are written like 2016-11-30): "
                        "30 Nov 2016 is shown.",
    "dataset=atlantis": "The link names “atlantis” for “Dataset”, which is not offered here: Demonstration is shown.",
    "seen_as=foo": "The link asks for the view of “foo”, which does not exist here: you see everything.",
    "governate=Ninewa": "The link has “governate”, which this dashboard does not know. Did you mean “governorate”?",
    "date=2016-13-45": "The link has “date”, which this dashboard does not know. It knows dataset, release, as_of, "
                       "period, governorate, district, phase, donor, established_by.",
    "event=E25": "The link names “E25” under “event”, which has no effect here.",
}  # fmt: skip


@pytest.mark.parametrize("link", UNKNOWN)
def test_what_nobody_knows_is_told_once_until_the_reader_acts(link: str) -> None:
    """One sentence, which stands through further runs and goes when the reader takes it away; it does not come back."""
    tab = follow(link)
    assert notes(tab) == [UNKNOWN[link]]
    assert notes(again(tab)) == [UNKNOWN[link]]
    next(button for button in tab.button if str(button.key).startswith("away-link-note")).click()
    assert (notes(again(tab)), notes(again(tab))) == ([], [])


def test_a_note_goes_with_the_choice_it_speaks_of() -> None:
    """Choosing a phase takes the note on the phase away, and leaves the one on the donor."""
    tab = follow("donor=Utopia&phase=P9")
    tab.multiselect(key="phase").set_value(["P1"])
    assert notes(again(tab)) == [UNKNOWN["donor=Utopia"]]
    assert address(tab) == {"phase": ["P1"]}


def test_words_of_a_link_are_inert_and_short() -> None:
    """Markup in a link is shown as it stands, cut, and without hidden characters; of many words three are quoted."""
    tab = follow("donor=" + "<b>[x](http://x)\u202e" + "y" * 500)
    note = next(each.value for each in tab.markdown if "link" in each.value)
    assert ("<b>" in note.replace("\\<", ""), "\u202e" in note, len(notes(tab)[0]) < 150) == (False, False, True)
    many = follow("&".join(f"donor=x{number}" for number in range(40)))
    assert notes(many) == ["The link names donors “x0”, “x1”, “x2” and others that are not in this dataset: "
                           "shown for all donors."]  # fmt: skip


def test_hidden_and_unknown_rows_are_answered_alike() -> None:
    """Through a donor's eyes an event of another donor and one that does not exist are told in the same words."""
    answers = {row: notes(follow(f"seen_as=donor:DE&event={row}", "training")) for row in ("E01", "E99")}
    assert [answers["E01"][0].replace("E01", "E99")] == answers["E99"]


def test_clearing_the_filters_empties_the_address() -> None:
    """Clear filters leaves nothing of them in the address."""
    tab = follow("governorate=Ninewa&donor=DE&phase=P2&established_by=iom&period=2016")
    assert len(address(tab)) == 5
    tab.button(key="clear").click()
    assert address(again(tab)) == {}


CHOICES = ("selectbox", "multiselect", "radio", "button_group", "date_input", "slider", "select_slider", "toggle", "checkbox",
           "pills", "segmented_control")  # fmt: skip
EXEMPT = {
    "filters-open": "on a phone it folds the filters away; no figure hangs on it",
    "month": "it is the as-of date, drawn a second time",
    "as_of-end": "it is the as-of date, where a view knows only ends of periods",
    "earlier-end": "it is the earlier date, where a view knows only ends of periods",
    "later-end": "it is the later date, where a view knows only ends of periods",
    "log-account": "an account's name stays out of addresses, which are sent around",
    "brief-": "what goes into a briefing that is made; the briefing has its own address",
    "import-": "what is said of a file that is brought in; no figure hangs on it",
    "measure-group": "it is the group of what colours the map, which is in the address",
    "map-listed": "it is the filter of the governorate, or the way to its page",
    "confirm-": "what somebody agrees to before a publication",
}


@pytest.mark.parametrize("dataset", ["demonstration", "public_record"])
@pytest.mark.parametrize("page", PAGES)
def test_every_choice_on_every_page_is_in_the_address(page: str, dataset: str) -> None:
    """Whatever a reader can choose, and so changes a figure or a picture, is a parameter of the link; exempt ones say why."""
    tab = follow(f"dataset={dataset}", page)
    there = {str(widget.key) for kind in CHOICES for widget in tab.get(kind)}
    declared = {parameter.key for parameter in tab.session_state["address"].drawn.values()}
    left = {key for key in there - declared if not any(key.startswith(exempt) for exempt in EXEMPT)}
    assert (left, len(there) >= 6) == (set(), True)


def test_no_widget_is_bound_by_streamlit() -> None:
    """Streamlit's own binding writes labels and drops what it does not know: nothing uses it."""
    files = [*(ROOT / "community_policing").rglob("*.py"), *(ROOT / "pages").rglob("*.py")]
    assert [file.name for file in files if "bind=" in file.read_text("utf-8")] == []


STATES = [
    ("map", "indicator=attendances&map=drawn&click=filters&screen=whole"),
    ("reach", "count=people_reached&columns=both"), ("reach", "funded=equal&table=flow&table=reach-trend"),
    ("training", "calendar=all&split=sex&event=E25"), ("infrastructure", "items_in=IQG08&item=W13&table=pipeline"),
    ("targets", "show=table&status=attention&group=place&sort=name"), ("overview", "since=2015-12-31"),
    ("compare", "kind=governorate&a=IQG02&b=IQG08&by=donor"),
    ("compare", "earlier=2015-12-31&later=2016-06-30&compare=attendances&by=donor"),
]  # fmt: skip


@pytest.mark.parametrize(("page", "link"), STATES)
def test_a_page_s_own_choices_are_kept_by_the_link(page: str, link: str) -> None:
    """A link with choices of a page opens them, says nothing, and is what the address goes on being."""
    tab = follow(link, page)
    assert (address(tab), notes(tab)) == (parse_qs(link), [])
    assert address(again(tab)) == parse_qs(link)


def test_an_unknown_choice_of_a_page_is_told() -> None:
    """What a choice on a page does not offer is said, with what is shown in its place, also where a label was meant."""
    tab = follow("indicator=wealth&map=Drawn", "map")
    assert notes(tab) == ["The link names “wealth” for “Colour governorates by”, which is not offered here: "
                          "Fora established is shown."]  # fmt: skip
    assert address(tab) == {"map": ["drawn"]}
