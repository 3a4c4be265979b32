"""Tokens of the API: what is kept of one, and until when it opens something."""

import hashlib
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from community_policing.dataset.releases import ReleaseError
from community_policing.dataset.releases.connection import Connection
from community_policing.protect import api_tokens
from community_policing.protect.policy import Reader, Role, User
from tests.registries import Place

DONOR = Reader(role=Role.DONOR, grants=("DE",))


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
