"""How to cite the app, read from the one place that says it."""

from core import __version__

TITLE = "Sweet Spot: mixing versus denoising, or how deep a graph neural network should be"
AUTHOR = "Sweet Spot authors"
YEAR = 2026


def sentence():
    """A reference in one line."""
    return f"{AUTHOR}. *{TITLE}*. Version {__version__}, {YEAR}."


def bibtex():
    """A BibTeX entry."""
    return (
        "@software{sweet_spot,\n"
        f"  author  = {{{{{AUTHOR}}}}},\n"
        f"  title   = {{{TITLE}}},\n"
        f"  version = {{{__version__}}},\n"
        f"  year    = {{{YEAR}}}\n"
        "}"
    )
