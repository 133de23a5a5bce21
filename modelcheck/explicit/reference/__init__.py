"""The reference engine: runs the author's own class in CPython, the definition of a spec."""
