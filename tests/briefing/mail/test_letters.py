"""What a mail says: what its recipient's role sees and nothing else, as text that does nothing."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from urllib.parse import urlsplit

import pytest
from lxml import html

from community_policing.briefing.mail import links, message, subscriptions
from community_policing.briefing.mail.letter import GoneView, Letter, Source, letter
from community_policing.briefing.mail.opened import opener
from community_policing.briefing.mail.subscriptions import Subscription
from community_policing.core.i18n import speaking
from community_policing.core.languages import LANGUAGES
from community_policing.dataset.load import Dataset
from community_policing.dataset.releases import Releases
from community_policing.dataset.releases.saved_view import SavedView
from community_policing.protect.policy import Role, User, access_policy
from community_policing.protect.signed_address import subject_of
from tests.briefing.mail.conftest import HOME
from tests.conftest import Build
from tests.edits import Edited, put
from tests.hostile import ANALYST, RESTRICTED, dataset as twin_of, named_alike
from tests.pages.test_alerts import better as better
from tests.pages.test_twins import blind as blind
from tests.protect.test_canaries import canaried as canaried
from tests.publisher import DATASET, edition
from tests.registries import FILE, Place

NOW = datetime(2026, 12, 7, 12, tzinfo=UTC)
SUBSCRIBERS = {role: user for role, user in RESTRICTED.items() if role != "public"}  # the public is sent nothing
QUERY = "governorate=IQG08&as_of=2016-11-30&seen_as=donor%3AUS"
Publish = Callable[[Dataset], Source]


@pytest.fixture
def published(sqlite_place: Place, monkeypatch: pytest.MonkeyPatch) -> Publish:
    """A function: that dataset as the release after the fixture's; where letters are made from."""
    monkeypatch.setenv("CPF_PUBLIC_ADDRESS", HOME)
    monkeypatch.setenv("CPF_SMTP_SENDER", "dashboard@example.org")
    releases = sqlite_place.open()

    def publish(data: Dataset) -> Source:
        for each in (edition(DATASET, 1), data):
            _next(releases, each)
        return Source(releases, releases.history(), opener(releases), NOW)

    return publish


def _next(releases: Releases, data: Dataset) -> None:
    current = releases.current()
    releases.publish(data, note="n", by="t", source=FILE, base=current.number if current else None, effect={})


def subscribed(source: Source, user: User, what: str, pdf: bool = False) -> Subscription:
    """Somebody who was told nothing yet; of a view, one of the own."""
    if what == "view":
        what = f"view:{source.releases.views.save(SavedView('', 'Baghdad', 'targets', QUERY, user.account)).id}"
    return subscriptions.subscribe(
        source.releases.mail, user, "x@example.org", what, "once", pdf=pdf, by_operator=True
    )  # fmt: skip


def told(source: Source, user: User, what: str, pdf: bool = False) -> Letter:
    """The letter, which there must be."""
    made = letter(subscribed(source, user, what, pdf), source, NOW.date())
    assert made is not None
    return made


def read(data: bytes) -> EmailMessage:
    """The mail, as a mail program reads it."""
    made = message_from_bytes(data, policy=policy.default)
    assert isinstance(made, EmailMessage)
    return made


def parts(made: EmailMessage) -> tuple[str, str]:
    """Its text and its HTML."""
    plain, page = made.get_body(("plain",)), made.get_body(("html",))
    assert plain is not None
    assert page is not None
    return plain.get_content(), page.get_content()


