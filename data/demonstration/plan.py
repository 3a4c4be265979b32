"""What the illustrative programme consists of: every event, place and date that make.py turns into tables.

All of it is made up, and chosen so that its totals are the published ones (tests/contracts/test_demonstration.py).
"""

from typing import NamedTuple

AS_OF = "2016-11-30"
PHASE_2_FROM = "2016-03-01"
US, GERMANY = "US-P1", "DE-P2"


class Forum(NamedTuple):
    """A forum: GeoNames id of its town in geo/places.csv, who set it up, and when."""

    town: int
    by: str
    on: str
    co_funded: bool = False


class Event(NamedTuple):
    """An event.  `seats` maps a letter of GROUPS to the seats filled, "p30 c10"; empty for a planned event."""

    kind: str
    title: str
    on: str
    days: int
    town: int
    seats: str
    cohort: str = ""
    co_funded: bool = False
    sex_recorded: bool = True


class Work(NamedTuple):
    """A building site or a batch of equipment, in the order of its columns."""

    kind: str
    name: str
    status: str
    governorate: str
    quantity: int
    agreed_on: str
    due_on: str
    completed_on: str = ""
    note: str = ""


class Target(NamedTuple):
    """What an indicator should reach, in the order of its columns."""

    indicator: str
    governorate: str
    phase_id: str
    period_starts_on: str
    due_on: str
    baseline: int
    target: int
    revision: int = 0


GROUPS = {
    "p": "police",
    "c": "community",
    "l": "law_enforcement",
    "s": "civil_society",
    "j": "judiciary",
    "o": "other",
}

BAGHDAD, MAHMUDIYAH, ABU_GHRAIB = 98182, 99100, 100077
BASRA, ZUBAIR, QURNAH, MADINAH = 99532, 98245, 98993, 99106
NASIRIYAH, SHATRAH, RIFAI = 98854, 98622, 98699
HILLAH, MUSAYAB, HASHIMIYAH = 99347, 99039, 99357
KIRKUK, DAQUQ = 94787, 90220
ERBIL, SHAQLAWAH = 95446, 91083
BAQUBAH, BALADRUZ, AL_KHALIS = 97990, 98109, 99168
KUT, SUWAYRAH = 99131, 98459
NAJAF, KARBALA, HINDIYAH = 98860, 94824, 99344
TIKRIT, HADITHA, RAMADI = 90150, 96309, 98717
DIWANIYAH, SHAMIYAH = 99762, 98629
AL_QAYYARAH = 99003

# Where the published plans for fora are, by the place the public record names; and where people return to.
PLANNED_IN = {"Ramadi": RAMADI, "Al-Qayyarah": AL_QAYYARAH, "Al-Khalis": AL_KHALIS}
RETURNED_TO = (TIKRIT, HADITHA, BAQUBAH)
# Districts of towns that none is named after, where the public record says which; Baghdad lies in several.
DISTRICTS = {AL_QAYYARAH: "IQG15Q05"}

# 30 by IOM: 8 until 2014, 16 in 2015 in six governorates, 6 in 2016.  13 by local police, all in 2016.
FORA = (
    Forum(BAGHDAD, "iom", "2012-10-16"),
    Forum(BASRA, "iom", "2012-12-11"),
    Forum(BAQUBAH, "iom", "2013-03-19"),
    Forum(MAHMUDIYAH, "iom", "2013-05-28"),
    Forum(QURNAH, "iom", "2013-10-08"),
    Forum(KUT, "iom", "2014-02-18"),
    Forum(NAJAF, "iom", "2014-03-25"),
    Forum(KARBALA, "iom", "2014-11-25"),
    Forum(BAGHDAD, "iom", "2015-01-20"),
    Forum(BASRA, "iom", "2015-02-10"),
    Forum(NASIRIYAH, "iom", "2015-02-24"),
    Forum(HILLAH, "iom", "2015-03-17"),
    Forum(BAGHDAD, "iom", "2015-04-14"),
    Forum(ZUBAIR, "iom", "2015-04-28"),
    Forum(KIRKUK, "iom", "2015-05-12"),
    Forum(ERBIL, "iom", "2015-05-26"),
    Forum(SHATRAH, "iom", "2015-06-09"),
    Forum(MAHMUDIYAH, "iom", "2015-08-18"),
    Forum(MADINAH, "iom", "2015-09-08"),
    Forum(MUSAYAB, "iom", "2015-09-29"),
    Forum(DAQUQ, "iom", "2015-10-13"),
    Forum(SHAQLAWAH, "iom", "2015-11-03"),
    Forum(RIFAI, "iom", "2015-11-17"),
    Forum(ABU_GHRAIB, "iom", "2015-12-08"),
    Forum(BAGHDAD, "iom", "2016-03-22", co_funded=True),
    Forum(BASRA, "iom", "2016-04-12", co_funded=True),
    Forum(TIKRIT, "iom", "2016-05-17"),
    Forum(BALADRUZ, "iom", "2016-07-26"),
    Forum(HADITHA, "iom", "2016-08-23"),
    Forum(KIRKUK, "iom", "2016-10-18"),
    Forum(BAGHDAD, "police", "2016-02-16"),
    Forum(BASRA, "police", "2016-03-15"),
    Forum(HILLAH, "police", "2016-04-05"),
    Forum(DIWANIYAH, "police", "2016-04-26"),
    Forum(KARBALA, "police", "2016-05-10"),
    Forum(BAGHDAD, "police", "2016-05-31"),
    Forum(KUT, "police", "2016-07-19"),
    Forum(ZUBAIR, "police", "2016-08-09"),
    Forum(SHAMIYAH, "police", "2016-09-06"),
    Forum(HASHIMIYAH, "police", "2016-09-27"),
    Forum(MAHMUDIYAH, "police", "2016-10-04"),
    Forum(HINDIYAH, "police", "2016-11-01"),
    Forum(SUWAYRAH, "police", "2016-11-24"),
)

