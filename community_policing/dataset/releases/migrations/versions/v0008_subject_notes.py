"""Notes on targets, fora, events, sites and figures: every version of each, kept as it was written."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Create the table; its rows are kept as they are by triggers."""
    op.create_table(
        "subject_notes",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        *(
            sa.Column(name, sa.Text, nullable=False)
            for name in ("dataset", "kind", "subject", "text", "owner", "due_on")
        ),
        sa.Column("mitigation", sa.Text, nullable=False),
        sa.Column("status", sa.Text, sa.CheckConstraint("status IN ('open', 'done', 'dropped')"), nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("written_at", "written_by")),
        sa.UniqueConstraint("id", "version"),
    )
    if op.get_bind().dialect.name != "sqlite":  # the function came with the first step
        op.execute(
            "CREATE TRIGGER subject_notes_kept BEFORE UPDATE OR DELETE ON subject_notes "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
        return
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER subject_notes_no_{change.lower()} BEFORE {change} ON subject_notes "
            "BEGIN SELECT RAISE(ABORT, 'what was noted is never changed'); END"
        )


def downgrade() -> None:
    """There is no way back: what was noted stays on record."""
    raise NotImplementedError
