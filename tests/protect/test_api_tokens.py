"""Tokens of the API: what is kept of one, and until when it opens something."""

import hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import get_args

import pytest
import sqlalchemy as sa

from community_policing.dataset.releases import ReleaseError
from community_policing.dataset.releases.connection import Connection
from community_policing.dataset.releases.migrations.versions import v0010_feeds
from community_policing.protect import api_tokens
from community_policing.protect.policy import Reader, Role, User
from community_policing.protect.signed_address import signed
from tests.registries import Place

DONOR = Reader(role=Role.DONOR, grants=("DE",))
USES = ("api", "calendar")


def test_a_token_is_found_by_its_text_alone(place: Place) -> None:
    """Whoever has the text has the view; one letter more, fewer or other is nobody; on record stands the hash."""
    rows = place.open().tokens
    text, token = api_tokens.create(rows, "Berlin", DONOR, 30, "Rana")
    assert api_tokens.find(rows, text) == token
    assert (token.user, token.made_by) == (User("Berlin", Role.DONOR, (), ("DE",)), "Rana")
    other = text[:-1] + ("A" if text[-1] != "A" else "B")
    digest = hashlib.sha256(text.encode()).hexdigest()
    for wrong in (other, text[:-1], text + "A", text.upper(), text.removeprefix("cpf_"), digest, "", "x" * 10_000):
        assert api_tokens.find(rows, wrong) is None
    with Connection(place.url).reading() as held:
        kept = str(held.execute(sa.text("SELECT * FROM api_tokens")).fetchall())
    assert (digest in kept, text in kept, text[4:] in kept) == (True, False, False)


def test_a_token_holds_until_its_day_or_its_end(place: Place) -> None:
    """To the second; revoked it opens nothing, and revoked again the first time counts."""
    rows = place.open().tokens
    text, token = api_tokens.create(rows, "Berlin", DONOR, 30, "Rana")
    assert token.expires_at - token.made_at == timedelta(days=30)
    assert [token.holds(token.expires_at + timedelta(seconds=s)) for s in (-1, 0, 1)] == [True, False, False]
    api_tokens.revoke(rows, token.id, "Rana")
    ended = api_tokens.find(rows, text)
    assert ended is not None
    assert ended.revoked_at is not None
    assert not ended.holds(datetime.now(UTC))
    api_tokens.revoke(rows, token.id, "Ali")
    assert api_tokens.find(rows, text) == ended


def test_what_opens_one_thing_opens_no_other(place: Place, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A calendar's address is signed, and its row has a hash of a text that nobody was told; both are listed and end alike."""
    monkeypatch.setenv("CPF_RELEASES", str(tmp_path))
    rows = place.open().tokens
    (text, token), (address, calendar) = (api_tokens.create(rows, "Berlin", DONOR, 30, "Rana", use) for use in USES)
    assert (token.use, calendar.use) == USES == get_args(api_tokens.Use)
    assert [api_tokens.find(rows, each) for each in (text, address)] == [token, None]
    assert [api_tokens.of_address(rows, each) for each in (address, text)] == [calendar, None]
    assert api_tokens.of_address(rows, signed("calendar", token.id)) is None
    assert api_tokens.listed(rows) == (calendar, token)
    assert (api_tokens.calendars(rows, "Berlin"), api_tokens.calendars(rows, "Bonn")) == ((calendar,), ())
    api_tokens.revoke(rows, calendar.id, "Rana")
    ended = api_tokens.of_address(rows, address)
    assert ended is not None
    assert (ended.holds(), api_tokens.calendars(rows, "Berlin")) == (False, ())


def test_tokens_of_before_go_on_opening_the_api(place: Place) -> None:
    """A registry of the step before has tokens alone; after it each is found as it was."""
    text, token = api_tokens.create(place.open().tokens, "Berlin", DONOR, 30, "Rana")
    with Connection(place.url).writing() as connection:
        for change in ("api_tokens DROP COLUMN use", "alert_audiences RENAME TO alert_views",
                       "alert_views RENAME COLUMN audience TO view", "alert_log RENAME COLUMN audience TO view"):  # fmt: skip
            connection.execute(sa.text(f"ALTER TABLE {change}"))
        connection.execute(
            sa.text("UPDATE alembic_version SET version_num = :step"), {"step": v0010_feeds.down_revision}
        )
    assert api_tokens.find(place.open().tokens, text) == token
    with pytest.raises(ReleaseError), Connection(place.url).writing() as connection:
        connection.execute(sa.text("UPDATE api_tokens SET use = 'calendar'"))


def test_the_database_refuses_to_change_a_token(place: Place) -> None:
    """Nobody gives a token another role, a longer life, or takes a revocation back."""
    rows = place.open().tokens
    _, token = api_tokens.create(rows, "Berlin", DONOR, 30, "Rana")
    api_tokens.revoke(rows, token.id, "Rana")
    for change in ("UPDATE api_tokens SET role = 'analyst'", "UPDATE api_tokens SET expires_at = '2099-01-01'",
                   "DELETE FROM api_tokens_revoked"):  # fmt: skip
        with pytest.raises(ReleaseError), Connection(place.url).writing() as connection:
            connection.execute(sa.text(change))
    assert [each.revoked_at is not None for each in api_tokens.listed(rows)] == [True]
