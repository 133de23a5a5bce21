"""The search in machine code: the table of states, and the loop that fills it."""
