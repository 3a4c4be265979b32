"""Who may see what: the policy as a whole, every configuration that cannot be used, and who a token speaks of."""

import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, strategies as st

from community_policing.core.protection_level import ConcernLevel, ProtectionLevel
from community_policing.protect import policy
from community_policing.protect.policy import POLICY, AccessError, Act, Role, User, read

PAGES = [
    "overview", "map", "targets", "outcomes", "fora", "reach", "training", "infrastructure", "governorate",
    "compare", "record", "glossary", "alerts", "briefing", "releases", "handon", "import", "log",
]  # fmt: skip
# For each role: a + for each page above that it opens; the acts it may do; whether it sees rows and places as recorded, and
# those of concerns.
TABLE = {
    "chief":   ("++++++++++++++++--", "export brief note read_notes save subscribe see_as",                True, False),
    "analyst": ("++++++++++++++++++", "export brief note read_notes save subscribe import publish see_as", True, True),
    "field":   ("+++++++++++++--+--", "export save subscribe",                                             False, False),
    "donor":   ("+++++++++++++--+--", "export save subscribe",                                             False, False),
    "public":  ("+++++++++++++-----", "save",                                                              False, False),
}  # fmt: skip
SOUND = """
[disclosure]
owner = "The focal point"
decided_on = 2026-11-23
base = 5
period = "quarter"
period_of_others = "year"
[disclosure.threshold]
field = 5
donor = 10
public = 10
[sign_in]
public_address = "https://dashboard.example.org/"
claim = "roles"
[sign_in.roles.analysts]
role = "analyst"
[sign_in.roles.germany]
role = "donor"
grants = ["DE", "US-P2"]
[sign_in.roles.everybody]
role = "public"
[[readers]]
issuer = "https://login.example.org"
subject = "1"
role = "field"
governorates = ["IQG15"]
"""


def configured(folder: Path, *changes: tuple[str, str], text: str = SOUND) -> policy.AccessPolicy:
    """The configuration read from a file, with every (old, new) changed in it; each must be there."""
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    file = folder / "access.toml"
    file.write_text(text, "utf-8")
    return read(file)


def test_every_role_opens_and_may_do_what_the_table_says() -> None:
    """Role x page x act, whole: nothing more, nothing less, and a page nobody named is nobody's."""
    found = {}
    for role in Role:
        reader = User("a", role)
        pages = "".join("+" if reader.opens(page) else "-" for page in PAGES)
        found[str(role)] = (
            pages,
            " ".join(act for act in Act if reader.may(act)),
            reader.rights.rows,
            reader.rights.concerns,
        )
        assert reader.rights.pages <= set(PAGES)
        assert not reader.opens("another")
        assert reader.rights.rows or not reader.may(Act.READ_NOTES)  # a note speaks of what is recorded
        assert reader.may(Act.READ_NOTES) or not reader.may(Act.NOTE)
    assert found == TABLE
    assert set(POLICY) == set(Role)


def test_who_sees_rows_has_no_guard_and_everybody_else_their_own(tmp_path: Path) -> None:
    """A field office keeps its governorates, a donor its grants, the public nothing; each with the role's own threshold."""
    rules = configured(tmp_path, ("field = 5", "field = 6"), ("public = 10", "public = 12"))
    readers = [User("a", role, ("IQG15",), ("DE",)) for role in Role]
    assert [rules.guard(reader) for reader in readers] == [
        None, None, ProtectionLevel(6, 5, "quarter", "year", ("IQG15",), None, 12),
        ProtectionLevel(10, 5, "quarter", "year", (), ("DE",), 12),
        ProtectionLevel(12, 5, "quarter", "year", (), (), 12),
    ]  # fmt: skip


def test_readers_who_are_shown_the_same_are_one_audience(tmp_path: Path) -> None:
    """Of one role and protection, whoever they are; another role, donor or threshold is another audience."""
    rules, stricter = configured(tmp_path), configured(tmp_path, ("donor = 10", "donor = 15"))
    one, same = (User(name, Role.DONOR, grants=("DE",)) for name in ("a", "b"))
    others = [User("a", role) for role in (Role.CHIEF, Role.ANALYST, Role.PUBLIC)] + [
        User("a", Role.DONOR, grants=("US",))
    ]
    audiences = [rules.audience(reader) for reader in (one, *others)] + [stricter.audience(one)]
    assert (rules.audience(same), len(set(audiences))) == (audiences[0], 6)
    assert audiences[0].startswith("donor ")


