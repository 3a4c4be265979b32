"""Signing in for real: a provider, the dashboard and a browser; nothing is shown before, and it ends when it should."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from oidc_provider_mock import User, run_server_in_thread
from playwright.sync_api import Browser, Page, expect

from community_policing.dataset.releases import open_releases
from community_policing.dataset.releases.saved_view import SavedView
from community_policing.ui.shell.saved_views import SECONDS
from pages import PAGES
from tests.browser.accessibility import wrong
from tests.browser.bar import chosen, menu
from tests.browser.server import free_port, serving

CONFIGURATION = """
[disclosure]
owner = "A. Tester"
decided_on = 2026-11-23
base = 5
period = "quarter"
period_of_others = "year"
threshold = {{field = 5, donor = 10, public = 10}}

[sign_in]
public_address = "{address}"
claim = "roles"
roles = {{cpf-analysts = {{role = "analyst"}}, cpf-public = {{role = "public"}}, cpf-germany = {{role = "donor", grants = ["DE"]}}}}

[[readers]]
issuer = "{issuer}"
subject = "chief"
role = "chief"

[[readers]]
issuer = "{issuer}"
subject = "field"
role = "field"
governorates = ["IQG15"]
"""
SECRETS = """
[auth]
redirect_uri = "{address}/oauth2callback"
cookie_secret = "0123456789abcdef0123456789abcdef"
client_id = "dashboard"
client_secret = "not-so-important-here"
server_metadata_url = "{issuer}/.well-known/openid-configuration"
client_kwargs = {{scope = "openid profile roles"}}
"""
ROLES = {
    "analyst": {*PAGES},
    "chief": {*PAGES} - {"import", "log"},
    "field": {*PAGES} - {"import", "log", "briefing", "releases"},
    "donor": {*PAGES} - {"import", "log", "briefing", "releases"},
    "public": {*PAGES} - {"import", "log", "briefing", "releases", "handon"},
}
PEOPLE = [
    User(sub="analyst", claims={"roles": ["staff", "cpf-analysts"]}),
    User(sub="donor", claims={"roles": ["cpf-germany"]}),
    User(sub="public", claims={"roles": "cpf-public"}),
    User(sub="chief"),
    User(sub="field"),
    User(sub="stranger", claims={"roles": ["cpf-analyst"], "email": "chief@example.org"}),
]


@contextmanager
def signing_in(folder: Path, lasting: timedelta = timedelta(hours=1), up: bool = True) -> Iterator[str]:
    """The dashboard with sign-in, and its provider, whose tokens last so long; `up`: whether the provider answers."""
    port, own = free_port(), free_port()
    address, issuer = f"http://127.0.0.1:{own}", f"http://localhost:{port}"
    (folder / ".streamlit").mkdir()
    for name, text in {"access.toml": CONFIGURATION, ".streamlit/secrets.toml": SECRETS}.items():
        (folder / name).write_text(text.format(address=address, issuer=issuer), "utf-8")
    with serving(environment(folder), own):
        if not up:
            yield address
            return
        with run_server_in_thread(port, user_claims=PEOPLE, access_token_max_age=lasting):
            yield address


def environment(folder: Path) -> dict[str, str]:
    """The settings of every server of the dashboard that was configured in that folder."""
    return {
        "CPF_ACCESS": str(folder / "access.toml"),
        "HOME": str(folder),  # where Streamlit looks for its secrets
        "CPF_ROUNDING_SECRET": "0123456789" * 4,
        "CPF_RELEASES": str(folder / "releases"),
    }


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("sign-in")


@pytest.fixture(scope="module")
def dashboard(folder: Path) -> Iterator[str]:
    with signing_in(folder) as address:
        yield address


@pytest.fixture
def reader(browser: Browser) -> Iterator[Callable[[], Page]]:
    """Makes browsers that know nothing of each other."""
    contexts = []

    def fresh() -> Page:
        contexts.append(browser.new_context(viewport={"width": 1280, "height": 900}))
        return contexts[-1].new_page()

    yield fresh
    for context in contexts:
        context.close()


def sign_in(page: Page, who: str) -> None:
    """From the sign-in page to wherever it leads."""
    page.get_by_role("link", name="Sign in").click()
    page.locator(f'button[value="{who}"]').first.click()


def settled(page: Page) -> None:
    page.wait_for_selector("[data-testid=stMain] h1", timeout=60_000)
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]", timeout=60_000)


@pytest.mark.parametrize("page", PAGES)
def test_signed_out_every_page_shows_nothing_but_the_sign_in(
    page: str, dashboard: str, reader: Callable[[], Page]
) -> None:
    """A cold link to any page leads a stranger to the sign-in alone: no script of the dashboard, no figure, no name."""
    visit = reader()
    answer = visit.goto(f"{dashboard}/{PAGES[page].url_path}?governorate=Anbar")
    assert answer is not None
    assert answer.status == 401
    *words, links = visit.locator("body").inner_text().split("\n")
    assert words == [
        "Community Policing Programme, IOM Iraq", "", ("Use your organisation's account. No data are shown before you "
                                                      "sign in."), "", "Sign in", "",
    ]  # fmt: skip
    assert "".join(links.split()) == "العربية·کوردی"  # the same in other languages
    assert visit.locator("script").count() == 0
    if page == "overview":  # the others are the same page, as their words say
        assert wrong(visit) == []


def test_signed_out_no_other_address_answers(dashboard: str, reader: Callable[[], Page]) -> None:
    """Media, uploads, layers, streams and presented briefings are closed to strangers."""
    request = reader().request
    for address in ("/media/abc", "/_stcore/upload_file/a/b", "/layers/governorates_med.geojson", "/_stcore/host-config",
                    "/_stcore/health", "/_stcore/stream", "/static/js/index.js", "/component/x", "/_stcore/metrics",
                    "/api", "/api/v1/figures?indicator=fora_established", "/api/v1/openapi.json"):  # fmt: skip
        assert request.get(dashboard + address).status in (401, 404), address
    assert request.put(f"{dashboard}/_stcore/upload_file/a/b", data=b"x").status == 401
    assert request.get(f"{dashboard}/present/0123456789").status == 401


@pytest.mark.parametrize("role", ROLES)
def test_each_role_comes_back_to_the_page_asked_for_and_finds_its_own_menu(
    role: str, dashboard: str, reader: Callable[[], Page]
) -> None:
    """After the sign-in the reader stands on the page of the link, filtered as it says, with the pages of the role alone."""
    page = reader()
    page.goto(f"{dashboard}/targets?governorate=IQG01")
    sign_in(page, role)
    settled(page)
    assert page.url == f"{dashboard}/targets?governorate=IQG01"
    chosen(page, "Anbar").wait_for()
    assert menu(page) == [each.title for key, each in PAGES.items() if key in ROLES[role]]
    protected = page.locator(".st-key-banner-protected").count()
    assert protected == (role in ("field", "donor", "public"))


def test_what_is_another_role_s_is_not_there(dashboard: str, folder: Path, reader: Callable[[], Page]) -> None:
    """A donor who types the address of the import finds no such page; no file comes in, no briefing is presented.  A view that
    is shared with donors opens by its short address, one that is not is gone; what is on the screen is saved in three clicks."""
    kept = folder / "releases"
    views = open_releases(f"sqlite:///{kept / 'registry.sqlite'}", str(kept / "tables")).views
    shared = {
        role: views.save(SavedView("", f"<b>For {role}s</b>", "fora", "governorate=IQG15", "somebody", role))
        for role in ("donor", "chief")
    }
    page = reader()
    page.goto(f"{dashboard}/import")
    sign_in(page, "donor")
    settled(page)
    expect(page.get_by_text("Load a workbook")).to_have_count(0)
    assert page.request.put(f"{dashboard}/_stcore/upload_file/a/b", data=b"x").status == 404
    assert page.request.get(f"{dashboard}/present/0123456789").status == 404
    for role, view in shared.items():
        page.goto(f"{dashboard}/?view={view.id}")
        settled(page)
        page.wait_for_url(f"{dashboard}/fora?governorate=IQG15" if role == "donor" else f"{dashboard}/")
        expect(page.get_by_text("This view is gone or is not yours")).to_have_count(int(role == "chief"))
    share = page.get_by_role("button", name="Share", exact=True)
    listed = page.locator("[class*=st-key-view-open-]")
    for _ in range(SECONDS):  # so old may the list of views be that another process has saved
        share.click()
        settled(page)
        if listed.count():
            break
        page.wait_for_timeout(1_000)
        page.reload()
        settled(page)
    expect(listed).to_have_text("<b>For donors</b>")
    page.get_by_role("button", name="Save this view…").click()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("“Overview” is saved.")).to_be_visible()
    assert [
        (each.name, each.owner.split(" · ")[0], each.shared_with) for each in views.all() if each.owner != "somebody"
    ] == [("Overview", "donor", "")]


def test_an_account_without_a_role_gets_an_explanation(dashboard: str, reader: Callable[[], Page]) -> None:
    """A claim that stands for nothing, and an e-mail address like somebody else's, open nothing."""
    page = reader()
    page.goto(f"{dashboard}/reach")
    sign_in(page, "stranger")
    expect(page.get_by_role("heading", name="This account has no access yet")).to_be_visible()
    assert page.request.get(f"{dashboard}/layers/governorates_med.geojson").status == 403


