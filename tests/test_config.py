"""Unsafe settings refuse to start."""

from __future__ import annotations

from pathlib import Path

import pytest

import config

SAFE = {"ECGWEB_ENV": "production", "SECRET_KEY": "k" * 64, "PUBLIC_URL": "https://ecg.example.org"}


def load(tmp_path: Path, **changes: str) -> dict[str, object]:
    return config.load_config({**SAFE, "DATA_DIR": str(tmp_path), **changes})


def test_a_production_site_with_its_own_secret_starts_with_safe_cookies_and_no_debugging(tmp_path: Path) -> None:
    loaded = load(tmp_path)
    assert loaded["SESSION_COOKIE_NAME"] == "__Host-session"
    assert loaded["SESSION_COOKIE_SECURE"] is True
    assert loaded["DEBUG"] is False


@pytest.mark.parametrize(
    "unsafe",
    [{"SECRET_KEY": ""}, {"SECRET_KEY": "short"}, {"PUBLIC_URL": "http://ecg.example.org"}, {"PUBLIC_URL": ""}],
)
def test_a_production_site_refuses_missing_or_weak_settings(tmp_path: Path, unsafe: dict[str, str]) -> None:
    with pytest.raises(config.ConfigurationError):
        load(tmp_path, **unsafe)


def test_cheap_password_hashing_refuses_to_start(tmp_path: Path) -> None:
    with pytest.raises(config.ConfigurationError, match="BCRYPT_COST"):
        load(tmp_path, BCRYPT_COST="9")


def test_an_unknown_environment_refuses_to_start(tmp_path: Path) -> None:
    with pytest.raises(config.ConfigurationError, match="ECGWEB_ENV"):
        load(tmp_path, ECGWEB_ENV="staging")


def test_a_development_site_makes_itself_a_secret_and_keeps_it(tmp_path: Path) -> None:
    first, second = (config.load_config({"DATA_DIR": str(tmp_path)})["SECRET_KEY"] for _ in range(2))
    assert first == second
    assert len(first) == 64


@pytest.mark.parametrize(
    ("bind", "address"),
    [
        ("", "http://127.0.0.1:8000"),
        ("127.0.0.1:8100", "http://127.0.0.1:8100"),
        ("0.0.0.0:80", "http://127.0.0.1:80"),
        ("[::]:8100", "http://127.0.0.1:8100"),
        ("unix:/run/site.sock", "http://127.0.0.1:8000"),
    ],
)
def test_links_in_mails_of_a_development_site_lead_where_it_listens(tmp_path: Path, bind: str, address: str) -> None:
    assert config.load_config({"DATA_DIR": str(tmp_path), "BIND": bind})["PUBLIC_URL"] == address


@pytest.mark.parametrize("given", ["postgres://u@h/d", "postgresql://u@h/d"])
def test_postgres_addresses_of_both_spellings_use_the_installed_driver(tmp_path: Path, given: str) -> None:
    assert load(tmp_path, DATABASE_URL=given)["SQLALCHEMY_DATABASE_URI"] == "postgresql+psycopg://u@h/d"
