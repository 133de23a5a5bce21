"""Where the choices of a run stand: words that a step shares with the loop over its runs.

0        how many choices the run is given; those after it take their first option
1        how many it has made
2 ...    which option each of them takes
64 ...   of how many options
"""

from __future__ import annotations

from typing import Final

GIVEN: Final = 0
MADE: Final = 1
OPTIONS: Final = 2
"""Where the options that are taken begin."""
MOST: Final = 62
"""How many choices one run may make: more are for the reference engine."""
COUNTS: Final = OPTIONS + MOST
"""Where the numbers of options begin."""
LENGTH: Final = COUNTS + MOST
"""How many words there are."""