def test_a_refused_sign_in_says_so(dashboard: str, reader: Callable[[], Page]) -> None:
    """Who denies at the provider comes back to the sign-in, which says what happened."""
    page = reader()
    page.goto(dashboard)
    page.get_by_role("link", name="Sign in").click()
    page.get_by_role("button", name="Deny").click()
    expect(page.get_by_text("You were not signed in")).to_be_visible()


def test_signing_out_ends_every_session_of_the_account(dashboard: str, reader: Callable[[], Page]) -> None:
    """After the sign-out the cookie that was in use opens nothing any more, and another open window stops at its next click."""
    page, other = reader(), reader()
    for each in (page, other):
        each.goto(f"{dashboard}/reach")
        sign_in(each, "analyst")
        settled(each)
    kept = page.context.cookies()
    other.get_by_role("button", name="Dataset", exact=True).click()
    other.get_by_role("button", name="Sign out").click()
    other.wait_for_url(lambda url: "/reach" not in url)
    page.get_by_role("button", name="Show the working").first.click()
    expect(page.get_by_text("Your session has ended")).to_be_visible()
    assert page.url.startswith(f"{dashboard}/sign-in?ended=1&to=%2Freach")
    thief = reader()
    thief.context.add_cookies(kept)
    answer = thief.goto(f"{dashboard}/reach")
    assert answer is not None
    assert answer.status == 401
    page.get_by_role("link", name="Sign in").click()
    page.locator('button[value="analyst"]').first.click()
    settled(page)
    assert page.url == f"{dashboard}/reach"


