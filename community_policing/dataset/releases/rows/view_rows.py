"""Saved views in the registry.  The database holds that of one account no two have a name, and no two open the dashboard."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import UTC, datetime
from secrets import choice
from typing import Any

import sqlalchemy as sa

from community_policing.core.i18n import n, t
from community_policing.core.safe_text import printable
from community_policing.dataset.releases.errors import ViewRefused
from community_policing.dataset.releases.registry import VIEWS, Registry
from community_policing.dataset.releases.saved_view import LINK_WIDTH, MOST, NAME_WIDTH, SLUG, SavedView

_SIGNS = "abcdefghijklmnopqrstuvwxyz234567"  # 12 of them are 60 bits, which nobody guesses


class ViewRows:
    """Reads, saves, changes and deletes views.  Every error is a ReleaseError; ViewRefused says what is wrong with a view."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    def all(self, owner: str = "") -> tuple[SavedView, ...]:
        """The views of an account, or of all, by name."""
        return self._read(VIEWS.c.owner == owner if owner else sa.true())

    def seen(self, owner: str, role: str) -> tuple[SavedView, ...]:
        """The views of an account and those that are shared with a role, by name."""
        return self._read(_seen(owner, role))

    def find(self, identifier: str, owner: str, role: str) -> SavedView | None:
        """The view of that id, where it is the account's or shared with the role: None for another's as for none."""
        if not SLUG.fullmatch(identifier):
            return None
        return next(iter(self._read(sa.and_(VIEWS.c.id == identifier, _seen(owner, role)))), None)

    def save(self, view: SavedView) -> SavedView:
        """The view as it was saved, with its id.  ViewRefused for a name that is empty, long or taken, and for one too many."""
        if len(view.query) > LINK_WIDTH:
            raise ViewRefused(
                t("This selection is too long to be saved."), t("Clear some filters, then save it again.")
            )
        moment = datetime.now(UTC).isoformat(timespec="seconds")
        identifier = "".join(choice(_SIGNS) for _ in range(12))
        made = replace(view, id=identifier, name=_name(view.name), created=moment)
        with self._writing() as connection:
            held = connection.scalar(sa.select(sa.func.count()).where(VIEWS.c.owner == view.owner))
            if (held or 0) >= MOST:
                raise ViewRefused(
                    n("You have {count} saved view, which is the most.", "You have {count} saved views, which is the most.",
                      MOST),
                    t("Delete one that you do not need, then save this one."),
                )  # fmt: skip
            connection.execute(sa.insert(VIEWS), asdict(replace(made, is_start=False)))
            if view.is_start:
                _make_start(connection, made)
        self._registry.renew_spare()
        return made

    def change(self, view: SavedView) -> SavedView:
        """Give a view another name, another role, or the dashboard's start; its page and choice stay.  ViewRefused where the
        name cannot be had, and where its owner has no such view any more."""
        changed = replace(view, name=_name(view.name))
        new: dict[str, Any] = {"name": changed.name, "shared_with": view.shared_with, "is_start": False}
        with self._writing() as connection:
            if connection.execute(sa.update(VIEWS).where(*_of(view)).values(new)).rowcount != 1:
                raise ViewRefused(t("This view is gone."), t("Close this window and save it again."))
            if view.is_start:
                _make_start(connection, view)
        self._registry.renew_spare()
        return changed

    def delete(self, *views: SavedView) -> None:
        """Delete views of their owner; one that is gone already stays gone."""
        with self._registry.connection.writing() as connection:
            for view in views:
                connection.execute(sa.delete(VIEWS).where(*_of(view)))
        self._registry.renew_spare()

    def _read(self, where: "sa.ColumnElement[bool]") -> tuple[SavedView, ...]:
        with self._registry.connection.reading() as connection:
            rows = connection.execute(sa.select(VIEWS).where(where)).mappings().all()
        return tuple(sorted((SavedView(**row) for row in rows), key=lambda view: (view.name.casefold(), view.id)))

    @contextmanager
    def _writing(self) -> Iterator[sa.Connection]:
        """A transaction that no other writes views beside, and in which a name that its owner has already is refused in words."""
        with self._registry.connection.writing() as connection:
            if not self._registry.connection.sqlite:  # where the transaction alone does not make others wait
                connection.execute(sa.text("LOCK TABLE views IN SHARE ROW EXCLUSIVE MODE"))
            try:
                yield connection
            except sa.exc.IntegrityError as error:
                raise ViewRefused(
                    t("You have a view of that name already."), t("Choose another name, or delete the earlier view.")
                ) from error


def _seen(owner: str, role: str) -> "sa.ColumnElement[bool]":
    return sa.or_(VIEWS.c.owner == owner, sa.and_(VIEWS.c.shared_with == role, VIEWS.c.shared_with != ""))


def _of(view: SavedView) -> "tuple[sa.ColumnElement[bool], ...]":
    return VIEWS.c.id == view.id, VIEWS.c.owner == view.owner


def _make_start(connection: sa.Connection, view: SavedView) -> None:
    """Let that view alone open the dashboard of its owner."""
    connection.execute(sa.update(VIEWS).where(VIEWS.c.owner == view.owner).values(is_start=False))
    connection.execute(sa.update(VIEWS).where(*_of(view)).values(is_start=True))


def _name(given: str) -> str:
    """The name on one line, without what is not seen."""
    name = " ".join(printable(given, 4 * NAME_WIDTH).split())
    if not name.strip("\u200c\u200d"):  # joiners, which belong between letters
        raise ViewRefused(t("The view has no name."), t("Write one that you will know again."))
    if len(name) > NAME_WIDTH:
        raise ViewRefused(
            n("The name is longer than {count} sign.", "The name is longer than {count} signs.", NAME_WIDTH),
            t("Write a shorter one."),
        )
    return name
