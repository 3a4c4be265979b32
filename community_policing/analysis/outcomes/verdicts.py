"""Verdicts: what a survey lets one say of a change, in words that never claim more than its interval."""

from collections import Counter
from collections.abc import Iterable
from enum import StrEnum

from community_policing.core import formats
from community_policing.core.geography import governorate_name, place_name
from community_policing.core.i18n import N_, in_line, n, t
from community_policing.measure.records import Answer
from community_policing.measure.surveys.change import Difference, Refusal, Verdict, expected_by_chance
from community_policing.measure.surveys.outcomes import Change, Contrast

BETTER_LOWER = frozenset({"violence_to_increase"})  # of every other question more such answers are better
SDG = {"safe_after_dark": "16.1.4", "victims_who_reported": "16.3.1", "dispute_resolved": "16.3.3"}


class Judged(StrEnum):
    """What a change comes to."""

    BETTER = "better"
    WORSE = "worse"
    NOT_SEEN = "not_seen"  # no difference that this survey could see
    NOT_COMPARED = "not_compared"
    DIRECTION = "direction"  # published without a number


GLYPHS = {Judged.BETTER: "▲", Judged.WORSE: "▼", Judged.NOT_SEEN: "≈", Judged.NOT_COMPARED: "–", Judged.DIRECTION: "→"}
_REFUSED = {
    Refusal.OTHER_WORDING: N_("not compared: the question was worded otherwise"),
    Refusal.OTHER_ANSWER: N_("not compared: another answer was counted"),
    Refusal.OTHER_PEOPLE: N_("not compared: other people were asked"),
    Refusal.LACKS_N: N_("not compared: how many were asked is not published"),
    Refusal.DIRECTION_ONLY: N_("not compared: no percentage is published"),
    Refusal.COMPARISON_LACKING: N_("no comparison place was asked the same"),
}
DIRECTIONS = {
    "increased": N_("↑ increased; by how much is not published"),
    "decreased": N_("↓ decreased; by how much is not published"),
    "unchanged": N_("→ unchanged, as published"),
}


def judged(found: Change | Contrast) -> Judged:
    """What a change comes to, for better or worse."""
    answer = found.later if isinstance(found, Change) else found.programme.later
    if isinstance(found.difference, Refusal):
        published = isinstance(found, Change) and bool(answer.direction)
        return Judged.DIRECTION if published else Judged.NOT_COMPARED
    verdict = found.difference.verdict
    if verdict is Verdict.NO_DIFFERENCE_SEEN:
        return Judged.NOT_SEEN
    more_is_better = answer.question not in BETTER_LOWER
    return Judged.BETTER if (verdict is Verdict.MORE) is more_is_better else Judged.WORSE


def in_words(found: Change | Contrast) -> str:
    """The change in words: more, fewer, or no difference that this survey could see; or why nothing can be said."""
    difference = found.difference
    if isinstance(difference, Refusal):
        direction = found.later.direction if isinstance(found, Change) else ""
        return t(DIRECTIONS[direction] if direction else _REFUSED[difference])
    words = {"points": points(difference.points), "interval": between(difference)}
    match difference.verdict:
        case Verdict.MORE:
            return t("more: {points} points ({interval})", **words)
        case Verdict.FEWER:
            return t("fewer: {points} points ({interval})", **words)
    return t("no difference that this survey could see: {points} points ({interval})", **words)


def sign(found: Change) -> str:
    """What changed as a mark; a published direction as its arrow."""
    arrows = {"increased": "↑", "decreased": "↓"} if isinstance(found.difference, Refusal) else {}
    return arrows.get(found.later.direction, GLYPHS[judged(found)])


def in_short(found: Change) -> str:
    """The place with the mark of what changed and the points, as it stands on a drawing, whose legend has the words."""
    words = {"mark": GLYPHS[judged(found)], "place": place(found.later)}
    if isinstance(found.difference, Refusal):
        return t("{mark} {place}: {why}", why=in_words(found), **words)
    ends = {"points": points(found.difference.points), "interval": between(found.difference)}
    return t("{mark} {place}: {points} points ({interval})", **ends, **words)


