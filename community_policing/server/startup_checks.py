"""Startup checks: a server that signs users in, and could not do so safely, does not start."""

import importlib.util
import sys

import streamlit as st

from community_policing.core.i18n import ProgrammeError
from community_policing.core.settings import settings
from community_policing.dataset.releases import location
from community_policing.protect.policy import AccessError, SignIn, access_policy
from community_policing.protect.rounding_secret import SETTING, SHORTEST

SECRETS = ".streamlit/secrets.toml"
_NEEDED = ("client_id", "client_secret", "server_metadata_url")
_EXAMPLES = ("xxx", "example", "changeme", "change-me", "secret", "password")


def check() -> None:
    """Ends the process, with what is wrong and what to do, where the configuration cannot be used."""
    try:
        way = access_policy().sign_in
        if way:
            _sign_in(way)
    except (AccessError, ProgrammeError) as error:
        sys.exit(f"The dashboard does not start: {error}")


def _sign_in(way: SignIn) -> None:
    if importlib.util.find_spec("authlib") is None:
        raise AccessError("sign-in needs authlib: install requirements.txt")
    section = st.secrets.get("auth") if st.secrets.load_if_toml_exists() else None
    if section is None:
        raise AccessError(f"{SECRETS} needs a section [auth] with the sign-in provider (docs/operations.md)")
    if missing := [name for name in (*_NEEDED, "redirect_uri", "cookie_secret") if not section.get(name)]:
        raise AccessError(f"{SECRETS}, [auth]: missing: {', '.join(missing)}")
    if section["redirect_uri"] != f"{way.public_address}/oauth2callback":
        raise AccessError(f"{SECRETS}, [auth]: redirect_uri must be {way.public_address}/oauth2callback")
    secret = str(section["cookie_secret"])
    if len(secret) < SHORTEST or len(set(secret)) < 10 or any(word in secret.lower() for word in _EXAMPLES):
        raise AccessError(f"{SECRETS}, [auth]: cookie_secret needs {SHORTEST} random characters: openssl rand -hex 32")
    if location.shared() and not settings().rounding_secret:
        raise AccessError(f"{SETTING} must be set where several servers share a registry: openssl rand -hex 32")
