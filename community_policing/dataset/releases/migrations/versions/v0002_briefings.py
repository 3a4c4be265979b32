"""Briefings: what was frozen, what was noted while presenting, and which of that is done."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
KEPT = ("briefings", "briefing_notes", "briefing_notes_done")  # rows are added, never changed or deleted


def upgrade() -> None:
    """Create the tables, and the triggers that keep their rows as they are."""
    op.create_table(
        "briefings",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        *(
            sa.Column(name, sa.Text, nullable=False)
            for name in ("made_at", "made_by", "title", "preset", "audience", "as_of")
        ),
        sa.Column("release", sa.Integer),
        sa.Column("dataset", sa.Text, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_table(
        "briefing_notes",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        sa.Column("briefing", sa.Text, sa.ForeignKey("briefings.id"), nullable=False, index=True),
        sa.Column("slide", sa.Text, nullable=False),
        sa.Column("indicator", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, sa.CheckConstraint("kind IN ('decision', 'action')"), nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("text", "owner", "due_on", "made_at", "made_by")),
    )
    op.create_table(
        "briefing_notes_done",
        sa.Column("note", sa.Text, sa.ForeignKey("briefing_notes.id"), primary_key=True),
        sa.Column("done_at", sa.Text, nullable=False),
        sa.Column("done_by", sa.Text, nullable=False),
    )
    _keep()


def downgrade() -> None:
    """There is no way back: what was frozen stays."""
    raise NotImplementedError


def _keep() -> None:
    """Let the database itself refuse to change or delete what was frozen or noted."""
    if op.get_bind().dialect.name == "sqlite":
        for table in KEPT:
            for change in ("UPDATE", "DELETE"):
                op.execute(
                    f"CREATE TRIGGER {table}_no_{change.lower()} BEFORE {change} ON {table} "
                    "BEGIN SELECT RAISE(ABORT, 'what was published is never changed'); END"
                )
        return
    for table in KEPT:  # the function came with the first step
        op.execute(
            f"CREATE TRIGGER {table}_kept BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
