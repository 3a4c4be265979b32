"""The command `serve`: the dashboard as a web server, as `make run` starts it."""

import argparse
import os

from community_policing.core.i18n import t
from community_policing.core.paths import PACKAGE, ROOT
from community_policing.core.settings import settings, variable

_PLACES = ("data", "access", "releases")  # settings that may name a place as seen from here


def arguments(verb: argparse.ArgumentParser) -> None:
    """Declare what the command may be asked."""
    verb.add_argument("--host", default="127.0.0.1", help=t("the address to listen on"))
    verb.add_argument("--port", type=int, default=8501, help=t("the port to listen on"))


def serve(asked: argparse.Namespace) -> int:
    """Serve until it is stopped.  Releases are those of the folder in which the command was given, as for every other command."""
    import uvicorn  # no other command needs a server

    given = settings()
    for name in _PLACES:
        if place := getattr(given, name):
            os.environ[variable([name])] = str(place.absolute())
    os.chdir(ROOT)  # Streamlit takes its settings from the folder that it is started in
    print(
        t("Community Policing dashboard: {address} (Ctrl+C stops it)", address=f"http://{asked.host}:{asked.port}"),
        flush=True,
    )
    uvicorn.run(
        "app:app",
        lifespan="on",
        ws="community_policing.server.websocket:WideWindowProtocol",
        host=asked.host,
        port=asked.port,
        log_level="warning",
        access_log=False,
        app_dir=str(PACKAGE.parent),
    )
    return 0
