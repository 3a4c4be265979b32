"""The order of names shown to a person: that of the dictionaries of the language in force."""

import pytest

from community_policing.core.geography import governorate_name, governorate_order, governorates
from community_policing.core.i18n import name_order, speaking

ORDERS = {
    "en": ("Anbar", "Babil", "Baghdad", "Basra", "Diyala", "Duhok", "Erbil", "Kerbala", "Kirkuk", "Missan", "Muthanna", "Najaf",
           "Ninewa", "Qadisiyah", "Salah al-Din", "Sulaymaniyah", "Thi-Qar", "Wassit"),
    "ar": ("أربيل", "الأنبار", "بابل", "البصرة", "بغداد", "دهوك", "ديالى", "ذي قار", "السليمانية", "صلاح الدين", "القادسية",
           "كربلاء", "كركوك", "المثنى", "ميسان", "النجف", "نينوى", "واسط"),
    "ckb": ("ئەنبار", "بابل", "بەسرە", "بەغدا", "دهۆک", "دیالە", "زیقار", "سلێمانی", "سەلاحەدین", "قادسیە", "کەربەلا", "کەرکووک",
            "مەیسان", "موسەننا", "نەجەف", "نەینەوا", "هەولێر", "واسیت"),
}  # fmt: skip


@pytest.mark.parametrize("language", ORDERS)
def test_governorates_stand_in_the_order_of_the_language(language: str) -> None:
    """Arabic passes over the article; Sorani has an alphabet of its own."""
    with speaking(language):
        assert (
            tuple(governorate_name(pcode) for pcode in sorted(governorates(), key=governorate_order))
            == ORDERS[language]
        )


def test_letters_of_sorani_stand_where_its_alphabet_has_them() -> None:
    """Not behind all Arabic letters, as Unicode has them: پ after ب, گ after ک, ۆ after و."""
    with speaking("ckb"):
        assert sorted(["تاڵ", "پاک", "باخ", "گوڵ", "کورد", "لار", "ۆتۆ", "وان", "یار"], key=name_order) == [
            "باخ", "پاک", "تاڵ", "کورد", "گوڵ", "لار", "وان", "ۆتۆ", "یار",
        ]  # fmt: skip


def test_english_is_sorted_letter_by_letter() -> None:
    """As Python sorts texts, whatever letters they are written in."""
    names = ["b", "B", "Forum 10", "Forum 2", "منتدى"]
    assert sorted(names, key=name_order) == sorted(names)
