"""Release errors: what can keep a release from being published or opened, and what to do."""

from community_policing.core.i18n import ProgrammeError


class ReleaseError(ProgrammeError):
    """Whatever a person is told about releases; what was published before stays as it was."""


class UnknownRelease(ReleaseError):
    """There is no release of that number."""


class Superseded(ReleaseError):
    """Somebody published since the release that this one was made against; `current` is the number to look at now."""

    def __init__(self, message: str, remedy: str, current: int | None) -> None:
        super().__init__(message, remedy)
        self.current = current


class Unchanged(ReleaseError):
    """What was to be published is what is current already."""


class Unpublishable(ReleaseError):
    """A dataset with errors, or a publication without its note."""


class StoreUnavailable(ReleaseError):
    """The tables cannot be written or read: disk full, read-only, input or output errors, store out of reach."""


class RegistryUnavailable(ReleaseError):
    """The registry cannot be reached, is locked, or is gone.  Readers keep what they have."""


class DamagedRegistry(ReleaseError):
    """The registry does not hold what was written to it."""


class NewerRegistry(ReleaseError):
    """The registry was made by a newer version of this program."""


class DamagedRelease(ReleaseError):
    """A table of the release is missing or does not match its hash; `last_good` is the newest release that opens."""

    def __init__(self, message: str, remedy: str, last_good: int | None) -> None:
        super().__init__(message, remedy)
        self.last_good = last_good


class NewerRelease(ReleaseError):
    """The release was written with a newer schema of the tables."""


class NoteRefused(ReleaseError):
    """A note that cannot be kept as it is: its text, its owner, its date, or what came in between."""


class ViewRefused(ReleaseError):
    """A view that cannot be saved as it is: its name, its length, or how many there are."""
