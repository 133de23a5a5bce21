"""Specs as formulas: what z3 finds out about them."""
