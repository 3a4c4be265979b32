"""One wrong cell in a table that is otherwise right: (table, line, column, cell, rule, words of the message)."""

from collections.abc import Iterator

from tests.bad_input import Case, encoded, table, workbook

_CELLS = (
    # dates
    ("fora", 2, "established_on", "2016-02-31", "not_a_date", "2016-02-31", "2016-11-30"),
    ("fora", 2, "established_on", "31/02/2016", "not_a_date", "31/02/2016", "Write it as"),
    ("fora", 2, "established_on", "1900-01-01", "before_2003", "before 2003", "Correct"),
    ("fora", 2, "established_on", "2031-01-01", "after_as_of", "as-of date"),
    ("fora", 2, "established_on", "0000-00-00", "not_a_date", "0000-00-00"),
    ("fora", 2, "established_on", "2016-13-01", "not_a_date", "2016-13-01"),
    ("fora", 2, "established_on", "in spring", "not_a_date", "in spring"),
    ("fora", 2, "established_on", "16-05-10", "not_a_date", "16-05-10"),
    ("fora", 2, "established_on", "٣١/٠٢/٢٠١٦", "not_a_date", "٣١/٠٢/٢٠١٦"),
    ("fora", 5, "closed_on", "2012-01-01", "ends_too_early", "before", "Correct one"),
    ("trainings", 2, "ends_on", "2013-01-01", "ends_too_early", "before", "starts_on"),
    ("fora", 2, "last_met_on", "2013-01-01", "ends_too_early", "before established_on"),
    ("targets", 3, "due_on", "2010-12-31", "ends_too_early", "period_starts_on"),
    # counts
    ("fora", 2, "members_women", "-3", "negative", "-3", "below zero"),
    ("fora", 2, "members_women", "1e30", "not_a_count", "1e30", "Write digits"),
    ("fora", 2, "members_women", "Infinity", "not_a_count", "Infinity"),
    ("fora", 2, "members_women", "3.5", "not_a_count", "whole number"),
    ("fora", 2, "members_women", "three", "not_a_count", "three"),
    ("fora", 2, "members_women", "9999999999999", "not_a_count", "9999999999999"),
    ("fora", 2, "members_women", "1,12", "not_a_count", "1,12"),
    ("fora", 2, "members_women", "TRUE", "not_a_count", "TRUE"),
    ("attendance", 3, "attendances", "1O", "not_a_count", "1O"),
    ("attendance", 3, "attendances", "12%", "not_a_count", "12%"),
    ("attendance", 3, "attendances", "", "required", "empty", "Fill it in"),
    # money
    ("grants", 3, "amount", "-5", "negative", "below zero"),
    ("grants", 3, "amount", "a million", "not_a_number", "a million"),
    ("grants", 3, "currency", "", "currency_missing", "no currency", "USD"),
    # points
    ("fora", 2, "latitude", "95", "out_of_range", "-90", "90"),
    ("fora", 2, "latitude", "", "half_a_point", "half a point"),
    ("fora", 2, "latitude", "51.5", "outside_iraq", "not in Iraq"),
    # places
    ("fora", 2, "governorate", "Atlantis", "unknown_governorate", "Atlantis", "governorates.csv"),
    ("fora", 2, "governorate", "IQG19", "unknown_governorate", "IQG01 to IQG18"),
    ("fora", 2, "governorate", "Duhok (IQG08)", "unknown_governorate", "Duhok", "Baghdad", "Correct one"),
    ("fora", 2, "governorate", "IQG01 IQG02", "unknown_governorate", "Keep one"),
    ("fora", 2, "governorate", "", "required", "Fill it in"),
    # ids and references
    ("fora", 3, "forum_id", "F1", "duplicate_key", "repeats", "2"),
    ("fora", 7, "forum_id", "", "required", "Fill it in"),
    ("trainings", 2, "forum_id", "F99", "unresolved_reference", "F99", "Add it there"),
    ("trainings", 2, "grants", "US-P1;US-P9", "unresolved_reference", "US-P9"),
    ("trainings", 2, "phase_id", "P7", "unresolved_reference", "P7"),
    ("trainings", 2, "source", "S77", "unresolved_reference", "S77"),
    ("grants", 2, "donor_id", "FR", "unresolved_reference", "FR"),
    ("attendance", 2, "training_id", "E5", "attendance_not_completed", "E5", "planned"),
    ("attendance", 2, "training_id", "E7", "attendance_not_completed", "cancelled"),
    ("fora", 3, "forum_id", "f1", "look_alike", "“f1” looks like “F1”", "(line 2). Write one id in one way"),
    ("fora", 3, "forum_id", "F١", "look_alike", "“F١” looks like “F1”", "(line 2): it has arabic-indic digit one. Write"),
    ("grants", 3, "grant_id", "US\u2011P1", "look_alike", "US-P1", "non-breaking hyphen"),
    ("sources", 3, "source_id", "Ѕ1", "look_alike", "“S1”", "cyrillic capital letter dze"),
    ("trainings", 3, "training_id", "Ｅ1", "look_alike", "“E1”", "fullwidth"),
    ("trainings", 3, "cohort", "с1", "look_alike", "“C1”", "cyrillic small letter es"),
    ("fora", 2, "forum_id", "Ｆ1", "look_alike", "“F1” of the current release (row 2)", "Write it as it is there"),
    ("fora", 2, "forum_id", "1E+05", "number_as_id", "1E+05", "as text"),
    # vocabularies
    # what a status needs
    ("fora", 2, "name", "", "required", "Fill it in"),
    ("trainings", 2, "phase_id", "", "required", "published"),
    ("infrastructure", 5, "quantity", "", "required", "published"),
    ("fora", 2, "established_on", "", "established_without_date", "established_on"),
    ("fora", 7, "planned_for", "", "planned_without_date", "planned_for"),
    ("fora", 7, "established_on", "2016-05-01", "planned_but_established", "correct the status"),
    ("fora", 5, "closed_on", "", "closed_without_date", "closed_on"),
    # what a spreadsheet made of an id
    ("fora", 2, "forum_id", "2016-05-10", "date_as_id", "2016-05-10", "as text"),
    ("trainings", 2, "training_id", "2016-10-05 00:00:00", "date_as_id", "2016-10-05", "as text"),
    # damaged letters
    ("fora", 2, "place", "بغداد".encode().decode("latin-1"), "garbled_text", "damaged"),
    ("fora", 2, "place", "???? ?????", "garbled_text", "damaged", "original"),
    ("fora", 2, "place", "Bagh\ufffdad", "garbled_text", "damaged"),
    # what a spreadsheet or a program writes where there is nothing
    ("fora", 2, "place", "#REF!", "formula_error", "#REF!", "an error of Excel"),
    ("fora", 2, "name", "nan", "required", "Fill it in"),
    # an id with marks around it
    ("fora", 2, "forum_id", "'F1", "look_alike", "“F1” of the current release"),
    ("fora", 2, "forum_id", "F1.", "look_alike", "“F1” of the current release"),
    ("fora", 2, "forum_id", "‘F1’", "look_alike", "“F1” of the current release"),
)  # fmt: skip
# What a person has to say: the id of the question, and words of it.
_ASKED = (
    ("fora", 2, "established_on", "05/13/2016", "fora/reading/established_on order", "day or the month", "2016-05-13"),
    ("fora", 2, "established_on", "42370", "fora/reading/established_on numbers", "numbers", "2016-01-01"),
    ("trainings", 4, "starts_on", "2017-07-12", "as_of/day", "Of which day"),
    ("fora", 2, "members_women", "3 women", "fora/reading/members_women words", "beside", "3 women"),
    ("fora", 2, "governorate", "Ramadi", "fora/place/governorate ramadi", "Ramadi", "Anbar"),
    ("fora", 2, "governorate", "Halabja", "fora/place/governorate halabja", "Halabja", "Sulaymaniyah"),
    ("fora", 2, "governorate", "Baghdd", "fora/place/governorate baghdd", "Baghdd", "Baghdad"),
    ("attendance", 2, "training_id", "E99", "attendance/mode/rows", "1 row is removed"),
    ("fora", 2, "established_by", "UN", "fora/word/established_by un", "UN", "Local police"),
    ("infrastructure", 5, "record", "rumour", "infrastructure/word/record rumour", "rumour", "Published"),
    ("attendance", 2, "participant_group", "polce", "attendance/word/participant_group polce", "polce", "Police"),
    ("attendance", 3, "attendances", "1.000", "attendance/reading/attendances .", "1.000", "1000"),
    ("attendance", 3, "attendances", "١.٠٠٠", "attendance/reading/attendances .", "١.٠٠٠", "1000"),
    ("grants", 3, "amount", "4.000", "grants/reading/amount .", "4.000", "4000"),
    ("targets", 3, "target", "1.200", "targets/reading/target .", "1.200", "1200"),
    ("targets", 3, "indicator", "happiness", "targets/mode/rows", "What becomes of them"),
)  # fmt: skip
_WARNED = (
    ("fora", 2, "members_women", "NaN", "no_value", "“NaN”", "Empty the cell"),
    ("fora", 2, "members_women", "#N/A", "no_value", "“#N/A”", "Empty the cell"),
    ("trainings", 4, "cohort", "None", "no_value", "“None”", "Empty the cell"),
    ("fora", 2, "grants", "NULL", "no_value", "“NULL”", "Empty the cell"),
    ("fora", 2, "governorate", "Ninewa", "other_governorate", "Baghdad", "Correct the point"),
    ("fora", 4, "governorate", "IQ-G15", "matched_inexactly", "another scheme"),  # trap 21: the hyphen tells the scheme
    ("fora", 2, "name", "Forum \u202edadhgaB", "hidden_characters", "hidden characters", "Type"),
    ("fora", 2, "name", "Fo\u200brum", "hidden_characters", "hidden characters"),
    ("fora", 2, "name", "Forum\x07 one", "hidden_characters", "hidden characters"),
    ("fora", 2, "name", "Forum\u2028one", "hidden_characters", "hidden characters"),
    ("fora", 2, "name", "Forum\u2029one", "hidden_characters", "hidden characters"),
    ("fora", 2, "name", "For\ue000um", "hidden_characters", "hidden characters"),
    ("fora", 2, "place", "For\ufdd0um", "hidden_characters", "hidden characters"),
    ("fora", 2, "place", "For\U0001fffeum", "hidden_characters", "hidden characters"),
    ("fora", 2, "place", "For\u3164um", "hidden_characters", "hidden characters"),
    ("fora", 2, "status", "estab\u00adlished", "hidden_characters", "hidden characters"),
    ("fora", 2, "forum_id", "F\u200b1", "hidden_characters", "hidden characters"),
    ("infrastructure", 5, "completed_on", "", "completed_without_date", "completed_on"),
    ("targets", 3, "target", "2", "target_is_baseline", "equal"),
)  # fmt: skip
# The cell itself may stand in no message.
_PEOPLE = (
    ("fora", 2, "name", "ask for +964 770 123 4567", "telephone", "770 123"),
    ("fora", 2, "place", "٠٧٧٠١٢٣٤٥٦٧", "telephone", "٠٧٧٠١٢٣"),
    ("trainings", 2, "note", "zainab.example@example.org", "e-mail", "zainab"),
    ("trainings", 2, "title", "Course 198512345678", "national id", "1985123"),
)
_PEOPLE_COLUMNS = (
    "full_name", "Participant Name", "Phone", "participantName", "Date of Birth", "E-mail", "National ID",
    "رقم الهاتف", "الاسم الثلاثي", "ناوی تەواو", "ژمارەی مۆبایل",
)  # fmt: skip


