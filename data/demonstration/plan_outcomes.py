"""What the illustrative programme did for people: the survey, and how fora meet and what is raised there.  All of it is made up."""

from typing import NamedTuple

from data.demonstration.plan import BAQUBAH, KIRKUK, MAHMUDIYAH, NASIRIYAH, TIKRIT, ZUBAIR


class Question(NamedTuple):
    """A question of the survey: its wording in each wave, the answer counted, and how many give it.

    `share` is a percentage, in communities with the programme at first.  `moves` and `elsewhere` are the points by which it
    moves there and in the communities to compare with; `gap` is how far women stand below all (0: sex was not kept)."""

    key: str
    wordings: tuple[str, str]
    answer: str
    share: int
    moves: int
    elsewhere: int
    gap: int = 0


class Wave(NamedTuple):
    """A wave of the survey: its name, and the first and last day of asking."""

    name: str
    first: str
    last: str


SURVEY = {
    "survey_id": "SV1",
    "title": "Safety and the police, as people see them",
    "method": "face to face at home",
    "population": "adults of nine communities: six with the programme, three to compare with",
    "sampling": "random households, one adult in each",
    "carried_out_by": "nobody: made up for demonstration",
}
WAVES = (Wave("baseline", "2016-03-06", "2016-03-24"), Wave("endline", "2016-09-18", "2016-10-06"))

AL_FAW, KHANAQIN, DIBIS = 99446, 94591, 97001
# Communities, and the points by which they stand above the others.  No forum is, or is planned, where they are compared.
PROGRAMME = {MAHMUDIYAH: -4, ZUBAIR: 3, BAQUBAH: -2, KIRKUK: 0, TIKRIT: -5, NASIRIYAH: 6}
COMPARISON = {AL_FAW: 2, KHANAQIN: -1, DIBIS: 0}
ASKED = (150, 350)  # people asked in a community

QUESTIONS = (
    Question("trust_in_police", ("How much do you trust the local police?",) * 2, "a lot or somewhat", 42, 13, 1),
    Question(
        "would_report_crime", ("If you were the victim of a crime, would you report it to the police?",) * 2,
        "certainly or probably", 40, 11, 2, gap=10,
    ),
    Question(
        "safe_after_dark", ("How safe do you feel walking alone in your area after dark?",) * 2, "very or fairly safe",
        52, 2, 1, gap=11,
    ),
    Question(
        "violence_to_increase", ("Do you expect violence here to increase or decrease over the next year?",) * 2,
        "increase", 34, -11, -2,
    ),
    Question(
        "police_positive_impact",
        ("Do the local police make this area safer?", "Have the local police made this area safer since spring?"),
        "yes", 46, 15, 6,
    ),
)  # fmt: skip
AGAINST = {("violence_to_increase", KIRKUK): 14}  # where people came to say the opposite
WEIGHTED = {("trust_in_police", MAHMUDIYAH), ("trust_in_police", ZUBAIR)}  # weighted, with an interval as if published
DESIGN_EFFECT = 1.6

# Two of the three fora whose last meeting is not known have never met; the third meets, though its row does not say so.
NEVER_MET = ("CPF-11", "CPF-25")
# Shares: of months without a meeting; of fora with a pause of so many months; of meetings where nobody counted the people;
# and, before 2014, of meetings that are known by their month only.
SKIPPED, PAUSED, PAUSE, UNCOUNTED, MONTH_ONLY = 0.06, 0.3, (2, 5), 0.06, 0.3

CONCERNS = 300
# Shares of concerns: that nothing resolves; that are withdrawn; that nobody is asked to help with.
NEVER_RESOLVED, WITHDRAWN, NOT_REFERRED = 0.1, 0.05, 0.25


class Topic(NamedTuple):
    """How many of a hundred concerns it makes, the mean months until one is resolved, and where such are passed to."""

    weight: int
    months: float
    referred_to: tuple[str, ...]


TOPICS = {
    "housing_land_property": Topic(22, 8, ("court", "local_authority")),
    "water_electricity": Topic(20, 2.5, ("government_service", "local_authority")),
    "documents": Topic(16, 1.5, ("government_service", "humanitarian_agency")),
    "harassment": Topic(9, 3, ("police",)),
    "domestic_violence": Topic(4, 5, ("police", "court", "humanitarian_agency")),
    "child_protection": Topic(5, 4, ("government_service", "humanitarian_agency")),
    "trafficking": Topic(2, 7, ("police",)),
    "drugs": Topic(7, 5, ("police", "court")),
    "civil_unrest": Topic(6, 2, ("community_leaders", "police")),
    "other": Topic(9, 3, ("other", "local_authority")),
}
