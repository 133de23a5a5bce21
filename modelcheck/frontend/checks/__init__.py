"""Checks on well-typed bodies: what would let engines disagree, or a claim lie."""