def cases() -> Iterator[Case]:
    """Every case, most as a CSV file and every fourth as a workbook: both say the same."""
    for i, (name, line, column, cell, rule, *words) in enumerate(_CELLS):
        yield _case(i, name, {(line, column): cell}, rule, tuple(words), line, column, "refuse")
    for i, (name, line, column, cell, rule, *words) in enumerate(_WARNED):
        yield _case(2 * i, name, {(line, column): cell}, rule, tuple(words), line, column, "warn")
    for i, (name, line, column, cell, identifier, *words) in enumerate(_ASKED):
        yield _case(i, name, {(line, column): cell}, identifier, tuple(words), line, column, "ask")
    for name, line, column, cell, word, hidden in _PEOPLE:
        rows = table(name, {(line, column): cell})
        yield Case(f"people-{word}-{column}", f"{name}.csv", lambda rows=rows: encoded(rows), ("personal_data",), (word,),
                   line, column, hidden=hidden)  # fmt: skip
    for header in _PEOPLE_COLUMNS:
        rows = [[*cells, header if i == 0 else "Zainab"] for i, cells in enumerate(table("fora"))]
        yield Case(f"people-column-{header}", "fora.csv", lambda rows=rows: encoded(rows), ("personal_data",),
                   (header, "Delete it"), hidden="Zainab")  # fmt: skip
    ranks = [[*cells, "Rank" if i == 0 else "officer"] for i, cells in enumerate(table("fora"))]
    yield Case("people-column-rank", "fora.csv", lambda: encoded(ranks), ("personal_data",), ("Rank", "Delete it"))
    yield from _several()


