"""The page Map of the sweet spot, part by part."""
