"""Views: each parses the request, calls one service and renders."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, jsonify, redirect, render_template, request, url_for

from ecgweb.security import access
from ecgweb.site import blueprint
from ecgweb.site.example import example
from ecgweb.site.frame import THEME_COOKIE, THEMES
from ecgweb.templating import asset

YEAR_S = 365 * 24 * 3600


@blueprint.get("/")
@access.public
def home() -> Any:
    return render_template("site/home.html", example=example())


@blueprint.get("/privacy")
@access.public
def privacy() -> Any:
    return render_template("site/privacy.html")


@blueprint.get("/sources")
@access.public
def sources() -> Any:
    """Where examples and knowledge come from, and under which licences."""
    return render_template("site/sources.html")


@blueprint.get("/appearance")
@access.public
def appearance() -> Any:
    """Choose light, dark or the device's own theme."""
    return render_template("site/appearance.html")


@blueprint.post("/appearance")
@access.public
def choose_appearance() -> Any:
    """Remember the theme in a cookie of its own, for people who are not logged in too."""
    response = redirect(url_for("site.appearance"), 303)
    chosen = request.form.get("theme")
    if chosen in THEMES:
        response.set_cookie(
            THEME_COOKIE, chosen, max_age=YEAR_S, httponly=True, samesite="Lax", secure=request.is_secure
        )
    else:
        response.delete_cookie(THEME_COOKIE)
    flash("Appearance saved.", "good")
    return response


@blueprint.get("/site.webmanifest")
@access.public
def manifest() -> Any:
    """What a phone needs to put the site on its home screen."""
    response = jsonify(
        name="ECG Analyzer",
        short_name="ECG",
        start_url=url_for("site.home"),
        display="standalone",
        background_color="#faf8f3",
        theme_color="#0b666b",
        icons=[{"src": asset("img/favicon.svg"), "sizes": "any", "type": "image/svg+xml"}],
    )
    response.mimetype = "application/manifest+json"
    return response


@blueprint.get("/robots.txt")
@access.public
def robots() -> Response:
    """Search engines may read what is open to everybody."""
    return Response("User-agent: *\nDisallow: /analyses\nDisallow: /account\nDisallow: /dev\n", mimetype="text/plain")
