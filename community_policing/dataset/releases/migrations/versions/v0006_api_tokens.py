"""Tokens of the API: the hash of each, whom it stands for and until when; and which were revoked."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
KEPT = ("api_tokens", "api_tokens_revoked")  # rows are added, never changed or deleted


def upgrade() -> None:
    """Create the tables, and the triggers that keep their rows as they are."""
    op.create_table(
        "api_tokens",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        sa.Column("sha256", sa.Text, nullable=False, unique=True),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("account", "role")),
        *(sa.Column(name, sa.JSON, nullable=False) for name in ("governorates", "grants")),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("made_at", "made_by", "expires_at")),
    )
    op.create_table(
        "api_tokens_revoked",
        sa.Column("token", sa.Text, sa.ForeignKey("api_tokens.id"), primary_key=True),
        sa.Column("revoked_at", sa.Text, nullable=False),
        sa.Column("revoked_by", sa.Text, nullable=False),
    )
    for table in KEPT:
        _keep(table)


def downgrade() -> None:
    """There is no way back: who could ask stays on record."""
    raise NotImplementedError


def _keep(table: str) -> None:
    """Let the database itself refuse to change or delete a row."""
    if op.get_bind().dialect.name != "sqlite":  # the function came with the first step
        op.execute(
            f"CREATE TRIGGER {table}_kept BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
        return
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_no_{change.lower()} BEFORE {change} ON {table} "
            "BEGIN SELECT RAISE(ABORT, 'what was given is never changed'); END"
        )
