"""Currencies: the signs and words beside an amount -> ISO 4217 codes."""

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from community_policing.core.i18n import t
from community_policing.core.safe_text import printable
from community_policing.core.schema import Column
from community_policing.dataset.cells import EMPTY, tidy
from community_policing.dataset.intake.recipe.questions import Questions, Step
from community_policing.dataset.intake.recipe.readers.folding import folded
from community_policing.dataset.intake.recipe.sheet import Reading

SIGNS: Mapping[str, str] = MappingProxyType({"$": "USD", "€": "EUR", "£": "GBP", "د.ع": "IQD"})
CURRENCIES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "USD": ("USD", "US dollar", "US dollars", "dollar", "dollars", "دولار", "دولار أمريكي", "دۆلار"),
        "EUR": ("EUR", "euro", "euros", "يورو", "یۆرۆ"),
        "IQD": ("IQD", "ID", "Iraqi dinar", "Iraqi dinars", "dinar", "dinars", "دينار", "دينار عراقي", "دیناری عێراقی"),
        "GBP": ("GBP", "pound", "pounds", "pound sterling"),
        "JPY": ("JPY", "yen"),
        "SEK": ("SEK", "Swedish kronor"),
        "NOK": ("NOK", "Norwegian kroner"),
        "DKK": ("DKK", "Danish kroner"),
        "CHF": ("CHF", "Swiss francs"),
        "CAD": ("CAD", "Canadian dollars"),
    }
)


def read(texts: Mapping[str, int], column: Column, table: str, questions: Questions) -> Reading:
    """Read each distinct text of a column of currencies as its code; a code of three letters stays."""
    meant: dict[str, str] = {}
    for text, rows in texts.items():
        plain = tidy(text)[0]
        if plain.lower() in EMPTY or plain.upper() in CURRENCIES or not (code := currency_of(plain)):
            continue
        choices = {code: code, "": t("None of them: it will be corrected in the file")}
        answer = questions.ask(
            Step.WORD, f"{column.name} {plain.casefold()}", t("What does “{word}” mean?", word=printable(plain)), choices,
            code, certain=True, table=table, column=column.name, rows=rows,
        )  # fmt: skip
        meant |= {text: answer} if answer else {}
    return Reading(meant)


def currency_of(text: str) -> str:
    """The code of the currency that the text names, alone or beside an amount; "" where it names none, or several."""
    words = "".join(letter for letter in tidy(text)[0] if not letter.isdecimal()).strip(" .,-")
    named = {code for sign, code in SIGNS.items() if sign in words}
    if code := _by_word().get(folded(words)):
        named.add(code)
    return named.pop() if len(named) == 1 else ""


def beside(text: str) -> str:
    """The code of the currency that stands beside an amount, among other words too; "" where there is none, or several."""
    if text.isdecimal() or not any(letter.isdecimal() for letter in text):
        return ""
    if code := currency_of(text):
        return code
    parts = re.split(r"[\W\d_]+", tidy(text)[0])
    codes = {code for part in parts if len(part) > len("ID") and (code := currency_of(part))}
    return codes.pop() if len(codes) == 1 else ""


@cache
def _by_word() -> dict[str, str]:
    return {folded(word): code for code, words in CURRENCIES.items() for word in words}
