"""What staff did and can take back; a message that was taken back before anybody got it."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Forward."""
    op.add_column("message", sa.Column("taken_back", BIG))
    op.create_table(
        "journal",
        sa.Column("id", BIG, primary_key=True),
        sa.Column("staff", BIG, sa.ForeignKey("staff.id"), nullable=False),
        sa.Column("at", BIG, nullable=False),
        sa.Column("change", BIG, nullable=False),
        sa.Column("action", sa.String(24), nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("facts", sa.Text, nullable=False),
        sa.Column("undone", BIG),
    )
    op.create_index("ix_journal_mine", "journal", ["staff", "id"])
    op.create_table(
        "journalticket",
        sa.Column("journal", BIG, sa.ForeignKey("journal.id"), primary_key=True),
        sa.Column("ticket", BIG, sa.ForeignKey("ticket.id"), primary_key=True),
    )
    op.create_index("ix_journalticket_ticket", "journalticket", ["ticket", "journal"])
