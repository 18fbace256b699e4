"""The JSON API: personal tokens, analyses, models, and the pages that explain it."""

from flask import Blueprint

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")
pages = Blueprint("developers", __name__)

from ecgweb.api import personal_data, problems, token_views, tokens, views  # noqa: E402
from ecgweb.extensions import csrf  # noqa: E402
from ecgweb.security import access  # noqa: E402

csrf.exempt(blueprint)  # a request with a token is no request that a browser makes by itself
access.bearer_loader(tokens.user_of_request)
problems.register()
personal_data.register()

__all__ = ["blueprint", "pages", "token_views", "views"]
