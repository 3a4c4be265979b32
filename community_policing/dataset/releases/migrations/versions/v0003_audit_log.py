"""The audit log: who did what, when; of sign-outs also that they hold at every server."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Create the table, and the triggers that keep its rows as they are."""
    op.create_table(
        "audit_log",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("account", "role", "scope", "detail")),
        sa.Column("release", sa.Integer),
    )
    op.create_index("audit_log_what_at", "audit_log", ["what", "at"])
    if op.get_bind().dialect.name != "sqlite":  # the function came with the first step
        op.execute(
            "CREATE TRIGGER audit_log_kept BEFORE UPDATE OR DELETE ON audit_log "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
        return
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER audit_log_no_{change.lower()} BEFORE {change} ON audit_log "
            "BEGIN SELECT RAISE(ABORT, 'what was done is never changed'); END"
        )


def downgrade() -> None:
    """There is no way back: what was done stays on record."""
    raise NotImplementedError
