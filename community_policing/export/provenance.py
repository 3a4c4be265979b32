"""What a file says of itself: what it shows and how that is made, in which scope, as of when, from which sources.

The working on the screen and a workbook's first sheet take their lines from here, so that they cannot disagree.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from community_policing.analysis import insights, scope_wording
from community_policing.analysis.targets import wording
from community_policing.core import formats, labels
from community_policing.core.districts import district_name
from community_policing.core.geography import attribution, governorate_name
from community_policing.core.i18n import clauses, listed, n, t
from community_policing.measure.programme import Programme, Scope
from community_policing.measure.result import Result

Line = tuple[str, str]  # label and text, both plain


@dataclass(frozen=True)
class About:
    """A file's first sheet: what is made up in it ("" = nothing), its title, the lines under it, and the date it speaks of."""

    made_up: str
    title: str
    lines: tuple[Line, ...]
    day: date


def about(
    programme: Programme, title: str, results: Sequence[Result], published: bool = False, notes: Sequence[Line] = (),
    beside: Programme | None = None,
) -> About:  # fmt: skip
    """What there is to say of a table that shows those Results (each indicator once), or, without any, of a table of the
    dataset.  `published` marks what was published and hangs on nobody's choice; `notes`
    are further lines.  Of a comparison the programme is its side B, and `beside` its side A."""
    by_indicator: dict[str, list[Result]] = {}
    for result in results:
        by_indicator.setdefault(result.indicator.key, []).append(result)
    first = [same[0] for same in by_indicator.values()]
    title = title or " · ".join(result.label for result in first) or programme.dataset.title
    lines = (
        *(line for same in by_indicator.values() for line in _indicator(same)),
        *notes,
        *(_of_both(beside, programme) if beside else _range(programme, published)),
        *_dataset(programme),
        *_sources(programme, results),
        *_reading(),
    )
    return About("" if published else made_up(programme), title, lines, programme.as_of)


def made_up(programme: Programme) -> str:
    """That the data is illustrative, in so many words; "" where it is not."""
    if not programme.dataset.synthetic:
        return ""
    return t("Illustrative data: places, people, dates, targets and statuses are made up. Do not quote as results.")


def on_picture(programme: Programme, mapped: bool, published: bool = False, beside: Programme | None = None) -> str:
    """What a picture says of itself in one line: what is made up, its scope, its date and where it is from; a map whose
    boundaries it shows.  `published` and `beside` as in `about`."""
    data = programme.dataset
    source = t("{dataset}, release {release}.", dataset=data.title, release=data.release)
    boundaries = attribution() if mapped else ""
    if published:
        return " ".join(filter(None, (t("Published figures."), source, boundaries)))
    choice = "" if programme.scope.whole else f"{_scope_in_words(programme)}. "
    day = t("As of {day}.", day=formats.day(programme.as_of))
    scope = (
        " ".join(f"{label}: {words.removesuffix('.')}." for label, words in _of_both(beside, programme))
        if beside
        else f"{choice}{day}"
    )
    return " ".join(filter(None, (made_up(programme), scope, protected(programme), source, boundaries)))


def protected(programme: Programme) -> str:
    """What was done to numbers of people before this reader got them; "" where nothing was."""
    if not programme.protected:
        return ""
    sentence = t(
        "Protected view: numbers of people are sums of small numbers, each rounded once to a multiple of {base}, and are "
        "approximate; fewer than {threshold} are not shown. Places are approximate, and dates stand at the end of their period.",
        base=programme.rounded_to, threshold=programme.threshold,
    )  # fmt: skip
    own = t("Your own governorates are as recorded.") if programme.own_governorates else ""
    return " ".join(filter(None, (sentence, own)))


def definition(result: Result) -> str:
    """What is counted; where it was published, what the publisher counted."""
    indicator = result.indicator
    return t(indicator.as_published if result.from_facts and indicator.as_published else indicator.definition)


def method(result: Result) -> str:
    """How the figure was made."""
    stated = result.from_facts and result.absent == ""
    return t("Stated by the source; not counted from rows.") if stated else t(result.indicator.formula)


def caveat(result: Result) -> str:
    """What to know of the figure, and of the published one beside it where that counts something else."""
    indicator = result.indicator
    if result.from_facts:
        return ""  # what the publisher counted is its definition
    published = (indicator.as_published,) if indicator.as_published and result.published else ()
    return " ".join(t(text) for text in (*indicator.caveats, *published))


def target(result: Result) -> str:
    """How the figure stands against its target, and what its status goes by."""
    if result.target is None:
        return insights.against_target(result)
    sentence, made_up = insights.against_target(result), "illustrative" in result.target.records
    stands = t("{sentence} (illustrative).", sentence=sentence) if made_up else t("{sentence}.", sentence=sentence)
    return " ".join((stands, wording.explained(result), wording.rule(result.pace is None or result.pace.dated)))


def source(programme: Programme, result: Result) -> str:
    """The titles of the sources behind the figure, or that it is made up."""
    titles = programme.names("sources", "title")
    return clauses([titles.get(source, source) for source in result.source_ids]) or (
        t("Made up for demonstration.") if programme.dataset.synthetic else ""
    )


