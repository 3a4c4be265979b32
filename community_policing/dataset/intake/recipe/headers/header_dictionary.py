"""Dictionary of headers: what offices of this field call the columns of the schema, in English, Arabic and Kurdish.

Data only; header_match.py reads it.  `|` stands between headers.  Case, spaces, punctuation, plural, the Arabic article,
the order of words and letters that keyboards swap make no difference.  A header behind `?` is only likely: it is asked.
Names and labels of the schema need no entry.
"""

from collections.abc import Mapping

ANY = "*"  # of every table that has the column

HEADERS: Mapping[str, Mapping[str, str]] = {
    ANY: {
        "governorate": "Organisation unit | Organisation unit name | "
        "Gov | Govt | Gov name | Governorate name | Name of governorate | Province | Muhafaza | Admin 1 | "
        "Adm1 | ADM1_EN | "
        "Admin1 name | المحافظة | محافظة | اسم المحافظة | پارێزگا | ناوی پارێزگا",
        "district": "District name | Name of district | Admin 2 | Adm2 | ADM2_EN | ADM2_AR | Admin2 name | Qadha | Qada | "
        "القضاء | قضاء | اسم القضاء | قەزا | ناوی قەزا",
        "place": "District | District name | Town | City | Sub-district | Admin 2 | Adm2 | ADM2_EN | Admin2 name | "
        "Town or district | Locality | "
        "Village | ? Location | ? Site | ? Address | المدينة | القضاء | قضاء | الناحية | البلدة | المنطقة | ? الموقع | "
        "? المكان | "
        "شار | قەزا | ناحیە | شوێن",
        "latitude": "Lat | Lat. | Latitude N | Y coordinate | GPS latitude | GPS lat | Y | خط العرض | دائرة العرض | هێڵی پانی",
        "longitude": "Long | Lon | Lng | Longitude E | X coordinate | GPS longitude | GPS long | GPS lon | X | خط الطول | "
        "هێڵی درێژی",
        "phase_id": "Phase | Project phase | Programme phase | Program phase | المرحلة | مرحلة المشروع | قۆناغ",
        "grants": "Grant | Grant ID | Grant code | Grant no | Project code | ? Donor | ? Donors | ? Donor name | "
        "? Funded by | ? Funding | "
        "? Funding source | المنحة | رمز المنحة | ? الممول | ? الجهة المانحة | ? المانح | ? الجهة الممولة | گرانت | ? بەخشەر",
        "record": "Record type | Type of record",
        "source": "Source ID | Source code | المصدر | سەرچاوە",
        "note": "Notes | Remark | Remarks | Comment | Comments | ملاحظات | ملاحظة | الملاحظات | تێبینی",
        "scope": "Whose work",
        "currency": "Currency code | العملة | دراو",
        "donor_id": "Donor | Donor code | الجهة المانحة | المانح | الممول",
        "starts_on": "Start | Start date | Starts | Date of start | Starting date | From | From date | Date from | "
        "تاريخ البدء | تاريخ البداية | "
        "تاريخ بدء | من تاريخ | بەرواری دەستپێکردن",
        "ends_on": "End | End date | Ends | Date of end | Ending date | To | To date | Date to | Finish date | "
        "تاريخ الانتهاء | تاريخ النهاية | "
        "الى تاريخ | بەرواری کۆتایی",
        "published_on": "Publication date | Date of publication | Published date | تاريخ النشر",
    },
    "sources": {
        "title": "Source title | Document | Name | العنوان",
        "publisher": "Published by | Publishing organisation | الناشر",
        "url": "Link | Web address | Website | الرابط",
    },
    "donors": {
        "donor_id": "Donor code | Donor ref | رمز المانح | ? Code | ? ID",
        "name": "Donor name | Full name of donor | Donor | Organisation | Organization | اسم المانح | المانح",
        "short_name": "Short | Abbreviation | Acronym | Short name of donor",
    },
    "phases": {"name": "Phase name | اسم المرحلة"},
    "grants": {
        "grant_id": "Grant code | Grant no | Grant | Project code | رمز المنحة | ? Code | ? ID",
        "implementer": "Implementing partner | Implementing agency | Implemented by | الجهة المنفذة",
        "title": "Project title | Project name | Grant title | اسم المشروع",
        "amount": "Grant amount | Budget | Committed amount | Total amount | المبلغ | بڕی پارە",
    },
    "fora": {
        "forum_id": "Forum code | Forum no | Forum number | Forum ref | CPF ID | CPF code | CPF no | رمز المنتدى | "
        "رقم المنتدى | كود المنتدى | "
        "کۆدی مەکۆ | ژمارەی مەکۆ | کۆدی کۆڕبەند | ? Code | ? ID | ? الرمز",
        "name": "Forum name | Name of forum | Forum | CPF name | CPF | Name of CPF | Forum title | اسم المنتدى | "
        "المنتدى | الاسم | ناوی مەکۆ | "
        "ناوی کۆڕبەند | ناو",
        "established_by": "Set up by | Founded by | Established through | Establishing organisation | "
        "Establishing organization | "
        "Established by who | الجهة المؤسسة | الجهة المؤسِّسة للمنتدى | جهة التأسيس | المؤسس | دامەزراندن لەلایەن | "
        "? Implementing partner | "
        "? Organisation | ? Organization",
        "status": "Forum status | Current status | Status of forum | الحالة | حالة المنتدى | بارودۆخ | دۆخ",
        "established_on": "Establishment date | Date of establishment | Date established | Established | "
        "Established date | Set up on | "
        "Opening date | Date of opening | Date opened | Opened on | تاريخ التأسيس | تاريخ الافتتاح | تاريخ إنشاء المنتدى | "
        "بەرواری دامەزراندن | ? Date | ? التاريخ | ? Start date",
        "planned_for": "Planned date | Planned opening | Planned opening date | Planned establishment date | "
        "Planned date of establishment | "
        "التاريخ المخطط | تاريخ الافتتاح المخطط",
        "closed_on": "Closing date | Date closed | Date of closure | Closure date | تاريخ الإغلاق | بەرواری داخستن | "
        "? End date",
        "members_women": "Women | Number of women | Women members | Female | Females | Female members | F | "
        "Members women | Members F | "
        "Members female | نساء | عدد النساء | الإناث | إناث | عدد الإناث | عدد العضوات | الأعضاء نساء | الأعضاء إناث | "
        "ژنان | ژمارەی ژنان | ئافرەتان",
        "members_men": "Men | Number of men | Men members | Male | Males | Male members | M | Members men | Members M | "
        "Members male | رجال | "
        "عدد الرجال | الذكور | ذكور | عدد الذكور | الأعضاء رجال | الأعضاء ذكور | پیاوان | ژمارەی پیاوان",
        "last_met_on": "Last meeting | Last meeting date | Date of last meeting | Last met | Latest meeting | "
        "آخر اجتماع | تاريخ آخر اجتماع | "
        "دوایین کۆبوونەوە",
    },
    "trainings": {
        "training_id": "Training code | Training no | Event ID | Event code | Event no | Activity ID | Activity code | "
        "رمز التدريب | "
        "رمز النشاط | رقم النشاط | رقم التدريب | کۆدی ڕاهێنان | ? Code | ? ID | ? Ref | ? الرمز",
        "title": "Training | Training title | Training name | Title of training | Event | Event title | Event name | "
        "Activity | Activity title | "
        "Activity name | Name of training | Name of activity | Name of event | Course | Course title | Name | Topic | "
        "عنوان النشاط | عنوان التدريب | "
        "اسم النشاط | اسم التدريب | النشاط | العنوان | ناونیشانی ڕاهێنان | ناوی چالاکی | چالاکی",
        "kind": "Type | Kind of event | Event type | Type of event | Activity type | Type of activity | Training type | "
        "Type of training | "
        "النوع | نوع النشاط | نوع التدريب | جۆر | جۆری چالاکی",
        "status": "Event status | Activity status | Training status | Status of activity | Current status | الحالة | "
        "حالة النشاط | "
        "حالة التدريب | بارودۆخ | دۆخ",
        "starts_on": "Training date | Event date | Activity date | Date of training | Date of event | Date of activity | "
        "Date | التاريخ | تاريخ النشاط | "
        "تاريخ التدريب | بەروار | بەرواری چالاکی",
        "forum_id": "Forum | Forum code | CPF ID | CPF code | رمز المنتدى | ? المنتدى",
        "cohort": "Group of participants | Cohort name | Batch | الدفعة",
    },
    "attendance": {
        "training_id": "Training code | Training no | Training | Event ID | Event code | Event no | Activity ID | "
        "Activity code | Event | "
        "رمز التدريب | رمز النشاط | رقم النشاط | رقم التدريب | کۆدی ڕاهێنان | ? Code | ? ID",
        "participant_group": "Group | Participants | Type of participant | Participant type | Participant category | "
        "Category of participant | "
        "Target group | Beneficiary type | الفئة | فئة المشاركين | الفئة المستهدفة | گروپ | ? Category | ? Type",
        "sex": "Gender | Sex of participant | الجنس | النوع الاجتماعي | ڕەگەز | جێندەر",
        "displacement": "Displacement status | Residency status | Population type | Population group | حالة النزوح | "
        "النزوح | ئاوارەیی | ? Status",
        "attendances": "Attendance | Attendees | Number of attendees | Seats | Number of participants | Number attended | "
        "Participants count | "
        "Participants number | Beneficiaries | Number of beneficiaries | Number | Count | Total | العدد | عدد المشاركين | "
        "عدد الحضور | "
        "الحضور | ژمارە | ژمارەی بەشداربووان",
    },
    "infrastructure": {
        "item_id": "Item code | Item no | Work ID | Asset ID | Project ID | Item number | رمز العمل | رقم المادة | "
        "رمز المادة | کۆدی کار | ? Code | ? ID | "
        "? الرمز",
        "name": "Item | Item name | Name of item | Work | Description | Description of work | Item description | "
        "Project name | Asset | "
        "اسم المادة | المادة | الوصف | وصف العمل | اسم المشروع | ناوی کار | ناو | الاسم",
        "kind": "Type | Type of work | Type of item | Item type | Work type | Category | Kind of item | النوع | "
        "نوع العمل | نوع المادة | الفئة | جۆر",
        "status": "Work status | Current status | Progress status | الحالة | حالة العمل | بارودۆخ | دۆخ",
        "quantity": "Qty | Qty. | Number of items | Units | Number | Count | No of units | Amount of items | الكمية | "
        "العدد | عدد | بڕ | ژمارە",
        "agreed_on": "Agreement date | Date agreed | Date of agreement | Agreed date | تاريخ الاتفاق | بەرواری ڕێککەوتن",
        "due_on": "Due date | Due | Deadline | Date due | تاريخ الاستحقاق | الموعد النهائي",
        "completed_on": "Completion date | Date completed | Date of completion | Handover date | Date of handover | "
        "Handed over on | "
        "Date handed over | Delivered on | Delivery date | تاريخ الإنجاز | تاريخ التسليم | تاريخ الاكتمال | "
        "تاريخ الإكمال | بەرواری تەواوبوون",
        "cost": "Costs | Total cost | Price | Amount | Value | Cost of item | Contract value | الكلفة | التكلفة | "
        "المبلغ | کلفە | تێچوو",
    },
    "surveys": {
        "survey_id": "Survey | Survey code | Survey ref | المسح | الاستبيان | رمز المسح | رمز الاستبيان | ڕاپرسی | "
        "کۆدی ڕاپرسی | ? Code | ? ID",
        "wave": "Survey wave | Round | Survey round | الجولة | المرحلة الزمنية | خول | گەڕ",
        "title": "Survey title | Survey name | Name of survey | Title of survey | اسم المسح | عنوان المسح | عنوان الاستبيان | "
        "ناونیشانی ڕاپرسی",
        "fieldwork_from": "Fieldwork start | Start of fieldwork | Fieldwork began | From | Start date | بداية العمل الميداني | "
        "بداية المسح | دەستپێکردنی کاری مەیدانی",
        "fieldwork_to": "Fieldwork end | End of fieldwork | Fieldwork ended | To | End date | نهاية العمل الميداني | نهاية المسح | "
        "کۆتایی کاری مەیدانی",
        "method": "Mode | Survey method | How asked | طريقة المسح | الطريقة | شێواز",
        "population": "Survey population | Who was asked | الفئة المشمولة | مجتمع الدراسة | کۆمەڵی توێژینەوە",
        "sampling": "Sample design | Sampling method | طريقة اختيار العينة | نوع العينة | شێوازی نموونە",
        "carried_out_by": "Surveyed by | Conducted by | Survey firm | الجهة المنفذة | نفذ من قبل | لایەنی جێبەجێکار",
        "respondents": "Sample size | Sample | Number of respondents | Interviews | حجم العينة | عدد المستجيبين | "
        "ژمارەی وەڵامدەران",
    },
    "estimates": {
        "survey_id": "Survey | Survey code | Survey ref | المسح | الاستبيان | رمز المسح | رمز الاستبيان | ڕاپرسی | کۆدی ڕاپرسی",
        "wave": "Survey wave | Round | Survey round | الجولة | خول | گەڕ",
        "question": "Indicator | Survey question | Perception indicator | المؤشر | السؤال | پێوەر | پرسیار",
        "wording": "Question wording | Wording of question | Question asked | Question text | نص السؤال | دەقی پرسیار",
        "answer": "Response | Answer counted | Answer category | الجواب | الإجابة | وەڵام",
        "community": "Survey site | Community name | Name of community | المجتمع | اسم المجتمع | کۆمەڵگا",
        "surveyed": "Programme or comparison | Treatment | Treatment or control | Arm | برنامج أو مقارنة | نوع الموقع | "
        "بەرنامە یان بەراورد",
        "sex": "Gender | Sex of respondents | الجنس | ڕەگەز | جێندەر",
        "respondent_group": "Group | Respondents | Population group | الفئة | فئة المستجيبين | گروپ",
        "percent": "Percentage | % | Per cent | Share | Estimate | Result | النسبة | النسبة المئوية | ڕێژە | ڕێژەی سەدی",
        "n": "Sample size | Number of answers | Base | Unweighted base | Sample n | Number of respondents | حجم العينة | "
        "عدد الإجابات | ژمارەی وەڵامدەران",
        "interval_low": "Lower bound | CI lower | CI low | Lower CI | 95% CI lower | Lower 95% | الحد الأدنى | سنووری خوارەوە",
        "interval_high": "Upper bound | CI upper | CI high | Upper CI | 95% CI upper | Upper 95% | الحد الأعلى | سنووری سەرەوە",
        "weighted": "Weights | Weights applied | مرجح | موزون | کێشدراو",
        "direction": "Change | Trend | Direction of change | التغيير | الاتجاه | گۆڕان",
    },
    "meetings": {
        "forum_id": "Forum | Forum code | Forum name | Name of forum | CPF | CPF ID | CPF code | CPF name | رمز المنتدى | "
        "المنتدى | اسم المنتدى | مەکۆ | ناوی مەکۆ | کۆدی مەکۆ",
        "met_on": "Meeting date | Date of meeting | Date met | Meeting day | Meeting month | Date | تاريخ الاجتماع | التاريخ | "
        "بەرواری کۆبوونەوە | بەروار",
        "community_women": "Women of the community | Women community members | Female community members | نساء المجتمع | "
        "ژنانی کۆمەڵگا | ? Women | ? Female | ? نساء | ? الإناث | ? ژنان",
        "community_men": "Men of the community | Men community members | Male community members | رجال المجتمع | "
        "پیاوانی کۆمەڵگا | ? Men | ? Male | ? رجال | ? الذكور | ? پیاوان",
        "police_women": "Women of the police | Policewomen | Women police | Female police | نساء الشرطة | شرطيات | ژنانی پۆلیس",
        "police_men": "Men of the police | Policemen | Men police | Male police | رجال الشرطة | پیاوانی پۆلیس",
        "others_women": "Other women | Women others | نساء أخريات | ژنانی تر",
        "others_men": "Other men | Men others | رجال آخرون | پیاوانی تر",
    },
    "concerns": {
        "concern_id": "Concern no | Concern number | Concern code | Issue no | Issue number | Issue ID | Case ID | رقم القضية | "
        "رمز القضية | رقم الشكوى | ژمارەی کێشە | کۆدی کێشە | ? ID | ? Code",
        "forum_id": "Forum | Forum code | Forum name | Name of forum | CPF | CPF ID | CPF code | CPF name | رمز المنتدى | "
        "المنتدى | اسم المنتدى | مەکۆ | ناوی مەکۆ | کۆدی مەکۆ",
        "raised_in": "Month raised | Raised | Raised on | Date raised | Reported in | Month | شهر الطرح | تاريخ الطرح | الشهر | "
        "مانگی خستنەڕوو | مانگ | ? Date | ? التاريخ | ? بەروار",
        "topic": "Issue | Concern | Topic of concern | Type of concern | Type of issue | Category | Issue type | الموضوع | "
        "نوع القضية | نوع المشكلة | القضية | بابەت | جۆری کێشە | کێشە",
        "referred_to": "Referral | Referred | Referral to | Passed to | أحيل إلى | محال إلى | جهة الإحالة | ڕەوانەکراوە بۆ",
        "status": "Concern status | Issue status | Status of concern | Status of issue | Current status | الحالة | حالة القضية | "
        "بارودۆخ | دۆخ",
        "resolved_in": "Month resolved | Resolved | Resolved on | Date resolved | Solved in | Date solved | شهر الحل | "
        "تاريخ الحل | مانگی چارەسەر | بەرواری چارەسەر",
    },
    "budgets": {
        "grant_id": "Grant | Grant code | Grant no | Grant number | Grant name | Project | Project code | المنحة | رمز المنحة | "
        "رقم المنحة | گرانت | کۆدی گرانت | ? Code | ? ID | ? Donor | ? الجهة المانحة",
        "quarter": "Budget quarter | Reporting quarter | Quarter of the year | Period | Reporting period | الربع | ربع السنة | "
        "الفصل | الفترة | چارەک | چارەکی ساڵ",
        "planned": "Budget | Budgeted | Planned budget | Budget planned | Planned amount | Planned expenditure | "
        "Planned spending | Budget amount | الميزانية | الموازنة | المخطط | المبلغ المخطط | الإنفاق المخطط | بودجە | پلاندانراو",
        "spent": "Expenditure | Expenditures | Expenses | Actual | Actuals | Actual expenditure | Actual spending | Spending | "
        "Amount spent | Spent amount | المصروف | المصروفات | المنفق | المبلغ المصروف | الإنفاق | "
        "الإنفاق الفعلي | خەرجی | خەرجکراو | ? Disbursed | ? Disbursement",
    },
    "targets": {
        "indicator": "Indicator name | Indicator key | المؤشر | پێوەر",
        "period_starts_on": "Period start | Start of period | Period from | بداية الفترة | ? Start date",
        "due_on": "Due date | Period end | End of period | Period to | Target date | Deadline | نهاية الفترة | ? End date",
        "baseline": "Base line | Baseline value | Baseline figure | خط الأساس | القيمة الأساسية",
        "target": "Target value | Planned value | Goal | الهدف | المستهدف | ئامانج",
        "revision": "Version | Rev | Revision no",
    },
    "facts": {
        "fact_id": "Fact no | Figure ID | ? ID | ? Code",
        "as_of": "Month | Date | Period name | "
        "Reporting month | Reporting date | Reporting period | Period | As at | Year | الشهر | "
        "التاريخ | مانگ",
        "indicator": "Indicator name | Indicator label | Data | Data name | Data element | Data element name | المؤشر | پێوەر",
        "value": "Figure | Amount | Indicator value | Quantity value | القيمة | بەها",
        "qualifier": "Precision | Accuracy",
        "unit": "Units | Unit of measure | Units of measure | الوحدة | یەکە",
        "donor_id": "Donor name",
    },
    "places": {
        "name": "Place name | Name of place | Place | اسم المكان",
        "kind": "Type | Type of place | Place type | نوع المكان",
        "evidence": "Strength of evidence | الدليل",
        "spoken_of": "Date mentioned | Mentioned on",
    },
}  # fmt: skip

