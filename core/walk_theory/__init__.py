"""Every curve without a graph: how far a walker has gone, and how rarely two walkers meet."""
