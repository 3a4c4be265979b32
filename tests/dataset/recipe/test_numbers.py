"""Numbers of a column: marks judged together, what stands beside a number, per cents, and what is asked."""

import pytest
from hypothesis import given, strategies as st

from community_policing.core.schema import TABLES, Column, Kind
from community_policing.dataset import cells
from community_policing.dataset.intake.recipe.questions import By, Questions
from community_policing.dataset.intake.recipe.readers import number_forms
from community_policing.dataset.intake.recipe.readers.money import CURRENCIES, SIGNS, currency_of
from community_policing.dataset.intake.recipe.readers.number_forms import Marks, marks_of
from community_policing.dataset.intake.recipe.readers.numbers import read

QUANTITY, COST = TABLES["infrastructure"].column("quantity"), TABLES["infrastructure"].column("cost")
TARGET = TABLES["targets"].column("target")


def values(*texts: str, column: Column = COST, questions: Questions | None = None, file: Marks | None = None,
           comma: bool = False) -> list[object]:  # fmt: skip
    """What `cells.read` makes of each text once it is read: a number, or the rule it breaks."""
    reading = read(
        dict.fromkeys(texts, 1), column, "infrastructure", questions or Questions(), file=file or Marks(), comma=comma
    )
    read_cells = [cells.read(reading.texts.get(text, text), column) for text in texts]
    return [cell.refused.rule if cell.refused else cell.value for cell in read_cells]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1126", 1126.0),
        ("12.5", 12.5),
        ("12,5", 12.5),
        ("12.000,50", 12000.5),
        ("12,000.50", 12000.5),
        ("4.000.000", 4e6),
        ("4,000,000", 4e6),
        ("1,50,000", 150000.0),
        ("12 000", 12000.0),
        ("1'200", 1200.0),
        ("١٬٢٠٠", 1200.0),
        ("١٢٫٥", 12.5),
        ("0,123", 0.123),
        ("-3", -3.0),
        ("- 3", -3.0),
    ],
)
def test_numbers_with_one_reading(text: str, value: float) -> None:
    """A number that can be read in one way only is read so, and nobody is asked."""
    questions = Questions()
    assert values(text, questions=questions) == [value]
    assert not questions.asked


@pytest.mark.parametrize(
    "text", ["10-15", "10/12", "2016-10-15", "3 of 4", "< 5", "(12)", "12-", "1,2,3", "Phase 2", "12 0000"]
)
def test_no_plain_number(text: str) -> None:
    """Ranges, fractions, limits and what may be negative are no plain numbers: nothing is proposed."""
    questions = Questions()
    assert values(text, questions=questions) == ["not_a_number"]
    assert not questions.asked


def test_dots_that_part_thousands() -> None:
    """One cell that can only have thousands behind its dots settles the column, and with it the file."""
    questions = Questions()
    assert values("12.000", "4.000.000", questions=questions) == [12000.0, 4e6]
    assert [(q.id, q.by, q.answer) for q in questions.asked.values()] == [
        ("infrastructure/reading/cost .", By.RULE, "thousands")
    ]
    file = marks_of(["12.000", "4.000.000"])
    assert values("2.000", "1.500", column=QUANTITY, file=file) == [2000, 1500]
    assert values("2.000", column=QUANTITY, file=marks_of(["12.000,50"])) == [2000]


def test_commas_that_part_thousands() -> None:
    """Commas part thousands where one cell shows it, and in a file whose cells are parted by commas."""
    questions = Questions()
    assert values("12,000", "4,000,000", questions=questions, comma=True) == [12000.0, 4e6]
    assert values("2,000", "1,500", column=QUANTITY, questions=questions, file=marks_of(["4,000,000"]), comma=True) == [
        2000,
        1500,
    ]
    assert values("2,000", column=QUANTITY) == [2000]
    assert not questions.open


def test_marks_that_part_decimals() -> None:
    """One cell of the column that can only have decimals settles its other cells, and a person may change it."""
    questions = Questions()
    assert values("12.5", "1.126", questions=questions) == [12.5, 1.126]
    assert values("12,5", "1,126", questions=questions, comma=True) == [12.5, 1.126]
    assert not questions.open
    assert values("12.0", "2.000", column=QUANTITY, questions=questions) == [12, 2]
    assert [question.proposed for question in questions.open] == [
        "decimals"
    ]  # a count has no decimals: never in silence
    assert values("12.5", "1.126", questions=Questions({"infrastructure/reading/cost .": "thousands"})) == [
        12.5,
        1126.0,
    ]


@pytest.mark.parametrize(
    ("column", "proposed", "value"),
    [(QUANTITY, "thousands", 2000), (COST, "thousands", 2000.0), (TARGET, "decimals", 2.0)],
)
def test_three_digits_are_asked(column: Column, proposed: str, value: float) -> None:
    """Three digits behind every mark and no other sign: asked once for the column, as whole thousands but for mere numbers."""
    questions = Questions()
    assert values("2.000", "15.000", column=column, questions=questions)[0] == value
    (question,) = questions.open
    assert (question.proposed, question.rows) == (proposed, 2)
    assert question.choices == {"thousands": "Thousands: 2.000 is 2000", "decimals": "Decimals: 2.000 is 2"}
    assert values("2.000", column=column, questions=Questions({question.id: "decimals"})) == [2]