def test_a_sign_out_holds_at_every_server_and_all_of_it_is_on_record(
    tmp_path: Path, reader: Callable[[], Page]
) -> None:
    """Within five seconds of a sign-out at one server the cookie opens nothing at another one; the Log page tells the story."""
    with signing_in(tmp_path) as address, serving(environment(tmp_path)) as second:
        page = reader()
        page.goto(f"{address}/reach")
        sign_in(page, "analyst")
        settled(page)
        cookies = "; ".join(f"{each['name']}={each['value']}" for each in page.context.cookies())

        def elsewhere() -> int:
            asked = {"Cookie": cookies, "Host": address.removeprefix("http://")}
            with httpx.Client(headers=asked) as client:
                return client.get(f"{second}/reach").status_code

        assert elsewhere() == 200
        page.get_by_role("button", name="Dataset", exact=True).click()
        page.get_by_role("button", name="Sign out").click()
        page.wait_for_url(lambda url: "/reach" not in url)
        end = time.monotonic() + 5
        while elsewhere() == 200:
            assert time.monotonic() < end
            time.sleep(0.1)
        assert elsewhere() == 401
        page.goto(f"{address}/log")
        sign_in(page, "analyst")
        settled(page)
        assert re.fullmatch(r"3 events since \d+ \w+ \d{4}; nothing was published", page.locator("h1").inner_text())
        with page.expect_download() as download:
            page.get_by_role("button", name="CSV").click()
        rows = [line.split(",")[1:4] for line in download.value.path().read_text("utf-8-sig").splitlines()]
        account = rows[1][0]
        assert account.startswith("analyst · ")
        assert rows == [
            ["Account", "Role", "What"],
            *([account, "Analyst", what] for what in ("signed in", "signed out", "signed in")),
        ]


def test_a_session_ends_with_its_token(tmp_path: Path, reader: Callable[[], Page]) -> None:
    """Eight seconds after the sign-in, when the token has expired, the next click leads to the sign-in."""
    with signing_in(tmp_path, timedelta(seconds=8)) as address:
        page = reader()
        page.goto(f"{address}/record")
        sign_in(page, "chief")
        settled(page)
        page.wait_for_timeout(8_000)
        page.get_by_role("tab", name="Conflicts").click()
        expect(page.get_by_text("Your session has ended")).to_be_visible()
        assert page.goto(f"{address}/record").status == 401  # type: ignore[union-attr]


def test_a_provider_that_is_away_is_told(tmp_path: Path, reader: Callable[[], Page]) -> None:
    """Where the provider does not answer, that is said in plain words, with a way to try again."""
    with signing_in(tmp_path, up=False) as address:
        page = reader()
        page.goto(address)
        page.get_by_role("link", name="Sign in").click()
        expect(page.get_by_role("heading", name="Sign-in is not possible just now")).to_be_visible()
        expect(page.get_by_role("link", name="Try again")).to_be_visible()
