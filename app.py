"""ASGI entry point: `uvicorn app:app` (what `make run` does) or `streamlit run app.py`."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import Route

from community_policing.protect import audit_log, sign_outs
from community_policing.server import allowed_hosts, assets, capacity, exposure, mailing, presentation, startup_checks
from community_policing.server.api import api, calendar_feed
from community_policing.server.security_headers import SecurityHeaders
from community_policing.server.sign_in_gate import SignInGate
from community_policing.server.spoken_language import SpokenLanguage
from community_policing.server.upload_guard import UploadGuard
from community_policing.ui.shell.errors import log_and_tell
from pages import PAGES

startup_checks.check()  # a configuration that is wrong, or that opens the server to everybody, ends the process here
exposure.refuse_exposed()


@asynccontextmanager
async def lifespan(_: Any) -> AsyncIterator[None]:
    """Everything heavy happens once, before the first reader."""
    assets.warm()
    audit_log.watch(sign_outs.learn)
    mailing.watch()
    yield


ADDRESSES = frozenset({"/"} | {f"/{page.url_path}" for page in PAGES.values()})

app = st.App(
    Path(__file__).parent / "community_policing" / "streamlit_app.py",
    lifespan=lifespan,
    routes=[
        Route("/healthz", assets.healthz),
        *calendar_feed.routes(),
        *api.routes(),
        *mailing.routes(),
        *(Route(f"/{kind}/{{name}}", assets.file) for kind in ("layers", "styles", "scripts")),
    ],
    middleware=[
        Middleware(SpokenLanguage),
        Middleware(SecurityHeaders),
        Middleware(allowed_hosts.AllowedHosts),
        Middleware(capacity.SessionLimit),
        Middleware(SignInGate, ADDRESSES, sign_outs.signed_out, audit_log.record),
        Middleware(UploadGuard),
        Middleware(presentation.Presentation),
        Middleware(assets.Fonts),
        Middleware(assets.Precompressed),
        Middleware(assets.Index, ADDRESSES),
    ],
    on_script_error=log_and_tell,
)
