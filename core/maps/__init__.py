"""Whole planes of models at once: where the best depth lies, and who wins where."""
