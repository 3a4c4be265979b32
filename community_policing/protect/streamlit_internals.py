"""Streamlit's private interface: all that we use of it and that a new release of Streamlit may change without saying so.

Seven doors, each with a test in tests/protect/test_streamlit_internals.py; no other module may open one.  It stands here
because protection is the lowest room that knows of Streamlit: who signed in, the server and the pages all ask it.
"""

import re
from collections.abc import Callable
from pathlib import Path

import streamlit
from google.protobuf.message import DecodeError
from streamlit.auth_util import get_cookie_with_chunks
from streamlit.delta_generator import DeltaGenerator
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Block_pb2 import Block
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.user_info import generate_login_redirect_url
from streamlit.web.server.server_util import get_cookie_secret

from community_policing.core.languages import Language

VERSION = "1.67.0"  # the release that all of this was read in and is tested with

# 1. Addresses and cookies of Streamlit's server.
CORE, MEDIA = "/_stcore/", "/media/"
UPLOADS = f"{CORE}upload_file"
OPERATORS = (f"{CORE}metrics", f"{CORE}agent", f"{CORE}script-health-check")  # which no reader has a use for
SIGN_IN = ("/auth/login", "/auth/logout", "/oauth2callback")
NO_PAGES = (CORE, MEDIA, "/auth/", "/oauth2callback", "/app/", "/component", "/static/")
USER_COOKIE = "_streamlit_user"
XSRF_COOKIE = "_streamlit_xsrf"  # Streamlit's page reads it, and sends it back in a header

# 2. The browser's part: files, index page, and what our scripts in it call by name.
FRONTEND = Path(streamlit.__file__).resolve().parent / "static"
FONT = "/static/media/SourceSansVF"  # what the style sheet names, and browsers fetch though our theme does not use it
ICONS = "/static/media/MaterialSymbols-Rounded"  # its icons, fetched before anything can be read
# Streamlit's page looks for its server below the address it was opened at, and logs an error for each page that is none.
BOOT = "window.__streamlit = {BACKEND_BASE_URL: window.location.origin + '/'}"
# Streamlit has no word for a key that is pressed in a box: Enter takes the first answer under the search box, once the
# answers to what was typed last are there.
TAKE_FIRST = """addEventListener('keydown', event => {
  if (event.key !== 'Enter' || !event.target.closest?.('.st-key-search-box')) return
  const take = () => {
    if (document.querySelector('[data-testid=stApp]').dataset.testScriptState !== 'notRunning') setTimeout(take, 100)
    else document.querySelector('.st-key-search-box [class*="st-key-found-"] button')?.click()
  }
  setTimeout(take, 300)
})"""
# On a phone the menu covers the page until it is closed.
UNCOVER = """addEventListener('click', event => {
  if (innerWidth <= 768 && event.target.closest('[data-testid=stSidebarNavLink]'))
    document.querySelector('[data-testid=stSidebarCollapseButton] button')?.click()
})"""

# The server has no way to the browser's print dialog.
PRINT = "addEventListener('click', event => event.target.closest('.st-key-print-page button') && print())"

# What the page itself keeps in this browser, for so many seconds or until it is closed; over TLS sent by TLS alone.
KEEP = """const keepCookie = (name, value, seconds) => {
  const until = seconds ? `; max-age=${seconds}` : '', alone = location.protocol === 'https:' ? '; Secure' : ''
  document.cookie = `${name}=${value}; path=/; SameSite=Strict${until}${alone}`
}"""

# Only the browser knows how large its window is, on which hangs how many names and marks a map has room for.
WINDOW = """const measure = () => keepCookie('window', `${innerWidth}x${innerHeight}`);
measure(); addEventListener('resize', measure)"""

# Only the browser knows whether it draws WebGL; asked once a browser session, since asking starts its graphics.
WEBGL = """if (!document.cookie.includes('webgl=')) {
  const context = document.createElement('canvas').getContext('webgl2')
  keepCookie('webgl', context ? 'yes' : 'no')
  context?.getExtension('WEBGL_lose_context')?.loseContext()
}"""


def index_page(end: str) -> str:
    """Streamlit's index page with our scripts before its own and `end` at the end of its body; without the font that our
    theme does not use, and the link to an address that is closed here."""
    page = (FRONTEND / "index.html").read_text("utf-8")
    page = re.sub(r"<link\s+rel=\"preload\"[^>]*SourceSans[^>]*/>", "", page)
    page = re.sub(r"<link rel=\"service-desc\"[^>]*/>", "", page)
    page = page.replace("</body>", f"  {end}\n  </body>", 1)
    ours = "".join(
        f"<script>{script}</script>\n    " for script in (BOOT, TAKE_FIRST, UNCOVER, PRINT, KEEP, WINDOW, WEBGL)
    )
    return page.replace("<script>", f"{ours}<script>", 1)


def in_language(page: str, spoken: Language, first: str) -> str:
    """The index page in another language: tag and direction before anything is drawn, and `first` before all scripts."""
    page = page.replace('<html lang="en">', f'<html lang="{spoken.tag}" dir="{spoken.direction}">', 1)
    return page.replace("<script>", f"{first}<script>", 1)


# 3. The sign-in cookie.
def cookie_secret() -> str:
    """Returns the secret that Streamlit signs its cookies with."""
    return get_cookie_secret()


def whole_cookie(part: Callable[[str], bytes | None]) -> bytes | None:
    """Puts the sign-in cookie together, which Streamlit cuts in pieces where it is long; `part` reads one by its name."""
    return get_cookie_with_chunks(part, USER_COOKIE)


# 4. The way to the provider of sign-in.
def login_address() -> str:
    """Makes the address, on this server, that leads to the provider.  It needs authlib."""
    return generate_login_redirect_url("default")


# 5. The messages of the websocket.
def sent_from(message: bytes) -> str:
    """Reads the address of the page that a browser's message was sent from; ValueError for what is no such message."""
    try:
        return str(BackMsg.FromString(message).rerun_script.context_info.url)
    except DecodeError as error:
        raise ValueError("no message of Streamlit's browser part") from error


def redirect(address: str) -> bytes:
    """Makes the message that sends the browser to another address."""
    message = ForwardMsg()
    message.auth_redirect.url = address
    return bytes(message.SerializeToString())


# 6. What the run of the script knows of its cause.
def went_back() -> bool:
    """Whether this run answers the browser's buttons for back and forward."""
    context = get_script_run_ctx()
    return context is not None and context.is_history_navigation


def has_reader() -> bool:
    """Whether this thread runs the script for a reader."""
    return get_script_run_ctx(suppress_warning=True) is not None


def runs_a_part() -> bool:
    """Whether a fragment of the page runs alone."""
    context = get_script_run_ctx()
    return context is not None and bool(context.fragment_ids_this_run)


# 7. A parameter of the address that goes along through the menu.
Place = DeltaGenerator  # where something is drawn


def carry(place: Place, name: str) -> None:
    """Lets a parameter of the address go along when the reader clicks on another page in the menu.

    Streamlit's client drops every parameter then but those of a widget that says it is bound to one; without such a widget
    the browser would keep a step in its history that has no filters.  This one is unseen: the server has no such widget,
    and never reads it.  It is an expander, which the client's first script draws: any other kind is fetched first, and a
    reader who clicked meanwhile would have that step.
    """
    bound = Block.Expandable(id=f"$$ID-carry_{name}-None", query_param_key=name)
    place._block(Block(expandable=bound, allow_empty=True))
