"""The first registry: releases, their files, the pointer to the current one, and remembered mappings of headers."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
KEPT = ("releases", "release_tables", "mappings")  # rows are added, never changed or deleted


def upgrade() -> None:
    """Create the tables, the empty pointer, and the triggers that keep published rows as they are."""
    op.create_table(
        "releases",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("published_at", sa.Text, nullable=False),
        sa.Column("published_by", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, sa.CheckConstraint("kind IN ('import', 'rollback')"), nullable=False),
        sa.Column("base", sa.Integer, sa.ForeignKey("releases.number")),
        sa.Column("points_at", sa.Integer, sa.ForeignKey("releases.number")),
        sa.Column("source_name", sa.Text, nullable=False),
        sa.Column("source_sha256", sa.Text, nullable=False),
        sa.Column("schema_version", sa.Integer, nullable=False),
        sa.Column("package", sa.JSON, nullable=False),
        sa.Column("summary", sa.JSON, nullable=False),
        sa.Column("effect", sa.JSON, nullable=False),
        sa.Column("seal", sa.Text, nullable=False),
    )
    op.create_table(
        "release_tables",
        sa.Column("number", sa.Integer, sa.ForeignKey("releases.number"), primary_key=True),
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("rows", sa.BigInteger, nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
    )
    pointer = op.create_table(
        "current",
        sa.Column("id", sa.Integer, sa.CheckConstraint("id = 1"), primary_key=True, autoincrement=False),
        sa.Column("number", sa.Integer, sa.ForeignKey("releases.number")),
    )
    op.create_table(
        "mappings",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("signature", sa.Text, nullable=False, index=True),
        sa.Column("mapping", sa.JSON, nullable=False),
        sa.Column("remembered_at", sa.Text, nullable=False),
    )
    op.bulk_insert(pointer, [{"id": 1, "number": None}])
    _keep()


def downgrade() -> None:
    """There is no way back: what was published stays."""
    raise NotImplementedError


def _keep() -> None:
    """Let the database itself refuse to change or delete what was published."""
    if op.get_bind().dialect.name == "sqlite":
        for table in KEPT:
            for change in ("UPDATE", "DELETE"):
                op.execute(
                    f"CREATE TRIGGER {table}_no_{change.lower()} BEFORE {change} ON {table} "
                    "BEGIN SELECT RAISE(ABORT, 'what was published is never changed'); END"
                )
        return
    op.execute(
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'what was published is never changed'; END $$"
    )
    for table in KEPT:
        op.execute(
            f"CREATE TRIGGER {table}_kept BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
