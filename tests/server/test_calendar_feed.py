"""Calendar feed: a signed address opens the calendar of its role and nothing else, until its day or its end."""

import re
from datetime import datetime, timedelta
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware

from community_policing.core.paths import DATA
from community_policing.dataset.load import Dataset, load
from community_policing.dataset.releases import RegistryUnavailable, Source, open_releases
from community_policing.export.handed_on.registry import FORMATS
from community_policing.measure.programme import Programme
from community_policing.protect import api_tokens, audit_log
from community_policing.protect.disclosure import protect
from community_policing.protect.policy import THIS_MACHINE, Reader, Role, User, access_policy
from community_policing.protect.rounding_secret import rounding_secret
from community_policing.protect.signed_address import signed
from community_policing.server.api import api, calendar_feed
from community_policing.server.sign_in_gate import SignInGate
from community_policing.ui.shell import release_watch
from tests.conftest import Build
from tests.hostile import RESTRICTED, Visit, dataset as hostile, named_alike
from tests.pages.test_twins import blind as blind  # a fixture
from tests.protect.test_canaries import canaried as canaried  # a fixture
from tests.protect.test_policy import SOUND
from tests.server.api_client import USERS, Client, given

SUBSCRIBERS = tuple(role for role in USERS if role != "public")


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A registry of our own."""
    monkeypatch.setenv("CPF_RELEASES", str(tmp_path))


@pytest.fixture
def client() -> Client:
    """A calendar program at another machine."""
    return Client(Starlette(routes=[*calendar_feed.routes(), *api.routes()]))


def address(user: User, days: int = 30) -> tuple[str, str]:
    """A new address for that reader's calendar, and the id of its row."""
    reader = Reader(role=user.role, governorates=user.governorates, grants=user.grants)
    text, token = api_tokens.create(open_releases().tokens, user.account, reader, days, "a test", "calendar")
    return f"calendar/{text}.ics", token.id


def unfolded(content: bytes) -> bytes:
    """The lines of a calendar, whole."""
    return content.replace(b"\r\n ", b"")


def said(answer: httpx.Response) -> tuple[object, ...]:
    """All that an answer says."""
    return answer.status_code, sorted(answer.headers.items()), answer.content


@pytest.mark.parametrize("role", SUBSCRIBERS)
def test_the_feed_is_the_pages_own_file(role: str, client: Client) -> None:
    """Byte for byte what the page Hand on makes for that role of the whole programme."""
    recorded, held = load(DATA / "demonstration"), access_policy().protection(USERS[role])
    shown = Programme.of(protect(recorded, held, rounding_secret()) if held else recorded)
    answer = client.get(address(USERS[role])[0])
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    assert answer.content == FORMATS["ics"].write(shown)
    assert ("protected" in answer.headers["content-disposition"]) == shown.protected
    assert answer.headers["cache-control"] == "private, no-cache"


