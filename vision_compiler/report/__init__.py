"""Findings for people and programs to read."""
