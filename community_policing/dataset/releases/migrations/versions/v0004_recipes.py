"""Recipes: how files of one shape are read.  What headers were mapped to before becomes a recipe for each table."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Create the table, copy the last mapping of each table into it, and let no row change."""
    recipes = op.create_table(
        "recipes",
        sa.Column("number", sa.Integer, primary_key=True),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("name", "shape")),
        sa.Column("answers", sa.JSON, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("saved_at", "saved_by")),
        sa.Column("deleted", sa.Boolean, nullable=False),
    )
    mappings = sa.table("mappings", sa.column("id"), sa.column("signature"), sa.column("mapping", sa.JSON))
    last = {row.signature: row.mapping for row in op.get_bind().execute(sa.select(mappings).order_by(mappings.c.id))}
    moment = datetime.now(UTC).isoformat(timespec="seconds")
    rows = [
        {
            "name": table,
            "shape": "",
            "answers": {f"{table}/column/{header}": column or "leave_out" for header, column in headers.items()},
            "saved_at": moment,
            "saved_by": "",
            "deleted": False,
        }
        for table, headers in last.items()
    ]
    if rows:
        op.bulk_insert(recipes, rows)
    if op.get_bind().dialect.name != "sqlite":  # the function came with the first step
        op.execute(
            "CREATE TRIGGER recipes_kept BEFORE UPDATE OR DELETE ON recipes "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
        return
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER recipes_no_{change.lower()} BEFORE {change} ON recipes "
            "BEGIN SELECT RAISE(ABORT, 'what was published is never changed'); END"
        )


def downgrade() -> None:
    """There is no way back: what was saved stays on record."""
    raise NotImplementedError
