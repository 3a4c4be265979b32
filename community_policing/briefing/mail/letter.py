"""Letter: what a mail says, made of what its recipient's own role sees, as a donor's briefing is."""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, get_args
from urllib.parse import parse_qsl, urlencode

from community_policing.analysis.alerts import wording
from community_policing.analysis.alerts.kinds import ALERTS as KINDS
from community_policing.analysis.alerts.log import News, Told, news
from community_policing.briefing.build import outputs
from community_policing.briefing.compose.composer import compose
from community_policing.briefing.mail import links
from community_policing.briefing.mail.subscriptions import ALERTS, VIEW, Subscription
from community_policing.briefing.model import Briefing, Card, Cards, Drawing, Kind, Points
from community_policing.briefing.presets import DONOR, PRESETS, BriefingRequest
from community_policing.briefing.scope_query import KEYS, scope_of
from community_policing.briefing.snapshot import frozen
from community_policing.core import formats
from community_policing.core.i18n import ProgrammeError, n, t
from community_policing.core.palette import STATUS_GLYPHS
from community_policing.dataset.releases import Release
from community_policing.dataset.releases.saved_view import SavedView
from community_policing.export import provenance
from community_policing.measure.programme import Programme
from community_policing.protect.policy import User, access_policy

if TYPE_CHECKING:
    from community_policing.dataset.releases import Releases

MOST = 20  # alerts of a group that a mail lists
_SLIDES: dict[str, tuple[Kind, ...]] = {  # that tell what a page shows
    "map": ("map", "answer"), "targets": ("targets", "answer"), "outcomes": ("people", "answer"),
    "governorate": ("map", "answer"),
}  # fmt: skip
_OTHERWISE: tuple[Kind, ...] = ("answer", "map")
LOGGER = logging.getLogger(__name__)
Opened = Callable[[User, int], Programme]  # whose eyes, the number of a release -> the whole programme as they see it


@dataclass(frozen=True)
class Letter:
    """What a mail says, as plain texts in the language in force.

    `sections`: headings ("" = none) with their lines; `about`: whose data and of when; `mark`: that they are made up, "" where
    they are not; `link`: an address and its words; `picture`: a PNG with its description; `file`: a name and a PDF; `told`: up
    to which row of the alert log, or which release, it tells."""

    title: str
    sections: tuple[tuple[str, tuple[str, ...]], ...]
    about: tuple[str, ...]
    mark: str
    link: tuple[str, str]
    told: int
    picture: tuple[bytes, str] | None = None
    file: tuple[str, bytes] | None = None


@dataclass(frozen=True)
class Source:
    """Where letters are made from: the registry, every release (newest first), and how a release is opened for somebody."""

    releases: "Releases"
    history: Sequence[Release]
    opened: Opened
    now: datetime

    def programme(self, user: User) -> Programme:
        """The current release as that reader sees it."""
        return self.opened(user, self.history[0].number)

    def news(self, of: Subscription, since: date) -> News:
        """What is new of alerts for a subscription.  ReleaseError where it cannot be read."""
        audience = access_policy().audience(of.user)
        seen = (of.told, since) if of.told else None
        return news(
            self.releases.alerts, audience, self.history, lambda number: self.opened(of.user, number), seen, self.now
        )

    def view(self, of: Subscription) -> SavedView | None:
        """The saved view that a subscription is to; None where it is gone, or not shared with that role any more."""
        return self.releases.views.find(of.subject, of.user.account, str(of.user.role))


class GoneView(ProgrammeError):  # noqa: N818  as a reader of the code says it
    """The view that a subscription is to is gone."""


def letter(of: Subscription, source: Source, since: date) -> Letter | None:
    """What that subscription is told now, in the language in force; None where nothing is new.

    ProgrammeError where it cannot be made; ReleaseError where releases cannot be read; GoneView for a view that is gone."""
    if of.kind == ALERTS:
        return _alerts(of, source, since)
    view = None
    if of.kind == VIEW:
        view = source.view(of)
        if view is None:
            raise GoneView(t("The saved view is gone."), t("Subscribe to another one."))
    return _briefing(of, source, view)


