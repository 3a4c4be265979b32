"""Name index of a table's rows: what people call a row -> its id, by another spelling of the id, by name or by nearness."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import islice

from rapidfuzz import fuzz, process

from community_policing.core.geography import words
from community_policing.core.safe_text import printable
from community_policing.dataset.cells import DIGITS, tidy
from community_policing.dataset.intake.recipe.readers.folding import all_folded, folded
from community_policing.dataset.similar_ids import normal

Known = Mapping[str, Sequence[str]]  # id -> the names that its row goes by
# Countries as donors, each by the names that are used for it.
COUNTRIES = (
    ("DE", "Germany", "German", "Federal Republic of Germany", "ألمانيا", "ألمانية", "ئەڵمانیا", "ئەڵمانی"),
    ("US", "USA", "United States", "United States of America", "America", "أمريكا", "الولايات المتحدة",
     "الولايات المتحدة الأمريكية", "ئەمریکا", "ئەمەریکا"),
    ("UK", "GB", "United Kingdom", "Britain", "Great Britain", "بريطانيا", "المملكة المتحدة", "بەریتانیا"),
    ("JP", "Japan", "اليابان", "ژاپۆن"),
    ("CA", "Canada", "كندا", "کەنەدا"),
    ("NL", "Netherlands", "The Netherlands", "Holland", "هولندا", "هۆڵەندا"),
    ("SE", "Sweden", "السويد", "سوید"),
    ("NO", "Norway", "النرويج", "نەرویج"),
    ("DK", "Denmark", "الدنمارك", "دانیمارک"),
    ("FI", "Finland", "فنلندا", "فینلاند"),
    ("EU", "European Union", "الاتحاد الأوروبي", "یەکێتی ئەوروپا"),
    ("IT", "Italy", "إيطاليا", "ئیتاڵیا"),
    ("FR", "France", "فرنسا", "فەڕەنسا"),
    ("AU", "Australia", "أستراليا", "ئوسترالیا"),
    ("KR", "Korea", "South Korea", "Republic of Korea", "كوريا", "كوريا الجنوبية", "کۆریا"),
)  # fmt: skip
ORDINALS = (
    ("1", "I", "one", "first", "1st", "الأولى", "یەکەم"),
    ("2", "II", "two", "second", "2nd", "الثانية", "دووەم"),
    ("3", "III", "three", "third", "3rd", "الثالثة", "سێیەم"),
    ("4", "IV", "four", "fourth", "4th", "الرابعة", "چوارەم"),
    ("5", "V", "five", "fifth", "5th", "الخامسة", "پێنجەم"),
)
PHASE = ("phase", "ph", "p", "المرحلة", "مرحلة", "قۆناغ", "قۆناغی")
_NEAR = 82  # of 100
_LEAST = 4  # letters that a part of a name must have


class NameIndex:
    """The ids of a table with the names of their rows; `phases` are numbered in words too."""

    def __init__(self, known: Known, *, phases: bool = False) -> None:
        self.known = known
        self._phases = phases

    def exact(self, text: str) -> str:
        """The one id that the text is, in another spelling, or the name of; "" where it is none, or several."""
        plain = tidy(text)[0]
        if found := self.by_id(plain) or _only(self._by_name.get(folded(plain), frozenset())):
            return found
        if self._phases and (number := phase_number(plain)):
            named = (i for i, names in self.known.items() if number in map(phase_number, (i, *names)))
            return _only(frozenset(named))
        return ""

    def by_id(self, text: str) -> str:
        """The id that the text is, or the one that it is another spelling of; "" where there is none, or several."""
        return text if text in self.known else _only(self._by_spelling.get(normal(text), frozenset()))

    def near(self, text: str) -> str:
        """The id whose name the text is part of, or nearly; "" where there is none, or several."""
        plain = folded(text)
        if len(plain) < _LEAST:
            return ""
        holding = {i for name, ids in self._by_name.items() if plain in name for i in ids}
        if len(holding) == 1:
            return holding.pop()
        best = process.extractOne(plain, list(self._by_name), scorer=fuzz.ratio, score_cutoff=_NEAR)
        return _only(self._by_name[best[0]]) if best else ""

    def label(self, identifier: str) -> str:
        """The first name of the row, with its id where rows share the name, and its id where it has none."""
        name = next(iter(self.known[identifier]), "")
        if not name:
            return printable(identifier)
        return printable(name) if self._first_names[name] == 1 else f"{printable(name)} ({printable(identifier)})"

    @cached_property
    def _first_names(self) -> Counter[str]:
        return Counter(name for names in self.known.values() for name in islice(names, 1))

    @cached_property
    def _by_spelling(self) -> Mapping[str, frozenset[str]]:
        return _gathered((normal(identifier), identifier) for identifier in self.known)

    @cached_property
    def _by_name(self) -> Mapping[str, frozenset[str]]:
        pairs = [(folded(name), i) for i, names in self.known.items() for name in (i, *names)]
        groups = [all_folded(group) for group in COUNTRIES]
        pairs += [(other, i) for name, i in pairs for group in groups if name in group for other in group]
        return _gathered(pair for pair in pairs if pair[0])


def _only(ids: frozenset[str]) -> str:
    return next(iter(ids)) if len(ids) == 1 else ""


def _gathered(pairs: Iterable[tuple[str, str]]) -> Mapping[str, frozenset[str]]:
    gathered: dict[str, frozenset[str]] = {}
    for key, identifier in pairs:
        gathered[key] = gathered.get(key, frozenset()) | {identifier}
    return gathered


def phase_number(text: str) -> str:
    """The number of the phase that the text names, as a digit; "" where it names none."""
    parts = [part for word in words(text.translate(DIGITS)) for part in re.findall(r"\d+\D*|\D+", word)]
    numbers = [group[0] for part in parts for group in ORDINALS if part in all_folded(group)]
    others = [part for part in parts if all(part not in all_folded(group) for group in ORDINALS)]
    return numbers[0] if len(numbers) == 1 and all(part in all_folded(PHASE) for part in others) else ""
