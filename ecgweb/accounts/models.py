"""Accounts and what belongs to them: sessions, activation links and reset codes."""

from __future__ import annotations

import unicodedata
from datetime import datetime

from flask_login import UserMixin
from sqlalchemy import Enum, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ecgweb.extensions import Base, UtcDateTime, now
from ecgweb.security.access import Role

MAX_EMAIL_LENGTH = 254  # RFC 5321
MAX_EMAIL_KEY_LENGTH = 3 * MAX_EMAIL_LENGTH  # folding case may turn one letter into three
SHA256_HEX_LENGTH = 64

_role_type = Enum(
    Role,
    values_callable=lambda roles: [role.value for role in roles],
    native_enum=False,
    create_constraint=False,
    length=20,
)


def email_key(email: str) -> str:
    """The form in which addresses are compared: case and Unicode variants do not matter."""
    return unicodedata.normalize("NFKC", email.strip()).casefold()


class User(UserMixin, Base):
    """A person with an account."""

    __tablename__ = "user_account"
    __allow_unmapped__ = True  # two attributes are of this request alone

    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(String(20))
    email: Mapped[str] = mapped_column(String(MAX_EMAIL_LENGTH))
    email_key: Mapped[str] = mapped_column(String(MAX_EMAIL_KEY_LENGTH), unique=True)
    role: Mapped[Role] = mapped_column(_role_type)
    password_hash: Mapped[str] = mapped_column(String(200))
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    disabled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    sessions: Mapped[list[UserSession]] = relationship(
        back_populates="user", cascade="all, delete-orphan", passive_deletes=True
    )

    # Set by ecgweb.accounts.sessions, never stored with the account.
    session_token: str | None = None
    session_seen_at: datetime | None = None

    def get_id(self) -> str:
        """What Flask-Login keeps in the cookie: the session's token, not the number of the account."""
        if self.session_token is None:
            raise RuntimeError("no session was started for this user")
        return self.session_token

    @property
    def is_active(self) -> bool:
        """True for confirmed accounts that are not disabled."""
        return self.confirmed_at is not None and self.disabled_at is None


class UserSession(Base):
    """One browser that is logged in. Only a hash of the token in its cookie is kept."""

    __tablename__ = "user_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(String(SHA256_HEX_LENGTH), unique=True)
    browser: Mapped[str] = mapped_column(String(60))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    last_seen_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)

    user: Mapped[User] = relationship(back_populates="sessions")


class ActivationToken(Base):
    """The link that confirms an address; one for each account, a new one replaces it."""

    __tablename__ = "activation_token"

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(SHA256_HEX_LENGTH), unique=True)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class ResetCode(Base):
    """The code that allows a new password; one for each account, a new one replaces it."""

    __tablename__ = "reset_code"

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), primary_key=True)
    code_hash: Mapped[str] = mapped_column(String(200))
    tries_left: Mapped[int]
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