def test_all_but_analysts_are_told_the_same_cells_of_concerns(tmp_path: Path) -> None:
    """By the highest threshold, whatever their own: a chief has no other protection, an analyst none at all."""
    rules = configured(tmp_path, ("public = 10", "public = 12"), ("base = 5", "base = 4"))
    held = {role: rules.protection(User("a", role, ("IQG15",), ("DE",))) for role in Role}
    assert held[Role.ANALYST] is None
    assert held[Role.CHIEF] == ConcernLevel(12, 4)
    rest = [level for level in held.values() if isinstance(level, ProtectionLevel)]
    assert [level.concerns for level in rest] == [ConcernLevel(12, 4)] * 3


def test_the_shipped_configuration_has_an_owner_a_date_and_no_sign_in() -> None:
    """What ships holds without sign-in, and says that nobody was named yet."""
    shipped = read(policy.SHIPPED)
    assert (shipped.sign_in, shipped.base, dict(shipped.threshold), shipped.decided_on) == (
        None, 5, {"field": 5, "donor": 10, "public": 10}, date(2026, 11, 23),
    )  # fmt: skip
    assert shipped.owner.startswith("not named yet")


ADDRESS = "sign_in.public_address: is https://host, without a path; http only on this machine itself"
THRESHOLD = "disclosure: threshold is a number each for donor, field, public, and for nobody else"
WRONG = [
    ("base = 5", "base = 2", "disclosure.base: should be greater than or equal to 3, not 2"),
    ("base = 5", "base = true", "disclosure.base: should be a valid integer, not True"),
    ("base = 5", "base = 5.0", "disclosure.base: should be a valid integer, not 5.0"),
    ("base = 5", "", "disclosure.base: missing"),
    ("base = 5", "base = 5\nnoise = 1", "disclosure.noise: not known"),
    ("base = 5", "base = 5\nsign_in = {}", "disclosure.sign_in: should be an instance of SignIn, not {}"),
    ("field = 5", "field = 4", "disclosure: threshold.field is not below the base of 5"),
    ("field = 5", "", THRESHOLD),
    ("field = 5", "field = 5\nchief = 5", THRESHOLD),
    ("field = 5", 'field = "5"', "disclosure.threshold.field: should be a valid integer, not '5'"),
    ('period = "quarter"', 'period = "day"', "disclosure.period: should be 'quarter' or 'year', not 'day'"),
    ('period_of_others = "year"', 'period_of_others = "week"',
     "disclosure.period_of_others: should be 'quarter' or 'year', not 'week'"),
    ("decided_on = 2026-11-23", 'decided_on = "2026-11-23"', "disclosure.decided_on: should be a valid date, not '2026-11-23'"),
    ('owner = "The focal point"', "", "disclosure.owner: missing"),
    ("[disclosure]", "more = 1\n[disclosure]", "more: not known"),
    ("[sign_in]\n", "[sign_in]\nhour = 10\n", "sign_in.hour: not known"),
    ("[sign_in]\n", "[sign_in]\nhours = 0\n", "sign_in.hours: should be greater than 0, not 0"),
    ("[sign_in]\n", "[sign_in]\nhours = 24.5\n", "sign_in.hours: should be less than or equal to 24, not 24.5"),
    ("[sign_in]\n", "[sign_in]\nhours = true\n", "sign_in.hours: should be a valid number, not True"),
    ("https://dashboard.example.org/", "http://dashboard.example.org", ADDRESS),
    ("https://dashboard.example.org/", "https://dashboard.example.org/cpf", ADDRESS),
    ("https://dashboard.example.org/", "dashboard.example.org", ADDRESS),
    ("https://dashboard.example.org/", "http://localhost.evil.example", ADDRESS),
    ('role = "analyst"', 'role = "admin"',
     "sign_in.roles.analysts.role: should be 'chief', 'analyst', 'field', 'donor' or 'public', not 'admin'"),
    ('role = "analyst"', 'role = "analyst"\ngrants = ["DE"]', "sign_in.roles.analysts: grants say nothing for the role analyst"),
    ('grants = ["DE", "US-P2"]', "", "sign_in.roles.germany: grants are needed for the role donor"),
    ('grants = ["DE", "US-P2"]', "grants = [1]", "sign_in.roles.germany.grants, number 1: should be a valid string, not 1"),
    ('grants = ["DE", "US-P2"]', 'grants = [""]',
     "sign_in.roles.germany.grants, number 1: String should have at least 1 character, not ''"),
    ('grants = ["DE", "US-P2"]', 'grants = "DE"', "sign_in.roles.germany.grants: should be a valid tuple, not 'DE'"),
    ('governorates = ["IQG15"]', "", "readers, number 1: governorates are needed for the role field"),
    ('subject = "1"', "", "readers, number 1.subject: missing"),
    ('subject = "1"', "subject = 1", "readers, number 1.subject: should be a valid string, not 1"),
    ('issuer = "https://login.example.org"', 'email = "a@b"', "readers, number 1.issuer: missing"),
    ("[[readers]]", "[[sign_in.readers]]", "sign_in.readers: should be a valid dictionary, not [{"),
    ("[disclosure]", "[disclosure", "Expected ']' at the end of a table declaration (at line 2, column 12)"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "said"), WRONG)
