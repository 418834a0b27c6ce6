"""Benchmarks: the same plan set by our engine and by others, measured in pairs. See README.md."""
