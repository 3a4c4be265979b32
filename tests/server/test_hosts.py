"""Who may ask under which name, and that others are let in only where the keeper said so."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from community_policing.protect.policy import SHIPPED
from community_policing.server import exposure
from community_policing.server.allowed_hosts import AllowedHosts
from tests.server.asgi import ask

ROOT = Path(__file__).resolve().parent.parent.parent
SETTINGS = (
    "CPF_HOSTS",
    "CPF_PROXIES",
    "CPF_PUBLIC_ADDRESS",
    "CPF_ACCESS",
    "CPF_OPEN",
    "UVICORN_HOST",
    "FORWARDED_ALLOW_IPS",
)


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "argv", ["uvicorn", "app:app"])


@pytest.fixture
def signing_in(tmp_path: Path) -> str:
    """A configuration that switches sign-in on."""
    reader = '[[readers]]\nissuer = "https://login.example.org"\nsubject = "1"\nrole = "chief"\n'
    way = '[sign_in]\npublic_address = "https://dashboard.example.org"\n'
    (tmp_path / "access.toml").write_text(f"{SHIPPED.read_text('utf-8')}\n{way}{reader}", "utf-8")
    return str(tmp_path / "access.toml")


def status(host: str = "localhost", origin: str | None = None, kind: str = "http", **more: str) -> int:
    sent = [("host", host), *([("origin", origin)] if origin is not None else [])]
    return ask(AllowedHosts, kind=kind, headers=sent, **more).status  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.0.0.1:8501", "localhost:1", "LOCALHOST", "localhost.", "[::1]:8501", "[::1]"]
)
def test_this_machines_own_names_are_taken(host: str) -> None:
    """With any port, in any case, with the root's dot."""
    assert status(host) == 204


@pytest.mark.parametrize(
    "host",
    ["", "evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "evil.example:8501", "localhost@evil.example",
     "127.0.0.2", "0.0.0.0", "localhost:", "localhost:99999999", "localhost/", "[::2]", "[::1", "::1",
     "dashboard.example.org", "locаlhost"],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["http", "websocket"])
def test_a_name_that_is_not_ours_is_refused(host: str, kind: str) -> None:
    """A page that lets its own name point at this machine (rebinding) reaches nothing, by HTTP or by websocket."""
    assert status(host, f"http://{host}", kind) == 400


def test_a_host_is_said_once() -> None:
    """Neither no Host nor two of them."""
    assert ask(AllowedHosts, headers=[]).status == 400
    assert ask(AllowedHosts, headers=[("host", "localhost"), ("host", "evil.example")]).status == 400


def test_named_hosts_are_taken_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    """CPF_HOSTS, and the name in CPF_PUBLIC_ADDRESS; this machine's own stay, others stay out."""
    monkeypatch.setenv("CPF_HOSTS", "Dashboard.example.org, inner.example.org")
    monkeypatch.setenv("CPF_PUBLIC_ADDRESS", "https://public.example.org/")
    names = [
        "dashboard.example.org",
        "inner.example.org:443",
        "public.example.org",
        "localhost",
        "example.org",
        "x.example.org",
    ]
    assert [status(name) for name in names] == [204, 204, 204, 204, 400, 400]


@pytest.mark.parametrize(
    "origin",
    [None, "", "null", "http://evil.example", "http://localhost:3000", "http://localhost", "http://127.0.0.1:8501",
     "localhost:8501", "http://localhost:8501.evil.example", "http://x@localhost:8501", "file://localhost:8501", "http://localhost:8501/"],
)  # fmt: skip
def test_a_websocket_of_another_page_is_refused(origin: str | None) -> None:
    """An Origin that is missing, evil, another port of this machine, or not exactly the host that is asked."""
    assert status("localhost:8501", origin, "websocket") == 403


@pytest.mark.parametrize("host", ["localhost:8501", "127.0.0.1:8501", "[::1]:8501", "localhost"])
def test_a_websocket_of_our_own_page_opens(host: str) -> None:
    """The page's origin is the host that it asks."""
    assert (status(host, f"http://{host}", "websocket"), status(host, f"https://{host}", "websocket")) == (101, 101)


