"""Which page of its file a picture is, and whether the text around its traces is covered."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

COLUMNS = {"page": "1", "pages": "1"}
FLAGS = ("cover_text", "text_covered")


def upgrade() -> None:
    with op.batch_alter_table("analysis") as table:
        for name, default in COLUMNS.items():
            table.add_column(sa.Column(name, sa.Integer(), nullable=False, server_default=default))
        for name in FLAGS:
            table.add_column(sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    with op.batch_alter_table("analysis") as table:
        for name in (*FLAGS, *COLUMNS):
            table.drop_column(name)
