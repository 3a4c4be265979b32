import subprocess
import sys

import pytest
from hypothesis import given, strategies as st

from community_policing.core import geography
from community_policing.core.bidi import without_marks
from community_policing.core.geography import (
    LAYERS,
    Governorate,
    Match,
    governorate_at,
    governorate_name,
    governorates,
    in_iraq,
    neighbours,
    place_name,
    resolve,
)
from community_policing.core.i18n import language, speaking
from community_policing.core.languages import LANGUAGES
from community_policing.core.paths import GEO

PLACES = list(governorates().values())
OWN = [(p.pcode, name) for p in PLACES for name in (p.pcode, p.name_en, p.name_ar, p.name_ckb)]
LISTED = [(p.pcode, spelling) for p in PLACES for spelling in p.spellings]
CODES = [(p.pcode, code) for p in PLACES for code in (p.iso_3166_2, p.legacy_2014_code)]


def test_governorates_are_the_18() -> None:
    """P-codes run from IQG01 to IQG18, and their order is the order of the governorates."""
    assert list(governorates()) == [f"IQG{number:02}" for number in range(1, 19)]


def test_own_names_and_pcodes_are_exact() -> None:
    """The product's own name in each language, and the current P-code, match exactly; spaces around do not matter."""
    for pcode, text in OWN:
        assert (text, resolve(text)) == (text, Match(pcode, True))
        assert (text, resolve(f" {text}\n")) == (text, Match(pcode, True))


def test_listed_spellings_and_other_codes_are_understood() -> None:
    """Every listed spelling, ISO code and pre-2019 code means its governorate; exact only where it is our own name."""
    for pcode, text in (*LISTED, *CODES):
        assert (text, resolve(text)) == (text, Match(pcode, (pcode, text) in OWN))


def test_case_and_hyphens_do_not_matter() -> None:
    """A spelling in capitals, with hyphens for spaces, or with "Governorate" after it, means the same."""
    for pcode, text in (*OWN, *LISTED):
        alike = (text.upper(), text.replace(" ", "-"), f"{text} Governorate")
        assert [(each, resolve(each).pcode) for each in alike] == [(each, pcode) for each in alike]


def test_a_joiner_parts_words() -> None:
    """A joiner that does not join stands for the blank between two words, and is nothing within one."""
    assert resolve("صلاح\u200cالدین").pcode == "IQG16"
    assert resolve("سەلاحە\u200cدین").pcode == "IQG16"


DISTRICTS = [(d.pcode, name) for d in geography.districts().values() for name in (d.name_en, d.name_ar, *d.spellings)]


def test_districts_lie_in_governorates() -> None:
    """Each of the 101 districts has the code of a governorate in its own, and a name in English and Arabic."""
    assert len(geography.districts()) == 101
    assert {d.pcode for d in geography.districts().values()} == set(governorates())
    assert all(d.name_en and d.name_ar for d in geography.districts().values())


def test_a_district_has_its_home() -> None:
    """Every spelling of a district gives its governorate, in capitals too."""
    assert DISTRICTS
    for pcode, name in DISTRICTS:
        assert (name, geography.home(name), geography.home(name.upper())) == (name, pcode, pcode)


def test_homes_of_towns() -> None:
    """A town gives its governorate; a governorate that is no town, and an unknown name, give none."""
    assert [geography.home(name) for name in ("Al-Qayyarah", "تلكيف", "Anbar", "Nowhere")] == ["IQG15", "IQG15", "", ""]


def test_nearest() -> None:
    """A slip of a letter in the name of a governorate, town or district gives its governorate; any other word none."""
    assert [geography.nearest(name) for name in ("Ninwa", "Mosull", "Hamdanya", "xyz")] == ["IQG15"] * 3 + [""]


def test_no_spelling_belongs_to_two() -> None:
    """However plain spellings are made, none is shared by two governorates."""
    spellings = [(geography._plain(text), pcode) for pcode, text in [*OWN, *LISTED]]
    owners = {text: {pcode for other, pcode in spellings if other == text} for text, _ in spellings}
    assert [text for text, pcodes in owners.items() if len(pcodes) > 1] == []


