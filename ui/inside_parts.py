"""The parts of the page Inside the graph, in the order of the lesson: one line each, its name also in link.INSIDE_PARTS."""

from ui import density, inside_growth, inside_lattices, inside_monitors, inside_readout, inside_spectrum, minority

# name in the link: (heading, section(model, depth, seed))
PARTS = {
    "growth": ("A neighbourhood grows", inside_growth.section),
    "lattices": ("Why not as deep as CNNs?", inside_lattices.section),
    "spectrum": ("Spectrum", inside_spectrum.section),
    "monitors": ("Monitors", inside_monitors.section),
    "readout": ("Whole graphs", inside_readout.section),
    "density": ("Dense against sparse", density.section),
    "minority": ("Minority classes", minority.section),
}
