"""ECG Analyzer: upload a picture of a paper ECG and get a diagnosis that can be checked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

import config as settings
from ecgweb import extensions

if TYPE_CHECKING:
    from ecgweb.inference.service import AnalysisService


def create_app(overrides: Mapping[str, Any] | None = None, service: AnalysisService | None = None) -> Flask:
    """Build the site.

    Parameters
    ----------
    overrides : mapping, optional
        Settings that replace those of the environment; tests use it.
    service : AnalysisService, optional
        The service that analyses uploads; by default the one of the shipped models.
    """
    app = Flask(__name__, root_path=str(settings.ROOT), instance_path=str(settings.ROOT / "instance"))
    app.config.from_mapping(settings.load_config())
    app.config.update(overrides or {})
    settings.check(app.config)
    register_extensions(app)
    register_service(app, service)
    register_security(app)
    register_blueprints(app)
    register_templates(app)
    register_errors(app)
    register_commands(app)
    return app


def register_extensions(app: Flask) -> None:
    app.url_map.converters["row_id"] = extensions.RowId
    app.config["DATA_DIR"].mkdir(parents=True, exist_ok=True)
    extensions.db.init_app(app)
    extensions.migrate.init_app(app, extensions.db, render_as_batch=True)
    # Its own context processor would ask the database for every template, error pages included; see ecgweb.site.frame.
    extensions.login_manager.init_app(app, add_context_processor=False)
    extensions.csrf.init_app(app)
    extensions.mail.init_app(app)


def register_service(app: Flask, service: AnalysisService | None) -> None:
    from ecgweb.inference.service import AnalysisService
    from ecgweb.storage import Storage

    app.extensions["analysis_service"] = service or AnalysisService(
        app.config["MODELS_DIR"], diagnosis_version=app.config["DIAGNOSIS_VERSION"]
    )
    app.extensions["storage"] = Storage(app.config["DATA_DIR"] / "uploads")


def register_security(app: Flask) -> None:
    from ecgweb.security import access, bodies, headers

    if app.config["TRUSTED_PROXIES"]:
        hops = app.config["TRUSTED_PROXIES"]
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops)  # type: ignore[method-assign]
    bodies.register(app)
    access.register(app)
    headers.register(app)


def register_blueprints(app: Flask) -> None:
    from ecgweb import accounts, admin, analyses, api, learning, mail, site, status

    for room in (site, accounts, analyses, learning, admin, status):
        app.register_blueprint(room.blueprint)
    for part in (api.blueprint, api.pages):
        app.register_blueprint(part)
    if app.config["ENVIRONMENT"] == "development":
        app.register_blueprint(mail.mailbox_blueprint)


def register_templates(app: Flask) -> None:
    from ecgweb.templating import register

    register(app)


def register_errors(app: Flask) -> None:
    from ecgweb.errors import register

    register(app)


def register_commands(app: Flask) -> None:
    from ecgweb.cli import register

    register(app)


def start_background_work(app: Flask) -> None:
    """Warm what would be slow at first, begin to send mail and to forget what is over; once in each serving process."""
    from ecgweb import forgetting
    from ecgweb.analyses import jobs
    from ecgweb.learning import figures
    from ecgweb.mail import outbox

    app.extensions["analysis_service"].warm_up()
    figures.draw_all()
    jobs.start(app)
    outbox.start(app)
    forgetting.start(app)
