"""Hypothesis makes up whole specs, as source text.

Expressions are drawn by type and by what is in sight, so nearly every spec is accepted; what
the language refuses (an order of a symmetric sort, two names for one object that is changed)
is avoided by construction.  `specs.specs()` is the strategy.
"""
