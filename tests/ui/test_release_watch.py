"""What the pages know of releases: soon, without a restart, and whatever becomes of the registry."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from threading import Event, Thread

import pytest

from community_policing.dataset.load import Dataset
from community_policing.dataset.releases import (
    RegistryUnavailable,
    Releases,
    connection,
    open_releases,
)
from community_policing.ui.shell import release_watch
from community_policing.ui.shell.release_watch import GIVEN_UP, LOOK_AGAIN, Watch
from tests.conftest import ROOT
from tests.registries import FILE, PLACES, Between, Place

NOTICED_WITHIN = 5  # seconds, as the issue asks


class Clock:
    """A clock that stands until it is told to go on."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class Store:
    """A store whose registry can be taken away, and can be made to hang until it is let go."""

    def __init__(self, releases: Releases) -> None:
        self.releases, self.gone, self.looks = releases, False, 0
        self.answers, self.asked = Event(), Event()
        self.answers.set()

    def current(self) -> object:
        """As Releases has it."""
        self.looks += 1
        self.asked.set()
        assert self.answers.wait(60)
        if self.gone:
            raise RegistryUnavailable("The registry is gone.", "Wait.")
        return self.releases.current()

    def history(self) -> object:
        """As Releases has it."""
        return self.releases.history()


def publish(place: Place, dataset: Dataset, number: int) -> None:
    """Release `number`, which differs from the one before in its date."""
    one = replace(dataset, release=f"edition{number}", as_of=date(2016, 11, 30 - number))
    place.open().publish(one, note="next", by="test", source=FILE, base=number - 1 or None, effect={})


def numbers(watch: Watch) -> list[int]:
    """The numbers of the releases that it knows of."""
    return [release.number for release in watch.history]


@pytest.fixture
def store(sqlite_place: Place, dataset: Dataset) -> Iterator[Store]:
    """A store with one release; whoever hangs in it is let go at the end."""
    publish(sqlite_place, dataset, 1)
    made = Store(sqlite_place.open())
    yield made
    made.answers.set()


