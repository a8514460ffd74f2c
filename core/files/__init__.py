"""How graphs that others wrote are read."""
