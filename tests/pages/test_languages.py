"""A page in another language: it speaks it whole, in callbacks too, and shows the same figures as the English one."""

from gettext import NullTranslations

import pytest

from community_policing.core import i18n
from tests.pages.test_address import AppTest, address, again, follow


class Marked(NullTranslations):
    """Stands for a whole catalogue: each message between marks."""

    def gettext(self, message: str) -> str:
        return f"«{message}»"

    def ngettext(self, one: str, many: str, count: int) -> str:
        return f"«{one if count == 1 else many}»"


@pytest.fixture(autouse=True)
def marked(monkeypatch: pytest.MonkeyPatch) -> None:
    """All messages in Arabic, and none in Sorani."""
    english = NullTranslations()
    monkeypatch.setattr(i18n, "_messages", lambda code: english if code == "en" else Marked())
    monkeypatch.setattr("community_policing.core.reader_language.languages", lambda: ("en", "ar"))


def sent(tab: AppTest) -> list[str]:
    """All that is sent to the browser, part by part."""
    return [part for part in map(str, _protos(tab._tree)) if part]


def _protos(node: object) -> list[object]:
    own = getattr(node, "proto", None)
    return [own or "", *(each for child in getattr(node, "children", {}).values() for each in _protos(child))]


def test_the_link_says_the_language_once() -> None:
    """It is read, and leaves the address; the filters stay, and nothing is said of it.  What a callback does speaks it, too."""
    tab = follow("lang=ar&governorate=IQG15")
    assert address(tab) == {"governorate": ["IQG15"]}
    assert tab.title[0].value.startswith("«")
    assert [each.key for each in tab.button if str(each.key).startswith("away-link-note")] == []
    tab.multiselect(key="governorate").set_value([])
    again(tab)
    assert (address(tab), tab.title[0].value[0]) == ({}, "«")


@pytest.mark.parametrize(
    "page", ["overview", "governorate"]
)  # the frame around them; test_three_languages has all pages
def test_pages_of_two_languages_take_turns(page: str) -> None:
    """Arabic, English, Arabic in one process: whatever is kept in memory is kept for its language."""
    link = "governorate=IQG08" if page == "governorate" else ""
    arabic, english, again = (sent(follow(f"{link}&lang={code}", page)) for code in ("ar", "en", "ar"))
    assert [part for part in english if "«" in part] == []
    marks, marks_again = ([part.count("«") for part in each] for each in (arabic, again))
    assert sum(marks) > 20
    assert marks_again == marks


def test_links_lead_to_the_same_figures_in_another_language() -> None:
    """Each in its own name, with the filters of this page; none to the language that is spoken or that nobody offers."""
    for code, there in (("en", 'lang=ar" target="_self" hreflang="ar-IQ" lang="ar-IQ" dir="rtl">العربية</a>'),
                        ("ar", 'lang=en" target="_self" hreflang="en" lang="en" dir="ltr">English</a>')):  # fmt: skip
        bodies = [each.proto.body for each in follow(f"governorate=IQG15&lang={code}").get("html")]
        links = [body for body in bodies if "languages" in body]
        assert len(links) == 2  # in the bar, and in Help
        assert f"?governorate=IQG15&amp;{there}" in links[0]
        assert links[0].count("<a ") == 1
