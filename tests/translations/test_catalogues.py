"""Catalogues are complete: every message of the product in every language, by rules that need no speaker."""

import csv
from pathlib import Path

import openpyxl
import pytest

from community_policing.core import i18n
from community_policing.core.i18n import n, speaking, t
from community_policing.core.languages import LANGUAGES, SOURCE
from community_policing.core.paths import LOCALES, ROOT
from translations import catalogues, review
from translations.catalogues import Translation
from translations.messages import messages, of_source
from translations.rules import faults

OTHERS = tuple(code for code in LANGUAGES if code != SOURCE)


@pytest.mark.parametrize("code", OTHERS)
def test_every_message_in_every_language(code: str) -> None:
    """The catalogue has the messages of the code, no more and no fewer, and none breaks a rule (`make messages` helps)."""
    known, there = messages(), catalogues.read(code)
    assert sorted(there) == sorted(known)
    assert [(key[0], fault) for key in known for fault in faults(code, key, there[key].forms)] == []


def test_the_readme_says_how_much_was_reviewed() -> None:
    """The number in public is that of the catalogues (`make messages` writes it)."""
    assert catalogues.reviewed_in_words() in (ROOT / "README.md").read_text("utf-8")


@pytest.mark.parametrize("code", OTHERS)
def test_terms_of_the_glossary(code: str) -> None:
    """A message that is a term of the glossary reads as the glossary has it, with the language's article or without."""
    there, article = catalogues.read(code), LANGUAGES[code].article
    with (LOCALES / "glossary.csv").open(encoding="utf-8") as file:
        terms = {row["en"]: row[code].split(" / ") for row in csv.DictReader(file)}
    read = {term: there[(term,)].forms[0] for term in terms if (term,) in there}
    assert len(read) > 20
    assert {
        term: text for term, text in read.items() if text not in terms[term] + [article + one for one in terms[term]]
    } == {}


@pytest.mark.parametrize(
    ("code", "forms"),
    [
        ("ar", {0: 0, 1: 1, 2: 2, 3: 3, 10: 3, 11: 4, 99: 4, 100: 5, 101: 5, 102: 5, 103: 3, 111: 4}),
        ("ckb", {0: 1, 1: 0, 2: 1, 11: 1, 100: 1, 101: 1}),
    ],
)
def test_a_count_takes_its_form(code: str, forms: dict[int, int], own_catalogue: Path) -> None:
    """Each count takes the form that its language has for it, as the rule in languages.toml says."""
    pair, count = ("{count} forum", "{count} fora"), catalogues.forms_of(code)
    catalogues.write(code, {pair: Translation(tuple(f"{form}:{{count}}" for form in range(count)))}, {pair: ("x.py",)})
    assert own_catalogue.is_dir()
    with speaking(code):
        assert {number: n(*pair, number) for number in forms} == {
            number: f"{form}:{number}" for number, form in forms.items()
        }


def test_a_wrong_placeholder_takes_no_page_down(own_catalogue: Path, caplog: pytest.LogCaptureFixture) -> None:
    """The reader gets the English message, and the log says which translation is wrong."""
    key = ("{place}: none yet",)
    catalogues.write("ar", {key: Translation(("{مكان}: لا شيء",))}, {key: ("x.py",)})
    assert own_catalogue.is_dir()
    with speaking("ar"):
        assert t(key[0], place="نينوى") == "نينوى: none yet"
    assert "{place}: none yet" in caplog.text


def test_messages_of_a_source() -> None:
    """Messages are found where a person reads them: in f-strings, in pairs, once each."""
    source = 'a = f"{t(\'One\')}"; b = plural("{count} day", "{count} days"); c = n("a", "b", 2); d = N_("One"); e = t(x); t("")'
    assert list(of_source(source)) == [("One",), ("{count} day", "{count} days"), ("a", "b"), ("One",)]


def test_a_workbook_for_reviewers(own_catalogue: Path, tmp_path: Path) -> None:
    """What a speaker confirms or corrects comes back as reviewed; what breaks a rule is refused and named, and stays as it was."""
    known = {("Governorate",): ("a.py",), ("{count} day", "{count} days"): ("b.py",), ("Map",): ("c.py",)}
    drafts = {("Governorate",): ("ولاية",), ("{count} day", "{count} days"): ("{count} ڕۆژ",) * 2, ("Map",): ("نەخشە",)}
    catalogues.write("ckb", {key: Translation(forms) for key, forms in drafts.items()}, known)
    assert own_catalogue.is_dir()
    file = tmp_path / "ckb.xlsx"
    review.write_workbook("ckb", known, file)
    book = openpyxl.load_workbook(file)
    sheet = book["ckb"]
    assert [cell.value for cell in sheet[1]] == ["English", "English, many", "ckb 0", "ckb 1", "reviewed", "files"]
    sheet["C2"], sheet["E2"] = "پارێزگا", "yes"
    sheet["C3"], sheet["E3"] = "ڕۆژێک", "yes"
    book.save(file)
    result = review.read_workbook("ckb", known, file)
    catalogues.write("ckb", result.translations, known)
    read = catalogues.read("ckb")
    assert (read[("Governorate",)], read[("Map",)]) == (Translation(("پارێزگا",), True), Translation(("نەخشە",)))
    assert read[("{count} day", "{count} days")] == Translation(("{count} ڕۆژ",) * 2)
    assert (result.confirmed, len(result.refused)) == (1, 1)
    assert "ckb.xlsx, line 3" in result.refused[0]


@pytest.fixture
def own_catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of catalogues of the test's own."""
    monkeypatch.setattr(i18n, "LOCALES", tmp_path)
    monkeypatch.setattr(i18n, "_messages", i18n.cache(i18n._messages.__wrapped__))
    return tmp_path