def test_a_configuration_that_cannot_be_used_says_where_and_why(old: str, new: str, said: str, tmp_path: Path) -> None:
    """Nothing wrong is taken for something else: the message names the file, the place and the rule."""
    with pytest.raises(AccessError) as told:
        configured(tmp_path, (old, new))
    assert str(told.value).startswith(f"{tmp_path / 'access.toml'}: {said}")


def test_sign_in_that_lets_nobody_in_and_readers_without_it_are_refused(tmp_path: Path) -> None:
    """A claim without roles lets nobody in; single readers mean nothing where nobody signs in."""
    head, _, rest = SOUND.partition("[sign_in]")
    readers = rest[rest.index("[[readers]]") :]
    with pytest.raises(AccessError, match="readers are of use only with sign_in"):
        configured(tmp_path, text=head + readers)
    with pytest.raises(AccessError, match="without readers, or without a claim and its roles, lets nobody in"):
        configured(tmp_path, text=head + '[sign_in]\npublic_address = "https://a.example"\nclaim = "roles"\n')


def test_the_same_reader_twice_is_refused(tmp_path: Path) -> None:
    """One account has one role."""
    with pytest.raises(AccessError, match="the file: two readers have the same issuer and subject"):
        configured(tmp_path, text=SOUND + SOUND[SOUND.index("[[readers]]") :])


def test_a_file_that_is_not_there_is_said_and_a_changed_one_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """CPF_ACCESS names the file; a change holds from the next request."""
    monkeypatch.setenv("CPF_ACCESS", str(tmp_path / "access.toml"))
    with pytest.raises(AccessError, match=r"CPF_ACCESS names .* which cannot be read: No such file or directory"):
        policy.access_policy()
    configured(tmp_path)
    assert policy.access_policy().threshold["field"] == 5
    configured(tmp_path, ("field = 5", "field = 7"))
    os.utime(tmp_path / "access.toml", ns=(1, 1))
    assert policy.access_policy().threshold["field"] == 7


ISSUER = "https://login.example.org"
GERMANY = User("amal", Role.DONOR, (), ("DE", "US-P2"))
CLAIMS: list[tuple[dict[str, Any], User | None]] = [
    ({"roles": ["analysts"]}, User("amal", Role.ANALYST)),
    ({"roles": "germany"}, GERMANY),
    (
        {"roles": ["germany", "analysts"]},
        User("amal", Role.ANALYST),
    ),  # the configuration's order counts, not the token's
    ({"roles": ["everybody", "germany"]}, GERMANY),
    (
        {"iss": ISSUER, "sub": "1", "roles": ["analysts"]},
        User("amal", Role.FIELD, ("IQG15",)),
    ),  # the account goes first
    ({"iss": ISSUER, "sub": "2", "roles": ["analysts"]}, User("amal", Role.ANALYST)),
    ({"iss": "https://other.example", "sub": "1"}, None),
    ({"email": "1", "preferred_username": "analysts"}, None),
    ({"roles": ["Analysts", "analysts ", "", None, 1, ["analysts"]]}, None),
    ({"roles": {"analysts": True}}, None),
    ({"roles": None}, None),
    ({}, None),
]


@pytest.mark.parametrize(("claims", "reader"), CLAIMS)
def test_who_a_token_speaks_of(claims: dict[str, Any], reader: User | None, tmp_path: Path) -> None:
    """A single account goes before the claim, the first role of the configuration before the others, and who matches
    nothing, letter by letter, is nobody."""
    way = configured(tmp_path).sign_in
    assert way is not None
    assert (way.public_address, way.hours, way.reader("amal", claims)) == ("https://dashboard.example.org", 10, reader)


@pytest.fixture(scope="module")
def way(tmp_path_factory: pytest.TempPathFactory) -> policy.SignIn:
    """The sound configuration's sign-in."""
    found = configured(tmp_path_factory.mktemp("way")).sign_in
    assert found is not None
    return found


_ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12), lambda each: st.lists(each, max_size=3)
)


@given(said=_ANY, subject=_ANY)
def test_no_claim_gives_what_nobody_mapped(said: Any, subject: Any, way: policy.SignIn) -> None:
    """Whatever a token says, its role is one that the configuration gives for exactly those words, or none."""
    named = (
        {said}
        if isinstance(said, str)
        else {each for each in said if isinstance(each, str)}
        if isinstance(said, list)
        else set()
    )
    reader = way.reader("a", {"roles": said, "iss": "https://x", "sub": subject})
    assert (reader is not None) == bool(named & set(way.roles))
