"""Vocabulary of the closed lists: how offices write their words in English, Arabic and Kurdish (Sorani).

One entry for each of our words; a vocabulary takes the entries of its own words only, so that a word of theirs may mean one
thing in one column and another in the next.  A speaker's check of the Kurdish words is due.
"""

from collections.abc import Mapping
from types import MappingProxyType

WORDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        # record
        "published": ("public", "منشور", "بڵاوکراوە"),
        "programme": ("program", "internal", "programme record", "سجل البرنامج", "البرنامج", "بەرنامە"),
        "illustrative": ("illustration", "example", "demo", "made up", "توضيحي", "مثال", "نموونە"),
        # scope, established_by
        "iom": ("International Organization for Migration", "International Organisation for Migration", "IOM Iraq", "OIM",
                "المنظمة الدولية للهجرة", "منظمة الهجرة الدولية", "ڕێکخراوی نێودەوڵەتی کۆچ", "ئایۆم"),
        "parallel": ("other agency", "other agencies", "partner", "partners", "وكالة أخرى", "وكالات أخرى", "شركاء", "دەزگای تر"),
        "other": ("others", "other participants", "أخرى", "آخر", "آخرون", "آخرين", "غير ذلك", "هیتر", "ئەوانی تر"),
        # established_by, participant_group
        "police": ("local police", "police officers", "police officer", "police staff", "Iraqi police", "الشرطة", "الشرطة المحلية",
                   "أفراد الشرطة", "ضباط الشرطة", "منتسبي الشرطة", "رجال الشرطة", "پۆلیس", "پۆلیسی ناوخۆ",
                   "ئەفسەرانی پۆلیس"),
        # qualifier
        "exact": ("exactly", "precise", "precisely", "بالضبط", "تحديدا", "ڕێک"),
        "at_least": ("minimum", "over", "more than", "على الأقل", "أكثر من", "لانی کەم", "زیاتر لە"),
        "about": ("approximately", "approx", "around", "circa", "nearly", "تقريبا", "حوالي", "نحو", "نزیکەی"),
        # status
        "planned": ("plan", "upcoming", "foreseen", "scheduled", "not started", "مخطط", "مخطط له", "مخطط لها", "قيد التخطيط",
                    "مجدول", "لم يبدأ", "پلاندانراو", "پلانی بۆ دانراوە"),
        "established": ("active", "functional", "functioning", "operational", "set up", "existing", "open", "opened",
                        "مؤسس", "مؤسسة", "تم التأسيس", "تأسس", "فعال", "فاعل", "قائم", "نشط", "دامەزراو", "دامەزراوە", "چالاک"),
        "closed": ("inactive", "not active", "dissolved", "shut", "مغلق", "منحل", "غير فعال", "متوقف", "داخراو", "ناچالاک"),
        "completed": ("complete", "done", "finished", "ended", "held", "conducted", "implemented", "carried out", "achieved",
                      "مكتمل", "مكتملة", "اكتمل", "اكتملت", "منجز", "منجزة", "منفذ", "منفذة", "نفذت", "تم", "تم التنفيذ",
                      "تم الإنجاز", "انتهى", "منتهي", "منتهية", "تەواو", "تەواوبوو", "تەواو بووە", "جێبەجێکراو", "ئەنجامدراو"),
        "cancelled": ("canceled", "cancel", "called off", "dropped", "ملغى", "ملغاة", "ألغي", "ألغيت", "تم الإلغاء",
                      "هەڵوەشاوە", "هەڵوەشێنراوە", "هەڵوەشێندراوە"),
        "agreed": ("approved", "signed", "committed", "متفق عليه", "تم الاتفاق", "موافق عليه", "تمت الموافقة", "ڕێککەوتوو",
                   "پەسەندکراو"),
        "under_way": ("underway", "ongoing", "in progress", "started", "under construction", "under implementation",
                      "جاري", "جار", "جارية", "جاري العمل", "جاري التنفيذ", "قيد التنفيذ", "قيد الإنجاز", "قيد الإنشاء",
                      "مستمر", "مستمرة", "بەردەوام", "بەردەوامە", "لە جێبەجێکردندایە"),
        "handed_over": ("handover", "delivered", "مسلم", "مسلمة", "سلم", "تم التسليم", "تم تسليمه", "ڕادەستکراو",
                        "ڕادەست کرا"),
        # kind of event
        "training": ("trainings", "course", "training course", "training session", "ToT", "training of trainers", "تدريب", "دورة",
                     "دورة تدريبية", "دورات", "ڕاهێنان", "خول", "خولی ڕاهێنان"),
        "awareness_campaign": ("campaign", "awareness", "awareness session", "awareness raising", "awareness campaigns",
                               "community policing awareness session", "حملة", "حملة توعية", "حملة توعوية", "توعية", "جلسة توعية",
                               "جلسة توعوية", "هەڵمەت", "هۆشیاری", "هەڵمەتی هۆشیاری"),
        "workshop": ("workshops", "seminar", "ورشة", "ورشة عمل", "ورش عمل", "ندوة", "وۆرکشۆپ"),
        # participant_group
        "community": ("community member", "community members", "members of the community", "citizens", "civilians", "residents",
                      "المجتمع", "المجتمع المحلي", "أفراد المجتمع", "أعضاء المجتمع", "مواطنون", "مواطنين", "کۆمەڵگا", "کۆمەڵگە",
                      "ئەندامانی کۆمەڵگا", "هاووڵاتیان"),
        "law_enforcement": ("other law enforcement", "law enforcement officers", "law enforcement agencies", "security forces",
                            "security actors", "القوات الأمنية", "الأجهزة الأمنية", "إنفاذ القانون", "أجهزة إنفاذ القانون",
                            "هێزە ئەمنییەکان", "جێبەجێکردنی یاسا"),
        "civil_society": ("CSO", "CSOs", "NGO", "NGOs", "civil society organisation", "civil society organisations",
                          "civil society organization", "civil society organizations", "المجتمع المدني", "منظمات المجتمع المدني",
                          "منظمة مجتمع مدني", "کۆمەڵگەی مەدەنی", "کۆمەڵگای مەدەنی", "ڕێکخراوەکانی کۆمەڵگەی مەدەنی"),
        "judiciary": ("judge", "judges", "court", "courts", "prosecutors", "justice", "القضاء", "قاضي", "قضاة", "السلطة القضائية",
                      "دادوەری", "دادوەر", "دادگا"),
        # sex
        "women": ("woman", "female", "females", "f", "w", "أنثى", "إناث", "نساء", "امرأة", "سيدات", "مؤنث",
                  "مێ", "مێینە", "ژن", "ژنان", "ئافرەت", "ئافرەتان"),
        "men": ("man", "male", "males", "m", "ذكر", "ذكور", "رجل", "رجال", "مذكر", "نێر", "نێرینە", "پیاو",
                "پیاوان"),
        "not_recorded": ("unknown", "not specified", "unspecified", "not stated", "not known", "no answer", "undisclosed",
                         "غير مسجل", "غير محدد", "غير معروف", "غير مذكور", "لم يذكر", "تۆمارنەکراو", "نەزانراو", "دیارینەکراو"),
        # displacement
        "displaced": ("IDP", "IDPs", "displaced person", "displaced persons", "displaced people", "internally displaced",
                      "internally displaced person", "internally displaced persons", "نازح", "نازحة", "نازحون", "نازحين",
                      "ئاوارە", "ئاوارەکان", "ئاوارەی ناوخۆ"),
        "returnee": ("returnees", "returned", "return", "عائد", "عائدة", "عائدون", "عائدين", "گەڕاوە", "گەڕاوەکان"),
        "host": ("host community", "host communities", "HC", "local community", "non displaced", "not displaced", "resident",
                 "المجتمع المضيف", "مضيف", "مقيم", "غير نازح", "کۆمەڵگەی میواندار", "کۆمەڵگای خانەخوێ", "میواندار"),
        # kind of site or equipment
        "police_station_adaptation": ("police station", "station adaptation", "adaptation of police station",
                                      "police station rehabilitation", "rehabilitation of police station", "مركز شرطة",
                                      "تأهيل مركز شرطة", "ترميم مركز شرطة", "بنکەی پۆلیس", "نۆژەنکردنەوەی بنکەی پۆلیس"),
        "new_venue": ("venue", "new building", "new hall", "forum venue", "قاعة", "قاعة جديدة", "مبنى جديد", "بناية جديدة",
                      "هۆڵی نوێ", "بینای نوێ"),
        "headquarters": ("HQ", "headquarter", "head office", "مقر", "المقر الرئيسي", "بارەگا", "بارەگای سەرەکی"),
        "vehicle": ("vehicles", "car", "cars", "pickup", "عجلة", "عجلات", "مركبة", "مركبات", "سيارة", "سيارات", "ئۆتۆمبێل"),
        "technical_equipment": ("technical", "IT equipment", "ICT equipment", "computers", "معدات فنية", "معدات تقنية",
                                "أجهزة فنية", "أجهزة تقنية", "حاسبات", "ئامێری تەکنیکی"),
        "security_equipment": ("security", "معدات أمنية", "أجهزة أمنية", "ئامێری ئەمنی"),
        "communication_equipment": ("communication", "communications", "communications equipment", "radio", "radios", "radio sets",
                                    "أجهزة اتصال", "أجهزة اتصالات", "معدات اتصالات", "أجهزة لاسلكية", "ئامێری پەیوەندی"),
        # kind of place
        "forum": ("community policing forum", "CPF", "منتدى", "منتدى الشرطة المجتمعية", "مەکۆ", "فۆرەم"),
        "forum_group": ("group of fora", "group of forums", "fora", "forums", "منتديات", "مجموعة منتديات", "مەکۆکان"),
        "programme_site": ("program site", "project site", "site", "موقع المشروع", "موقع البرنامج", "شوێنی پڕۆژە"),
        "comparison_site": ("comparison", "control site", "control", "موقع المقارنة", "شوێنی بەراورد"),
        # what a survey asked about
        "very_safe": ("feel very safe", "آمن جدا", "يشعر بالأمان جدا", "زۆر سەلامەت"),
        "violence_to_increase": ("violence will increase", "expects more violence", "يتوقع ازدياد العنف", "زیادبوونی توندوتیژی"),
        "family_security_improved": ("family security", "family is safer", "تحسن أمن العائلة", "باشتربوونی ئاسایشی خێزان"),
        "police_positive_impact": ("positive impact of police", "أثر إيجابي للشرطة", "کاریگەری باشی پۆلیس"),
        "trust_in_police": ("trust the police", "trust police", "confidence in police", "الثقة بالشرطة", "متمانە بە پۆلیس"),
        "police_fair": ("police are fair", "fair treatment by police", "عدالة الشرطة", "دادپەروەری پۆلیس"),
        "would_report_crime": ("report a crime", "would report", "الإبلاغ عن جريمة", "ڕاپۆرتکردنی تاوان"),
        "safe_after_dark": ("safe at night", "safe walking alone", "الأمان ليلا", "سەلامەتی لە شەودا"),
        "victims_who_reported": ("reported by victims", "victims reporting", "ضحايا أبلغوا", "قوربانیانی ڕاپۆرتکەر"),
        "dispute_resolved": ("dispute settled", "disputes resolved", "حل النزاع", "چارەسەری ناکۆکی"),
        # surveyed, direction, weighted
        "comparison": ("control", "comparison community", "comparison place", "مقارنة", "بەراورد"),
        "increased": ("increase", "up", "rise", "higher", "ازداد", "زيادة", "ارتفاع", "زیادبوو", "زیادبوون"),
        "decreased": ("decrease", "down", "fall", "lower", "انخفض", "انخفاض", "کەمبوو", "کەمبوونەوە"),
        "unchanged": ("no change", "stable", "same", "بدون تغيير", "لم يتغير", "نەگۆڕاو"),
        "yes": ("y", "true", "weighted", "نعم", "بەڵێ"),
        "no": ("n", "false", "unweighted", "not weighted", "لا", "كلا", "نەخێر"),
        # topic
        "housing_land_property": ("HLP", "housing", "land", "property", "land dispute", "سكن وأراضي وممتلكات", "السكن", "الأراضي",
                                  "الممتلكات", "خانوو و زەوی", "زەوی"),
        "water_electricity": ("water", "electricity", "services", "utilities", "ماء وكهرباء", "الماء", "الكهرباء", "الخدمات",
                              "ئاو و کارەبا", "ئاو", "کارەبا"),
        "documents": ("civil documents", "documentation", "civil documentation", "وثائق", "مستمسكات", "بەڵگەنامە"),
        "harassment": ("sexual harassment", "street harassment", "تحرش", "هەراسانکردن"),
        "domestic_violence": ("DV", "family violence", "violence in the family", "عنف أسري", "عنف منزلي",
                              "توندوتیژی خێزانی"),
        "child_protection": ("children", "CP", "child labour", "حماية الطفل", "حماية الطفولة", "پاراستنی منداڵ"),
        "trafficking": ("human trafficking", "trafficking in persons", "TIP", "الاتجار بالبشر", "بازرگانی بە مرۆڤ"),
        "drugs": ("drug", "drug abuse", "narcotics", "مخدرات", "مادە هۆشبەرەکان"),
        "civil_unrest": ("unrest", "demonstrations", "protest", "protests", "tribal conflict", "اضطرابات", "مظاهرات",
                         "نزاع عشائري", "ناڕەزایی", "خۆپیشاندان"),
        # referred to
        "court": ("courts", "judge", "judiciary", "المحكمة", "القضاء", "دادگا"),
        "local_authority": ("municipality", "mayor", "local council", "local authorities", "البلدية", "القائممقام",
                            "السلطة المحلية", "المجلس المحلي", "شارەوانی", "دەسەڵاتی ناوخۆ"),
        "government_service": ("directorate", "ministry", "government", "line department", "دائرة حكومية", "مديرية", "وزارة",
                               "فەرمانگە", "بەڕێوەبەرایەتی"),
        "humanitarian_agency": ("NGO", "UN agency", "humanitarian partner", "منظمة إنسانية", "منظمة", "ڕێکخراوی مرۆیی"),
        "community_leaders": ("tribal leader", "tribal leaders", "mukhtar", "elders", "sheikhs", "مختار", "شيوخ العشائر", "وجهاء",
                              "موختار", "ڕیش سپی"),
        # stage of a concern
        "raised": ("open", "new", "registered", "logged", "reported", "pending", "مطروح", "مطروحة", "مفتوح", "جديد", "مسجل",
                   "خراوەتەڕوو", "نوێ", "کراوە"),
        "referred": ("passed on", "forwarded", "in referral", "محال", "محالة", "أحيل", "تمت الإحالة", "ڕەوانەکراو"),
        "resolved": ("solved", "settled", "fixed", "محلول", "محلولة", "تم الحل", "حلت", "چارەسەرکراو", "چارەسەر کرا"),
        "withdrawn": ("dropped", "taken back", "مسحوب", "مسحوبة", "تم السحب", "کشێنراوە"),
    }
)  # fmt: skip