@pytest.fixture
def impatient(patient: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Readers wait for no more than a moment."""
    monkeypatch.setattr(release_watch, "PATIENCE", 0.05)


def watching(store: Store, clock: Clock) -> Watch:
    """A watch that has looked once."""
    watch = Watch(lambda: store, clock)  # type: ignore[arg-type,return-value]
    watch.look()
    return watch


def test_each_replica_notices_a_release_within_five_seconds(place: Place, dataset: Dataset) -> None:
    """Two replicas on one registry and one store: what the first publishes the second sees at a look five seconds later,
    whole, without a restart; before that it shows what it has."""
    clock = Clock()
    one, two = Watch(place.open, clock), Watch(place.open, clock)
    for watch in (one, two):
        watch.look()
    assert (numbers(one), numbers(two), two.trouble) == ([], [], None)
    publish(place, dataset, 1)
    two.look()
    assert numbers(two) == []
    for number in (2, 3):
        clock.now += NOTICED_WITHIN
        two.look()
        assert numbers(two) == list(range(number - 1, 0, -1))
        publish(place, dataset, number)
    one.look(now=True)
    assert numbers(one) == [3, 2, 1]
    assert two.releases.dataset(one.history[0]).as_of == date(2016, 11, 27)
    assert LOOK_AGAIN < NOTICED_WITHIN


def test_a_registry_that_is_gone_for_a_while(store: Store, sqlite_place: Place, dataset: Dataset) -> None:
    """While the registry is out of reach the history stays and the trouble is told; afterwards it is told no more, and what
    was published meanwhile is there."""
    clock = Clock()
    watch = watching(store, clock)
    store.gone = True
    for _ in range(12):  # a minute
        clock.now += NOTICED_WITHIN
        watch.look()
        assert numbers(watch) == [1]
        assert watch.trouble is not None
        assert watch.trouble.message == "The registry is gone."
    publish(sqlite_place, dataset, 2)
    store.gone = False
    clock.now += NOTICED_WITHIN
    watch.look()
    assert (numbers(watch), watch.trouble) == ([2, 1], None)


def test_one_reader_looks_for_all(store: Store) -> None:
    """However many readers ask within some seconds, the registry is asked once."""
    clock = Clock()
    watch = watching(store, clock)
    for _ in range(50):
        watch.look()
        clock.now += LOOK_AGAIN / 100
    assert store.looks == 1


def test_a_registry_that_hangs_holds_nobody(store: Store, impatient: None) -> None:
    """While one look has no answer, its reader waits for a moment and all others not at all, the trouble is told, and no
    further look begins; when the answer comes at last, it is taken."""
    clock = Clock()
    watch = watching(store, clock)
    store.answers.clear()
    clock.now += NOTICED_WITHIN
    watch.look()
    assert (numbers(watch), watch.trouble is not None) == ([1], True)
    readers = [Thread(target=watch.look) for _ in range(20)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join(30)
    assert not any(reader.is_alive() for reader in readers)
    assert store.looks == 2
    underway = watch._answer
    assert underway is not None
    store.answers.set()
    underway.result(30)
    assert (numbers(watch), watch.trouble) == ([1], None)


def test_a_look_without_an_answer_is_left_behind(store: Store, impatient: None) -> None:
    """After half a minute another look begins, on connections of its own; what the first one says later counts no more."""
    clock = Clock()
    watch = watching(store, clock)
    store.answers.clear()
    clock.now += NOTICED_WITHIN
    watch.look()
    left = watch._answer
    store.gone = True
    watch._opened = lambda: store.releases
    clock.now += GIVEN_UP
    watch.look()
    second = watch._answer
    assert second is not None
    assert second is not left
    second.result(30)
    assert (numbers(watch), watch.trouble) == ([1], None)
    store.answers.set()
    assert left is not None
    left.result(30)
    assert watch.trouble is None


def test_a_server_that_takes_the_connection_and_says_nothing(impatient: None) -> None:
    """A PostgreSQL that hangs from the start: the reader is told after a moment, and the page can say that nothing is known."""
    with socket.create_server(("127.0.0.1", 0)) as mute:
        url = f"postgresql://nobody@127.0.0.1:{mute.getsockname()[1]}/none"
        watch = Watch(lambda: open_releases(url, "/nowhere"), Clock())
        watch.look()
        assert (watch.history, watch.trouble is not None) == ((), True)
        assert isinstance(watch.trouble, RegistryUnavailable)


def test_what_nobody_foresaw_is_not_hushed_up() -> None:
    """An error that is none of ours reaches the reader's page, which tells and logs it."""

    def broken() -> Releases:
        raise LookupError("no such thing")

    with pytest.raises(LookupError):
        Watch(broken, Clock()).look()


def test_pages_without_releases_load_no_database_library(tmp_path: Path) -> None:
    """Where no registry is named, nothing of SQLAlchemy, Alembic or a driver is imported: it costs memory in each process."""
    code = (
        "import sys, community_policing.ui.shell.release_choice, pages\n"
        "print([m for m in ('sqlalchemy', 'alembic', 'psycopg') if m in sys.modules])"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=120, check=True
    )
    assert ran.stdout == "[]\n"


def test_settings_name_the_registry(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, dataset: Dataset) -> None:
    """Nothing is configured until a setting names a registry or one lies in the folder; then its releases are known, and a
    release is read once for all readers."""
    for name in PLACES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    release_watch.warm_up()
    assert (release_watch.configured(), release_watch.watch().history, list(tmp_path.iterdir())) == (False, (), [])
    monkeypatch.setenv("CPF_RELEASES", str(tmp_path / "kept"))
    publish(Place(f"sqlite:///{tmp_path / 'kept' / 'registry.sqlite'}", str(tmp_path / "kept" / "tables")), dataset, 1)
    release_watch.warm_up()
    assert (release_watch.configured(), numbers(release_watch.watch())) == (True, [1])
    assert release_watch.recorded(1) is release_watch.recorded(1)
    assert release_watch.recorded(1).dataset.release == "edition1"
    (tmp_path / "kept" / "registry.sqlite").rename(tmp_path / "away")
    assert release_watch.configured()  # its tables are there: it was lost, and is not unheard of


@pytest.mark.parametrize("fault", ["cut", "stalled", "slow"])
def test_a_faulty_way_to_postgresql(
    between: Between, fault: str, dataset: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the way to the registry is cut, held still or slow, readers keep their releases and tables and are told; who
    publishes over a way that is cut or held still is refused, whole, in bounded time; when the way is free again, what was
    published meanwhile is there."""
    monkeypatch.setattr(release_watch, "PATIENCE", 0.2)
    monkeypatch.setattr(connection, "WRITE_WITHIN", -8)  # two seconds in all
    url, through, proxy = between
    near, far = Place(url, str(tmp_path / "tables")), Place(through, str(tmp_path / "tables"))
    publish(near, dataset, 1)
    clock = Clock()
    watch = Watch(far.open, clock)
    watch.look(patience=30)
    assert (numbers(watch), watch.trouble) == ([1], None)
    release = watch.history[0]
    writer = far.open()
    proxy.cut(fault == "cut")
    proxy.stalled, proxy.delay = fault == "stalled", 0.5 if fault == "slow" else 0.0
    publish(near, dataset, 2)
    for _ in range(2):
        clock.now += NOTICED_WITHIN
        watch.look()
        assert numbers(watch) == [1]
        assert isinstance(watch.trouble, RegistryUnavailable)
        assert watch.releases.dataset(release).rows == dataset.rows
    if fault != "slow":
        third = replace(dataset, release="edition3")
        with pytest.raises(RegistryUnavailable, match="cannot be reached"):
            writer.publish(third, note="next", by="test", source=FILE, base=2, effect={})
    proxy.cut(False)
    proxy.stalled, proxy.delay = False, 0.0
    watch.look(now=True, patience=30)  # what was under way is done
    assert (numbers(watch), watch.trouble) == ([2, 1], None)
    publish(far, dataset, 3)
    assert near.open().current() == far.open().current()
