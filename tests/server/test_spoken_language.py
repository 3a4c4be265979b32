"""The language of an answer: who asks for which, what is remembered, and what stores of pages are told."""

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from lxml import html
from starlette.types import ASGIApp

from community_policing.core import i18n
from community_policing.server.plain_page import plain_page
from community_policing.server.security_headers import SecurityHeaders
from community_policing.server.sign_in_gate import SignInGate
from community_policing.server.spoken_language import SpokenLanguage
from tests.server.asgi import Answer, ask

YEAR = "Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly"
MESSAGES = r"""
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=(n != 1);\n"

msgid "The request failed. Nothing was changed; try again."
msgstr "تعذّر"
"""


@pytest.fixture(autouse=True)
def arabic(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """One message in Arabic, by TLS."""
    (tmp_path / "ar" / "LC_MESSAGES").mkdir(parents=True)
    (tmp_path / "ar" / "LC_MESSAGES" / "community_policing.po").write_text(MESSAGES, "utf-8")
    monkeypatch.setattr(i18n, "LOCALES", tmp_path)
    i18n._messages.cache_clear()
    monkeypatch.delenv("CPF_LANGUAGES", raising=False)
    yield
    i18n._messages.cache_clear()


def page(_: ASGIApp) -> ASGIApp:
    """An app whose every page is a plain one."""

    async def answer(scope: Any, receive: Any, send: Any) -> None:
        await plain_page("Title", "Text", ("/", "Link"), 200)(scope, receive, send)

    return answer


def asked(path: str = "/", **headers: str) -> Answer:
    """The page's answer."""
    sent = [("host", "localhost"), *((name.replace("_", "-"), value) for name, value in headers.items())]
    return ask(lambda inner: SpokenLanguage(page(inner)), path, headers=sent)


@pytest.mark.parametrize(
    ("path", "headers", "root"),
    [
        ("/", {}, '<html lang="en">'),
        ("/?lang=ar", {"cookie": "cpf_lang=en"}, '<html lang="ar-IQ" dir="rtl">'),
        ("/?as_of=2016-11-30&lang=fr&lang=ar", {}, '<html lang="ar-IQ" dir="rtl">'),
        ("/", {"cookie": "a=b; cpf_lang=ar", "accept_language": "en"}, '<html lang="ar-IQ" dir="rtl">'),
        ("/", {"accept_language": "ar-IQ,ar;q=0.9,en;q=0.8"}, '<html lang="ar-IQ" dir="rtl">'),
        ("/", {"cookie": "cpf_lang=ckb", "accept_language": "en"}, '<html lang="en">'),  # no messages in it
    ],
)
def test_a_page_is_in_the_language_that_is_asked_for(path: str, headers: dict[str, str], root: str) -> None:
    """What decides stands in `Vary`, so that nobody is given a page that was kept for somebody else."""
    answer = asked(path, **headers)
    assert root in answer.body.decode()
    assert answer.all("vary") == ["Cookie, Accept-Language"]


def test_what_the_address_asks_for_is_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """For a year, and out of scripts' reach; nothing else sets it, and nothing that is not offered."""
    assert asked("/?lang=ar").all("set-cookie") == [f"cpf_lang=ar; {YEAR}"]
    assert asked("/?lang=fr").all("set-cookie") == []
    assert asked("/", accept_language="ar").all("set-cookie") == []
    monkeypatch.setenv("CPF_PUBLIC_ADDRESS", "https://dashboard.example.org")
    assert asked("/?lang=en").all("set-cookie") == [f"cpf_lang=en; {YEAR}; Secure"]


def test_refusals_and_failures_speak_too() -> None:
    """This stands outside of what refuses; what programs read does not change."""

    def failing(inner: Any) -> Any:
        return SpokenLanguage(SecurityHeaders(inner))

    arabic = (("host", "localhost"), ("accept-language", "ar"))
    assert ask(failing, headers=arabic, fails=True).body.decode() == "تعذّر\n"
    answer = ask(failing, "/api/v1/figures", headers=arabic, fails=True)
    assert answer.body.decode() == "The request failed. Nothing was changed; try again.\n"
    assert ask(failing, headers=arabic, sends=(("content-type", "text/css"),)).all("vary") == []


def test_with_english_alone_nothing_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    """No cookie, no `Vary`."""
    monkeypatch.setenv("CPF_LANGUAGES", "en")
    answer = asked("/?lang=ar", accept_language="ar")
    assert ('<html lang="en">' in answer.body.decode(), answer.all("vary"), answer.all("set-cookie")) == (True, [], [])


def test_the_sign_in_page_offers_every_other_language() -> None:
    """Each link keeps the page that was asked for; a language in its address was remembered, and is not asked for again."""

    def gate(inner: Any) -> Any:
        signs_in: Any = SimpleNamespace(sign_in=SimpleNamespace())
        return SpokenLanguage(SignInGate(inner, frozenset({"/"}), lambda _: 0.0, lambda *_: None, lambda: signs_in))

    answer = ask(gate, "/?lang=ar&governorate=IQG15")
    links = html.fromstring(answer.body.decode()).findall(".//a")
    assert (answer.status, answer.all("set-cookie")) == (401, [f"cpf_lang=ar; {YEAR}"])
    assert [each.get("href") for each in links] == [
        "/sign-in/go?to=%2F%3Fgovernorate%3DIQG15",
        "/sign-in?to=%2F%3Fgovernorate%3DIQG15&lang=en",
    ]
    assert dict(links[1].attrib) | {"href": ""} == {"href": "", "hreflang": "en", "lang": "en", "dir": "ltr"}
    assert links[1].text == "English"
