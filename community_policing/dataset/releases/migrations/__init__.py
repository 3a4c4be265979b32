"""The registry's schema, step by step, for Alembic."""
