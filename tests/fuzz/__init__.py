"""Targets for a fuzzer, and what it found."""
