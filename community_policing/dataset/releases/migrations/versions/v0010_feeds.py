"""Addresses of calendars beside the tokens of the API: what a row on record opens."""

from alembic import op

revision = "0010"
down_revision = "0008"


def upgrade() -> None:
    """Add the column; what was made before opens the API."""
    op.execute("ALTER TABLE api_tokens ADD COLUMN use TEXT NOT NULL DEFAULT 'api' CHECK (use IN ('api', 'calendar'))")


def downgrade() -> None:
    """There is no way back: who could ask stays on record."""
    raise NotImplementedError
