"""Looking through somebody else's eyes: it holds whatever is opened meanwhile, and never shows more than was chosen."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from community_policing.dataset.load import load
from community_policing.dataset.releases import Source, open_releases
from tests.conftest import ROOT
from tests.pages.test_states import ONE_FORUM, PHASE, written

FRAME = str(ROOT / "community_policing" / "streamlit_app.py")


def framed(**address: str) -> AppTest:
    test = AppTest.from_file(FRAME, default_timeout=60)
    for name, value in address.items():
        test.query_params[name] = value
    return test.run()


def whose(test: AppTest) -> list[str]:
    """The banners of a protected view."""
    return [each.value.split(".")[0] for each in test.markdown if "people in multiples of" in each.value]


@pytest.mark.parametrize(
    ("eyes", "told"),
    [("", []), ("public", ["**Seen as: The public"]), ("donor:DE", ["**Seen as: Donor Germany"]),
     ("donor:XX", ["**Seen as: Donor XX"]), ("analyst", []), ("donor:", [])],
)  # fmt: skip
def test_the_address_says_whose_eyes(eyes: str, told: list[str]) -> None:
    """The public's and any donor's, also of one whom these data do not know; what is no reader's is one's own."""
    test = framed(seen_as=eyes)
    assert (whose(test), len(test.exception)) == (told, 0)
    assert test.query_params.get("seen_as", "") in ((eyes, [eyes]) if told else ("",))


def test_another_dataset_does_not_open_the_eyes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A donor's view of one dataset stays that donor's in another that has no such donor."""
    monkeypatch.setenv("CPF_DATA", written(tmp_path, {"phases": [PHASE], "fora": [ONE_FORUM]}))
    test = framed(seen_as="donor:DE", dataset="demonstration")
    assert whose(test) == ["**Seen as: Donor Germany"]
    test.selectbox(key="dataset").set_value("own").run()
    assert test.title[0].value == "1 forum is established by IOM; no targets are set"
    assert whose(test) == ["**Seen as: Donor DE"]


@pytest.mark.parametrize("rows", [{}, {"phases": [PHASE], "fora": [ONE_FORUM]}], ids=["empty", "one forum"])
def test_a_protected_view_stands_on_next_to_nothing(
    rows: dict[str, list[dict[str, str]]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An empty dataset and one with a single forum can be protected, too."""
    monkeypatch.setenv("CPF_DATA", written(tmp_path, rows))
    test = framed(seen_as="public")
    assert (whose(test), len(test.error), len(test.exception)) == (["**Seen as: The public"], 0, 0)


def test_an_older_release_opens_where_the_newest_is_damaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whose eyes there are to choose from is asked of the release that is shown, not of the newest."""
    monkeypatch.setenv("CPF_RELEASES", str(tmp_path))
    releases = open_releases(f"sqlite:///{tmp_path / 'registry.sqlite'}", str(tmp_path / "tables"))
    publish: Callable[..., object] = releases.publish
    for base, folder in ((None, ROOT / "data" / "demonstration"), (1, ROOT / "tests" / "fixture")):
        publish(load(folder), note="n", by="T", source=Source("f", "0" * 64), base=base, effect={})
    newest, first = releases.release(2), releases.release(1)
    only = {file.sha256 for file in newest.tables.values()} - {file.sha256 for file in first.tables.values()}
    for file in (tmp_path / "tables").rglob("*"):
        if file.is_file() and any(digest in file.name for digest in only):
            file.chmod(0o600)
            file.write_bytes(b"damaged")
    assert framed(release="1").title[0].value.replace("\\", "").startswith("Off track: 30 of")
    damaged = framed(release="2")
    assert [button.label for button in damaged.button] == ["Show release 1"]
