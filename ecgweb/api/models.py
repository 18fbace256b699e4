"""Personal tokens: what a program shows instead of a password."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from ecgweb.extensions import Base, UtcDateTime, now

NAME_LENGTH = 60
SHA256_HEX_LENGTH = 64
BEGINNING_LENGTH = 12


class ApiToken(Base):
    """One token of a person. Only its hash is kept; `beginning` lets its owner recognise it."""

    __tablename__ = "api_token"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    token_hash: Mapped[str] = mapped_column(String(SHA256_HEX_LENGTH), unique=True)
    beginning: Mapped[str] = mapped_column(String(BEGINNING_LENGTH))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    last_used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
