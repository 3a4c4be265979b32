"""Saved views: rows of a person, which that person changes and deletes."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Create the table: of one account, no two views have a name, and no two open the dashboard."""
    op.create_table(
        "views",
        sa.Column("id", sa.Text, primary_key=True),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("name", "page", "query", "owner", "shared_with")),
        sa.Column("is_start", sa.Boolean, nullable=False),
        sa.Column("created", sa.Text, nullable=False),
        sa.UniqueConstraint("owner", "name"),
    )
    start = sa.text("is_start")
    op.create_index("views_start", "views", ["owner"], unique=True, sqlite_where=start, postgresql_where=start)
    op.create_index("views_shared_with", "views", ["shared_with"])


def downgrade() -> None:
    """There is no way back: what was saved stays."""
    raise NotImplementedError
