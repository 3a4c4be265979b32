"""Month names in English, Arabic and Kurdish, and the small words that stand beside them in a date."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from community_policing.dataset.intake.recipe.readers.folding import folded

# Arabic as said in Iraq and the Levant, then in Egypt; Kurdish (Sorani) after both models.
GREGORIAN: Mapping[int, tuple[str, ...]] = MappingProxyType(
    {
        1: ("January", "Jan", "كانون الثاني", "كانون ثاني", "ك٢", "كانون ٢", "يناير", "کانوونی دووەم", "کانونی دووەم",
            "یەنایەر", "جەنیوەری"),
        2: ("February", "Feb", "شباط", "فبراير", "شوبات", "فێبرایەر", "فێبریوەری"),
        3: ("March", "Mar", "آذار", "مارس", "ئازار", "ئادار", "مارت"),
        4: ("April", "Apr", "نيسان", "أبريل", "إبريل", "ئەپریل", "ئاپریل"),
        5: ("May", "أيار", "مايس", "مايو", "ئایار", "مای"),
        6: ("June", "Jun", "حزيران", "يونيو", "يونيه", "حوزەیران", "یۆنیۆ", "جوون"),
        7: ("July", "Jul", "تموز", "يوليو", "يوليه", "تەمموز", "تەمووز", "یۆلیۆ", "جولای"),
        8: ("August", "Aug", "آب", "أغسطس", "ئاب", "ئۆگەست", "ئۆگۆست", "ئاوگوست"),
        9: ("September", "Sep", "Sept", "أيلول", "سبتمبر", "ئەیلوول", "ئەیلول", "سێپتەمبەر"),
        10: ("October", "Oct", "تشرين الأول", "تشرين أول", "ت١", "تشرين ١", "أكتوبر", "تشرینی یەکەم", "ئۆکتۆبەر"),
        11: ("November", "Nov", "تشرين الثاني", "تشرين ثاني", "ت٢", "تشرين ٢", "نوفمبر", "تشرینی دووەم", "نۆڤەمبەر"),
        12: ("December", "Dec", "كانون الأول", "كانون أول", "ك١", "كانون ١", "ديسمبر", "کانوونی یەکەم", "کانونی یەکەم",
             "دێسەمبەر", "دیسەمبەر"),
    }
)  # fmt: skip
HIJRI: Mapping[int, tuple[str, ...]] = MappingProxyType(
    {
        1: ("Muharram", "محرم", "محرم الحرام"),
        2: ("Safar", "صفر"),
        3: ("Rabi al-Awwal", "Rabi I", "ربيع الأول"),
        4: ("Rabi al-Thani", "Rabi II", "Rabi al-Akhir", "ربيع الثاني", "ربيع الآخر"),
        5: ("Jumada al-Ula", "Jumada I", "جمادى الأولى", "جمادى الأول"),
        6: ("Jumada al-Thani", "Jumada al-Akhira", "Jumada II", "جمادى الثانية", "جمادى الآخرة", "جمادى الثاني"),
        7: ("Rajab", "رجب"),
        8: ("Shaaban", "Shaban", "شعبان"),
        9: ("Ramadan", "Ramadhan", "رمضان"),
        10: ("Shawwal", "شوال"),
        11: ("Dhu al-Qadah", "Dhul Qadah", "Zul Qadah", "ذو القعدة", "ذي القعدة"),
        12: ("Dhu al-Hijjah", "Dhul Hijjah", "Zul Hijjah", "ذو الحجة", "ذي الحجة"),
    }
)  # fmt: skip
BESIDE = (
    "of", "the", "on", "st", "nd", "rd", "th", "AD", "CE", "م", "میلادي", "ی", "یی", "هـ", "AH", "هجري",
    "month", "شهر", "مانگی", "year", "سنة", "عام", "لسنة", "ساڵی", "ساڵ", "يوم", "ڕۆژی",
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
    "Mon", "Tue", "Tues", "Wed", "Thu", "Thur", "Thurs", "Fri", "Sat", "Sun",
    "الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد",
    "دووشەممە", "سێشەممە", "چوارشەممە", "پێنجشەممە", "هەینی", "شەممە", "یەکشەممە",
)  # fmt: skip
MONTH_COLUMNS = ("month", "months", "reporting month", "الشهر", "شهر", "مانگ", "شهر التقرير")  # headers of months


@cache
def month_of(name: str) -> int:
    """The month that a folded name means; 0 for any other word.  Kurdish may link the year to it by one more letter."""
    return _by_name(GREGORIAN).get(name, 0) or _by_name(GREGORIAN).get(name.removesuffix("ي"), 0)


@cache
def hijri_month_of(name: str) -> int:
    """The month of the Hijri calendar that a folded name means; 0 for any other word."""
    return _by_name(HIJRI).get(name, 0)


@cache
def small_words() -> frozenset[str]:
    """The folded words that may stand beside day, month and year."""
    return frozenset(map(folded, BESIDE))


def _by_name(months: Mapping[int, tuple[str, ...]]) -> dict[str, int]:
    return {folded(name): month for month, names in months.items() for name in names}
