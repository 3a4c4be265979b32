"""Files from outside -> checked dataset.  A file is hostile until checked: a child process reads it, within limits."""

from community_policing.intake.limits import LIMITS, Limits
from community_policing.intake.report import About, Checked, Found, Unmatched
from community_policing.intake.run import check, read_draft

__all__ = ["LIMITS", "About", "Checked", "Found", "Limits", "Unmatched", "check", "read_draft"]
