"""The Governorate page: one governorate, its figures apart, what is next; a start where none or several are chosen."""

import json
import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from unittest.mock import MagicMock

import pytest
import streamlit
from pypdf import PdfReader
from streamlit.testing.v1 import AppTest

from community_policing.briefing.build.outputs import made
from community_policing.protect.policy import Act
from community_policing.ui.shell import access
from pages.briefing import store
from pages.governorate import paper
from tests.pages.test_address import follow
from tests.pages.test_states import ONE_FORUM, PHASE, written
from tests.pages.test_working import ROOT, alone

DEMONSTRATION, PUBLIC = (str(ROOT / "data" / name) for name in ("demonstration", "public_record"))


def profile(folder: str = DEMONSTRATION, *governorates: str, **scope: object) -> AppTest:
    """The page on a dataset for those governorates."""
    return alone("governorate", folder, {"governorates": governorates, **scope})  # type: ignore[arg-type]


def plain(text: str) -> str:
    """Markdown as it is read: without escapes and joiners."""
    return text.replace("\\", "").replace("\u00a0", " ").replace("\u2060", "")


def said(test: AppTest) -> str:
    """Everything the page says in sentences and tables."""
    return plain("\n".join(element.value for element in (*test.title, *test.header, *test.markdown, *test.caption)))


def cards(test: AppTest) -> dict[str, str]:
    """Title -> figure of the cards."""
    blocks = [plain(markdown.value).split("\n\n") for markdown in test.markdown if "\n\n## " in markdown.value]
    return {block[0]: block[1].removeprefix("## ") for block in blocks}


def test_one_governorate() -> None:
    """Ninewa: the finding, six figures apart, its own target, what is next and its neighbours."""
    test = profile(DEMONSTRATION, "IQG15")
    assert plain(test.title[0].value) == "Ninewa: no forum yet, 2 are due by 31 Dec 2016"
    assert cards(test) == {
        "Fora, IOM": "0", "Fora, police": "0", "Fora planned": "2", "Events held": "0", "Attendances": "0", "Works done": "0",
    }  # fmt: skip
    text = said(test)
    assert "Off track" in text
    assert "Fora established by IOM: 0 of 2 by 31 Dec 2016" in text
    assert "|31 Dec 2016|Forum Al-Qayyarah 1|Forum|\n|31 Dec 2016|Forum Al-Qayyarah 2|Forum|" in text
    assert "|**Ninewa**|**0**|**0**|**2**|**0**|**0**|\n|Anbar|1|0|1|1|34|\n|Duhok|" in text


def test_how_fora_fare_and_what_people_say() -> None:
    """Diyala of the demonstration: states, the longest silence, open concerns, answers of the place with the programme before
    those of the other, and the way to both pages, where the choice goes along."""
    test = profile(DEMONSTRATION, "IQG10")
    text = said(test)
    assert (
        "Of its fora 1 is active and 1 is dormant. Longest silent: Forum Baladruz 1, no meeting for 4 months." in text
    )
    assert "|Water and electricity|2|0|" in text
    assert "|**Baqubah, 6 Oct 2016**|||\n|Expects violence to increase|21 % (15 – 27 %)|265|" in text
    assert text.index("**Khanaqin (comparison place, no programme), 6 Oct 2016**") > text.index("**Baqubah, 6 Oct")
    framed = follow("governorate=IQG10", "governorate")
    framed.button(key="profile-to-outcomes").click().run()
    assert plain(framed.title[0].value).startswith("People answer better in 1 of 4 comparisons")
    assert framed.multiselect(key="governorate").value == ["IQG10"]


def test_what_is_overdue_stands_first_and_says_so() -> None:
    """Kirkuk's computers were due in October: the work says by how many days it is late."""
    text = said(profile(DEMONSTRATION, "IQG13"))
    assert "due on 31 Oct 2016, 30 days late" in text
    assert "1 work or delivery overdue" in text


@pytest.mark.parametrize("dataset", [DEMONSTRATION, PUBLIC])
def test_every_figure_of_a_governorate_has_its_working(dataset: str) -> None:
    """Six cards, the life of fora and the neighbours' table each open their working, where there is any; targets too."""
    keys = {button.key for button in profile(dataset, "IQG15").button if str(button.key).startswith("working-")}
    assert {"working-neighbours", "working-fora_planned", "working-building_works_done"} <= keys
    assert len(keys) == 7 + ("working-targets" in keys) + ("working-life" in keys)
    assert ("working-life" in keys) == (dataset == DEMONSTRATION)


def test_only_what_was_published() -> None:
    """Of the public record no forum by governorate is shown, none counted; planned ones were published."""
    test = profile(PUBLIC, "IQG15")
    assert cards(test) == {
        "Fora, IOM": "–", "Fora, police": "–", "Fora planned": "2", "Events held": "–", "People reached": "–", "Works done": "–",
    }  # fmt: skip
    text = said(test)
    assert "|Governorate|Planned|" in text
    assert "|Community-friendly venues at police stations|not published|Agreed|" in text
    assert "No target is set for this governorate." in text


