"""A server that signs readers in starts with a configuration that is safe, and with no other; what is wrong is said."""

import importlib.util
from pathlib import Path

import pytest
import streamlit as st

from community_policing.server import startup_checks

ACCESS = """
[disclosure]
owner = "The focal point"
decided_on = 2026-11-23
base = 5
period = "quarter"
period_of_others = "year"
threshold = {field = 5, donor = 10, public = 10}
[sign_in]
public_address = "https://dashboard.example.org"
claim = "roles"
roles = {analysts = {role = "analyst"}}
"""
AUTH = {
    "redirect_uri": "https://dashboard.example.org/oauth2callback",
    "cookie_secret": "0123456789abcdef0123456789abcdef",
    "client_id": "dashboard",
    "client_secret": "not shown",
    "server_metadata_url": "https://login.example.org/.well-known/openid-configuration",
}


class Secrets(dict[str, object]):
    """Streamlit's secrets, as told."""

    def load_if_toml_exists(self) -> bool:
        """Whether there is a file."""
        return bool(self)


@pytest.fixture(autouse=True)
def configured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Sign-in that is configured as it should be; the file of the policy."""
    file = tmp_path / "access.toml"
    file.write_text(ACCESS, "utf-8")
    monkeypatch.setenv("CPF_ACCESS", str(file))
    monkeypatch.setattr(st, "secrets", Secrets(auth=AUTH))
    for name in ("CPF_DATABASE_URL", "CPF_ROUNDING_SECRET"):
        monkeypatch.delenv(name, raising=False)
    return file


def why() -> str:
    """What the process says as it ends."""
    with pytest.raises(SystemExit) as ended:
        startup_checks.check()
    return str(ended.value)


def test_what_is_right_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    """With sign-in, with it and a shared registry whose rounding secret was told, and without sign-in at all."""
    startup_checks.check()
    monkeypatch.setenv("CPF_DATABASE_URL", "postgresql://u@h/d")
    monkeypatch.setenv("CPF_ROUNDING_SECRET", "0123456789" * 4)
    startup_checks.check()
    monkeypatch.delenv("CPF_ACCESS")
    monkeypatch.setattr(st, "secrets", Secrets())
    startup_checks.check()


@pytest.mark.parametrize("name", AUTH)
def test_a_secret_that_is_missing_is_named(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Left out or empty, it stops the start."""
    for auth in ({key: value for key, value in AUTH.items() if key != name}, AUTH | {name: ""}):
        monkeypatch.setattr(st, "secrets", Secrets(auth=auth))
        assert why() == f"The dashboard does not start: .streamlit/secrets.toml, [auth]: missing: {name}"


@pytest.mark.parametrize("secrets", [{}, {"other": 1}], ids=["no file", "another section"])
def test_secrets_without_a_provider(secrets: dict[str, object], monkeypatch: pytest.MonkeyPatch) -> None:
    """No file of secrets, or one that speaks of something else, is said with what it needs."""
    monkeypatch.setattr(st, "secrets", Secrets(secrets))
    assert "needs a section [auth] with the sign-in provider" in why()


def test_the_way_back_is_this_dashboards(monkeypatch: pytest.MonkeyPatch) -> None:
    """A provider that would send readers elsewhere stops the start."""
    monkeypatch.setattr(
        st, "secrets", Secrets(auth=AUTH | {"redirect_uri": "https://elsewhere.example/oauth2callback"})
    )
    assert why().endswith("[auth]: redirect_uri must be https://dashboard.example.org/oauth2callback")


@pytest.mark.parametrize(
    "secret", ["0123456789abcde", "0" * 64, "ab" * 32, "change-me-0123456789abcdefghijklmnop", "MySecret0123456789abcdefghijklmnop"]
)  # fmt: skip
def test_a_cookie_secret_that_can_be_guessed(secret: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Too short, of too few characters, or an example: refused without being repeated."""
    monkeypatch.setattr(st, "secrets", Secrets(auth=AUTH | {"cookie_secret": secret}))
    told = why()
    assert told.endswith("[auth]: cookie_secret needs 32 random characters: openssl rand -hex 32")
    assert secret not in told


def test_replicas_round_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where several servers share a registry, the rounding secret must be told: each would make its own."""
    monkeypatch.setenv("CPF_DATABASE_URL", "postgresql://u@h/d")
    told = "CPF_ROUNDING_SECRET must be set where several servers share a registry: openssl rand -hex 32"
    assert why() == f"The dashboard does not start: {told}"


def test_the_library_for_sign_in_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without it nobody could sign in, and the start says what to install."""
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "authlib" else 1)
    assert why().endswith("sign-in needs authlib: install requirements.txt")


def test_a_policy_that_cannot_be_used(configured: Path) -> None:
    """A configuration with a mistake is told by its file and what is wrong."""
    configured.write_text(ACCESS.replace("base = 5", "base = 'five'"), "utf-8")
    told = why()
    assert told.startswith("The dashboard does not start: ")
    assert "base" in told
