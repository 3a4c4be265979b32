"""Saved view: a page and a choice under a name.  It holds no data."""

import re
from dataclasses import dataclass

MOST = 50  # views of one account
NAME_WIDTH = 60  # signs
LINK_WIDTH = 2_000  # signs of a choice
SLUG = re.compile(r"[a-z2-7]{12}")


@dataclass(frozen=True)
class SavedView:
    """One view.

    `query`: the choice, as an address says it; `owner`: an account; `shared_with`: a role, "" for nobody; `is_start`: whether
    it opens the dashboard for its owner; `created`: ISO 8601 in UTC.
    """

    id: str
    name: str
    page: str
    query: str
    owner: str
    shared_with: str = ""
    is_start: bool = False
    created: str = ""
