"""Writes the table of settings in docs/operations.md from core/settings.py: `python -m docs.settings`."""

import re
from pathlib import Path

from pydantic import BaseModel

from community_policing.core.settings import Limits, Settings, Smtp, variable

PAGE = Path(__file__).with_name("operations.md")
UNSET = {  # what holds where nothing is set and the code makes the default
    "access": "the shipped `protect/access.toml`, without sign-in",
    "releases": "`./.releases`",
    "database_url": "SQLite in `CPF_RELEASES`",
    "store": "`tables` in `CPF_RELEASES`",
    "rounding_secret": "`rounding.secret` in `CPF_RELEASES`",
    "imports": "this machine, or who signed in and may",
    "cache": "below the system's temporary folder",
}
_TABLE = re.compile(r"(?<=\| variable \| default \| what it does \|\n\|---\|---\|---\|\n)(\|.*\n)+")


def page() -> str:
    """The whole of docs/operations.md with the table as the code has it."""
    rows = "".join((*_rows(Settings), *_rows(Limits, "limit"), *_rows(Smtp, "smtp")))
    text, tables = _TABLE.subn(lambda _: rows, PAGE.read_text("utf-8"))
    assert tables == 1, f"{PAGE} has no table of settings"
    return text


def _rows(model: type[BaseModel], *within: str) -> list[str]:
    """A row of the table for each variable."""
    fields = {name: field for name, field in model.model_fields.items() if field.description}
    return [
        f"| `{variable([*within, str(field.validation_alias or name)])}` "
        f"| {UNSET.get(name) or _shown(field.default)} | {field.description} |\n"
        for name, field in fields.items()
    ]


def _shown(default: object) -> str:
    if isinstance(default, int):
        return f"{default:,}"
    return f"`{default}`" if isinstance(default, str) and default else "none"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
