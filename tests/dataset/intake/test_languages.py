"""An office's sheet in Arabic or Sorani: the same rows as in English, and no question that English does not need."""

import pandas as pd
import pytest

from community_policing.core.schema import TABLES
from tests.dataset.intake.conftest import Checking

# Table -> language -> a file of its own month, whose rows are the same; and the cells that come out.
SHEETS: dict[str, dict[str, str]] = {
    "fora": {
        "en": "Forum ID,Forum name,Name in Arabic,Governorate,Established by,Status,Date established,Women,Men,Phase\n"
              "X1,Forum Karkh,منتدى الكرخ,Baghdad,IOM,Established,15 October 2016,4,11,Phase 2\n"
              "X2,Forum Erbil,,Erbil,Local police,Established,3 November 2014,2,9,\n",
        "ar": "رقم المنتدى,اسم المنتدى,الاسم بالعربية,المحافظة,الجهة المؤسسة,الحالة,تاريخ التأسيس,عدد النساء,عدد الرجال,المرحلة\n"
              "X1,Forum Karkh,منتدى الكرخ,بغداد,المنظمة الدولية للهجرة,مُنشأ,١٥ تشرين الأول ٢٠١٦,٤,١١,المرحلة الثانية\n"
              "X2,Forum Erbil,,أربيل,الشرطة المحلية,مُنشأ,3 تشرين الثاني 2014,2,9,\n",
        "ckb": "ژمارەی کۆڕبەند,ناوی کۆڕبەند,ناو بە عەرەبی,"
               "پارێزگا,دامەزرێنەر,دۆخ,بەرواری دامەزراندن,ژمارەی ژنان,ژمارەی پیاوان,قۆناغ\n"
               "X1,Forum Karkh,منتدى الكرخ,بەغدا,ڕێکخراوی نێودەوڵەتیی کۆچ,دامەزراو,١٥ی تشرینی یەکەمی ٢٠١٦,٤,١١,قۆناغی دووەم\n"
               "X2,Forum Erbil,,هەولێر,پۆلیسی ناوخۆیی,دامەزراو,3ی تشرینی دووەمی 2014,2,9,\n",
    },
    "trainings": {
        "en": "Training ID,Title,Type,Status,Start date,End date,Governorate,Place\n"
              "N1,Dialogue,Training,Completed,5 January 2016,7 January 2016,Basra,Basra\n"
              "N2,Leaflets,Awareness campaign,Planned,20 December 2016,,Sulaymaniyah,\n"
              "N3,Law,Workshop,Cancelled,2 May 2016,,Duhok,\n",
        "ar": "رمز النشاط,عنوان النشاط,نوع النشاط,الحالة,تاريخ البدء,تاريخ الانتهاء,المحافظة,المدينة\n"
              "N1,Dialogue,دورة تدريبية,مكتمل,5 كانون الثاني 2016,7 كانون الثاني 2016,البصرة,Basra\n"
              "N2,Leaflets,حملة توعوية,مخطَّط له,20 كانون الأول 2016,,السليمانية,\n"
              "N3,Law,ورشة عمل,ملغى,2 أيار 2016,,دهوك,\n",
        "ckb": "کۆدی چالاکی,ناوی چالاکی,جۆری چالاکی,دۆخ,بەرواری دەستپێکردن,بەرواری کۆتایی,پارێزگا,شوێن\n"
               "N1,Dialogue,خولی ڕاهێنان,تەواوبوو,5ی کانوونی دووەمی 2016,7ی کانوونی دووەمی 2016,بەسرە,Basra\n"
               "N2,Leaflets,هەڵمەتی هۆشیارکردنەوە,پلاندانراو,20ی کانوونی یەکەمی 2016,,سلێمانی,\n"
               "N3,Law,وۆرکشۆپ,هەڵوەشێنراوە,2ی ئایاری 2016,,دهۆک,\n",
    },
    "attendance": {
        "en": "Training ID,Participant group,Sex,Displacement status,Number of participants\n"
              "E1,Police,Women,Not recorded,3\n"
              "E1,Law enforcement,Men,Displaced,4\n"
              "E1,Community,Women,Returnee,5\n"
              "E1,Civil society,Men,Host community,6\n"
              "E1,Judiciary,Not recorded,,7\n"
              "E1,Other,Men,,8\n",
        "ar": "رمز النشاط,فئة المشاركين,الجنس,حالة النزوح,عدد المشاركين\n"
              "E1,الشرطة,نساء,غير مسجّل,3\n"
              "E1,جهات إنفاذ القانون,رجال,نازح,4\n"
              "E1,أفراد المجتمع,النساء,عائد,5\n"
              "E1,المجتمع المدني,الرجال,المجتمع المضيف,6\n"
              "E1,القضاء,غير مسجّل,,7\n"
              "E1,أخرى,ذكر,,8\n",
        "ckb": "کۆدی چالاکی,گرووپی بەشداربووان,ڕەگەز,دۆخی ئاوارەیی,ژمارەی بەشداربووان\n"
               "E1,پۆلیس,ژنان,تۆمارنەکراو,3\n"
              "E1,دەزگاکانی جێبەجێکردنی یاسا,پیاوان,ئاوارە,4\n"
              "E1,ئەندامانی کۆمەڵگە,مێ,گەڕاوە,5\n"
               "E1,کۆمەڵگەی مەدەنی,نێر,کۆمەڵگەی خانەخوێ,6\n"
              "E1,دادوەری,تۆمارنەکراو,,7\n"
              "E1,هیتر,پیاو,,8\n",
    },
    "infrastructure": {
        "en": "Item ID,Name,Type,Status,Governorate,Quantity,Date agreed,Due date,Completion date,Cost,Currency\n"
              "Y1,Cars,Vehicles,Handed over,Najaf,3,1 February 2016,1 June 2016,2 June 2016,9000,USD\n"
              "Y2,Radios,Communication equipment,Agreed,Kirkuk,4,March 2016,1 December 2016,,100,dollars\n"
              "Y3,Station,Police station adaptation,Under way,Diyala,1,2 April 2016,,,5,IQD\n"
              "Y4,Screens,Technical equipment,Agreed,Wassit,1,2 April 2016,,,5,EUR\n"
              "Y5,Gates,Security equipment,Cancelled,Missan,1,2 April 2016,,,5,EUR\n",
        "ar": "رمز المادة,اسم المادة,النوع,الحالة,المحافظة,الكمية,تاريخ الاتفاق,تاريخ الاستحقاق,تاريخ الإنجاز,الكلفة,العملة\n"
              "Y1,Cars,عجلات,تم التسليم,النجف,3,1 شباط 2016,1 حزيران 2016,2 حزيران 2016,9000,دولار\n"
              "Y2,Radios,أجهزة اتصالات,متَّفق عليه,كركوك,4,آذار 2016,1 كانون الأول 2016,,100,دولار أمريكي\n"
              "Y3,Station,تأهيل مركز شرطة,قيد التنفيذ,ديالى,1,2 نيسان 2016,,,5,دينار عراقي\n"
              "Y4,Screens,تجهيزات فنية,متفق عليه,واسط,1,2 نيسان 2016,,,5,يورو\n"
              "Y5,Gates,تجهيزات أمنية,ملغاة,ميسان,1,2 نيسان 2016,,,5,يورو\n",
        "ckb": "کۆدی کار,ناوی کار,جۆر,دۆخ,پارێزگا,بڕ,بەرواری ڕێککەوتن,دوا وادە,بەرواری تەواوبوون,تێچوو,دراو\n"
               "Y1,Cars,ئۆتۆمبێل,ڕادەستکراو,نەجەف,3,1ی شوباتی 2016,1ی حوزەیرانی 2016,2ی حوزەیرانی 2016,9000,دۆلار\n"
               "Y2,Radios,کەرەستەی پەیوەندی,ڕێککەوتوو,کەرکووک,4,ئازاری 2016,1ی کانوونی یەکەمی 2016,,100,دۆلار\n"
               "Y3,Station,گونجاندنی بنکەی پۆلیس,لە جێبەجێکردندایە,دیالە,1,2ی نیسانی 2016,,,5,دینار\n"
               "Y4,Screens,کەرەستەی تەکنیکی,ڕێککەوتوو,واسیت,1,2ی نیسانی 2016,,,5,یۆرۆ\n"
               "Y5,Gates,کەرەستەی ئەمنی,هەڵوەشێنراوە,مەیسان,1,2ی نیسانی 2016,,,5,یۆرۆ\n",
    },
    "estimates": {
        "en": "Survey,Wave,Question,Governorate,Programme or comparison,Sex,Percent,Sample size,Weighted\n"
              "SV1,endline,Trusts the police,Baghdad,Comparison,Women,35 %,120,Yes\n"
              "SV1,endline,Feels very safe,Basra,Comparison,Men,40.5,90,No\n",
        "ar": "رمز المسح,الجولة,السؤال,المحافظة,نوع الموقع,الجنس,النسبة المئوية,حجم العينة,مرجح\n"
              "SV1,endline,الثقة بالشرطة,بغداد,مقارنة,نساء,٣٥٪,١٢٠,نعم\n"
              "SV1,endline,آمن جدا,البصرة,مقارنة,رجال,٤٠٫٥ بالمئة,٩٠,كلا\n",
        "ckb": "کۆدی ڕاپرسی,گەڕ,پرسیار,پارێزگا,بەرنامە یان بەراورد,ڕەگەز,ڕێژەی سەدی,ژمارەی وەڵامدەران,کێشدراو\n"
               "SV1,endline,متمانە بە پۆلیس,بەغدا,بەراورد,ژنان,لەسەدا 35,120,بەڵێ\n"
               "SV1,endline,زۆر سەلامەت,بەسرە,بەراورد,پیاوان,40.5 لە سەدا,90,نەخێر\n",
    },
    "meetings": {
        "en": "Forum ID,Meeting date,Women of the community,Men of the community,Policewomen,Policemen,Record type\n"
              "F1,5 October 2016,4,9,1,3,programme record\n"
              "F2,November 2016,2,5,0,2,programme record\n",
        "ar": "رمز المنتدى,تاريخ الاجتماع,نساء المجتمع,رجال المجتمع,نساء الشرطة,رجال الشرطة,نوع السجل\n"
              "F1,5 تشرين الأول 2016,4,9,1,3,سجل البرنامج\n"
              "F2,تشرين الثاني 2016,2,5,0,2,سجل البرنامج\n",
        "ckb": "کۆدی کۆڕبەند,بەرواری کۆبوونەوە,ژنانی کۆمەڵگە,پیاوانی کۆمەڵگە,ژنانی پۆلیس,پیاوانی پۆلیس,جۆری تۆمار\n"
               "F1,5ی تشرینی یەکەمی 2016,4,9,1,3,بەرنامە\n"
              "F2,تشرینی دووەمی 2016,2,5,0,2,بەرنامە\n",
    },
    "concerns": {
        "en": "Concern code,Forum ID,Topic,Month raised,Status,Referred to,Month resolved\n"
              "C91,F1,Drugs,October 2016,Resolved,Police,November 2016\n"
              "C92,F1,Water and electricity,October 2016,Raised,,\n",
        "ar": "رمز القضية,رمز المنتدى,الموضوع,شهر الطرح,الحالة,جهة الإحالة,شهر الحل\n"
              "C91,F1,المخدرات,تشرين الأول 2016,تم الحل,الشرطة,تشرين الثاني 2016\n"
              "C92,F1,الماء والكهرباء,تشرين الأول 2016,مطروح,,\n",
        "ckb": "کۆدی کێشە,کۆدی کۆڕبەند,بابەت,مانگی خستنەڕوو,دۆخ,ڕەوانەکراوە بۆ,مانگی چارەسەر\n"
               "C91,F1,مادە هۆشبەرەکان,تشرینی یەکەمی 2016,چارەسەرکراو,پۆلیس,تشرینی دووەمی 2016\n"
               "C92,F1,ئاو و کارەبا,تشرینی یەکەمی 2016,خراوەتەڕوو,,\n",
    },
}  # fmt: skip
TRANSLATIONS = [(table, language) for table, files in SHEETS.items() for language in files if language != "en"]


