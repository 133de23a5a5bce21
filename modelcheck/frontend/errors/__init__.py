"""Findings of the front end: a class with a stable code for each."""
