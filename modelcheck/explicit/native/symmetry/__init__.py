"""One state per orbit: which elements are interchangeable, and the canonical state of an orbit."""
