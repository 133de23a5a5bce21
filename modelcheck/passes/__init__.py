"""Rewritings of the IR, one a file."""