# With the published training of July 2016 (T02, whose attendance nobody published) these are 14 trainings, 6 awareness
# campaigns and 5 workshops by the as-of date; the last four are planned.
EVENTS = (
    Event("training", "Introduction to community policing", "2013-06-10", 3, BAGHDAD, "p30 c10 s6"),
    Event("training", "Introduction to community policing", "2013-11-18", 3, BASRA, "p28 c12 s5 o2"),
    Event("awareness_campaign", "Police and community", "2014-03-11", 1, BAQUBAH, "c36 s10", sex_recorded=False),
    Event("training", "Introduction to community policing", "2014-12-22", 3, KARBALA, "p25 c10 j3"),
    Event("workshop", "Planning for community safety", "2015-02-16", 2, BAGHDAD, "p18 l10 s8 j6"),
    Event("awareness_campaign", "Know your forum", "2015-05-05", 1, BASRA, "c45 s8 o6"),
    Event("training", "Solving local problems together", "2015-06-08", 4, NASIRIYAH, "p30 c14", cohort="C1"),
    Event("training", "Introduction to community policing", "2015-09-07", 3, ERBIL, "p28 c12 l8"),
    Event("awareness_campaign", "Know your forum", "2015-11-10", 1, HILLAH, "c42 s10 o5"),
    Event("training", "Training of trainers, part one", "2016-01-18", 4, BAGHDAD, "p24 l14", cohort="C2"),
    Event("training", "Solving local problems together, follow-up", "2016-03-14", 3, NASIRIYAH, "p29 c14", "C1", True),
    Event("training", "Training of trainers, part two", "2016-04-04", 4, BAGHDAD, "p24 l14", "C2", True),
    Event("workshop", "Planning for community safety", "2016-04-19", 2, KIRKUK, "p16 l10 s10 j5", co_funded=True),
    Event("training", "Policing where people return", "2016-05-23", 4, TIKRIT, "p28 c10 l6"),
    Event("awareness_campaign", "Police and community", "2016-05-31", 1, BAQUBAH, "c44 s8 o6"),
    Event("training", "Policing where people return", "2016-07-18", 3, HADITHA, "p25 c9"),
    Event("workshop", "Women in the dialogue on security", "2016-08-02", 2, BAGHDAD, "p12 c8 l6 s22"),
    Event("training", "Displaced people and their hosts", "2016-08-22", 3, ERBIL, "p16 c18 l6"),
    Event("training", "Human rights in daily police work, part one", "2016-09-05", 4, BAGHDAD, "p25 l20 j8", "C3"),
    Event("awareness_campaign", "Know your forum", "2016-09-20", 1, KIRKUK, "c40 s9 o8"),
    Event("workshop", "Referring cases to the courts", "2016-09-28", 2, KARBALA, "p18 l8 s12 j10"),
    Event("awareness_campaign", "Police and community", "2016-10-25", 1, TIKRIT, "c34 s10 o6"),
    Event("training", "Human rights in daily police work, part two", "2016-11-07", 4, BAGHDAD, "p25 l20 j8", "C3"),
    Event("workshop", "A strategy for community policing", "2016-11-15", 2, BAGHDAD, "p12 l12 s14 j12 o4"),
    Event("training", "Introduction to community policing", "2016-12-04", 3, RAMADI, ""),
    Event("training", "Introduction to community policing", "2016-12-05", 3, AL_KHALIS, ""),
    Event("workshop", "Planning for community safety", "2016-12-06", 2, BAGHDAD, ""),
    Event("training", "Policing where people return", "2016-12-06", 3, AL_QAYYARAH, ""),
)

