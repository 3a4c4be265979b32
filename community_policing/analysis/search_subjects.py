"""Finding what is no row of the programme by a word: questions of surveys, communities that were asked, topics of concerns, and
states of fora; each leads to the page that speaks of it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from community_policing.analysis.fora import TOPICS
from community_policing.analysis.outcomes import tables
from community_policing.analysis.outcomes.verdicts import place
from community_policing.analysis.search import plain
from community_policing.core import labels
from community_policing.core.i18n import in_every_language, t
from community_policing.core.indicators import INDICATORS, STATES_OF_FORA
from community_policing.measure.programme import Programme, Scope, cached_on_programme
from community_policing.measure.surveys.outcomes import answers

MOST = 4
SHORTEST = 3  # letters of a word: with fewer, every second word would begin so


@dataclass(frozen=True)
class Subject:
    """What is found: its page, a key that is its own there, its name, and what the page has of it; `pcode` is the governorate that
    is to be chosen, "" for none."""

    page: str
    key: str
    name: str
    about: str
    pcode: str = ""


def look(question: str, programme: Programme) -> tuple[Subject, ...]:
    """The subjects in whose name each word of the question begins a word, as far as this programme has them by its date."""
    asked = plain(question)
    if not asked or max(map(len, asked)) < SHORTEST:
        return ()
    found = (subject for subject, words in _known(programme) if all(any(w.startswith(a) for w in words) for a in asked))
    return tuple(found)[:MOST]


@cached_on_programme
def _known(programme: Programme) -> tuple[tuple[Subject, tuple[str, ...]], ...]:
    """Each subject with the words of its name in all languages, made plain; whatever was chosen but for the date."""
    whole = programme.whole.within(Scope(programme.scope.as_of))
    return (*_surveyed(whole), *_life(whole))


def _called(
    page: str, key: str, say: Callable[[], str], about: str, pcode: str = ""
) -> tuple[Subject, tuple[str, ...]]:
    names = in_every_language(say)
    return Subject(page, key, names[0], about, pcode), tuple(word for name in names for word in plain(name))


def _surveyed(whole: Programme) -> Iterator[tuple[Subject, tuple[str, ...]]]:
    found = answers(whole)
    for question in tables.questions(found):
        about = t("A question of surveys: what people say")
        yield _called("outcomes", question, partial(labels.label, question), about)
    places = {(answer.governorate, place(answer)): answer for answer in found if answer.community}
    for (pcode, name), answer in places.items():
        about = t("People there were asked: what they say")
        yield _called("outcomes", f"{pcode}-{name}", partial(place, answer), about, pcode)


def _life(whole: Programme) -> Iterator[tuple[Subject, tuple[str, ...]]]:
    if whole.records(INDICATORS["concerns_raised"]):
        for topic in TOPICS:
            yield _called("fora", topic, partial(labels.label, topic), t("A topic of concerns raised at fora"))
    for key in STATES_OF_FORA:
        if whole.records(INDICATORS[key]):
            about = t("How many fora there are of this kind, and which")
            yield _called("fora", key, partial(t, INDICATORS[key].label), about)
