"""Registry: releases, the files they refer to, and the pointer to the current one.  Rows are only ever added, but for saved
views and subscriptions, which belong to a person, and for what became of a mail."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from community_policing.core.i18n import t
from community_policing.dataset.releases.connection import Connection, damaged, lost
from community_policing.dataset.releases.errors import NewerRegistry, Superseded, UnknownRelease
from community_policing.dataset.releases.registry_backup import renew, spare_of, sweep
from community_policing.dataset.releases.release import ISSUES, Release, TableFile

HEAD = "0010"  # the newest step in migrations/versions, so that Alembic is imported only where there is something to do
MIGRATIONS = Path(__file__).with_name("migrations")

METADATA = sa.MetaData()
RELEASES = sa.Table(
    "releases", METADATA,
    sa.Column("number", sa.Integer, primary_key=True),
    *(sa.Column(name, sa.Text) for name in ("content", "published_at", "published_by", "note", "kind")),
    sa.Column("base", sa.Integer),
    sa.Column("points_at", sa.Integer),
    sa.Column("source_name", sa.Text),
    sa.Column("source_sha256", sa.Text),
    sa.Column("schema_version", sa.Integer),
    *(sa.Column(name, sa.JSON) for name in ("package", "summary", "effect")),
    sa.Column("seal", sa.Text),
)  # fmt: skip
FILES = sa.Table(
    "release_tables", METADATA,
    sa.Column("number", sa.Integer, sa.ForeignKey("releases.number"), primary_key=True),
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("sha256", sa.Text),
    sa.Column("rows", sa.BigInteger),
    sa.Column("size", sa.BigInteger),
)  # fmt: skip
CURRENT = sa.Table("current", METADATA, sa.Column("id", sa.Integer, primary_key=True), sa.Column("number", sa.Integer))
RECIPES = sa.Table(
    "recipes", METADATA,
    sa.Column("number", sa.Integer, primary_key=True),
    *(sa.Column(name, sa.Text) for name in ("name", "shape")),
    sa.Column("answers", sa.JSON),
    *(sa.Column(name, sa.Text) for name in ("saved_at", "saved_by")),
    sa.Column("deleted", sa.Boolean),
)  # fmt: skip
BRIEFINGS = sa.Table(
    "briefings", METADATA,
    sa.Column("number", sa.Integer, primary_key=True),
    *(sa.Column(name, sa.Text) for name in ("id", "made_at", "made_by", "title", "preset", "audience", "as_of")),
    sa.Column("release", sa.Integer),
    *(sa.Column(name, sa.Text) for name in ("dataset", "sha256", "body")),
)  # fmt: skip
NOTED = ("id", "briefing", "slide", "indicator", "kind", "text", "owner", "due_on", "made_at", "made_by")
NOTES = sa.Table(
    "briefing_notes", METADATA,
    sa.Column("number", sa.Integer, primary_key=True),
    *(sa.Column(name, sa.Text) for name in NOTED),
)  # fmt: skip
DONE = sa.Table(
    "briefing_notes_done", METADATA,
    sa.Column("note", sa.Text, sa.ForeignKey("briefing_notes.id"), primary_key=True),
    *(sa.Column(name, sa.Text) for name in ("done_at", "done_by")),
)  # fmt: skip
AUDIT = sa.Table(
    "audit_log", METADATA,
    sa.Column("number", sa.Integer, primary_key=True),
    *(sa.Column(name, sa.Text) for name in ("id", "at", "what", "account", "role", "scope", "detail")),
    sa.Column("release", sa.Integer),
)  # fmt: skip
TOKENS = sa.Table(
    "api_tokens", METADATA,
    sa.Column("number", sa.Integer, primary_key=True),
    *(sa.Column(name, sa.Text) for name in ("id", "sha256", "account", "role")),
    *(sa.Column(name, sa.JSON) for name in ("governorates", "grants")),
    *(sa.Column(name, sa.Text) for name in ("made_at", "made_by", "expires_at", "use")),
)  # fmt: skip
REVOKED = sa.Table(
    "api_tokens_revoked", METADATA,
    sa.Column("token", sa.Text, sa.ForeignKey("api_tokens.id"), primary_key=True),
    *(sa.Column(name, sa.Text) for name in ("revoked_at", "revoked_by")),
)  # fmt: skip
VIEWS = sa.Table(
    "views", METADATA,
    sa.Column("id", sa.Text, primary_key=True),
    *(sa.Column(name, sa.Text) for name in ("name", "page", "query", "owner", "shared_with")),
    sa.Column("is_start", sa.Boolean),
    sa.Column("created", sa.Text),
)  # fmt: skip
SUBJECT_NOTES = sa.Table(
    "subject_notes", METADATA,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("id", sa.Text),
    sa.Column("version", sa.Integer),
    *(sa.Column(name, sa.Text) for name in ("dataset", "kind", "subject", "text", "owner", "due_on", "mitigation", "status")),
    *(sa.Column(name, sa.Text) for name in ("written_at", "written_by")),
)  # fmt: skip
ALERT_LOG = sa.Table(
    "alert_log", METADATA,
    sa.Column("number", sa.Integer, primary_key=True),
    *(sa.Column(name, sa.Text) for name in ("audience", "identity")),
    sa.Column("occurrence", sa.Integer),
    sa.Column("what", sa.Text),
    sa.Column("release", sa.Integer),
    sa.Column("at", sa.Text),
    sa.Column("body", sa.JSON),
)  # fmt: skip
ALERT_AUDIENCES = sa.Table(
    "alert_audiences", METADATA,
    sa.Column("audience", sa.Text, primary_key=True),
    sa.Column("release", sa.Integer),
    sa.Column("day", sa.Text),
)  # fmt: skip
ALERTS_SEEN = sa.Table(
    "alerts_seen", METADATA,
    sa.Column("account", sa.Text, primary_key=True),
    sa.Column("number", sa.Integer),
    sa.Column("at", sa.Text),
)  # fmt: skip
SUBSCRIPTIONS = sa.Table(
    "subscriptions", METADATA,
    *(sa.Column(name, sa.Text, primary_key=name == "id") for name in ("id", "account", "role")),
    *(sa.Column(name, sa.JSON) for name in ("governorates", "grants")),
    *(sa.Column(name, sa.Text) for name in ("address", "what", "rhythm", "language")),
    sa.Column("pdf", sa.Boolean),
    *(sa.Column(name, sa.Text) for name in ("made_at", "expires_at", "confirmed_at", "ended_at", "ended_why")),
    sa.Column("told", sa.Integer),
    sa.Column("told_on", sa.Text),
)  # fmt: skip
MAILS = sa.Table(
    "mails", METADATA,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("subscription", sa.Text, sa.ForeignKey("subscriptions.id")),
    *(sa.Column(name, sa.Text) for name in ("occasion", "state")),
    sa.Column("attempts", sa.Integer),
    *(sa.Column(name, sa.Text) for name in ("made_at", "tried_at", "again_at", "message_id", "reason")),
    sa.Column("told", sa.Integer),
    sa.Column("told_on", sa.Text),
)  # fmt: skip
MAIL_LEASE = sa.Table(
    "mail_lease", METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("holder", sa.Text),
    sa.Column("beat", sa.Integer),
    sa.Column("looked", sa.Text),
)  # fmt: skip


class Registry:
    """The rows behind releases.  Every error is one of ours: unavailable, damaged, newer, superseded, unknown."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def prepare(self, *, empty: bool, upgrade: bool = True) -> None:
        """Make the registry ready: create it where there is none, take it to the newest step, and check it.  `empty` says
        that the store holds no tables yet; a new registry beside tables that some release refers to would hide it."""
        file = self.connection.file
        begins = empty and not (file and spare_of(file).exists())
        if file and not file.exists():
            if not begins:
                raise lost(self.connection)
            self.connection.create()
        with self.connection.reading() as connection:
            self._check_pages(connection)
            step = _step(connection)
        if step is None and not begins:
            raise damaged(self.connection, t("it is empty, but the store holds tables"))
        if step != HEAD:
            if not upgrade:
                return
            self.upgrade()
        self.history()
        if file:
            sweep(file)

    def _check_pages(self, connection: sa.Connection) -> None:
        if self.connection.sqlite:
            answer = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
            if answer != "ok":
                raise damaged(self.connection, str(answer).splitlines()[-1])

    def upgrade(self, versions: Iterable[Path] = ()) -> tuple[str | None, str | None]:
        """Run the steps that are missing, in one transaction, one process at a time; the step before and after.
        NewerRegistry for a registry that is ahead of this program."""
        from alembic import command
        from alembic.config import Config
        from alembic.script import ScriptDirectory

        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
        config.set_main_option("path_separator", "newline")
        folders = [MIGRATIONS / "versions", *versions]
        config.set_main_option("version_locations", "\n".join(str(folder).replace("%", "%%") for folder in folders))
        revisions = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
        with self.connection.writing() as connection:
            self.connection.alone(connection)
            before = _step(connection)
            if before is not None and before not in revisions:
                raise NewerRegistry(
                    t(
                        "The registry of releases was made by a newer version of this program (step {step}).",
                        step=before,
                    ),
                    t("Install that version, or a newer one. Nothing was changed."),
                )
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            return before, _step(connection)

    def current(self) -> Release | None:
        """The release that is current; None where none was published."""
        with self.connection.reading() as connection:
            newest = sa.select(CURRENT.c.number).scalar_subquery()
            releases = self._releases(connection, RELEASES.c.number == newest)
            if not releases and connection.scalar(sa.select(sa.func.count()).select_from(RELEASES)):
                raise damaged(self.connection, t("it does not say which release is current"))
        return releases[0] if releases else None

    def release(self, number: int) -> Release:
        """The release of that number; UnknownRelease where there is none."""
        with self.connection.reading() as connection:
            releases = self._releases(connection, RELEASES.c.number == number) if 0 < number < 2**31 else ()
        if not releases:
            raise UnknownRelease(t("There is no release {number}.", number=number), t("Choose one from the list."))
        return releases[0]

    def history(self) -> tuple[Release, ...]:
        """Every release, newest first; the newest is the current one."""
        with self.connection.reading() as connection:
            releases = self._releases(connection, sa.true())
            pointer = connection.scalar(sa.select(CURRENT.c.number))
        if [release.number for release in releases] != list(range(len(releases), 0, -1)) or (pointer or 0) != len(
            releases
        ):
            raise damaged(self.connection, t("releases are missing from it"))
        return releases

    def insert(self, connection: sa.Connection, release: Release) -> None:
        """Add a release and move the pointer from its base, after `hold`; Superseded where the pointer is elsewhere."""
        row = {column.name: getattr(release, column.name, None) for column in RELEASES.columns}
        row |= {"published_at": release.as_json()["published_at"], "seal": release.seal()}
        row |= {name: dict(getattr(release, name)) for name in ("package", "summary", "effect")}
        connection.execute(sa.insert(RELEASES), row)
        connection.execute(
            sa.insert(FILES),
            [{"number": release.number, "name": name, **vars(file)} for name, file in release.files.items()],
        )
        moved = connection.execute(
            sa.update(CURRENT)
            .where(CURRENT.c.id == 1, CURRENT.c.number.is_not_distinct_from(release.base))
            .values(number=release.number)
        )
        if moved.rowcount != 1:
            raise superseded(connection.scalar(sa.select(CURRENT.c.number)))

    def hold(self, connection: sa.Connection) -> int | None:
        """Lock the pointer until the transaction ends; the number it points to."""
        return connection.scalar(sa.select(CURRENT.c.number).where(CURRENT.c.id == 1).with_for_update())

    def referenced(self, connection: sa.Connection) -> frozenset[str]:
        """The hash of every file that a release refers to."""
        return frozenset(connection.scalars(sa.select(FILES.c.sha256).distinct()))

    def renew_spare(self) -> None:
        """Renew the spare copy of the registry, where it is a file."""
        if self.connection.file:
            renew(self.connection.file)

    def _releases(self, connection: sa.Connection, where: "sa.ColumnElement[bool]") -> tuple[Release, ...]:
        try:
            rows = (
                connection.execute(sa.select(RELEASES).where(where).order_by(RELEASES.c.number.desc())).mappings().all()
            )
            files: dict[int, dict[str, TableFile]] = {row["number"]: {} for row in rows}
            chosen = sa.select(FILES).where(FILES.c.number.in_(list(files))) if len(files) == 1 else sa.select(FILES)
            for file in connection.execute(chosen).mappings() if files else ():
                files.setdefault(file["number"], {})[file["name"]] = TableFile(
                    file["sha256"], file["rows"], file["size"]
                )
            releases = tuple(_release(row, files[row["number"]]) for row in rows)
            sound = [release.seal() == row["seal"] for release, row in zip(releases, rows, strict=True)]
        except (
            ValueError,
            TypeError,
            KeyError,
            AttributeError,
        ) as error:  # what is no JSON, no date, no number any more
            raise damaged(self.connection, t("a row cannot be read")) from error
        if not all(sound):
            raise damaged(
                self.connection, t("release {number} does not match its seal", number=_first(releases, sound))
            )
        return releases


def superseded(current: int | None) -> Superseded:
    """Somebody else was first."""
    return Superseded(
        t("Release {number} was published in the meantime. Your data were not published.", number=current or 0),
        t("Look at what it changed, check your file against it, then publish again."),
        current,
    )


def _step(connection: sa.Connection) -> str | None:
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    step: str | None = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
    return step


def _first(releases: Sequence[Release], sound: Sequence[bool]) -> int:
    return releases[sound.index(False)].number


def _release(row: Mapping[Any, Any], files: Mapping[str, TableFile]) -> Release:
    values = {str(name): value for name, value in row.items() if name != "seal"}
    values["published_at"] = datetime.fromisoformat(row["published_at"])
    tables = {name: file for name, file in sorted(files.items()) if name != ISSUES}
    return Release(**values, tables=tables, issues=files[ISSUES])
