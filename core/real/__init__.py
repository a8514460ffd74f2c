"""Graphs that nobody generated, and how far two fitted blocks are from them."""
