"""The page Inside the graph, part by part."""
