"""The outputs: each gives the bytes of a file for build/."""
