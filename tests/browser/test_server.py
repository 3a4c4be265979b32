import gzip
import json
import re
import urllib.error
import urllib.request
from http.client import HTTPMessage

import pytest

from community_policing.core.geography import LAYERS
from community_policing.core.paths import GEO
from community_policing.ui.charts.webgl_map import address
from data.dictionary import HOME, dictionary
from pages import PAGES


def asked(url: str, **headers: str) -> tuple[int, HTTPMessage, bytes]:
    """Status, headers and body of an answer; an error status is an answer too."""
    request = urllib.request.Request(url, headers={name.replace("_", "-"): value for name, value in headers.items()})
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.headers, refused.read()


ADDRESSES = ["/healthz", "/layers/rivers.geojson", "/_stcore/health", "/nowhere", "/_stcore/metrics", "/static/no.js"]


@pytest.mark.parametrize("path", [*(f"/{page.url_path}" for page in PAGES.values()), *ADDRESSES])
def test_every_answer_carries_the_security_headers(path: str, server: str) -> None:
    """Pages, files, errors and closed addresses alike: our own origin only, no inline script but those known by hash."""
    _, headers, _ = asked(server + path)
    policy = headers["content-security-policy"]
    scripts = re.search(r"script-src ([^;]*)", policy)
    assert scripts
    assert "'unsafe-inline'" not in scripts[1]
    assert "'unsafe-eval'" not in scripts[1]
    assert "frame-ancestors 'none'" in policy
    assert (headers["x-content-type-options"], headers["referrer-policy"]) == ("nosniff", "no-referrer")


@pytest.mark.parametrize(
    "path",
    [
        "/_stcore/metrics",
        "/_stcore/agent/openapi.json",
        "/_stcore/agent/interact",
        "/_stcore/upload_file/a/b",
        "//_stcore/metrics",
    ],
)
def test_addresses_that_readers_have_no_use_for_are_closed(path: str, server: str) -> None:
    """Metrics and the agent interface answer 404."""
    assert asked(server + path)[0] == 404


@pytest.mark.parametrize(
    "path",
    ["/layers/../app.py", "/layers/%2e%2e/app.py", "/layers/..%2fapp.py", "/layers/build.py", "/layers/governorates.csv",
     "/layers/SOURCES.md", "/static/../../../config.py", "/layers/",
     "/layers/a%00.json", "/layers/" + "a" * 300 + ".json"],
)  # fmt: skip
def test_nothing_but_layers_leaves_the_folder(path: str, server: str) -> None:
    """No address reaches a file outside the folder of layers, nor one in it that is no layer."""
    status, headers, body = asked(server + path, accept_encoding="gzip")
    page = gzip.decompress(body) if headers["content-encoding"] == "gzip" else body
    assert status in (400, 404) or b'<div id="root">' in page


@pytest.mark.parametrize("name", LAYERS)
def test_layers_travel_compressed_and_are_kept_while_they_last(name: str, server: str) -> None:
    """A layer asked for by its hash may be kept for ever, one asked for without it never; both are the file."""
    kept = asked(server + address(name), accept_encoding="gzip")
    assert kept[1]["cache-control"] == "public, max-age=31536000, immutable"
    assert gzip.decompress(kept[2]) == (GEO / LAYERS[name]).read_bytes()
    plain = asked(f"{server}/layers/{LAYERS[name]}")
    assert plain[2] == (GEO / LAYERS[name]).read_bytes()
    assert asked(f"{server}/layers/{LAYERS[name]}", accept_encoding="gzip")[1]["cache-control"] == "no-cache"


def test_healthz_answers(server: str) -> None:
    """The address that `make run` and supervisors ask."""
    status, headers, body = asked(server + "/healthz")
    assert (status, json.loads(body), headers["cache-control"]) == (200, {"status": "ok"}, "no-store")


def test_the_data_dictionary_is_true() -> None:
    """data/README.md is what core/schema.py says; `make data` writes it."""
    assert (HOME / "README.md").read_text("utf-8") == dictionary()