def _scope_in_words(programme: Programme) -> str:
    """The reader's choice, everything by its name."""
    coded = [f"{governorate_name(pcode)} ({pcode})" for pcode in programme.scope.governorates]
    parts = [f"{name}: {words}" for name, words in chosen(programme.scope, programme, coded)]
    return ". ".join(parts) or t("The whole programme.")


def chosen(scope: Scope, programme: Programme, places: Sequence[str]) -> tuple[Line, ...]:
    """What the reader chose besides the date, each kind under its label; `places` names the governorates chosen."""
    phases, donors = programme.names("phases", "name"), programme.names("donors", "short_name")
    lines = (
        (t("Period"), [formats.period(key) for key in scope.periods]),
        (t("Governorate"), list(places)),
        (t("District"), _districts(scope, programme)),
        (t("Phase"), [phases.get(key, key) for key in scope.phases]),
        (t("Donor"), [donors.get(key, key) for key in scope.donors]),
        (t("Fora established by"), [labels.label(key) for key in scope.established_by]),
    )
    return tuple((name, listed(words)) for name, words in lines if words)


def _districts(scope: Scope, programme: Programme) -> list[str]:
    """The districts chosen, by name and code, each said to be likely where some of its rows are only that."""
    likely = programme.likely_districts()
    return [f"{district_name(code, code in likely)} ({code})" for code in scope.districts]


def _indicator(results: Sequence[Result]) -> tuple[Line, ...]:
    """What one indicator is; its figure and target too, unless the table has them for several places or dates."""
    result = results[0]
    once = len({(same.scope, same.as_of) for same in results}) == 1
    lines = (
        (t("Indicator"), result.label),
        (t("Figure"), _figure(result) if once else ""),
        (t("Definition"), definition(result)),
        (t("Method"), method(result)),
        (t("Target"), target(result) if once else ""),
        (t("Published"), insights.against_published(result) if once else ""),
        (t("Caveat"), caveat(result)),
        (t("Selection"), scope_wording.not_narrowed(result)),
    )
    return tuple(line for line in lines if line[1])


def _figure(result: Result) -> str:
    return formats.in_words(result.value, result.indicator.unit) if result.value else result.why_absent


def _range(programme: Programme, published: bool) -> tuple[Line, ...]:
    if published:
        return (
            (t("Scope"), t("Everything of this kind in the dataset, whatever the selection on the page.")),
            (t("As of"), t("Each line has its own date; the dataset ends on {day}.",
                           day=formats.day(programme.dataset.as_of))),
        )  # fmt: skip
    return (t("Scope"), _scope_in_words(programme)), (t("As of"), formats.day(programme.as_of))


def _stand(programme: Programme) -> dict[str, str]:
    return {"scope": f"{_scope_in_words(programme).removesuffix('.')}.", "day": formats.day(programme.as_of)}


def _of_both(a: Programme, b: Programme) -> tuple[Line, ...]:
    """What each side of a comparison is of, and as of when; of which release, where they are of two."""
    two = a.dataset.release != b.dataset.release
    return tuple(
        (side, (t("{scope} As of {day}. release {release}", **_stand(each), release=each.dataset.release) if two
                else t("{scope} As of {day}.", **_stand(each))))
        for side, each in (("A", a), ("B", b))
    )  # fmt: skip


def _dataset(programme: Programme) -> tuple[Line, ...]:
    data = programme.dataset
    kind = t("made up for demonstration, except rows marked “published”") if data.synthetic else t("as recorded")
    basis = t("only published figures are shown") if data.basis == "facts" else t("figures are counted from rows")
    aside = sum(len(rows) for rows in data.set_aside.values())
    lines = (
        (t("Dataset"), f"{data.title} ({kind}; {basis})"),
        (t("Protected"), protected(programme)),
        (t("About the data"), data.description),
        (t("Left out"), n("{count} row with errors is not counted.", "{count} rows with errors are not counted.", aside)
         if aside else ""),
        (t("Release"), data.release),
        (t("Licence"), data.licence),
        (t("Places"), attribution()),
    )  # fmt: skip
    return tuple(line for line in lines if line[1])


def _sources(programme: Programme, results: Sequence[Result]) -> tuple[Line, ...]:
    """The sources of the Results' rows, of the published figures beside them and of their targets; without Results, every
    source of the dataset."""
    cited = list(dict.fromkeys(source for result in results for source in _cited_by(result) if source))
    known = programme.sources
    lines = tuple((t("Source"), known[key].cited if key in known else key) for key in (cited if results else known))
    return lines or (((t("Source"), t("Made up for demonstration.")),) if programme.dataset.synthetic else ())


def _cited_by(result: Result) -> tuple[str, ...]:
    published = (result.published.source_id,) if result.published else ()
    return (*result.source_ids, *published, *(result.target.sources if result.target else ()))


def _reading() -> tuple[Line, ...]:
    return (
        (t("How to read it"), t("A figure that is not known exactly stays text, such as “≥ 30”; the columns “at least” and “at "
                                "most” beside it give its bounds as numbers. “At most” is empty where no upper bound is known.")),
        ("", t("An empty cell means not recorded. It is not 0.")),
        ("", t("Planned is never counted as established, and parts are added only where the method says so.")),
        ("", t("A text that begins like a formula stays text. � stands for a character that no workbook can hold.")),
        (t("Made by"), t("Community Policing dashboard, IOM Iraq. The same selection of the same release gives the same file.")),
    )  # fmt: skip
