"""The page Theory vs simulation: what its charts hold and what is said below them."""
