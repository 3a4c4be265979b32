"""Headers of the dictionary, and more of them in Arabic and Sorani.

A speaker's check of the Kurdish words is due.
"""

from collections.abc import Mapping

from community_policing.dataset.intake.recipe.headers import header_dictionary as dictionary
from community_policing.dataset.intake.recipe.headers.header_dictionary import ANY

_MORE: Mapping[str, Mapping[str, str]] = {
    ANY: {
        "name_ar": "Arabic name | Name in Arabic | Name AR | الاسم بالعربية | الاسم بالعربي | الاسم العربي | "
        "الاسم باللغة العربية | ناوی عەرەبی | ناو بە عەرەبی | ناو بە زمانی عەرەبی",
        "name_ckb": "Kurdish name | Name in Kurdish | Sorani name | Name in Sorani | Name CKB | Name KU | الاسم بالكردية | "
        "الاسم بالكردي | الاسم الكردي | الاسم باللغة الكردية | ناوی کوردی | ناو بە کوردی | ناو بە زمانی کوردی",
        "title_ar": "Arabic title | Title in Arabic | Title AR | العنوان بالعربية | العنوان باللغة العربية | "
        "ناونیشانی عەرەبی | ناونیشان بە عەرەبی",
        "title_ckb": "Kurdish title | Title in Kurdish | Sorani title | Title in Sorani | Title CKB | Title KU | "
        "العنوان بالكردية | العنوان باللغة الكردية | ناونیشانی کوردی | ناونیشان بە کوردی",
        "phase_id": "قۆناغی پرۆژە",
        "district": "الأقضية | ناوی قەزا",
        "record": "نوع السجل | جۆری تۆمار",
        "scope": "الجهة صاحبة العمل | خاوەنی کار",
        "source": "رمز المصدر | کۆدی سەرچاوە",
        "currency": "جۆری دراو",
        "donor_id": "رمز المانح | کۆدی بەخشەر | بەخشەر",
        "published_on": "بەرواری بڵاوکردنەوە",
    },
    "sources": {
        "source_id": "رمز المصدر | کۆدی سەرچاوە",
        "title": "عنوان المصدر | ناونیشانی سەرچاوە",
        "publisher": "بڵاوکەرەوە",
        "url": "بەستەر",
    },
    "donors": {
        "donor_id": "کۆدی بەخشەر",
        "name": "اسم الجهة المانحة | الجهة المانحة | ناوی بەخشەر | بەخشەر",
        "short_name": "الاسم المختصر | ناوی کورت",
        "name_ar": "Donor name in Arabic | اسم المانح بالعربية | ناوی بەخشەر بە عەرەبی",
        "name_ckb": "Donor name in Kurdish | اسم المانح بالكردية | ناوی بەخشەر بە کوردی",
        "short_name_ar": "Short name in Arabic | الاسم المختصر بالعربية | ناوی کورت بە عەرەبی",
        "short_name_ckb": "Short name in Kurdish | Short name in Sorani | الاسم المختصر بالكردية | ناوی کورت بە کوردی",
    },
    "phases": {
        "name": "ناوی قۆناغ",
        "name_ar": "Phase name in Arabic | اسم المرحلة بالعربية | ناوی قۆناغ بە عەرەبی",
        "name_ckb": "Phase name in Kurdish | اسم المرحلة بالكردية | ناوی قۆناغ بە کوردی",
    },
    "grants": {
        "grant_id": "کۆدی بەخشین | کۆدی گرانت",
        "implementer": "جێبەجێکار",
        "title": "عنوان المشروع | ناوی پرۆژە | ناونیشانی پرۆژە",
        "title_ar": "Project title in Arabic | عنوان المشروع بالعربية | ناوی پرۆژە بە عەرەبی",
        "title_ckb": "Project title in Kurdish | عنوان المشروع بالكردية | ناوی پرۆژە بە کوردی",
    },
    "fora": {
        "forum_id": "ژمارەی کۆڕبەند",
        "name": "کۆڕبەند | مەکۆ",
        "name_ar": "Forum name in Arabic | Arabic forum name | Forum name Arabic | اسم المنتدى بالعربية | "
        "ناوی کۆڕبەند بە عەرەبی | ناوی مەکۆ بە عەرەبی",
        "name_ckb": "Forum name in Kurdish | Kurdish forum name | Forum name Kurdish | اسم المنتدى بالكردية | "
        "ناوی کۆڕبەند بە کوردی | ناوی مەکۆ بە کوردی",
        "established_by": "دامەزرێنەر | لایەنی دامەزرێنەر",
        "status": "دۆخی کۆڕبەند",
        "planned_for": "بەرواری پلاندانراو",
    },
    "trainings": {
        "training_id": "کۆدی چالاکی | ژمارەی چالاکی",
        "title_ar": "Training title in Arabic | Event title in Arabic | Activity title in Arabic | عنوان النشاط بالعربية | "
        "عنوان التدريب بالعربية | ناوی چالاکی بە عەرەبی",
        "title_ckb": "Training title in Kurdish | Event title in Kurdish | Activity title in Kurdish | عنوان النشاط بالكردية | "
        "عنوان التدريب بالكردية | ناوی چالاکی بە کوردی",
        "status": "دۆخی چالاکی",
        "forum_id": "کۆدی کۆڕبەند | ژمارەی کۆڕبەند | ? کۆڕبەند",
        "cohort": "دەستە | کۆهۆرت",
    },
    "attendance": {
        "training_id": "کۆدی چالاکی | ژمارەی چالاکی",
        "participant_group": "گرووپ | گرووپی بەشداربووان | گروپی بەشداربووان",
        "displacement": "دۆخی ئاوارەیی",
    },
    "infrastructure": {
        "item_id": "کۆدی کەرەستە",
        "name": "ناوی کەرەستە | کەرەستە",
        "name_ar": "Item name in Arabic | اسم المادة بالعربية | ناوی کەرەستە بە عەرەبی",
        "name_ckb": "Item name in Kurdish | اسم المادة بالكردية | ناوی کەرەستە بە کوردی",
        "kind": "جۆری کار | جۆری کەرەستە",
        "status": "دۆخی کار",
        "due_on": "دوا وادە | دوا بەروار",
    },
    "meetings": {
        "forum_id": "کۆڕبەند | ناوی کۆڕبەند | کۆدی کۆڕبەند | ژمارەی کۆڕبەند",
        "community_women": "ژنانی کۆمەڵگە",
        "community_men": "پیاوانی کۆمەڵگە",
    },
    "concerns": {
        "forum_id": "کۆڕبەند | ناوی کۆڕبەند | کۆدی کۆڕبەند | ژمارەی کۆڕبەند",
        "referred_to": "أحيلت إلى | محالة إلى",
    },
    "targets": {
        "period_starts_on": "دەستپێکی ماوە",
        "due_on": "کۆتایی ماوە",
        "baseline": "هێڵی بنەڕەت",
        "target": "بەهای ئامانج",
        "revision": "رقم المراجعة | ژمارەی پێداچوونەوە",
    },
    "facts": {
        "fact_id": "رمز الرقم المنشور | کۆدی ژمارە",
        "qualifier": "دقة الرقم | وردیی ژمارە",
    },
    "places": {
        "place_id": "رمز المكان | کۆدی شوێن",
        "name": "ناوی شوێن",
        "kind": "جۆری شوێن",
        "evidence": "بەڵگە",
        "spoken_of": "تاريخ الذكر | بەرواری باسکردن",
    },
}


def _joined(lines: Mapping[str, str], more: Mapping[str, str]) -> dict[str, str]:
    names = dict.fromkeys((*lines, *more))
    return {name: " | ".join(filter(None, (lines.get(name), more.get(name)))) for name in names}


HEADERS: Mapping[str, Mapping[str, str]] = {
    table: _joined(dictionary.HEADERS.get(table, {}), _MORE.get(table, {})) for table in {**dictionary.HEADERS, **_MORE}
}
