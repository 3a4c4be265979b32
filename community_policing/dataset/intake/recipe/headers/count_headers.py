"""Headers of counts: the group, sex and displacement that the words of a wide table's column stand for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from community_policing.dataset.intake.recipe.headers.header_match import entries, tokens

# dimension -> value -> words of headers; a value behind which children stand too says so in `AGED`
WORDS: Mapping[str, Mapping[str, str]] = {
    "participant_group": {
        "police": "police | police officers | officers | ips | local police | شرطة | ضباط | ضباط شرطة | الشرطة المحلية | "
        "پۆلیس | ئەفسەران",
        "community": "community | community members | citizens | civilians | residents | public | مجتمع | "
        "المجتمع المحلي | مواطنين | المواطنون | "
        "مدنيين | کۆمەڵگا | هاوڵاتیان",
        "law_enforcement": "law enforcement | other law enforcement | security forces | إنفاذ القانون | القوات الأمنية | "
        "هێزە ئەمنییەکان",
        "civil_society": "civil society | cso | csos | ngo | ngos | المجتمع المدني | منظمات المجتمع المدني | کۆمەڵگای مەدەنی",
        "judiciary": "judiciary | judges | judicial | القضاء | قضاة | دادوەران",
        "other": "other | others | آخرون | أخرى | اخرين | هیتر",
    },
    "sex": {
        "women": "women | woman | female | females | f | girls | girl | نساء | إناث | أنثى | امرأة | فتيات | بنات | ن | "
        "إ | ژنان | ژن | مێ | ئافرەت | "
        "ئافرەتان | کچان",
        "men": "men | man | male | males | m | boys | boy | رجال | ذكور | ذكر | فتيان | أولاد | ذ | پیاوان | پیاو | نێر | "
        "کوڕان",
        "not_recorded": "sex not recorded | sex unknown | unknown | not recorded | unspecified | غير محدد | غير معروف | نادیار",
    },
    "displacement": {
        "displaced": "displaced | idp | idps | internally displaced | نازح | نازحون | نازحين | نازحات | ئاوارە | ئاوارەکان",
        "returnee": "returnee | returnees | returned | عائد | عائدون | عائدين | عائدات | گەڕاوە | گەڕاوەکان",
        "host": "host | hosts | host community | host communities | non idp | المجتمع المضيف | مضيف | مقيم | مقيمون | خانەخوێ",
    },
}  # fmt: skip
AGED = "girls | girl | boys | boy | فتيات | بنات | فتيان | أولاد | کچان | کوڕان"
TOTALS = (
    "total | totals | sum | all | grand total | overall | sub total | subtotal | total reached | total participants | "
    "المجموع | مجموع | المجموع الكلي | "
    "الإجمالي | إجمالي | المجموع الفرعي | الكلي | کۆی گشتی | کۆ | سەرجەم"
)
# Of an event: those who took part, without a word on who they are.
PARTICIPANTS = (
    "participants | number of participants | total participants | attendees | number of attendees | attendance | attendances | "
    "number attended | beneficiaries | number of beneficiaries | people reached | persons reached | people trained | trainees | "
    "عدد المشاركين | المشاركون | المشاركين | عدد الحضور | الحضور | عدد المستفيدين | ژمارەی بەشداربووان | بەشداربووان"
)
_FILLERS = frozenset(
    word
    for line in (
        "number no nr count seats participant participants attendance attendances attendee attendees attended reached "
        "people persons trained "
        "beneficiary beneficiaries members and by sex gender عدد مشاركين مشاركون مشاركات حضور حاضرين من ژماره ژمارهي بهشداربووان",
    )
    for word in line.split()
)
_JOINED = {"policemen": ("police", "men"), "policewomen": ("police", "women"), "شرطيات": ("شرطه", "نساء")}
_SHORT = frozenset({"f", "m", "ن", "ا", "ذ"})
DIMENSIONS = tuple(WORDS)


@dataclass(frozen=True)
class Counted:
    """What a column counts; an empty dimension is one that its header does not name.  `total` is over what is empty."""

    group: str = ""
    sex: str = ""
    displacement: str = ""
    total: bool = False
    aged: bool = False  # of girls or boys: the schema has no ages


@cache
def _phrases() -> Mapping[tuple[str, ...], tuple[str, str]]:
    return {
        tokens(entry): (dimension, value)
        for dimension, values in WORDS.items()
        for value, line in values.items()
        for entry in entries(line)
    }


@cache
def _only(line: str) -> frozenset[tuple[str, ...]]:
    return frozenset(tokens(entry) for entry in entries(line))


@lru_cache(maxsize=4096)
def counted(header: str) -> Counted | None:
    """What a header says that its column counts; None where a word of it says anything else, or nothing is said."""
    words = [part for word in tokens(header) for part in _JOINED.get(word, (word,))]
    meant: dict[str, str] = {}
    total = aged = False
    while words:
        for width in range(min(4, len(words)), 0, -1):
            part = tuple(words[:width])
            if part in _phrases():
                dimension, value = _phrases()[part]
                if meant.setdefault(dimension, value) != value:
                    return None
                aged = aged or part in _only(AGED)
                break
            if part in _only(TOTALS):
                total = True
                break
        else:
            if words[0] not in _FILLERS:
                return None
            width = 1
        del words[:width]
    if not meant and not total:
        return None
    return Counted(meant.get("participant_group", ""), meant.get("sex", ""), meant.get("displacement", ""), total, aged)


def counts(headers: Sequence[str]) -> dict[int, Counted]:
    """Return position -> which people a header counts; a letter needs the other sex beside it, a total its parts."""
    found = {position: each for position, header in enumerate(headers) if (each := counted(header))}
    sexes = {each.sex for each in found.values() if not each.total}
    for position, header in enumerate(headers):
        words = tokens(header)
        if position in found and len(words) == 1 and words[0] in _SHORT and not {"women", "men"} <= sexes:
            del found[position]
    return found if any(not each.total for each in found.values()) else {}
