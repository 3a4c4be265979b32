"""Calendar addresses beside tokens of the API; and "audience" for whose alerts they are: a view is what a reader saves."""

from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Add the column, of which what was made before opens the API; rename those of alerts."""
    op.execute("ALTER TABLE api_tokens ADD COLUMN use TEXT NOT NULL DEFAULT 'api' CHECK (use IN ('api', 'calendar'))")
    op.execute("ALTER TABLE alert_log RENAME COLUMN view TO audience")
    op.execute("ALTER TABLE alert_views RENAME COLUMN view TO audience")
    op.execute("ALTER TABLE alert_views RENAME TO alert_audiences")


def downgrade() -> None:
    """There is no way back: who could ask stays on record."""
    raise NotImplementedError