@pytest.mark.parametrize(
    ("text", "pcode"),
    [
        ("البصره", "IQG02"),  # teh marbuta as heh
        ("الانبار", "IQG01"),  # alef without hamza
        ("أنبار", "IQG01"),  # no article
        ("ذى قار", "IQG17"),  # alef maksura for yeh
        ("صلاح الدین", "IQG16"),  # Farsi yeh
        ("کرکوک", "IQG13"),  # keheh
        ("كربلا", "IQG12"),  # no hamza at the end
        ("بغـــداد", "IQG08"),  # tatweel
        ("نَيْنَوى", "IQG15"),  # vowel signs
        ("محافظة نينوى", "IQG15"),
        ("ههولير", "IQG11"),  # Kurdish on an Arabic keyboard
        ("پارێزگای هەولێر", "IQG11"),
        ("Al-Baṣrah", "IQG02"),
        ("as sulaymaniyah", "IQG06"),
        ("Ta’mim", "IQG13"),
        ("Salah-ad-Din", "IQG16"),
        ("iqg15", "IQG15"),
        ("iq-ts", "IQG13"),
    ],
)
def test_letters_that_keyboards_swap(text: str, pcode: str) -> None:
    """Variants of letters, marks and articles are seen through, and told apart from an exact match."""
    assert resolve(text) == Match(pcode, False)


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("IQG15 Ninewa", Match("IQG15", True)),
        ("Ninewa (IQG15)", Match("IQG15", True)),
        ("IQG15 - نينوى", Match("IQG15", True)),
        ("[IQG15] Nineveh", Match("IQG15", False)),
        ("IQ-G08 Duhok", Match("IQG09", False)),
        ("IQG15 / IQ-NI", Match("IQG15", False)),
    ],
)
def test_code_and_name_that_agree(text: str, match: Match) -> None:
    """A cell may hold code and name; it is exact when both are."""
    assert resolve(text) == match


def test_code_and_name_that_disagree() -> None:
    """A code that contradicts its name is refused, with both named: IQG08 is Baghdad, IQ-G08 was Duhok (trap 21)."""
    assert resolve("IQG08 Duhok") == Match(
        None, False, "“IQG08 Duhok” names Duhok but its code is that of Baghdad. Correct one of the two."
    )
    assert resolve("Baghdad IQ-G08") == Match(
        None, False, "“Baghdad IQ-G08” names Baghdad but its code is that of Duhok. Correct one of the two."
    )


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.pcode)
def test_every_contradiction_is_refused(place: Governorate) -> None:
    """No governorate's code, of whichever scheme, goes with another's name; the reason names both."""
    for other in PLACES:
        for code in (other.pcode, other.iso_3166_2, other.legacy_2014_code) if other != place else ():
            match = resolve(f"{place.name_en} ({code})")
            assert (match.pcode, match.exact) == (None, False)
            assert f"names {place.name_en} but its code is that of {other.name_en}" in match.reason


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.pcode)
def test_old_codes_count_only_with_their_hyphen(place: Governorate) -> None:
    """IQ-G08 was Duhok; without its hyphen it is today's code of Baghdad, and with a space it is nothing (trap 21)."""
    old = place.legacy_2014_code
    assert resolve(old) == Match(place.pcode, False)
    assert resolve(old.replace("-", "")) == Match(old.replace("-", ""), True)
    assert resolve(old.replace("-", " ")).pcode is None


WHERE_TO_LOOK = "Write it as in geo/governorates.csv, or its P-code."


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "The cell names no governorate. Write its name, or its P-code, IQG01 to IQG18."),
        ("Governorate", "The cell names no governorate. Write its name, or its P-code, IQG01 to IQG18."),
        ("Atlantis", f"“Atlantis” is not the name of a governorate. {WHERE_TO_LOOK}"),
        ("IQG8", f"“IQG8” is not the name of a governorate. {WHERE_TO_LOOK}"),
        ("Wassit, Babil", f"“Wassit, Babil” is not the name of a governorate. {WHERE_TO_LOOK}"),
        ("Ninnewa", "“Ninnewa” is not the name of a governorate. If you meant Ninewa, write that."),
        ("Bagdad", "“Bagdad” is not the name of a governorate. If you meant Baghdad, write that."),
        ("نينو", "“نينو” is not the name of a governorate. If you meant Ninewa, write that."),
        ("IQG19", "“IQG19” is not the code of a governorate. Write one of IQG01 to IQG18."),
        ("Basra IQ-XX", "“IQ-XX” is not the code of a governorate. Write one of IQG01 to IQG18."),
        ("IQG08 IQG15", "“IQG08 IQG15” holds the codes of Baghdad and Ninewa. Keep one."),
        ("Mosul", "“Mosul” is a town. Write Ninewa if its governorate is meant."),
        ("الحلة", "“الحلة” is a town. Write Babil if its governorate is meant."),
        ("حلبجة", "Halabja has no P-code of its own and is counted in Sulaymaniyah. Write IQG06 if that is meant."),
    ],
)
def test_nothing_is_guessed(text: str, reason: str) -> None:
    """What is no governorate's name or code is refused with what to do, and with the likely name where one is near."""
    assert resolve(text) == Match(None, False, reason)


