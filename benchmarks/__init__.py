"""Measurements of speed and memory; run from the repository's root as `python -m benchmarks.suggest`."""
