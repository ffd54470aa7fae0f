"""How often somebody was written to lately is asked for every ticket; on a busy desk a day has thousands of letters."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_index("ix_outbox_addressee", "outbox", ["to_addresses", "kind", "created"])
