"""Sheets of surveys, estimates, meetings, concerns and budgets, as offices write them in three languages."""

from collections.abc import Mapping

import pytest

from community_policing.core.schema import Column, Kind
from community_policing.dataset import cells
from community_policing.dataset.intake.recipe.cells import CellReader
from community_policing.dataset.intake.recipe.questions import Questions
from community_policing.dataset.intake.recipe.shape import Shape, shape_of
from tests.dataset.recipe.sheets import sheet

CONCERN = {"concern_id": "K1", "forum_id": "F1", "raised_in": "2016-05", "topic": "water_electricity",
           "referred_to": "local_authority", "status": "resolved", "resolved_in": "2016-07", "record": "programme"}  # fmt: skip
MEETING = {"forum_id": "F1", "met_on": "2016-05-17", "community_women": "4", "community_men": "9", "police_women": "0",
           "police_men": "3", "record": "programme"}  # fmt: skip
SURVEY = {"survey_id": "V1", "wave": "baseline", "title": "Safety", "fieldwork_from": "2016-02", "fieldwork_to": "2016-03",
          "carried_out_by": "IOM", "respondents": "1500", "record": "programme"}  # fmt: skip
ESTIMATE = {"survey_id": "V1", "wave": "baseline", "question": "trust_in_police", "governorate": "IQG08", "surveyed": "programme",
            "sex": "women", "percent": "41.5", "n": "303", "record": "programme"}  # fmt: skip
BUDGET = {"grant_id": "DE-P2", "quarter": "2016-Q3", "planned": "600000", "spent": "512000.5", "currency": "EUR",
          "record": "programme"}  # fmt: skip
# name of the sheet, its lines, and the one row that comes of them
SHEETS = (
    ("Concerns", "Concern no | Forum code | Month raised | Type of concern | Referred to | Status | Month resolved\n"
     "K1 | F1 | 2016-05-01 | Water | Municipality | Solved | Jul-16", CONCERN),
    ("القضايا", "رقم القضية | رمز المنتدى | شهر الطرح | نوع القضية | جهة الإحالة | الحالة | شهر الحل\n"
     "K1 | F1 | أيار 2016 | الكهرباء | البلدية | محلول | تموز 2016", CONCERN),
    ("کێشەکان", "کۆدی کێشە | کۆدی مەکۆ | مانگی خستنەڕوو | بابەت | ڕەوانەکراوە بۆ | دۆخ | مانگی چارەسەر\n"
     "K1 | F1 | 2016-05 | ئاو | شارەوانی | چارەسەرکراو | 2016-07", CONCERN),
    ("Forum meetings", "Forum | Date | Community women | Community men | Women of the police | Policemen\n"
     "F1 | 17/05/2016 | 4 | 9 | 0 | 3", MEETING),
    ("الاجتماعات", "المنتدى | تاريخ الاجتماع | نساء المجتمع | رجال المجتمع | شرطيات | رجال الشرطة\n"
     "F1 | 17/05/2016 | ٤ | ٩ | ٠ | ٣", MEETING),
    ("کۆبوونەوەکان", "کۆدی مەکۆ | بەرواری کۆبوونەوە | ژنانی کۆمەڵگا | پیاوانی کۆمەڵگا | ژنانی پۆلیس | پیاوانی پۆلیس\n"
     "F1 | 2016-05-17 | 4 | 9 | 0 | 3", MEETING),
    ("Surveys", "Survey | Round | Survey title | Start of fieldwork | End of fieldwork | Surveyed by | Sample size\n"
     "V1 | baseline | Safety | Feb 2016 | 2016-03 | IOM | 1500", SURVEY),
    ("المسوحات", "رمز المسح | الجولة | عنوان المسح | بداية العمل الميداني | نهاية العمل الميداني | الجهة المنفذة | حجم العينة\n"
     "V1 | baseline | Safety | شباط 2016 | آذار 2016 | IOM | ١٥٠٠", SURVEY),
    ("ڕاپرسییەکان", "کۆدی ڕاپرسی | خول | ناونیشانی ڕاپرسی | دەستپێکردنی کاری مەیدانی | کۆتایی کاری مەیدانی | لایەنی جێبەجێکار | "
     "ژمارەی وەڵامدەران\nV1 | baseline | Safety | 2016-02 | 2016-03 | IOM | 1500", SURVEY),
    ("Survey results", "Survey | Wave | Indicator | Governorate | Treatment or control | Gender | % | N\n"
     "V1 | baseline | Trust in police | Baghdad | programme | Female | 41.5% | 303", ESTIMATE),
    ("نتائج المسح", "رمز المسح | الجولة | المؤشر | المحافظة | برنامج أو مقارنة | الجنس | النسبة | حجم العينة\n"
     "V1 | baseline | الثقة بالشرطة | بغداد | البرنامج | إناث | 41.5 | 303", ESTIMATE),
    ("ئەنجامی ڕاپرسی", "کۆدی ڕاپرسی | خول | پێوەر | پارێزگا | بەرنامە یان بەراورد | ڕەگەز | ڕێژە | ژمارەی وەڵامدەران\n"
     "V1 | baseline | متمانە بە پۆلیس | بەغدا | بەرنامە | ژنان | 41.5 | 303", ESTIMATE),
    ("Budget", "Grant | Quarter | Planned | Spent | Currency\nDE-P2 | Q3 2016 | 600,000 | 512,000.5 | EUR", BUDGET),
    ("Expenditure", "Grant code | Reporting quarter | Budget (EUR) | Expenditure (EUR)\n"
     "DE-P2 | Quarter 3, 2016 | 600,000 | 512,000.5", BUDGET),
    ("Sheet1", "Project code | Quarter | Budget | Actual expenditure | Currency\n"
     "DE-P2 | 2016-07-01 | € 600,000 | € 512,000.5 | euro", BUDGET),
    ("الميزانية", "رمز المنحة | الربع | المخطط | المصروف | العملة\nDE-P2 | الربع الثالث 2016 | ٦٠٠٬٠٠٠ | ٥١٢٬٠٠٠٫٥ | يورو", BUDGET),
    ("بودجە", "کۆدی گرانت | چارەک | بودجە | خەرجی | دراو\nDE-P2 | چارەکی سێیەمی 2016 | 600000 | 512000.5 | یۆرۆ", BUDGET),
)  # fmt: skip


