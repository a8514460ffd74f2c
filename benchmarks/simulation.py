"""Simulation of the default model, depth 20, four graphs; reading the same graphs at another sigma."""

from benchmarks.timing import against_bar, heading, medians
from core.model import CSBM
from core.simulation import read, sample_moments, side_of, simulate

DEPTH = 20
SIMULATE_BAR, READ_BAR = 250, 2


def run():
    heading(f"Simulation, default model, depth {DEPTH}, 4 graphs")
    model, louder = CSBM(), CSBM(sigma=1.7)
    graphs = list(sample_moments(model, DEPTH))
    side = side_of(model, DEPTH)
    times = medians(
        {
            "default route": lambda: simulate(model, DEPTH),
            "probes": lambda: simulate(model, DEPTH, exact=False),
            "exact rows": lambda: simulate(model, DEPTH, exact=True),
            "another sigma": lambda: read(graphs, side, louder),
        },
        rounds=5,
    )
    print(f"default route ({graphs[0].route})   {against_bar(times['default route'], SIMULATE_BAR)}")
    print(f"probes                   {times['probes']:.3g} ms")
    print(f"exact rows               {times['exact rows']:.3g} ms, {times['exact rows'] / 4:.3g} ms a graph")
    print(f"another sigma            {against_bar(times['another sigma'], READ_BAR)}")
    residual = medians({"residual": lambda: simulate(model, DEPTH, "residual")}, rounds=3)["residual"]
    print(f"residual, default route  {residual:.3g} ms")
