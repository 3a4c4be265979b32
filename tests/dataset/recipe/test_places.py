"""Governorates of a column: codes, choice names, towns and districts and slips, with or without a code."""

import pytest

from community_policing.core.geography import districts
from community_policing.core.schema import TABLES
from community_policing.dataset import cells
from community_policing.dataset.intake.recipe.questions import By, Questions
from community_policing.dataset.intake.recipe.readers.places import COUNTRY, Found, find, read, split
from community_policing.dataset.intake.recipe.sheet import Reading

COLUMN = TABLES["fora"].column("governorate")


def governorates(*texts: str, questions: Questions | None = None) -> list[object]:
    """What `cells.read` makes of each text once it is read: a P-code, or the rule it breaks."""
    reading = read(dict.fromkeys(texts, 1), COLUMN, "fora", questions or Questions())
    return [_governorate(reading, text) for text in texts]


def _governorate(reading: Reading, text: str) -> object:
    if text in reading.problems:
        return reading.problems[text][0]
    cell = cells.read(reading.texts.get(text, text), COLUMN)
    return cell.refused.rule if cell.refused else cell.value


def test_known_names_need_no_reading() -> None:
    """Letters, spellings and codes that are known already are left to the cell, without a question."""
    questions = Questions()
    texts = (
        "نینوا",
        "نينوي",
        "محافظة كركوك",
        "صلاح‌الدین",
        "ذى قار",
        "Ninawa",
        "IQ-NI",
        "IQ-TS",
        "iqg15",
        "IQ-G15",
        "thi_qar",
        "al-sulaymaniyah",
    )
    assert read(dict.fromkeys(texts, 1), COLUMN, "fora", questions) == Reading()
    assert governorates(*texts) == [
        "IQG15", "IQG15", "IQG13", "IQG16", "IQG17", "IQG15", "IQG15", "IQG13", "IQG15", "IQG15", "IQG17", "IQG06",
    ]  # fmt: skip
    assert not questions.asked


@pytest.mark.parametrize("code", districts())
def test_every_district_code(code: str) -> None:
    """A district's code gives its governorate for certain, and can be changed."""
    questions = Questions()
    assert governorates(code, questions=questions) == [code[:5]]
    assert [question.by for question in questions.asked.values()] == [By.RULE]


@pytest.mark.parametrize("text", ["iq_ninewa", "irq-ninewa", "gov_ninewa", "ninewa_gov", "Ninewa, Iraq", "IQG15Q03S02"])
def test_names_of_choices(text: str) -> None:
    """Names of a form's choices, with the country or the level before or after them, are certain."""
    questions = Questions()
    assert governorates(text, questions=questions) == ["IQG15"]
    assert not questions.open


def test_towns_and_slips_are_asked() -> None:
    """A town, a district or a slip is a proposal, asked once for the name with its rows; an answer is taken."""
    questions = Questions()
    assert governorates("Mosul", "تلكيف", "Ninwa", "Halabja", questions=questions) == [
        "IQG15",
        "IQG15",
        "IQG15",
        "IQG06",
    ]
    assert [question.proposed for question in questions.open] == ["IQG15", "IQG15", "IQG15", "IQG06"]
    assert len(questions.open[0].choices) == 19
    answered = Questions({"fora/place/governorate mosul": "IQG11"})
    assert governorates("Mosul", questions=answered) == ["IQG11"]
    left = Questions({"fora/place/governorate mosul": ""})
    assert governorates("Mosul", questions=left) == ["unknown_governorate"]


@pytest.mark.parametrize("text", ["IQ15", "IRQ.15_1", "IRQ-15"])
def test_codes_of_other_lists(text: str) -> None:
    """Numbers of a list that is not known are refused with the reason, and never taken for P-codes."""
    assert governorates(text) == ["unknown_governorate"]
    assert read({text: 1}, COLUMN, "fora", Questions()).problems[text][1] == (
        f"“{text}” is a code of a list that is not known here; its numbers are not those of the P-codes. "
        "Write one of IQG01 to IQG18, or the name."
    )


@pytest.mark.parametrize("word", COUNTRY)
def test_the_whole_country(word: str) -> None:
    """The whole country is no governorate: certain for a target, asked for any other row."""
    for table, by in (("targets", By.RULE), ("fora", By.NOBODY)):
        questions = Questions()
        assert read({word: 1}, COLUMN, table, questions).texts == {word: ""}
        assert [question.by for question in questions.asked.values()] == [by]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Ninewa / Tal Keif", ("IQG15", "Tal Keif")),
        ("نينوى / تلكيف", ("IQG15", "تلكيف")),
        ("نينوى / القيارة", ("IQG15", "القيارة")),
        ("Mosul, Ninewa", ("IQG15", "Mosul")),
        ("Ninewa - Some Village", ("IQG15", "Some Village")),
        ("Basra (Basra)", ("IQG02", "Basra")),
        ("Ninewa / Ramadi", None),
        ("Ninewa / Anbar", None),
        ("Ninewa", None),
        ("Mosul / Tal Keif", None),
    ],
)
def test_governorate_and_place_in_one_cell(text: str, parts: tuple[str, str] | None) -> None:
    """A governorate with a place of it is parted; a place of another one, or two governorates, is not."""
    assert split(text) == parts
    if parts:
        assert governorates(text) == [parts[0]]


@pytest.mark.parametrize(
    ("text", "pcode"),
    [
        ("IQG15 Mosul", "IQG15"),
        ("Al-Hamdaniya (IQG15Q03)", "IQG15"),
        ("Ninewa IQG15Q03", "IQG15"),
        ("IQ-G08 Zakho", "IQG09"),
        ("IQG08 Dahuk", "unknown_governorate"),
        ("Sulaymaniyah IQG05", "unknown_governorate"),
        ("IQG08 Mosul", "unknown_governorate"),
        ("Basra IQG15Q03", "unknown_governorate"),
        ("IQG99Q01", "unknown_governorate"),
    ],
)
def test_codes_beside_names(text: str, pcode: str) -> None:
    """A code with a name that lies there is certain, in either scheme; with the name of another governorate it is refused."""
    questions = Questions()
    assert governorates(text, questions=questions) == [pcode]
    assert not questions.open


def test_codes_of_two_governorates_are_no_governorate() -> None:
    """Neither is taken: which of them is meant only the file's author knows."""
    assert [find(text) for text in ("IQG01 IQG02", "IQG15Q03 IQG08", "IQG15Q03 IQG15")] == [
        Found(), Found(), Found("IQG15", certain=True),
    ]  # fmt: skip
