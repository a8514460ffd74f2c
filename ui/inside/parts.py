"""The parts of the page Inside the graph, in the order of the lesson: one line each, its name also in ui.link.keys.INSIDE_PARTS."""

from ui.inside import density, growth, lattices, long_range, minority, monitors, readout, regions, spectrum

# name in the link: (heading, section(model, depth, seed))
PARTS = {
    "growth": ("A neighbourhood grows", growth.section),
    "lattices": ("Why not as deep as CNNs?", lattices.section),
    "range": ("A task that needs depth", long_range.section),
    "spectrum": ("Spectrum", spectrum.section),
    "monitors": ("Monitors", monitors.section),
    "readout": ("Whole graphs", readout.section),
    "density": ("Dense against sparse", density.section),
    "regions": ("Dense and sparse regions", regions.section),
    "minority": ("Minority classes", minority.section),
}
