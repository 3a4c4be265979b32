"""Glossary: what the terms on pages, slides and in files mean, each in two sentences.

An example quotes the public record; `facts` names the rows of `data/public_record/facts.csv` that its numbers are from.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from types import MappingProxyType

from community_policing.core.geography import words
from community_policing.core.i18n import N_, SOURCE, in_every_language, language, t
from community_policing.measure.thresholds import THRESHOLDS
from community_policing.protect.policy import access_policy

FORA, PEOPLE, ANSWERS, DATA, TARGETS, MONEY = (
    N_("Fora and plans"),
    N_("People"),
    N_("What people say"),
    N_("Dates and data"),
    N_("Targets"),
    N_("Money"),
)
SHORTEST = 3  # letters of a question that names a term: with fewer, every second word would


@dataclass(frozen=True)
class Term:
    """One entry: the heading that it stands under, its name, its meaning, and an example from the public record."""

    group: str
    name: str
    meaning: str
    example: str = ""
    facts: tuple[str, ...] = ()


TERMS: Mapping[str, Term] = MappingProxyType(
    {
        "forum": Term(
            FORA,
            N_("Forum (plural: fora)"),
            N_(
                "A community policing forum: police and people of one place who meet to discuss and solve local problems of "
                "safety. It counts from the day it was established until the day it closed."
            ),
        ),
        "established_iom": Term(
            FORA,
            N_("Established by IOM"),
            N_(
                "The programme set the forum up, and it has not closed. The mark is a filled circle (●), and these fora are "
                "counted apart from those of the police."
            ),
            N_("≥ 30 by 30 Nov 2016: the source says “over 30”."),
            ("F017",),
        ),
        "established_police": Term(
            FORA,
            N_("Established by local police"),
            N_(
                "Local police set the forum up on their own, building on IOM's model. It is not a result of the programme "
                "itself; the mark is a square (■)."
            ),
            N_("13 by 30 Nov 2016."),
            ("F018",),
        ),
        "planned": Term(
            FORA,
            N_("Planned"),
            N_(
                "Announced, and not yet set up, held or built on the as-of date. A plan is never counted as a result; the mark "
                "is a hollow circle (○)."
            ),
            N_("4 fora were planned for 31 Dec 2016: 2 in Ninewa, 1 in Anbar and 1 in Diyala."),
            ("F020", "F021", "F022", "F023"),
        ),
        "active": Term(
            FORA,
            N_("Active, dormant, not met yet"),
            N_(
                "A forum is active when it met within the last three months, and dormant when it met before that and not since. "
                "Where nobody records meetings, none of this is known."
            ),
        ),
        "concern": Term(
            FORA,
            N_("Concern"),
            N_(
                "A problem that people raised at a forum, by topic and without any name or story. It stays open until it is "
                "resolved or withdrawn, and waits for long after 90 days."
            ),
        ),
        "seats": Term(
            PEOPLE,
            N_("Seats filled (attendances)"),
            N_(
                "One person at one event fills one seat, so a person who comes to two events fills two. Seats add up over "
                "events; they are not a number of people."
            ),
        ),
        "people": Term(
            PEOPLE,
            N_("People reached"),
            N_(
                "The number of different people, known as two bounds because names are never recorded. It is at least the "
                "largest event or cohort, if everybody else came to it too, and at most all of them together, if nobody came "
                "twice."
            ),
            N_("≥ 1,100 by 30 Nov 2016; the source does not say whether these are seats or different people."),
            ("F026",),
        ),
        "cohort": Term(
            PEOPLE,
            N_("Cohort"),
            N_(
                "A group of the same people who attend several sessions. Each session adds its seats, but the cohort counts "
                "once among people reached, with its largest session."
            ),
        ),
        "at_least": Term(
            PEOPLE,
            N_("≥ (at least)"),
            N_(
                "Only a lower bound is known, so the true number may be higher. Two bounds, such as “40 – 90”, say that it "
                "lies between them."
            ),
            N_("“Over 350” community members trained is shown as ≥ 350."),
            ("F027",),
        ),
        "unknown": Term(PEOPLE, N_("– (not known)"), N_("The figure was not recorded, or not published. It is not 0.")),
        "wave": Term(
            ANSWERS,
            N_("Survey, wave, comparison place"),
            N_(
                "A survey asks the same questions several times, each time a wave, in places with the programme and in others to "
                "compare with. Percentages are of those asked in one place: they are never added or averaged."
            ),
        ),
        "interval": Term(
            ANSWERS,
            N_("95 % interval, no difference seen"),
            N_(
                "Other people asked in the same way would have given another percentage: of 100 such intervals about 95 hold that "
                "of all people. A change whose interval holds 0 is one that the survey could not tell from none."
            ),
        ),
        "as_of": Term(
            DATA,
            N_("As-of date"),
            N_(
                "The day that every figure describes: only what had happened by then is counted. Choose an earlier day above "
                "the page to see how things stood."
            ),
            N_("43 fora as of 30 Nov 2016."),
            ("F019",),
        ),
        "period": Term(
            DATA,
            N_("Period"),
            N_(
                "The years or quarters in which something came about, or is planned or due: the day a forum was set up, the last "
                "day of an event, the handover of a work. Where only the year is on record, a quarter's figure is given as bounds."
            ),
        ),
        "district": Term(
            DATA,
            N_("District (likely)"),
            N_(
                "A governorate has several districts; a row lies in the one recorded, or in the one that its place is in. “Likely” "
                "says that no border, only the nearest district's point, told which."
            ),
        ),
        "release": Term(
            DATA,
            N_("Release"),
            N_(
                "A set of data that was checked and published together, under one number. It never changes: a correction is a "
                "new release."
            ),
        ),
        "published": Term(
            DATA,
            N_("As published"),
            N_(
                "The number that a source printed, with its date and its qualifier (exactly, at least, about). It stands beside "
                "the counted figure as a check and is never corrected."
            ),
            N_("24 vehicles handed over to the police."),
            ("F015",),
        ),
        "illustrative": Term(
            DATA,
            N_("Illustrative"),
            N_(
                "Made up for training or demonstration, and marked so on every page and in every file. Do not quote it as a "
                "result."
            ),
        ),
        "protected": Term(
            DATA,
            N_("Protected view (rounding)"),
            N_(
                "For readers who may not see single records, numbers of people are rounded up or down to multiples of {base}, "
                "small ones are shown as “under” a limit, and places and dates are less exact. This keeps people from being "
                "recognised; totals can differ a little from the exact ones."
            ),
        ),
        "target_path": Term(
            TARGETS,
            N_("Target path"),
            N_(
                "The straight line from the baseline to the target at its due date. Where it stands on the as-of date is what "
                "is due by now, counted in whole units."
            ),
        ),
        "status": Term(
            TARGETS,
            N_("Status"),
            N_(
                "On track: at least {on} % of what is due by now, at a pace that reaches the target; at risk: at least {risk} % "
                "or a pace too slow; off track: less, or past the due date. “Too early to say” and “not certain” mean that the "
                "data do not allow a verdict yet."
            ),
        ),
        "overdue": Term(
            TARGETS,
            N_("Overdue"),
            N_(
                "A site or delivery that was due before the as-of date and is not done. Each item counts one, whatever its "
                "quantity."
            ),
        ),
        "phase": Term(
            MONEY,
            N_("Phase"),
            N_(
                "A period of the programme with its own plan, grants and targets. Events and works belong to the phase that "
                "they are recorded for."
            ),
            N_("Phase 2 from Mar 2016 to Dec 2017."),
            ("F010", "F011"),
        ),
        "donor": Term(
            MONEY,
            N_("Donor"),
            N_(
                "A government or organisation that pays for part of the programme. Filtering by a donor keeps everything it "
                "paid for, alone or with others."
            ),
        ),
        "grant": Term(
            MONEY,
            N_("Grant"),
            N_("What one donor committed to one phase. Committed is not spent."),
            N_("EUR 4,000,000 by Germany for Mar 2016 to Dec 2017."),
            ("F009", "F010", "F011"),
        ),
        "budget": Term(
            MONEY,
            N_("Budget (planned and spent)"),
            N_(
                "What a grant planned and spent to date, in its own currency. It stands beside progress and is not divided by "
                "it, since money is spent before results are counted."
            ),
        ),
        "co_funded": Term(
            MONEY,
            N_("Co-funded"),
            N_(
                "Paid for by several donors together. It counts in full for each of them and once in the total; “Shared "
                "equally” splits it into equal parts instead."
            ),
        ),
    }
)


def meaning(key: str) -> str:
    """Returns the meaning of a term, with the thresholds and the rounding in force."""
    on, risk = (round(100 * share) for share in (THRESHOLDS.on_track_from, THRESHOLDS.at_risk_from))
    return t(TERMS[key].meaning, on=on, risk=risk, base=access_policy().base)


def find(question: str) -> str:
    """Returns the key of the first term that has a word beginning with the question, in the language in force or else in another
    one; "" for none.

    Examples
    --------
    >>> find("Cohor"), find("as of"), find("co")
    ('cohort', 'as_of', '')
    """
    asked = _words(question)
    if len(asked) < SHORTEST:
        return ""
    own = next((key for key, term in TERMS.items() if f" {asked}" in " " + _words(t(term.name))), "")
    return own or next((key for key in TERMS if f" {_folded(question)}" in _folded_names(key, language())), "")


@lru_cache(maxsize=256)
def _folded_names(key: str, spoken: str) -> str:
    """The names of a term in all languages, whatever letters keyboards swap; for an English reader in all but his own."""
    names = in_every_language(partial(t, TERMS[key].name))
    return "".join(f" {_folded(name)}\n" for name in names[spoken == SOURCE :])


def _folded(text: str) -> str:
    return " ".join(words(text))


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
