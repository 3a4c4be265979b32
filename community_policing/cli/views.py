"""Saved views on the command line: `views list | export | delete`, of an account that asks or leaves.

Deleted with the views is what else is kept of an account for its own sake: up to where it has seen alerts.  What it did, and the
tokens that stand for it, stay on record.
"""

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from community_policing.cli.recipes import write_new
from community_policing.core.i18n import ProgrammeError, n, t
from community_policing.core.safe_text import printable

if TYPE_CHECKING:
    from community_policing.dataset.releases.rows.alert_rows import AlertRows
    from community_policing.dataset.releases.rows.view_rows import ViewRows
    from community_policing.dataset.releases.saved_view import SavedView


def arguments(verb: argparse.ArgumentParser) -> None:
    """Add what may be done with views."""
    verb.add_argument("action", choices=("list", "export", "delete"), help=t("what to do"))
    help_text = t("whose views, as the log names the account; without sign-in “this machine”")
    verb.add_argument("--account", default="", help=help_text)
    verb.add_argument("--out", type=Path, help=t("the file that export writes; a file that is there is not replaced"))


def run(asked: argparse.Namespace, rows: "ViewRows", alerts: "AlertRows") -> tuple[dict[str, Any], list[str]]:
    """Do it; the answer as JSON and as lines."""
    views = rows.all(asked.account)
    if asked.action == "list":
        return {"views": [asdict(view) for view in views]}, [_line(view) for view in views] or [t("No view is saved.")]
    if not asked.account:
        raise ProgrammeError(
            t("Whose views is not said."), t("Add --account; `views list` names the accounts there are.")
        )
    seen = asked.action == "delete" and alerts.forget(asked.account)
    if not views and not seen:
        problem = t("“{account}” has no saved view.", account=printable(asked.account, 200))
        raise ProgrammeError(problem, t("`views list` names the accounts there are."))
    if asked.action == "export":
        write_new(asked.out, [asdict(view) for view in views])
        exported = n("{count} view is in {path}.", "{count} views are in {path}.", len(views), path=asked.out)
        return {"exported": str(asked.out)}, [exported]
    rows.delete(*views)
    deleted = n("{count} view is deleted.", "{count} views are deleted.", len(views))
    marks = [t("Up to where alerts were seen is deleted, too.")] if seen else []
    return {"deleted": [view.id for view in views], "alerts_seen": seen}, [deleted, *marks]


def _line(view: "SavedView") -> str:
    shared = t("shared with: {role}", role=view.shared_with) if view.shared_with else ""
    start = t("opens the dashboard") if view.is_start else ""
    owner = printable(view.owner, 200)
    return "  ".join(
        filter(None, (view.id, owner, view.created[:10], view.name, f"{view.page}?{view.query}", shared, start))
    )
