"""A browser as small as a benchmark needs: cookies, forms with their CSRF token, one picture to upload."""

from __future__ import annotations

import re
import time
import urllib.error
import urllib.parse
import urllib.request
from http import HTTPStatus
from http.client import HTTPResponse
from http.cookiejar import CookieJar

from bench.pages import Page

TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
RESULT = re.compile(r'href="(/analyses/[\w-]+)"')
BOUNDARY = "bench-bench-bench"


class Visitor:
    """One person with a session of their own.

    Parameters
    ----------
    address : str
        Of the site, without a slash at its end.
    """

    def __init__(self, address: str) -> None:
        self._address = address
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def get(self, path: str) -> str:
        """The text of a page; anything but 200 raises `HTTPError`."""
        with self._opener.open(self._address + path, timeout=60) as response:
            return response.read().decode()

    def log_in(self, email: str, password: str) -> None:
        fields = {"csrf_token": self._token("/login"), "email": email, "password": password}
        self._post("/login", urllib.parse.urlencode(fields).encode(), "application/x-www-form-urlencoded")

    def upload_to_result_s(self, page: Page) -> float:
        """Seconds from sending a picture to having its result page, as a browser without JavaScript gets it."""
        body = _multipart(self._token("/upload"), page)
        started = time.perf_counter()
        response = self._sent(body)
        while "Refresh" in response.headers:  # not done when the site lost patience
            time.sleep(0.1)
            response = self._opener.open(response.url, timeout=60)
            response.read()
        return time.perf_counter() - started

    def newest_result(self) -> str:
        """The path of the latest analysis of this person."""
        found = RESULT.search(self.get("/analyses"))
        if not found:
            raise RuntimeError("this person has no analysis")
        return found.group(1)

    def _token(self, path: str) -> str:
        found = TOKEN.search(self.get(path))
        if not found:
            raise RuntimeError(f"{path} has no form with a token")
        return found.group(1)

    def _sent(self, body: bytes) -> HTTPResponse:
        """The answer to an upload, which is sent again, when the site says so, where it found the queue full."""
        while True:
            try:
                return self._post("/upload", body, f"multipart/form-data; boundary={BOUNDARY}")
            except urllib.error.HTTPError as refused:
                if refused.code != HTTPStatus.SERVICE_UNAVAILABLE:
                    raise
                time.sleep(float(refused.headers["Retry-After"]))

    def _post(self, path: str, body: bytes, content_type: str) -> HTTPResponse:
        headers = {"Content-Type": content_type, "Referer": self._address + path}
        request = urllib.request.Request(self._address + path, body, headers)
        response: HTTPResponse = self._opener.open(request, timeout=120)
        response.read()
        return response


def _multipart(token: str, page: Page) -> bytes:
    name, data = page
    field = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{token}\r\n'
    file = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="image"; filename="{name}"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n"
    )
    return field.encode() + file.encode() + data + f"\r\n--{BOUNDARY}--\r\n".encode()
