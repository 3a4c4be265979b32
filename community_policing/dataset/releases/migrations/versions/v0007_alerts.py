"""Alerts: what was raised and ended for each view, how far each view was looked at, and what each account has seen."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Create the tables; rows of the log are kept as they are by triggers, the others are pointers that move."""
    op.create_table(
        "alert_log",
        sa.Column("number", sa.Integer, primary_key=True),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("view", "identity")),
        sa.Column("occurrence", sa.Integer, nullable=False),
        sa.Column("what", sa.Text, sa.CheckConstraint("what IN ('raised', 'ended', 'once')"), nullable=False),
        sa.Column("release", sa.Integer, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("body", sa.JSON, nullable=False),
        sa.UniqueConstraint("view", "identity", "occurrence", "what"),
    )
    op.create_table(
        "alert_views",
        sa.Column("view", sa.Text, primary_key=True),
        sa.Column("release", sa.Integer, nullable=False),
        sa.Column("day", sa.Text, nullable=False),
    )
    op.create_table(
        "alerts_seen",
        sa.Column("account", sa.Text, primary_key=True),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
    )
    if op.get_bind().dialect.name != "sqlite":  # the function came with the first step
        op.execute(
            "CREATE TRIGGER alert_log_kept BEFORE UPDATE OR DELETE ON alert_log "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
        return
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER alert_log_no_{change.lower()} BEFORE {change} ON alert_log "
            "BEGIN SELECT RAISE(ABORT, 'what was published is never changed'); END"
        )


def downgrade() -> None:
    """There is no way back: what was raised stays on record."""
    raise NotImplementedError