def _alerts(of: Subscription, source: Source, since: date) -> Letter | None:
    found = source.news(of, since)
    if not found.new:
        return None
    programme = source.programme(of.user)
    groups = ((t("New"), found.new), (t("Ended since"), found.ended))
    sections = tuple((title, tuple(_lines(told))) for title, told in groups if told)
    briefing = _composed(of, source, programme, ("targets", "answer"), "")
    return Letter(
        wording.title(found), sections, _about(programme, source), provenance.made_up(programme),
        (f"{links.home()}/alerts", t("Open the alerts, and the rows behind each")), found.last, _picture(briefing),
        _file(of, briefing),
    )  # fmt: skip


def _lines(told: Sequence[Told]) -> Iterator[str]:
    for each in told[:MOST]:
        sign, kind = STATUS_GLYPHS[each.alert.status], t(KINDS[each.alert.kind].label)
        said = t("{name}: {why}", name=each.alert.name, why=each.alert.why)
        yield f"{sign} {kind} · {said} · {wording.when(each)}"
    if (more := len(told) - MOST) > 0:
        yield n("{count} more", "{count} more", more)


def _briefing(of: Subscription, source: Source, view: SavedView | None) -> Letter:
    programme = source.programme(of.user)
    if view is None:
        briefing = _composed(of, source, programme, (), "")
        link = (f"{links.home()}/", t("Open the dashboard"))
        title = briefing.title
    else:
        briefing = _composed(of, source, programme, _SLIDES.get(view.page, _OTHERWISE), view.query)
        link = (f"{links.home()}/?view={view.id}", t("Open this view"))
        title = view.name
    sections = tuple((slide.headline, tuple(_said(slide.blocks))) for slide in briefing.main)
    about = (*_about(programme, source), t("Selection: {chosen}", chosen=briefing.chosen))
    return Letter(
        t("{title}, as of {day}", title=title, day=briefing.as_of_text), sections, about, briefing.mark, link,
        source.history[0].number, _picture(briefing), _file(of, briefing),
    )  # fmt: skip


def _composed(of: Subscription, source: Source, programme: Programme, slides: tuple[Kind, ...], query: str) -> Briefing:
    """The briefing behind a letter: of who sees no rows a donor's, with the donor's own eyes where there is one."""
    own = not of.user.rights.rows
    preset = DONOR if own else of.subject if of.subject in PRESETS else "chief"
    eyes = of.user.grants[0] if own and len(of.user.grants) == 1 else None
    asked = BriefingRequest(preset, PRESETS[preset].audience, slides, release=source.history[0].number, eyes=eyes)
    words = urlencode([pair for pair in parse_qsl(query) if pair[0] in KEYS])
    return frozen(compose(programme.within(scope_of(programme, words)), asked), t("a mail"), source.now)


def _said(blocks: Sequence[object]) -> Iterator[str]:
    """What a slide says beside its headline: figures and sentences."""
    for block in blocks:
        if isinstance(block, Cards):
            yield from (_card(card) for card in block.cards)
        elif isinstance(block, Points):
            yield from (
                " ".join(filter(None, (STATUS_GLYPHS.get(p.status, ""), p.text, p.detail))) for p in block.points
            )
        elif isinstance(block, get_args(Drawing)):
            yield from (callout.text for callout in getattr(block, "callouts", ()))


def _card(card: Card) -> str:
    figure = t("{label}: {figure}", label=card.number.label, figure=card.number.text)
    return " · ".join((f"{STATUS_GLYPHS.get(card.status, '')} {figure}".strip(), *card.lines))


def _about(programme: Programme, source: Source) -> tuple[str, ...]:
    """Whose data, of when, of which release, and what is protected in them."""
    day, number = formats.day(programme.as_of), source.history[0].number
    first = t("As of {day} · {title} · release {release}", day=day, title=programme.dataset.title, release=number)
    return tuple(filter(None, (first, provenance.protected(programme))))


def _picture(briefing: Briefing) -> tuple[bytes, str] | None:
    """The first drawing of the briefing; none where it has none, or it cannot be drawn, which the log says."""
    from community_policing.briefing.pdf.picture import png

    drawings = (block for slide in briefing.main for block in slide.blocks if isinstance(block, get_args(Drawing)))
    drawing = next(drawings, None)
    if drawing is None:
        return None
    try:
        return png(drawing), f"{drawing.title}. {drawing.alt}"
    except ProgrammeError as error:
        LOGGER.warning("A mail goes without its picture: %s", error)
        return None


def _file(of: Subscription, briefing: Briefing) -> tuple[str, bytes] | None:
    if not of.pdf:
        return None
    return outputs.file_name(briefing, "brief"), outputs.made(briefing, "brief")
