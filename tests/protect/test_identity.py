"""Who signed in, as Streamlit's cookie says it: cookies made here as Streamlit makes them, with its own secret and its own salt."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, strategies as st
from itsdangerous import TimestampSigner, URLSafeTimedSerializer

from community_policing.protect import streamlit_internals
from community_policing.protect.identity import SKEW, Identity, account_of, identity
from community_policing.protect.policy import Reader, Role, SignIn, User
from community_policing.protect.streamlit_internals import USER_COOKIE as COOKIE

NOW = 1_480_500_000
HOME, SECRET = "https://dashboard.example.org", "s" * 40
CLAIMS = {"iss": "https://login.example.org", "sub": "00u1", "preferred_username": "amal", "origin": HOME, "exp": NOW + 7_200,
          "is_logged_in": True, "roles": ["analysts"]}  # fmt: skip
WAY = SignIn(public_address=HOME, claim="roles", roles={"analysts": Reader(role=Role.ANALYST)})
AMAL = account_of(CLAIMS)


@pytest.fixture(autouse=True)
def secret(monkeypatch: pytest.MonkeyPatch) -> None:
    """The secret that Streamlit signs with."""
    monkeypatch.setattr(streamlit_internals, "cookie_secret", lambda: SECRET)


class _At(TimestampSigner):
    moment = NOW

    def get_timestamp(self) -> int:
        return self.moment


def signed(name: str, value: str, at: int = NOW, secret: str = SECRET) -> str:
    """One cookie of that name, signed at that second as Streamlit signs it."""
    signer = type("Signer", (_At,), {"moment": at})
    return str(URLSafeTimedSerializer(secret, salt=name, signer=signer).dumps(value))


def cookie(at: int = NOW, secret: str = SECRET, **changed: Any) -> dict[str, str]:
    """The whole cookie; a claim that is None is left out."""
    claims = {name: value for name, value in {**CLAIMS, **changed}.items() if value is not None}
    return {COOKIE: signed(COOKIE, json.dumps(claims), at, secret)}


def chunked(pieces: int) -> dict[str, str]:
    """The cookie in pieces, as Streamlit keeps one that is too long for a browser: the first says how many there are."""
    whole = json.dumps(CLAIMS)
    size = -(-len(whole) // pieces)
    made = {COOKIE: signed(COOKIE, f"chunks-{pieces}")}
    for at in range(pieces):
        name = f"{COOKIE}_{at + 1}"
        made[name] = signed(name, whole[at * size : (at + 1) * size])
    return made


VALID = Identity(AMAL, User(AMAL, Role.ANALYST), NOW, NOW + 7_200)


def test_a_cookie_as_streamlit_makes_it_is_read() -> None:
    """The account, the role, from when, and until its token ends."""
    assert identity(cookie(), WAY, NOW) == VALID


def test_a_cookie_in_pieces_is_read_and_not_without_one_of_them() -> None:
    """Three pieces are one cookie; with a piece missing, or exchanged for another, there is none."""
    assert identity(chunked(3), WAY, NOW) == VALID
    for name in (f"{COOKIE}_1", f"{COOKIE}_3"):
        assert identity({key: value for key, value in chunked(3).items() if key != name}, WAY, NOW) is None
    swapped = chunked(3)
    swapped[f"{COOKIE}_1"], swapped[f"{COOKIE}_2"] = swapped[f"{COOKIE}_2"], swapped[f"{COOKIE}_1"]
    assert identity(swapped, WAY, NOW) is None


@pytest.mark.parametrize(
    "cookies",
    [
        {},
        {COOKIE: ""},
        {COOKIE: json.dumps(CLAIMS)},
        cookie(secret="t" * 40),
        {COOKIE: signed("_streamlit_user_tokens", json.dumps(CLAIMS))},
        {COOKIE: signed(COOKIE, "not json")},
        {COOKIE: signed(COOKIE, "[1]")},
        cookie(origin="https://other.example.org"),
        cookie(origin=None),
        cookie(is_logged_in=False),
        cookie(is_logged_in="true"),
        cookie(exp=None),
        cookie(exp="9999999999"),
        cookie(exp=NOW),
        cookie(exp=NOW - 1),
        cookie(sub=None),
        cookie(sub=""),
        cookie(iss=None),
        cookie(at=NOW + int(SKEW) + 1),
        cookie(at=NOW - 36_000),
    ],
    ids=[
        "none", "empty", "unsigned", "another secret", "another cookie's salt", "no JSON", "no claims", "another origin",
        "no origin", "signed out", "not a truth", "no exp", "exp as text", "just ended", "ended", "no subject", "empty subject",
        "no issuer", "from the future", "longer than the hours",
    ],
)  # fmt: skip
def test_anything_else_is_nobody(cookies: Mapping[str, str]) -> None:
    """What is missing, tampered with, of another place, ended, or has no end is no sign-in."""
    assert identity(cookies, WAY, NOW) is None


def test_it_ends_with_the_hours_or_the_token_whichever_is_first() -> None:
    """A token of two hours ends after two; one of thirty days after the ten hours of the configuration."""
    long = identity(cookie(exp=NOW + 30 * 86_400), WAY, NOW)
    assert long is not None
    assert (long.since, long.until) == (NOW, NOW + 36_000)
    assert identity(cookie(exp=NOW + 30 * 86_400), WAY, NOW + 35_999) == long
    assert identity(cookie(exp=NOW + 30 * 86_400), WAY, NOW + 36_000) is None


def test_a_role_nobody_gave_is_none() -> None:
    """Who signed in without a role here is known, and reads nothing."""
    assert identity(cookie(roles=["others"]), WAY, NOW) == Identity(AMAL, None, NOW, NOW + 7_200)


@given(place=st.integers(0, len(cookie()[COOKIE]) - 1), bit=st.integers(0, 5))
def test_one_letter_changed_is_nobody(place: int, bit: int) -> None:
    """Whichever letter of the cookie is exchanged for another, it is no sign-in."""
    whole, letters = cookie()[COOKIE], "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    old = whole[place]
    new = letters[letters.index(old) ^ (1 << bit)] if old in letters else "A"
    changed = whole[:place] + new + whole[place + 1 :]
    found = identity({COOKIE: changed}, WAY, NOW)
    assert found is None or found == VALID  # the last letter of a signature carries bits that nobody reads


def test_accounts_of_one_name_are_told_apart() -> None:
    """Two subjects of one name, or one subject at two issuers, are two accounts; the e-mail address names, and decides nothing."""
    names = [account_of({**CLAIMS, **other}) for other in ({}, {"sub": "00u2"}, {"iss": "https://x"}, {"email": "b@x"})]
    assert len(set(names)) == 3
    assert names[0] == names[3]
    assert all(name.startswith("amal · ") for name in names)
