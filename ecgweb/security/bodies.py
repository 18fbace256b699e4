"""How much of a request is read: pictures and signals have limits of their own, enforced while the file comes in."""

from __future__ import annotations

from typing import IO, Any, cast

from flask import Flask, Request, session
from werkzeug.exceptions import RequestEntityTooLarge

from ecgweb.ecg.readers import gate, signal
from ecgweb.ecg.refusal import REASONS

SIGNAL_ENDPOINTS = {"analyses.receive", "api.create"}
FORM_BYTES = 64 * 1024  # what the form around a file needs
TOO_LARGE = {
    False: f"{gate.TOO_MANY_BYTES} {REASONS['too_large'].advice}",
    True: f"{signal.TOO_MANY_BYTES} {signal.SHORTER}",
}


class LimitedFile:
    """An uploaded file on its way to the disk that stops the upload once it is too large."""

    def __init__(self, file: IO[bytes], most_bytes: int, is_signal: bool) -> None:
        self._file = file
        self._left = most_bytes
        self._is_signal = is_signal

    def write(self, block: bytes) -> int:
        self._left -= len(block)
        if self._left < 0:
            self._file.close()
            raise too_large(self._is_signal)
        return self._file.write(block)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


class LimitedRequest(Request):
    """Reads bodies of up to 200 MB where signals come in, from people who are known; 20 MB elsewhere."""

    @property
    def max_content_length(self) -> int | None:
        if self.endpoint in SIGNAL_ENDPOINTS and self.mimetype == "multipart/form-data" and _is_known(self):
            return signal.MAX_BYTES + FORM_BYTES
        return super().max_content_length

    @max_content_length.setter
    def max_content_length(self, value: int | None) -> None:
        self._max_content_length = value

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        file = super()._get_file_stream(total_content_length, content_type, filename, content_length)
        is_signal = signal.is_signal(filename or "")
        # One byte more passes, so that the gate says in its own words that the file is too large.
        most_bytes = (signal.MAX_BYTES if is_signal else gate.MAX_BYTES) + 1
        return cast(IO[bytes], LimitedFile(file, most_bytes, is_signal))


def too_large(is_signal: bool) -> RequestEntityTooLarge:
    """The error that names the limit of this kind of file."""
    error = RequestEntityTooLarge()
    error.user_message = TOO_LARGE[is_signal]  # type: ignore[attr-defined]
    return error


def register(app: Flask) -> None:
    app.request_class = LimitedRequest


def _is_known(request: Request) -> bool:
    """Whether the caller brings a session or a token; both are checked before the file is used."""
    return request.authorization is not None or "_user_id" in session
