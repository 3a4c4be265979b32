"""Other channels than mail, through apprise, which operators install where they use one (requirements-channels.txt)."""

from importlib.util import find_spec

from community_policing.core.i18n import ProgrammeError, t


class ChannelAway(Exception):  # noqa: N818  as a reader of the code says it
    """The channel did not take the message."""


def check(url: str) -> None:
    """ProgrammeError where nothing can be sent to that channel from here."""
    if find_spec("apprise") is None:
        raise ProgrammeError(
            t("Channels other than mail need apprise, which is not installed."),
            t("Install it: pip install -r requirements-channels.txt."),
        )
    import apprise

    if not apprise.Apprise().add(url):
        raise ProgrammeError(
            t("apprise does not know this channel."), t("Its documentation lists the addresses that it knows.")
        )


def send(url: str, title: str, text: str) -> None:
    """Send the text once.  ChannelAway where the channel did not say that it has it; ProgrammeError without apprise."""
    check(url)
    import apprise

    channel = apprise.Apprise()
    channel.add(url)
    if not channel.notify(body=text, title=title, body_format=apprise.NotifyFormat.TEXT):
        raise ChannelAway(t("The channel did not take the message."))


def shown(url: str) -> str:
    """Which channel it is, without its secrets."""
    return f"{url.partition('://')[0]}://…"
