"""Published data releases: immutable Parquet files named by their contents, and a registry in SQL that says which is current.

Readers see the old release or the new one, never a mixture: files are written, synced and verified before the one
transaction that registers a release and moves the pointer.  Nothing is ever updated or deleted in place.
"""

from typing import TYPE_CHECKING, Any

from community_policing.dataset.releases.errors import (
    DamagedRegistry,
    DamagedRelease,
    NewerRegistry,
    NewerRelease,
    NoteRefused,
    RegistryUnavailable,
    ReleaseError,
    StoreUnavailable,
    Superseded,
    Unchanged,
    UnknownRelease,
    Unpublishable,
    ViewRefused,
)
from community_policing.dataset.releases.package import write_package, zipped
from community_policing.dataset.releases.release import SCHEMA_VERSION, Release, Source, TableFile

if TYPE_CHECKING:
    from community_policing.dataset.releases.store import Releases, open_releases

__all__ = [
    "SCHEMA_VERSION",
    "DamagedRegistry",
    "DamagedRelease",
    "NewerRegistry",
    "NewerRelease",
    "NoteRefused",
    "RegistryUnavailable",
    "Release",
    "ReleaseError",
    "Releases",
    "Source",
    "StoreUnavailable",
    "Superseded",
    "TableFile",
    "Unchanged",
    "UnknownRelease",
    "Unpublishable",
    "ViewRefused",
    "open_releases",
    "write_package",
    "zipped",
]


def __getattr__(name: str) -> Any:
    """What needs the database's library, imported when first asked for: most readers open no registry."""
    if name in ("Releases", "open_releases"):
        from community_policing.dataset.releases import store

        return getattr(store, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
