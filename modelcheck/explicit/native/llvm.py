"""LLVM through llvmlite, which ships no types: here, and nowhere else, all of it is `Any`."""

from __future__ import annotations

from importlib import import_module
from typing import Any, Final

ir: Final[Any] = import_module("llvmlite.ir")
"""Builds modules of LLVM IR."""

binding: Final[Any] = import_module("llvmlite.binding")
"""Optimises modules, and makes machine code of them."""

compiler_version: Final[str] = import_module("llvmlite").__version__
"""The release of llvmlite: with another, code may come out otherwise."""
