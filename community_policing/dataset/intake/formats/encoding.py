"""Bytes -> text.  UTF-8, UTF-16 with its mark, Windows-1256; what cannot be told apart for certain is refused.

Windows-1256 and ISO-8859-6 (and Mac Arabic) hold Arabic in the same bytes under other letters, so a wrong guess shows
plausible words that nobody wrote.  Evidence, in this order: a byte that a table does not assign; Latin letters inside an
Arabic word (ISO read as 1256 makes them of و ي ق ى); a mark that stands for a vowel where no word has one; then words that
are known: governorates, capitals, the programme's own.  Without known words a text of some length must at least be spelled
like Arabic, half of whose letters are ا ل ي م ن و ر ت ب ة (in any newspaper corpus 60 to 65 in a hundred).
"""

import re
import unicodedata
from functools import cache

from community_policing.core import geography
from community_policing.core.i18n import t
from community_policing.dataset.intake.refusal import Refusal

_COMMON = frozenset("اليمنورتبة")
_LEAST = 40  # letters from which their frequency can be trusted
_WORDS = (
    "الشرطة المجتمعية منتدى المنتدى تدريب التدريب دورة ورشة حملة توعية مركز قضاء ناحية محافظة مدينة العراق المجتمع نساء رجال "
    "نازحين نازح عائد مضيف مكتمل مخطط ملغى منفذ وزارة الداخلية مدني قضاة منظمة المدني شرطة حي في من على إلى الى عن مع و"
)
_TANWEEN = "ًٌٍ"  # close a word, never stand inside one


def decoded(data: bytes) -> str:
    """The text.  Refusal where its encoding cannot be told, or NUL shows that it is none."""
    if data.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        raise _unclear(t("it is UTF-32"))
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = _as(data, "utf-16")
        if text is None:
            raise _unclear(t("it begins as UTF-16 but does not continue as such"))
        return _without_nul(text)
    text = _as(data, "utf-8-sig")
    if text is not None:
        return _without_nul(text)
    if b"\0" in data:
        raise Refusal("nul_character", _no_text())
    return _eight_bit(data)


def _as(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _no_text() -> str:
    return t("the file holds NUL bytes, so it is not text. Save the table as “CSV UTF-8” and load it again.")


def _without_nul(text: str) -> str:
    if "\0" in text:
        raise Refusal("nul_character", _no_text())
    return text


def _unclear(why: str) -> Refusal:
    problem = t("the encoding of the file is not certain ({why}). Save it as “CSV UTF-8” and load it again.",
                why=why)  # fmt: skip
    return Refusal("unclear_encoding", problem)


def _eight_bit(data: bytes) -> str:
    whole = len(re.findall(rb"[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}", data))
    if 5 * whole > len(re.findall(rb"[\x80-\xff]", data)):
        raise _unclear(t("it begins as UTF-8 but does not continue as such: it was cut or damaged"))
    text = _as(data, "cp1256")
    if text is None or not _holds(text):
        if _holds(_as(data, "iso8859_6") or "") and _known(_as(data, "iso8859_6") or ""):
            raise _unclear(t("it looks like ISO-8859-6 or Mac Arabic"))
        raise _unclear(t("it is neither UTF-8, UTF-16 nor Windows-1256"))
    western = _as(data, "cp1252")
    if western is not None and western != text and _western(western):
        raise _unclear(t("it may be Windows-1252 or Windows-1256"))
    other = _as(data, "iso8859_6")
    rival = _known(other) if other is not None and _holds(other) else -1
    recognised = _known(text)
    if not _arabic(text) or (recognised > 0 and recognised > 2 * rival) or (rival < 0 and _spelled(text)):
        return text
    raise _unclear(t("it may be Windows-1256 or another table of Arabic letters"))


def _arabic(text: str) -> str:
    return "".join(c for c in text if "\u0621" <= c <= "\u06d3" and unicodedata.category(c) == "Lo")


def _holds(text: str) -> bool:
    """Whether its words could be words: Arabic or Latin but not both, no mark without a letter before it."""
    for word in re.findall(r"[^\W\d_\u064b-\u0652]*[\w\u064b-\u0652×÷]+", text):
        if word.isascii():
            continue
        if re.search(r"[\u0621-\u06d3]", word) and re.search(r"[A-Za-z\u00c0-\u024f×÷]", word):
            return False
        if re.match(r"[\u064b-\u0652]", word) or re.search(f"[{_TANWEEN}][\u0621-\u064a]", word):
            return word.endswith("اً") if word.count("ً") == 1 and not re.match(r"[\u064b-\u0652]", word) else False
    return not re.search(r"[\x80-\x9f]", text)


def _western(text: str) -> bool:
    """Whether its letters beyond ASCII lie in Latin words as they do in French or German: few, and never three in a row."""
    words = [w for w in re.findall(r"[^\W\d_]+", text) if not w.isascii()]
    return not any(re.search(r"[^\x00-\x7f]{3}", w) or 2 * sum(not c.isascii() for c in w) > len(w) for w in words)


def _known(text: str) -> int:
    """How many of its words are known ones of more than two letters, as they are spelled without hamza and vowels."""
    words = {"".join(geography.words(word)) for word in re.findall(r"[\u0621-\u065f]+", text)}
    return len({word for word in words if len(word) > 2 and word in _vocabulary()})


@cache
def _vocabulary() -> frozenset[str]:
    names = [name for place in geography.governorates().values() for name in (place.name_ar, *place.spellings)]
    words = [word for text in (*names, _WORDS) for word in re.findall(r"[\u0621-\u065f]+", text)]
    return frozenset("".join(geography.words(word)) for word in words)


def _spelled(text: str) -> bool:
    """Whether enough of its Arabic letters are the common ones."""
    letters = _arabic(text)
    return len(letters) >= _LEAST and sum(c in _COMMON for c in letters) >= 0.5 * len(letters)