# A code beside a name: joined to the name's cell, so that a contradiction between the two is noticed.
CODES: Mapping[str, str] = {
    "governorate": "Governorate P-code | Governorate pcode | Gov pcode | Gov code | Governorate code | Admin1 pcode | "
    "Adm1 pcode | ADM1_PCODE | "
    "رمز المحافظة | کۆدی پارێزگا",
    "district": "District P-code | District pcode | District code | Admin2 pcode | Adm2 pcode | ADM2_PCODE | رمز القضاء | "
    "کۆدی قەزا",
}  # fmt: skip

# One column that holds two of ours.
COMPOSITES: Mapping[str, str] = {
    "latitude+longitude": "GPS | GPS location | GPS point | GPS coordinates | Coordinates | Geopoint | Point | Lat long | "
    "Lat lon | Geolocation | "
    "Coordinate | الإحداثيات | إحداثيات | پۆتان | ? Location",
    "starts_on+ends_on": "Dates | Date range | Period | Duration | Start and end | Start end date | From to | التواريخ | "
    "الفترة | ماوە",
    "governorate+place": "Governorate district | Governorate town | Governorate city | Governorate place | "
    "Governorate and district | Gov district | "
    "المحافظة القضاء | المحافظة والقضاء | المحافظة المدينة | المحافظة والمدينة | پارێزگا قەزا",
}  # fmt: skip

