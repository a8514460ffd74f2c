"""Experiments beyond one model and beyond one machine."""
