"""Addresses beside the app's pages."""

from ui.web import api, classroom, light, nowhere

ROUTES = [*api.ROUTES, *classroom.ROUTES, *light.ROUTES, *nowhere.ROUTES]