@pytest.mark.parametrize(
    ("governorates", "title"),
    [
        ((), "13 of 18 governorates have a forum: choose one to see its profile"),
        (("IQG08", "IQG15"), "Baghdad and Ninewa – 1 of the 2 governorates chosen has a forum: choose one"),
    ],
)
def test_without_one_governorate_there_is_a_start(governorates: tuple[str, ...], title: str) -> None:
    """None or several chosen: a map and a list to choose from, with the working of its figures."""
    test = profile(DEMONSTRATION, *governorates)
    assert plain(test.title[0].value) == title
    rows = test.dataframe[0].value
    assert len(rows) == (len(governorates) or 18)
    assert rows[rows["Governorate"] == "Baghdad"].to_numpy().tolist() == [["Baghdad", "7", "3", "0", "8", "372"]]
    assert [button.key for button in test.button if str(button.key).startswith("working-")] == ["working-profiles"]


def test_a_reader_sees_one_choice_of_the_governorate() -> None:
    """The filter above every page says which one is shown, and no other field does; another is one click away, on a map and a
    list, and the address goes along."""
    test = follow("governorate=IQG08", "governorate")
    fields = [(each.key, each.value) for each in (*test.multiselect, *test.selectbox)]
    assert [key for key, value in fields if value in ("IQG08", ["IQG08"])] == ["governorate"]
    assert not [each.key for each in test.selectbox if "Baghdad" in each.options]
    test.button(key="another-governorate").click().run()
    assert (test.multiselect(key="governorate").value, "governorate" in test.query_params) == ([], False)
    assert plain(test.title[0].value).endswith(": choose one to see its profile")
    assert len(test.dataframe[0].value) == 18
    assert "another-governorate" not in [each.key for each in test.button]


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> dict[str, tuple[str, Callable[[], bytes]]]:
    """PDFs that the page offers: label -> file name, and what a click builds, here and now instead of in the queue."""
    seen: dict[str, tuple[str, Callable[[], bytes]]] = {}
    button = streamlit.download_button

    def watched(label: str, data: Callable[[], bytes], name: str, mime: str, **options: Any) -> Any:
        if mime == "application/pdf":
            seen[label] = name, data
        return button(label, data, name, mime, **options)

    monkeypatch.setattr(streamlit, "download_button", watched)
    monkeypatch.setattr(store, "built", made)
    return seen


def test_the_page_goes_to_paper(
    offered: dict[str, tuple[str, Callable[[], bytes]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Print and two PDFs stand beside the choice; nothing is composed before a click, and then from the reader's programme,
    on its date and within its other choices."""
    composed = MagicMock(wraps=paper.profiles)
    monkeypatch.setattr(paper, "profiles", composed)
    test = profile(DEMONSTRATION, "IQG10", phases=("P2",))
    assert [button.label for button in test.button if button.key == "print-page"] == ["Print"]
    assert list(offered) == ["↓ PDF", "↓ PDF of all 18"]
    composed.assert_not_called()
    name, built = offered["↓ PDF"]
    assert re.fullmatch(r"profile-diyala-phase-2-illustrative-2016-11-30-[0-9a-f]{12}\.pdf", name)
    (page,) = PdfReader(BytesIO(built())).pages
    said = " ".join(page.extract_text().split())
    assert plain(test.title[0].value) in said
    assert "Governorate: Diyala; Phase: Phase 2" in said
    assert composed.call_args.args[1] == ("IQG10",)


def test_the_start_offers_all_in_one_file(offered: dict[str, tuple[str, Callable[[], bytes]]]) -> None:
    """Where none is chosen there is no page to print."""
    test = profile(DEMONSTRATION)
    assert list(offered) == ["↓ PDF of all 18"]
    assert [button for button in test.button if button.key == "print-page"] == []


def test_who_may_take_no_file_is_offered_none(
    offered: dict[str, tuple[str, Callable[[], bytes]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The public reads and prints the page, and takes no PDF."""
    monkeypatch.setattr(access, "may", lambda act: act is not Act.EXPORT)
    test = profile(DEMONSTRATION, "IQG10")
    assert [button.label for button in test.button if button.key == "print-page"] == ["Print"]
    assert offered == {}


def test_the_map_page_leads_to_the_profile_of_what_is_chosen() -> None:
    """One governorate chosen: the map page offers its profile; none or two: it does not."""

    def led_to(*pcodes: str) -> list[str]:
        test = alone("map", DEMONSTRATION, {"governorates": pcodes})
        return [button.label for button in test.button if button.key == "to-profile"]

    assert led_to("IQG15") == ["Profile of Ninewa"]
    assert led_to() == led_to("IQG15", "IQG08") == []


def test_names_from_data_are_text(tmp_path: Path) -> None:
    """What a forum, a place or a work is called is never Markdown, and never ends a table's cell."""
    hostile = "[x](https://evil.example) | **y**"
    planned = ONE_FORUM | {
        "forum_id": "F2", "name": hostile, "place": hostile, "status": "planned", "established_on": "", "planned_for": "2016-12-31",
    }  # fmt: skip
    work = {"item_id": "I1", "name": hostile, "kind": "headquarters", "status": "agreed", "governorate": "IQG08", "quantity": "1",
            "agreed_on": "2016-10-18", "due_on": "2017-09-30", "phase_id": "P2", "record": "illustrative"}  # fmt: skip
    folder = written(tmp_path, {"phases": [PHASE], "fora": [ONE_FORUM, planned], "infrastructure": [work]})
    test = profile(folder, "IQG08")
    raw = "\n".join(element.value for element in (*test.markdown, *test.caption, *test.title))
    assert raw.count("evil") >= 4
    assert "](https" not in raw
    assert hostile not in raw
    assert json.dumps(plain(raw)).count("[x](https://evil.example) | **y**") >= 4
