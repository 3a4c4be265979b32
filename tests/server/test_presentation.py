"""The presented page and its notes, as they are asked for over the network: who gets what, and what is kept."""

import asyncio
import base64
import gzip
import hashlib
import json
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from typing import Any

import pytest

from community_policing.briefing.archive import UnknownBriefing
from community_policing.briefing.model import Briefing, Note
from community_policing.core.i18n import ProgrammeError
from community_policing.dataset.releases import RegistryUnavailable
from community_policing.server import presentation
from community_policing.server.presentation import Presentation
from community_policing.server.security_headers import SecurityHeaders
from tests.briefing_sample import sample

HERE, AWAY = "127.0.0.1", "192.168.1.20"
DECK = b"<!doctype html><script>let shown = 1\r\n</script><script type='application/json'>{}</script><h1>Deck</h1>"
NOTE = {"id": "a1b2c3d4-1", "slide": "stand", "indicator": "", "kind": "action", "text": "Agree a date",
        "owner": "Programme manager", "due_on": "2016-12-15"}  # fmt: skip
OURS = {"content-type": "application/json", "sec-fetch-site": "same-origin"}


class Store:
    """An archive of one briefing; `away`: the registry cannot be reached."""

    def __init__(self) -> None:
        self.briefing, self.kept, self.away = sample(), {}, False

    def open(self, identifier: str) -> Briefing:
        if self.away:
            raise RegistryUnavailable("The registry does not answer.", "Try again.")
        if identifier != self.briefing.id:
            raise UnknownBriefing("There is no such briefing.", "Choose another.")
        return self.briefing

    def note(self, note: Note) -> None:
        if not note.text:
            raise ProgrammeError("This note cannot be saved: it is empty.", "Write it again.")
        self.kept.setdefault(note.id, note)

    def notes(self, briefing_id: str = "") -> tuple[Note, ...]:
        return tuple(note for note in self.kept.values() if note.briefing == briefing_id)


@dataclass
class Answer:
    status: int
    headers: dict[str, list[str]]
    body: bytes


Ask = Callable[..., Answer]


@pytest.fixture
def store() -> Store:
    return Store()


@pytest.fixture
def decks() -> list[str]:
    """The ids of briefings whose deck was built."""
    return []


