"""SECURITY.md says which test holds each control: it must be there."""

import re
from functools import cache

import pytest

from community_policing.protect.policy import Role, User, access_policy
from community_policing.ui.shell.protection_notice import seen
from tests.conftest import ROOT

PAGE = (ROOT / "SECURITY.md").read_text("utf-8")
NAMED = sorted(set(re.findall(r"`(test_\w+)`", PAGE)))


@cache
def every_test() -> frozenset[str]:
    """The name of every test function."""
    files = (ROOT / "tests").rglob("test_*.py")
    return frozenset(
        name for file in files for name in re.findall(r"^(?:async )?def (test_\w+)", file.read_text("utf-8"), re.M)
    )


@pytest.mark.parametrize("name", NAMED)
def test_a_test_that_is_named_exists(name: str) -> None:
    """A control whose test was renamed or removed is not held any more."""
    assert name in every_test()


def test_every_threat_names_a_test_and_every_file_is_there() -> None:
    """Each line of the table of threats ends in at least one test; each module and file it names exists."""
    rows = [
        line
        for line in PAGE.split("## Threats and controls")[1].split("\n## ")[0].splitlines()
        if line.startswith("| ")
    ][1:]
    assert len(rows) > 20
    assert [row for row in rows if "`test_" not in row.split("|")[5]] == []
    files = re.findall(r"`((?:[\w/]+/)?[\w]+\.(?:py|toml))`", PAGE)
    assert [
        name for name in files if not any((ROOT / place / name).exists() for place in (".", "community_policing"))
    ] == []


def test_readers_configuration_and_pages_say_the_same() -> None:
    """How finely each role sees is said in the words of protect/access.toml, by the banner, README and SECURITY.md alike."""
    rules = access_policy()
    guards = {role: rules.guard(User("", role)) for role in (Role.FIELD, Role.DONOR, Role.PUBLIC)}
    banner = {role: seen(role, guard) for role, guard in guards.items() if guard}
    assert banner == {
        Role.FIELD: "Your own governorates as recorded, everything else by quarter",
        Role.DONOR: "Your own grants by quarter, everything else by year and not by sex",
        Role.PUBLIC: "Everything by year and not by sex",
    }
    readme = (ROOT / "README.md").read_text("utf-8")
    for role, words in banner.items():
        in_a_table = f"{words[:1].lower()}{words[1:]}".replace("your own", "the own")
        assert f"| {role} | {in_a_table}; protected |" in readme
    page = " ".join(PAGE.split())
    assert (
        "own grants by quarter, everything else by year and not by sex (field offices: everything by quarter)" in page
    )
