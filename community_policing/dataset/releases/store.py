"""Releases: publish, roll back, open, and what is current.  The one door to what was published."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Any

import numpy as np

from community_policing.core.i18n import n, t
from community_policing.core.safe_text import printable
from community_policing.core.schema import TABLES
from community_policing.dataset.csv_file import Sheet
from community_policing.dataset.datapackage import from_json
from community_policing.dataset.issues import Severity
from community_policing.dataset.load import SCANNED, Dataset
from community_policing.dataset.parquet import Scan
from community_policing.dataset.releases import location
from community_policing.dataset.releases.connection import WAIT, Connection
from community_policing.dataset.releases.content_store import Files, NotWhole, is_whole
from community_policing.dataset.releases.errors import (
    DamagedRelease,
    NewerRelease,
    ReleaseError,
    Unchanged,
    Unpublishable,
)
from community_policing.dataset.releases.registry import Registry, superseded
from community_policing.dataset.releases.release import ISSUES, SCHEMA_VERSION, Release, Source
from community_policing.dataset.releases.remote_store import open_files
from community_policing.dataset.releases.rows.alert_rows import AlertRows
from community_policing.dataset.releases.rows.audit_rows import AuditRows
from community_policing.dataset.releases.rows.briefing_rows import Briefings
from community_policing.dataset.releases.rows.mail_rows import MailRows
from community_policing.dataset.releases.rows.note_rows import NoteRows
from community_policing.dataset.releases.rows.recipe_rows import RecipeRows
from community_policing.dataset.releases.rows.token_rows import TokenRows
from community_policing.dataset.releases.rows.view_rows import ViewRows
from community_policing.dataset.releases.table_format import decode, decode_issues, encode, is_scan
from community_policing.dataset.typed_frames import empty_frame

PRUNED_AFTER = timedelta(days=1)  # a file that no release refers to may belong to a publication that is under way
_NOTE_WIDTH = 2_000


def open_releases(
    url: str | None = None, files: str | None = None, *, wait: float = WAIT, upgrade: bool = True
) -> "Releases":
    """The releases of a registry and a store: the given ones, else those that the environment names (home).

    Takes the registry to the newest step where it is older, checks it, and sweeps what crashes left over.  Waits at most
    `wait` seconds for another publication.  Without `upgrade` an older registry is left to `migrate`."""
    store = open_files(files or location.tables(), location.folder() / "cache")
    releases = Releases(Registry(Connection(url or location.registry(), wait)), store)
    releases.prepare(upgrade=upgrade)
    return releases


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Releases:
    """What was published.  Every error is a ReleaseError: what happened, and what to do."""

    def __init__(self, registry: Registry, files: Files, now: Callable[[], datetime] = _utc_now) -> None:
        self._registry, self._files, self._now = registry, files, now

    def prepare(self, *, upgrade: bool = True) -> None:
        """Make registry and store ready, and sweep what crashes left over."""
        self._registry.prepare(empty=not self._files.stored(), upgrade=upgrade)
        self._files.sweep()

    def migrate(self) -> tuple[str | None, str | None]:
        """Take the registry to the newest step; the step before (None: it was empty) and the step it is at now."""
        return self._registry.upgrade()

    @property
    def briefings(self) -> Briefings:
        """The rows of frozen briefings and of what was noted, in the same registry."""
        return Briefings(self._registry)

    @property
    def recipes(self) -> RecipeRows:
        """How files are read, as it was saved."""
        return RecipeRows(self._registry)

    @property
    def audit(self) -> AuditRows:
        """The rows of the audit log, in the same registry."""
        return AuditRows(self._registry)

    @property
    def tokens(self) -> TokenRows:
        """The tokens of the API, in the same registry."""
        return TokenRows(self._registry)

    @property
    def views(self) -> ViewRows:
        """The saved views of every account."""
        return ViewRows(self._registry)

    @property
    def notes(self) -> NoteRows:
        """What was noted on targets, fora, events, sites and figures, in the same registry."""
        return NoteRows(self._registry)

    @property
    def alerts(self) -> AlertRows:
        """What was raised and ended for each audience, and who has seen it, in the same registry."""
        return AlertRows(self._registry)

    @property
    def mail(self) -> MailRows:
        """Who gets mail of what, and what became of it, in the same registry."""
        return MailRows(self._registry)

    def current(self) -> Release | None:
        """The release that is current; None where nothing was published yet."""
        return self._registry.current()

    def release(self, number: int) -> Release:
        """The release of that number; UnknownRelease where there is none."""
        return self._registry.release(number)

    def history(self) -> tuple[Release, ...]:
        """Every release, newest first."""
        return self._registry.history()

    def publish(
        self, dataset: Dataset, *, note: str, by: str, source: Source, base: int | None, effect: Mapping[str, Any]
    ) -> Release:
        """Publish a checked dataset as the next release.  Whatever is raised, what was current still is.

        Parameters
        ----------
        dataset
            What was checked, without errors.
        note, by
            Why it is published, and by whom.
        source
            The file it came from: name and SHA-256.
        base
            The number of the release it was checked against; None where there was none.
        effect
            What it changes, as JSON.

        Returns
        -------
        Release
            The new current release.

        Raises
        ------
        Unpublishable
            The dataset has errors, or the note is empty.
        Superseded
            Another release became current meanwhile.
        Unchanged
            The current release says the same.
        StoreUnavailable, RegistryUnavailable
            It cannot be written.

        Examples
        --------
        >>> from tempfile import mkdtemp
        >>> from community_policing.core.paths import DATA
        >>> from community_policing.dataset.load import load
        >>> from community_policing.dataset.releases import open_releases
        >>> folder = mkdtemp()
        >>> releases = open_releases(f"sqlite:///{folder}/registry.sqlite", folder)
        >>> made = load(DATA / "demonstration")
        >>> releases.publish(made, note="First", by="an analyst", source=Source("a.zip", "0" * 64), base=None, effect={}).number
        1
        """
        _check(dataset, note)
        before = self._current_is(base)
        encoded = encode(dataset)
        warnings = [issue.rule for issue in dataset.issues]
        release = Release(
            number=(base or 0) + 1,
            content=dataset.release,
            published_at=self._moment(before),
            published_by=printable(by, 200),
            note=printable(note, _NOTE_WIDTH),
            kind="import",
            base=base,
            points_at=None,
            source_name=printable(source.name, 200),
            source_sha256=source.sha256,
            schema_version=SCHEMA_VERSION,
            package=dataset.description_json(),
            summary={rule: warnings.count(rule) for rule in sorted(set(warnings))},
            effect=dict(effect),
            tables={name: table.file for name, table in encoded.items() if name != ISSUES},
            issues=encoded[ISSUES].file,
        )
        same = before and (before.content == release.content or before.same_data == release.same_data)
        if before and same and self._is_whole(before):  # one that is damaged is healed by being published again
            raise _unchanged(before)
        with self._registry.connection.reading() as connection:
            referenced = self._registry.referenced(connection)
        self._files.put(encoded.values(), referenced)
        return self._register(release)

    def rollback(self, number: int, *, note: str, by: str, base: int | None) -> Release:
        """Make an earlier release current again: a new release that points at its tables.  Fails like `publish`, and with
        DamagedRelease when a table of the earlier one is no longer whole."""
        _check_note(note)
        before, earlier = self._current_is(base), self.release(number)
        if before and before.same_data == earlier.same_data:
            raise _unchanged(before)
        _readable(earlier)
        if not self._is_whole(earlier):
            raise self._damaged(earlier)
        return self._register(replace(
            earlier, number=(base or 0) + 1, published_at=self._moment(before), published_by=printable(by, 200),
            note=printable(note, _NOTE_WIDTH), kind="rollback", base=base, points_at=number, effect={},
        ))  # fmt: skip

    def dataset(self, release: Release) -> Dataset:
        """The dataset as it was published, every table held to its hash.  DamagedRelease names the last good one;
        NewerRelease when the tables follow a newer schema."""
        _readable(release)
        try:
            return self._dataset(release)
        except NotWhole as error:
            raise self._damaged(release) from error

    def _dataset(self, release: Release) -> Dataset:
        tables, scans = {name: empty_frame(table) for name, table in TABLES.items()}, {}
        for name, file in release.tables.items():
            if name == SCANNED and is_scan(path := self._files.path(file)):
                scans[name] = Scan(path, file.rows, np.zeros(0, dtype=np.int32))
            else:
                tables[name] = decode(name, self._files.read(file))
        return Dataset(
            **from_json(release.package),
            release=release.content,
            tables=MappingProxyType(tables),
            set_aside=MappingProxyType({name: Sheet(table).set_aside(frozenset()) for name, table in TABLES.items()}),
            issues=decode_issues(self._files.read(release.issues)),
            scans=MappingProxyType(scans),
        )

    def prune(self, *, delete: bool = False, older_than: timedelta = PRUNED_AFTER) -> tuple[str, ...]:
        """List old stored files that no release refers to, and `delete` them where asked; publications wait meanwhile."""
        with self._registry.connection.writing() as connection:
            self._registry.hold(connection)
            referenced, now = self._registry.referenced(connection), self._now()
            loose = [
                name for name, at in self._files.stored().items() if name not in referenced and now - at >= older_than
            ]
            for name in loose if delete else ():
                self._files.remove(name)
        return tuple(loose)

    def _current_is(self, base: int | None) -> Release | None:
        """The current release, which must be `base`."""
        current = self.current()
        if (current.number if current else None) != base:
            raise superseded(current.number if current else None)
        return current

    def _moment(self, before: Release | None) -> datetime:
        """Now, but never before the release it follows, should the clock have been set back."""
        return max(self._now(), before.published_at) if before else self._now()

    def _register(self, release: Release) -> Release:
        with self._registry.connection.writing() as connection:
            if (current := self._registry.hold(connection)) != release.base:
                raise superseded(current)
            if not all(self._files.holds(file) for file in release.files.values()):
                raise ReleaseError(
                    t("A stored table was deleted while the release was made. Nothing was published."),
                    t("Publish again."),
                )
            self._registry.insert(connection, release)
        self._registry.renew_spare()
        return release

    def _is_whole(self, release: Release) -> bool:
        return all(is_whole(self._files, file) for file in release.files.values())

    def _damaged(self, release: Release) -> DamagedRelease:
        others = (r for r in self.history() if r.number != release.number and r.schema_version <= SCHEMA_VERSION)
        good = next((other for other in others if self._is_whole(other)), None)
        problem = t("A table of release {number} is missing or damaged, so it is not shown.", number=release.number)
        if good is None:
            return DamagedRelease(
                problem, t("Restore the store of tables from a backup, or publish the data again."), None
            )
        remedy = t("Restore the store of tables from a backup, publish the data again, or make release {number} current: "
                   "it is the last good one.", number=good.number)  # fmt: skip
        return DamagedRelease(problem, remedy, good.number)


def _check(dataset: Dataset, note: str) -> None:
    _check_note(note)
    errors = [issue for issue in dataset.issues if issue.severity is Severity.ERROR]
    if errors:
        problem = n("The data have an error.", "The data have {count} errors.", len(errors))
        raise Unpublishable(problem, t("Correct them first, beginning with: {first}", first=errors[0].message))


def _check_note(note: str) -> None:
    if not printable(note, _NOTE_WIDTH):
        raise Unpublishable(t("The note is empty."), t("Write what changed and why, for later readers."))


def _readable(release: Release) -> None:
    if release.schema_version > SCHEMA_VERSION:
        problem = t("Release {number} was written by a newer version of this program.", number=release.number)
        raise NewerRelease(problem, t("Install that version, or open an earlier release."))


def _unchanged(current: Release) -> Unchanged:
    problem = t("Release {number}, the current one, has the same data. Nothing was published.", number=current.number)
    return Unchanged(problem, t("There is nothing to do."))
