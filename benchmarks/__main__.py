"""Run all benchmarks, or those named: `python -m benchmarks [sampling] [propagation] [theory] [simulation] [map]`."""

import sys

import core  # noqa: F401 asks for one thread, as in the app, before a benchmark imports numpy

NAMES = ("sampling", "propagation", "theory", "simulation", "map", "browser")


def main(arguments):
    """Exit code 0, or 2 with one sentence for an unknown name."""
    unknown = [name for name in arguments if name not in NAMES]
    if unknown:
        print(f"benchmarks: {unknown[0]} is unknown, choose from {', '.join(NAMES)}.", file=sys.stderr)
        return 2
    from importlib import import_module

    for name in arguments or NAMES:
        import_module(f"benchmarks.{name}").run()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
