"""Tokens of the API on the command line: made, listed, revoked, and on record."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from community_policing.core import formats
from community_policing.dataset.load import Dataset
from community_policing.protect import api_tokens, audit_log
from community_policing.protect.policy import Reader, Role
from tests.cli.test_commands import Run, run as run  # a fixture
from tests.registries import FILE, Place

Told = Callable[[], list[tuple[str, str, str]]]


@pytest.fixture
def told(run: Run) -> Told:
    """What the log says was done by whom, oldest first."""
    return lambda: [(each.what, each.account, each.detail) for each in reversed(audit_log.log().entries())]


def test_a_token_is_shown_once_listed_and_revoked(place: Place, run: Run, told: Told) -> None:
    """Made for an account and a role, with what is the role's own; its text is printed then, and never again."""
    code, out, _ = run("token", "create", "--account", "Berlin", "--role", "donor", "--donor", "DE", "--by", "Rana")
    text, line, keep = out.splitlines()
    identifier = line.split()[0]
    until = formats.day((datetime.now(UTC) + timedelta(days=90)).date())
    assert (code, keep) == (0, "Keep it now: nobody can show it again. It travels as “Authorization: Bearer …”.")
    assert re.fullmatch("cpf_[A-Za-z0-9_-]{43}", text)
    assert line == f"{identifier}  Berlin (donor: DE)  until {until}"
    assert run("token", "list") == (0, f"{line}\n", "")
    assert run("token", "revoke", identifier, "--by", "Ali") == (0, f"Token {identifier} opens nothing any more.\n", "")
    today = formats.day(datetime.now(UTC).date())
    assert run("token", "list")[1] == f"{identifier}  Berlin (donor: DE)  revoked on {today}\n"
    assert told() == [("token", "Rana", f"{identifier}, donor: Berlin"), ("token_revoked", "Ali", identifier)]
    assert text not in json.dumps([dict(row) for row in place.open().tokens.all()])


def test_tokens_as_json(run: Run) -> None:
    """The same for a script: the text where it is made, and nowhere else."""
    made = json.loads(run("token", "create", "--account", "Map", "--role", "public", "--days", 1, "--json")[1])
    assert set(made) == {
        "token", "id", "account", "role", "governorates", "grants", "use", "made_at", "made_by", "expires_at", "revoked_at",
    }  # fmt: skip
    del made["token"]
    assert json.loads(run("token", "list", "--json")[1]) == {"tokens": [made]}


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (("create", "--account", "A"), "The role is not said."),
        (("create", "--role", "public"), "The account has no name."),
        (("create", "--account", "A", "--role", "public", "--days", 366), "A token cannot hold for 366 days."),
        (("create", "--account", "A", "--role", "public", "--days", 0), "A token cannot hold for 0 days."),
        (("create", "--account", "A", "--role", "donor"), "This is no reader: grants are needed for the role donor."),
        (("create", "--account", "A", "--role", "chief", "--donor", "DE"), "This is no reader: grants say nothing for the"),
        (("create", "--account", "A", "--role", "donor", "--donor", "FR"), "There is no donor or grant “FR” in these data."),
        (("create", "--account", "A", "--role", "field", "--governorate", "Atlantis"), "“Atlantis” is not the name of"),
        (("revoke", "0000"), "There is no token “0000”."),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(words: tuple[object, ...], problem: str, run: Run, told: Told) -> None:
    """In a sentence, and nothing is kept."""
    code, out, err = run("token", *words)
    assert (code, out, err.splitlines()[0][: len(problem)]) == (2, "", problem)
    assert (run("token", "list")[1], told()) == ("There is no token.\n", [])


def test_whose_a_token_is_is_known_to_the_data(place: Place, run: Run, dataset: Dataset) -> None:
    """Of the current release: a donor by id or name, or a grant; what nearly is one is asked after, and nothing is kept."""
    place.open().publish(dataset, note="November", by="Rana", source=FILE, base=None, effect={})
    make = ("token", "create", "--account", "A", "--role", "donor", "--json", "--donor")
    made = [json.loads(run(*make, word)[1])["grants"] for word in ("de", "Germany", "US-P2")]
    assert made == [["DE"], ["DE"], ["US-P2"]]
    listed = "There are: DE-P2, US-P1, US-P2, Germany (DE), US."
    for word, meant in (("Germny", "Did you mean Germany? "), ("US-P9", "Did you mean US-P1? "), ("KPMG", "")):
        refused = json.loads(run(*make, word)[1])["issues"][0]["message"]
        assert refused.endswith(f"There is no donor or grant “{word}” in these data. {meant}{listed}"), refused
    assert len(place.open().tokens.all()) == 3


def test_a_calendars_address_is_listed_and_ended_alike(
    place: Place, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Made on the page Hand on; the command line says what it is, and ends it."""
    monkeypatch.setenv("CPF_RELEASES", str(tmp_path))
    reader, rows = Reader(role=Role.DONOR, grants=("DE",)), place.open().tokens
    address, token = api_tokens.create(rows, "Berlin", reader, 90, "Berlin", "calendar")
    until = formats.day(token.expires_at.date())
    assert run("token", "list") == (0, f"{token.id}  Berlin (donor: DE)  calendar  until {until}\n", "")
    assert json.loads(run("token", "list", "--json")[1])["tokens"][0]["use"] == "calendar"
    assert run("token", "revoke", token.id)[0] == 0
    ended = api_tokens.of_address(rows, address)
    assert ended is not None
    assert not ended.holds()
