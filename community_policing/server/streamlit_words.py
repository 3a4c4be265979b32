"""Streamlit's own words, which its page says in English: messages like ours, put by static/scripts/words.js.

They were found by searching the installed bundle.  Those of parts that no page of ours has are left out.
"""

from string import Formatter

from community_policing.core.i18n import N_, t

WORDS = (
    # choices
    N_("Choose an option"), N_("Choose options"), N_("Choose or add an option"), N_("Add an option"), N_("Add: {name}"),
    N_("Select all"), N_("Select {count} matches"), N_("Selected values"), N_("Remove {name}"), N_("Clear all"),
    N_("Clear value"), N_("Clear entry"), N_("No results"),
    N_("{count} option available."), N_("{count} options available."), N_("{name}, selected"),  # said to who cannot see them
    N_("No options to select"), N_("No options to select."), N_("Open"), N_("Close"), N_("Search"),
    # dates
    N_("Choose date"), N_("Clear date"), N_("Previous month"), N_("Next month"),
    N_("Use arrow keys to navigate dates. Enter to select. Escape to close."),
    N_("day, {name}"), N_("month, {name}"), N_("year, {name}"),
    # boxes and files
    N_("Press Enter to apply"), N_("Press Enter to submit form"), N_("Press Ctrl+Enter to apply"),
    N_("Press Ctrl+Enter to submit form"), N_("Press ⌘+Enter to apply"), N_("Press ⌘+Enter to submit form"),
    N_("Increment"), N_("Decrement"), N_("Upload"), N_("Add files"), N_("file upload"), N_("Drag and drop a file here"),
    N_("Drag and drop files here"), N_("{size} per file"), N_("File is larger than {size}"), N_("Too many files"),
    N_("{kind} files are not allowed."), N_("Download failed"), N_("Error deleting file"), N_("Error uploading file"),
    # the page around
    N_("App pages"), N_("Sidebar"), N_("Expand sidebar"), N_("Collapse sidebar"), N_("View less"), N_("View {count} more"),
    N_("Main menu"), N_("Theme"), N_("System"), N_("Light"), N_("Dark"), N_("Print"), N_("Rerun"), N_("Record screen"),
    N_("Record a screencast"), N_("Made with Streamlit v"), N_("Navigate to home page"), N_("Notifications"),
    N_("Skip to main content"), N_("Link to heading"), N_("Help for {name}"), N_("Copy"), N_("Copy to clipboard"), N_("Copied"),
    N_("(opens in new tab)"), N_("Scroll tabs left"), N_("Scroll tabs right"), N_("Fullscreen"), N_("Close fullscreen"),
    N_("Cancel"), N_("Dismiss"), N_("Retry"), N_("Stop"),
    # what happens
    N_("Running..."), N_("Please wait..."), N_("Loading..."), N_("Connecting"), N_("Connection error"), N_("Page not found"),
    N_("Network issue"), N_("Reconnected to server."), N_("Connection timed out."),
    N_("Connection lost. Please wait for the app to reconnect, then try again."),
    N_("Streamlit server is not responding. Are you connected to the internet?"),
    # menus of a table
    N_("Show/hide columns"), N_("Sort ascending"), N_("Sort descending"), N_("Autosize"), N_("Pin column"), N_("Unpin column"),
    N_("Hide column"), N_("Clear selection"), N_("Close Search"), N_("Previous Result"), N_("Next Result"), N_("No data"),
)  # fmt: skip


class _Place:
    """Stands for a value of a message, and keeps its place: `{name}`."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __format__(self, _: str) -> str:
        return f"{{{self.name}}}"


def translated() -> dict[str, str]:
    """Streamlit's words and ours for them, in the language in force; what it puts into them stands as `{name}` in both."""
    return {
        word: t(word, **{name: _Place(name) for _, name, _, _ in Formatter().parse(word) if name}) for word in WORDS
    }
