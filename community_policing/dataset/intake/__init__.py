"""Files from outside -> checked dataset.  A file is hostile until checked: a child process reads it, within limits."""

from community_policing.dataset.intake.corrections import Correction
from community_policing.dataset.intake.recipe.questions import Question
from community_policing.dataset.intake.report import Checked, Fault, Metadata
from community_policing.dataset.intake.supervisor import check, read_draft

__all__ = ["Checked", "Correction", "Fault", "Metadata", "Question", "check", "read_draft"]
