"""ASGI entry point: `uvicorn app:app` (what `make run` does) or `streamlit run app.py`."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import Route

from community_policing.protect import audit_log as audit, sign_outs as sessions
from community_policing.server import (
    allowed_hosts as hosts,
    assets as server,
    capacity as places,
    exposure,
    presentation as present,
    security_headers as headers,
    startup_checks as start,
    upload_guard as uploads,
)
from community_policing.server.sign_in_gate import Gate
from community_policing.ui.shell.errors import log_and_tell
from pages import PAGES

start.check()  # a configuration that is wrong, or that opens the server to everybody, ends the process here
exposure.refuse_exposed()


@asynccontextmanager
async def lifespan(_: Any) -> AsyncIterator[None]:
    """Everything heavy happens once, before the first reader."""
    server.warm()
    audit.watch(sessions.learn)
    yield


ADDRESSES = frozenset({"/"} | {f"/{page.url_path}" for page in PAGES.values()})

app = st.App(
    Path(__file__).parent / "community_policing" / "streamlit_app.py",
    lifespan=lifespan,
    routes=[
        Route("/healthz", server.healthz),
        *(Route(f"/{kind}/{{name}}", server.file) for kind in ("layers", "styles")),
    ],
    middleware=[
        Middleware(headers.Headers),
        Middleware(hosts.Hosts),
        Middleware(places.Places, places.most_readers()),
        Middleware(Gate, ADDRESSES, sessions.signed_out, audit.record),
        Middleware(uploads.Uploads),
        Middleware(present.Present),
        Middleware(server.Fonts),
        Middleware(server.Precompressed),
        Middleware(server.Index, ADDRESSES),
    ],
    on_script_error=log_and_tell,
)
