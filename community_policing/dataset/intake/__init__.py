"""Files from outside -> checked dataset.  A file is hostile until checked: a child process reads it, within limits."""

from community_policing.dataset.intake.limits import LIMITS, Limits
from community_policing.dataset.intake.report import About, Checked, Found, Unmatched
from community_policing.dataset.intake.supervisor import check, read_draft

__all__ = ["LIMITS", "About", "Checked", "Found", "Limits", "Unmatched", "check", "read_draft"]