@pytest.fixture
def ask(store: Store, decks: list[str]) -> Ask:
    """Sends a request through the headers' middleware to the presented page's; what it does not answer is 204."""

    async def inner(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    def deck(briefing: Briefing) -> bytes:
        decks.append(briefing.id)
        return DECK

    app = SecurityHeaders(Presentation(inner, lambda: store, deck))  # type: ignore[arg-type, return-value]

    def send(
        path: str, method: str = "GET", body: bytes = b"", headers: Mapping[str, str] | None = None, client: str = HERE
    ) -> Answer:
        sent = [(name.encode(), value.encode()) for name, value in {"host": "ours:8501", **(headers or {})}.items()]
        scope = {
            "type": "http",
            "method": method,
            "path": path,
            "query_string": b"",
            "headers": sent,
            "client": (client, 1),
        }
        answer = Answer(0, {}, b"")

        async def answered(message: Any) -> None:
            if message["type"] == "http.response.start":
                answer.status = message["status"]
                for name, value in message["headers"]:
                    answer.headers.setdefault(name.decode(), []).append(value.decode())
            else:
                answer.body += message.get("body", b"")

        async def given() -> Any:
            return {"type": "http.request", "body": body, "more_body": False}

        # A thread of its own: a loop already runs in the main one when browser tests came before (Playwright's).
        with ThreadPoolExecutor(1) as pool:
            pool.submit(asyncio.run, app(scope, given, answered)).result()
        return answer

    return send


@pytest.fixture
def page(store: Store) -> str:
    return f"/present/{store.briefing.id}"


def write(ask: Ask, page: str, told: Any = NOTE, headers: Mapping[str, str] = OURS, client: str = HERE) -> Answer:
    return ask(f"{page}/notes", "POST", json.dumps(told).encode(), headers, client)


def test_the_deck_is_sent_with_a_policy_of_its_own(ask: Ask, page: str) -> None:
    """One policy, the deck's: only its own scripts run, by their hash as a browser makes it (a line ends with one
    character), and nothing is asked for but its notes; with it the headers of every page, and nothing is stored."""
    answer = ask(page)
    script = base64.b64encode(hashlib.sha256(b"let shown = 1\n").digest()).decode()
    assert (answer.status, answer.body) == (200, DECK)
    (policy,) = answer.headers["content-security-policy"]
    scripts, rest = policy.split("script-src ")[1].split("; ", 1)
    assert scripts.split()[0] == f"'sha256-{script}'"
    assert all(each.startswith("'sha256-") for each in scripts.split())
    assert rest == ("style-src 'unsafe-inline'; img-src data:; font-src data:; connect-src 'self'; base-uri 'none'; "
                    "form-action 'none'; frame-ancestors 'none'")  # fmt: skip
    assert answer.headers["cache-control"] == ["no-store"]
    assert answer.headers["x-content-type-options"] == ["nosniff"]
    assert answer.headers["cross-origin-opener-policy"] == ["same-origin"]


def test_a_deck_is_built_once_and_sent_compressed_where_that_is_taken(ask: Ask, page: str, decks: list[str]) -> None:
    """The second reader gets the deck of the first, and so does who asks for its headers alone."""
    packed = ask(page, headers={"accept-encoding": "gzip, br"})
    assert (packed.headers["content-encoding"], gzip.decompress(packed.body)) == (["gzip"], DECK)
    assert (ask(page, "HEAD").status, len(decks)) == (200, 1)


@pytest.mark.parametrize(
    "path", ["/present/", "/present/0000000000", "/present/ABCDEF0123", "/present/../x", "/present/%00", "/present/0000000000/x"]
)  # fmt: skip
def test_what_is_no_briefing_is_told_in_plain_words(ask: Ask, path: str) -> None:
    """An address that is none, or of a briefing that nobody knows, is a page that says what to do, without a script."""
    answer = ask(path)
    assert answer.status == 404
    assert "There is no briefing at this address." in answer.body.decode()
    assert "script-src" not in answer.headers["content-security-policy"][0]


def test_other_addresses_and_methods(ask: Ask, page: str) -> None:
    """Other addresses are none of its business; a deck is read and never written, notes are read and added."""
    assert [ask("/presentation").status, ask("/briefing").status] == [204, 204]
    assert ask(page, "DELETE").status == 405
    assert ask(page, "POST").headers["allow"] == ["GET, HEAD"]
    assert ask(f"{page}/notes", "PUT").headers["allow"] == ["GET, POST"]


def test_a_note_is_kept_once_and_read_back(ask: Ask, page: str, store: Store) -> None:
    """Sent twice, since the first answer was lost: it is there once, whole, tied to its briefing, and the page reads it."""
    assert [write(ask, page).status, write(ask, page).status] == [204, 204]
    (kept,) = store.kept.values()
    said = {"briefing": store.briefing.id, "made_by": "while presenting", "done_at": ""} | NOTE
    assert {name: value for name, value in asdict(kept).items() if name != "made_at"} == said
    assert json.loads(ask(f"{page}/notes").body) == [asdict(kept)]


@pytest.mark.parametrize(
    "headers",
    [
        {"content-type": "application/json"},
        {**OURS, "sec-fetch-site": "cross-site"},
        {**OURS, "sec-fetch-site": "same-site", "origin": "http://ours:8501"},
        {"content-type": "application/json", "origin": "http://elsewhere"},
        {"content-type": "application/json", "origin": "null"},
    ],
    ids=str,
)
def test_a_note_comes_from_our_own_page(ask: Ask, page: str, store: Store, headers: Mapping[str, str]) -> None:
    """Another site's page, or nobody's, notes nothing; a browser that only says the origin is believed where it is ours."""
    assert (write(ask, page, headers=headers).status, store.kept) == (403, {})
    old = {"content-type": "application/json", "origin": "https://ours:8501"}
    assert write(ask, page, headers=old).status == 204


def test_who_may_publish_may_note(ask: Ask, page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """From this machine, from others with CPF_IMPORT=on, from none with off; everybody may look."""
    monkeypatch.delenv("CPF_IMPORT", raising=False)
    assert [write(ask, page).status, write(ask, page, client=AWAY).status] == [204, 403]
    monkeypatch.setenv("CPF_IMPORT", "on")
    assert write(ask, page, client=AWAY).status == 204
    monkeypatch.setenv("CPF_IMPORT", "off")
    assert [write(ask, page).status, ask(page, client=AWAY).status] == [403, 200]


@pytest.mark.parametrize(
    "told",
    [
        [],
        "text",
        {**NOTE, "text": ""},
        {**NOTE, "text": 7},
        {**NOTE, "slide": "no-such"},
        {**NOTE, "indicator": "no_such"},
    ],
    ids=str,
)
def test_what_is_no_note_is_refused_in_plain_words(ask: Ask, page: str, store: Store, told: Any) -> None:
    """Something else than a note, one that says nothing, or of a slide or figure that is not in the briefing: 400."""
    answer = write(ask, page, told)
    assert (answer.status, store.kept) == (400, {})
    assert answer.body.decode().startswith("This note cannot be saved: ")


def test_a_note_is_json_and_short(ask: Ask, page: str) -> None:
    """A form, which any page can send, is refused; so is what is no JSON, and what is longer than 8 KB."""
    assert write(ask, page, headers={**OURS, "content-type": "text/plain"}).status == 400
    assert ask(f"{page}/notes", "POST", b"{", OURS).status == 400
    assert write(ask, page, {**NOTE, "text": "x" * presentation.NOTE_BYTES}).status == 413


def test_while_the_archive_is_away_the_page_is_told_to_come_again(ask: Ask, page: str, store: Store) -> None:
    """503, upon which the browser keeps the note and sends it again; a deck that was shown before is shown still."""
    assert ask(page).status == 200
    store.away = True
    assert [write(ask, page).status, ask(f"{page}/notes").status, ask(page).status] == [503, 503, 200]
    lost = ask("/present/0123456789")
    assert (lost.status, "The registry does not answer." in lost.body.decode()) == (503, True)


def test_a_deck_that_cannot_be_built_is_told(store: Store) -> None:
    """The reader of a briefing whose deck fails gets a page with the reason, not an empty screen; names in it are inert."""

    def deck(_: Briefing) -> bytes:
        raise ProgrammeError("It could not be built: <b>disk full</b>.", "Make room.")

    async def inner(*_: Any) -> None:
        raise AssertionError

    app, sent = Presentation(inner, lambda: store, deck), []  # type: ignore[arg-type, return-value, var-annotated]

    async def answered(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": "GET",
        "path": f"/present/{store.briefing.id}",
        "headers": [],
        "client": (HERE, 1),
    }
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, app(scope, inner, answered)).result()
    assert sent[0]["status"] == 503
    assert "It could not be built: &lt;b&gt;disk full&lt;/b&gt;." in sent[1]["body"].decode()


def test_a_quota_of_notes_for_each_client_comes_back_with_time(
    ask: Ask, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So many notes of one client in ten minutes; another client is not held up, and time makes room."""
    now = [1_000.0]
    monkeypatch.setattr(presentation, "monotonic", lambda: now[0])
    monkeypatch.setattr(presentation, "NOTES", 3)
    monkeypatch.setenv("CPF_IMPORT", "on")
    assert [write(ask, page).status for _ in range(4)] == [204, 204, 204, 429]
    assert write(ask, page, client=AWAY).status == 204
    now[0] += presentation.WINDOW + 1
    assert write(ask, page).status == 204


def test_what_was_presented_and_noted_is_on_record(ask: Ask, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that was opened and a note that was kept are events; an address of nothing and a note that was refused are none."""
    told: list[tuple[object, ...]] = []
    monkeypatch.setattr(presentation.audit_log, "record", lambda *event: told.append(event))
    ask("/present/0000000000")
    ask(f"/present/{store.briefing.id}")
    for text in ("", "Agree a date"):
        ask(f"/present/{store.briefing.id}/notes", "POST", json.dumps({**NOTE, "text": text}).encode(), OURS)
    assert told == [(what, "this machine", "", store.briefing.id) for what in ("present", "note")]
