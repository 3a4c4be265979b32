"""Streamlit's private interface: each door that we go through is there, in the one release that is pinned."""

import re
from collections.abc import Callable
from functools import partial
from unittest.mock import Mock, patch

import pytest
import streamlit
from itsdangerous import URLSafeTimedSerializer
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.testing.v1 import AppTest, local_script_runner
from streamlit.web.server import server_util
from streamlit.web.server.starlette.starlette_app import create_streamlit_routes
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from community_policing.protect import streamlit_internals as doors
from tests.conftest import ROOT


def addresses() -> None:
    """Streamlit answers at each address that we close, guard or keep apart from pages, and names its cookies so."""
    there = [
        re.sub(r"^/?", "/", getattr(route, "path", ""))
        for route in create_streamlit_routes(Mock(_main_script_path="app.py"))
    ]
    named = {doors.UPLOADS, *doors.OPERATORS[:2], *doors.SIGN_IN, *doors.NO_PAGES} - {"/app/", "/static/"}
    assert {name for name in named if not any(path.startswith(name) for path in there)} == set()
    assert (doors.USER_COOKIE, doors.XSRF_COOKIE) == (server_util.AUTH_COOKIE_NAME, "_streamlit_xsrf")


def browser_part() -> None:
    """The index page loses what we take out, begins with our scripts and ends with our words; its script knows their names."""
    page, original = doors.index_page("<i></i>"), (doors.FRONTEND / "index.html").read_text("utf-8")
    lost = [word for word in ("SourceSans", "service-desc") if word in original and word not in page]
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    assert (lost, scripts[:7], len(scripts)) == (
        ["SourceSans", "service-desc"],
        [doors.BOOT, doors.TAKE_FIRST, doors.UNCOVER, doors.PRINT, doors.KEEP, doors.WINDOW, doors.WEBGL],
        8,
    )
    assert re.sub(r"\s", "", page).endswith("<i></i></body></html>")
    code = "".join(file.read_text("utf-8") for file in (doors.FRONTEND / "static" / "js").glob("index.*.js"))
    assert [word for word in ("BACKEND_BASE_URL", "stSidebarCollapseButton") if word not in code] == []
    assert list((doors.FRONTEND / "static" / "media").glob(f"{doors.FONT.rpartition('/')[2]}*"))


def sign_in_cookie() -> None:
    """A value that Streamlit signs is read with its secret under the cookie's name, also where it comes in pieces."""
    signed = create_signed_value(doors.cookie_secret() or "s", doors.USER_COOKIE, "amal")
    read = URLSafeTimedSerializer(doors.cookie_secret() or "s", salt=doors.USER_COOKIE).loads(signed.decode())
    parts = {doors.USER_COOKIE: b"chunks-2", f"{doors.USER_COOKIE}_1": b"am", f"{doors.USER_COOKIE}_2": b"al"}
    assert (read, doors.whole_cookie(parts.get)) == ("amal", b"amal")


def login() -> None:
    """The way to the provider is one of Streamlit's sign-in addresses, with a signed word for which provider."""
    assert re.fullmatch(re.escape(doors.SIGN_IN[0]) + r"\?provider=[\w.-]{40,}", doors.login_address())


def messages() -> None:
    """A message says from which page it came; ours sends the browser elsewhere; what is no message is refused."""
    asked = BackMsg()
    asked.rerun_script.context_info.url = "https://here/map?donor=DE"
    assert doors.sent_from(asked.SerializeToString()) == "https://here/map?donor=DE"
    assert ForwardMsg.FromString(doors.redirect("/sign-in")).auth_redirect.url == "/sign-in"
    with pytest.raises(ValueError, match="no message"):
        doors.sent_from(b"\xff\xff\xff")


def the_run() -> None:
    """A run knows whether the browser went back, and whether a fragment runs alone; outside a run neither is so."""

    def script() -> None:
        import streamlit as st

        from community_policing.protect import streamlit_internals

        @st.fragment
        def part() -> None:
            st.text(f"{streamlit_internals.went_back()} {streamlit_internals.runs_a_part()}")

        part()

    tab = AppTest.from_function(script)
    seen = [tab.run().text[0].value]
    for cause in ({"is_history_navigation": True}, {"fragment_id_queue": list(tab._fragment_storage._fragments)}):
        with patch.object(local_script_runner, "RerunData", partial(local_script_runner.RerunData, **cause)):
            seen.append(tab.run().text[0].value)
    assert seen == ["False False", "True False", "False True"]
    assert (doors.went_back(), doors.runs_a_part()) == (False, False)


def parameter() -> None:
    """What carries a parameter reaches the browser as an expander that is bound to it, and asks nothing of the server."""

    def script() -> None:
        import streamlit as st

        from community_policing.protect import streamlit_internals

        streamlit_internals.carry(st.container(), "donor")

    tab = AppTest.from_function(script).run()
    bound = [(each.proto.query_param_key, each.proto.id, each.proto.expanded) for each in tab.expander]
    assert bound == [("donor", "$$ID-carry_donor-None", False)]


DOORS: tuple[Callable[[], None], ...] = (addresses, browser_part, sign_in_cookie, login, messages, the_run, parameter)


@pytest.mark.parametrize("door", DOORS, ids=[door.__name__ for door in DOORS])
def test_each_door_is_there_in_the_pinned_release(door: Callable[[], None]) -> None:
    """The release installed, pinned and described is one, and in it the door does what we rely on."""
    pinned = re.findall(r"^streamlit==(\S+)", (ROOT / "requirements.txt").read_text("utf-8"), re.MULTILINE)
    assert [streamlit.__version__, *pinned] == [doors.VERSION] * 2
    door()