def test_marks_that_contradict_each_other_are_asked() -> None:
    """A column with thousands behind a dot in one cell and decimals in another is asked about the cells that can be both."""
    questions = Questions()
    assert values("4.000.000", "12.5", "2.000", questions=questions) == [4e6, 12.5, 2000.0]
    assert len(questions.open) == 1


def test_words_beside_a_number_are_asked_once() -> None:
    """Units, footnotes, currencies and words for nearly are left out with one answer for the column."""
    texts = ("12*", "10 sets", "~30", "30+", "> 30", "about 30", "حوالي ٣٠", "12 [1]", "12¹", "12 (est.)")
    questions = Questions()
    assert values(*texts, "7", column=QUANTITY, questions=questions) == [12, 10, 30, 30, 30, 30, 30, 12, 12, 12, 7]
    (question,) = questions.open
    assert (question.proposed, question.rows, question.sample[:2]) == ("number", 10, (("12*", "12"), ("10 sets", "10")))
    refused = Questions({question.id: "refuse"})
    assert values("12*", "7", column=QUANTITY, questions=refused) == ["not_a_count", 7]


@pytest.mark.parametrize(
    ("size", "name"), [(size, name) for size, names in number_forms.SCALES.items() for name in names]
)
def test_every_scale(size: int, name: str) -> None:
    """A number of thousands, millions or billions is proposed in full, by every name of them."""
    assert values(f"1.5 {name}") == [1.5 * size]


@pytest.mark.parametrize("word", number_forms.FIRST)
def test_every_word_before_a_number(word: str) -> None:
    """Every word that may stand before a number is left out."""
    assert values(f"{word} 30", column=QUANTITY) == [30]


@given(st.integers(0, 10**9 - 1), st.integers(1, 99))
def test_every_number_comes_back(whole: int, part: int) -> None:
    """A number in any style of marks and digits is that number, beside one cell that shows the style."""
    cents = f"{part:02}"
    english, plain = f"{whole:,}.{cents}", f"{whole}.{cents}"
    continental = english.translate(str.maketrans(".,", ",."))
    arabic = english.translate(str.maketrans("0123456789.,", "٠١٢٣٤٥٦٧٨٩٫٬"))
    for text in (plain, english, continental, arabic, english.replace(",", " "), continental.replace(".", "'")):
        assert values(text) == [float(plain)]
    assert values(f"{whole:,}", "1,234,567", column=QUANTITY) == [whole, 1234567]
    assert values(f"{whole:,}".replace(",", "."), "1.234.567", column=QUANTITY) == [whole, 1234567]


def test_case_35() -> None:
    """An office's column of money and one of pieces: the readings are proposed, with three questions in all."""
    questions = Questions()
    assert values("$ 12,500", "12.500,00", "IQD 15,000,000", "15 million", questions=questions) == [
        12500.0,
        12500.0,
        15e6,
        15e6,
    ]
    assert values("12*", "10 sets", "~30", "١٬٢٠٠", column=QUANTITY, questions=questions) == [12, 10, 30, 1200]
    assert [question.id for question in questions.open] == [
        "infrastructure/reading/cost ,",
        "infrastructure/reading/cost words",
        "infrastructure/reading/quantity words",
    ]


@pytest.mark.parametrize("text", ["35%", "35 %", "٣٥٪", "%35", *(f"35 {word}" for word in number_forms.PER_CENT)])
def test_per_cents(text: str) -> None:
    """35 % is 35 in a column of numbers, said without a question; in a column of counts it is no number."""
    questions = Questions()
    assert values(text, "2", column=TARGET, questions=questions) == [35.0, 2.0]
    assert [(q.by, q.rows) for q in questions.asked.values()] == [(By.RULE, 1)]
    assert values(text, column=QUANTITY) == ["not_a_count"]


def test_a_share_among_per_cents() -> None:
    """0.35 beside 15% is remarked; alone it is a number like any other."""
    assert set(read({"0.35": 1, "15%": 1, "0": 1, "2": 1}, TARGET, "targets", Questions()).notes) == {"0.35"}
    assert read({"0.35": 1}, TARGET, "targets", Questions()).notes == {}


@pytest.mark.parametrize(("code", "name"), [(code, name) for code, names in CURRENCIES.items() for name in names])
def test_every_currency(code: str, name: str) -> None:
    """Every name of a currency is found, alone and beside an amount."""
    assert currency_of(name) == currency_of(f"{name} 12,500") == currency_of(f"12,500 {name}") == code
    assert values(f"{name} 12,500") == values(f"12,500 {name}") == [12500.0]


def test_signs_of_currencies() -> None:
    """Signs are found too; two currencies in one cell are none, and a word that is none is no currency."""
    assert [currency_of(f"{sign} 5") for sign in SIGNS] == list(SIGNS.values())
    assert currency_of("US$ 5") == "USD"
    assert currency_of("€ or $") == currency_of("10 sets") == currency_of("12") == ""


def test_numbers_stay_as_they_are() -> None:
    """A column of plain digits needs no reading."""
    assert read({"12": 1, "12.5": 9}, Column("n", Kind.NUMBER, ""), "targets", Questions()).texts == {}
