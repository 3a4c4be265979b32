"""Mail: subscriptions, the outbox of what is to be sent, and which server sends."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Create the tables: a subscription gets one mail of each occasion, and the lease is one row."""
    op.create_table(
        "subscriptions",
        sa.Column("id", sa.Text, primary_key=True),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("account", "role")),
        *(sa.Column(name, sa.JSON, nullable=False) for name in ("governorates", "grants")),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("address", "what", "rhythm", "language")),
        sa.Column("pdf", sa.Boolean, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("made_at", "expires_at", "confirmed_at", "ended_at")),
        sa.Column("ended_why", sa.Text, nullable=False),
        sa.Column("told", sa.Integer, nullable=False),
        sa.Column("told_on", sa.Text, nullable=False),
    )
    op.create_index("subscriptions_account", "subscriptions", ["account"])
    states = sa.CheckConstraint("state IN ('due', 'sending', 'sent', 'unsure', 'failed')")
    op.create_table(
        "mails",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("subscription", sa.Text, sa.ForeignKey("subscriptions.id"), nullable=False),
        sa.Column("occasion", sa.Text, nullable=False),
        sa.Column("state", sa.Text, states, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        *(
            sa.Column(name, sa.Text, nullable=False)
            for name in ("made_at", "tried_at", "again_at", "message_id", "reason")
        ),
        sa.Column("told", sa.Integer, nullable=False),
        sa.Column("told_on", sa.Text, nullable=False),
        sa.UniqueConstraint("subscription", "occasion"),
    )
    op.create_index("mails_state", "mails", ["state"])
    lease = op.create_table(
        "mail_lease",
        sa.Column("id", sa.Integer, sa.CheckConstraint("id = 1"), primary_key=True),
        sa.Column("holder", sa.Text, nullable=False),
        sa.Column("beat", sa.Integer, nullable=False),
        sa.Column("looked", sa.Text, nullable=False),
    )
    op.bulk_insert(lease, [{"id": 1, "holder": "", "beat": 0, "looked": ""}])


def downgrade() -> None:
    """There is no way back: who asked for mail is not forgotten."""
    raise NotImplementedError