@pytest.mark.parametrize("role", SUBSCRIBERS)
def test_nobody_can_tell_twins_apart_by_mail(role: str, build: Build, blind: None, tmp_path_factory: pytest.TempPathFactory,
                                             monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    """Alerts, a briefing with its PDF, and a view: every text, picture and file is the same for both truths."""
    user, letters = SUBSCRIBERS[role], []
    monkeypatch.setenv("CPF_PUBLIC_ADDRESS", HOME)
    for twin in (False, True):
        folder = tmp_path_factory.mktemp("twin")
        releases = Place(f"sqlite:///{folder / 'registry.sqlite'}", str(folder / "tables")).open()
        for each in (DATASET, named_alike(twin_of(build, 1, twin=twin, kept=user.governorates))):
            _next(releases, each)
        source = Source(releases, releases.history(), opener(releases), NOW)
        views = told(source, user, "view")
        letters.append(
            [told(source, user, "alerts"), told(source, user, "briefing:donor", True), replace(views, link=("", ""))]
        )
    assert letters[0] == letters[1]
    assert all(each.picture for each in letters[0])


def test_an_analyst_can_tell_twins_apart_by_mail(build: Build, blind: None, published: Publish) -> None:
    """The same comparison without protection, so that the test above can fail."""
    told_of = []
    for twin in (False, True):
        told_of.append(told(published(named_alike(twin_of(build, 1, twin=twin))), ANALYST, "alerts").sections)
    assert told_of[0] != told_of[1]


def test_no_mail_holds_a_canary(canaried: Dataset, published: Publish) -> None:
    """Of whatever a donor or a field office is sent, text, picture's words and all; an analyst's alerts hold some."""
    source = published(canaried)
    for role, user in SUBSCRIBERS.items():
        for what in ("alerts", "briefing:donor", "view"):
            made = told(source, user, what)
            words = repr(replace(made, picture=None)) + (made.picture[1] if made.picture else "")
            assert "canary" not in words, (role, what)
    assert "canary" in repr(told(source, ANALYST, "alerts").sections)


def test_alerts_are_worded_as_on_the_page(sqlite_place: Place, better: Dataset, dataset: Dataset,
                                          monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    """What is new since the release before, each with why and since when; of when, that it is made up, and where the rows are."""
    monkeypatch.setenv("CPF_PUBLIC_ADDRESS", HOME)
    releases = sqlite_place.open()
    for each in (better, dataset):
        _next(releases, each)
    published, day = releases.history(), f"{datetime.now(UTC):%-d %b %Y}"
    source = Source(releases, published, opener(releases), published[0].published_at)
    made = told(source, User("rana", Role.CHIEF), "alerts")
    assert made.title == "3 new with release 2: 1 work overdue, 1 forum dormant, 1 figure moved"
    assert made.sections == (
        ("New", (
            f"◆ Overdue · Two venues in Diyala: 30 days overdue, due on 31 Oct 2016 · told since {day}",
            f"▲ Dormant · Forum Baghdad 2: no meeting for 4 months · told since {day}",
            f"○ Moved · Building works done: 1, before 3 · told {day}",
        )),
    )  # fmt: skip
    assert made.link == (f"{HOME}/alerts", "Open the alerts, and the rows behind each")
    assert made.mark.startswith("Illustrative data")
    assert made.about[0] == "As of 30 Nov 2016 · A programme that can be counted by hand · release 2"
    assert made.told == releases.alerts.last(
        "chief " + access_policy().audience(User("", Role.CHIEF)).partition(" ")[2]
    )


def test_a_mail_is_whole_and_fetches_nothing(published: Publish, dataset: Dataset) -> None:
    """Text and HTML that say the same, the picture inside, the PDF, one way out; nothing that a mail program would ask for."""
    source = published(dataset)
    of = subscribed(source, User("rana", Role.CHIEF), "briefing:chief", pdf=True)
    made = letter(of, source, NOW.date())
    assert made is not None
    mail = read(message.message(of, made, "<a@example.org>", NOW))
    text, page = parts(mail)
    assert (mail["to"], mail["message-id"], mail["auto-submitted"]) == (
        "x@example.org",
        "<a@example.org>",
        "auto-generated",
    )
    assert mail["subject"] == "Community policing in Iraq, as of 30 Nov 2016"
    assert [part.get_content_type() for part in mail.walk() if not part.is_multipart()] == [
        "text/plain", "text/html", "image/png", "application/pdf",
    ]  # fmt: skip
    (stop,) = {mail["list-unsubscribe"].strip("<>")}
    assert mail["list-unsubscribe-post"] == "List-Unsubscribe=One-Click"
    assert subject_of(links.purpose(links.STOP), urlsplit(stop).path.rpartition("/")[2]) == of.id
    tree = html.fromstring(page)
    assert {each.get("src") for each in tree.iter("img")} == {"cid:picture"}
    assert {each.get("href") for each in tree.iter("a")} == {f"{HOME}/", stop}
    assert {each.tag for each in tree.iter()} <= {
        "html", "head", "meta", "title", "body", "div", "h1", "h2", "p", "a", "ul", "li", "img",
    }  # fmt: skip
    assert "url(" not in page
    for heading, lines in made.sections:
        for line in (heading, *lines):
            assert line.replace("\u00a0", " ") in text.replace("\u2060", "")
            assert line.replace("\u00a0", " ") in tree.text_content().replace("\u2060", "")
    picture = next(part for part in mail.walk() if part.get_content_type() == "image/png")
    assert (picture["content-id"], picture.get_content()[:4]) == ("<picture>", b"\x89PNG")
    assert b"%PDF-" in next(iter(mail.iter_attachments())).get_content()[:8]


HOSTILE = "<img src=//evil.example/x onerror=alert(1)> https://evil.example/y a@evil.example www.evil.example"


def test_text_from_data_is_text(published: Publish, edited: Edited) -> None:
    """A forum's name makes no element, no link, and no address that a mail program would make one of."""
    source = published(edited(put("fora", "F1", name=HOSTILE), put("fora", "F2", name=HOSTILE)).dataset)
    of = subscribed(source, User("rana", Role.CHIEF), "alerts")
    made = Letter(
        HOSTILE, ((HOSTILE, (HOSTILE,)),), (HOSTILE,), "", (f"{HOME}/", "Open"), 1, (b"\x89PNG", f'"{HOSTILE}')
    )
    mail = read(message.message(of, made, "<a@example.org>", NOW))
    text, page = parts(mail)
    tree = html.fromstring(page)
    assert [each.get("src") for each in tree.iter("img")] == ["cid:picture"]
    assert {urlsplit(each.get("href")).netloc for each in tree.iter("a")} == {"dashboard.example.org"}
    assert tree.find(".//h1").text_content().replace("\u2060", "") == HOSTILE
    for shown in (text, tree.text_content()):
        assert not any(word in shown for word in ("https://evil", "a@evil", "www.evil"))


@pytest.mark.parametrize("words", ["x\r\nBcc: y@example.org", "x\nSubject: y", "x\x00y", "\u202ex", "x" * 10_000])
def test_a_title_cannot_leave_its_header(words: str, published: Publish, dataset: Dataset) -> None:
    """Whatever a title holds, it is one header of the mail."""
    source = published(dataset)
    of = subscribed(source, User(words, Role.CHIEF), "alerts")
    made = Letter(words, (), (), "", (f"{HOME}/", "Open"), 1)
    mail = read(message.message(of, made, "<a@example.org>", NOW))
    assert (mail["bcc"], len(mail.get_all("subject")), mail["to"]) == (None, 1, "x@example.org")
    assert len(mail["subject"]) <= 150


def test_a_view_is_told_to_whom_it_is_open(published: Publish, dataset: Dataset) -> None:
    """Its owner, and the role that it is shared with; once it is gone, nobody."""
    source = published(dataset)
    view = source.releases.views.save(SavedView("", "Ours", "targets", QUERY, "rana", shared_with="chief"))
    for account in ("rana", "ali"):
        made = told(source, User(account, Role.CHIEF), f"view:{view.id}")
        assert (made.title, made.link[0]) == ("Ours, as of 30 Nov 2016", f"{HOME}/?view={view.id}")
        assert made.about[-1] == "Selection: Governorate: Baghdad"
    of = subscribed(source, User("ali", Role.ANALYST), f"view:{view.id}")
    with pytest.raises(GoneView):
        letter(of, source, NOW.date())


OFFERED: Mapping[Role, list[str]] = {
    Role.CHIEF: ["chief", "donor"], Role.ANALYST: ["chief", "donor"], Role.FIELD: ["donor"], Role.DONOR: ["donor"],
}  # fmt: skip


@pytest.mark.parametrize("role", OFFERED)
def test_who_sees_no_rows_gets_a_donors_briefing(role: Role) -> None:
    """Chiefs and analysts choose; nobody else can have one that is made for inside."""
    assert list(subscriptions.offered(User("x", role))) == OFFERED[role]


@pytest.mark.parametrize("code", [code for code, spoken in LANGUAGES.items() if spoken.right_to_left])
def test_a_mail_runs_as_its_language_does(code: str, published: Publish, dataset: Dataset) -> None:
    """The page says its language and direction, and a figure in a line is one unit, as on the screen."""
    source = published(dataset)
    of = subscribed(source, ANALYST, "alerts")
    with speaking(code):
        sent = read(
            message.message(of, Letter("≥ 30", (("", ("≥ 30",)),), (), "", ("https://x", "y"), 0), "<i@x>", NOW)
        )
    _, page = parts(sent)
    assert f'<html lang="{LANGUAGES[code].tag}" dir="rtl">' in page
    assert "<li>\u200e≥ 30\u200e</li>" in page
