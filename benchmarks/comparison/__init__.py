"""Runs the same models in several checkers, one after the other, and compares what they take."""
