"""Views: each parses the request, calls one service and renders."""

from __future__ import annotations
