"""A model checker for distributed protocols that are written as typed Python classes."""

from __future__ import annotations

from modelcheck.lang import *  # noqa: F403  # the package's public names are the language's
from modelcheck.lang import __all__ as __all__
