"""What the fault tests run in processes of their own, so that they can be killed, starved and cut off."""

import json
import sys
from dataclasses import replace
from datetime import date, timedelta
from multiprocessing.connection import Connection as Pipe
from pathlib import Path

from community_policing.dataset.load import Dataset, load
from community_policing.dataset.releases import Release, ReleaseError, Releases, open_releases
from community_policing.dataset.releases.connection import Connection
from community_policing.dataset.releases.recipe import Recipe
from community_policing.dataset.releases.registry import Registry
from tests.conftest import FIXTURE
from tests.registries import FILE

DATASET = load(FIXTURE)  # once, in the process that all others are forked from


def edition(dataset: Dataset, number: int) -> Dataset:
    """What release `number` says: every one differs from the one before in one table and in its date."""
    fora = dataset.tables["fora"].assign(members_men=lambda f: f["members_men"] + number)
    day = date(2016, 11, 30) + timedelta(days=number)
    return replace(dataset, release=f"edition{number}", as_of=day, tables={**dataset.tables, "fora": fora})


def publish_next(releases: Releases, dataset: Dataset) -> Release:
    """The next edition, published."""
    base = releases.current()
    number = base.number if base else 0
    return releases.publish(
        edition(dataset, number + 1), note="next", by="test", source=FILE, base=number or None, effect={}
    )


def publish_for_ever(url: str, files: str, pipe: Pipe) -> None:
    """Publish one edition after the other until killed; says so when it begins."""
    releases, dataset = open_releases(url, files), DATASET
    pipe.send("begins")
    while True:
        publish_next(releases, dataset)


def publish_when_told(url: str, files: str, pipe: Pipe) -> None:
    """Publish one edition when a word comes through the pipe; answers with its number, or with our error's message."""
    releases, dataset = open_releases(url, files), DATASET
    pipe.send("ready")
    pipe.recv()
    try:
        answer: object = publish_next(releases, dataset).number
    except ReleaseError as error:
        answer = str(error)
    try:
        pipe.send(answer)
    except OSError:  # the fault met the answer, not the publication
        sys.exit(3)


def migrate(url: str, versions: str, pipe: Pipe) -> None:
    """Take the registry on with further steps."""
    pipe.send("begins")
    Registry(Connection(url)).upgrade([Path(versions)])


def on_a_full_disk(folder: Path, dataset: Dataset) -> dict[str, object]:
    """Publish, fill the disk, publish, make room, publish: what came of each."""
    releases = open_releases(f"sqlite:///{folder}/registry.sqlite", f"{folder}/tables")
    first = publish_next(releases, dataset).number
    refused = []
    for left in (0, 4, 8, 16):  # KiB that are free: the tables do not fit, or the registry does not
        _fill(folder / "junk", left * 1024)
        try:
            publish_next(releases, dataset)
        except ReleaseError as error:
            refused.append(str(error))
        (folder / "junk").unlink()
        releases.dataset(releases.history()[0])
    return {"first": first, "refused": refused, "left": _temporary(folder), **_after(releases, dataset)}


def _after(releases: Releases, dataset: Dataset) -> dict[str, object]:
    before = len(releases.history())
    return {"before": before, "after": publish_next(releases, dataset).number}


def _fill(junk: Path, left: int) -> None:
    """Take all space but so many bytes."""
    with junk.open("wb", buffering=0) as out:
        for size in (65536, 4096):
            try:
                while out.write(b"x" * size):
                    pass
            except OSError:
                continue
    with junk.open("r+b") as out:
        out.truncate(max(junk.stat().st_size - left, 0))


def _temporary(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.rglob("*.tmp"))


def read_only(folder: Path, dataset: Dataset) -> dict[str, object]:
    """Open releases where nothing can be written, read them, and try to publish."""
    releases = open_releases(f"sqlite:///{folder}/registry.sqlite", f"{folder}/tables")
    current = releases.current()
    assert current is not None
    rows = releases.dataset(current).rows
    refused = []
    for attempt in (
        lambda: publish_next(releases, dataset),
        lambda: releases.rollback(1, note="x", by="x", base=current.number),
        lambda: releases.recipes.save(Recipe("x")),
    ):
        try:
            attempt()
        except ReleaseError as error:
            refused.append(str(error))
    return {"current": current.number, "rows": rows, "refused": refused}


if __name__ == "__main__":
    chosen = {"full": on_a_full_disk, "read_only": read_only}[sys.argv[1]]
    print(json.dumps(chosen(Path(sys.argv[2]), DATASET)))
