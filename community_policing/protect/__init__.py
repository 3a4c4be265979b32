"""Protection: access policy, disclosure control and the audit log."""