def test_whatever_is_no_address_is_answered_alike(
    client: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Unknown, made up, another's, ended, expired, of a role that takes no files, of nobody once readers sign in: one answer."""
    token, of_token = given(USERS["analyst"])
    ended, identifier = address(USERS["donor"])
    open_here = address(User(THIS_MACHINE, Role.ANALYST))[0]
    expired, right = address(USERS["field"], 1)[0], address(USERS["donor"])[0]
    assert [client.get(each).status_code for each in (ended, open_here, expired, right)] == [200] * 4
    api_tokens.revoke(open_releases().tokens, identifier, "a test")
    (tmp_path / "access.toml").write_text(SOUND)
    monkeypatch.setenv("CPF_ACCESS", str(tmp_path / "access.toml"))
    unsigned, other = f"calendar/{identifier}.ics", f"calendar/{signed('unsubscribe', identifier)}.ics"
    spoiled = right.replace(".ics", "A.ics")
    nothing = ("calendar/", "calendar/x/y", f"calendar/{signed('calendar', 'none')}.ics")
    api_row = f"calendar/{signed('calendar', of_token)}.ics"
    wrong = (
        ended,
        open_here,
        unsigned,
        other,
        spoiled,
        f"calendar/{token}.ics",
        api_row,
        address(USERS["public"])[0],
        *nothing,
    )
    answers = [said(client.get(each)) for each in wrong]
    assert client.get(right).status_code == client.get(expired).status_code == 200

    class Tomorrow(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime.now(tz) + timedelta(days=1, seconds=1)

    monkeypatch.setattr(api_tokens, "datetime", Tomorrow)
    answers.append(said(client.get(expired)))
    assert answers == [answers[0]] * len(answers)
    assert (answers[0][0], client.get(expired).json()) == (404, {
        "error": "There is no calendar at this address, or no longer.", "where": "/api/v1/calendar/….ics",
        "remedy": "Make a new address on the page Hand on.",
    })  # fmt: skip


def test_an_address_is_no_token(client: Client) -> None:
    """Neither its text nor its id is taken by the API; nor is anything changed by it."""
    path, identifier = address(USERS["analyst"])
    text = path.removeprefix("calendar/").removesuffix(".ics")
    for tried in (text, identifier, f"cpf_{text}"):
        assert client.get("figures?indicator=fora_established", tried).status_code == 401
    for method in ("POST", "PUT", "DELETE", "OPTIONS"):
        assert (client.get(path, method=method).status_code, client.get(path).status_code) == (405, 200)


def test_a_program_that_has_it_is_sent_nothing(client: Client, dataset: Dataset) -> None:
    """The same ETag until a release; then the release's events."""
    path, other = address(USERS["donor"])[0], address(USERS["analyst"])[0]
    tag = client.get(path).headers["etag"]
    again = client.get(path, if_none_match=tag)
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert client.get(other).headers["etag"] != tag
    file = Source("november.xlsx", "ab" * 32)
    open_releases().publish(dataset, note="November", by="Rana", source=file, base=None, effect={})
    release_watch.watch(now=True)
    answer = client.get(path, if_none_match=tag)
    assert (answer.status_code, b"A programme that can be counted by hand" in unfolded(answer.content)) == (200, True)


def test_what_went_out_is_on_record_and_no_log_has_the_address(
    client: Client, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A line with the account and the row's id for each calendar sent; what brought nothing, or was refused, in the server's log
    alone.  Too many wait, each address by itself."""
    monkeypatch.setenv("CPF_API_CALLS", "2")
    (path, identifier), other = address(USERS["donor"]), address(USERS["analyst"])[0]
    tag = client.get(path).headers["etag"]
    client.get(path, if_none_match=tag)
    late = client.get(path)
    assert (late.status_code, 1 <= int(late.headers["retry-after"]) <= 60) == (429, True)
    assert client.get(f"{other}x", method="POST").status_code == 404
    audit_log.log().hand_over()
    assert [(e.what, e.account, e.role, e.detail) for e in audit_log.log().entries()] == [
        ("calendar", "a donor", "donor", f"GET /api/v1/calendar/….ics 200, {identifier}")
    ]
    lines = [each.getMessage() for each in caplog.records if each.name == "audit"]
    assert [re.findall(r"….ics (\d+)", line)[0] for line in lines] == ["200", "304", "429", "404"]
    for text in (path, other):
        assert text.removeprefix("calendar/").removesuffix(".ics") not in caplog.text


def test_the_gate_leaves_the_calendar_to_its_address(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A calendar program has no cookie."""
    (tmp_path / "access.toml").write_text(SOUND)
    monkeypatch.setenv("CPF_ACCESS", str(tmp_path / "access.toml"))
    gate = Middleware(SignInGate, frozenset({"/"}), lambda _: 0.0, audit_log.record)
    client = Client(Starlette(routes=calendar_feed.routes(), middleware=[gate]))
    assert [client.get(each).status_code for each in (address(USERS["chief"])[0], "calendar/x.ics")] == [200, 404]


def test_a_registry_that_is_away_is_no_end(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that is told 404 may forget the calendar: it is told to come again."""
    path = address(USERS["chief"])[0]

    def away(*_: object) -> None:
        raise RegistryUnavailable("/var/lib/cpf is gone.", "Mend it.")

    monkeypatch.setattr(api_tokens, "of_address", away)
    answer = client.get(path)
    assert (answer.status_code, answer.headers["retry-after"], "gone" in answer.text) == (503, "60", False)


@pytest.mark.parametrize("role", [role for role in RESTRICTED if role in SUBSCRIBERS])
def test_a_feed_tells_no_twins_apart_and_holds_no_canary(
    role: str, client: Client, build: Build, canaried: Dataset, blind: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For donors and field offices: status, headers, ETag and body are the same for two truths with the same cells."""
    reader = RESTRICTED[role]
    path = address(reader)[0]

    def told(truth: Dataset) -> tuple[object, ...]:
        visit = Visit(reader, monkeypatch)
        visit.show(truth)
        monkeypatch.setenv("CPF_DATA", visit.folder)
        return said(client.get(path))

    one, other = (told(named_alike(hostile(build, 1, twin=twin, kept=reader.governorates))) for twin in (False, True))
    assert one == other
    assert one[0] == 200
    assert b"canary" not in unfolded(told(canaried)[2])
