"""Addresses beside the app's pages."""

from ui.web import api

ROUTES = [*api.ROUTES]