_AGREED = "That stations are to be adapted here is published (S01); their number and the dates are illustrative."
_HANDED_OVER = "That equipment was handed over is published (S01) without numbers; item and quantity are illustrative."
_STATION, _VENUE = "Adaptation of a police station", "New community-friendly venue"
WORKS = (
    Work("technical_equipment", "Computers and printers", "handed_over", "IQG08", 30,
         "2016-05-17", "2016-09-30", "2016-09-20", _HANDED_OVER),
    Work("communication_equipment", "Radio sets", "handed_over", "IQG16", 48,
         "2016-05-17", "2016-10-31", "2016-10-19", _HANDED_OVER),
    Work("security_equipment", "Hand-held detectors", "handed_over", "IQG10", 24,
         "2016-06-14", "2016-10-31", "2016-10-25", _HANDED_OVER),
    Work("technical_equipment", "Computers and printers", "handed_over", "IQG02", 18,
         "2016-06-14", "2016-10-31", "2016-11-08", _HANDED_OVER),
    Work("communication_equipment", "Radio sets", "handed_over", "IQG01", 36,
         "2016-08-16", "2016-11-30", "2016-11-15", _HANDED_OVER),
    Work("technical_equipment", "Computers and printers", "under_way", "IQG13", 24, "2016-06-14", "2016-10-31"),
    Work("communication_equipment", "Radio sets", "agreed", "IQG15", 40, "2016-11-15", "2017-03-31"),
    Work("security_equipment", "Hand-held detectors", "agreed", "IQG01", 20, "2016-11-15", "2017-03-31"),
    Work("police_station_adaptation", _STATION, "agreed", "IQG16", 1, "2016-10-18", "2017-04-30", note=_AGREED),
    Work("police_station_adaptation", _STATION, "agreed", "IQG01", 1, "2016-10-18", "2017-06-30", note=_AGREED),
    Work("police_station_adaptation", _STATION, "agreed", "IQG10", 1, "2016-10-18", "2017-05-31", note=_AGREED),
    Work("police_station_adaptation", _STATION, "agreed", "IQG15", 1, "2016-11-15", "2017-06-30", note=_AGREED),
    Work("new_venue", _VENUE, "under_way", "IQG16", 1, "2016-07-19", "2017-10-31",
         note="A second round of works, illustrative."),
)  # fmt: skip
HEADQUARTERS_AGREED = "2016-10-18"
HEADQUARTERS_DUE = "2017-09-30"

TARGETS = (
    Target("fora_established_iom", "", "", "2012-01-01", "2015-12-31", 0, 24),
    Target("fora_established_iom", "", "", "2016-01-01", "2016-12-31", 24, 34),
    Target("fora_established_iom", "", "", "2017-01-01", "2017-12-31", 34, 52),
    Target("fora_established_iom", "", "", "2017-01-01", "2017-12-31", 34, 60, revision=1),
    Target("fora_established_iom", "IQG01", "", "2016-01-01", "2016-12-31", 0, 2),
    Target("fora_established_iom", "IQG02", "", "2016-01-01", "2016-12-31", 5, 6),
    Target("fora_established_iom", "IQG08", "", "2016-01-01", "2016-12-31", 6, 7),
    Target("fora_established_iom", "IQG10", "", "2016-01-01", "2016-12-31", 1, 3),
    Target("fora_established_iom", "IQG13", "", "2016-01-01", "2016-12-31", 2, 3),
    Target("fora_established_iom", "IQG15", "", "2016-01-01", "2016-12-31", 0, 2),
    Target("fora_established_iom", "IQG16", "", "2016-01-01", "2016-12-31", 0, 1),
    Target("women_share_of_members", "", "", "2016-01-01", "2017-12-31", 20, 30),
    Target("survey:violence_to_increase", "IQG17", "", "2016-03-01", "2016-12-31", 44, 38),
    Target("survey:trust_in_police", "", "", "2016-03-01", "2017-12-31", 40, 55),
    Target("survey:trust_in_police", "IQG08", "", "2016-03-01", "2016-12-31", 37, 45),
    Target("survey:trust_in_police", "IQG16", "", "2016-03-01", "2016-12-31", 34, 48),
    Target("trainings_and_campaigns_held", "", "", "2012-01-01", "2016-12-31", 0, 24),
    Target("workshops_held", "", "", "2012-01-01", "2016-12-31", 0, 6),
    Target("attendances", "", "", "2012-01-01", "2016-12-31", 0, 1200),
    Target("community_attendances", "", "", "2012-01-01", "2016-12-31", 0, 400),
    Target("vehicles_handed_over", "", "P2", "2016-03-01", "2016-09-30", 0, 24),
    Target("equipment_handed_over", "", "P2", "2016-03-01", "2017-06-30", 0, 240),
    Target("stations_adapted", "", "P2", "2016-03-01", "2017-06-30", 0, 4),
    Target("headquarters_built", "", "P2", "2016-03-01", "2017-09-30", 0, 1),
)
