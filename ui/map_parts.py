"""The parts of the page Map of the sweet spot: one line each, its name also in link.KEYS["sheet"]."""

from ui import map_growth, map_sheet, map_wins

# name in the link: (heading, section(model))
PARTS = {
    "map": ("Map", map_sheet.section),
    "growth": ("Growth with N", map_growth.section),
    "wins": ("Who wins", map_wins.section),
}
