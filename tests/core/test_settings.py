"""Settings: what operators may set, what each value may be, and that nobody else reads the environment."""

import ast
import time
from collections.abc import Callable
from ipaddress import ip_network
from pathlib import Path

import pytest

from community_policing.core.i18n import ProgrammeError
from community_policing.core.settings import Settings, settings
from docs.settings import PAGE, page
from tests.contracts.code import broken

WHOLE = "Set it to a whole number above zero."
NOT_ONE = "There is no such setting: docs/operations.md lists them."
READ = {  # who else looks at the environment, and why
    "community_policing/core/settings.py": "the one that reads CPF_ variables",
    "community_policing/core/spark.py": "Spark asks the environment where Java is",
    "community_policing/server/mailing.py": "all that the sender inherits, which has the same settings",
    "community_policing/server/exposure.py": "variables of uvicorn and Streamlit, which would open the server",
    "community_policing/cli/serve.py": "says places as seen from the folder of the command, before it changes to another",
    "community_policing/dataset/intake/supervisor.py": "what little the process that reads hostile files inherits",
    "community_policing/briefing/build/queue.py": "what little the process that builds outputs inherits",
}


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """An environment in which nothing is set."""
    for name, field in Settings.model_fields.items():
        monkeypatch.delenv(str(field.validation_alias or f"CPF_{name.upper()}"), raising=False)


@pytest.mark.parametrize(
    ("variable", "value", "read", "comes"),
    [
        ("CPF_READERS", "7", lambda now: now.readers, 7),
        ("CPF_READERS", "", lambda now: now.readers, 120),
        ("CPF_HOSTS", "a.example.org, b,", lambda now: now.hosts, ("a.example.org", "b")),
        ("CPF_PROXIES", "10.0.0.5, 10.1.0.0/16", lambda now: now.proxies, (ip_network("10.0.0.5"), ip_network("10.1.0.0/16"))),
        ("CPF_PUBLIC_ADDRESS", " https://x.example.org/ ", lambda now: now.public_address, "https://x.example.org"),
        ("CPF_IMPORT", "off", lambda now: now.imports, "off"),
        ("CPF_RELEASES", "", lambda now: now.releases, Path(".releases")),
        ("CPF_DATA", "own", lambda now: now.data, Path("own")),
        ("CPF_LIMIT_SHEET_ROWS", "5", lambda now: (now.limit.sheet_rows, now.limit.rows), (5, 2_000_000)),
    ],
)  # fmt: skip
def test_a_value_is_read_as_what_it_is(
    variable: str, value: str, read: Callable[[Settings], object], comes: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the next question on, and no longer than it is set."""
    before = settings()
    monkeypatch.setenv(variable, value)
    assert read(settings()) == comes
    monkeypatch.delenv(variable)
    assert settings() == before


@pytest.mark.parametrize(
    ("variable", "value", "remedy"),
    [
        ("CPF_READERS", "0", WHOLE), ("CPF_READERS", "-1", WHOLE), ("CPF_READERS", "many", WHOLE), ("CPF_READERS", "1.5", WHOLE),
        ("CPF_LIMIT_ROWS", "many", WHOLE), ("CPF_LIMIT_ROW", "5", NOT_ONE), ("CPF_LIMIT", "5", NOT_ONE),
        ("CPF_SMTP_SECURITY", "yes", "Set it to “starttls”, “tls” or “none”, or leave it out."), ("CPF_SMTP_PORT", "0", WHOLE),
        ("CPF_IMPORT", "yes", "Set it to “on” or “off”, or leave it out."),
        ("CPF_PROXIES", "*", "Set it to addresses and networks, with commas between them."),
        ("CPF_PUBLIC_ADDRESS", "x.example.org",
         "Set it to the address that readers type, such as https://dashboard.example.org."),
    ],
)  # fmt: skip
def test_a_value_that_cannot_be_is_refused(
    variable: str, value: str, remedy: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By name, with what to do, rather than serving nobody, or everybody."""
    monkeypatch.setenv(variable, value)
    with pytest.raises(ProgrammeError) as refused:
        settings()
    assert str(refused.value) == f"{variable} is “{value}”. {remedy}"


def test_secrets_are_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is printed of the settings, in a traceback say, holds no password and no secret."""
    for variable in ("CPF_DATABASE_URL", "CPF_ROUNDING_SECRET", "CPF_SMTP_PASSWORD"):
        monkeypatch.setenv(variable, "hidden")
    assert "hidden" not in repr(settings())


def test_asking_costs_next_to_nothing() -> None:
    """Pages ask some thirty times a click: together at most a few milliseconds, also on a busy machine."""
    settings()
    started = time.perf_counter()
    for _ in range(100):
        settings()
    assert time.perf_counter() - started < 0.05


def test_operations_lists_every_setting() -> None:
    """docs/operations.md is what core/settings.py says; `make data` writes it."""
    assert PAGE.read_text("utf-8") == page()


def test_nobody_else_reads_the_environment() -> None:
    """A variable is read, and what it may be is said, in one place."""

    def reads(file: Path) -> set[str]:
        nodes = list(ast.walk(ast.parse(file.read_text("utf-8"))))
        names = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
        names |= {node.name for node in nodes if isinstance(node, ast.alias)}
        return names & {"environ", "environb", "getenv"}

    assert set(broken(reads)) == set(READ)
