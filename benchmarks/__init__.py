"""Benchmarks: ratios in interleaved runs, beside the bars of the project. Run `python -m benchmarks`."""