# HXL hashtags (hxlstandard.org), most particular first; a column has it with further attributes too.
TAGS: Mapping[str, Mapping[str, str]] = {
    ANY: {
        "governorate": "#adm1+name | #adm1+code | #adm1", "district": "#adm2+name | #adm2+code | #adm2",
        "place": "#adm2+name | #loc+town | #adm2 | #loc | #adm3",
        "latitude": "#geo+lat", "longitude": "#geo+lon", "status": "#status", "phase_id": "#meta+phase", "grants": "#meta+grant",
        "record": "#meta+record", "source": "#meta+source | "
        "#source", "currency": "#currency", "note": "#description+note | #meta+note",
        "starts_on": "#date+start", "ends_on": "#date+end", "donor_id": "#org+funding | #org+donor",
    },
    "fora": {"forum_id": "#meta+id | #loc+code | #loc+id", "name": "#loc+name", "established_by": "#org",
             "established_on": "#date+start | #date+established", "planned_for": "#date+planned", "closed_on": "#date+end",
             "members_women": "#population+f | #population+women | #reached+f", "members_men": "#population+m | "
             "#population+men | #reached+m"},
    "trainings": {"training_id": "#activity+id | #activity+code | #meta+id", "title": "#activity+name | #activity",
                  "kind": "#activity+type", "forum_id": "#loc+id"},
    "attendance": {"training_id": "#activity+id | #activity+code | "
    "#meta+id", "sex": "#population+sex", "participant_group": "#population+group",
                   "attendances": "#reached | #population"},
    "infrastructure": {"item_id": "#item+id | #meta+id", "name": "#item+name | "
    "#item", "kind": "#item+type", "quantity": "#item+num",
                       "completed_on": "#date+end", "due_on": "#date+due", "cost": "#value"},
    "targets": {"indicator": "#indicator", "target": "#targeted | #indicator+target", "baseline": "#indicator+baseline"},
    "facts": {"fact_id": "#meta+id", "indicator": "#indicator", "value": "#indicator+value | "
    "#value", "as_of": "#date", "unit": "#indicator+unit"},
}  # fmt: skip

