"""Files from outside -> checked dataset.  A file is hostile until checked: a child process reads it, within limits."""

from community_policing.dataset.intake.report import Checked, Fault, Metadata, Unmatched
from community_policing.dataset.intake.supervisor import check, read_draft

__all__ = ["Metadata", "Checked", "Fault", "Unmatched", "check", "read_draft"]
