"""The page Real graphs, part by part."""
