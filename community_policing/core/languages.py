"""Languages as data: what locale/languages.toml says of each, and the order of its alphabet."""

import tomllib
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from community_policing.core.paths import LOCALES

SOURCE = "en"  # what the messages in the code are written in


@dataclass(frozen=True)
class Language:
    """A language besides its messages.  locale/languages.toml explains the fields; `day` to `day_of_year` are patterns of CLDR."""

    code: str
    name: str
    direction: Literal["ltr", "rtl"]
    locale: str
    tag: str
    plural: str
    list: str
    last: str
    clauses: str
    alphabet: str = ""
    article: str = ""
    respelled: tuple[str, str] | tuple[()] = ()
    day: str = "d MMM y"
    month: str = "MMM y"
    quarter: str = "QQQ y"
    day_of_year: str = "d MMM"

    @property
    def right_to_left(self) -> bool:
        """Whether its lines begin at the right."""
        return self.direction == "rtl"

    @property
    def onward(self) -> str:
        """The arrow that points where its lines go on."""
        return "←" if self.right_to_left else "→"

    def order(self, name: str) -> tuple[tuple[int, int | str], ...]:
        """The key that sorts names as the language's dictionaries do: letters by its alphabet, without its article."""
        folded = name.casefold()
        return tuple(self._place(sign) for sign in (folded.removeprefix(self.article) or folded))

    def _place(self, sign: str) -> tuple[int, int | str]:
        place = self._places.get(sign)
        if place is not None:
            return 1, place
        return (2 if sign.isalpha() else 0), sign

    @cached_property
    def _places(self) -> dict[str, int]:
        return {letter: place for place, letter in enumerate(self.alphabet)}


def _read() -> dict[str, Language]:
    table = tomllib.loads((LOCALES / "languages.toml").read_text("utf-8"))
    return {code: Language(code, **fields) for code, fields in table.items()}


LANGUAGES = _read()
