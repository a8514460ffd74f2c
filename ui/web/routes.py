"""Addresses beside the app's pages."""

ROUTES = []
