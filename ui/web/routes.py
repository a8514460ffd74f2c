"""Addresses beside the app's pages."""

from ui.web import api, classroom, light

ROUTES = [*api.ROUTES, *classroom.ROUTES, *light.ROUTES]
