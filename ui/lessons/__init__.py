"""Scenes that others write: how they are read, judged and printed."""