@pytest.mark.parametrize(("table", "language"), TRANSLATIONS)
def test_a_sheet_in_another_language_is_read_as_in_english(table: str, language: str, checking: Checking) -> None:
    """Its headers, words, months, digits and places: nothing is asked, and the same rows come of it."""
    answers = {"trainings/value/phase_id": "P2"}  # no column says it, in any of the languages
    english, other = (
        checking(f"{table}-{code}.csv", SHEETS[table][code], mode="add", answers=answers) for code in ("en", language)
    )
    assert ([question.text for question in other.open_questions], other.open_questions) == ([], english.open_questions)
    assert [(issue.rule, issue.row) for issue in other.issues] == [(issue.rule, issue.row) for issue in english.issues]
    assert english.dataset is not None
    assert other.dataset is not None
    columns = [column.name for column in TABLES[table].columns]
    assert len(english.dataset.tables[table]) > len(SHEETS[table]["en"].splitlines()) - 1
    pd.testing.assert_frame_equal(other.dataset.tables[table][columns], english.dataset.tables[table][columns])


def test_a_name_is_the_recorded_one_where_a_sheet_has_it_in_one_language_only(checking: Checking) -> None:
    """A column of Arabic names and no other is asked about, and proposed as the name: a forum needs one."""
    text = "رمز المنتدى,اسم المنتدى بالعربية,المحافظة,الجهة المؤسسة,الحالة,تاريخ التأسيس\n"
    text += "X1,منتدى الكرخ,بغداد,المنظمة الدولية للهجرة,مُنشأ,2016-10\n"
    found = checking("fora.csv", text, mode="add")
    assert {question.id: question.proposed for question in found.open_questions} == {
        "fora/column/اسم المنتدى بالعربية": "name"
    }


@pytest.mark.parametrize("header", ["Name in Arabic", "اسم المنتدى بالعربية", "ناو بە عەرەبی"])
def test_names_of_people_are_no_names_of_fora(header: str, checking: Checking) -> None:
    """In whatever language: somebody's name with a title is asked about, and a telephone number refuses the file."""
    text = f"Forum ID,Forum name,{header}\nF1,Forum Baghdad 1,%s\n"
    asked = checking("fora.csv", text % "منتدى السيد علي كريم", mode="update")
    assert [question.step.value for question in asked.open_questions] == ["personal"]
    assert [issue.rule for issue in checking("fora.csv", text % "علي 0770 123 4567", mode="update").issues] == [
        "personal_data"
    ]