# Columns that collection tools add by themselves.
TOOL_ALWAYS = (
    "_id | _uuid | _submission_time | _validation_status | _notes | _status | _submitted_by | __version__ | _tags | "
    "_index | _parent_index | "
    "_parent_table_name | _geolocation | _attachments | _xform_id_string | _xform_id | _bamboo_dataset_id | _duration | "
    "_edited | _date | "
    "deviceid | subscriberid | simserial | simid | imei | phonenumber | username | audit | formhub/uuid | "
    "meta/instanceID | meta/instanceName | "
    "meta/rootUuid | meta/deprecatedID | instanceID | instanceName | SubmissionDate | SubmitterID | SubmitterName | "
    "AttachmentsPresent | "
    "AttachmentsExpected | ReviewState | DeviceID | FormVersion | formdef_version | PARENT_KEY | @context | background-audio"
)  # fmt: skip
TOOL_IN_EXPORTS = "start | end | today | KEY | Edits"  # words of an office's own sheet too
TOOL_SIGNS = (
    "_id | _uuid | _submission_time | _submitted_by | _index | _parent_index | __version__ | meta/instanceID | instanceID | "
    "SubmissionDate | formhub/uuid"
)

# Headers of common forms (OCHA 5W, ActivityInfo) that are none of our columns, so that nobody is asked about them.
NONE_OF_OURS = (
    "Cluster | Sector | Indicator | Implementing partner | Organisation | Organization | Sub-sector | Lead organisation | "
    "Lead organization | "
    "Implementing organisation | "
    "Reporting organisation | Reporting office | "
    "Partner | Partner name | Database | Form | Folder | Country | Country code | District P-code | District code | "
    "District pcode | Admin2 pcode | "
    "ADM2_PCODE | Sub-district P-code | Site P-code | Updated by | Last updated | Last edit time | Record ID | "
    "Form name | Row ID | S/N"
)
# Serial numbers of rows: the same numbers again each month, so no ids.
SERIALS = "# | No | No. | S/N | SN | Sr | Sr. no | Serial | Serial no | Row | Row no | ت | م | تسلسل | التسلسل | ر | ژ | زنجیرە"

