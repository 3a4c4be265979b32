"""District reader: districts by their code beside a name, or by a slip; what is none is left empty and said so."""

import re
from collections.abc import Mapping

from community_policing.core.districts import district_name, districts, nearest, resolve
from community_policing.core.geography import governorate_name, words
from community_policing.core.i18n import t
from community_policing.core.safe_text import printable
from community_policing.core.schema import Column
from community_policing.dataset.cells import EMPTY, tidy
from community_policing.dataset.intake.recipe.questions import Questions, Step
from community_policing.dataset.intake.recipe.readers.places import LONGEST, MOST
from community_policing.dataset.intake.recipe.sheet import Reading

_NONE = "none"
_CODE = re.compile(r"\bIQG\d{2}Q\d{2}", re.IGNORECASE)


def read(texts: Mapping[str, int], column: Column, table: str, questions: Questions) -> Reading:
    """Read each distinct text as a district; what `cells.read` knows already has no entry."""
    meant: dict[str, str] = {}
    unknown = [text for text in texts if tidy(text)[0].lower() not in EMPTY and not resolve(tidy(text)[0]).pcode]
    for text in sorted(unknown, key=lambda text: -texts[text]):
        plain = tidy(text)[0]
        proposed, certain = _find(plain) if len(meant) < MOST and len(plain) <= LONGEST else ("", False)
        meant[text] = _ask(plain, proposed, certain, texts[text], column, table, questions) if proposed else ""
    return Reading(meant, {text: _left_empty(text) for text, code in meant.items() if not code}, {})


def _find(text: str) -> tuple[str, bool]:
    """The code of the district that the text may mean, "" for none, and whether nothing else can be meant."""
    codes = {code.upper() for code in _CODE.findall(text)}
    if codes:
        code = codes.pop()
        named = resolve(_CODE.sub("", text)).pcode
        return (code, True) if not codes and code in districts() and named in (None, code) else ("", False)
    return nearest(text), False


def _ask(text: str, proposed: str, certain: bool, rows: int, column: Column, table: str, questions: Questions) -> str:
    choices = {code: f"{district_name(code)}, {governorate_name(each.pcode)}" for code, each in districts().items()}
    choices[_NONE] = t("None of them: the cell is left empty")
    answer = questions.ask(
        Step.PLACE, f"{column.name} {' '.join(words(text)) or text}",
        t("Which district is “{place}”?", place=printable(text)), choices, proposed,
        certain=certain, table=table, column=column.name, rows=rows,
        sample=lambda answer: [(text, choices[answer])],
    )  # fmt: skip
    return "" if answer == _NONE else answer


def _left_empty(text: str) -> tuple[str, str]:
    return "not_a_district", t("{reason} The cell was left empty.", reason=resolve(tidy(text)[0]).reason)
