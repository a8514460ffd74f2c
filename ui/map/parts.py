"""The parts of the page Map of the sweet spot: one line each, its name also in link.KEYS["sheet"]."""

from ui.map import growth, sheet, wins

# name in the link: (heading, section(model))
PARTS = {
    "map": ("Map", sheet.section),
    "growth": ("Growth with N", growth.section),
    "wins": ("Who wins", wins.section),
}