def test_where_readers_come_by_tls_a_page_without_it_is_another(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who puts a page of his own before the public name, without TLS, opens no websocket from it; loopback stays as it is."""
    monkeypatch.setenv("CPF_PUBLIC_ADDRESS", "https://public.example.org")
    names = [("public.example.org", "https"), ("public.example.org", "http"), ("localhost:8501", "http")]
    assert [status(name, f"{scheme}://{name}", "websocket") for name, scheme in names] == [101, 403, 101]


def test_a_websocket_that_cannot_be_answered_is_closed() -> None:
    """A server that knows no answer to a websocket's opening closes it before it opens."""
    assert ask(AllowedHosts, kind="websocket", answerable=False).status == 1008


def test_proxies_are_believed_from_this_machine_and_where_named(
    monkeypatch: pytest.MonkeyPatch, signing_in: str
) -> None:
    """A proxy on this machine, or in CPF_PROXIES, says who asks and that it was by TLS; anybody else who says so is not
    believed; and inside nobody sees such headers."""
    monkeypatch.setenv("CPF_ACCESS", signing_in)
    monkeypatch.setenv("CPF_PROXIES", "10.0.0.5, 10.1.0.0/16")
    sent = [("host", "localhost"), ("x-forwarded-for", "127.0.0.1, 192.0.2.7"), ("x-forwarded-proto", "https"),
            ("x-forwarded-host", "evil.example"), ("forwarded", "for=127.0.0.1"), ("x-real-ip", "127.0.0.1")]  # fmt: skip
    seen = {}
    for client in ("127.0.0.1", "::1", "10.0.0.5", "10.1.2.3", "10.0.0.6"):
        scope = ask(AllowedHosts, headers=sent, client=client).seen
        assert scope
        assert scope["headers"] == [(b"host", b"localhost")]
        seen[client] = (scope["client"][0], scope["scheme"])
    believed = ("192.0.2.7", "https")
    assert seen == {
        "127.0.0.1": believed,
        "::1": believed,
        "10.0.0.5": believed,
        "10.1.2.3": believed,
        "10.0.0.6": ("10.0.0.6", "http"),
    }


def test_without_sign_in_other_machines_are_refused(monkeypatch: pytest.MonkeyPatch, signing_in: str) -> None:
    """Whatever the command line said: a request that arrives at an address of the network, or comes from another machine,
    directly or through a proxy, is refused; with sign-in, or where the keeper said so in so many words, it is not."""
    far = {"server": "192.168.1.5", "client": "192.168.1.20"}

    def asked() -> list[int]:
        through = ask(AllowedHosts, headers=[("host", "localhost"), ("x-forwarded-for", "192.0.2.7")]).status
        socket = ask(AllowedHosts, server="/run/app.sock", client="").status
        return [
            status(**far),
            status(server="192.168.1.5"),
            status(client="192.168.1.20"),
            through,
            socket,
            status(server="::ffff:127.0.0.1"),
        ]

    assert asked() == [403, 403, 403, 403, 403, 204]
    monkeypatch.setenv("CPF_OPEN", "yes")
    assert asked() == [403, 403, 403, 403, 403, 204]
    monkeypatch.setenv("CPF_OPEN", exposure.OPEN)
    assert asked() == [204] * 6
    monkeypatch.delenv("CPF_OPEN")
    monkeypatch.setenv("CPF_ACCESS", signing_in)
    assert asked() == [204] * 6


@pytest.mark.parametrize(
    ("words", "where"),
    [(["--host", "127.0.0.1"], ""), (["--host=localhost"], ""), (["--host", "::1"], ""), (["-p", "0.0.0.0"], ""),
     (["--bind=127.0.0.1:8501"], ""), (["--bind", "[::1]:80"], ""), (["--host", "0.0.0.0"], "0.0.0.0"),
     (["--host=::"], "::"), (["--host", ""], "0.0.0.0"), (["--host", "10.0.0.1"], "10.0.0.1"),
     (["--host", "127.0.0.1", "--host", "0.0.0.0"], "0.0.0.0"), (["--bind", "0.0.0.0:8501"], "0.0.0.0"),
     (["--server.address", "0.0.0.0"], "0.0.0.0"), (["--uds", "/run/x"], "/run/x"), (["--fd", "3"], "3")],
)  # fmt: skip
def test_what_the_command_line_opens(words: list[str], where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Anything but a loopback address is open to others, and so is a socket without an address."""
    monkeypatch.setattr(sys, "argv", ["uvicorn", "app:app", *words])
    assert exposure.exposed() == where


@pytest.mark.parametrize("name", ["UVICORN_HOST", "STREAMLIT_SERVER_ADDRESS", "CPF_HOSTS", "CPF_PUBLIC_ADDRESS"])
def test_what_the_environment_opens(name: str, monkeypatch: pytest.MonkeyPatch, signing_in: str) -> None:
    """An address of the network, a public name or a public address, unless sign-in is on."""
    monkeypatch.setenv(name, "http://192.168.1.5" if name == "CPF_PUBLIC_ADDRESS" else "192.168.1.5")
    assert exposure.exposed() == "192.168.1.5"
    monkeypatch.setenv("CPF_ACCESS", signing_in)
    assert exposure.exposed() == ""


@pytest.mark.parametrize("believed", [["--forwarded-allow-ips", "*"], ["--forwarded-allow-ips=127.0.0.1,10.0.0.1"]])
def test_the_server_may_not_believe_everybody(
    believed: list[str], monkeypatch: pytest.MonkeyPatch, signing_in: str
) -> None:
    """With uvicorn believing strangers, anybody could say that he comes from this machine: the process ends, sign-in or not."""
    monkeypatch.setenv("CPF_ACCESS", signing_in)
    monkeypatch.setattr(sys, "argv", ["uvicorn", "app:app", *believed])
    with pytest.raises(SystemExit, match="CPF_PROXIES"):
        exposure.refuse_exposed()
    monkeypatch.setattr(sys, "argv", ["uvicorn", "app:app", "--forwarded-allow-ips=127.0.0.1"])
    exposure.refuse_exposed()


@pytest.mark.parametrize(
    "command", [["uvicorn", "app:app", "--host", "0.0.0.0", "--port", "0"],
                ["streamlit", "run", "app.py", "--server.address", "0.0.0.0", "--server.port", "8679"]],
)  # fmt: skip
def test_the_process_does_not_start(command: list[str], tmp_path: Path) -> None:
    """Bound to every address with nobody signed in: it ends at once, not with 0, and says what to do."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("CPF_", "UVICORN_", "STREAMLIT_"))
    }
    ended = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, env={**kept, "CPF_RELEASES": str(tmp_path)},
                           capture_output=True, text=True, timeout=60, check=False)  # fmt: skip
    assert ended.returncode not in (0, None)
    assert "Not started: 0.0.0.0 is open to others, and sign-in is off. Set up sign-in (CPF_ACCESS)" in ended.stderr
