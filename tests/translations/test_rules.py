"""Rules of translations find what a speaker would have to find otherwise, and take what is right."""

import pytest

from translations.rules import faults

FORA = ("{figure} forum", "{figure} fora")
SIX = (
    "لا {figure} منتديات",
    "{figure} منتدى",
    "{figure} منتديان",
    "{figure} منتديات",
    "{figure} منتدى",
    "{figure} منتدى",
)


@pytest.mark.parametrize(
    ("code", "key", "forms"),
    [
        ("ar", ("Governorate",), ("محافظة",)),
        ("ar", FORA, SIX),
        ("ckb", FORA, ("{figure} کۆڕبەند", "{figure} کۆڕبەند")),
        ("ar", ("Set CPF_LIMIT_ROWS, or see `docs/loading.md`.",), ("اضبط CPF_LIMIT_ROWS أو انظر `docs/loading.md`.",)),
        ("ckb", ("Download as XLSX",), ("وەک XLSX دایبگرن",)),
        ("ar", ("Set it to “on”.",), ("اضبطه على «on».",)),
    ],
)
def test_a_right_translation(code: str, key: tuple[str, ...], forms: tuple[str, ...]) -> None:
    """What is right is taken."""
    assert list(faults(code, key, forms)) == []


@pytest.mark.parametrize(
    ("code", "key", "forms", "fault"),
    [
        ("ar", ("Governorate",), ("",), "there is no text"),
        ("ar", FORA, SIX[:2], "6 forms are needed, there are 2"),
        ("ar", FORA, ("لا منتديات", *SIX[1:]), "the placeholders are [] and not ['{figure:!None}']"),
        (
            "ar",
            ("{place}: none",),
            ("{مكان}: لا شيء",),
            "the placeholders are ['{مكان:!None}'] and not ['{place:!None}']",
        ),
        ("ar", ("{place}: none",), ("{place: لا شيء",), "the braces do not fit: unmatched '{' in format spec"),
        ("ar", ("**Bold** text",), ("نص غامق",), "marks of Markdown, tags or line breaks are not as many"),
        ("ar", (" and more",), ("وأكثر",), "it begins or ends with other blanks"),
        ("ar", ("Kirkuk",), ("کركوك",), "letters of the other language: ک"),
        ("ckb", ("Kirkuk",), ("كەرکووک",), "letters of the other language: ك"),
        ("ar", ("In 2016",), ("في ٢٠١٦",), "digits are European, since figures are, too"),
        ("ar", ("Reach",), ("\u200fالوصول",), "marks of direction come from the code"),
        ("ckb", ("Open, please",), ("بکەوە, تکایە",), "signs are those of the script: ، ؛ ؟"),
        ("ar", ("Is it?",), ("هل هو?",), "signs are those of the script: ، ؛ ؟"),
        ("ckb", ("Download the file",), ("فایل download بکەن",), "a Latin word: download"),
    ],
)
def test_a_wrong_translation(code: str, key: tuple[str, ...], forms: tuple[str, ...], fault: str) -> None:
    """What is wrong is told in words a translator understands."""
    assert fault in list(faults(code, key, forms))
