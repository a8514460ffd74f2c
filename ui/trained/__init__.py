"""A part of Real graphs: a network that somebody else trained, and whether it oversmooths."""
