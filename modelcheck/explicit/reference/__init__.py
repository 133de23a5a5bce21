"""The reference engine: it runs the author's own class in CPython, and so defines what a spec means."""
