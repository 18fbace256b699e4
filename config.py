"""Settings of the site. The environment is read here and nowhere else."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from dotenv import dotenv_values

ROOT = Path(__file__).resolve().parent
MEGABYTE = 1024 * 1024
MINIMUM_BCRYPT_COST = 10  # OWASP Password Storage Cheat Sheet


class ConfigurationError(RuntimeError):
    """The site refuses to start with these settings."""


def load_config(environ: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Build the settings from the environment and, below it, the file `.env`.

    Raises
    ------
    ConfigurationError
        If a production site lacks a secret of its own, or passwords would be hashed too cheaply.
    """
    if environ is None:
        stored = {key: value for key, value in dotenv_values(ROOT / ".env").items() if value is not None}
        environ = {**stored, **os.environ}
    environment = environ.get("ECGWEB_ENV", "development")
    if environment not in ("development", "production"):
        raise ConfigurationError(f"ECGWEB_ENV must be development or production, not {environment!r}")
    production = environment == "production"
    data_dir = Path(environ.get("DATA_DIR", ROOT / "instance")).resolve()
    public_url = environ.get("PUBLIC_URL", "" if production else _local_url(environ.get("BIND", ""))).rstrip("/")
    config: dict[str, Any] = {
        "ENVIRONMENT": environment,
        "DEBUG": False,
        "DATA_DIR": data_dir,
        "MODELS_DIR": Path(environ.get("MODELS_DIR", ROOT / "models")),
        "DIAGNOSIS_VERSION": environ.get("DIAGNOSIS_VERSION", ""),  # empty: the one of diagnosis.json
        "SECRET_KEY": environ.get("SECRET_KEY") or (None if production else _development_secret(data_dir)),
        "PUBLIC_URL": public_url,
        "TRUSTED_PROXIES": int(environ.get("TRUSTED_PROXIES", "0")),
        "BCRYPT_COST": int(environ.get("BCRYPT_COST", "12")),
        # Uploads: the picture itself may have 20 MB; the form around it needs a little more.
        "MAX_UPLOAD_BYTES": 20 * MEGABYTE,
        "MAX_CONTENT_LENGTH": 20 * MEGABYTE + 64 * 1024,
        "MAX_UPLOAD_PIXELS": 40_000_000,
        "UPLOADS_PER_HOUR": int(environ.get("UPLOADS_PER_HOUR", "60")),
        "ANALYSES_PER_USER": int(environ.get("ANALYSES_PER_USER", "500")),
        **_database(environ, data_dir),
        **_cookies(production),
        **_mail(environ),
    }
    check(config)
    return config


def check(config: Mapping[str, Any]) -> None:
    """Refuse settings that would make the site unsafe."""
    if config["ENVIRONMENT"] == "production":
        if len(config["SECRET_KEY"] or "") < 32:
            raise ConfigurationError("set SECRET_KEY to at least 32 random characters of your own")
        if not config["PUBLIC_URL"].startswith("https://"):
            raise ConfigurationError("set PUBLIC_URL to the address people use, beginning with https://")
    if config["BCRYPT_COST"] < MINIMUM_BCRYPT_COST and not config.get("TESTING"):
        raise ConfigurationError(f"BCRYPT_COST must be at least {MINIMUM_BCRYPT_COST}")


def _local_url(bind: str) -> str:
    """Where a development site is found that listens on `bind`: HOST:PORT, any other form counts as the default."""
    host, _, port = bind.rpartition(":")
    if not port.isdecimal():
        return "http://127.0.0.1:8000"
    listens_everywhere = host in ("", "0.0.0.0", "[::]")  # noqa: S104 - nothing is bound here
    return f"http://{'127.0.0.1' if listens_everywhere else host}:{port}"


def _development_secret(data_dir: Path) -> str:
    """A random secret kept beside the development database, so that sessions survive a restart."""
    path = data_dir / "development_secret"
    data_dir.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_hex(32))
    return path.read_text()


def _database(environ: Mapping[str, str], data_dir: Path) -> dict[str, Any]:
    url = environ.get("DATABASE_URL") or f"sqlite:///{data_dir / 'ecgweb.sqlite3'}"
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            url = "postgresql+psycopg://" + url.removeprefix(prefix)
    options: dict[str, Any] = {"hide_parameters": True, "pool_pre_ping": True}
    if url.startswith("postgresql"):
        options |= {"pool_size": 16, "max_overflow": 24, "pool_timeout": 5, "connect_args": {"connect_timeout": 5}}
    return {"SQLALCHEMY_DATABASE_URI": url, "SQLALCHEMY_ENGINE_OPTIONS": options}


def _cookies(production: bool) -> dict[str, Any]:
    return {
        "SESSION_COOKIE_NAME": "__Host-session" if production else "session",
        "SESSION_COOKIE_SECURE": production,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_PATH": "/",
        "SESSION_REFRESH_EACH_REQUEST": False,
        "PERMANENT_SESSION_LIFETIME": timedelta(hours=24),
        "WTF_CSRF_TIME_LIMIT": None,  # a token lives as long as its session
        "WTF_CSRF_SSL_STRICT": production,
        "PREFERRED_URL_SCHEME": "https" if production else "http",
    }


def _mail(environ: Mapping[str, str]) -> dict[str, Any]:
    server = environ.get("MAIL_SERVER", "")
    return {
        "MAIL_SERVER": server or "localhost",
        "MAIL_PORT": int(environ.get("MAIL_PORT", "25")),
        "MAIL_USE_TLS": environ.get("MAIL_USE_TLS", "") == "1",
        "MAIL_USE_SSL": environ.get("MAIL_USE_SSL", "") == "1",
        "MAIL_USERNAME": environ.get("MAIL_USERNAME"),
        "MAIL_PASSWORD": environ.get("MAIL_PASSWORD"),
        "MAIL_DEFAULT_SENDER": environ.get("MAIL_SENDER", "ECG Analyzer <no-reply@localhost>"),
        # Without a mail server a development site keeps the mails in its mailbox page.
        "MAIL_TO_MAILBOX": not server,
    }