def test_reasons_follow_the_language(monkeypatch: pytest.MonkeyPatch) -> None:
    """A refusal that was given in one language is not given again to a reader of another."""
    monkeypatch.setattr(geography, "t", lambda *_, **__: language())
    answers = []
    for code in ("en", "ar", "en"):
        with speaking(code):
            answers.append(resolve("a name of this test alone").reason)
    assert answers == ["en", "ar", "en"]


@given(st.text())
def test_any_text_has_an_answer(text: str) -> None:
    """Any text gives a governorate, or None with a reason."""
    match = resolve(text)
    assert (match.pcode in governorates()) != bool(match.reason)


@pytest.mark.parametrize("pcode", list(governorates()))
def test_a_label_lies_in_its_governorate(pcode: str) -> None:
    """The spot where a governorate's name stands lies in it."""
    place = governorates()[pcode]
    assert governorate_at(place.label_lon, place.label_lat) == pcode


@pytest.mark.parametrize(
    ("point", "pcode"),
    [
        ((43.119, 36.335), "IQG15"),
        ((44.401, 33.341), "IQG08"),
        ((47.780, 30.509), "IQG02"),
        ((45.986, 35.178), "IQG06"),
    ],
)
def test_points_in_towns(point: tuple[float, float], pcode: str) -> None:
    """Mosul, Baghdad and Basra lie in their governorates, Halabja in Sulaymaniyah."""
    assert governorate_at(*point) == pcode


def test_tolerance_at_borders() -> None:
    """Within 2 km of a border the governorate a row names is believed; farther off it is not; outside Iraq is None."""
    from shapely.geometry import Point

    border = geography._shapes()["IQG09"].boundary.intersection(geography._shapes()["IQG15"].boundary)
    middle = border.interpolate(0.5, normalized=True)
    assert (governorate_at(middle.x, middle.y, "IQG09"), governorate_at(middle.x, middle.y, "IQG15")) == (
        "IQG09",
        "IQG15",
    )
    assert governorate_at(43.119, 36.335, "IQG09") == "IQG15"
    line = geography._shapes()["IQG03"].boundary
    outside = Point(46.0, 29.05)
    assert (line.distance(outside) < 0.1, governorate_at(46.0, 29.0)) == (True, None)


def test_in_iraq() -> None:
    """Baghdad lies in Iraq; Tehran, Amman and swapped coordinates do not."""
    points = {"Baghdad": (44.4, 33.34), "Tehran": (51.4, 35.7), "Amman": (35.9, 31.95), "swapped": (33.34, 44.4)}
    assert {name: in_iraq(*at) for name, at in points.items()} == {
        "Baghdad": True, "Tehran": False, "Amman": False, "swapped": False,
    }  # fmt: skip


def test_neighbours() -> None:
    """Duhok borders Erbil and Ninewa; bordering is mutual; nobody borders itself."""
    assert neighbours("IQG09") == ("IQG11", "IQG15")
    pairs = {(a, b) for a in governorates() for b in neighbours(a)}
    assert pairs == {(b, a) for a, b in pairs}
    assert [a for a, b in pairs if a == b] == []


def test_places_are_named_in_the_language_in_force() -> None:
    """Nobody need hand over what a governorate is called: it is asked for here, and answers in the reader's language."""
    diyala = governorates()["IQG10"]
    for code, name in (("en", diyala.name_en), ("ar", diyala.name_ar), ("ckb", diyala.name_ckb)):
        with speaking(code):
            assert governorate_name("IQG10") == name
            assert (place_name("IQG10", ""), place_name("IQG10", name)) == (name, name)
            assert place_name("IQG10", diyala.name_en) == name, "data in English name it as we do"
            assert without_marks(place_name("IQG10", "Baqubah")) == f"Baqubah{LANGUAGES[code].list}{name}"
    assert (place_name("", "Two camps"), place_name("", "")) == ("Two camps", "place not recorded")


def test_layers_exist() -> None:
    """Every layer in the registry is a file, and the medium governorates say what a map of them must print."""
    assert [name for name, file in LAYERS.items() if not (GEO / file).is_file()] == []
    assert geography.attribution() == (
        "Boundaries: Natural Earth, Baghdad adjusted with GeoNames (CC BY 4.0). "
        "Boundaries and names shown imply no official endorsement."
    )


def test_geometry_is_loaded_only_when_a_point_is_placed() -> None:
    """Resolving names loads neither shapely nor geopandas (trap 17)."""
    code = "import sys; from community_policing.core.geography import resolve; resolve('Basra'); "
    code += "print([m for m in ('shapely', 'geopandas', 'streamlit', 'plotly', 'pydeck') if m in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=GEO.parent)
    assert ran.stdout == "[]\n"
