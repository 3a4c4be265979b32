"""Addresses in a mail: of this dashboard, and signed ones that confirm or end one subscription without signing in."""

from community_policing.core.i18n import ProgrammeError, t
from community_policing.protect.policy import public_address
from community_policing.protect.signed_address import signed

STOP, CONFIRM = "stop", "confirm"
PREFIX = "/mail"


def purpose(act: str) -> str:
    """To what purpose an address is signed."""
    return f"mail {act}"


def signed_link(act: str, subscription: str) -> str:
    """The address that does that to that subscription, and to no other.  ProgrammeError where readers' address is not known."""
    return f"{home()}{PREFIX}/{act}/{signed(purpose(act), subscription)}"


def home() -> str:
    """The address that readers type.  ProgrammeError where nobody said it."""
    address = public_address()
    if not address:
        raise ProgrammeError(
            t("Mails need links, and nobody said at which address readers open this dashboard."),
            t("Set CPF_PUBLIC_ADDRESS to it, such as https://dashboard.example.org."),
        )
    return address
