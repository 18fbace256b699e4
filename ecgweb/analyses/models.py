"""An analysis: one uploaded picture, how far its analysis has come, and what came out."""

from __future__ import annotations

import secrets
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Case, Enum, ForeignKey, Index, String, case, false, literal, null
from sqlalchemy.orm import Mapped, mapped_column

from ecgweb.extensions import Base, UtcDateTime, now

PUBLIC_ID_BYTES = 16  # 128 bits: an address nobody guesses
KEY_LENGTH = 40


class State(StrEnum):
    """Where an analysis stands."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    INTERRUPTED = "interrupted"


def new_public_id() -> str:
    return secrets.token_urlsafe(PUBLIC_ID_BYTES)


_state_type = Enum(
    State,
    values_callable=lambda states: [state.value for state in states],
    native_enum=False,
    create_constraint=False,
    length=20,
)


class Analysis(Base):
    """One upload. `contract` is the JSON object of the analysis, None until there is one.

    The picture is kept upright and at most 4000 pixels long; `width_px` and `height_px` are its size as kept, `page`
    of `pages` where it stood in the file. `cover_text`: the text around the traces is not to be kept; `text_covered`:
    it is no longer there. `help` has what its owner set by hand for the reading ("set", as `ReadingHelp.to_json`
    writes it) and, while the result is still that of an earlier reading, why ("message"). `sex` ("female", "male") and
    `age_years` choose the reference ranges and are kept only if they were given.
    """

    __tablename__ = "analysis"
    __table_args__ = (Index("ix_analysis_user_id_id", "user_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(24), unique=True, default=new_public_id)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    touched_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    state: Mapped[State] = mapped_column(_state_type, default=State.RUNNING, index=True)
    stage: Mapped[str] = mapped_column(String(20), default="received")
    contract: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    image_key: Mapped[str] = mapped_column(String(KEY_LENGTH))
    thumbnail_key: Mapped[str] = mapped_column(String(KEY_LENGTH))
    trace_key: Mapped[str | None] = mapped_column(String(KEY_LENGTH))
    width_px: Mapped[int]
    height_px: Mapped[int]
    signal_key: Mapped[str | None] = mapped_column(String(KEY_LENGTH))
    signal_about: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    page: Mapped[int] = mapped_column(default=1, server_default="1")
    pages: Mapped[int] = mapped_column(default=1, server_default="1")
    cover_text: Mapped[bool] = mapped_column(default=False, server_default=false())
    text_covered: Mapped[bool] = mapped_column(default=False, server_default=false())
    help: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    sex: Mapped[str | None] = mapped_column(String(6))
    age_years: Mapped[int | None]

    @property
    def keys(self) -> list[str]:
        """Of every file that belongs to it."""
        return [key for key in (self.image_key, self.thumbnail_key, self.trace_key, self.signal_key) if key]


def or_done_before(state: State) -> Case[State]:
    """This state, for an update; DONE where an earlier reading has left a result that stands."""
    return case((Analysis.contract.is_(null()), literal(state, _state_type)), else_=literal(State.DONE, _state_type))