def place(answer: Answer) -> str:
    """Where an answer was given: a community, never taken for its governorate, which the name in a protected view says itself."""
    if answer.governorate and answer.community.endswith(f" {governorate_name(answer.governorate)}"):
        return answer.community
    return (
        place_name(answer.governorate, answer.community) if answer.governorate or answer.community else t("All places")
    )


def power(found: Change | Contrast) -> str:
    """The smallest change that the survey could have seen; "" where nobody knows."""
    if found.could_have_seen is None:
        return ""
    seen = found.could_have_seen
    return n("could have seen {count} point", "could have seen {count} points", seen)


def points(value: float) -> str:
    """A difference in percentage points with its sign, in whole points."""
    whole = round(value)
    return in_line(f"+{formats.number(whole)}" if whole > 0 else f"−{formats.number(-whole)}" if whole < 0 else "0")


def between(difference: Difference) -> str:
    """The interval of a difference."""
    return t("{low} to {high}", low=points(difference.low), high=points(difference.high))


def of_everyone(answer: Answer) -> bool:
    """Whether the answer is of all who were asked in a place with the programme."""
    return answer.surveyed == "programme" and not (answer.sex or answer.group)


def counted(changes: Iterable[Change | Contrast]) -> Counter[Judged]:
    """How many came to what."""
    return Counter(map(judged, changes))


def headline(changes: Iterable[Change]) -> str:
    """Did it help, and how sure are we: in how many pairs of place and question people answer better, worse, or alike."""
    many = counted(each for each in changes if of_everyone(each.later))
    if words := _compared(many):
        return t(
            "People answer better in {better} of {all} comparisons of place and question, worse in {worse}; in {not_seen} the "
            "survey could see no difference",
            **words,
        )
    if directions := many[Judged.DIRECTION]:
        return n("{count} direction of change is published, and no size: how much people's answers changed is not known",
                 "{count} directions of change are published, and no sizes: how much people's answers changed is not known",
                 directions)  # fmt: skip
    return t("What people say is known for one wave only: whether it changed cannot be told")


def first_against_last(changes: Iterable[Change]) -> str:
    """What changed from the first wave to the last, where there are more than two; "" where there are not."""
    words = _compared(counted(each for each in changes if of_everyone(each.later)))
    if not words:
        return ""
    return t(
        "First wave against last, where three waves or more were asked the same: better in {better} of {all} comparisons, worse in "
        "{worse}; in {not_seen} the survey could see no difference.",
        **words,
    )


def against(contrasts: Iterable[Contrast]) -> str:
    """How the programme's places fared beside the comparison places; "" where none can be compared."""
    words = _compared(counted(each for each in contrasts if of_everyone(each.programme.later)))
    if not words:
        return ""
    return t(
        "Beside places without the programme, answers improved more in {better} of {all} comparisons and less in {worse}; in "
        "{not_seen} the survey could see no difference.",
        **words,
    )


def _compared(many: Counter[Judged]) -> dict[str, str]:
    """How many are compared (`all`), and how many of them came to what, as figures; empty where none are."""
    kinds = (Judged.BETTER, Judged.WORSE, Judged.NOT_SEEN)
    compared = sum(many[kind] for kind in kinds)
    figures = {str(kind): formats.number(many[kind]) for kind in kinds}
    return {"all": formats.number(compared), **figures} if compared else {}


def by_chance(changes: Iterable[Change]) -> str:
    """How many of so many comparisons would look like a change if nothing had changed; "" where they are few."""
    compared = sum(not isinstance(each.difference, Refusal) for each in changes if of_everyone(each.later))
    chance = expected_by_chance(compared)
    if not chance:
        return ""
    return n("Of {all} comparisons about {count} looks like a change by chance alone.",
             "Of {all} comparisons about {count} look like a change by chance alone.",
             chance, all=formats.number(compared))  # fmt: skip
