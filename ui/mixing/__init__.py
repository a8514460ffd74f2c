"""The first page beside its stage: cards to guess at, and a second method laid over."""
