"""Predefined replies with a text for each language."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "predefinedreply",
        sa.Column("id", BIG, primary_key=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("name_key", sa.String, nullable=False),
        sa.Column("department", BIG, sa.ForeignKey("department.id")),
        sa.Column("staff", BIG, sa.ForeignKey("staff.id")),
        sa.Column("changed", BIG, nullable=False),
        sa.UniqueConstraint("name_key"),
    )
    op.create_index("ix_predefinedreply_department", "predefinedreply", ["department"])
    op.create_index("ix_predefinedreply_staff", "predefinedreply", ["staff"])
    op.create_table(
        "replytext",
        sa.Column("reply", BIG, sa.ForeignKey("predefinedreply.id"), primary_key=True),
        sa.Column("language", sa.String(8), primary_key=True),
        sa.Column("text", sa.Text, nullable=False),
    )
