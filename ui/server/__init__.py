"""Many visitors, one machine: caches, turns, workers, jobs."""