def read(text: str, name: str) -> Shape:
    """The tables of a sheet, its cells read."""
    shape = shape_of([sheet(text, name)], Questions())
    CellReader(shape.questions, spreadsheet=True).read(shape.tables)
    return shape


def told(text: str, column: Column) -> object:
    """The cell as the schema spells it: a P-code, a word of a list."""
    return cells.read(text, column).value if column.choices or column.kind in (Kind.PCODE, Kind.QUARTER) else text


@pytest.mark.parametrize(("name", "text", "row"), SHEETS, ids=[name for name, *_ in SHEETS])
def test_an_office_s_sheet_is_read_without_a_question(name: str, text: str, row: Mapping[str, str]) -> None:
    shape = read(text, name)
    assert [question.id for question in shape.questions.open] == []
    [shaped] = shape.tables.values()
    assert {
        name: told(texts[0], shaped.table.column(name)) for name, texts in shaped.columns.items() if texts[0]
    } == row


@pytest.mark.parametrize(
    "headers", ["Forum | Date | Women | Men", "Forum | Date | Topic", "Forum | Date | Women | Men | Gov"]
)
def test_a_forum_and_a_date_are_no_meeting_by_themselves(headers: str) -> None:
    """They may be an event or a forum's founding: as before there were meetings, somebody is asked."""
    shape = shape_of([sheet(f"{headers}\n{' | '.join('x' * (headers.count('|') + 1))}")], Questions())
    assert "meetings" not in shape.tables
    assert [question.step for question in shape.questions.open][:1] == ["sheet"]


def test_a_form_s_own_sheet_is_no_survey() -> None:
    shape = shape_of(
        [sheet("type | name | label\ntext | a | b", "survey"), sheet("donor_id | name\nD | E", "donors")], Questions()
    )
    assert set(shape.tables) == {"donors"}