def _case(
    i: int,
    name: str,
    changes: dict[tuple[int, str], str],
    rule: str,
    words: tuple[str, ...],
    line: int,
    column: str,
    outcome: str,
) -> Case:
    rows = table(name, changes)
    [cell] = changes.values()
    book = i % 4 == 3
    label = f"{name}-{column}-{rule}-{cell[:20]}".replace(" ", "_").encode("ascii", "backslashreplace").decode()
    make = (lambda: workbook({name: rows})) if book else (lambda: encoded(rows))
    return Case(label, f"{name}.{'xlsx' if book else 'csv'}", make, (rule,), words, line, column, outcome)


def _several() -> Iterator[Case]:
    """Cells that are wrong only beside others."""
    for name, line, early, late in (("fora", 5, "last_met_on", "closed_on"), ("infrastructure", 5, "agreed_on", "completed_on"),
                                    ("infrastructure", 5, "agreed_on", "due_on")):  # fmt: skip
        rows = table(name, {(line, early): "2016-10-20", (line, late): "2016-10-19"})
        yield Case(f"{late}-before-{early}", f"{name}.csv", lambda rows=rows: encoded(rows), ("ends_too_early",),
                   (f"{late} is before {early}", "Correct one"), line, late)  # fmt: skip
    swapped = table("fora", {(2, "latitude"): "44.386", (2, "longitude"): "33.325"})
    yield Case(
        "swapped",
        "fora.csv",
        lambda: encoded(swapped),
        ("fora/reading/latitude longitude",),
        ("Exchange them", "33.325, 44.386"),
        outcome="ask",
    )
    nowhere = table("fora", {(2, "latitude"): "0", (2, "longitude"): "0"})
    yield Case("null-island", "fora.csv", lambda: encoded(nowhere), ("outside_iraq",), ("not in Iraq",), 2, "latitude")
    twice = [*table("attendance"), table("attendance")[1]]
    yield Case("attendance-twice", "attendance.csv", lambda: encoded(twice), ("rows_left_out",), ("repeats another",), 10,
               outcome="warn")  # fmt: skip
    many = table("attendance", {(4, "attendances"): "80"})
    yield Case("cohort", "attendance.csv", lambda: encoded(many), ("cohort_differs",), ("C1", "Check"), outcome="warn")
    endless = table("fora", {(2, "place"): "x" * 20_000})
    yield Case("long-cell", "fora.csv", lambda: encoded(endless), ("long_cell",), ("10,000", "Shorten"), 2, "place")
    yield Case(
        "long-cell-in-book", "fora.xlsx", lambda: workbook({"fora": endless}), ("long_cell",), ("Shorten",), 2, "place"
    )
    lost = [row for row in table("fora") if row[0] != "F1"]
    yield Case("reference-lost", "fora.csv", lambda: encoded(lost), ("fora/mode/rows",), ("1 row is removed (F1)",),
               outcome="ask")  # fmt: skip
    header = [*table("fora")[:3], table("fora")[0], *table("fora")[3:]]
    yield Case(
        "header-twice",
        "fora.csv",
        lambda: encoded(header),
        ("rows_left_out",),
        ("repeats the header",),
        4,
        outcome="warn",
    )