# Words that make of a header something else than what follows.
QUALIFIERS = (
    "planned | expected | estimated | est | target | why | reason | previous | old | former | other | projected | "
    "forecast | approx | "
    "approximate | last year | revised | original | proposed | tentative | not | if | change | المخطط | المتوقع | "
    "التقديري | السابق | سبب | پلان"
)  # fmt: skip

CURRENCIES: Mapping[str, str] = {
    "USD": "USD | US$ | $ | US dollar | US dollars | dollar | dollars | دولار | دولار أمريكي | دۆلار",
    "EUR": "EUR | € | euro | euros | يورو | یۆرۆ",
    "IQD": "IQD | dinar | Iraqi dinar | Iraqi dinars | دينار | دينار عراقي | د.ع | دینار",
}

UNITS = (
    "number | no | # | % | percent | text | date | dd/mm/yyyy | dd-mm-yyyy | yyyy-mm-dd | mm/dd/yyyy | yyyy | degrees | "
    "decimal degrees | "
    "yes/no | yes no | y/n | true/false | نعم/لا | "
    "persons | people | individuals | pcs | pieces | units | sets | days | hours | km | m | m2 | code | name | عدد | نص | "
    "تاريخ | ژمارە"
)  # fmt: skip

# Sheets: what the tables are called, and sheets that are none.
SHEETS: Mapping[str, str] = {
    "sources": "references | bibliography | المصادر",
    "donors": "donor list | المانحون | المانحين",
    "phases": "project phases | المراحل",
    "grants": "projects | المنح",
    "fora": "forum | forums | cpf | cpfs | police forum | community policing forums | المنتديات | منتديات | "
    "تسجيل المنتديات | مەکۆکان | کۆڕبەندەکان",
    "trainings": "events | activities | courses | training events | workshops | التدريبات | تدريبات | الأنشطة | أنشطة | "
    "الدورات | دورات | ڕاهێنانەکان | "
    "چالاکییەکان",
    "attendance": "attendances | seats | participants | attendees | الحضور | المشاركين | المشاركون | بەشداربووان",
    "infrastructure": "equipment | works | assets | construction | البنى التحتية | البنية التحتية | الأعمال | المعدات | ژێرخان",
    "surveys": "survey waves | perception surveys | المسوحات | الاستبيانات | ڕاپرسییەکان",
    "estimates": "survey results | survey estimates | perceptions | perception results | نتائج المسح | نتائج الاستبيان | "
    "ئەنجامی ڕاپرسی",
    "meetings": "forum meetings | cpf meetings | meetings of fora | اجتماعات | الاجتماعات | اجتماعات المنتديات | کۆبوونەوەکان",
    "concerns": "issues | community concerns | concerns raised | issues raised | القضايا | المشكلات | مخاوف المجتمع | کێشەکان",
    "budgets": "budget | budget lines | expenditure | expenditures | spending | financial report | burn rate | الميزانية | "
    "الموازنة | المصروفات | بودجە | خەرجی",
    "targets": "target values | logframe | الأهداف | ئامانجەکان",
    "facts": "published figures | الأرقام",
    "places": "locations | sites named | الأماكن",
}  # fmt: skip
NO_TABLE = (
    "summary | lists | list | notes | note | readme | read me | legend | pivot | dashboard | lookup | lookups | "
    "dropdown | dropdowns | cover | "
    "instructions | guidance | choices | settings | survey | codes | validation | chart | charts | index | contents | "
    "overview | ملخص | الملخص | "
    "ملاحظات | قوائم | القوائم | تعليمات | دليل | الرموز | پوختە | لیست | ڕێنمایی"
)  # fmt: skip
AROUND_A_NAME = (
    "list | data | table | sheet | register | registration | iom | iraq | monthly | month | update | report | reporting | "
    "export | copy | final | draft | "
    "new | v | version | form | cpp | programme | program | tracker | database | db | master | january | february | "
    "march | april | may | june | "
    "july | august | september | october | november | december | jan | feb | mar | apr | jun | jul | aug | sep | sept | "
    "oct | nov | dec | q1 | q2 | q3 | "
    "q4 | قائمة | بيانات | جدول | تقرير | شهر | تشرين | الأول | الثاني | كانون | شباط | آذار | نيسان | أيار | مايس | "
    "حزيران | تموز | آب | أيلول | "
    "يناير | فبراير | مارس | أبريل | مايو | يونيو | يوليو | أغسطس | سبتمبر | أكتوبر | نوفمبر | ديسمبر"
)  # fmt: skip
